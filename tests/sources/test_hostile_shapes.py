"""Shapes that mean harm: nested, knotted, worked out on the fly. Each is refused in moments, and the program stands."""

from __future__ import annotations

import json
import sqlite3
import struct

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from hotspot.errors import SourceError
from hotspot.sources import limits, wkb
from hotspot.sources.features import Collection

CODE = "E01000001"
BOX = shapely.box(-1.5, 52.9, -1.4, 53.0)
HEADER = b"GP\x00\x01" + struct.pack("<i", 4326)
NESTED = bytes.fromhex("010700000001000000") * 200_000  # a collection in a collection in a collection ...
BASE = """
    PRAGMA application_id = 1196444487;
    CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id);
    CREATE TABLE gpkg_contents (table_name, data_type);
    CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);
    INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326);
    INSERT INTO gpkg_contents VALUES ('areas', 'features');
    INSERT INTO gpkg_geometry_columns VALUES ('areas', 'geom', 4326);
"""


def geopackage(more: str) -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript(BASE + more)
    return database.serialize()


def one_area(shape: bytes) -> str:
    return f"CREATE TABLE areas (LSOA21CD, geom); INSERT INTO areas VALUES ('{CODE}', x'{(HEADER + shape).hex()}');"


def geojson(ring: list) -> bytes:
    feature = {
        "type": "Feature",
        "properties": {"LSOA21CD": CODE},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_a_sound_geopackage_is_read(take):
    assert take(geopackage(one_area(shapely.to_wkb(BOX)))).kept == 1


def test_shapes_nested_without_end_do_not_fell_the_program(refuse, put):
    """The library that reads such shapes runs out of stack, which no except clause catches."""
    assert refuse(geopackage(one_area(NESTED))).what
    path = put("nested.parquet", b"")
    pq.write_table(pa.table({"LSOA21CD": [CODE], "geometry": [NESTED]}), path)
    assert refuse(path.read_bytes()).what


@pytest.mark.parametrize("nested", ["MULTIPOLYGON", "MULTILINESTRING", "GEOMETRYCOLLECTION"])
def test_every_kind_of_nesting_is_seen(nested):
    kind = {"MULTIPOLYGON": 6, "MULTILINESTRING": 5, "GEOMETRYCOLLECTION": 7}[nested]
    assert not wkb.is_shallow(struct.pack("<BII", 1, kind, 1) * 3)


@pytest.mark.parametrize(
    "text",
    [
        "POINT (1 2)",
        "POINT Z (1 2 3)",
        "LINESTRING (0 0, 1 1)",
        "POLYGON ((0 0, 1 0, 1 1, 0 0), (0.5 0.1, 0.6 0.1, 0.6 0.2, 0.5 0.1))",
        "MULTIPOLYGON Z (((0 0 1, 1 0 1, 1 1 1, 0 0 1)), ((2 2 1, 3 2 1, 3 3 1, 2 2 1)))",
        "GEOMETRYCOLLECTION (POINT (1 2), MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0))))",
        "POLYGON EMPTY",
    ],
)
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("byte_order", [0, 1])
def test_honest_shapes_are_read_whole(text, flavor, byte_order):
    shape = shapely.from_wkt(text)
    blob = shapely.to_wkb(shapely.set_srid(shape, 4326), flavor=flavor, byte_order=byte_order)
    assert shapely.equals_exact(wkb.shapes([blob])[0], shape)
    assert not wkb.is_shallow(blob[:-1])


def test_an_outline_that_is_a_tangle_is_refused_at_once(refuse):
    """Mending three thousand random points took minutes and gigabytes: they cross themselves a million times."""
    points = np.random.default_rng(1).random((3000, 2)) / 10 + (-1.5, 52.9)
    assert "row 1 crosses itself" in refuse(geojson([*points.tolist(), points[0].tolist()])).what


def test_a_bow_is_still_mended(take):
    result = take(geojson([[-1.5, 52.9], [-1.4, 53.0], [-1.4, 52.9], [-1.5, 53.0], [-1.5, 52.9]]))
    assert result.notes == ("1 shapes crossed themselves and were made valid.",)


def test_a_generated_column_is_never_worked_out(refuse):
    """Half a gigabyte of one letter, from a file of twenty kilobytes."""
    table = f"""
        CREATE TABLE areas (x, geom, LSOA21CD GENERATED ALWAYS AS (printf('%.500000000c', 'a')) VIRTUAL);
        INSERT INTO areas (x, geom) VALUES (1, x'{(HEADER + shapely.to_wkb(BOX)).hex()}');
    """
    assert "missing" in refuse(geopackage(table)).what


def test_a_list_of_layers_that_multiplies_is_given_up(refuse):
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) INSERT INTO"
    table = f"""
        {many} gpkg_contents SELECT 'nowhere', 'features' FROM n;
        {many} gpkg_geometry_columns SELECT 'nowhere', 'geom', 9 FROM n;
        {many} gpkg_spatial_ref_sys SELECT 9, 'EPSG', 1 FROM n;
    """
    assert "more work than a map needs" in refuse(geopackage(table)).what


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE gpkg_spatial_ref_sys SET organization = NULL",
        "UPDATE gpkg_geometry_columns SET column_name = 5",
        "UPDATE gpkg_spatial_ref_sys SET srs_id = 'x'; UPDATE gpkg_geometry_columns SET srs_id = 'x'",
        "UPDATE gpkg_contents SET table_name = x'6172'; UPDATE gpkg_geometry_columns SET table_name = x'6172'",
        "ALTER TABLE areas RENAME COLUMN geom TO elsewhere",
    ],
)
def test_a_list_of_layers_of_the_wrong_types_names_no_layer(refuse, change):
    assert "without a layer" in refuse(geopackage(f"{one_area(shapely.to_wkb(BOX))}{change};")).what


