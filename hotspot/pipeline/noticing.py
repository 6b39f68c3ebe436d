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
    return _digest(settings.home, seen) if seen else ""


@lru_cache(maxsize=8)
def _digest(home: Path, seen: Mark) -> str:
    now = ParquetStore(home).snapshot()
    return now.digest if now.version else ""
