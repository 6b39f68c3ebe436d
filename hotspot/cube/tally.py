"""Counting, fast: every pair of place and step once, empty ones as zero."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from hotspot import grid


def tally(place: ArrayLike, step: ArrayLike, n_places: int, n_steps: int) -> NDArray[np.int32]:
    """Return how many rows fall on each place in each step.

    Parameters
    ----------
    place, step : integer arrays of shape (n,)
        Row and column of each incident; a negative number on either side is not counted.
    n_places, n_steps : int
        Shape of the result; empty bins are 0.

    >>> tally([0, 1, 1, -1], [0, 1, 1, 0], 2, 2)
    array([[1, 0],
           [0, 2]], dtype=int32)
    """
    row, column = np.asarray(place, dtype=np.int64), np.asarray(step, dtype=np.int64)
    flat = row * n_steps + column
    left_out = (row < 0) | (column < 0)
    if left_out.any():
        flat = flat[~left_out]
    counts = np.bincount(flat, minlength=n_places * n_steps).astype(np.int32)
    return counts.reshape(n_places, n_steps)


def count_cells(
    lon: ArrayLike,
    lat: ArrayLike,
    step: ArrayLike,
    resolution: int,
    n_steps: int,
    *,
    mask: grid.Cells | None = None,
) -> tuple[grid.Cells, NDArray[np.int32]]:
    """Return the cells and the number of points in each of them in each step.

    Parameters
    ----------
    lon, lat : arrays of shape (n,)
        Degrees; a point without a location is not counted.
    step : integer array of shape (n,)
        The step of each point, negative for none.
    resolution, n_steps : int
        H3 resolution; number of steps.
    mask : array of uint64, sorted, optional
        The cells of the result; points elsewhere are not counted. Without it, the cells that hold a point in any step
        or none: never use that as the mask of an analysis, because it moves with every filter.

    Returns
    -------
    cells : array of uint64, shape (k,), sorted
    counts : int32 array of shape (k, n_steps)

    >>> cells, counts = count_cells([-1.47, -1.47, -1.60], [52.92, 52.92, 52.92], [0, 1, 1], 8, 2)
    >>> counts.tolist()
    [[0, 1], [1, 1]]
    """
    # Hashing first and sorting only the few distinct cells is several times faster than sorting every point.
    code, held = pd.factorize(grid.cells(lon, lat, resolution))
    cells = np.sort(held[held != grid.NOWHERE]) if mask is None else mask
    return cells, tally(row_of(held, cells)[code], step, cells.size, n_steps)


def row_of(found: grid.Cells, cells: grid.Cells) -> NDArray[np.int64]:
    """Return the row of each cell in a sorted list, -1 where it is not in it."""
    if cells.size == 0:
        return np.full(found.shape, -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(cells, found), cells.size - 1)
    return np.where(cells[at] == found, at, -1).astype(np.int64)
