"""Whether something was added since a page was drawn, asked so often that it must cost almost nothing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from hotspot.config import Settings
from hotspot.schema import KINDS
from hotspot.store import ParquetStore, mark
from hotspot.store.marking import Mark


class _Held(NamedTuple):
    """The name of what is held, the version that the last deletion for good made, and whose records are held."""

    digest: str
    floor: int
    sources: frozenset[str]


def version_held(settings: Settings) -> str:
    """Return the name of what the store holds now, which changes with every file added or taken back.

    Where nothing has changed this costs one look at a file's date, some millionths of a second.

    Returns
    -------
    str
        Empty while nothing was ever added: an empty store that is made in passing is no news.
    """
    seen = mark(settings.home)
    return _held(settings.home, seen).digest if seen else ""


def last_erasure(settings: Settings) -> int:
    """Return the version that the last deletion for good made, by whatever program; 0 where there was none.

    Where nothing has changed this costs one look at a file's date.
    """
    seen = mark(settings.home)
    return _held(settings.home, seen).floor if seen else 0


def sources_held(settings: Settings) -> frozenset[str]:
    """Return whose records of incidents are held; where nothing has changed, at the cost of one look at a file's date.

    Where there is no store yet, an empty one is begun.
    """
    seen = mark(settings.home)
    return _held(settings.home, seen).sources if seen else _read(settings.home).sources


@lru_cache(maxsize=8)
def _held(home: Path, _seen: Mark) -> _Held:
    return _read(home)


def _read(home: Path) -> _Held:
    now = ParquetStore(home).snapshot()
    sources = frozenset(part.source for part in now.parts() if KINDS[part.kind].family == "incidents")
    return _Held(now.digest if now.version else "", now.manifest.floor, sources)
