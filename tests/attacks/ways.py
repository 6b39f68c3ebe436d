"""Every way to look at a page: what its links, switches and buttons can ask, of one's own district and of another's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import shapely

from hotspot import access, pipeline
from hotspot.config import Parameters, Settings
from tests.attacks import readers
from tests.attacks.readers import AREA, Canaries, Seen

KEPT_AT = datetime(2026, 1, 1)


@dataclass(frozen=True)
class There:
    """What lies in a district and can be named in a link."""

    csp: str
    lad: str
    ward: str
    cell: str
    lsoa: str
    outline: str
    action: str


@dataclass(frozen=True)
class Way:
    """One way to look: a page, what its link says, what is switched on it, and whether its files are prepared.

    Attributes
    ----------
    switched : mapping
        What the reader has set on the page itself, by the key of the field.
    toggled : str
        The beginning of the label of a switch that has no key.
    prepared : bool
        Whether the buttons that prepare files are pressed as well.
    refused : bool
        Whether the page has to say that it cannot: what it asks belongs to somebody else.
    """

    page: str
    link: Mapping[str, str] = field(default_factory=dict)
    switched: Mapping[str, Any] = field(default_factory=dict)
    toggled: str = ""
    pictures: bool = False
    prepared: bool = False
    refused: bool = False

    @property
    def said(self) -> str:
        """The way in words."""
        asked = "&".join(f"{name}={value}" for name, value in self.link.items())
        return f"{self.page}?{asked} {dict(self.switched) or ''} {self.toggled}".strip()


@cache
def there(home: Path, district: str) -> There:
    """Return what lies in a district; its outline and an action of its own are kept in the register."""
    settings = Settings(home)
    whole = pipeline.prepare(AREA, settings)
    own = access.Scope(role="csp_officer", audience="meeting", csps=(district,))
    lsoa = whole.areas.lsoa[whole.areas.lsoa["csp_code"] == district]
    held = pipeline.analyse(Parameters(area=AREA), settings=settings, scope=own).findings.locations
    inside = held[held.geometry.within(shapely.union_all(lsoa.geometry.to_numpy()))]
    cell = str(inside["count"].idxmax())
    ward = pipeline.chosen.ward_of(whole)[lsoa.index].dropna()
    shape = json.loads(json.dumps(shapely.geometry.mapping(held.loc[cell].geometry)))
    outline = pipeline.keep_outline(shape, f"Outline {district}", AREA, settings, at=KEPT_AT, by="team", scope=own)
    body = {"what": "Patrols", "place": "Market", "cells": [cell], "owner": "team", "status": "running",
            "start": "2025-03-01"}  # fmt: skip
    action = pipeline.save_entry("action", body, AREA, settings, at=KEPT_AT, by="team", scope=own).key
    return There(district, str(lsoa["lad_code"].iloc[0]), str(ward.iloc[0]), cell, str(lsoa.index[0]), outline, action)


def own(at: There) -> Iterator[Way]:
    """Yield every page as it opens and as its links, switches and buttons change it, in the reader's own district."""
    for page in readers.LOOKED_AT[:-1]:
        yield Way(page, prepared=True)
        yield Way(page, pictures=True)
    yield Way("hot_now", {"wall": "1"})
    yield Way("hot_now", {"tour": "1"})
    yield Way("hot_now", {"lang": "cy", "map": "dark"})
    yield Way("hot_now", {"at": at.cell, "look": at.cell}, prepared=True)
    yield Way("hot_now", {"wards": at.ward, "reference": "district"})
    yield Way("hot_now", {"lads": at.lad, "hours": "weekend_nights"})
    yield Way("hot_now", {"outline": at.outline})
    yield Way("hot_now", {"geography": "lsoa", "at": at.lsoa})
    yield Way("hot_now", {"method": "density"})
    yield Way("hot_now", {"against": "periods"})
    yield Way("hot_now", {"against": "2024-01..2024-12", "compared": "2025-01..2025-12"}, pictures=True)
    yield Way("emerging", {"rules": "legacy"}, toggled="For the analyst")
    yield Way("weekend", {"when": "after_school", "shift": at.csp})
    yield Way("weekend", {"at": at.cell, "band": "21-00"})
    yield Way("district", {"csp": at.csp, "every": "quarter", "show": "imd_decile"}, prepared=True)
    yield Way("district", {"csp": at.csp, "around": "outline", "against": "periods"}, pictures=True)
    yield Way("act", {"at": at.cell, "order": "weights", "fold": "yes"})
    yield Way("act", switched={"patrol_part": "plan"}, prepared=True)
    yield Way("act", switched={"patrol_part": "plan"}, pictures=True, prepared=True)
    yield Way("act", switched={"patrol_part": "done"})
    yield Way("worked", {"tried": at.action})


def others(mine: There, theirs: There) -> Iterator[Way]:
    """Yield links that name what belongs to another district."""
    for name in ("csps", "lads", "wards", "outline"):
        yield Way("hot_now", {name: getattr(theirs, name.removesuffix("s"))}, refused=True)
    yield Way("hot_now", {"outline": theirs.outline, "reference": "district"}, refused=True)
    yield Way("hot_now", {"compared": mine.csp, "against": theirs.csp}, refused=True)
    yield Way("district", {"csp": mine.csp, "compared": theirs.csp, "against": mine.csp}, refused=True)
    yield Way("hot_now", {"at": theirs.cell, "look": theirs.cell})
    yield Way("hot_now", {"wall": "1", "look": theirs.cell})
    yield Way("emerging", {"at": theirs.cell})
    yield Way("weekend", {"at": theirs.cell, "shift": theirs.csp})
    yield Way("weekend", {"shift": theirs.cell})
    yield Way("district", {"csp": theirs.csp})
    yield Way("act", {"at": theirs.cell})
    yield Way("worked", {"tried": theirs.action, "like": f"{theirs.cell},{theirs.cell}"})


def taken(way: Way, who: tuple[str, str]) -> Seen:
    """Look that way as somebody, press what prepares files, and return all that came."""
    seen = readers.opened(way.page, who, pictures=way.pictures, switched=way.switched, area=AREA, **way.link)
    for one in seen.page.toggle:
        if way.toggled and one.label.startswith(way.toggled):
            one.set_value(True)
            seen = readers.again(seen, who)
            break
    return readers.pressed(seen, who) if way.prepared else seen


def met(way: Way, seen: Seen, who: tuple[str, str], forbidden: Canaries) -> list[str]:
    """Return what is wrong with what came: canaries beyond what the link itself said, in page or file; no answer."""
    found = set(forbidden.found(seen.sent))
    with readers.logged_in(who):
        for _, content in seen.downloads():
            found |= set(forbidden.found(content))
    wrong = sorted(found - typed(way))
    wrong += ["the page broke"] if seen.page.exception else []
    return wrong + (["not refused"] if way.refused and not seen.page.error else [])


def typed(way: Way) -> set[str]:
    """Return what the link itself said, which comes back in its address."""
    return {word for value in way.link.values() for word in value.split(",")}
