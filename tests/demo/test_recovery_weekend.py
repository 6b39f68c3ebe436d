"""The weekend part of the story, told by the page's own numbers at the default settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hotspot import config, grid, nights, pipeline
from hotspot.config import Parameters, Settings

HOUR = pd.Timedelta(hours=1)
ASKED = Parameters(area="demo")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(Path(tmp_path_factory.mktemp("empty")))


@pytest.fixture(scope="module")
def evening(home: Settings) -> pipeline.Evening:
    return pipeline.evening(ASKED, pipeline.WeekWindow(), settings=home)


@pytest.fixture(scope="module")
def who(home: Settings) -> Any:
    return pipeline.who_else(ASKED, settings=home)


@pytest.fixture(scope="module")
def where(truth: dict[str, Any]) -> dict[str, str]:
    return {place["key"]: place["h3_8"] for place in truth["place"]}


def at(evening: pipeline.Evening, location: str) -> pd.Series:
    return evening.hours.places.set_index("location").loc[location]


@pytest.fixture(scope="module")
def plain(serious: pd.DataFrame, tables: dict[str, Any]) -> pd.DataFrame:
    """Return night, hour and weight of each serious record, by plain pandas, without any of the product's rooms."""
    rows = serious[serious["precision"].isin(["minute", "hour"]) & serious["lsoa_code"].notna()]
    sites = tables["facilities"].to_pandas().query("type in ['hospital', 'prison', 'police station']")
    east = (rows["lon"].to_numpy()[:, None] - sites["lon"].to_numpy()) * 111_320 * np.cos(np.radians(54.08))
    north = (rows["lat"].to_numpy()[:, None] - sites["lat"].to_numpy()) * 111_320
    rows = rows[~(np.hypot(east, north) < 100).any(axis=1) & ~rows["location"].isin(sites["name"])]
    clock = rows["from_local"]
    rows = rows[~((clock == clock.dt.normalize()) | (clock == clock.dt.normalize() + 12 * HOUR))]
    parts = []
    for start, end in zip(rows["from_local"], rows["to_local"], strict=True):
        if pd.isna(end) or end <= start:
            parts.append((start.floor("h"), 1.0))
            continue
        edges = pd.date_range(start.floor("h"), end, freq="h")
        spans = [(max(start, edge), min(end, edge + HOUR), edge) for edge in edges]
        parts += [(edge, (b - a) / (end - start)) for a, b, edge in spans if b > a]
    table = pd.DataFrame(parts, columns=["moment", "weight"])
    night = (table["moment"] - 6 * HOUR).dt.normalize()
    return table.assign(night=night, hour=((table["moment"] - night) / HOUR).round().astype(int))


def test_the_grid_equals_plain_pandas(evening: pipeline.Evening, plain: pd.DataFrame) -> None:
    fridays = pd.date_range("2025-01-03", "2025-12-26", freq="7D")
    mine = plain[plain["night"].isin(fridays.union(fridays + pd.Timedelta(days=1))) & plain["hour"].between(18, 29)]
    want = mine.groupby([mine["night"].dt.day_of_week, "hour"])["weight"].sum()
    held = evening.hours.grid.set_index(["weekday", "hour"])
    assert held["count"].to_numpy() == pytest.approx(want.reindex(held.index, fill_value=0).to_numpy())
    assert (held["nights"] == 52).all() and len(held) == 24
    assert held.loc[(5, 25), "hours"] == 52 + 1 - 1  # the autumn night has that hour twice, the spring night never


def test_the_matched_difference_equals_plain_pandas(evening: pipeline.Evening, plain: pd.DataFrame) -> None:
    pairs = evening.hours.weekends
    assert pairs["now"].tolist() == list(pd.date_range("2025-10-03", "2025-12-26", freq="7D"))
    alike = pairs[pairs["alike"]]
    mine = plain[plain["hour"].between(18, 29)]
    sums = [
        mine.loc[mine["night"].isin([*alike[name], *(alike[name] + pd.Timedelta(days=1))]), "weight"].sum()
        for name in ("now", "before")
    ]
    change = evening.hours.change
    assert [change["now"], change["before"]] == pytest.approx(sums)
    assert change["difference"] == pytest.approx(sums[0] - sums[1]) and change["nights"] == 2 * len(alike)
    assert change["low"] < change["difference"] < change["high"]


def test_every_incident_is_accounted_for(evening: pipeline.Evening, serious: pd.DataFrame) -> None:
    told = evening.hours.left_out
    aside = serious["location"].isin(["Merrow General Hospital", "Gull Point Prison"])
    night = nights.night_of(serious["from_local"]).fillna(serious["from_local"])
    held = int((night.between(evening.hours.first, evening.hours.last) & ~aside).sum())
    assert 0.98 * held < told["count"].sum() <= held
    assert not told.set_index("reason")["within"].filter(like="12:00").any()
    assert told["reason"].str.contains("00:00").any() and told["reason"].str.contains("12:00").any()


def test_castle_hill_has_more_and_its_peak_moved_with_the_bar(
    evening: pipeline.Evening, truth: dict[str, Any], where: dict[str, str]
) -> None:
    place, effect = at(evening, where["castle_hill"]), truth["effect"]["castle_hill"]
    assert place["direction"] == 1 and place["low"] > 0
    assert place["later"] == 1 and place["late_low"] > 0
    assert place["busy_now"] <= 24 + effect["peak_hour_since"] < place["busy_now"] + 3
    assert place["busy_earlier"] <= 24 + effect["peak_hour_before"] < place["busy_earlier"] + 3
    assert f"1 until {effect['closing_since']}" in place["closing"] and place["premises"] > 10


