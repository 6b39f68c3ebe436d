"""The grid against H3's own slow functions, one cell at a time."""

from __future__ import annotations

import h3
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from hotspot import grid
from hotspot.errors import ParameterError

BRITAIN = st.tuples(st.floats(-6, 2), st.floats(50, 56))


@settings(deadline=None, max_examples=40)
@given(st.lists(BRITAIN, min_size=1, max_size=30), st.integers(5, 10))
def test_cells_by_definition(points, resolution):
    lon, lat = zip(*points, strict=True)
    assert grid.names(grid.cells(lon, lat, resolution)).tolist() == [
        h3.latlng_to_cell(y, x, resolution) for x, y in points
    ]


def test_a_point_without_a_coordinate_is_nowhere_and_moves_no_other():
    cells = grid.cells([np.nan, -1.5, -1.5], [52.9, 52.9, np.nan], 8)
    assert cells[0] == cells[2] == grid.NOWHERE
    assert grid.names(cells[1:2])[0] == h3.latlng_to_cell(52.9, -1.5, 8)


def test_threads_give_what_one_thread_gives(monkeypatch):
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(-2, 0, 5_000), rng.uniform(52, 53, 5_000)
    whole = grid.cells(lon, lat, 8)
    monkeypatch.setattr(grid, "_CHUNK", 700)
    assert (grid.cells(lon, lat, 8) == whole).all()


def test_names_and_numbers_sort_alike():
    rng = np.random.default_rng(2)
    cells = np.unique(grid.cells(rng.uniform(-6, 2, 900), rng.uniform(50, 56, 900), 8))
    names = grid.names(cells)
    assert sorted(names) == names.tolist()
    assert (grid.numbers(names) == cells).all()


@pytest.mark.parametrize("rings", [0, 1, 2])
def test_neighbours_by_definition(rings):
    rng = np.random.default_rng(3)
    cells = np.unique(grid.cells(rng.uniform(-1.5, -1.3, 120), rng.uniform(52.8, 53, 120), 8))
    names = grid.names(cells)
    slow = [[float(h3.grid_distance(a, b) <= rings) for b in names] for a in names]
    weights = grid.neighbours(cells, rings)
    assert weights.toarray().tolist() == slow
    assert (grid.neighbours(names, rings) != weights).nnz == 0


def test_neighbours_refuses_an_order_it_cannot_keep():
    cells = grid.cells([-1.5, -1.3], [52.9, 52.9], 8)
    with pytest.raises(ParameterError, match="not sorted"):
        grid.neighbours(np.sort(cells)[::-1], 1)
    with pytest.raises(ParameterError, match="twice"):
        grid.neighbours(cells[[0, 0]], 1)


def test_each_cell_has_its_own_outline_area_and_middle():
    names = sorted(h3.grid_disk(h3.latlng_to_cell(53.0, -1.5, 9), 3))
    outlines = grid.outlines(names)
    assert outlines.index.tolist() == names
    assert outlines.crs.to_epsg() == 4326
    lon, lat = grid.centres(names)
    for place, (name, outline) in enumerate(outlines.items()):
        assert outline.contains(Point(lon[place], lat[place]))
        assert h3.latlng_to_cell(lat[place], lon[place], 9) == name
    assert grid.area_km2(names) == pytest.approx([h3.cell_area(name, unit="km^2") for name in names], rel=1e-6)


def test_shapes_side_by_side_share_no_cell_and_leave_none_out():
    west, east = box(-1.6, 52.8, -1.5, 53.0), box(-1.5, 52.8, -1.4, 53.0)
    both = np.sort(np.concatenate([grid.cells_inside(west, 8), grid.cells_inside(east, 8)]))
    assert (both == grid.cells_inside(box(-1.6, 52.8, -1.4, 53.0), 8)).all()
    assert set(grid.names(grid.cells_inside(west, 8))) == set(
        h3.polygon_to_cells(h3.LatLngPoly([(52.8, -1.6), (52.8, -1.5), (53.0, -1.5), (53.0, -1.6)]), 8)
    )


def test_nothing_in_nothing_out():
    assert grid.neighbours([], 1).shape == (0, 0)
    assert len(grid.outlines([])) == 0
    assert grid.names([]).tolist() == []


def test_refusals():
    with pytest.raises(ParameterError, match="2 longitudes but 1 latitudes"):
        grid.cells([1.0, 2.0], [1.0], 8)
    with pytest.raises(ParameterError, match="no resolution 16"):
        grid.cells([1.0], [1.0], 16)
    with pytest.raises(ParameterError, match="not the name of an H3 cell"):
        grid.numbers(["Derby"])
