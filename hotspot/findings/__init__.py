"""Released statistics joined back to places by key: named, ranked, explained in a sentence."""

from hotspot.findings.narrowing import narrowed
from hotspot.findings.notes import lost_sentence, noted
from hotspot.findings.one_cut import in_one_cut
from hotspot.findings.places import Findings, findings, usual_range
from hotspot.findings.rates import district_rates, lsoa_rates

__all__ = [
    "Findings",
    "district_rates",
    "findings",
    "in_one_cut",
    "lost_sentence",
    "lsoa_rates",
    "narrowed",
    "noted",
    "usual_range",
]
