"""Released statistics joined back to places by key: named, ranked, explained in a sentence."""

from hotspot.findings.places import Findings, findings, usual_range
from hotspot.findings.rates import district_rates, lsoa_rates

__all__ = ["Findings", "district_rates", "findings", "lsoa_rates", "usual_range"]
