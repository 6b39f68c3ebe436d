"""What this partnership knows besides the published kinds: its saved mappings, and the boundaries of its profiles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from hotspot.errors import SourceError
from hotspot.sources import hours, pseudonym
from hotspot.sources.mapping import ColumnMapping, mappings
from hotspot.sources.model import Raw, Shaped
from hotspot.sources.recogniser import Match, Recogniser


def recognisers(home: Path, *, source: str = "") -> tuple[Recogniser, ...]:
    """Return the recognisers of a home folder.

    Parameters
    ----------
    home : Path
        Where mappings were saved.
    source : str
        Only mappings of this feed, where the reader named one.
    """
    held = mappings(home)
    mine = [one for one in held.values() if source in ("", one.source)]
    alike: dict[frozenset[str], list[ColumnMapping]] = {}
    for mapping in mine:
        alike.setdefault(mapping.fingerprint, []).append(mapping)
    secret = partial(pseudonym.salt, home)
    return tuple(_recogniser(same, secret) for same in alike.values())


def _recogniser(same: Sequence[ColumnMapping], secret: pseudonym.Salt) -> Recogniser:
    made = hours.recogniser(same[0], secret)
    if len({one.source for one in same}) == 1:
        return made
    return Recogniser(made.kind, made.publisher, made.need, partial(_ambiguous, same=same), bar=made.bar)


def _ambiguous(raw: Raw, found: Match, *, same: Sequence[ColumnMapping]) -> list[Shaped]:
    sources = ", ".join(sorted({one.source for one in same}))
    raise SourceError(
        f"Several saved mappings have exactly its headings, for {sources}.",
        "Say whose file it is: python -m hotspot add FILE --source NAME.",
    )
