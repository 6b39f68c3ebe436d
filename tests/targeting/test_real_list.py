"""The list of two real forces against plain pandas, h3 and geopandas that share no code with the product."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import h3
import pandas as pd
import pytest
import shapely

from hotspot import pipeline
from hotspot.config import Parameters, Settings
from tests.real_files import raw_csvs

pytestmark = pytest.mark.large
Home = Callable[[str], Settings]
FORCES = ("derbyshire", "devon-and-cornwall")
INSTITUTION = (
    r"(?:hospital|infirmary|prison|young offenders?'? institution|custody (?:suite|centre)"
    r"|police (?:station|headquarters|hq|office))$|^hmp\b"
)


def plain_counts(shared: Path, force: str) -> pd.Series:
    """Return violence of 2025 by H3 cell, from the CSVs: repeats once, institutions apart."""
    raw = raw_csvs(shared, force)
    mine = raw[raw["Crime type"].isin(["Violence and sexual offences", "Robbery"]) & (raw["Month"] >= "2025")]
    mine = mine[~(mine["Crime ID"].notna() & mine.duplicated(["Month", "Crime ID"]))]
    text = mine["Location"].str.replace("On or near ", "").str.strip().str.lower()
    gone = text.str.contains(r"^(?:the )?(?:old|former)\b", na=False)
    mine = mine[(~text.str.contains(INSTITUTION, na=False) | gone) & mine["Longitude"].notna()]
    cells = [h3.latlng_to_cell(lat, lon, 8) for lat, lon in zip(mine["Latitude"], mine["Longitude"], strict=True)]
    return pd.Series(cells).value_counts()


@pytest.fixture(scope="module", params=FORCES)
def force(request: pytest.FixtureRequest, shared: Path, real_home: Home) -> tuple[str, pipeline.Acting, pd.Series]:
    acting = pipeline.places_to_act(Parameters(request.param), settings=real_home(request.param))
    return request.param, acting, plain_counts(shared, request.param)


def test_counts_of_the_period_and_of_12_months_equal_plain_pandas(
    force: tuple[str, pipeline.Acting, pd.Series],
) -> None:
    _, acting, plain = force
    listed = acting.listed()
    assert len(listed) == 20 and acting.shortlist.years == 1  # a whole calendar year, however long
    assert listed["count"].to_dict() == plain[listed.index].to_dict()
    assert (listed["count_12m"] == listed["count"]).all()  # one year is held without a gap
    head = plain.sort_values(ascending=False).head(20)
    assert sorted(head) == sorted(listed["count"])  # whoever ties, nobody with more is left out
    for _, place in listed.iterrows():
        assert place["rank"] == 1 + (plain > place["count"]).sum()


def test_rates_equal_an_overlay_of_hexagon_and_neighbourhoods(
    force: tuple[str, pipeline.Acting, pd.Series], shared: Path
) -> None:
    name, acting, plain = force
    listed = acting.listed(top=5)
    areas = gpd.read_file(shared / "data" / "areas" / name / "lsoa21.geojson").to_crs("EPSG:27700")
    wide = pd.read_parquet(shared / "data" / "population" / "pop_density_2011_2022.parquet")
    people = areas["lsoa21_code"].map(wide.set_index("LSOA 2021 Code")["Mid-2022: Population"]).astype(float)
    density = people.to_numpy() / areas.area.to_numpy()
    for key, place in listed.iterrows():
        outline = shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(key)])
        hexagon = gpd.GeoSeries([outline], crs="EPSG:4326").to_crs("EPSG:27700")[0]
        residents = float((areas.intersection(hexagon).area.to_numpy() * density).sum())
        assert place["per_year"] == plain[key]
        assert place["rate"] == pytest.approx(1000 * place["per_year"] / residents, rel=0.01)


def test_what_a_month_only_source_does_not_know_is_said(force: tuple[str, pipeline.Acting, pd.Series]) -> None:
    _, acting, _ = force
    assert acting.hours_why_none.startswith("Hours not known: the records counted here say only the month")
    listed = acting.listed()
    assert not listed["hours_known"].any() and not listed["when"].map(len).any()
    assert acting.combined is None and acting.sensitivity is None  # no weights are agreed for these areas
    assert acting.shortlist.last_time is None  # one year is held, so last year's list is not known
    assert listed["need"].map(len).all()  # the English index of 2025 is loaded
    assert set(listed["looked_for"]) == {("library",)}  # libraries alone are listed, and a library is no protection:
    assert listed["thin_share"].isna().all()  # no share of what is thin is made of it, and nothing else is a gap
    assert set(listed["thin"]) <= {(), ("library",)}
    assert not listed["name"].str.contains("hospital|prison", case=False).any()


def test_no_action_rests_on_hours_that_nobody_knows(force: tuple[str, pipeline.Acting, pd.Series]) -> None:
    _, acting, _ = force
    reasons = [reason for found in acting.actions["because"] for reason in found]
    assert reasons and not [reason for reason in reasons if reason.kind == "when"]
