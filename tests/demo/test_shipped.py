"""What ships is what the seed builds, is complete, and cannot be taken for a real place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyproj
import pytest
import shapely
from scipy.sparse.csgraph import connected_components

from hotspot import config, demo, schema
from hotspot.demo import county, files, making, power
from hotspot.demo.files import FILES, ROOT, file_sha256
from hotspot.errors import DataError


def test_a_rebuild_gives_equal_tables(rebuilt: making.Made, tables: dict[str, pa.Table], truth: dict[str, Any]) -> None:
    assert demo.content_hash(rebuilt.tables) == demo.content_hash(tables) == truth["content_hash"]
    for kind, table in rebuilt.tables.items():
        assert table.equals(tables[kind]), kind


def test_one_changed_value_changes_the_hash(tables: dict[str, pa.Table]) -> None:
    frame = tables["population_lsoa21"].to_pandas()
    frame.loc[3, "population"] += 1
    other = tables | {"population_lsoa21": pa.Table.from_pandas(frame, tables["population_lsoa21"].schema)}
    assert demo.content_hash(other) != demo.content_hash(tables)


def test_another_seed_makes_another_island(tables: dict[str, pa.Table]) -> None:
    other = demo.build(7)
    assert set(other) == set(tables)
    assert other["hour_records"].num_rows == tables["hour_records"].num_rows
    assert demo.content_hash(other) != demo.content_hash(tables)


def test_every_table_is_of_its_kind(tables: dict[str, pa.Table]) -> None:
    for kind, table in tables.items():
        schema.check(table, kind)
    assert set(tables) == set(FILES)


@pytest.mark.parametrize("folder", ["data", "boundaries"])
def test_every_file_has_its_source(folder: str) -> None:
    listed = tomllib.loads((ROOT / folder / "SOURCES.toml").read_text(encoding="utf-8"))
    shipped = {path.name for path in (ROOT / folder).iterdir() if path.name != "SOURCES.toml"}
    assert set(listed) == shipped
    for name, entry in listed.items():
        assert file_sha256(ROOT / folder / name) == entry["sha256"]
        assert all(entry[field] for field in ("title", "source", "licence", "date", "how"))


def test_it_is_small() -> None:
    assert sum((ROOT / name).stat().st_size for name in FILES.values()) < 5_000_000


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="demo_boundary_lsoa21.parquet is missing"):
        files.read(tmp_path)
    with pytest.raises(DataError, match="TRUTH.toml is missing"):
        demo.shipped_hash(tmp_path)


def test_the_written_hash_is_that_of_the_shipped_tables(tables: dict[str, pa.Table]) -> None:
    assert demo.shipped_hash() == demo.content_hash(tables)


def test_writing_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    assert demo.write(tmp_path) == demo.content_hash(demo.tables())
    assert (tmp_path / "data/TRUTH.toml").read_bytes() == (ROOT / "data/TRUTH.toml").read_bytes()


def outlines(tables: dict[str, pa.Table], kind: str) -> gpd.GeoDataFrame:
    frame = tables[kind].to_pandas()
    shapes = shapely.from_wkb(frame.pop("geometry").to_numpy())
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def test_the_county_has_the_shape_it_should(tables: dict[str, pa.Table]) -> None:
    areas = outlines(tables, "boundary_lsoa21")
    assert len(areas) == 700 and areas["code"].is_unique
    assert areas["lad_code"].nunique() == 8 and areas["csp_code"].nunique() == 7
    districts = areas.groupby("csp_code")["lad_code"].nunique()
    assert sorted(districts) == [1] * 6 + [2]
    assert areas.geometry.is_valid.all()
    metres = areas.to_crs("EPSG:27700")
    whole = metres.union_all()
    assert abs(metres.area.sum() / whole.area - 1) < 1e-4  # neither gaps nor overlaps
    assert set(config.profile("demo").csps) == set(areas["csp_code"])


def test_every_code_is_clearly_fictional(tables: dict[str, pa.Table]) -> None:
    for kind, table in tables.items():
        for name in table.column_names:
            if name.endswith("code") and name != "ruc_code":
                held = table[name].drop_null().to_pylist()
                assert all(value.startswith("D") for value in held), (kind, name)
    assert config.profile("demo").name == "Demonstration: a fictional place"


def test_it_lies_in_the_grid_and_in_the_sea(tables: dict[str, pa.Table], shared: Path) -> None:
    areas = outlines(tables, "boundary_lsoa21")
    west, south, east, north = pyproj.CRS("EPSG:27700").area_of_use.bounds
    held = areas.total_bounds
    assert west < held[0] and south < held[1] and held[2] < east and held[3] < north
    land = gpd.read_parquet(shared / "data/boundaries/ltla24_UK.parquet").to_crs("EPSG:27700")
    assert land.distance(areas.to_crs("EPSG:27700").union_all()).min() > 50_000


def test_the_areas_hang_together(rebuilt: making.Made) -> None:
    around = power.touching(rebuilt.ground)
    assert connected_components(around)[0] == 1
    assert 6 < around.sum(axis=1).mean() < 8


def test_places_of_the_story_stand_where_the_truth_says(tables: dict[str, pa.Table], truth: dict[str, Any]) -> None:
    areas = outlines(tables, "boundary_lsoa21").set_index("code")
    for place in truth["place"]:
        assert areas.geometry[place["lsoa"]].contains(shapely.Point(place["lon"], place["lat"]))
        assert areas.loc[place["lsoa"], "csp_name"] == place["csp"]
    assert {"Castle Hill", "Eastgate bus interchange", "Station Yard", "Dock Road"} <= {
        p["name"] for p in truth["place"]
    }


def test_need_is_ranked_like_the_published_index(tables: dict[str, pa.Table]) -> None:
    need = tables["imd2025_england"].to_pandas()
    weights = {"Income": 0.225, "Employment": 0.225, "Education": 0.135, "Health": 0.135, "Crime": 0.093}
    weights |= {"Housing_and_Services": 0.093, "Environment": 0.093}
    total = sum(
        w * -23 * np.log(1 - (700 - need[f"{d}_rank"] + 1) / 700 * (1 - np.exp(-100 / 23))) for d, w in weights.items()
    )
    assert np.abs(total - need["IMD_score"]).max() < 0.001
    assert sorted(need["IMD_rank"]) == list(range(1, 701))
    assert need.loc[need["IMD_score"].idxmax(), "IMD_rank"] == 1
    assert (need.groupby("IMD_decile").size() == 70).all()


def test_facilities_hold_what_the_pages_need(tables: dict[str, pa.Table]) -> None:
    held = tables["facilities"].to_pandas().groupby("type").size()
    assert {"school", "youth session", "youth club", "licensed premises", "hospital", "prison", "station"} <= set(
        held.index
    )
    premises = tables["facilities"].to_pandas().query("type == 'licensed premises'")
    assert premises["hours"].str.fullmatch(r"until \d\d:00").all()
    types = tables["base"]["type"].to_pylist()
    assert {"coast", "river", "main road", "street", "street, poorly lit", "railway", "station", "park"} <= set(types)
    assert types.count("city") + types.count("town") == types.count("urban area") == len(county.SETTLEMENTS)
