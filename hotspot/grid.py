"""Hexagons of equal meaning: the only room that talks to H3.

Inside, a cell is a 64-bit number, which is fast; outside, it is its 15-character name, which files and links can hold.
Names and numbers of one resolution sort alike, so that an order made from one serves the other.

An H3 cell of resolution 8 covers about 0.65 km2 in Great Britain and one of resolution 9 about 0.094 km2, but no two
latitudes agree: a density divides by each cell's own area (`area_km2`), never by an average.
Source: H3, a hexagonal hierarchical index (https://h3geo.org).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import geopandas as gpd
import h3ronpy
import numpy as np
import pyarrow as pa
import shapely
from h3ronpy import vector
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from hotspot.errors import ParameterError

NOWHERE = np.uint64(0)  # the cell of a record without a location
_CHUNK = 250_000  # points a thread takes at once: large enough to pay for the hand-over

Cells = NDArray[np.uint64]


def cells(lon: ArrayLike, lat: ArrayLike, resolution: int) -> Cells:
    """Return the cell that holds each point.

    Parameters
    ----------
    lon, lat : arrays of shape (n,)
        Degrees (EPSG:4326). A point with a blank coordinate is nowhere and gets 0.
    resolution : int
        H3 resolution, 0 (coarse) to 15 (fine).

    Returns
    -------
    array of shape (n,), uint64

    Raises
    ------
    ParameterError
        The two arrays differ in length, or the resolution does not exist.

    >>> names(cells([-1.4746], [52.9219], 8))
    array(['88195c82dbfffff'], dtype='<U15')
    >>> cells([float("nan")], [52.9219], 8)
    array([0], dtype=uint64)
    """
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if x.shape != y.shape:
        raise ParameterError(f"There are {x.size} longitudes but {y.size} latitudes.", "Give one of each per point.")
    if not 0 <= resolution <= 15:
        raise ParameterError(f"H3 has no resolution {resolution}.", "Choose 0 to 15; 8 suits published police data.")
    found = np.full(x.shape, NOWHERE)
    placed = np.isfinite(x) & np.isfinite(y)
    if placed.all():
        return _indexed(x, y, resolution)
    found[placed] = _indexed(x[placed], y[placed], resolution)
    return found


def _indexed(x: NDArray[np.float64], y: NDArray[np.float64], resolution: int) -> Cells:
    """Index the points a chunk at a time; the library lets go of Python's lock, so threads share the work."""
    out = np.empty(x.size, dtype=np.uint64)

    def fill(start: int) -> None:
        part = slice(start, start + _CHUNK)
        out[part] = np.asarray(vector.coordinates_to_cells(y[part], x[part], resolution))

    if x.size <= _CHUNK:
        fill(0)
        return out
    with ThreadPoolExecutor() as pool:
        list(pool.map(fill, range(0, x.size, _CHUNK)))
    return out


def names(cells: ArrayLike) -> NDArray[np.str_]:
    """Return the names of cells, as files and links hold them.

    >>> names(np.array([0x88195C82DBFFFFF], dtype=np.uint64))
    array(['88195c82dbfffff'], dtype='<U15')
    """
    held = np.asarray(cells, dtype=np.uint64)
    if held.size == 0:
        return np.array([], dtype="<U15")
    return np.asarray(pa.array(h3ronpy.cells_to_string(held)).to_numpy(zero_copy_only=False), dtype="<U15")


def numbers(cells: ArrayLike) -> Cells:
    """Return cells as numbers, whichever way they are written.

    Raises
    ------
    ParameterError
        A name is not that of an H3 cell.

    >>> hex(numbers(["88195c82dbfffff"])[0])
    '0x88195c82dbfffff'
    """
    held = np.asarray(cells)
    if held.dtype.kind in "ui" or held.size == 0:
        return held.astype(np.uint64)
    try:
        return np.asarray(h3ronpy.cells_parse(pa.array(held.astype(str))), dtype=np.uint64)
    except ValueError as error:
        raise ParameterError(
            f"A location is not the name of an H3 cell: {error}.", "Use the location ids of the findings as they are."
        ) from error


