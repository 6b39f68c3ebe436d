"""Each planted pattern is found again in the shipped records, by counting alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats as scipy_stats

from hotspot import config, grid, nights, stats
from hotspot.demo import making, power
from tests.demo.conftest import at, between, metres_apart

POLICE, AMBULANCE, ED = "demo/police", "demo/ambulance", "demo/ed"
INSTITUTIONS = ("Merrow General Hospital", "Gull Point Prison")


def place_of(truth: dict[str, Any], key: str) -> dict[str, Any]:
    return next(place for place in truth["place"] if place["key"] == key)


def test_each_source_holds_its_records(records: pd.DataFrame, serious: pd.DataFrame) -> None:
    assert records.groupby("source").size().to_dict() == {POLICE: 60_000, AMBULANCE: 9_000, ED: 8_000}
    assert len(serious) == 9_000 and (serious["source"] == POLICE).all()
    assert records["row"].tolist() == list(range(77_000))


def test_a_few_record_ids_come_twice_and_none_of_serious_violence(records: pd.DataFrame, serious: pd.DataFrame) -> None:
    twice = records["record_id"].duplicated(keep=False)
    assert 100 <= twice.sum() <= 120
    assert not twice[serious.index].any()


def test_half_of_it_is_from_friday_to_sunday_and_saturday_is_highest(serious: pd.DataFrame) -> None:
    weekday = serious["from_local"].dt.day_of_week.value_counts(normalize=True)
    assert abs(weekday[[4, 5, 6]].sum() - 0.50) < 0.02
    assert weekday.idxmax() == 5


def test_fifty_six_of_a_hundred_are_between_18_and_06(serious: pd.DataFrame) -> None:
    hour = serious.loc[serious["precision"] != "day", "from_local"].dt.hour
    assert abs(((hour >= 18) | (hour < 6)).mean() - 0.56) < 0.02


def test_the_hours_peak_at_15_21_and_23(known_hours: pd.Series) -> None:
    counts = np.bincount(known_hours.dt.hour, minlength=24)
    tops = {h for h in range(24) if counts[h] > counts[h - 1] and counts[h] > counts[(h + 1) % 24]}
    assert {15, 21, 23} <= tops


def test_ambulance_calls_peak_on_friday_and_saturday_nights(records: pd.DataFrame) -> None:
    calls = records.loc[records["source"] == AMBULANCE, "from_local"]
    nightly = nights.night_of(calls).dt.day_of_week.value_counts(normalize=True)
    assert set(nightly.index[:2]) == {4, 5} and nightly.iloc[:2].sum() > 0.5
    assert ((calls.dt.hour >= 18) | (calls.dt.hour < 6)).mean() > 0.6


def test_most_happens_in_the_street_outside(serious: pd.DataFrame, tables: dict[str, pa.Table]) -> None:
    facilities = tables["facilities"].to_pandas()
    premises = facilities.loc[facilities["type"] == "licensed premises", "name"]
    assert 0.05 < serious["location"].isin(premises).mean() < 0.065
    assert 0.12 < serious["alcohol"].mean() < 0.18


def test_what_sources_did_not_deliver_is_missing_and_nothing_else(records: pd.DataFrame, truth: dict[str, Any]) -> None:
    every = set(pd.period_range("2023-01", "2025-12", freq="M").astype(str))
    for source, missing in truth["months_not_delivered"].items():
        held = set(records.loc[records["source"] == source, "from_local"].dt.strftime("%Y-%m"))
        late = {month for month in every if source == ED and month < truth["ed_joined"][:7]}
        assert every - held == set(missing) | late


def test_placeholder_times_are_detected_where_they_were_planted(records: pd.DataFrame) -> None:
    exact = records[records["precision"].isin(nights.HOUR_PRECISIONS)]
    heaped = {source: nights.heaping(rows["from_local"])["heaped"].tolist() for source, rows in exact.groupby("source")}
    assert heaped == {POLICE: [True, True], ED: [True, False], AMBULANCE: [False, False]}


def test_times_are_as_exact_as_their_rows_say(records: pd.DataFrame) -> None:
    assert nights.precision_of(records.loc[records["source"] == ED, "from_local"]) == "hour"
    assert nights.precision_of(records.loc[records["source"] == POLICE, "from_local"]) == "minute"
    unknown = records.loc[records["precision"] == "day", "from_local"]
    assert (unknown == unknown.dt.normalize()).all() and len(unknown) > 1000
    known_end = records[records["to_local"].notna()]
    assert (known_end["to_local"] > known_end["from_local"]).all()
    assert 0.07 < len(known_end) / 60_000 < 0.12


def test_some_records_have_no_place(records: pd.DataFrame) -> None:
    missing = records["lon"].isna().groupby(records["source"]).mean()
    assert 0.03 < missing[POLICE] < 0.07 and 0.3 < missing[ED] < 0.4 and missing[AMBULANCE] < 0.04
    assert records.loc[records["category"] == "Sexual offences", "lon"].isna().all()
    assert (records["lon"].isna() == records["lat"].isna()).all()


def test_near_repeats_exist(serious: pd.DataFrame) -> None:
    spread = serious[serious["lon"].notna() & ~serious["location"].isin(INSTITUTIONS)]
    east, north = metres_apart(spread["lon"], 54.1, 1.3, 54.1), metres_apart(1.3, spread["lat"], 1.3, 54.1)
    x, y = np.where(spread["lon"] < 1.3, -east, east), np.where(spread["lat"] < 54.1, -north, north)
    days = (spread["from_local"].dt.normalize() - pd.Timestamp("2023-01-01")).dt.days.to_numpy()
    found = stats.knox(
        x,
        y,
        days,
        distances_m=[0, 200, 400],
        intervals_days=[0, 8, 15],
        n_permutations=99,
        rng=np.random.default_rng(5),
    )
    assert found.p[0, 0] == 0.01 and found.ratio[0, 0] > 1.2
    assert found.ratio[0, 0] > found.ratio[1, 1] + 0.1


def test_the_naive_top_place_is_the_hospital(serious: pd.DataFrame, truth: dict[str, Any]) -> None:
    assert serious["location"].value_counts().idxmax() == "Merrow General Hospital"
    placed = serious[serious["lon"].notna()]
    for resolution in (8, 9):
        cell = pd.Series(grid.names(grid.cells(placed["lon"], placed["lat"], resolution)))
        hospital = place_of(truth, "hospital")
        top = grid.names(grid.cells([hospital["lon"]], [hospital["lat"]], resolution))[0]
        assert cell.value_counts().idxmax() == top


def test_castle_hill_is_new_its_peak_moved_and_the_police_see_less(
    records: pd.DataFrame, truth: dict[str, Any]
) -> None:
    effect = truth["effect"]["castle_hill"]
    rows = at(records, "Castle Hill")
    rows = rows[rows["context"] == "night-time economy"]
    rows = rows[rows["from_local"] != rows["from_local"].dt.normalize()]  # no placeholder
    before, since = rows[rows["from_local"] < effect["hours_moved"]], rows[rows["from_local"] >= effect["hours_moved"]]
    street = [POLICE, AMBULANCE]
    hours = [frame[frame["source"].isin(street)]["from_local"].dt.hour for frame in (before, since)]
    late = [hour.isin([2, 3]).mean() for hour in hours]
    assert late[0] < 0.15 and late[1] > 0.3
    assert hours[0].mode()[0] in (0, 1) and hours[1].mode()[0] in (2, 3)
    rate = {source: len(since[since["source"] == source]) / 146 for source in street}
    once = {source: len(before[before["source"] == source]) / 950 for source in street}
    assert rate[POLICE] > 4 * once[POLICE] and rate[AMBULANCE] > 4 * once[AMBULANCE]
    assert rate[AMBULANCE] > 1.15 * rate[POLICE]


def test_the_bar_that_moved_its_hours_is_on_castle_hill(tables: dict[str, pa.Table], truth: dict[str, Any]) -> None:
    facilities = tables["facilities"].to_pandas().set_index("name")
    bar, hill = facilities.loc[truth["effect"]["castle_hill"]["premises"]], place_of(truth, "castle_hill")
    assert bar["hours"] == "until 04:00" and "2025-08-08 from 02:00" in bar["status"]
    assert metres_apart(bar["lon"], bar["lat"], hill["lon"], hill["lat"]) < 100


def test_eastgate_is_an_after_school_place_without_youth_work(
    records: pd.DataFrame, serious: pd.DataFrame, tables: dict[str, pa.Table], truth: dict[str, Any]
) -> None:
    rows = at(serious, "Eastgate bus interchange")
    hours = rows.loc[rows["precision"] == "minute", "from_local"]
    assert hours.dt.hour.isin([15, 16, 17]).mean() > 0.65
    calendar = config.profile("demo").calendar
    assert nights.in_window(hours, "after_school", calendar).mean() > 0.7
    assert (rows["age_band"].dropna() == "under 18").mean() > 0.85
    assert (serious["age_band"].dropna() == "under 18").mean() < 0.3
    spot = place_of(truth, "eastgate")
    facilities = tables["facilities"].to_pandas()
    away = metres_apart(facilities["lon"], facilities["lat"], spot["lon"], spot["lat"])
    youth = facilities["type"].isin(["youth session", "youth club"])
    assert youth.sum() > 30 and away[youth].min() > 1200
    club = facilities.set_index("name").loc[truth["effect"]["eastgate"]["funded_club"]]
    near_club = metres_apart(serious["lon"], serious["lat"], club["lon"], club["lat"]) < 400
    assert "funded" in club["status"] and near_club.sum() < len(rows) / 10


def halves(serious: pd.DataFrame, place: str, effect: dict[str, Any]) -> tuple[int, int]:
    rows = at(serious, place)
    return len(between(rows, *effect["compared_with"])), len(between(rows, *effect["patrols"]))


def test_station_yard_fell_but_most_of_it_was_to_be_expected(serious: pd.DataFrame, truth: dict[str, Any]) -> None:
    effect = truth["effect"]["station_yard"]
    yard, like = halves(serious, "Station Yard", effect), halves(serious, "Minster Street", effect)
    near, other = halves(serious, "Dock Road", effect), halves(serious, "Bath Row", effect)
    assert abs((yard[1] / yard[0] - 1) - -0.35) < 0.06
    expected = yard[0] * like[1] / like[0]
    assert 0.5 < (yard[0] - expected) / (yard[0] - yard[1]) < 0.85
    assert near[1] > near[0] * other[1] / other[0]
    found = stats.wdd(yard, like, near, other)
    assert found.interval[0] < 0 < found.interval[1]  # no effect can be claimed


def test_possession_jumped_while_violence_stayed_flat(
    records: pd.DataFrame, serious: pd.DataFrame, truth: dict[str, Any]
) -> None:
    operation = truth["effect"]["kingsway"]["operation"]
    found = at(records[records["police_found"]], "Kingsway")
    during, rest = len(between(found, *operation)) / 92, len(found) / 1096
    assert during > 3 * rest
    violence = at(serious, "Kingsway")
    p = scipy_stats.binomtest(len(between(violence, *operation)), len(violence), 92 / 1096).pvalue
    assert p > 0.05
    assert set(records.loc[records["police_found"], "category"]) == {"Possession of weapons"}


def test_two_partnerships_are_too_small_to_judge(
    serious: pd.DataFrame, tables: dict[str, pa.Table], truth: dict[str, Any]
) -> None:
    csp = tables["boundary_lsoa21"].to_pandas().set_index("code")["csp_name"]
    held = serious[~serious["location"].isin(INSTITUTIONS)]["lsoa_code"].map(csp).value_counts()
    small = truth["effect"]["small_csps"]
    assert (held[small["names"]] < 3 * small["serious_a_year_at_most"]).all()
    assert held.drop(small["names"]).min() > 300


def test_chapel_wharf_is_known_to_the_hospital_alone(records: pd.DataFrame, serious: pd.DataFrame) -> None:
    ed, police = at(records[records["source"] == ED], "Chapel Wharf"), at(serious, "Chapel Wharf")
    ambulance = at(records[records["source"] == AMBULANCE], "Chapel Wharf")
    assert len(ed) > 8 * len(police) and len(ambulance) > 6 * len(police)


@pytest.fixture(scope="module")
def counted(serious: pd.DataFrame) -> pd.DataFrame:
    return serious[~serious["location"].isin(INSTITUTIONS)]


def planted(truth: dict[str, Any]) -> dict[str, str]:
    return {place["key"]: place["category"] + " hot" for place in truth["place"] if place["category"]}


def test_every_planted_category_is_named_on_lsoa_by_28_days(
    counted: pd.DataFrame, rebuilt: making.Made, truth: dict[str, Any]
) -> None:
    codes = rebuilt.ground.county.areas.index
    step, area = power.steps_of(pd.DatetimeIndex(counted["from_local"])), codes.get_indexer(counted["lsoa_code"])
    counts = np.zeros((len(codes), power.STEPS), dtype=int)
    kept = (step >= 0) & (area >= 0)
    np.add.at(counts, (area[kept], step[kept]), 1)
    named = power.categories(counts, power.touching(rebuilt.ground))
    found = {p["key"]: stats.CATEGORIES[int(named[codes.get_loc(p["lsoa"])])] for p in truth["place"]}
    assert {key: found[key] for key in planted(truth)} == planted(truth)
    csp = rebuilt.ground.county.areas["csp_name"].to_numpy()
    assert not (named[np.isin(csp, truth["effect"]["small_csps"]["names"])] > 0).any()
    assert found["chapel_wharf"] == "no pattern" == found["kingsway"]


def test_every_planted_category_is_named_on_cells_by_month(
    counted: pd.DataFrame, records: pd.DataFrame, truth: dict[str, Any]
) -> None:
    """The app's own defaults: H3 cells of resolution 8, calendar months as counts per day."""
    anywhere = records[records["lon"].notna()]
    cells = np.unique(grid.cells(anywhere["lon"], anywhere["lat"], 8))
    rows = counted[counted["lon"].notna()]
    month = (rows["from_local"].dt.year - 2023) * 12 + rows["from_local"].dt.month - 1
    counts = np.zeros((len(cells), 36))
    np.add.at(counts, (np.searchsorted(cells, grid.cells(rows["lon"], rows["lat"], 8)), month), 1)
    days = pd.period_range("2023-01", "2025-12", freq="M").days_in_month.to_numpy()
    named = power.categories(counts / days, grid.neighbours(cells, 1))
    where = {p["key"]: np.searchsorted(cells, grid.numbers([p["h3_8"]])[0]) for p in truth["place"]}
    found = {key: stats.CATEGORIES[int(named[where[key]])] for key in planted(truth)}
    assert found == planted(truth)


def test_what_is_planted_is_what_these_counts_can_show(truth: dict[str, Any]) -> None:
    reach = {name for name, share in truth["power"]["recorded_violence"].items() if share >= truth["power"]["enough"]}
    assert reach == set(planted(truth).values())
    assert len(truth["power"]["recorded_violence"]) == 16


def test_the_power_calculation_comes_out_again(rebuilt: making.Made, truth: dict[str, Any]) -> None:
    again = power.power(rebuilt.ground, "recorded_violence", 8, np.random.default_rng(99))
    for name, share in truth["power"]["recorded_violence"].items():
        assert (again[name] >= 0.5) == (share >= truth["power"]["enough"]), name
