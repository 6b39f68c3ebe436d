"""Patrol zones from a file: names and shapes alone, within bounds, and nothing that could lead to a person."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
import shapely.geometry

from hotspot import grid
from hotspot.errors import SourceError
from hotspot.sources import zone_file
from hotspot.sources.zone_file import zone_set

SQUARE = shapely.box(-1.50, 52.90, -1.49, 52.91)


def feature(shape: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": shapely.geometry.mapping(shape), "properties": properties}


def collection(*features: dict[str, Any], **members: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members}).encode()


def test_name_shape_and_minutes_and_nothing_else() -> None:
    read = zone_set(
        collection(feature(SQUARE, Zone_Name="North", minutes_a_night="45", officer="PC 1 Smith", note="long story"))
    )
    (zone,) = read.shape["features"]
    assert zone["properties"] == {"name": "North", "minutes": 45.0}
    assert shapely.geometry.shape(zone["geometry"]).equals_exact(SQUARE, 1e-6, normalize=True)
    assert "Smith" not in json.dumps(read.shape)


def test_names_are_made_to_differ() -> None:
    read = zone_set(collection(*(feature(SQUARE, name=name) for name in ("A", "A", None, "A", "  "))))
    names = [zone["properties"]["name"] for zone in read.shape["features"]]
    assert names == ["A", "A (2)", "Zone 3", "A (3)", "Zone 5"] and len(set(names)) == 5
    assert read.notes == ("4 zones had no name, or one that another has too, and were numbered.",)


def test_national_grid_metres_come_to_degrees() -> None:
    square = shapely.box(435_000, 336_000, 435_300, 336_300)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    (zone,) = zone_set(collection(feature(square, name="A"), crs=crs)).shape["features"]
    west, south, _, _ = shapely.geometry.shape(zone["geometry"]).bounds
    assert west == pytest.approx(-1.48, abs=0.02) and south == pytest.approx(52.92, abs=0.02)


def test_a_broken_outline_is_mended_and_points_are_left_out() -> None:
    bow = shapely.Polygon([(-1.5, 52.9), (-1.49, 52.91), (-1.49, 52.9), (-1.5, 52.91)])
    read = zone_set(collection(feature(bow, name="Bow"), feature(shapely.Point(-1.5, 52.9), name="Dot")))
    (zone,) = read.shape["features"]
    assert shapely.geometry.shape(zone["geometry"]).is_valid
    assert any("mended" in note for note in read.notes) and any("no areas" in note for note in read.notes)


def test_hexagons_in_a_table_become_zones() -> None:
    keys = [str(key) for key in grid.names(grid.cells_inside(shapely.box(-1.5, 52.9, -1.47, 52.92), 8))]
    read = zone_set(("zone,cell\n" + "\n".join(f"North,{key}" for key in keys)).encode())
    (zone,) = read.shape["features"]
    assert zone["properties"]["name"] == "North"
    whole = shapely.union_all(grid.outlines(keys).to_numpy())
    assert shapely.geometry.shape(zone["geometry"]).symmetric_difference(whole).area < 1e-3 * whole.area


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"hello", "neither"),
        (b"zone,cell\nA,not-a-cell\n", "not the name of an H3 cell"),
        (b"zone,cell\n", "no zone with a hexagon"),
        (b"zone,cell\nA,88194424c5fffff\nA,80f3fffffffffff\n", "cannot be put together"),  # one at the South Pole
        (b'{"type": "FeatureCollection", "features": []}', "no area"),
        (collection(feature(shapely.Point(-1.5, 52.9), name="A")), "no area"),
        (b'{"type":"FeatureCollection","features":' + b"[" * 100_000, "nested|not"),
        (b"{" + b"x" * (3 * 1024 * 1024), "limit"),
        (b'<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>', "neither"),
        (collection(feature(shapely.box(52.9, -1.5, 52.91, -1.49), name="A")), "swapped"),
        (collection(feature(SQUARE, name="Call 07700 900123")), "phone number"),
        (collection(feature(SQUARE, name="jo@example.org")), "e-mail"),
    ],
)
def test_what_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        zone_set(content)


def test_bounds_hold() -> None:
    many = collection(*(feature(SQUARE, name=f"Z{n}") for n in range(zone_file.MOST_ZONES + 1)))
    with pytest.raises(SourceError, match="501 zones"):
        zone_set(many)
    with pytest.raises(SourceError, match="corners"):
        zone_set(collection(feature(shapely.Point(-1.5, 52.9).buffer(0.01, quad_segs=6000), name="Round")))


def test_coordinates_that_are_no_numbers_are_refused() -> None:
    bad = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"geometry":{"type":'
    bad += b'"Polygon","coordinates":[[[NaN,1],[2,NaN],[3,3],[NaN,1]]]}}]}'
    with pytest.raises(SourceError):
        zone_set(bad)