def collection(*features: str, more: str = "") -> bytes:
    return f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]{more}}}'.encode()


def area(properties: str = f'"LSOA21CD": "{CODE}"', coordinates: str = "") -> str:
    ring = coordinates or "[[-1.5, 52.9], [-1.4, 52.9], [-1.4, 53.0], [-1.5, 52.9]]"
    return f'{{"properties": {{{properties}}}, "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}'


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64])
def test_a_collection_reads_alike_however_it_is_cut(monkeypatch, step):
    """The text is parsed piece by piece: no piece may end a number, a letter or a name too early."""
    content = {"n": 1234, "features": [{"name": "Tŷ 🏠", "x": [1.25, {"a": []}]}, {}], "crs": None, "é": -7}
    text = json.dumps(content, ensure_ascii=False).encode()
    monkeypatch.setattr(limits, "MEGABYTE", step)
    found = Collection(text)
    assert list(found.features()) == json.loads(text)["features"]
    assert found.members == {"n": 1234, "crs": None, "é": -7}


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "{1: 2}",
        '{"features": 5}',
        '{"features": [[]]}',
        '{"features": [{}',
        '{"features": [{}]',
        '{"features": [{},]}',
        '{"features": []} x',
        '{"features": [], "features": []}',
        '{"features" []}',
        '{"a": "',
        "{",
    ],
)
def test_what_is_no_collection_is_refused(text):
    with pytest.raises(SourceError):
        list(Collection(text.encode()).features())


def test_brackets_without_end_take_no_memory(refuse, monkeypatch):
    """Parsed as a whole, 180 MB of empty lists took 4.7 GB."""
    monkeypatch.setattr(limits, "FEATURE_LETTERS", 100_000)
    assert "broken or longer" in refuse(collection(area(coordinates="[], " * 500_000 + "[]"))).what
    assert "not a GeoJSON collection" in refuse(collection("[], " * 500_000 + "[]")).what


def test_too_many_values_beside_the_shapes(refuse, monkeypatch):
    monkeypatch.setattr(limits, "PROPERTIES", 5)
    assert "values beside" in refuse(collection(*[area()] * 6)).what


@pytest.mark.parametrize("number", ["1e308", "-1e308", "1e999", "9" * 400, "NaN", "-Infinity"])
def test_numbers_that_are_no_place(refuse, recwarn, number):
    ring = f"[[{number}, 52.9], [-1.4, 52.9], [-1.4, 53.0], [{number}, 52.9]]"
    assert "shapes" in refuse(collection(area(coordinates=ring))).what
    assert not recwarn.list


def test_half_a_character_in_a_name_is_replaced(take):
    result = take(collection(area(f'"LSOA21CD": "{CODE}", "LSOA21NM": "Derby \\ud800"')))
    assert result.table["name"].to_pylist() == ["Derby ?"]
