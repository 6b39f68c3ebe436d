"""How exact a source's times are, and times that stand for "not known"."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import special

PRECISIONS = ("minute", "hour", "day", "month", "none")
HOUR_PRECISIONS = ("minute", "hour")  # the only rows an hour view may use
FEW = 0.05  # below this share, finer times are strays: the file is as exact as the rest of it
CLOCK_TIMES = (0, 12)  # midnight and noon are what record systems write when nobody said
NOTABLE = 1.25  # a quarter more than its neighbours; smaller excesses are how people round
SURE = 0.01


def precision_of(local: Any) -> str:
    """Return how exact a source's times are: minute, hour, day, month or none.

    A file that always says 00:00 knows the day, not the hour; one that is always on the first of the month knows the
    month. It is judged by the whole file, because one row cannot tell: a real midnight looks like a missing time. Up to
    one row in twenty may be finer without changing the answer.

    Parameters
    ----------
    local : Series of shape (n,)
        Wall time of one source.

    Returns
    -------
    str
        One of ``PRECISIONS``.

    >>> precision_of(pd.Series(pd.to_datetime(["2025-01-03 14:00", "2025-01-04 09:00"])))
    'hour'
    """
    wall = pd.to_datetime(pd.Series(local)).dropna()
    if wall.empty:
        return "none"
    finer = {
        "minute": wall != wall.dt.floor("h"),
        "hour": wall != wall.dt.normalize(),
        "day": wall.dt.day != 1,
    }
    return next((name for name, rows in finer.items() if rows.mean() >= FEW), "month")


def hour_rows(precision: pd.Series) -> tuple[pd.Series, int]:
    """Return which rows an hour view may use, and how many it must say it left out.

    >>> hour_rows(pd.Series(["minute", "day", "hour"]))[1]
    1
    """
    usable = precision.isin(HOUR_PRECISIONS)
    return usable, int((~usable).sum())


def heaping(local: Any) -> pd.DataFrame:
    """Return how many times stand exactly at midnight and at noon, against the hours beside them.

    Record systems write 00:00 or 12:00 for "not known". Those rows then look like a peak at midnight, in the very
    hours this product is asked about. The share is compared with what the full hours on both sides hold (23:00 and
    01:00; 11:00 and 13:00): people round to full hours, but not to these more than to others. It cannot say which row
    is a placeholder, and a place that really empties at midnight would look alike.

    Parameters
    ----------
    local : Series of shape (n,)
        Wall time of one source; missing times are left out.

    Returns
    -------
    DataFrame
        One row per clock time (index ``00:00``, ``12:00``): ``count``, ``share`` of all times, ``beside`` (mean count
        of the neighbouring full hours), ``excess`` (count above that), ``p`` (one-sided binomial: would one of three
        equal hours get so many?), ``heaped`` (p < 0.01 and a quarter above the neighbours).

    >>> times = pd.to_datetime(["2025-01-03 00:00"] * 40 + ["2025-01-03 01:00"] * 10 + ["2025-01-03 23:00"] * 10)
    >>> heaping(pd.Series(times))["heaped"].tolist()
    [True, False]
    """
    wall = pd.to_datetime(pd.Series(local)).dropna()
    on_the_hour = wall[wall == wall.dt.floor("h")].dt.hour.to_numpy()
    counts = np.bincount(on_the_hour, minlength=24)
    rows = [_heap(counts, hour, len(wall)) for hour in CLOCK_TIMES]
    return pd.DataFrame(rows, index=[f"{hour:02d}:00" for hour in CLOCK_TIMES])


def _heap(counts: np.ndarray[Any, Any], hour: int, rows: int) -> dict[str, Any]:
    here, around = int(counts[hour]), int(counts[(hour - 1) % 24] + counts[(hour + 1) % 24])
    # One of three equal hours: the upper tail of a binomial count, which is this function and needs no scipy.stats.
    p = float(special.betainc(here, around + 1, 1 / 3)) if here else 1.0
    return {
        "count": here,
        "share": here / rows if rows else 0.0,
        "beside": around / 2,
        "excess": here - around / 2,
        "p": p,
        "heaped": bool(p < SURE and here > NOTABLE * around / 2),
    }
