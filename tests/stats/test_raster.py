"""The raster: where its centres lie, and what is no raster."""

from __future__ import annotations

import pytest

from hotspot.errors import ParameterError
from hotspot.stats.raster import Grid


def test_centres_lie_half_a_cell_inside_the_corner():
    grid = Grid(100, -20, 10, n_x=2, n_y=3)
    assert grid.shape == (3, 2)
    assert grid.x_centres_m.tolist() == [105, 115]
    assert grid.y_centres_m.tolist() == [-15, -5, 5]


@pytest.mark.parametrize("size", [(0, 5, 5), (10, 0, 5), (10, 5, 0)])
def test_a_grid_without_cells_is_refused(size):
    with pytest.raises(ParameterError):
        Grid(0, 0, *size)
