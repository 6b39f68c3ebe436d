"""Which steps are before and which after: equal in number, of the same season where a year earlier is held."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hotspot.cube import Step
from hotspot.errors import DataError
from hotspot.evaluate import Intervention, periods


def months(first: str, count: int) -> tuple[Step, ...]:
    start = date.fromisoformat(f"{first}-01")
    steps = []
    for _ in range(count):
        end = (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        steps.append(Step(start, end, f"{start:%b %Y}", end.day))
        start = end + timedelta(days=1)
    return tuple(steps)


def weeks(first: date, count: int) -> tuple[Step, ...]:
    starts = [first + timedelta(weeks=n) for n in range(count)]
    return tuple(Step(start, start + timedelta(days=6), f"{start}", 7) for start in starts)


PATROLS = Intervention("Patrols", ("a",), date(2025, 7, 1), date(2025, 12, 31))


def test_the_same_months_a_year_before() -> None:
    found = periods(months("2023-01", 36), PATROLS)
    assert found.after.tolist() == list(range(30, 36)) and found.before.tolist() == list(range(18, 24))
    assert found.history.tolist() == list(range(30))
    assert found.same_season and found.notes == ()


def test_weeks_and_leap_days_find_their_season_too() -> None:
    found = periods(weeks(date(2023, 1, 2), 110), Intervention("x", ("a",), date(2024, 9, 2), date(2024, 9, 29)))
    assert found.same_season and (found.after - found.before == 52).all()
    leap = periods(months("2023-01", 18), Intervention("x", ("a",), date(2024, 2, 1), date(2024, 4, 30)))
    assert leap.before.tolist() == [1, 2, 3] and leap.after.tolist() == [13, 14, 15]


def test_where_no_year_is_held_the_time_just_before_is_taken_and_said() -> None:
    found = periods(months("2025-01", 12), PATROLS)
    assert found.before.tolist() == list(range(6)) and found.after.tolist() == list(range(6, 12))
    assert not found.same_season


def test_more_after_than_before_is_cut_to_equal_length_and_said() -> None:
    found = periods(months("2025-04", 9), PATROLS)
    assert len(found.before) == len(found.after) == 3
    assert "Only the first 3 of 6 steps" in found.notes[0]


def test_two_years_after_are_compared_with_the_two_just_before() -> None:
    found = periods(months("2022-01", 48), Intervention("x", ("a",), date(2024, 1, 1)))
    assert found.before.tolist() == list(range(24)) and found.after.tolist() == list(range(24, 48))
    assert found.same_season  # whole years


def test_a_step_that_the_start_cuts_through_is_in_neither() -> None:
    found = periods(months("2023-01", 36), Intervention("x", ("a",), date(2025, 7, 10), date(2025, 12, 15)))
    assert found.after.tolist() == [31, 32, 33, 34] and found.history[-1] == 29
    assert "2 steps that the start or the end cuts through" in found.notes[0]


def test_what_is_still_running_reaches_to_the_last_record() -> None:
    assert periods(months("2023-01", 36), Intervention("x", ("a",), date(2025, 10, 1))).after.tolist() == [33, 34, 35]


@pytest.mark.parametrize("start", [date(2022, 1, 1), date(2023, 1, 1), date(2026, 1, 1), date(2025, 12, 20)])
def test_records_that_do_not_reach_are_refused(start: date) -> None:
    with pytest.raises(DataError, match="1 January 2023 to 31 December 2025"):
        periods(months("2023-01", 36), Intervention("Lights", ("a",), start))
