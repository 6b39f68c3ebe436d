from __future__ import annotations

import collections
import sqlite3
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from hotspot import schema
from hotspot.sources import Known, Refused, Taken, limits, read_paths
from tests.sources import zoomstack

X_M, Y_M = 435_000.0, 336_000.0
DEGREES = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def area(reach_m: float = 5000.0):
    square = shapely.box(X_M - reach_m, Y_M - reach_m, X_M + reach_m, Y_M + reach_m)
    return shapely.transform(square, lambda xy: np.column_stack(DEGREES.transform(xy[:, 0], xy[:, 1])))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return zoomstack.write(tmp_path / "anything.bin", zoomstack.town(X_M, Y_M))


def held(taken: Taken) -> dict[str, list[str]]:
    found = collections.defaultdict(list)
    for kind, name in zip(taken.table["type"].to_pylist(), taken.table["name"].to_pylist(), strict=True):
        found[kind].append(name)
    return dict(found)


def only(file: Path, **more):
    (result,) = read_paths([file], **{"around": lambda: [area()], **more})
    return result


def test_a_base_map_is_known_by_its_layers_and_each_becomes_what_the_map_draws(file):
    taken = only(file)
    assert isinstance(taken, Taken) and (taken.kind, taken.source, taken.period) == ("base", "os", None)
    schema.check(taken.table, "base")
    assert held(taken) == {
        "land": [""], "urban area": [""], "park": [""], "water": [""], "stream": [""], "railway": [""],
        "station": ["Made Central"], "motorway": ["M99"], "main road": ["A99", "A9"], "road": ["B9"],
        "street": ["Made Street"], "town": ["Madetown"], "village": ["Madewick"],
    }  # fmt: skip
    assert any("Crown copyright" in note for note in taken.notes)


def test_every_row_is_accounted_for(file):
    taken = only(file)
    drawn = sum(len(rows) for name, rows in zoomstack.town(X_M, Y_M).items() if name != "contours")
    assert taken.rows_read == drawn == taken.kept + sum(taken.rejected.values())
    assert taken.rejected == {"outside the areas held": 1, "a type that the map does not show": 2}


def test_it_is_cut_to_the_area_and_in_degrees(file):
    taken = only(file)
    shapes = shapely.from_wkb(taken.table["geometry"].to_pylist())
    assert shapely.covers(area(8010.0), shapes).all()  # three kilometres round it
    land = shapes[taken.table["type"].to_pylist().index("land")]
    assert shapely.area(land) == pytest.approx(shapely.area(area(8000.0)), rel=1e-3)  # not all of its 180 km


def test_a_street_of_a_neighbour_is_left_out_though_its_main_road_is_kept(tmp_path):
    layers = zoomstack.town(X_M, Y_M)
    beyond = shapely.LineString([(X_M + 6500, Y_M), (X_M + 7500, Y_M)])  # within the margin, outside the area
    layers["roads_local"].append(({"type": "Local", "name": "Far Street", "number": None, "level": 0}, beyond))
    layers["roads_regional"].append(({"type": "A Road", "name": None, "number": "A8", "level": 0}, beyond))
    found = held(only(zoomstack.write(tmp_path / "a.gpkg", layers)))
    assert found["street"] == ["Made Street"]
    assert "A8" in found["main road"]


def test_a_file_too_large_for_memory_is_read_where_it_lies(file, monkeypatch):
    whole = only(file)
    monkeypatch.setattr(limits, "FILE_BYTES", file.stat().st_size - 1)
    monkeypatch.setattr("hotspot.sources.geopackage.in_memory", lambda data: pytest.fail("it was read into memory"))
    large = only(file)
    assert isinstance(large, Taken) and large.table.equals(whole.table) and large.sha256 == whole.sha256


def test_another_large_database_is_refused_as_too_large(tmp_path, monkeypatch):
    other = zoomstack.write(tmp_path / "b.gpkg", {"contours": zoomstack.town(X_M, Y_M)["contours"]})
    monkeypatch.setattr(limits, "FILE_BYTES", other.stat().st_size - 1)
    refused = only(other)
    assert isinstance(refused, Refused) and "the limit is" in refused.what


def test_without_an_area_it_is_refused_with_what_to_add_first(file):
    refused = only(file, around=list)
    assert isinstance(refused, Refused)
    assert "no area is held yet" in refused.what and "boundaries and records first" in refused.fix


def test_the_same_file_is_known_for_the_same_area_and_taken_again_for_another(file):
    first = only(file)
    assert isinstance(only(file, known={first.sha256}), Known)
    again = only(file, known={first.sha256}, around=lambda: [area(9000.0)])
    assert isinstance(again, Taken) and again.sha256 != first.sha256


def test_a_shape_cut_short_is_left_out_and_said(tmp_path):
    path = zoomstack.write(tmp_path / "c.gpkg", zoomstack.town(X_M, Y_M))
    database = sqlite3.connect(path)
    database.execute("UPDATE roads_local SET geom = substr(geom, 1, 60)")
    database.execute("UPDATE rail SET geom = 'no shape'")
    database.commit()
    database.close()
    taken = only(path)
    assert isinstance(taken, Taken) and taken.rows_read == taken.kept + sum(taken.rejected.values())
    assert {"street", "railway"}.isdisjoint(held(taken))
    assert taken.rejected["no shape that is one"] == 1


def test_too_many_points_are_refused(file, monkeypatch):
    monkeypatch.setattr(limits, "VERTICES", 50)
    refused = only(file)
    assert isinstance(refused, Refused) and "vertices in the areas held" in refused.what


def test_layers_in_degrees_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(zoomstack, "GRID", 4326)
    refused = only(zoomstack.write(tmp_path / "d.gpkg", zoomstack.town(-1.4, 52.9)))
    assert isinstance(refused, Refused) and "not in metres" in refused.what