def test_no_other_busy_place_is_said_to_have_moved_later(evening: pipeline.Evening, where: dict[str, str]) -> None:
    others = evening.hours.places[evening.hours.places["location"] != where["castle_hill"]]
    assert (others["direction"].fillna(0) == 0).all() and (others["later"].fillna(0) == 0).all()


def test_the_ambulance_agrees(home: Settings, where: dict[str, str]) -> None:
    asked = ASKED.changed(offence="ambulance_assaults")
    place = at(pipeline.evening(asked, pipeline.WeekWindow(), settings=home), where["castle_hill"])
    assert place["direction"] == 1 and place["later"] == 1


def test_eastgate_leads_after_school(home: Settings, where: dict[str, str], truth: dict[str, Any]) -> None:
    found = pipeline.evening(ASKED, pipeline.WeekWindow("after_school"), settings=home).hours
    assert found.places["location"].iloc[0] == where["eastgate"]
    assert found.band_names == ("15-18", "18-19") and found.grid["weekday"].tolist() == sorted([*range(5)] * 4)
    here = pipeline.evening(ASKED, pipeline.WeekWindow("after_school", where["eastgate"]), settings=home).hours
    by_hour = here.grid.groupby("hour")["count"].sum()
    assert by_hour.loc[truth["effect"]["eastgate"]["hours"]].sum() > 0.85 * by_hour.sum()


def test_who_else_knows_castle_hill_and_chapel_wharf(who: Any, where: dict[str, str]) -> None:
    for key in ("castle_hill", "chapel_wharf"):
        told = who.at(where[key]).set_index("source")
        assert told.loc["demo/ambulance", "word"] == "hidden" and told.loc["demo/ambulance", "low"] > 1
    marked = set(who.table.loc[who.table["word"] == "hidden", "location"])
    assert {where["castle_hill"], where["chapel_wharf"]} <= marked and len(marked) <= 4
    wharf = who.counts.loc[where["chapel_wharf"]]
    assert wharf["demo/ed"] > 3 * wharf["demo/police"]


def test_who_else_counts_what_plain_pandas_counts(who: Any, records: pd.DataFrame, where: dict[str, str]) -> None:
    month = records["from_local"].dt.strftime("%Y-%m")
    for source, title in who.sources.items():
        measure = next(one for one in config.profile("demo").measures.values() if one.title == title)
        mine = records[(records["source"] == source) & records["category"].isin(measure.categories["demo"])]
        mine = mine[month[mine.index].isin(who.months) & mine["lon"].notna()].drop_duplicates("record_id")
        cell = pd.Series(grid.names(grid.cells(mine["lon"], mine["lat"], 8)))
        counted = cell.value_counts()
        for key in ("castle_hill", "chapel_wharf", "eastgate"):
            assert who.counts.at[where[key], source] == counted.get(where[key], 0), (source, key)


def test_bands_and_grid_hold_the_same_incidents_but_for_those_without_a_place(evening: pipeline.Evening) -> None:
    found = evening.hours
    mapped = float(found.bands[list(found.band_names)].to_numpy().sum())
    assert 0.97 * found.grid["count"].sum() < mapped <= found.grid["count"].sum() + 1e-9
    assert (found.bands[list(found.band_names)].sum(axis=1) == 0).any()  # the mask keeps its empty places


def test_the_places_are_those_of_every_other_page_whoever_recorded_there(
    evening: pipeline.Evening, home: Settings
) -> None:
    whole = pipeline.analyse(ASKED.changed(method="gi_star"), settings=home).findings.locations
    assert evening.hours.bands.index.tolist() == whole.index.tolist()


def test_weekend_hot_spots_count_weekend_nights_alone(home: Settings, plain: pd.DataFrame) -> None:
    spots = pipeline.weekend_spots(ASKED, settings=home)
    assert spots.findings is not None and spots.parameters.step == "weekend"
    steps = spots.findings.steps
    assert all(step.start.weekday() == 4 and step.end.weekday() == 5 for step in steps)
    weekends = [((step.end - step.start).days - 1) // 7 + 1 for step in steps]
    assert len(set(weekends)) == 1 and weekends[0] in (1, 2, 4, 13) and steps[0].days == 2 * weekends[0]
    mine = plain[plain["night"].dt.day_of_week.isin([4, 5]) & plain["hour"].between(18, 29)]
    inside = mine[mine["night"].between(pd.Timestamp(steps[0].start), pd.Timestamp(steps[-1].end))]
    # Counted by the hour each began in, so an interval at the window's edge may count whole here and in part there.
    assert abs(int(spots.findings.counts.sum()) / inside["weight"].sum() - 1) < 0.06


def test_the_placeholders_are_those_that_were_planted(evening: pipeline.Evening, records: pd.DataFrame) -> None:
    told = evening.hours.placeholders.loc["demo/police"]
    mine = records[(records["source"] == "demo/police") & records["precision"].isin(nights.HOUR_PRECISIONS)]
    share = (mine["from_local"] == mine["from_local"].dt.normalize()).mean()
    assert told["midnight_heaped"] and told["noon_heaped"] and told["midnight"] == pytest.approx(share, abs=0.001)


def test_a_shift_that_follows_the_records_covers_more(evening: pipeline.Evening) -> None:
    cover = evening.hours.cover(22, 26)
    by_hour = evening.hours.grid.groupby("hour")["count"].sum()
    assert cover.share == pytest.approx(by_hour.loc[22:25].sum() / by_hour.sum())
    assert cover.best_share == pytest.approx(by_hour.rolling(4).sum().max() / by_hour.sum())
