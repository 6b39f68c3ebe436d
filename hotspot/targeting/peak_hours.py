"""The hours of a night in which most happens, from counts by hour."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from hotspot.errors import ParameterError

FIRST, LAST = 6, 30  # a night runs from 06:00 to 06:00


class Peak(NamedTuple):
    """Hours after the midnight that begins a night's date, and the share of its incidents that they hold."""

    starts: int
    ends: int
    share: float


def peak_hours(by_hour: pd.Series, length: int) -> Peak:
    """Return the run of hours that holds most incidents; the earliest of equal runs.

    It is found on the same nights that it is read from, so next year it will hold a little less.

    Parameters
    ----------
    by_hour : Series
        Incidents by hour after the midnight that begins the night's date, 6 to 29; hours left out hold none.
    length : int
        How many hours the run has.

    >>> peak_hours(pd.Series({21: 1.0, 22: 4.0, 23: 5.0, 25: 2.0}), 2)
    Peak(starts=22, ends=24, share=0.75)
    """
    if not 1 <= length <= LAST - FIRST:
        raise ParameterError(f"A run of {length} hours is no part of a night.", "Choose 1 to 24 hours.")
    every = by_hour.reindex(range(FIRST, LAST), fill_value=0.0).astype(float)
    total = float(every.sum())
    sums = {first: float(every.loc[first : first + length - 1].sum()) for first in range(FIRST, LAST - length + 1)}
    starts = max(sums, key=lambda first: sums[first])
    return Peak(starts, starts + length, sums[starts] / total if total else float("nan"))
