"""A list of venues and streets, and which of them a description names.

A description is compared and thrown away: what comes out is the place in the list, never a word of the text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

from hotspot.errors import SourceError
from hotspot.sources.columns import numbers, text
from hotspot.sources.recogniser import plain

ALIKE = 0.85  # of the letters of a name, in order: two letters exchanged in a name of eight
START = 3  # letters of a word that are written right even where there is a slip
SHORTEST = 5  # letters of a name that may be found inside a longer text or with a slip in it
_NEED = ("name", "lon", "lat", "type")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SHORT = {"st": "street", "rd": "road", "ave": "avenue", "ln": "lane", "sq": "square", "pl": "place", "ph": "pub"}
_EMPTY = {"the", "at", "in", "on", "near", "outside", "inside", "by", "of", "pub", "bar", "nightclub", "club"}


@dataclass(frozen=True)
class Place:
    """One entry of the list: position in degrees and what kind of place it is."""

    lon: float
    lat: float
    type: str


@dataclass(frozen=True)
class Gazetteer:
    """Places by their name in plain words; several may share one name."""

    places: dict[str, tuple[Place, ...]] = field(repr=False)

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        """Names by the first letters of each of their words, so that few have to be compared with a text."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.places):
            if len(name) >= SHORTEST:
                for start in {word[:START] for word in name.split()}:
                    found.setdefault(start, []).append(name)
        return found

    def _near(self, words: str) -> list[str]:
        """Return the names that share the beginning of a word with a text, the longest first."""
        near = {name for word in words.split() for name in self._by_start.get(word[:START], ())}
        return sorted(near, key=lambda name: (-len(name), name))

    def find(self, description: str) -> tuple[tuple[Place, ...], str]:
        """Return the places that a description names, and how sure that is: exact, likely or none.

        Exact is the name alone, whatever its case and punctuation; likely is the name inside a longer text, or with a
        slip of the pen. Of several names in one text the longest counts.
        """
        words = in_plain_words(description)
        if words in self.places:
            return self.places[words], "exact"
        near = self._near(words)
        inside = next((name for name in near if f" {name} " in f" {words} "), None)
        name = inside or _with_a_slip(words, near)
        return (self.places[name], "likely") if name else ((), "none")


def _with_a_slip(words: str, near: Sequence[str]) -> str | None:
    close = difflib.get_close_matches(words, near, n=2, cutoff=ALIKE)
    if len(close) == 2 and _ratio(words, close[0]) == _ratio(words, close[1]):
        return None  # two names are equally near, so neither is meant for certain
    return close[0] if close else None


def _ratio(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b).ratio()


def in_plain_words(name: str) -> str:
    """Return a name without case, punctuation and words that tell nothing.

    >>> in_plain_words("Outside The Red Lion (PH)"), in_plain_words("St. Peter's St")
    ('red lion', 'street peters street')
    """
    bare = _NOT_WORD.sub(" ", name.lower().replace("'", "").replace("’", ""))
    words = [_SHORT.get(word, word) for word in bare.split()]
    telling = [word for word in words if word not in _EMPTY]
    return " ".join(telling or words)


def gazetteer(table: pa.Table) -> Gazetteer:
    """Return the list that a table holds.

    Parameters
    ----------
    table : pyarrow.Table
        name, lon, lat, type; further columns are not looked at.

    Raises
    ------
    SourceError
        A column is missing, or no row has a name and a position.
    """
    columns = {plain(name): name for name in table.column_names}
    missing = [name for name in _NEED if name not in columns]
    if missing:
        raise SourceError(
            f"The gazetteer has no column {', '.join(missing)}.", "It needs name, lon, lat (degrees) and type."
        )
    names, types = (text(table[columns[name]]).to_pylist() for name in ("name", "type"))
    lon, lat = (numbers(table[columns[name]])[0].to_pylist() for name in ("lon", "lat"))
    return Gazetteer(_grouped(names, types, lon, lat))


def _grouped(
    names: Sequence[str | None],
    types: Sequence[str | None],
    lon: Sequence[float | None],
    lat: Sequence[float | None],
) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for name, kind, x, y in zip(names, types, lon, lat, strict=True):
        if name and x is not None and y is not None and abs(x) <= 180 and abs(y) <= 90:
            found.setdefault(in_plain_words(name), []).append(Place(x, y, kind or ""))
    found.pop("", None)
    if not found:
        raise SourceError("No row of the gazetteer has a name and a position.", "It needs name, lon, lat and type.")
    return {name: tuple(places) for name, places in found.items()}
