"""What this partnership knows besides the published kinds: its saved mappings, and the boundaries of its profiles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from hotspot import access, config
from hotspot.config import AreaProfile
from hotspot.errors import SourceError
from hotspot.sources import boundary, hours, istv, police_uk, pseudonym
from hotspot.sources.mapping import ColumnMapping, mappings
from hotspot.sources.model import Raw, Shaped
from hotspot.sources.recogniser import Heading, Match, Recogniser, plain


def recognisers(home: Path, *, source: str = "", as_of: date | None = None) -> tuple[Recogniser, ...]:
    """Return the recognisers of a home folder.

    Parameters
    ----------
    home : Path
        Where mappings and profiles were saved.
    source : str
        Only mappings of this feed, where the reader named one.
    as_of : date, optional
        Today, for records of a later day; published ones of a later month are then left out as well.
    """
    held = mappings(home)
    mine = [one for one in held.values() if source in ("", one.source)]
    alike: dict[frozenset[str], list[ColumnMapping]] = {}
    for mapping in mine:
        alike.setdefault(mapping.fingerprint, []).append(mapping)
    secret = partial(pseudonym.salt, home)
    layers = [_layer(one) for one in config.profiles(home).values() if one.boundary]
    departments = [one.source for one in access.feeds(home).values() if one.provider == "health"]
    hospitals = istv.recogniser([one for one in departments if source in ("", one)])
    published = () if as_of is None else (police_uk.recogniser(as_of),)
    return (*published, *(_recogniser(same, secret, as_of) for same in alike.values()), hospitals, *layers)


def _layer(profile: AreaProfile) -> Recogniser:
    """Return what recognises the outlines of a profile's own small areas, by the headings that the profile names."""
    said = {what: profile.boundary[what] for what in ("code", "name", "population") if what in profile.boundary}
    need = {what: Heading(re.escape(plain(heading)), heading) for what, heading in said.items()}
    read = partial(boundary.layer, name=profile.key, year=int(profile.boundary.get("population_year", 0)))
    return Recogniser("boundary_area", f"local/{profile.key}", need, read, spatial=True)


def _recogniser(same: Sequence[ColumnMapping], secret: pseudonym.Salt, as_of: date | None) -> Recogniser:
    made = hours.recogniser(same[0], secret, as_of)
    if len({one.source for one in same}) == 1:
        return made
    return Recogniser(made.kind, made.publisher, made.need, partial(_ambiguous, same=same), bar=made.bar)


def _ambiguous(raw: Raw, found: Match, *, same: Sequence[ColumnMapping]) -> list[Shaped]:
    sources = ", ".join(sorted({one.source for one in same}))
    raise SourceError(
        f"Several saved mappings have exactly its headings, for {sources}.",
        "Add it on the page Data under 'A file with hours', choosing whose it is; "
        "in a terminal: python -m hotspot add FILE --source NAME.",
    )
