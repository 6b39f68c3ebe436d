"""Whether something was added since a page was drawn, asked so often that it must cost almost nothing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from hotspot.config import Settings
from hotspot.store import ParquetStore, mark
from hotspot.store.marking import Mark


def version_held(settings: Settings) -> str:
    """Return the name of what the store holds now, which changes with every file added or taken back.

    Where nothing has changed this costs one look at a file's date, some millionths of a second.

    Returns
    -------
    str
        Empty while nothing was ever added: an empty store that is made in passing is no news.
    """
    seen = mark(settings.home)
    return _held(settings.home, seen)[0] if seen else ""


def last_erasure(settings: Settings) -> int:
    """Return the version that the last deletion for good made, by whatever program; 0 where there was none.

    Where nothing has changed this costs one look at a file's date.
    """
    seen = mark(settings.home)
    return _held(settings.home, seen)[1] if seen else 0


@lru_cache(maxsize=8)
def _held(home: Path, seen: Mark) -> tuple[str, int]:
    """Return the name of what is held, and the version that the last erasure made."""
    now = ParquetStore(home).snapshot()
    return now.digest if now.version else "", now.manifest.floor
