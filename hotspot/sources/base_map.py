"""The vector base map of a whole country (OS Open Zoomstack), cut to the areas that are held while it is read.

The file is far larger than anything else that is added: 12 GB unpacked. It is never held in memory; each row is looked
at once, and only what lies in an area held, in a layer that a quiet map shows, is kept.
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyproj
import shapely
from numpy.typing import NDArray

from hotspot import schema
from hotspot.errors import SourceError
from hotspot.sources import geopackage, limits, wkb
from hotspot.sources.model import Member, Opened, Taken, bounded

KIND, SOURCE = "base", "os"
Around = Callable[[], Sequence[Any]]
MARGIN_M = 3_000.0  # round an area, so that its edge is not the end of every road
STREETS_WITHIN_M = 500.0
FINE_M = 4.0  # nothing on the map is finer
TELLING = {"names", "roads_national"}  # layers without which a file is no base map
OUTSIDE, NOT_DRAWN, NO_SHAPE = "outside the areas held", "a type that the map does not show", "no shape that is one"
_ADD_FIRST = "Add the area's boundaries and records first, then this file again."


@dataclass(frozen=True)
class Layer:
    """What a layer of the file becomes.

    Attributes
    ----------
    usual : str
        The type of its features; empty where most are not shown.
    by_type : mapping
        Types that become something else; empty text leaves them out.
    called : tuple of str
        Columns of its name, the first that says one counts.
    """

    usual: str
    by_type: Mapping[str, str] = field(default_factory=dict)
    called: tuple[str, ...] = ("name", "name1")


LAYERS = {
    "land": Layer("land"),
    "urban_areas": Layer("urban area"),
    "greenspace": Layer("park"),
    "surfacewater": Layer("water"),
    "waterlines": Layer("stream", {"MHW": "", "MLW": ""}),  # tide marks
    "rail": Layer("railway"),
    "railway_stations": Layer("station"),
    "roads_national": Layer("main road", {"Motorway": "motorway"}, ("number",)),
    "roads_regional": Layer("main road", {"B Road": "road"}, ("number",)),
    "roads_local": Layer("street"),
    "names": Layer(
        "",
        {"Capital": "city", "City": "city", "Town": "town", "Village": "village", "Suburban Area": "suburb"},
    ),
}


def fits(names: Sequence[str]) -> bool:
    """Return whether the layers of a file are those of a base map; what the file is called does not matter.

    >>> fits(["names", "roads_national", "land", "contours"]), fits(["names"])
    (True, False)
    """
    return set(names) >= TELLING and len(LAYERS.keys() & set(names)) > len(TELLING)


def is_large(path: Path, size: int) -> bool:
    """Return whether a file is a base map too large for memory: looked into where it lies."""
    if not limits.FILE_BYTES < size <= limits.BASE_MAP_BYTES:
        return False
    with path.open("rb") as file:
        if not file.read(100).startswith(geopackage.SIGNATURE):
            return False
    with closing(geopackage.on_disk(path)) as database:
        return fits([name for name, *_ in geopackage.layers_of(database)])


def taken_from_disk(member: Member, around: Around) -> list[Taken]:
    """Return what a large file became, read where it lies."""
    with member.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with closing(geopackage.on_disk(member.path)) as database:
        return [_taken(member, digest, database, around)]


def taken(member: Member, data: bytes, tables: Sequence[Opened], around: Around) -> list[Taken]:
    """Return what a smaller file became; nothing where its layers are not those of a base map."""
    if not fits([table.label for table in tables]):
        return []
    with closing(geopackage.in_memory(data)) as database:
        return [_taken(member, member.sha256, database, around)]


def _taken(member: Member, digest: str, database: sqlite3.Connection, around: Around) -> Taken:
    areas = list(around())
    if not areas:
        raise SourceError("It is a base map of the whole country, and no area is held yet to cut it to.", _ADD_FIRST)
    try:
        table, rejected, rows = _table(database, areas)
    except sqlite3.Error as error:
        raise SourceError(f"It cannot be read ({error}).", "Download and unpack the GeoPackage again.") from error
    schema.check(table, KIND)
    bounds = ", ".join(f"{value:.4f}" for value in shapely.total_bounds(np.array(areas, dtype=object)))
    own = hashlib.sha256(f"{digest} cut to {bounds}".encode()).hexdigest()  # the same file cut elsewhere is another
    return Taken(
        name=member.name, member=member.member, sha256=own, kind=KIND, source=SOURCE, period=None, table=table,
        rows_read=rows, kept=table.num_rows, rejected={why: n for why, n in rejected.items() if n},
        notes=(
            "Cut to the areas held; add it again after adding another area.",
            "Contains OS data © Crown copyright and database right.",
        ),
        file=digest,
    )  # fmt: skip


def _table(database: sqlite3.Connection, areas: Sequence[Any]) -> tuple[pa.Table, Counter[str], int]:
    """Return the rows that are kept, the others by reason, and how many there were."""
    pieces: list[pa.Table] = [schema.arrow_schema(KIND).empty_table()]
    rejected: Counter[str] = Counter()
    rows = points = 0
    for name, shape, crs, number in geopackage.layers_of(database):
        if name in LAYERS:
            cut = _Cut.to(areas, geopackage.system(crs, number))
            read = _Reading(LAYERS[name], cut)
            pieces.append(read.table(geopackage.rows(database, name, ("type", *LAYERS[name].called), shape)))
            rejected, rows, points = rejected + read.rejected, rows + read.rows, points + read.points
            bounded(points, limits.VERTICES, "vertices in the areas held", "Use a smaller area profile.")
    return pa.concat_tables(pieces), rejected, rows


@dataclass(frozen=True)
class _Cut:
    """The areas held, in the system of a layer: metres."""

    boxes: NDArray[np.float64]
    near: Any
    back: pyproj.Transformer

    @classmethod
    def to(cls, areas: Sequence[Any], crs: str | None) -> _Cut:
        if crs is None or not pyproj.CRS.from_user_input(crs).is_projected:
            raise SourceError("Its layers are not in metres.", "Download the GeoPackage in British National Grid.")
        there = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        moved = shapely.transform(
            np.array(areas, dtype=object), lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1]))
        )
        boxes = shapely.bounds(moved) + np.array([-1, -1, 1, 1]) * MARGIN_M
        near = shapely.buffer(shapely.simplify(shapely.union_all(moved), 50), STREETS_WITHIN_M)
        shapely.prepare(near)
        return cls(boxes, near, pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True))

    def holds(self, bounds: tuple[float, ...]) -> bool:
        west, south, east, north = bounds
        boxes = self.boxes
        return bool(
            ((boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)).any()
        )

    def light(self, shapes: NDArray[Any]) -> NDArray[Any]:
        """Return shapes cut to the boxes, as fine as the map needs them."""
        whole = shapely.bounds(shapely.box(*self.boxes.T)) if len(self.boxes) > 1 else self.boxes
        west, south = whole[:, :2].min(axis=0)
        east, north = whole[:, 2:].max(axis=0)
        # One that lies inside is left as it is; a polygon that touches itself cannot be cut before it is mended.
        return np.asarray(
            shapely.simplify(shapely.clip_by_rect(shapely.make_valid(shapes), west, south, east, north), FINE_M)
        )

    def degrees(self, shapes: NDArray[Any]) -> NDArray[Any]:
        """Return shapes in degrees, to a metre."""

        def moved(xy: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.round(np.column_stack(self.back.transform(xy[:, 0], xy[:, 1])), 5)

        return np.asarray(shapely.transform(shapes, moved))


class _Reading:
    """One layer while it is read: what is kept and the account of the rest."""

    def __init__(self, layer: Layer, cut: _Cut) -> None:
        self._layer, self._cut = layer, cut
        self.rejected: Counter[str] = Counter()
        self.rows = self.points = 0

    def table(self, rows: Iterator[tuple[Any, ...]]) -> pa.Table:
        """Return the features of a layer that are kept."""
        kept = list(self._kept(rows))
        shapes = self._cut.light(wkb.shapes(found for _, _, found in kept))
        good = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        if self._layer.usual == "street":
            good &= shapely.intersects(self._cut.near, shapes)
        self.rejected[OUTSIDE] += int((~good).sum())
        self.points = int(shapely.get_num_coordinates(shapes[good]).sum())
        texts = [(kind, name) for (kind, name, _), is_good in zip(kept, good, strict=True) if is_good]
        return pa.table(
            {
                "type": pa.array([kind for kind, _ in texts], pa.string()),
                "name": pa.array([name for _, name in texts], pa.string()),
                "geometry": pa.array(list(shapely.to_wkb(self._cut.degrees(shapes[good]))), pa.binary()),
            }
        )

    def _kept(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[str, str, bytes]]:
        held = 0
        for said, *names, blob in rows:
            self.rows += 1
            kind = self._layer.by_type.get(str(said), self._layer.usual)
            found = geopackage.shape_in(blob)
            why = NOT_DRAWN if not kind else NO_SHAPE if found is None else ""
            if not why and found is not None and not self._cut.holds(_bounds(blob, found)):
                why = OUTSIDE
            if why or found is None:
                self.rejected[why] += 1
                continue
            held += len(found)
            bounded(held, limits.FILE_BYTES, "bytes in the areas held", "Use a smaller area profile.")
            yield kind, next((str(name) for name in names if name), ""), found


def _bounds(blob: bytes, found: bytes) -> tuple[float, ...]:
    """Return west, south, east, north of a feature, from its header where that tells it."""
    flags = blob[3]
    order = "<" if flags & 1 else ">"
    if (flags >> 1) & 0b111 and len(blob) >= 40:
        west, east, south, north = struct.unpack_from(f"{order}4d", blob, 8)
        return west, south, east, north
    return tuple(float(value) for value in shapely.bounds(wkb.shapes([found])[0]))
