"""Two counties' layers against plain pandas and geopandas that share no code with the product."""

from __future__ import annotations

import shutil

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy import stats as reference

from hotspot import pipeline
from hotspot.config import Parameters, Settings

pytestmark = pytest.mark.large
WEIGHTS = {"Income": 0.225, "Employment": 0.225, "Education": 0.135, "Health": 0.135, "Crime": 0.093}
WEIGHTS |= {"Housing_and_Services": 0.093, "Environment": 0.093}
KEYS = {"Housing_and_Services": "barriers"}
MORE = ("deprivation/cni2023_england_lsoa21.csv.gz", "facilities/libraries_england_2023.csv")


@pytest.fixture(scope="module", params=["derbyshire", "devon-and-cornwall"])
def county(request, shared, real_home, tmp_path_factory):
    """Return a force's key, its answer for 2025 and what surrounds its places; needs and libraries added."""
    home = tmp_path_factory.mktemp("context") / "home"
    shutil.copytree(real_home(request.param).home, home)
    settings = Settings(home)
    lines = list(pipeline.add([shared / "data" / name for name in MORE], settings))
    assert all(line.ok for line in lines), [line.text for line in lines]
    asked = Parameters(request.param, start="2025-01", end="2025-12")
    answer = pipeline.analyse(asked, settings=settings)
    return request.param, answer, pipeline.around(asked, settings=settings, analysis=answer)


@pytest.fixture(scope="module")
def plain(county, shared):
    """Return the layers by LSOA 2021, read and worked out with pandas alone."""
    data = shared / "data"
    index = pd.read_csv(data / "deprivation" / "imd2025_england_lsoa21.csv.gz").set_index("lsoa21_code")
    made = pd.DataFrame({"imd": index["IMD_score"], "imd_decile": index["IMD_decile"], "imd_rank": index["IMD_rank"]})
    total = 0
    for name, weight in WEIGHTS.items():
        share = (len(index) - index[f"{name}_rank"] + 1) / len(index)
        score = -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))
        made[KEYS.get(name, name.lower())] = score
        total = total + (score * weight if name != "Crime" else 0)
    made["imd_without_crime"] = total / (sum(WEIGHTS.values()) - WEIGHTS["Crime"])
    needs = pd.read_csv(data / "deprivation" / "cni2023_england_lsoa21.csv.gz").set_index("lsoa21_code")
    made["cni"] = needs["Community Needs Index 2023 Score"]
    made["cni_civic_assets"] = needs["Civic Assets Domain Score"]
    made["cni_connectedness"] = needs["Connectedness Domain Score"]
    made["cni_engaged"] = needs["Active and Engaged Community Domain Score"]
    people = pd.read_parquet(data / "population" / "pop_density_2011_2022.parquet").set_index("LSOA 2021 Code")
    made["population"] = people["Mid-2022: Population"].astype(float)
    made["density"] = made["population"] / people["Area Sq Km"]
    return made


def test_every_layer_of_every_lsoa_is_the_published_one(county, plain):
    _, answer, around = county
    assert set(plain) <= set(around.lsoas)
    ours = around.lsoas[list(plain)]
    assert len(ours) == len(answer.lsoas) and ours.notna().all().all()
    difference = (ours - plain.reindex(ours.index)).abs().max()
    assert difference["imd"] < 0.001  # published to three digits
    assert (difference.drop("imd") < 1e-9).all()
    assert {layer.key for layer in around.layers} >= set(plain) - {"imd_decile", "imd_rank"}


