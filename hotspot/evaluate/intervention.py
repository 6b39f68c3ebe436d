"""What was done, where and when; and which steps count as before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hotspot.disclosure import Step
from hotspot.errors import DataError

Rows = NDArray[np.intp]
YEAR = timedelta(days=365)
NEAR_DAYS = 3  # a leap day, or weeks that do not divide a year, move the same season by so much at most


@dataclass(frozen=True)
class Intervention:
    """Something that was done at some places.

    Attributes
    ----------
    name : str
        In a reader's words.
    locations : tuple of str
        The places of the findings that it was done at.
    start : date
        Its first day.
    end : date or None
        Its last day; None while it runs.
    """

    name: str
    locations: tuple[str, ...]
    start: date
    end: date | None = None


@dataclass(frozen=True)
class Periods:
    """Which steps are compared.

    Attributes
    ----------
    before, after : int arrays
        Numbers of the steps compared, as many in each.
    history : int array
        Every step that ended before the start.
    same_season : bool
        Whether before and after are the same months of two years.
    notes : tuple of str
        What a reader must know of the choice.
    """

    before: Rows
    after: Rows
    history: Rows
    same_season: bool
    notes: tuple[str, ...]


def periods(steps: Sequence[Step], done: Intervention) -> Periods:
    """Return the steps to compare: of equal number, and of the same season where a year earlier is held.

    Raises
    ------
    DataError
        No whole step lies within the time of the intervention, or none before it.
    """
    starts = np.array([step.start.toordinal() for step in steps])
    ends = np.array([step.end.toordinal() for step in steps])
    last = done.end.toordinal() if done.end else int(ends[-1])
    after = np.flatnonzero((starts >= done.start.toordinal()) & (ends <= last))
    history = np.flatnonzero(ends < done.start.toordinal())
    if not len(after) or not len(history):
        raise DataError(
            f"The records held without a gap, {_day(steps[0].start)} to {_day(steps[-1].end)}, "
            f"do not reach both before and into {done.name} (from {_day(done.start)}).",
            "Choose dates inside the records, or add the months that are missing.",
        )
    notes = _cut(starts, ends, done, last)
    earlier = _year_earlier(starts, after)
    if len(earlier) == len(after) and earlier.max() <= history.max():
        return Periods(earlier, after, history, True, notes)
    n = min(len(after), len(history))
    if n < len(after):
        notes = (*notes, f"Only the first {n} of {len(after)} steps are compared: no more are held before the start.")
    return Periods(history[-n:], after[:n], history, _whole_years(starts, history[-n:], after[:n]), notes)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _year_earlier(starts: NDArray[np.int64], after: Rows) -> Rows:
    """Return the steps that began a year before those of after, fewer where not all are held."""
    wanted = starts[after] - YEAR.days
    nearest = np.abs(starts[None, :] - wanted[:, None])
    return np.flatnonzero((nearest <= NEAR_DAYS).any(axis=0)) if (nearest.min(axis=1) <= NEAR_DAYS).all() else after[:0]


def _whole_years(starts: NDArray[np.int64], before: Rows, after: Rows) -> bool:
    """Return whether two neighbouring periods hold the same seasons, being whole years long."""
    years = (starts[after[0]] - starts[before[0]]) / YEAR.days
    return bool(round(years) >= 1 and abs(years - round(years)) * YEAR.days <= NEAR_DAYS)


def _cut(starts: NDArray[np.int64], ends: NDArray[np.int64], done: Intervention, last: int) -> tuple[str, ...]:
    first = done.start.toordinal()
    cut = np.count_nonzero((starts < first) & (ends >= first)) + np.count_nonzero((starts <= last) & (ends > last))
    return (f"{cut} steps that the start or the end cuts through are in neither period.",) if cut else ()
