"""An area that somebody drew or exported for an action: a small GeoJSON, read within bounds, brought to degrees."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import shapely

from hotspot.errors import SourceError
from hotspot.sources import geojson, limits
from hotspot.sources.projection import in_degrees
from hotspot.sources.tangles import mended

LARGEST_BYTES = 2 * limits.MEGABYTE
MOST_VERTICES = 20_000
_AREAL = ("Polygon", "MultiPolygon")


def drawn_area(data: bytes, *, anywhere: bool = False) -> dict[str, Any]:
    """Return the polygons of a GeoJSON file as one GeoJSON geometry in degrees.

    Parameters
    ----------
    data : bytes
        The whole file.
    anywhere : bool
        True where the area need not lie in the British Isles.

    Raises
    ------
    SourceError
        Too large, not GeoJSON, or without an area.
    """
    if len(data) > LARGEST_BYTES:
        raise SourceError("The drawn area is larger than 2 MB.", "Draw it with fewer corners.")
    raw = geojson.opened(data)[0].load(())
    shapes = np.array([shape for shape in cast(Any, raw.geometry) if shape is not None], dtype=object)
    areal = np.array([shape for shape in shapes if shape.geom_type in _AREAL and not shape.is_empty], dtype=object)
    if not len(areal):
        raise SourceError("The file holds no area.", "Draw a polygon, not points or lines, and save it as GeoJSON.")
    if int(shapely.get_num_coordinates(areal).sum()) > MOST_VERTICES:
        raise SourceError(f"The drawn area has more than {MOST_VERTICES:,} corners.", "Draw it with fewer.")
    settled, _ = in_degrees(shapely.force_2d(areal), raw.crs, anywhere=anywhere)
    whole = shapely.union_all(mended(settled)[0])
    if not whole.area > 0:
        raise SourceError("The drawn area has no extent: its corners lie on one point or line.", "Draw it again.")
    return cast(dict[str, Any], shapely.geometry.mapping(whole))
