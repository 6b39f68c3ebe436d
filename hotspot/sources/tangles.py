"""Outlines that cross themselves: mended where they do so now and then, refused where they do nothing else.

Mending looks at every crossing, and a drawing of three thousand points can cross itself a million times. So the
crossings are counted first, and counting stops when there are too many.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from hotspot.errors import SourceError
from hotspot.sources import limits
from hotspot.sources.model import bounded

_OWN = 3  # each piece of an outline meets itself and its two neighbours
_AT_ONCE = 2_000_000
_DRAWN = "Download the boundaries again, or use another release of them."
_GENERALISED = "Use the publisher's generalised boundaries."


def mended(shapes: NDArray[Any]) -> tuple[NDArray[Any], int]:
    """Return shapes that are valid, and how many had to be made so.

    Raises
    ------
    SourceError
        A shape crosses itself so often that it cannot be a boundary, or is too large to be mended.

    >>> bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    >>> valid, count = mended(np.array([bow, None], dtype=object))
    >>> valid[0].geom_type, count
    ('MultiPolygon', 1)
    """
    invalid = ~(shapely.is_valid(shapes) | shapely.is_missing(shapes))
    if not invalid.any():
        return shapes, 0
    left = limits.CROSSINGS
    for place in np.flatnonzero(invalid):
        left -= _crossings(shapes[place], left, int(place))
    whole = shapes.copy()
    whole[invalid] = shapely.make_valid(shapes[invalid])
    return whole, int(invalid.sum())


def _crossings(shape: Any, most: int, place: int) -> int:
    """Return how often the outlines of a shape meet themselves and each other."""
    bounded(
        int(shapely.get_num_coordinates(shape)), limits.MENDABLE_VERTICES, "vertices in a broken shape", _GENERALISED
    )
    pieces = _pieces(shape)
    tree = shapely.STRtree(pieces)
    step = max(1, _AT_ONCE // max(1, len(pieces)))
    found = 0
    for start in range(0, len(pieces), step):
        some = pieces[start : start + step]
        found += max(0, tree.query(some, predicate="intersects").shape[1] - _OWN * len(some))
        if found > most:
            raise SourceError(f"The outline in row {place + 1:,} crosses itself over and over.", _DRAWN)
    return found


def _pieces(shape: Any) -> NDArray[Any]:
    """Return the straight pieces of the outlines of a shape."""
    rings = shapely.get_rings(shapely.get_parts(shapely.get_parts(shape)))  # twice: a collection may hold multipolygons
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[:-1] == ring[1:]
    lines: NDArray[Any] = shapely.linestrings(np.stack([points[:-1][joined], points[1:][joined]], axis=1))
    return lines
