"""Clean incidents: every kept row of the area's sources, placed and timed, with flags instead of deletions.

Two rules of counting. A *table of rows* counts rows, so that it agrees with a plain count of the files. A *cube* counts
each (source, month, record id) once, the first in file order, and leaves institutions aside.
"""

from __future__ import annotations

from hotspot.incidents.clean import Incidents, clean
from hotspot.incidents.counts import flagged, quality, rows_by_csp
from hotspot.incidents.hours import occasions, placeholders
from hotspot.incidents.institutions import institutions_set_aside
from hotspot.incidents.months import Period, gaps, last_unbroken, months_held, period, period_of
from hotspot.incidents.record import FLAGS, family, is_snapped
from hotspot.incidents.select import (
    Countable,
    beside_hours,
    countable,
    of_sources,
    select,
    sources_offering,
    without_place,
)
from hotspot.incidents.streets import street_of, streets

__all__ = [
    "FLAGS",
    "Countable",
    "Incidents",
    "Period",
    "beside_hours",
    "clean",
    "countable",
    "family",
    "flagged",
    "gaps",
    "institutions_set_aside",
    "is_snapped",
    "last_unbroken",
    "months_held",
    "occasions",
    "of_sources",
    "period",
    "period_of",
    "placeholders",
    "quality",
    "rows_by_csp",
    "select",
    "sources_offering",
    "without_place",
    "street_of",
    "streets",
]
