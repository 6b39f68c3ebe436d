"""Shapes in any coordinate system that an official download uses, brought to longitude and latitude."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]  # public, though its stub hides it

from hotspot.errors import SourceError
from hotspot.sources.position import inside

set_network_enabled(active=False)
_FARTHEST = 1e8  # in metres or degrees: no system in use counts as far
_DEGREES = {"EPSG:4326", "OGC:CRS84", "EPSG:4258"}


def in_degrees(
    shapes: NDArray[Any], crs: str | None, *, anywhere: bool = False
) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Return shapes in longitude and latitude, and a note where the file did not say what they were in.

    Parameters
    ----------
    shapes : array of shapely geometries
        Missing ones are None.
    crs : str or None
        ``EPSG:n``, ``OGC:CRS84`` or WKT; None where the file says nothing. Metres without a name are taken for the
        British National Grid, and the note says so.
    anywhere : bool
        True where the shapes need not lie in the British Isles.

    Raises
    ------
    SourceError
        No numbers, an unknown system, swapped axes, or a place far from the British Isles.
    """
    west, south, east, north = shapely.total_bounds(shapes) if len(shapes) else [np.nan] * 4
    if not np.isfinite([west, south, east, north]).all():
        raise SourceError("None of its shapes has coordinates that are numbers.", "Download the boundaries again.")
    if max(-west, -south, east, north) > _FARTHEST:
        raise SourceError("One of its shapes reaches farther than the Earth is wide.", "Download the boundaries again.")
    in_degrees = west >= -180 and east <= 180 and south >= -90 and north <= 90
    notes: tuple[str, ...] = ()
    if crs is None and not in_degrees:
        notes = ("It names no coordinate system; its metres were read as British National Grid.",)
        crs = "EPSG:27700"
    if crs is not None and crs not in _DEGREES:
        shapes = _transformed(shapes, crs)
    if not anywhere:
        _refuse_elsewhere(shapes)
    return shapes, notes


def _transformed(shapes: NDArray[Any], crs: str) -> NDArray[Any]:
    try:
        move = pyproj.Transformer.from_crs(pyproj.CRS.from_user_input(crs), "EPSG:4326", always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise SourceError(f"Its coordinate system {crs[:60]} is not known.", "Download it in EPSG:4326.") from error
    return np.asarray(shapely.transform(shapes, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1]))))


def _refuse_elsewhere(shapes: NDArray[Any]) -> None:
    with np.errstate(invalid="ignore"):  # a shape may have a point that is no number
        middle = shapely.centroid(shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))])
    middle = middle[~shapely.is_empty(middle)]
    if not len(middle):
        raise SourceError("None of its shapes has a middle.", "Download the boundaries again.")
    lon, lat = shapely.get_x(middle), shapely.get_y(middle)
    if inside(lon, lat).mean() >= 0.5:
        return
    swapped = inside(lat, lon).mean() > 0.5
    what = "Its longitude and latitude are swapped." if swapped else "Most of its areas lie outside the British Isles."
    raise SourceError(what, "Download it again in longitude and latitude (EPSG:4326) or British National Grid.")
