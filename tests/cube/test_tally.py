"""Counting against a slow loop."""

from __future__ import annotations

from collections import Counter

import h3
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot import cube, grid

POINT = st.tuples(st.floats(-1.55, -1.45), st.floats(52.85, 52.95), st.integers(-1, 3))


@settings(deadline=None, max_examples=30)
@given(st.lists(POINT, min_size=1, max_size=40))
def test_count_cells_by_definition(points):
    lon, lat, step = (np.array(axis) for axis in zip(*points, strict=True))
    cells, counts = cube.count_cells(lon, lat, step, 8, 4)
    slow = Counter((h3.latlng_to_cell(y, x, 8), s) for x, y, s in points if s >= 0)
    names = grid.names(cells)
    assert {(names[i], j): counts[i, j] for i, j in zip(*np.nonzero(counts), strict=True)} == dict(slow)
    assert names.tolist() == sorted({h3.latlng_to_cell(y, x, 8) for x, y, _ in points})


def test_a_mask_decides_the_cells_and_points_elsewhere_or_nowhere_are_not_counted():
    lon, lat = np.array([-1.5, -1.4, -1.3, np.nan]), np.full(4, 52.9)
    mask = np.unique(grid.cells([-1.5, -1.3, -1.2], [52.9] * 3, 8))
    cells, counts = cube.count_cells(lon, lat, [0, 0, 1, 1], 8, 2, mask=mask)
    assert (cells == mask).all()
    row = {cell: tuple(counts[i]) for i, cell in enumerate(cells)}
    at = [tuple(row[cell]) for cell in grid.cells([-1.5, -1.3, -1.2], [52.9] * 3, 8)]
    assert at == [(1, 0), (0, 1), (0, 0)]


def test_tally_keeps_empty_bins():
    assert cube.tally([], [], 2, 3).tolist() == [[0, 0, 0], [0, 0, 0]]
    assert cube.tally([1, 1, -1, 0], [2, 2, 0, -1], 2, 3).tolist() == [[0, 0, 0], [0, 0, 2]]
