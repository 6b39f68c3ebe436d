"""Which places an action or a project was at, and which other actions make a place unfit to compare with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
import shapely.geometry

from hotspot import grid

HEXAGON = re.compile("8[0-9a-f]{14}")
IDLE = ("proposed", "dropped", "aspirational")  # nothing was done (yet)


def located(locations: gpd.GeoDataFrame, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the places of an entry of the register: by its hexagons, its drawn area or its point.

    A hexagon of another size, or a drawn area, takes the places whose middle lies inside it; where that is none, the
    one place that holds its own middle. None where the entry says no more than a name.

    Parameters
    ----------
    locations : GeoDataFrame
        Index = location, outlines in degrees.
    entry : mapping
        ``cells``, ``shape`` (GeoJSON), ``lon`` and ``lat``: any of them, or none.
    """
    said = entry.get("cells")
    cells = [str(one) for one in said] if isinstance(said, list | tuple) else []
    hexagons = [cell for cell in cells if HEXAGON.fullmatch(cell)]  # the others are keys of small areas
    same = [cell for cell in cells if cell in locations.index]
    if same:
        return tuple(same)
    shapes = [*_shapes(entry.get("shape")), *(grid.outlines(hexagons).tolist() if hexagons else [])]
    found = [key for shape in shapes for key in _inside(locations, shape)]
    lon, lat = entry.get("lon"), entry.get("lat")
    if not shapes and pd.notna(lon) and pd.notna(lat):
        found = _holding(locations, shapely.Point(lon, lat))
    return tuple(dict.fromkeys(found))


def _shapes(said: Any) -> list[Any]:
    """Return the geometries of a GeoJSON, features or not."""
    if not isinstance(said, Mapping):
        return []
    if said["type"] == "FeatureCollection":
        return [one for feature in said["features"] for one in _shapes(feature.get("geometry"))]
    if said["type"] == "Feature":
        return _shapes(said.get("geometry"))
    return [shapely.geometry.shape(said)]


def _inside(locations: gpd.GeoDataFrame, shape: Any) -> list[str]:
    near = locations.iloc[locations.sindex.query(shape, predicate="intersects")]
    middles = shapely.point_on_surface(near.geometry.to_numpy())
    inside = [str(key) for key in near.index[shapely.contains(shape, middles)]]
    return inside or _holding(locations, shapely.point_on_surface(shape))


def _holding(locations: gpd.GeoDataFrame, point: Any) -> list[str]:
    rows = locations.sindex.query(point, predicate="intersects")
    return [str(key) for key in locations.index[rows[:1]]]


def touched(
    locations: gpd.GeoDataFrame, entries: pd.DataFrame, first: date, last: date, *, but: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return every place where something else was done between two days.

    Parameters
    ----------
    locations : GeoDataFrame
        Index = location, outlines in degrees.
    entries : DataFrame
        Actions and projects of the register.
    first, last : date
        From the first day compared to the last.
    but : sequence of str
        Keys of entries that do not count: the one that is evaluated.
    """
    found: list[str] = []
    for _, entry in entries.iterrows():
        if entry["key"] not in but and entry["status"] not in IDLE and _in_time(entry, first, last):
            found += located(locations, entry)
    return tuple(dict.fromkeys(found))


def _in_time(entry: Mapping[str, Any], first: date, last: date) -> bool:
    """Return whether an entry may have had an effect in that time; one without days may have."""
    begins = next((entry[name] for name in ("start", "meeting", "due") if _said(entry.get(name))), None)
    ends = entry["end"] if _said(entry.get("end")) else None
    return (begins is None or begins <= last) and (ends is None or ends >= first)


def _said(value: Any) -> bool:
    return isinstance(value, date)
