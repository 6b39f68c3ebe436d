"""Which steps are scored, which came before, and which make a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hotspot.disclosure import Step
from hotspot.errors import DataError

LOOKED_BACK_YEARS = 3
FEWEST_DAYS_BEFORE = 180
LOOSE_DAYS = 15  # a year counts as held where no more than this is missing at its beginning

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Periods:
    """The steps of up to three years, parted in two.

    Attributes
    ----------
    looked_at : slice
        Steps of all that are held: the last three years.
    scored, earlier : bool array (t,)
        Of those looked at: the last twelve months (the last half where too little came before), and the rest.
    years : tuple of bool array
        Runs of twelve months counted back from the end; one of all steps where less than a year is held.
    first, parted, last : date
        First day looked at, first day scored, last day.
    """

    looked_at: slice
    scored: Mask
    earlier: Mask
    years: tuple[Mask, ...]
    first: date
    parted: date
    last: date

    @property
    def days(self) -> int:
        """Days looked at."""
        return (self.last - self.first).days + 1


def periods(steps: Sequence[Step]) -> Periods:
    """Return the periods of some steps, oldest first.

    >>> months = [
    ...     Step(date(2024 + m // 12, m % 12 + 1, 1), date(2024 + m // 12, m % 12 + 1, 28), "", 28) for m in range(24)
    ... ]
    >>> found = periods(months)
    >>> found.scored.sum(), found.earlier.sum(), found.parted.isoformat(), len(found.years)
    (np.int64(12), np.int64(12), '2025-01-01', 2)

    Raises
    ------
    DataError
        There is one step only: nothing came before it.
    """
    last = steps[-1].end
    start = next(k for k, step in enumerate(steps) if step.start > _back(last, LOOKED_BACK_YEARS))
    seen = steps[start:]
    if len(seen) < 2:
        raise DataError("Only one step is held, so nothing came before it.", "Choose a longer period.")
    starts = np.array([step.start for step in seen])
    scored = starts > _back(last, 1)
    days_before = sum(step.days for step, late in zip(seen, scored, strict=True) if not late)
    if days_before < FEWEST_DAYS_BEFORE:
        scored = np.arange(len(seen)) >= len(seen) // 2
    begun = seen[0].start - timedelta(days=LOOSE_DAYS)
    years = [_year(starts, last, back) for back in range(LOOKED_BACK_YEARS) if _back(last, back + 1) >= begun]
    return Periods(
        slice(start, len(steps)), scored, ~scored, tuple(years) or (np.ones(len(seen), dtype=bool),),
        seen[0].start, seen[int(np.argmax(scored))].start, last,
    )  # fmt: skip


def _back(day: date, years: int) -> date:
    """Return the same day some years before; 29 February becomes the 28th."""
    return date(day.year - years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _year(starts: NDArray[np.object_], last: date, back: int) -> Mask:
    return np.asarray((starts > _back(last, back + 1)) & (starts <= _back(last, back)))
