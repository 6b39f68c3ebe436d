"""A map of density made from shown counts alone: five classes that nobody can turn back."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
from numpy.typing import NDArray

from hotspot.cube import Cube
from hotspot.disclosure.counts import BAND_VALUE
from hotspot.measures import Surface
from hotspot.measures.density import CLASS_BREAKS

ACROSS = 3  # squares of the picture across one place


def classed(raw: Surface, shown: NDArray[np.int64], cube: Cube) -> Surface:
    """Return a surface of the classes of each place's shown count per km²; the band is class 0.

    A density drawn from the points shows where they lie: its outermost hills, its radius and even the corner of its
    grid do. This one is worked out from the shown counts, so that it tells nothing that they do not.

    Parameters
    ----------
    raw : Surface
        Only its reference system and kind are kept.
    shown : int array (n,)
        Shown counts of the cube's locations.
    """
    centres = cube.outlines.to_crs(raw.crs).centroid
    x, y = centres.x.to_numpy(), centres.y.to_numpy()
    width = math.sqrt(float(np.median(cube.area_km2))) * 1000
    step = width / ACROSS
    west, south = x.min() - width, y.min() - width
    columns, rows = (math.ceil((side.max() + width - low) / step) for side, low in ((x, west), (y, south)))
    grid_x, grid_y = np.meshgrid(west + (np.arange(columns) + 0.5) * step, south + (np.arange(rows) + 0.5) * step)
    from scipy.spatial import cKDTree  # here, because loading it takes time that the first page does not have

    away, nearest = cKDTree(np.column_stack([x, y])).query(np.column_stack([grid_x.ravel(), grid_y.ravel()]))
    here = _classes(shown, cube.area_km2)[nearest]
    classes = np.where(away <= width, here, 0).reshape(rows, columns).astype(np.int8)
    return dataclasses.replace(
        raw, x_min_m=west, y_min_m=south, step_m=step, density=None, classes=classes, bandwidth_m=round(width)
    )


def _classes(shown: NDArray[np.int64], area_km2: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return five classes by multiples of the mean over the places above the band, which are class 0.

    >>> _classes(np.array([4, 10, 10, 40]), np.ones(4)).tolist()
    [0, 1, 1, 2]
    """
    above = shown > BAND_VALUE
    if not above.any():
        return np.zeros(len(shown), dtype=np.int8)
    per_km2 = shown / area_km2
    found = np.digitize(per_km2, np.array(CLASS_BREAKS) * per_km2[above].mean(), right=True) + 1
    return np.where(above, found, 0).astype(np.int8)