def resolutions(cells: ArrayLike) -> NDArray[np.intp]:
    """Return the resolution of each cell.

    >>> resolutions(["88195c82dbfffff"])
    array([8])
    """
    return ((numbers(cells) >> np.uint64(52)) & np.uint64(15)).astype(np.intp)


def neighbours(cells: ArrayLike, rings: int) -> sparse.csr_array:
    """Return which cells are within some rings of each other, each cell itself included.

    A neighbourhood of one ring at resolution 8 reaches about 1.4 km from side to side. Cells that are not in the list
    (sea, another county, nobody there) are no one's neighbour, so a cell at the edge of the area has fewer.

    Parameters
    ----------
    cells : array of shape (n,), names or numbers, sorted, each once
        Row and column i of the result belong to ``cells[i]``.
    rings : int
        How far the neighbourhood reaches: 0 for the cell alone.

    Returns
    -------
    sparse array of shape (n, n), float64, symmetric, ones

    Raises
    ------
    ParameterError
        The cells are not sorted, or one comes twice: rows could no longer be told apart.

    >>> disk = h3ronpy.grid_disk(np.array([0x88195C82DBFFFFF], dtype=np.uint64), 1, flatten=True)
    >>> np.sort(neighbours(np.sort(np.asarray(disk)), 1).sum(axis=1))
    array([4., 4., 4., 4., 4., 4., 7.])
    """
    held = numbers(cells)
    n = held.size
    if n > 1 and not (held[1:] > held[:-1]).all():
        raise ParameterError("The cells are not sorted, or a cell comes twice.", "Use the cube's own locations.")
    if n == 0:
        return sparse.csr_array((0, 0), dtype=np.float64)
    disks = pa.array(h3ronpy.grid_disk(held, int(rings)))
    reached = np.asarray(disks.flatten())
    row = np.repeat(np.arange(n), np.diff(np.asarray(disks.offsets)))
    column = np.searchsorted(held, reached)
    column[column == n] = 0
    inside = held[column] == reached
    pair = (np.ones(int(inside.sum())), (row[inside], column[inside]))
    return sparse.csr_array(pair, shape=(n, n))


def outlines(cells: ArrayLike) -> gpd.GeoSeries:
    """Return the hexagon of each cell in degrees (EPSG:4326), indexed by the cell's name.

    >>> outlines(["88195c82dbfffff"]).geom_type.tolist()
    ['Polygon']
    """
    held = numbers(cells)
    shapes = [] if held.size == 0 else shapely.from_wkb(pa.array(vector.cells_to_wkb_polygons(held)).to_pylist())
    return gpd.GeoSeries(shapes, index=names(held), crs="EPSG:4326")


def area_km2(cells: ArrayLike) -> NDArray[np.float64]:
    """Return the area of each cell in square kilometres, on the sphere.

    >>> area_km2(["88195c82dbfffff"]).round(2)
    array([0.66])
    """
    held = numbers(cells)
    return np.zeros(0) if held.size == 0 else np.array(h3ronpy.cells_area_km2(held), dtype=np.float64)


def centres(cells: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude of the middle of each cell, in degrees.

    >>> [degrees.round(3).tolist() for degrees in centres(["88195c82dbfffff"])]
    [[-1.473], [52.923]]
    """
    held = numbers(cells)
    if held.size == 0:
        return np.zeros(0), np.zeros(0)
    points = pa.record_batch(vector.cells_to_coordinates(held))
    return np.array(points.column("lng")), np.array(points.column("lat"))


def cells_inside(geometry: Any, resolution: int) -> Cells:
    """Return every cell whose middle lies inside a shape, sorted.

    A cell belongs to one shape only, so that districts side by side share no cell and leave none out.

    Parameters
    ----------
    geometry : shapely geometry
        Polygon or multipolygon in degrees (EPSG:4326).
    resolution : int
        H3 resolution.

    >>> len(cells_inside(shapely.box(-1.5, 52.9, -1.4, 53.0), 8))
    112
    """
    found = vector.geometry_to_cells(geometry, resolution, vector.ContainmentMode.ContainsCentroid)
    return np.unique(np.asarray(found, dtype=np.uint64))
