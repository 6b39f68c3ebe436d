"""Six roles, six districts, every page, link and file: what of another district is handed to a reader."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path
from unittest import mock

from benchmarks.trust import Row
from hotspot import access
from hotspot.ui import access as door
from tests.attacks import readers, ways

TITLE = "Roles and districts: every page, link and file"
PAIRS = [(role, district) for role in access.ROLES for district in readers.DISTRICTS]


def rows() -> list[Row]:
    """Look at everything as everybody."""
    with tempfile.TemporaryDirectory(prefix="hotspot-pages-") as folder:
        with mock.patch.dict(os.environ, {"HOTSPOT_HOME": folder, door.LOGIN: "on"}):
            return _pages(Path(folder))


def _pages(home: Path) -> list[Row]:
    readers.clear()
    every, whole = Tally(), Tally()
    for n, (role, district) in enumerate(PAIRS):
        theirs = readers.DISTRICTS[(readers.DISTRICTS.index(district) + 1) % len(readers.DISTRICTS)]
        mine, other = ways.there(home, district), ways.there(home, theirs)
        asked = [*map(ways.Way, readers.LOOKED_AT[:-1]), ways.Way("hot_now", {"wall": "1"}), *ways.others(mine, other)]
        asked += [] if role == "admin" else [ways.Way("admin", refused=True)]  # it names every district, to give them
        every += _taken(home, role, district, asked)
        if n % (len(readers.DISTRICTS) + 1) == 0:  # each role once, and each district
            whole += _taken(home, role, district, list(ways.own(mine)))
    return [
        Row("6 roles x 6 districts x every page, the wall view, 15 links to another district, and the files on them",
            len(PAIRS), every.said, every.failures),
        Row("each role and each district once: every filter, comparison, switch, prepared file; maps as pictures",
            len(PAIRS) // len(readers.DISTRICTS), whole.said, whole.failures),
    ]  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """How many pages and files were looked at, how many links were refused, and on how many something was wrong."""

    pages: int = 0
    files: int = 0
    refused: int = 0
    failures: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))

    @property
    def said(self) -> str:
        """The tally in words."""
        looked = f"{self.pages:,} pages ({self.refused:,} of them refusals) and {self.files:,} files"
        return f"{looked}, {self.failures} with a canary or broken"


def _taken(home: Path, role: str, district: str, asked: list[ways.Way]) -> Tally:
    who, forbidden, found = readers.give(home, role, district), readers.canaries(home, district), Tally()
    for way in asked:
        seen = ways.taken(way, who)
        wrong = ways.met(way, seen, who, forbidden)
        if wrong:
            print(f"{role} of {district}, {way.said}: {wrong[:5]}", flush=True)
        found += Tally(1, len(seen.files), bool(seen.page.error), bool(wrong))
    return found