def test_every_layer_of_every_hexagon_is_the_overlay(county, plain, shared):
    force, answer, around = county
    cells = list(answer.findings.locations.index)
    shapes = [shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]) for cell in cells]
    hexagons = gpd.GeoDataFrame({"cell": cells}, geometry=shapes, crs="EPSG:4326").to_crs("EPSG:27700")
    lsoa = gpd.read_file(shared / "data" / "areas" / force / "lsoa21.geojson")[["lsoa21_code", "geometry"]]
    lsoa = lsoa.assign(geometry=lsoa.geometry.make_valid()).to_crs("EPSG:27700")
    lsoa["whole"] = lsoa.area
    pieces = gpd.overlay(hexagons, lsoa, how="intersection", keep_geom_type=True)
    pieces = pieces.merge(plain, left_on="lsoa21_code", right_index=True)
    pieces["inside"] = pieces["population"] * pieces.area / pieces["whole"]
    by = pieces.groupby("cell")
    people = by["inside"].sum()
    ours = around.locations.loc[people.index]
    np.testing.assert_allclose(ours["population"], people, rtol=1e-6, atol=1e-6)
    kept = people[people > 1e-3].index  # in a sliver of coast the mean is of nobody
    for layer in ("imd", "imd_without_crime", "income", "crime", "barriers", "cni_engaged", "imd_decile"):
        mean = (pieces[layer] * pieces["inside"]).groupby(pieces["cell"]).sum() / people
        rounded = 0.001 if layer == "imd" else 1e-6  # the published score has three digits
        np.testing.assert_allclose(ours.loc[kept, layer], mean[kept], rtol=1e-6, atol=rounded)
    beyond = around.locations.index.difference(people.index)
    assert around.locations.loc[beyond, "imd"].isna().all()


def test_the_nearest_library_is_the_nearest_by_every_distance_measured(county, shared):
    force, answer, around = county
    folder = shared / "data" / "areas" / force
    listed = gpd.read_file(folder / "libraries.geojson")
    still = listed["closed"].isna() & (listed["hours"] != "N/A Closed")
    open_now = listed[still & (listed["type"].str.lower() == "static library")].to_crs("EPSG:27700")
    national = pd.read_csv(shared / "data" / MORE[1], encoding="utf-8-sig")
    shut = national["closed"].fillna("").str.strip().ne("") | national["hours"].eq("N/A Closed")
    national = national[~shut & (national["type"].str.lower() == "static library")]
    points = pd.read_parquet(next(folder.glob("postcodes*.parquet")))
    points = points.assign(bare=points["postcode"].str.replace(" ", "")).drop_duplicates("bare").set_index("bare")
    found = points.reindex(national["postcode"].str.replace(" ", "").str.upper()).dropna(subset=["easting"])
    x = np.concatenate([open_now.geometry.x, found["easting"]])
    y = np.concatenate([open_now.geometry.y, found["northing"]])
    centroid = pd.read_csv(next((shared / "data" / "lookups").glob("LLSOA*.csv")), encoding="utf-8-sig")
    homes = centroid.set_index("LSOA21CD").loc[answer.lsoas.index]
    away = np.hypot(homes["x"].to_numpy()[:, None] - x, homes["y"].to_numpy()[:, None] - y).min(axis=1)
    np.testing.assert_allclose(around.lsoas["reach_library_m"], away, atol=1.5)  # postcode points stand on whole metres
    assert not around.facilities["type"].str.startswith("mobile").any()


def test_correlations_are_those_of_scipy_and_most_with_need(county):
    _, answer, around = county
    table = around.correlations.set_index("layer")
    for layer, row in table.iterrows():
        whole = reference.spearmanr(answer.lsoas["count"], around.lsoas[layer].loc[answer.lsoas.index])
        assert row["rho"] == pytest.approx(whole.statistic, abs=1e-12)
        assert row["low"] < row["rho"] < row["high"] and row["n"] == len(answer.lsoas)
    assert table.loc["income", "low"] > 0.2  # recorded violence lies where incomes are low


def test_protection_is_an_index_of_four_parts_where_needs_and_libraries_are_held(county):
    _, _, around = county
    layer = next(layer for layer in around.layers if layer.key == "thin_protection")
    assert layer.caveat.startswith("Of 4 parts: ")
    parts = around.lsoas[["cni_civic_assets", "cni_connectedness", "cni_engaged", "reach_library_m"]]
    plain = ((parts.rank() - 0.5) / len(parts) * 100).mean(axis=1)
    np.testing.assert_allclose(around.lsoas["thin_protection"], plain)
