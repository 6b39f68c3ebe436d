"""Patrol zones as a force keeps them: named polygons in a GeoJSON, or a CSV that says which hexagons make up each zone.

Only the shape, the name and the minutes planned a night are kept of a zone; everything else in the file stays out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd
import shapely
import shapely.geometry

from hotspot import grid
from hotspot.errors import HotspotError, SourceError
from hotspot.sources import csv_file, geojson, limits
from hotspot.sources.columns import numbers, text
from hotspot.sources.model import Raw, bounded
from hotspot.sources.projection import in_degrees
from hotspot.sources.recogniser import Heading, plain
from hotspot.sources.screening import personal_in
from hotspot.sources.tangles import mended

LARGEST_BYTES = 2 * limits.MEGABYTE
MOST_ZONES, MOST_CELLS, MOST_VERTICES = 500, 20_000, 20_000
LONGEST_NAME = 80
SEVEN_PLACES = 6  # decimals of a degree kept: 11 cm
_NAME = Heading("(patrol_)?(zone|beat|area|hotspot|hot_spot|place)?_?(name|title|label)|(patrol_)?zone|hotspot", "name")
_MINUTES = Heading("(planned|target)_(minutes|dosage)(_(a|per)_night)?|minutes_(a|per)_night", "minutes_a_night")
_CELL = Heading("(h3_?)?(cell|index|hexagon|location)(_id)?|h3", "cell")
_AREAL = ("Polygon", "MultiPolygon")
_DRAW = "Save the zones as polygons with a name each (GeoJSON), or as a CSV with the columns zone and cell."


@dataclass(frozen=True)
class ZoneSet:
    """Zones that were read.

    Attributes
    ----------
    shape : dict
        A GeoJSON collection in degrees; each feature has ``name`` and ``minutes`` (planned a night, or None).
    notes : tuple of str
        What was mended, renamed or left out.
    """

    shape: dict[str, Any]
    notes: tuple[str, ...]


def zone_set(data: bytes, *, anywhere: bool = False) -> ZoneSet:
    """Return the zones of a file.

    Parameters
    ----------
    data : bytes
        The whole file: GeoJSON, or CSV with zone and cell.
    anywhere : bool
        True where the zones need not lie in the British Isles.

    Raises
    ------
    SourceError
        Too large, neither of the two, no area, too many zones, or a name that could lead to a person.
    """
    bounded(len(data), LARGEST_BYTES, "bytes", "Draw the zones with fewer corners.")
    is_json = data.lstrip()[:1] == b"{" or data.startswith(b"\xef\xbb\xbf{")
    return _drawn(data, anywhere) if is_json else _of_cells(data)


def _drawn(data: bytes, anywhere: bool) -> ZoneSet:
    opened = geojson.opened(data)[0]
    found = {key: heading.find({plain(n): n for n in opened.names}) for key, heading in _HEADINGS.items()}
    raw = opened.load([name for name in found.values() if name])
    shapes = cast(Any, raw.geometry)
    areal = np.array([s is not None and s.geom_type in _AREAL and not s.is_empty for s in shapes], dtype=bool)
    if not areal.any():
        raise SourceError("The file holds no area: a patrol zone has to be a polygon.", _DRAW)
    bounded(int(shapely.get_num_coordinates(shapes[areal]).sum()), MOST_VERTICES, "corners", "Draw it with fewer.")
    settled, said = in_degrees(shapely.force_2d(shapes[areal]), raw.crs, anywhere=anywhere)
    whole, repaired = mended(settled)
    names = _column(raw, found["name"])
    minutes = numbers(raw.table[found["minutes"]])[0].to_pylist() if found["minutes"] else [None] * len(shapes)
    kept = [(names[i], whole[n], minutes[i]) for n, i in enumerate(np.flatnonzero(areal))]
    notes = [*said, *([f"{repaired} zones crossed their own outline and were mended."] if repaired else [])]
    notes += [f"{int((~areal).sum())} features are no areas and were left out."] if not areal.all() else []
    return _collected(kept, notes)


_HEADINGS = {"name": _NAME, "minutes": _MINUTES}


def _of_cells(data: bytes) -> ZoneSet:
    opened = csv_file.opened(data)[0]
    names = {plain(name): name for name in opened.names}
    zone, cell = _NAME.find(names), _CELL.find(names)
    if zone is None or cell is None:
        raise SourceError("It is neither GeoJSON nor a table of zones and hexagons.", _DRAW)
    raw = opened.load([zone, cell])
    bounded(raw.table.num_rows, MOST_CELLS, "rows", "Use polygons instead.")
    pairs = pd.DataFrame({"zone": _column(raw, zone), "cell": _column(raw, cell)}).dropna()
    try:
        outlines = grid.outlines(pairs["cell"].to_list())
    except HotspotError as error:
        raise SourceError(error.what, "Write H3 cells as 15 characters, one in each row.") from error
    if not len(outlines):
        raise SourceError("The table holds no zone with a hexagon.", _DRAW)
    try:
        merged = [
            (str(name), shapely.union_all(outlines.to_numpy()[rows]), None)
            for name, rows in pairs.groupby("zone").indices.items()
        ]
    except shapely.errors.GEOSException as error:  # cells as large as continents, which wrap round the Earth
        raise SourceError("Its hexagons cannot be put together.", "Write H3 cells of resolution 7 to 10.") from error
    return _collected(merged, [])


def _column(raw: Raw, name: str | None) -> list[str | None]:
    if name is None:
        return [None] * raw.table.num_rows
    return cast(list[str | None], text(raw.table[name]).to_pylist())


def _collected(zones: Sequence[tuple[str | None, Any, float | None]], notes: list[str]) -> ZoneSet:
    bounded(len(zones), MOST_ZONES, "zones", "Split the set.")
    names = _named([name for name, _, _ in zones])
    renamed = sum(given != kept for (given, _, _), kept in zip(zones, names, strict=True))
    features = [
        {"type": "Feature", "properties": {"name": name, "minutes": minutes if minutes and minutes > 0 else None},
         "geometry": _rounded(shape)}
        for name, (_, shape, minutes) in zip(names, zones, strict=True)
    ]  # fmt: skip
    said = [f"{renamed} zones had no name, or one that another has too, and were numbered."] if renamed else []
    return ZoneSet({"type": "FeatureCollection", "features": features}, (*notes, *said))


def _rounded(shape: Any) -> dict[str, Any]:
    placed = shapely.set_precision(shape, 10.0**-SEVEN_PLACES)
    return cast(dict[str, Any], shapely.geometry.mapping(shape if placed.is_empty else placed))


def _named(given: Sequence[str | None]) -> list[str]:
    """Return names that differ and say nothing of a person.

    >>> _named(["North", None, "North"])
    ['North', 'Zone 2', 'North (2)']
    """
    names: list[str] = []
    for place, name in enumerate(given, start=1):
        said = re.sub(r"\s+", " ", name or "").strip()[:LONGEST_NAME] or f"Zone {place}"
        found = personal_in(said)
        if found:
            raise SourceError(
                f"The name of zone {place} holds {found}.", "Name zones after places, never after people."
            )
        again = sum(one == said or one.startswith(f"{said} (") for one in names)
        names.append(f"{said} ({again + 1})" if said in names else said)
    return names
