"""Which months are scored, which came before, which make a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hotspot.disclosure import Step
from hotspot.errors import DataError
from hotspot.targeting.periods import periods


def months(number: int, year: int = 2020) -> list[Step]:
    starts = [date(year + m // 12, m % 12 + 1, 1) for m in range(number + 1)]
    return [Step(a, b - timedelta(days=1), "", (b - a).days) for a, b in zip(starts, starts[1:], strict=False)]


@pytest.mark.parametrize(
    ("held", "looked_at", "scored", "years"),
    [(48, 36, 12, 3), (36, 36, 12, 3), (30, 30, 12, 2), (18, 18, 12, 1), (14, 14, 7, 1), (6, 6, 3, 1), (2, 2, 1, 1)],
)
def test_up_to_three_years_the_last_twelve_months_scored(held: int, looked_at: int, scored: int, years: int) -> None:
    found = periods(months(held))
    assert len(found.scored) == looked_at and found.scored.sum() == scored and len(found.years) == years
    assert (found.scored ^ found.earlier).all() and not found.scored[0] and found.scored[-1]
    assert sum(year.sum() for year in found.years) == min(looked_at, max(12 * years, min(looked_at, 12 * years)))
    assert found.first == months(held)[found.looked_at][0].start and found.last == months(held)[-1].end


def test_years_are_counted_back_from_the_end_and_share_no_month() -> None:
    found = periods(months(36))
    assert [int(year.argmax()) for year in found.years] == [24, 12, 0]
    assert sum(year.astype(int) for year in found.years).tolist() == [1] * 36
    assert found.days == 366 + 365 + 365


def test_four_weeks_and_a_leap_day() -> None:
    first = date(2022, 1, 1)
    weeks = [Step(first + timedelta(days=28 * n), first + timedelta(days=28 * n + 27), "", 28) for n in range(39)]
    found = periods(weeks)
    assert found.scored.sum() == 13 and len(found.years) == 3
    ends_on_leap_day = [Step(date(2023, 2, 28) + timedelta(days=n), date(2023, 2, 28) + timedelta(days=n), "", 1)
                        for n in range(367)]  # fmt: skip
    assert periods(ends_on_leap_day).last == date(2024, 2, 29)


def test_one_step_has_nothing_before_it() -> None:
    with pytest.raises(DataError, match="nothing came before"):
        periods(months(1))
