"""Layers by LSOA and by hexagon, on squares small enough for paper."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from hotspot import context
from tests import made_area
from tests.made_area import CODES, SIDE, SOUTH, WEST

HEADINGS = ("Income", "Employment", "Education", "Health", "Crime", "Housing_and_Services", "Environment")


def english(codes=CODES, seed=3):
    """A whole small country: every domain a shuffle of the ranks 1 to n."""
    rng = np.random.default_rng(seed)
    ranks = {f"{name}_rank": rng.permutation(len(codes)) + 1.0 for name in HEADINGS}
    return pa.table({"lsoa_code": codes, "IMD_decile": [1.0] * len(codes), "IMD_rank": [1.0] * len(codes), **ranks})


def needs(codes):
    rank = np.arange(1.0, len(codes) + 1)
    stems = ("cni", "civic_assets", "connectedness", "active_and_engaged_community")
    columns = {f"{stem}_{what}": rank if what == "rank" else 100 - rank for stem in stems for what in ("score", "rank")}
    return pa.table({"lsoa_code": codes, **columns})


@pytest.fixture(scope="module")
def areas():
    return made_area.areas()


def of(areas, tables, country="England"):
    return context.surroundings(tables, areas, made_area.profile(country=country))


def test_every_layer_that_is_loaded_says_where_it_comes_from(areas):
    found = of(areas, {"imd2025_england": english(), "cni2023": needs(CODES)})
    keys = [layer.key for layer in found.layers]
    assert keys == [
        "imd", "imd_without_crime", "income", "employment", "education", "health", "crime", "barriers", "environment",
        "cni", "cni_civic_assets", "cni_connectedness", "cni_engaged", "population", "density",
    ]  # fmt: skip
    assert all(layer.source and layer.date and layer.weighting and layer.caveat for layer in found.layers)
    assert set(keys) <= set(found.by_lsoa.columns)
    assert found.missing == ()


def test_a_score_is_the_rank_turned_by_the_published_formula(areas):
    table = english()
    found = of(areas, {"imd2025_england": table}).by_lsoa
    rank = table.to_pandas().set_index("lsoa_code")["Income_rank"]
    for code in CODES:
        share = (7 - rank[code] + 1) / 7
        assert found.at[code, "income"] == pytest.approx(-23 * np.log(1 - share * (1 - np.exp(-100 / 23))))
        assert found.at[code, "income_decile"] == np.ceil(rank[code] * 10 / 7)


def test_nothing_loaded_is_said_and_never_zero(areas):
    bare = dataclasses.replace(areas, lsoa=areas.lsoa.assign(population=np.nan))
    found = of(bare, {})
    assert found.layers == () and found.by_lsoa.shape == (7, 0)
    assert len(found.missing) == 3 and all("not loaded: add" in text for text in found.missing)


def test_an_lsoa_that_the_file_does_not_hold_is_missing(areas):
    rest = [*CODES[1:], "E01999999"]  # the country has seven areas, one of which lies elsewhere
    found = of(areas, {"imd2025_england": english(rest), "cni2023": needs(rest)}).by_lsoa
    assert found.loc[CODES[0], ["imd", "income", "cni", "cni_engaged_decile"]].isna().all()
    assert found.loc[CODES[1:], ["imd", "income", "cni", "cni_engaged_decile"]].notna().all().all()


def test_part_of_a_country_is_no_index(areas):
    whole = english().to_pandas()
    part = pa.Table.from_pandas(whole[whole["Income_rank"] > 4], preserve_index=False)
    found = of(areas, {"imd2025_england": part})
    assert "imd" not in found.by_lsoa
    assert any("whole country" in text for text in found.missing)


def test_england_and_wales_never_stand_in_for_each_other(areas):
    tables = {"imd2025_england": english(), "imd2019_england": english(), "cni2023": needs(CODES)}
    found = of(areas, tables, "Wales")
    assert [layer.key for layer in found.layers] == ["population", "density"]
    assert any("Welsh Index" in text for text in found.missing)
    assert any("England alone" in text for text in found.missing)


def test_welsh_numbers_come_over_only_where_there_is_one_parent(areas):
    names = ("Income", "Employment", "Health", "Education", "Access", "Housing", "Environment", "Crime")
    old = ["E01000001", "E01000099", "E01000097", "E01000098", "E01000096"]
    ranks = {f"{name}_rank": [1.0, 2, 3, 4, 5] for name in names}
    table = pa.table({"lsoa_code": old, "IMD_decile": [1.0, 2, 3, 4, 5], "IMD_rank": [1.0, 2, 3, 4, 5], **ranks})
    found = of(areas, {"wimd2019": table}, "Wales").by_lsoa
    assert {"access", "housing"} <= set(found) and "barriers" not in found
    same, first, second, merged, odd, new, island = found["income_rank"]
    assert (same, first, second) == (1, 2, 2)  # unchanged; both parts of the split one
    assert np.isnan([merged, odd, new, island]).all()


def test_a_hexagon_is_the_mean_over_its_residents_and_people_add_up(areas):
    by_lsoa = pd.DataFrame({"imd": [10.0, 40, 0, 0, 0, 0, 0], "population": 200.0}, index=CODES)
    people = areas.lsoa["population"].where(areas.lsoa.index != CODES[1], 600.0)
    there = dataclasses.replace(areas, lsoa=areas.lsoa.assign(population=people))
    by_lsoa["population"] = people
    # Half of the first square and a quarter of the second, wherever in it: 100 and 150 residents.
    box = shapely.box(WEST + SIDE / 2, SOUTH, WEST + 1.25 * SIDE, SOUTH + SIDE)
    made = context.Surroundings(by_lsoa, (), ())
    found = context.on_cells(made, gpd.GeoSeries([box], index=["box"], crs="EPSG:4326"), there).loc["box"]
    assert found["imd"] == pytest.approx((100 * 10 + 150 * 40) / 250, rel=1e-3)
    assert found["population"] == pytest.approx(250, rel=1e-3)


def test_hexagons_that_tile_the_area_hold_all_its_people(areas):
    wide = shapely.box(WEST - 1, SOUTH - 1, WEST + 3, SOUTH + 1)
    halves = [shapely.box(WEST - 1, SOUTH - 1, WEST + 0.0234, SOUTH + 1)]
    halves.append(shapely.difference(wide, halves[0]))
    made = context.Surroundings(areas.lsoa[["population"]], (), ())
    found = context.on_cells(made, gpd.GeoSeries(halves, index=["a", "b"], crs="EPSG:4326"), areas)
    assert found["population"].sum() == pytest.approx(areas.lsoa["population"].sum(), rel=1e-6)


def test_a_hexagon_in_the_sea_or_mostly_unknown_is_missing(areas):
    by_lsoa = pd.DataFrame({"imd": [10.0, np.nan, 30, 40, 50, 60, 70]}, index=CODES)
    boxes = [
        shapely.box(WEST, SOUTH - 2, WEST + SIDE, SOUTH - 1),
        shapely.box(WEST + 0.6 * SIDE, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE),  # 0.4 known, 1.0 not
        shapely.box(WEST + 0.4 * SIDE, SOUTH, WEST + 1.4 * SIDE, SOUTH + SIDE),  # 0.6 known, 0.4 not
    ]
    made = context.Surroundings(by_lsoa, (), ())
    found = context.on_cells(made, gpd.GeoSeries(boxes, index=["sea", "few", "most"], crs="EPSG:4326"), areas)["imd"]
    assert np.isnan(found["sea"]) and np.isnan(found["few"])
    assert found["most"] == pytest.approx(10)


def test_without_residents_the_overlap_alone_weighs(areas):
    there = dataclasses.replace(areas, lsoa=areas.lsoa.assign(population=np.nan))
    by_lsoa = pd.DataFrame({"imd": [10.0, 40, 0, 0, 0, 0, 0]}, index=CODES)
    box = shapely.box(WEST + SIDE / 2, SOUTH, WEST + 1.25 * SIDE, SOUTH + SIDE)
    found = context.on_cells(
        context.Surroundings(by_lsoa, (), ()), gpd.GeoSeries([box], index=["box"], crs="EPSG:4326"), there
    )
    assert found.at["box", "imd"] == pytest.approx((0.5 * 10 + 0.25 * 40) / 0.75, rel=1e-3)
