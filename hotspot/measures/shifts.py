"""What a shift of marshals would meet, and the hours that would meet most."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Cover:
    """What a shift of marshals would meet.

    Attributes
    ----------
    share : float
        Share of the window's incidents in the shift's hours; NaN where there are none.
    starts, ends : int
        Hours after the midnight that begins the night's date.
    best_share, best_starts : float, int
        The same for the best shift of the same length.
    """

    share: float
    starts: int
    ends: int
    best_share: float
    best_starts: int


def shift_cover(
    frame: pd.DataFrame, starts: int, ends: int, *, last: int | None = None, weekdays: tuple[int, ...] = ()
) -> Cover:
    """Return the share of incidents in a shift's hours, and the best shift of the same length.

    It says when incidents happened, not whether a marshal would have prevented one. The best shift is found on the same
    nights that it is judged on, so next year it will cover a little less.

    Parameters
    ----------
    frame : DataFrame
        ``weekday``, ``hour``, ``count``: one row an hour, or a band, as released. A shift must begin and end where
        one of them does; half a band cannot be judged.
    starts, ends : int
        The shift, hours after the midnight that begins the night's date.
    last : int, optional
        Where the last band ends; one hour after it begins if not said.
    weekdays : tuple of int
        The nights on which it is worked; empty means all. Incidents of other nights count as not covered.

    Examples
    --------
    >>> hours = pd.DataFrame({"weekday": 4, "hour": [22, 23, 24, 25], "count": [1.0, 2.0, 4.0, 3.0]})
    >>> shift_cover(hours, 22, 24)
    Cover(share=0.3, starts=22, ends=24, best_share=0.7, best_starts=24)
    >>> bands = pd.DataFrame({"weekday": 4, "hour": [18, 21, 24], "count": [1.0, 2.0, 7.0]})
    >>> shift_cover(bands, 18, 21, last=27).best_starts
    24
    """
    worked = frame[frame["weekday"].isin(weekdays)] if weekdays else frame
    by_hour = worked.groupby("hour")["count"].sum().sort_index()
    total = float(frame["count"].sum())
    if total == 0 or by_hour.empty:
        return Cover(float("nan"), starts, ends, float("nan"), starts)
    length = ends - starts
    edges = {*by_hour.index, int(by_hour.index.max()) + 1 if last is None else last}
    firsts = [int(first) for first in by_hour.index if first + length in edges]
    found = {first: float(by_hour.loc[first : first + length - 1].sum()) / total for first in (*firsts, starts)}
    best = max(found, key=lambda first: (found[first], first == starts))
    return Cover(found[starts], starts, ends, found[best], best)
