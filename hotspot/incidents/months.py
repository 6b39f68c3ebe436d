"""Which months are held, which are missing between them, and which run to use.

A missing month is missing, never zero: a trend over it would show a fall and a rise that nobody lived through.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from hotspot.config import Parameters
from hotspot.errors import DataError, ParameterError


@dataclass(frozen=True)
class Period:
    """The first and the last month that are counted, both included, as ``2025-01``."""

    first: str
    last: str


def months_held(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the months that every source in the table holds, in order.

    A month that one source lacks is not held: adding the sources up would make it look quiet.

    Parameters
    ----------
    frame : DataFrame
        Incidents with ``source`` and ``month``.

    >>> frame = pd.DataFrame({"source": ["a", "a", "b"], "month": pd.to_datetime(["2025-01", "2025-02", "2025-01"])})
    >>> months_held(frame)
    ('2025-01',)
    """
    month = frame["month"].to_numpy()
    each = [pd.unique(month[(frame["source"] == source).to_numpy()]) for source in frame["source"].dropna().unique()]
    held = [set(pd.DatetimeIndex(months[~np.isnat(months)]).strftime("%Y-%m")) for months in each]
    known = [months for months in held if months]  # a source that states no month leaves the others' as they are
    return tuple(sorted(set.intersection(*known))) if known else ()


def gaps(months: Sequence[str]) -> list[tuple[str, str]]:
    """Return the first and last missing month of each gap between the months.

    >>> gaps(["2019-01", "2019-02", "2025-01", "2025-02"])
    [('2019-03', '2024-12')]
    >>> gaps(["2025-01", "2025-02"])
    []
    """
    held = sorted(set(map(_number, months)))
    return [(_month(one + 1), _month(two - 1)) for one, two in itertools.pairwise(held) if two > one + 1]


def last_unbroken(months: Sequence[str]) -> tuple[str, str]:
    """Return the first and last month of the newest run without a gap.

    Raises
    ------
    DataError
        There is no month.

    >>> last_unbroken(["2019-01", "2019-02", "2025-01", "2025-02"])
    ('2025-01', '2025-02')
    """
    if not months:
        raise DataError("No month of records is held.", "Add the monthly files of the area's source.")
    missing = gaps(months)
    last = max(months)
    return (after(missing[-1][1]), last) if missing else (min(months), last)


def period(frame: pd.DataFrame, parameters: Parameters) -> Period:
    """Return the months that an analysis covers.

    Without dates it is the last unbroken run. A day in ``start`` or ``end`` stands for its month here.

    Raises
    ------
    DataError
        A month between start and end is not held: the message names the gap.
    ParameterError
        The end comes before the start.
    """
    return period_of(months_held(frame), parameters)


def period_of(months: Sequence[str], parameters: Parameters) -> Period:
    """Return the months that an analysis covers, of those that are held: see ``period``."""
    return _period_of(tuple(months), parameters.start[:7], parameters.end[:7])


@lru_cache(maxsize=64)
def _period_of(months: tuple[str, ...], start: str, end: str) -> Period:
    run = last_unbroken(months)
    first, last = start or None, end or run[1]
    first = first or last_unbroken([month for month in months if month <= last] or [last])[0]
    if last < first:
        raise ParameterError(f"The end {last} comes before the start {first}.", "Exchange the two dates.")
    absent = gaps([before(first), *(month for month in months if first <= month <= last), after(last)])
    if absent:
        said = " and ".join(f"{a} to {b}" if a != b else a for a, b in absent)
        raise DataError(
            f"No records are held for {said}, inside {first} to {last} ({_number(last) - _number(first) + 1} months).",
            f"Choose dates on one side of the gap, for instance {run[0]} to {run[1]}, or add the missing months.",
        )
    return Period(first, last)


def before(month: str) -> str:
    """Return the month before one.

    >>> before("2025-01")
    '2024-12'
    """
    return _month(_number(month) - 1)


def after(month: str) -> str:
    """Return the month after one.

    >>> after("2024-12")
    '2025-01'
    """
    return _month(_number(month) + 1)


def _number(month: str) -> int:
    """Return how many months lie before one, counted from the year 0."""
    year, nth = month.split("-")
    return 12 * int(year) + int(nth) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
