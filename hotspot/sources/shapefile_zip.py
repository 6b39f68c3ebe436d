"""A shapefile in a zip: its four files of one stem, read in pure Python.

Loose shapefiles are not read, for half of one is easily left behind.
"""

from __future__ import annotations

import io
import itertools
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyproj
import shapefile
import shapely
import shapely.geometry
from numpy.typing import NDArray

from hotspot.errors import SourceError
from hotspot.sources import limits, zipped
from hotspot.sources.cells import as_table
from hotspot.sources.model import Opened, Raw, bounded, distinct

SIGNATURE = b"\x00\x00\x27\x0a"
_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
ZIP_AGAIN = "Put the .shp, .dbf, .shx and .prj of one shapefile into one zip."
_VERTEX_BYTES = 16
_SMALLER = "Use generalised boundaries."
shapefile.VERBOSE = False  # its remarks are for programmers
_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "65001": "utf-8", "1252": "cp1252", "ansi 1252": "cp1252"}


def opened(data: bytes) -> list[Opened]:
    """Return the one layer of a zipped shapefile.

    Parameters
    ----------
    data : bytes
        The zip.

    Raises
    ------
    SourceError
        More than one shapefile, a part missing, or a damaged part.
    """
    parts, notes = _parts(zipped.directory(data))
    bounded(len(parts[".shp"]) // _VERTEX_BYTES, 2 * limits.VERTICES, "vertices", _SMALLER)
    with _reader(parts) as reader:
        names = distinct([field.name for field in reader.fields if field.name != "DeletionFlag"])
        bounded(reader.numRecords or 0, limits.FEATURES, "features", "Use a smaller extract.")
    return [Opened(names, True, partial(_load, parts, names, _crs(parts), notes))]


def _parts(contents: Sequence[zipped.Packed]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    by_stem: dict[str, dict[str, zipped.Packed]] = {}
    for packed in contents:
        path = PurePosixPath(packed.name)
        by_stem.setdefault(path.name.split(".")[0].lower(), {})["".join(path.suffixes[-1:]).lower()] = packed
    if len(by_stem) != 1:
        raise SourceError(f"The zip holds files of {len(by_stem)} names beside a shapefile.", ZIP_AGAIN)
    (found,) = by_stem.values()
    missing = [part for part in _PARTS[:2] if part not in found]
    if missing:
        raise SourceError(f"The shapefile lacks its {' and '.join(missing)} file.", ZIP_AGAIN)
    ignored = sorted(packed.name for part, packed in found.items() if part not in _PARTS)
    notes = (f"Not opened: {', '.join(ignored)}.",) if ignored else ()
    return {part: zipped.unpack(found[part]) for part in _PARTS if part in found}, notes


@contextmanager
def _reader(parts: Mapping[str, bytes]) -> Iterator[shapefile.Reader]:
    """Open a shapefile and turn whatever its reader trips over, now or later, into a refusal."""
    label = parts.get(".cpg", b"utf-8").decode("ascii", "replace").strip().lower()
    encoding = _ENCODINGS.get(label, "cp1252")
    streams = {part[1:]: io.BytesIO(parts[part]) for part in (".shp", ".dbf", ".shx") if part in parts}
    try:
        with warnings.catch_warnings(action="ignore"):
            with shapefile.Reader(**streams, encoding=encoding, encodingErrors="replace") as reader:
                yield reader
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(
            "The shapefile is damaged: one of its parts breaks off or says what cannot be.", ZIP_AGAIN
        ) from error


def _crs(parts: Mapping[str, bytes]) -> str | None:
    """Return the coordinate system of the .prj file as WKT, for what Esri writes has no EPSG number."""
    if ".prj" not in parts:
        return None
    bounded(len(parts[".prj"]), limits.CSV_LINE_BYTES, "bytes in its .prj file", ZIP_AGAIN)
    wkt = parts[".prj"].decode("utf-8", "replace").strip()
    try:
        return str(pyproj.CRS.from_wkt(wkt).to_wkt())
    except pyproj.exceptions.CRSError as error:
        raise SourceError("Its .prj file does not name a coordinate system.", ZIP_AGAIN) from error


def _load(
    parts: Mapping[str, bytes], names: Sequence[str], crs: str | None, notes: tuple[str, ...], wanted: Sequence[str]
) -> Raw:
    places = [names.index(name) for name in wanted]
    rows, shapes, vertices = [], [], 0
    with _reader(parts) as reader:
        for feature in reader.iterShapeRecords():
            rows.append([feature.record[place] for place in places])
            shapes.append(_shape(feature.shape))
            vertices += int(shapely.get_num_coordinates(shapes[-1]))
            bounded(vertices, limits.VERTICES, "vertices", _SMALLER)
    geometry: NDArray[Any] = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    order = np.arange(len(rows), dtype=np.int32)
    return Raw(as_table(rows, wanted), order, len(rows), geometry=geometry, crs=crs, notes=notes)


def _shape(shape: Any) -> Any:
    if shape is None or shape.shapeType == shapefile.NULL:
        return None
    _refuse_too_many_holes(shape)
    try:
        return shapely.geometry.shape(shape.__geo_interface__)
    except (ValueError, TypeError, IndexError, KeyError, shapely.errors.ShapelyError):
        return None


def _refuse_too_many_holes(shape: Any) -> None:
    """Refuse a shape in which looking for the outline around each hole would never end."""
    starts = [*getattr(shape, "parts", ()), len(shape.points)]
    turns = [shapefile.signed_area(shape.points[a:b], fast=True) >= 0 for a, b in itertools.pairwise(starts)]
    holes = sum(turns)
    bounded(holes * (len(turns) - holes), limits.RING_PAIRS, "pairs of outline and hole in one shape", _SMALLER)
