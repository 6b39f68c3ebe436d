"""Which entries of the register a reader of certain districts may see: those whose places lie in them, and no other.

An entry that names no place speaks for the whole area and is not shown to somebody who may see a part of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import shapely

from hotspot import grid
from hotspot.access import Scope
from hotspot.config import Settings
from hotspot.errors import AccessError, ParameterError
from hotspot.pipeline.naming import homes_of
from hotspot.pipeline.preparing import Prepared, prepare

ROWS = "list"  # of a meeting: what it was shown


def own_body(body: Mapping[str, Any], area: str, settings: Settings, scope: Scope) -> dict[str, Any] | None:
    """Return an entry's body as a reader may see it; None where it is not theirs to see.

    Of the list that a meeting was shown, and of a set of patrol zones, the reader's own places are kept.

    Parameters
    ----------
    body : mapping
        The fields of the entry.
    area, settings
        Which area's register, and where it is.
    scope : Scope
        Who asks; without districts every entry is open.
    """
    if not scope.csps:
        return dict(body)
    # A place on a border belongs where most of its records say, which only the whole area tells.
    whole = prepare(area, settings, dataclasses.replace(scope, csps=()))
    mine = set(scope.csps)
    if ROWS in body:
        return _meeting(body, whole, mine)
    if (body.get("shape") or {}).get("type") == "FeatureCollection":
        return _zones(body, whole, mine)
    placed = _districts(body, whole)
    if not placed or not placed <= mine:
        return None
    compared = body.get("comparison")
    return {**body, "comparison": _own_keys(compared, whole, mine)} if compared else dict(body)


def require_own(body: Mapping[str, Any], area: str, settings: Settings, scope: Scope) -> None:
    """Refuse an entry about places that the reader may not see.

    Raises
    ------
    AccessError
        It names no place of the reader's districts, or places of others too.
    """
    if own_body(body, area, settings, scope) != dict(body):
        raise AccessError(
            "This entry is not of your own districts alone.", "Choose a place, or a partnership, of your own."
        )


def _districts(body: Mapping[str, Any], whole: Prepared) -> set[str]:
    """Return the districts that an entry speaks of: every one that any of its fields names."""
    said = set(_of_keys(body.get("cells") or [], whole).values())
    if body.get("csp"):
        said.add(_code(str(body["csp"]), whole))
    if body.get("shape"):
        said |= _touched(shapely.geometry.shape(body["shape"]), whole)
    if body.get("lon") is not None and body.get("lat") is not None:
        said |= _touched(shapely.Point(body["lon"], body["lat"]), whole)
    return said


def _of_keys(keys: Sequence[str], whole: Prepared) -> dict[str, str]:
    """Return the district of each hexagon or small area; "" for one that lies nowhere here."""
    codes = whole.areas.lsoa["csp_code"].astype(object)
    found = {key: str(codes[key]) for key in keys if key in codes.index}
    return found | {key: _of_cell(key, whole, codes) for key in keys if key not in found}


def _of_cell(key: str, whole: Prepared, codes: pd.Series) -> str:
    try:
        size = int(grid.resolutions([key])[0])
        return str(codes[homes_of([key], size, whole)["lsoa"].iloc[0]])
    except (ParameterError, KeyError):
        return ""


def _own_keys(keys: Sequence[str], whole: Prepared, mine: set[str]) -> list[str]:
    placed = _of_keys(keys, whole)
    return [key for key in keys if placed[key] in mine]


def _touched(shape: Any, whole: Prepared) -> set[str]:
    lsoa = whole.areas.lsoa
    touched = lsoa["csp_code"][lsoa.geometry.intersects(shape)]
    inside = shapely.covers(whole.areas.outline, shape)
    return {str(code) for code in touched} | (set() if inside else {""})


def _code(said: str, whole: Prepared) -> str:
    names = whole.areas.csp["name"]
    return said if said in names.index else str(next((code for code, name in names.items() if name == said), ""))


def _meeting(body: Mapping[str, Any], whole: Prepared, mine: set[str]) -> dict[str, Any] | None:
    rows = body[ROWS] or []
    own = set(_own_keys([str(row.get("location", "")) for row in rows], whole, mine))
    kept = [row for row in rows if str(row.get("location", "")) in own]
    return {**body, ROWS: kept, "note": body.get("note") if len(kept) == len(rows) else ""} if kept else None


def _zones(body: Mapping[str, Any], whole: Prepared, mine: set[str]) -> dict[str, Any] | None:
    zones = body["shape"]["features"]
    own = [one for one in zones if _touched(shapely.geometry.shape(one["geometry"]), whole) <= mine]
    note = body.get("note") if len(own) == len(zones) else ""
    return {**body, "shape": {**body["shape"], "features": own}, "note": note} if own else None
