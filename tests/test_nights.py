"""The time engine against independent loops, published clock changes and a real file with hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot import nights
from hotspot.errors import ParameterError

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def twenty_years() -> list[datetime]:
    """Return the wall clock of London at every real hour of twenty years, with its zone."""
    first, last = datetime(2006, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    hours = int((last - first) / timedelta(hours=1))
    return [(first + timedelta(hours=h)).astimezone(LONDON) for h in range(hours)]


def night_by_hand(wall: datetime) -> date:
    return wall.date() if wall.hour >= 6 else wall.date() - timedelta(days=1)


def band_by_hand(hour: int) -> str:
    if hour < 3:
        return "00-03"
    if hour < 6:
        return "03-06"
    if hour < 12:
        return "06-12"
    if hour < 18:
        return "12-18"
    return "18-21" if hour < 21 else "21-00"


def test_every_hour_of_twenty_years_has_its_night_and_band(twenty_years: list[datetime]) -> None:
    aware = pd.Series(twenty_years, index=np.arange(len(twenty_years))[::-1])
    naive = pd.Series([wall.replace(tzinfo=None) for wall in twenty_years], index=aware.index)
    for local in (aware, naive):
        night, band = nights.night_of(local), nights.band_of(local)
        assert len(night) == len(band) == len(twenty_years) == 175320
        assert night.index.equals(local.index) and band.index.equals(local.index)
        assert [moment.date() for moment in night] == [night_by_hand(wall) for wall in twenty_years]
        assert (night == night.dt.normalize()).all()
        assert band.tolist() == [band_by_hand(wall.hour) for wall in twenty_years]


def test_every_night_of_twenty_years_has_its_real_hours(twenty_years: list[datetime]) -> None:
    found: dict[tuple[date, str], int] = {}
    for wall in twenty_years:
        key = (night_by_hand(wall), band_by_hand(wall.hour))
        found[key] = found.get(key, 0) + 1
    days = pd.Series(pd.date_range("2006-01-02", "2025-12-30"))
    for band in nights.BANDS:
        expected = [found[(day.date(), band)] for day in days]
        assert nights.exposure_hours(days, band=band).tolist() == expected
    whole = [sum(found[(day.date(), band)] for band in nights.NIGHT_BANDS) for day in days]
    assert nights.exposure_hours(days).tolist() == whole
    assert sorted(set(whole)) == [11, 12, 13] and whole.count(13) == whole.count(11) == 20


def test_golden_nights(golden: dict[str, Any]) -> None:
    worked = golden["night_of"]["nights"]
    assert nights.exposure_hours(list(worked)).tolist() == list(worked.values())
    assert worked == {"2025-10-25": 13, "2026-03-28": 11}


def test_settling_keeps_every_row_and_takes_the_first_of_a_repeated_hour() -> None:
    local = pd.Series(
        pd.to_datetime(["2025-10-26 01:30", "2026-03-29 01:30", "2025-06-01 12:00", None]), index=list("dcba")
    )
    settled = nights.settle(local, "Europe/London")
    assert settled.index.tolist() == list("dcba")
    assert settled["utc"].dt.strftime("%H:%M").tolist()[:3] == ["00:30", "01:30", "11:00"]
    assert settled["local"].dt.strftime("%H:%M").tolist()[:3] == ["01:30", "02:30", "12:00"]
    assert settled["repeated"].tolist() == [True, False, False, False]
    assert settled["skipped"].tolist() == [False, True, False, False]
    assert settled["utc"].isna().tolist() == [False, False, False, True]


def test_twenty_years_of_clock_changes_settle_by_rule(twenty_years: list[datetime]) -> None:
    every = pd.Series(pd.date_range("2006-01-01", "2025-12-31 23:00", freq="h"))
    shown: dict[datetime, list[datetime]] = {}
    for wall in twenty_years:
        shown.setdefault(wall.replace(tzinfo=None), []).append(wall)
    settled = nights.settle(every, "Europe/London")
    assert len(settled) == len(every)
    for moment, row in zip(every, settled.itertuples(), strict=True):
        instants = shown.get(moment.to_pydatetime(), [])
        assert row.repeated == (len(instants) == 2) and row.skipped == (len(instants) == 0)
        expected = instants[0] if instants else shown[moment.to_pydatetime() + timedelta(hours=1)][0]
        assert row.utc == expected.astimezone(UTC)
    assert settled["repeated"].sum() == settled["skipped"].sum() == 20


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from(["Europe/London", "America/Toronto", "Europe/Dublin"]),
)
@settings(deadline=None, max_examples=60)
def test_wall_time_and_utc_come_back(instant: datetime, zone: str) -> None:
    there = nights.wall_time(pd.Series([instant]), zone)
    back = nights.settle(there["local"], zone)
    expected = instant.replace(tzinfo=UTC)
    late = timedelta(hours=1) if there["repeated"].iloc[0] else timedelta(0)
    assert back["utc"].iloc[0] in (expected, expected - late)
    assert not there["skipped"].any()


def test_an_index_comes_back_as_an_index() -> None:
    index = pd.DatetimeIndex(["2025-10-26 02:30", "2025-10-26 06:00"])
    assert nights.night_of(index).equals(pd.DatetimeIndex(["2025-10-25", "2025-10-26"]))
    assert list(nights.band_of(index)) == ["00-03", "06-12"]


def test_one_night_gives_one_value() -> None:
    assert nights.exposure_hours("2025-10-25") == 13.0
    assert nights.night_of(pd.Timestamp("2025-10-26 02:30")) == pd.Timestamp("2025-10-25")
    assert nights.band_of(datetime(2025, 10, 26, 21, 0)) == "21-00"


def test_the_order_of_the_rows_does_not_matter() -> None:
    local = pd.Series(pd.date_range("2025-03-29", periods=60, freq="h"), index=range(100, 160))
    turned = local.sample(frac=1, random_state=3)
    assert nights.night_of(turned).sort_index().equals(nights.night_of(local))
    assert (
        nights.in_window(turned, "weekend_nights", {})
        .sort_index()
        .equals(nights.in_window(local, "weekend_nights", {}))
    )


def test_missing_times_stay_missing() -> None:
    local = pd.Series([pd.NaT, pd.Timestamp("2025-01-01 05:59")])
    assert nights.night_of(local).isna().tolist() == [True, False]
    assert nights.band_of(local).isna().tolist() == [True, False]


def test_unknown_bands_zones_and_windows_are_refused() -> None:
    with pytest.raises(ParameterError, match="not a band"):
        nights.exposure_hours(["2025-01-01"], band="00-06")
    with pytest.raises(ParameterError, match="not a time zone"):
        nights.settle(pd.Series([pd.Timestamp("2025-01-01")]), "Europe/Derby")
    with pytest.raises(ParameterError, match="not a window"):
        nights.days_of("lunch", "2025-01-01", "2025-01-02", {})
    with pytest.raises(ParameterError, match="bank holidays of Asia/Tokyo"):
        nights.weekend_nights("2025-01-01", "2025-02-01", eves=True, zone="Asia/Tokyo")
    with pytest.raises(ParameterError, match="Swap"):
        nights.weekend_nights("2025-02-01", "2025-01-01")
    with pytest.raises(ParameterError, match="term dates"):
        nights.days_of("after_school", "2025-01-01", "2025-01-02", {"terms": []})


def test_weekend_nights_include_both_ends() -> None:
    found = nights.weekend_nights(date(2025, 8, 1), "2025-08-30")
    assert found.strftime("%d").tolist() == ["01", "02", "08", "09", "15", "16", "22", "23", "29", "30"]


def test_eves_are_sundays_before_a_bank_holiday() -> None:
    plain = nights.weekend_nights("2025-01-01", "2025-12-31")
    with_eves = nights.weekend_nights("2025-01-01", "2025-12-31", eves=True)
    added = with_eves.difference(plain).strftime("%d %b").tolist()
    assert added == ["20 Apr", "04 May", "25 May", "24 Aug"]
    assert (
        nights.weekend_nights("2025-01-01", "2025-12-31", student=True).difference(plain).day_name() == "Thursday"
    ).all()
    # Boxing Day 2027 is a Sunday; Monday 27 December is the substitute for Christmas Day
    assert pd.Timestamp("2027-12-26") in nights.weekend_nights("2027-12-20", "2027-12-31", eves=True)
    # Victoria Day in Ontario, 19 May 2025, is no English holiday
    assert pd.Timestamp("2025-05-18") in nights.weekend_nights(
        "2025-05-01", "2025-05-31", eves=True, zone="America/Toronto"
    )


CALENDAR = {
    "holidays": "GB-ENG",
    "terms": [["2024-04-15", "2024-05-24"], ["2024-06-03", "2024-07-19"], ["2025-04-28", "2025-05-23"]],
    "events": [{"name": "Harbour fair", "dates": ["2024-07-06", "2025-06-28"]}],
}


def test_after_school_is_term_weekdays_only() -> None:
    days = nights.days_of("after_school", "2025-05-01", "2025-05-31", CALENDAR)
    assert pd.Timestamp("2025-05-05") not in days  # early May bank holiday
    assert pd.Timestamp("2025-05-26") not in days  # half term
    assert len(days) == 16 and days.max() == pd.Timestamp("2025-05-23")
    local = pd.Series(
        pd.to_datetime(
            ["2025-05-06 14:59", "2025-05-06 15:00", "2025-05-06 18:59", "2025-05-06 19:00", "2025-05-10 16:00"]
        )
    )
    assert nights.in_window(local, "after_school", CALENDAR).tolist() == [False, True, True, False, False]


def test_a_window_holds_what_a_loop_over_its_hours_finds(twenty_years: list[datetime]) -> None:
    year = [wall for wall in twenty_years if wall.year == 2025]
    local = pd.Series([wall.replace(tzinfo=None) for wall in year])
    inside = nights.in_window(local, "weekend_nights", {})
    expected = [(wall.hour >= 18 or wall.hour < 6) and night_by_hand(wall).weekday() in (4, 5) for wall in year]
    assert inside.tolist() == expected
    held = nights.exposure("weekend_nights", "2025-01-01", "2025-12-30", {})
    assert held.occasions == 104 and held.hours == sum(expected) == 104 * 12 + 1 - 1


def test_weekends_are_matched_with_their_like() -> None:
    pairs = nights.matched_weekends(nights.weekend_nights("2025-04-11", "2025-07-05"), CALENDAR).set_index("weekend")
    assert (
        pairs.loc["2025-04-18", "matched"] == pd.Timestamp("2024-03-29") and pairs.loc["2025-04-18", "kind"] == "Easter"
    )
    assert pairs.loc["2025-05-02", "matched"] == pd.Timestamp("2024-05-03")  # early May to early May
    assert pairs.loc["2025-05-23", "kind"] == "Spring Bank Holiday"
    fair = pairs.loc["2025-06-27"]
    assert (fair["kind"], fair["matched"], fair["how"]) == (
        "Harbour fair",
        pd.Timestamp("2024-07-05"),
        "same kind, 51 weeks",
    )
    used = pairs["matched"].dropna()
    assert used.is_unique and (used.dt.day_name() == "Friday").all()
    assert (pairs["alike"] == (pairs["kind"] == pairs["matched_kind"])).all()
    assert len(pairs) == 13


def test_a_weekend_without_its_like_says_so() -> None:
    calendar = {"holidays": "GB-ENG", "events": [{"name": "Tall ships", "dates": ["2025-07-12"]}]}
    pair = nights.matched_weekends(["2025-07-11"], calendar).iloc[0]
    assert (pair["matched"], pair["how"], pair["alike"]) == (pd.Timestamp("2024-07-12"), "not alike", False)


def test_no_weekend_no_pair() -> None:
    assert nights.matched_weekends(["2025-07-08"], {}).empty


@pytest.mark.parametrize(
    ("times", "precision"),
    [
        (["2025-01-03 14:23", "2025-01-04 09:00"], "minute"),
        (["2025-01-03 14:00", "2025-01-04 09:00"], "hour"),
        (["2025-01-03", "2025-01-04"], "day"),
        (["2025-01-01", "2025-02-01"], "month"),
        ([None], "none"),
    ],
)
def test_precision_is_judged_by_the_whole_source(times: list[str | None], precision: str) -> None:
    assert nights.precision_of(pd.Series(pd.to_datetime(times))) == precision


def test_one_stray_minute_does_not_make_a_file_exact() -> None:
    hours = pd.Series(pd.date_range("2025-01-01", periods=99, freq="h"))
    stray = pd.concat([hours, pd.Series([pd.Timestamp("2025-01-01 10:17")])])
    assert nights.precision_of(stray) == "hour"


def test_hour_views_say_what_they_leave_out() -> None:
    usable, left_out = nights.hour_rows(pd.Series(["minute", "day", "hour", "none", "month"]))
    assert usable.tolist() == [True, False, True, False, False] and left_out == 3


def test_even_hours_are_not_called_heaped() -> None:
    rng = np.random.default_rng(4)
    minutes = rng.integers(0, 365 * 24 * 60, 60_000)
    natural = pd.Series(pd.Timestamp("2025-01-01") + pd.to_timedelta(minutes, unit="min"))
    assert not nights.heaping(natural)["heaped"].any()
    planted = pd.concat([natural, pd.Series(pd.date_range("2025-01-01", periods=120, freq="D"))])
    found = nights.heaping(planted)
    assert found["heaped"].tolist() == [True, False]
    assert 100 < found.loc["00:00", "excess"] < 160


def test_toronto_equals_an_independent_computation(shared: Path) -> None:
    frame = pd.read_parquet(shared / "data/incidents_with_time/toronto_assault_robbery_2014_2021.parquet")
    local = frame["datetime_hour"]
    assert nights.precision_of(local) == "hour"
    heaps = nights.heaping(local)
    assert heaps["heaped"].tolist() == [True, True]
    assert heaps["count"].tolist() == [(local.dt.hour == 0).sum(), (local.dt.hour == 12).sum()]
    day, hour = local.dt.day_of_week, local.dt.hour
    by_hand = ((day == 4) & (hour >= 18)) | ((day == 5) & ((hour < 6) | (hour >= 18))) | ((day == 6) & (hour < 6))
    inside = nights.in_window(local, "weekend_nights", {})
    assert len(inside) == len(frame) == 144611
    assert inside.mean() == by_hand.mean()
    weekend = local[
        nights.night_of(local).isin(nights.weekend_nights("2013-12-31", "2021-12-31", zone="America/Toronto"))
    ]
    counted = weekend.groupby(weekend.dt.hour).size().reindex([*range(18, 24), *range(6)])
    assert counted.sum() == by_hand.sum()
    assert counted.idxmax() == frame.loc[by_hand, "occurrencehour"].value_counts().idxmax()
