"""Released statistics joined back to places by key: named, ranked, explained in a sentence."""

from hotspot.findings.comparing import VERDICTS, by_span, days_of, judged, two_districts, two_periods
from hotspot.findings.late import with_late_columns
from hotspot.findings.narrowing import NARROWED, narrowed, only, part
from hotspot.findings.notes import hours_sentence, lost_sentence, noted
from hotspot.findings.one_cut import in_one_cut
from hotspot.findings.places import Findings, findings, usual_range
from hotspot.findings.ranking import points_inside
from hotspot.findings.rates import district_rates, lsoa_rates

__all__ = [
    "NARROWED",
    "VERDICTS",
    "Findings",
    "by_span",
    "days_of",
    "district_rates",
    "findings",
    "hours_sentence",
    "in_one_cut",
    "judged",
    "lost_sentence",
    "lsoa_rates",
    "narrowed",
    "noted",
    "only",
    "part",
    "points_inside",
    "two_districts",
    "two_periods",
    "usual_range",
    "with_late_columns",
]
