"""Outlines of one's own by which an area may be narrowed: read within bounds, kept under the digest of their shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely

from hotspot import config, register, sources
from hotspot.access import LOCAL, Scope
from hotspot.config import Settings
from hotspot.errors import ParameterError, SourceError
from hotspot.pipeline.patrol_sets import BRITISH
from hotspot.pipeline.preparing import prepare
from hotspot.pipeline.registering import register_table, save_entry

KIND = "outline"
DECIMALS = 6  # of a degree: 11 cm
DIGEST = 12


@dataclass(frozen=True)
class OwnOutline:
    """An outline that can be chosen.

    Attributes
    ----------
    key : str
        Twelve characters of the digest of its shape: the same file has the same key on every machine.
    name : str
        What its keeper called it.
    """

    key: str
    name: str


def register_changed(settings: Settings) -> int:
    """Return when the register was last written to, in nanoseconds; 0 where there is none: to notice a new outline."""
    written = 0
    for suffix in ("", "-wal"):
        file = settings.home / f"{register.FILE}{suffix}"
        if file.exists():
            written = max(written, file.stat().st_mtime_ns)
    return written


def own_outlines(area: str, settings: Settings, scope: Scope = LOCAL) -> tuple[OwnOutline, ...]:
    """Return the outlines kept for an area that this reader may use, by name."""
    held = register_table(KIND, area, settings, scope)
    found = {outline_key(shape): str(name) for name, shape in zip(held["name"], held["shape"], strict=True)}
    return tuple(OwnOutline(key, name) for key, name in sorted(found.items(), key=lambda pair: pair[1]))


def outline_key(shape: Mapping[str, Any]) -> str:
    """Return the key of a shape: equal outlines, equal keys, wherever they are kept.

    >>> square = {"type": "Polygon", "coordinates": (((0, 0), (0, 1), (1, 1), (0, 0)),)}
    >>> outline_key(square) == outline_key(json.loads(json.dumps(square)))
    True
    """
    plain = json.dumps({"type": shape["type"], "coordinates": shape["coordinates"]}, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGEST]


def read_outline(data: bytes, area: str, settings: Settings, scope: Scope = LOCAL) -> dict[str, Any]:
    """Return the outline in an uploaded GeoJSON, its shape alone, as one geometry in degrees; nothing is kept yet.

    Raises
    ------
    SourceError
        Too large, not GeoJSON, without an area, or outside the area that is looked at.
    """
    anywhere = config.profile(area, settings.home).country not in BRITISH
    drawn = shapely.geometry.shape(sources.drawn_area(data, anywhere=anywhere))
    placed = shapely.set_precision(drawn, 10.0**-DECIMALS)
    held = prepare(area, settings, scope)
    if not placed.intersects(held.areas.outline):
        raise SourceError(
            f"The outline lies outside {held.profile.name}.", "Choose the area it belongs to, or draw it there."
        )
    whole: dict[str, Any] = json.loads(json.dumps(shapely.geometry.mapping(placed.normalize())))
    return whole


def keep_outline(  # noqa: PLR0913 - what, of which area, where, when, by whom, and who asks: each is needed
    shape: Mapping[str, Any], name: str, area: str, settings: Settings, *, at: datetime, by: str, scope: Scope = LOCAL
) -> str:
    """Keep an outline and return its key; one that is held already is not kept twice.

    Raises
    ------
    HotspotError
        The name could lead to a person, the role only looks, or the outline reaches beyond the reader's districts.
    """
    key = outline_key(shape)
    if key not in {one.key for one in own_outlines(area, settings, scope)}:
        save_entry(KIND, {"name": name, "shape": dict(shape)}, area, settings, at=at, by=by, scope=scope)
    return key


def outline_of(key: str, area: str, settings: Settings, scope: Scope = LOCAL) -> OwnOutline:
    """Return the name of an outline that is kept.

    Raises
    ------
    ParameterError
        It is not held here, or not for this reader.
    """
    for one in own_outlines(area, settings, scope):
        if one.key == key:
            return one
    raise ParameterError(
        f"The outline {key} that this link names is not held here.",
        "Ask whoever sent the link for its file and bring it in under 'My own outline': the same file gets the same "
        "key. Or choose another part of the area.",
    )


def outline_shape(key: str, area: str, settings: Settings, scope: Scope = LOCAL) -> Any:
    """Return the shape of an outline that is kept, EPSG:4326.

    Raises
    ------
    ParameterError
        It is not held here, or not for this reader.
    """
    outline_of(key, area, settings, scope)
    shapes = register_table(KIND, area, settings, scope)["shape"]
    return next(shapely.geometry.shape(shape) for shape in shapes if outline_key(shape) == key)
