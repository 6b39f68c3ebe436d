"""A partnership in another country, by its profile alone: 144,611 real records through the same doors."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from hotspot import access, cli, nights, pipeline, views
from hotspot.access import Feed
from hotspot.config import Parameters, Settings
from hotspot.errors import AccessError
from hotspot.store import ParquetStore
from tests.pages.conftest import nobody_watches

__all__ = ["nobody_watches"]
PAGES = Path(__file__).resolve().parents[1] / "pages"
SOURCE = "open/toronto"
RECORDS = "incidents_with_time/toronto_assault_robbery_2014_2021.parquet"
OUTLINES = "incidents_with_time/toronto_neighbourhoods_140_crime_rates.geojson"
PUBLISHED = Feed(SOURCE, "published", "Toronto Police Service", "published", location="street", time="hour")


@pytest.fixture(scope="module")
def held(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(tmp_path_factory.mktemp("toronto"))
    access.register(settings.home, PUBLISHED, at=datetime(2026, 1, 1))
    lines = list(pipeline.add([shared / "data" / RECORDS, shared / "data" / OUTLINES], settings))
    assert [line.text for line in lines if not line.ok] == []
    return settings


@pytest.fixture(scope="module")
def stored(held: Settings) -> pd.DataFrame:
    return ParquetStore(held.home).table("hour_records", source=SOURCE).to_pandas()


@pytest.fixture(scope="module")
def original(shared: Path) -> pd.DataFrame:
    return pd.read_parquet(shared / "data" / RECORDS)


@pytest.fixture(scope="module")
def prepared(held: Settings) -> pipeline.Prepared:
    return pipeline.prepare("toronto", held, access.local_scope(held.home, as_of=date(2026, 1, 1)))


def test_every_row_goes_in_once_and_unchanged(held: Settings, stored: pd.DataFrame, original: pd.DataFrame) -> None:
    parts = [part for part in ParquetStore(held.home).parts() if part.kind == "hour_records"]
    assert sum(part.rows_read for part in parts) == sum(part.kept for part in parts) == len(original) == 144_611
    assert [part.period for part in parts] == [f"{m}" for m in pd.period_range("2014-01", "2021-12", freq="M")]
    rows = stored.sort_values("row").reset_index(drop=True)
    assert rows["row"].tolist() == list(range(len(original)))
    assert (rows["from_local"] == original["datetime_hour"]).all()
    assert (rows["lon"] == original["longitude"]).all() and (rows["lat"] == original["latitude"]).all()
    assert (rows["category"] == original["MCI"]).all()
    assert set(rows["precision"]) == {"hour"}


def test_duplicates_stay_counted_without_a_reference(prepared: pipeline.Prepared, original: pd.DataFrame) -> None:
    assert original.duplicated().sum() == 896
    frame = prepared.incidents.frame
    assert len(frame) == len(original) and not frame["repeated_id"].any()


def test_the_weekend_share_and_the_peak_hour_are_those_of_a_plain_count(
    prepared: pipeline.Prepared, original: pd.DataFrame
) -> None:
    local = prepared.incidents.frame["local"]
    ours = nights.in_window(local, "weekend_nights", {})
    when = original["datetime_hour"]
    at_night = (when.dt.hour >= 18) | (when.dt.hour < 6)
    began = (when - pd.Timedelta(hours=6)).dt.day_of_week.isin([4, 5])
    assert ours.sum() == (at_night & began).sum() > 25_000
    plain = original.loc[at_night & began, "datetime_hour"].dt.hour.value_counts()
    assert local[ours.to_numpy()].dt.hour.value_counts().idxmax() == plain.idxmax()
    assert local.dt.hour.value_counts().idxmax() == original["occurrencehour"].value_counts().idxmax() == 0


def test_the_page_of_weekend_nights_equals_a_plain_count(held: Settings, original: pd.DataFrame) -> None:
    scope = access.local_scope(held.home, as_of=date(2026, 1, 1))
    found = pipeline.evening(Parameters("toronto"), pipeline.WeekWindow(), settings=held, scope=scope).hours
    assert (found.first, found.last) == (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-12-25"))
    when = original["datetime_hour"]
    night = (when - pd.Timedelta(hours=6)).dt.normalize()
    inside = night.between(found.first, found.last) & night.dt.day_of_week.isin([4, 5])
    inside &= (when.dt.hour >= 18) | (when.dt.hour < 6)
    hour = ((when - night) / pd.Timedelta(hours=1)).astype(int)
    plain = inside[inside].groupby([night.dt.day_of_week[inside], hour[inside]]).size()
    ours = found.grid.set_index(["weekday", "hour"])["count"]
    # Points outside every neighbourhood belong to no area: 1 in 300 of them.
    assert (plain - ours).between(0, 4).all() and 0.995 * plain.sum() < ours.sum() <= plain.sum()
    assert ours.groupby("hour").sum().idxmax() == plain.groupby(level=1).sum().idxmax()
    year = when.between("2021-01-01 06:00", "2021-12-26 05:59")
    told = found.left_out["count"]
    assert told.iloc[0] / told.sum() == pytest.approx(inside.sum() / year.sum(), abs=0.002)
    assert ((found.grid["nights"] == 52) | (found.grid["nights"] == 51)).all()


def test_the_page_says_that_midnight_is_heaped_and_names_no_lsoa(held: Settings) -> None:
    scope = access.local_scope(held.home, as_of=date(2026, 1, 1))
    found = pipeline.evening(Parameters("toronto"), pipeline.WeekWindow(), settings=held, scope=scope).hours
    said = views.hours.placeholder_notes(found)
    assert len(said) == 1 and "6.1 % are exactly 00:00" in said[0] and "cannot be told from true ones" in said[0]
    assert found.placeholders[["midnight_heaped", "noon_heaped"]].all(axis=None)
    notes = " ".join(note for part in ParquetStore(held.home).parts() for note in part.notes)
    assert "say 00:00" in notes and "say 12:00" in notes
    assert views.hours.places_table(found)["Premises"].isna().all()
    asked = pipeline.analyse(Parameters("toronto", geography="lsoa", method="gi_star"), settings=held, scope=scope)
    assert "Neighbourhood" in views.tables.lsoas(asked.lsoas, asked.findings).columns
    assert "data.police.uk" not in views.words.attribution(asked.sources)


def test_heaping_at_midnight_and_noon_is_found(stored: pd.DataFrame, original: pd.DataFrame) -> None:
    heaped = nights.heaping(stored["from_local"])
    assert heaped["heaped"].tolist() == [True, True]
    hours = original["occurrencehour"].value_counts()
    assert heaped["count"].tolist() == [hours[0], hours[12]] == [8812, 8042]


def test_its_neighbourhoods_stand_where_lsoas_do(prepared: pipeline.Prepared, original: pd.DataFrame) -> None:
    lsoa = prepared.areas.lsoa
    assert len(lsoa) == 140 and lsoa["population"].sum() == 3_042_042
    assert lsoa["area_km2"].sum() == pytest.approx(640, rel=0.02)  # the city covers about 630 km2
    named = lsoa["name"].reindex(prepared.incidents.frame["lsoa"]).to_numpy()
    told = original["Neighbourhood"].to_numpy()[prepared.incidents.frame["row"]]
    # Points stand on crossings, and most streets are the edge between two neighbourhoods.
    assert np.mean(named == told) > 0.8
    assert prepared.incidents.frame["lsoa"].isna().mean() < 0.003


def test_the_command_line_runs_it(held: Settings, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("HOTSPOT_HOME", str(held.home))
    asked = ["run", "--area", "toronto", "--offence", "robbery", "--from", "2021-01", "--step", "month"]
    assert cli.main([*asked, "--resolution", "9", "--method", "gi_star", "--out", str(tmp_path / "out")]) == 0
    assert "Toronto" in capsys.readouterr().out
    assert cli.main([*asked, "--resolution", "10", "--out", str(tmp_path / "finer")]) == 1
    assert "finer than the locations of open/toronto" in capsys.readouterr().err


def test_exact_counts_leave_only_because_the_feed_is_published(held: Settings) -> None:
    question = Parameters("toronto", offence="robbery")
    open_scope = access.local_scope(held.home, as_of=date(2026, 1, 1))
    exact = pipeline.analyse(question, settings=held, scope=open_scope).findings.locations["count"]
    banded = pipeline.analyse(question, settings=held).findings.locations["count"]
    assert set(banded) <= {4, *range(5, int(banded.max()) + 1, 5)} and not set(exact) <= set(banded)
    with pytest.raises(AccessError, match="one cut only"):
        pipeline.analyse(question.changed(resolution=7), settings=held)


@pytest.mark.parametrize("name", ["hot_now", "emerging", "weekend", "district", "act"])
def test_every_page_answers_with_its_records_and_names_nothing_of_another_country(
    name: str, held: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOT_HOME", str(held.home))
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=300)
    page.query_params["area"] = "toronto"
    page.run()
    assert not page.exception and not page.error
    said = " ".join(str(part.value) for part in (*page.markdown, *page.warning, *page.info, *page.get("html")))
    assert "Toronto" in " ".join(str(html.proto.body) for html in page.get("html")) + said
    assert "LSOA" not in said and "data.police.uk" not in said
