"""The only door through which numbers leave: raw measures in, a Release for an audience out.

Published sources (data.police.uk) and the demonstration pass untouched. What a reader may not see exactly (``policy``)
leaves *controlled*: no exact count, score or density, only a category, a significance class, a density class and
counts in bands, for one registered geography and whole registered windows (``terms``). A free choice of dates on
rounded counts leaks nearly every small count by subtraction, so control is of the whole release, never of a column.
"""

from hotspot.cube import Step
from hotspot.disclosure.counts import (
    BAND_TOP,
    BAND_VALUE,
    BAND_WORD,
    ROUND_TO,
    bounds,
    controlled_count,
    controlled_values,
    summed,
)
from hotspot.disclosure.policy import controlled_of, may_see_raw, refuse_beside, who_sees
from hotspot.disclosure.release import CONTROLLED, Release, release
from hotspot.disclosure.sensitive import COLUMNS as SENSITIVE_COLUMNS
from hotspot.disclosure.sensitive import (
    FEW_WORD,
    NOT_BY_PLACE,
    TITLES,
    by_partnership,
    by_partnership_only,
    digest,
    few,
    few_bounds,
    is_sensitive,
    kind_of,
    kinds_of,
    refuse_sensitive,
)
from hotspot.disclosure.tables import TableRelease, release_table
from hotspot.disclosure.terms import Terms, fitted, terms
from hotspot.measures import Surface

__all__ = [
    "FEW_WORD",
    "NOT_BY_PLACE",
    "SENSITIVE_COLUMNS",
    "digest",
    "TITLES",
    "by_partnership",
    "by_partnership_only",
    "few",
    "few_bounds",
    "kind_of",
    "kinds_of",
    "BAND_TOP",
    "BAND_VALUE",
    "BAND_WORD",
    "CONTROLLED",
    "ROUND_TO",
    "Release",
    "Step",
    "Surface",
    "TableRelease",
    "Terms",
    "bounds",
    "controlled_count",
    "controlled_of",
    "controlled_values",
    "fitted",
    "is_sensitive",
    "may_see_raw",
    "refuse_beside",
    "refuse_sensitive",
    "release",
    "release_table",
    "summed",
    "terms",
    "who_sees",
]
