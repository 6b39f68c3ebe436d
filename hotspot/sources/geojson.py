"""GeoJSON, read by the standard library and shapely alone.

A general geodata reader would follow whatever the text claims to be (a 120-byte virtual raster that names other files
on the server, for instance). Here a file is JSON with features or it is refused.
"""

from __future__ import annotations

import gc
import json
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
from hotspot.sources.cells import as_table
from hotspot.sources.csv_file import as_utf8
from hotspot.sources.model import Opened, Raw, bounded

_AGAIN = "Download it again as GeoJSON, or use the GeoPackage."
_GENERALISED = "Use the publisher's generalised boundaries (BGC or BSC), or the GeoPackage."
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
    bounded(len(data), limits.JSON_BYTES, "bytes of JSON", _GENERALISED)
    text, _ = as_utf8(data)
    content = _parsed(text)
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise SourceError("It is JSON, but not a GeoJSON collection of features.", _AGAIN)
    bounded(len(features), limits.FEATURES, "features", _GENERALISED)
    properties = [_properties(feature) for feature in features]
    names = dict.fromkeys(name for one in properties for name in one)
    bounded(len(names), limits.COLUMNS, "columns", "Save only the columns that are needed.")
    shapes = [feature.get("geometry") for feature in features]
    return [Opened(tuple(names), True, partial(_load, properties, shapes, authority(_named_crs(content))))]


def authority(name: str | None) -> str | None:
    """Return ``EPSG:n`` or ``OGC:CRS84`` from any of the ways to name a coordinate system, None where none is named.

    >>> authority("urn:ogc:def:crs:EPSG::27700"), authority("urn:ogc:def:crs:OGC:1.3:CRS84"), authority("EPSG:4326")
    ('EPSG:27700', 'OGC:CRS84', 'EPSG:4326')
    """
    if name is None:
        return None
    found = _AUTHORITY.search(name)
    if found is None:
        raise SourceError(f"Its coordinate system {name[:80]!r} is not one with an EPSG number.", _AGAIN)
    code = found[1].upper()
    return "OGC:CRS84" if code == "CRS84" else f"EPSG:{code}"


def _parsed(text: bytes) -> Any:
    collecting = gc.isenabled()
    gc.disable()  # millions of small lists and not one cycle: looking for cycles takes longer than parsing
    try:
        return json.loads(text)
    except RecursionError as error:
        raise SourceError("Its JSON is nested deeper than any map is.", _AGAIN) from error
    except ValueError as error:
        raise SourceError(f"It begins like JSON but is not ({str(error)[:100]}).", _AGAIN) from error
    finally:
        if collecting:
            gc.enable()


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _named_crs(content: Mapping[str, Any]) -> str | None:
    crs = content.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else None


def _load(
    properties: Sequence[Mapping[str, Any]], shapes: Sequence[Any], crs: str | None, wanted: Sequence[str]
) -> Raw:
    table = as_table(([one.get(name) for name in wanted] for one in properties), wanted)
    geometry: NDArray[Any] = np.empty(len(shapes), dtype=object)
    vertices = 0
    for place, shape in enumerate(shapes):
        geometry[place] = _geometry(shape)
        vertices += int(shapely.get_num_coordinates(geometry[place]))
        bounded(vertices, limits.VERTICES, "vertices", _GENERALISED)
    return Raw(table, np.arange(len(shapes), dtype=np.int32), len(shapes), geometry=geometry, crs=crs)


def _geometry(shape: Any) -> Any:
    """Return a shapely geometry, None where the feature has none that can be built."""
    if not _plausible(shape, collections=True):
        return None
    try:
        return shapely.geometry.shape(shape)
    except (ValueError, TypeError, IndexError, KeyError, shapely.errors.ShapelyError):
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
