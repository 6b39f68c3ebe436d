"""Which records a question counts, with what no period changes worked out once for each measure and its sources."""

from __future__ import annotations

import pandas as pd

from hotspot import incidents
from hotspot.config import Parameters
from hotspot.pipeline.prepared import SEEN, Prepared

COLUMNS = (*SEEN, "precision", "lsoa", "site", "site_kind")  # what is asked of a record once it counts


def selected(held: Prepared, asked: Parameters, *, institutions: bool = False) -> pd.DataFrame:
    """Return the records that a question counts, as ``incidents.select`` does, or those at institutions."""
    if asked.by_the_hour:
        return incidents.select(held.incidents, held.profile, asked, institutions=institutions)
    return _countable(held, asked).within(asked, institutions=institutions)


def without_place(held: Prepared, asked: Parameters) -> tuple[int, int]:
    """Return how many records no place can be given to, and how many lie outside: see ``incidents.without_place``."""
    if asked.by_the_hour:
        return incidents.without_place(held.incidents, held.profile, asked)
    return _countable(held, asked).without_place(asked)


def _countable(held: Prepared, asked: Parameters) -> incidents.Countable:
    # The measure and the sources decide which records these are, and so does whose were taken out for this reader.
    key = ("countable", asked.offence, asked.sources, held.without)
    return held.lately(key, lambda: incidents.countable(held.incidents, held.profile, asked, COLUMNS))
