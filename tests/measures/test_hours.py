"""Hours of the night: by hand, by law, and against plain pandas on the demonstration's own records."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot import nights
from hotspot.incidents import placeholders
from hotspot.measures import hours, premises, shifts, sources_side_by_side, weekends

WEEKEND = nights.PRESETS["weekend_nights"]
KNOWN = pd.DataFrame(columns="midnight noon midnight_heaped noon_heaped exact".split())


def rows(*times: str | tuple[str, str], precision: str = "minute") -> pd.DataFrame:
    """Return incidents at these times; a pair is an interval."""
    pairs = [one if isinstance(one, tuple) else (one, None) for one in times]
    frame = pd.DataFrame(pairs, columns=["local", "to_local"])
    return frame.assign(
        local=pd.to_datetime(frame["local"]), to_local=pd.to_datetime(frame["to_local"]),
        precision=precision, source="made/police",
    )  # fmt: skip


def spread(*times: str | tuple[str, str]) -> pd.DataFrame:
    return hours.spread(rows(*times), KNOWN).table


def test_half_past_two_on_sunday_is_hour_26_of_saturday_night() -> None:
    table = spread("2025-06-08 02:30")
    assert table[["hour", "weight"]].values.tolist() == [[26, 1.0]]
    assert table["night"].iloc[0] == pd.Timestamp("2025-06-07")


def test_a_record_of_a_day_alone_counts_by_its_day_and_by_no_night() -> None:
    """Of the night before, the day, the day at midnight where that means "not known", and the month alone."""
    at = ["2025-06-07 00:30", "2025-06-07 00:00", "2025-06-07 00:00", None]
    made = rows(*at).assign(precision=["minute", "day", "minute", "month"], month=pd.Timestamp("2025-06-01"))
    midnight = pd.DataFrame({"midnight_heaped": [True], "noon_heaped": [False], "exact": [True]}, index=["made/police"])
    began = hours.began(made, hours.spread(made, midnight))
    assert began.dt.day.tolist() == [6, 7, 7, 1]
    assert began.index.equals(made.index)
    assert hours.began(made, hours.spread(made, KNOWN)).dt.day.tolist() == [6, 7, 6, 1]


def test_an_interval_is_shared_over_its_minutes_and_over_midnight() -> None:
    table = spread(("2025-06-07 23:10", "2025-06-08 01:30"))
    assert table["hour"].tolist() == [23, 24, 25]
    assert table["weight"].tolist() == pytest.approx([50 / 140, 60 / 140, 30 / 140])


def test_an_interval_over_sunday_night_comes_back_on_the_calendar() -> None:
    table = spread(("2025-06-08 23:00", "2025-06-09 01:00")).sort_values("hour")
    assert table["night"].unique().tolist() == [pd.Timestamp("2025-06-08")]
    assert table["hour"].tolist() == [23, 24] and table["weight"].tolist() == [0.5, 0.5]


moments = st.datetimes(pd.Timestamp("2024-01-01").to_pydatetime(), pd.Timestamp("2025-12-31").to_pydatetime()).map(
    lambda moment: moment.replace(second=0, microsecond=0)  # sources write minutes
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(moments, st.integers(-60, 6 * 24 * 60)), min_size=1, max_size=8))
def test_every_incident_weighs_one_and_lies_inside_its_interval(drawn) -> None:
    frame = rows(*[(str(a), str(a + pd.Timedelta(minutes=m))) for a, m in drawn])
    table = hours.spread(frame, KNOWN).table
    assert table.groupby("row")["weight"].sum().to_numpy() == pytest.approx(np.ones(len(drawn)))
    moment = table["night"] + pd.to_timedelta(table["hour"], unit="h")
    start, end = (table["row"].map(frame[name]) for name in ("local", "to_local"))
    assert (moment >= start.dt.floor("h")).all()
    assert (moment <= np.maximum(start, end)).all()


def test_rows_without_an_hour_are_left_out_and_counted() -> None:
    frame = pd.concat([rows("2025-06-07 22:00"), rows("2025-06-07", precision="day")], ignore_index=True)
    frame.loc[2] = [pd.NaT, pd.NaT, "month", "made/police"]
    found = hours.spread(frame, KNOWN)
    assert dict(found.left_out.values.tolist()) == {"known only to the day": 1, "known only to the month": 1}
    assert found.table["row"].nunique() + found.left_out["count"].sum() == found.total == 3


def test_placeholder_times_leave_only_where_minutes_are_written_and_more_stand_there_than_chance() -> None:
    frame = rows(*["2025-06-07 00:00"] * 40, *[f"2025-06-07 {h:02d}:{m:02d}" for h in (1, 23) for m in range(0, 60, 3)])
    known = placeholders(frame)
    assert known.loc["made/police", ["midnight_heaped", "noon_heaped", "exact"]].tolist() == [True, False, True]
    found = hours.spread(frame, known)
    assert found.left_out["count"].tolist() == [40] and "00:00" in found.left_out["reason"].iloc[0]
    whole = frame.assign(local=frame["local"].dt.floor("h"))
    assert hours.spread(whole, placeholders(whole)).left_out.empty


def test_the_clock_change_has_two_hours_of_one_in_autumn_and_none_in_spring() -> None:
    days = pd.DatetimeIndex(["2025-10-25", "2026-03-28"])
    found = hours.grid(spread("2025-10-26 01:20"), days, WEEKEND, "Europe/London").set_index(["weekday", "hour"])
    assert found.loc[(5, 25), ["count", "nights", "hours"]].tolist() == [1.0, 2.0, 2.0]
    assert found["hours"].sum() == 13 + 11
    assert found["per_night"].sum() == pytest.approx(0.5)


def test_bands_cover_the_window_once() -> None:
    for preset in nights.PRESETS.values():
        spans = list(hours.bands_of(preset).values())
        assert spans[0][0] == preset.starts and spans[-1][1] == preset.ends
        assert all(a[1] == b[0] for a, b in zip(spans[:-1], spans[1:], strict=True))


def test_bands_hold_every_place_of_the_mask_and_what_the_grid_holds() -> None:
    table = spread("2025-06-06 18:30", "2025-06-06 21:00", "2025-06-08 02:59", "2025-06-08 05:59")
    place = pd.Series({0: "a", 1: "a", 2: "b", 3: "elsewhere"})
    found = hours.band_counts(table, WEEKEND, place, ("a", "b", "c"))
    assert found.to_dict("split")["data"] == [[1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_the_best_shift_is_found_and_a_shift_of_one_night_covers_less() -> None:
    grid = pd.DataFrame({"weekday": [4, 4, 5, 5], "hour": [22, 23, 22, 23], "count": [1.0, 2.0, 3.0, 4.0]})
    assert shifts.shift_cover(grid, 22, 23) == shifts.Cover(0.4, 22, 23, 0.6, 23)
    assert shifts.shift_cover(grid, 22, 24, weekdays=(5,)).share == 0.7
    assert np.isnan(shifts.shift_cover(grid.assign(count=0.0), 22, 23).share)


CALENDAR = {"holidays": "GB-ENG"}


def test_only_alike_pairs_are_counted_and_all_are_listed() -> None:
    days = nights.weekend_nights("2023-12-01", "2025-12-28")
    found = weekends.matched(days, WEEKEND, CALENDAR)
    assert len(found.pairs) == 13 and len(found.quarter) == 26
    assert len(found.now) == len(found.before) == 2 * int(found.pairs["alike"].sum())
    christmas = found.pairs.set_index("now").loc["2025-12-26"]
    assert christmas["kind"] != christmas["matched_kind"] and not christmas["alike"]


def test_a_weekend_of_last_year_that_is_not_held_is_no_partner() -> None:
    found = weekends.matched(nights.weekend_nights("2025-01-01", "2025-12-28"), WEEKEND, CALENDAR)
    assert not found.pairs["alike"].any() and len(found.now) == 0
    gap = weekends.change(spread("2025-12-06 22:00"), found)
    assert np.isnan(gap["difference"]) and np.isnan(gap["direction"])


def test_school_days_are_paired_with_the_same_weekday_of_a_school_week() -> None:
    calendar = CALENDAR | {"terms": [["2024-11-04", "2024-12-20"], ["2025-11-03", "2025-12-19"]]}
    preset = nights.PRESETS["after_school"]
    days = nights.days_of("after_school", "2024-11-01", "2025-12-31", calendar)
    found = weekends.matched(days, preset, calendar)
    assert (found.pairs["now"] - found.pairs["before"] == pd.Timedelta(weeks=52)).all()
    assert found.pairs["alike"].all() and found.pairs["now"].min() == pd.Timestamp("2025-11-03")


def test_later_is_said_only_when_the_interval_leaves_out_nothing() -> None:
    days = nights.weekend_nights("2023-12-01", "2025-12-28")
    found = weekends.matched(days, WEEKEND, CALENDAR)
    before = [f"{day.date()} 23:30" for day in found.earlier[:20]]
    now = [f"{(day + pd.Timedelta(days=1)).date()} 03:30" for day in found.quarter[:10]]
    moved = weekends.moved(spread(*before, *now), found, WEEKEND)
    assert (moved["later"], moved["late_now"], moved["late_earlier"]) == (1.0, 1.0, 0.0)
    assert moved["late_low"] > 0.5 and (moved["busy_now"], moved["busy_earlier"]) == (25.0, 21.0)
    assert weekends.moved(spread(*before, *before[:3]), found, WEEKEND)["n_now"] == 0
    assert np.isnan(weekends.moved(spread(*before), found, WEEKEND)["later"])


def test_premises_are_pubs_and_never_youth_clubs() -> None:
    made = pd.DataFrame(
        {"name": list("abc"), "type": ["licensed premises", "youth club", "public library"], "lon": [1.0] * 3,
         "lat": [54.0] * 3, "hours": ["until 00:30", None, "until 17:00"]}
    )  # fmt: skip
    found = premises.licensed(made)
    assert found[["name", "closing"]].values.tolist() == [["a", 24.5]]
    near, far = premises.within_reach(found, np.array([1.0, 1.1]), np.array([54.0, 54.0]), "EPSG:27700")
    assert near.tolist() == [0] and far.tolist() == []


def test_a_month_that_one_source_lacks_counts_for_none() -> None:
    records = pd.DataFrame(
        {"source": ["p", "p", "h"], "month": ["2025-01", "2025-02", "2025-01"], "location": ["x", "x", None]}
    )
    found = sources_side_by_side.side_by_side(records, {"p": {"2025-01", "2025-02"}, "h": {"2025-01"}}, ("x", "y"))
    assert found.months == ("2025-01",)
    assert found.counts.loc["x"].tolist() == [1, 0] and found.without_place == {"p": 0, "h": 1}


def test_a_place_like_the_rest_gets_no_word_and_few_records_are_not_judged() -> None:
    counts = pd.DataFrame({"p": [100, 102, 98, 2], "h": [50, 51, 49, 3]}, index=list("abcd"))
    found = sources_side_by_side.balance(counts)
    assert found["location"].tolist() == ["a", "b", "c"] and set(found["word"]) == {""}
    assert ((found["low"] < 1) & (found["high"] > 1)).all()


def test_a_small_difference_is_not_marked_however_sure_and_a_large_one_is() -> None:
    counts = pd.DataFrame(
        {"p": [10_000, 10_000, 10_000, 10_000], "h": [6_500, 5_000, 5_000, 15_000]}, index=list("abcd")
    )
    found = sources_side_by_side.balance(counts).set_index("location")
    assert found.loc["b", "high"] < 1 and found.loc["d", "low"] > 2.5
    assert found["word"].to_dict() == {"a": "", "b": "ahead", "c": "ahead", "d": "hidden"}
    near = sources_side_by_side.balance(counts.assign(h=[6_500, 5_000, 5_000, 5_000])).set_index("location")
    assert near.loc["a", "low"] > 1.2 and near["p"].min() < 1e-6 and set(near["word"]) == {""}
