"""GeoJSON, read by the standard library and shapely alone.

A general geodata reader would follow whatever the text claims to be (a 120-byte virtual raster that names other files
on the server, for instance). Here a file is JSON with features or it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from numpy.typing import NDArray

from hotspot.errors import SourceError
from hotspot.sources import limits
from hotspot.sources.cells import as_table, as_text
from hotspot.sources.csv_file import as_utf8
from hotspot.sources.features import AGAIN, GENERALISED, Collection
from hotspot.sources.model import Opened, Raw, bounded

_FEWER = "Save only the columns that are needed."
_AUTHORITY = re.compile(r"(?:EPSG|OGC)(?:::|:[\d.]*:|/[\d.]+/|:)(CRS84|\d{4,6})$", re.IGNORECASE)
_DEEPEST = 4  # multipolygon: polygons, rings, points, numbers
_SHAPES = {"Point": 1, "MultiPoint": 2, "LineString": 2, "MultiLineString": 3, "Polygon": 3, "MultiPolygon": _DEEPEST}


def opened(data: bytes) -> list[Opened]:
    """Return the one layer of a GeoJSON file.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    SourceError
        Too large, nested too deeply, not JSON, or JSON without features.
    """
    text, _ = as_utf8(data)
    collection = Collection(text)
    properties: list[dict[str, str | None]] = []
    shapes: list[Any] = []
    names: dict[str, str] = {}
    vertices = cells = 0
    for feature in collection.features():
        said = _properties(feature)
        # One spelling of each name for all features, and no value but a plain one: half a million may follow.
        properties.append({names.setdefault(name, name): as_text(value) for name, value in said.items()})
        shapes.append(_geometry(feature.get("geometry")))
        vertices += int(shapely.get_num_coordinates(shapes[-1]))
        cells += len(said)
        bounded(vertices, limits.VERTICES, "vertices", GENERALISED)
        bounded(len(shapes), limits.FEATURES, "features", GENERALISED)
        bounded(len(names), limits.COLUMNS, "columns", _FEWER)
        bounded(cells, limits.PROPERTIES, "values beside its shapes", _FEWER)
    crs = authority(_named_crs(collection.members))
    return [Opened(tuple(names), True, partial(_load, properties, shapes, crs))]


def authority(name: str | None) -> str | None:
    """Return ``EPSG:n`` or ``OGC:CRS84`` from any of the ways to name a coordinate system, None where none is named.

    >>> authority("urn:ogc:def:crs:EPSG::27700"), authority("urn:ogc:def:crs:OGC:1.3:CRS84"), authority("EPSG:4326")
    ('EPSG:27700', 'OGC:CRS84', 'EPSG:4326')
    """
    if name is None:
        return None
    found = _AUTHORITY.search(name)
    if found is None:
        raise SourceError(f"Its coordinate system {name[:80]!r} is not one with an EPSG number.", AGAIN)
    code = found[1].upper()
    return "OGC:CRS84" if code == "CRS84" else f"EPSG:{code}"


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _named_crs(content: Mapping[str, Any]) -> str | None:
    crs = content.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else None


def _load(
    properties: Sequence[Mapping[str, str | None]], shapes: Sequence[Any], crs: str | None, wanted: Sequence[str]
) -> Raw:
    table = as_table(([one.get(name) for name in wanted] for one in properties), wanted)
    geometry: NDArray[Any] = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    return Raw(table, np.arange(len(shapes), dtype=np.int32), len(shapes), geometry=geometry, crs=crs)


def _geometry(shape: Any) -> Any:
    """Return a shapely geometry, None where the feature has none that can be built."""
    if not _plausible(shape, collections=True):
        return None
    try:
        return shapely.geometry.shape(shape)
    except (ValueError, TypeError, IndexError, KeyError, OverflowError, RecursionError, shapely.errors.ShapelyError):
        return None


def _plausible(shape: Any, *, collections: bool) -> bool:
    """Return whether a geometry is nested as deep as its type says, a collection holding no further collections."""
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind == "GeometryCollection":
        parts = shape.get("geometries")
        return collections and isinstance(parts, list) and all(_plausible(one, collections=False) for one in parts)
    return isinstance(kind, str) and kind in _SHAPES and _depth(shape.get("coordinates")) == _SHAPES[kind]


def _depth(coordinates: Any) -> int:
    depth = 0
    while isinstance(coordinates, list) and coordinates and depth <= _DEEPEST:
        coordinates, depth = coordinates[0], depth + 1
    return depth
