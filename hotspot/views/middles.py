"""Where the middles of places lie on the ground in metres, worked out once for the same places.

No filter moves a place.
"""

from __future__ import annotations

from operator import is_
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from hotspot import geography

MOST_KEPT = 4  # sizes of places: a meeting looks at few
Metres = tuple[NDArray[np.float64], NDArray[np.float64]]
Held = tuple[str, pd.Index, NDArray[Any], Metres]
_LOCK = Lock()  # readers come side by side
_HELD: list[Held] = []  # the last used last


def middles(locations: Any, crs: str) -> Metres:
    """Return the eastings and northings of a point inside each place.

    Parameters
    ----------
    locations : GeoDataFrame
        The places.
    crs : str
        In which projection, in metres.

    Returns
    -------
    tuple of two arrays of float, shape (places,)
        In metres.
    """
    shapes, keys = locations.geometry.to_numpy(), locations.index
    with _LOCK:
        for at, held in enumerate(_HELD):
            rows = _rows(held, crs, keys, shapes)
            if rows is not None:
                _HELD.append(_HELD.pop(at))
                x_m, y_m = held[3]
                return x_m[rows], y_m[rows]
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    made = geography.in_metres(points[:, 0], points[:, 1], crs)
    with _LOCK:
        _HELD.append((crs, keys, shapes, made))
        del _HELD[:-MOST_KEPT]
    return made


def _rows(held: Held, crs: str, keys: pd.Index, shapes: NDArray[Any]) -> NDArray[np.intp] | None:
    """Return the rows of what is held where these very shapes are among it, else None."""
    if held[0] != crs or len(held[1]) < len(keys) or not held[1].is_unique:
        return None
    rows = held[1].get_indexer(keys)
    return rows if (rows >= 0).all() and all(map(is_, held[2][rows], shapes)) else None
