"""Zone sets and visit logs: what ships with the demonstration and what was kept in the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import geopandas as gpd
import pandas as pd

from hotspot import config, demo, sources
from hotspot.access import LOCAL, Scope
from hotspot.config import Settings
from hotspot.errors import ParameterError
from hotspot.pipeline.reading import DEMO
from hotspot.pipeline.registering import register_table, save_entry

SHIPPED_ZONES, SHIPPED_LOG = "demo-zones", "demo-visits"
BRITISH = ("England", "Wales", "Scotland", "Northern Ireland", DEMO.capitalize())


@dataclass(frozen=True)
class Kept:
    """A zone set or a visit log that can be chosen.

    Attributes
    ----------
    key, name : str
        Its key in the register; what it is called.
    said : str
        Who kept it and when, and what is made up.
    version : int
        Grows with every change of it.
    """

    key: str
    name: str
    said: str
    version: int = 1


def zone_sets(area: str, settings: Settings, scope: Scope = LOCAL) -> tuple[Kept, ...]:
    """Return the zone sets of an area, the newest first, the made-up one of the demonstration last."""
    shipped = (
        (Kept(SHIPPED_ZONES, "Patrol zones of the demonstration", "made up"),)
        if area == DEMO and not scope.csps
        else ()
    )
    return (*_kept("zone_set", area, settings, scope), *shipped)


def visit_logs(area: str, settings: Settings, scope: Scope = LOCAL) -> tuple[Kept, ...]:
    """Return the visit logs of an area, the newest first, the made-up one of the demonstration last."""
    shipped = (Kept(SHIPPED_LOG, "Visits of the demonstration, July to December 2025", "made up"),)
    return (*_kept("visit_log", area, settings, scope), *(shipped if area == DEMO and not scope.csps else ()))


def _kept(kind: str, area: str, settings: Settings, scope: Scope) -> tuple[Kept, ...]:
    held = register_table(kind, area, settings, scope).sort_values("at", ascending=False, kind="stable")
    columns = (held[name] for name in ("key", "name", "by", "at", "version"))
    return tuple(
        Kept(key, name, f"by {by}, {at.day} {at:%B %Y}", int(version))
        for key, name, by, at, version in zip(*columns, strict=True)
    )


def read_zones(data: bytes, area: str, settings: Settings) -> sources.ZoneSet:
    """Return the zones of an uploaded file; nothing is kept."""
    return sources.zone_set(data, anywhere=config.profile(area, settings.home).country not in BRITISH)


def read_visits(data: bytes) -> sources.VisitLog:
    """Return the visits of an uploaded file; nothing is kept."""
    return sources.visit_log(data)


def keep_zones(  # noqa: PLR0913 - what, of which area, where, when, by whom, and who asks: each is needed
    read: sources.ZoneSet, name: str, area: str, settings: Settings, *, at: datetime, by: str, scope: Scope = LOCAL
) -> str:
    """Keep a zone set in the register; return its key."""
    body = {"name": name, "shape": read.shape, "note": " ".join(read.notes)}
    return save_entry("zone_set", body, area, settings, at=at, by=by, scope=scope).key


def keep_visits(  # noqa: PLR0913 - what, of which area, where, when, by whom, and who asks: each is needed
    read: sources.VisitLog, name: str, area: str, settings: Settings, *, at: datetime, by: str, scope: Scope = LOCAL
) -> str:
    """Keep a visit log in the register; return its key."""
    rows = read.visits.assign(start=read.visits["start"].dt.strftime("%Y-%m-%d %H:%M"))
    body = {"name": name, "visits": rows.to_dict("records"), "note": " ".join(read.notes)}
    return save_entry("visit_log", body, area, settings, at=at, by=by, scope=scope).key


def zones_of(key: str, area: str, settings: Settings, scope: Scope = LOCAL) -> gpd.GeoDataFrame:
    """Return the zones of a set: index name, ``minutes`` planned a night (NaN where none), outline in degrees."""
    if key == SHIPPED_ZONES and area == DEMO and not scope.csps:
        return framed(read_zones(demo.patrol_file(demo.ZONES), area, settings).shape)
    return framed(_body("zone_set", key, area, settings, scope)["shape"])


def framed(shape: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return the features of a zone set as a table."""
    frame = gpd.GeoDataFrame.from_features(shape["features"], crs="EPSG:4326")
    return frame.assign(minutes=pd.to_numeric(frame["minutes"], errors="coerce")).set_index("name")


def visits_of(key: str, area: str, settings: Settings, scope: Scope = LOCAL) -> pd.DataFrame:
    """Return the visits of a log: ``place``, ``start``, ``minutes``, ``unit``."""
    if key == SHIPPED_LOG and area == DEMO and not scope.csps:
        return sources.visit_log(demo.patrol_file(demo.VISITS)).visits
    held = pd.DataFrame(_body("visit_log", key, area, settings, scope)["visits"])
    return held.assign(start=pd.to_datetime(held["start"]))


def _body(kind: str, key: str, area: str, settings: Settings, scope: Scope) -> dict[str, Any]:
    held = register_table(kind, area, settings, scope).set_index("key")
    if key not in held.index:
        raise ParameterError("This set is not on the list (any more).", "Open the list again and choose from it.")
    return dict(held.loc[key])
