"""What is guessed that a reader asks next: one change away, the likelier first, and only what the filters offer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotspot.config import Parameters
from hotspot.pipeline import FixedWindow, Offered
from hotspot.ui.ahead_likely import kind_of, likely

MONTHS = tuple(f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13))
OFFERED = Offered(
    parts={"csps": {f"D{n}": f"District {n}" for n in range(4)}, "lads": {}, "wards": {"W1": "One", "W2": "Two"}},
    groups={"The north": ("D0", "D1")},
    sources={"police_uk/x": ("recorded_violence", "robbery")},
    months=MONTHS,
    windows=(FixedWindow("run", "", ""), FixedWindow("months", "2025-10", "2025-12")),
    hours=False,
    restricted="",
)
ASKED = Parameters("x", end="2025-06")


def guessed(asked: Parameters = ASKED, offered: Offered = OFFERED, **how: object) -> list[Parameters]:
    return list(likely(asked, offered, "Hot now", **how))  # type: ignore[arg-type]


def test_each_question_is_one_change_away_and_comes_once() -> None:
    found = guessed()
    assert len(found) == len(set(found)) and ASKED not in found
    assert all(kind_of(ASKED, one) for one in found)


def test_a_kind_with_few_options_comes_before_one_with_many() -> None:
    kinds = [kind_of(ASKED, one) for one in guessed()]
    assert kinds[0] == "offence"  # the one other definition
    assert set(kinds[1:3]) == {"method", "period"}
    assert kinds.index("part") > kinds.index("places")


def test_who_stepped_back_by_months_steps_on() -> None:
    assert guessed(habit="end")[1] == ASKED.changed(end="2025-05")  # after the one other definition
    months = [one.end for one in guessed(habit="end") if kind_of(ASKED, one) == "end"]
    assert months[:4] == ["2025-05", "2025-07", "2024-06", "2025-04"]
    assert guessed(habit="end").index(ASKED.changed(end="2025-07")) < guessed().index(ASKED.changed(end="2025-07"))


def test_no_period_is_guessed_that_ends_before_it_starts() -> None:
    asked = ASKED.changed(start="2025-05")
    found = guessed(asked)
    assert all(not one.end or not one.start or one.start <= one.end for one in found)
    assert asked.changed(end="2025-05") in found


def test_of_several_parts_one_more_one_less_or_none_is_guessed() -> None:
    found = {one.csps for one in guessed(ASKED.changed(csps=("D0", "D2")))}
    assert {(), ("D0",), ("D2",), ("D0", "D2", "D1")} <= found
    assert {one.wards for one in guessed(ASKED.changed(wards=("W1",)))} == {(), ("W1",), ("W1", "W2")}


def test_hours_and_sources_are_guessed_where_there_is_a_choice() -> None:
    assert not any(one.by_the_hour or one.sources for one in guessed())
    two = replace(OFFERED, hours=True, sources=OFFERED.sources | {"ambulance/x": ("recorded_violence",)})
    found = guessed(offered=two)
    assert any(one.hours == "weekend_nights" for one in found)
    assert ("ambulance/x",) in {one.sources for one in found}


def test_what_a_page_leaves_aside_is_no_other_question() -> None:
    two = replace(OFFERED, hours=True)
    assert not any(one.by_the_hour or one.is_narrow for one in likely(ASKED, two, "My district"))


@pytest.mark.parametrize("name", ["rules", "alpha", "window"])
def test_settings_are_guessed_where_the_page_has_them(name: str) -> None:
    assert not any(getattr(one, name) != getattr(ASKED, name) for one in guessed())
    found = guessed(settings=("rules", "alpha", "window"))
    assert any(getattr(one, name) != getattr(ASKED, name) for one in found)


def test_every_field_that_a_filter_changes_is_of_a_kind() -> None:
    known = {"end", "period", "method", "part", "offence", "sources", "hours", "hour_band", "places", "start"}
    found = {kind_of(ASKED, one) for one in guessed(offered=replace(OFFERED, hours=True))}
    assert found <= known
