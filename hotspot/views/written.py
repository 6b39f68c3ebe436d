"""A map as the browser reads it: written once, sent to everybody who asks the same."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from hotspot.views.layers import word

# Layers of what was asked for or picked. As one word they would come a moment later, in a second picture.
PLACES = ("cells", "dots", "marks", "rims", "picked_place", "picked", "picked_corners")
LEAST, MOST = 2_000, 2_000_000  # letters of a layer's data that are one word
# Kinds of layer that draw themselves anew, and all of themselves, when they are told to.
TOLD = ("H3HexagonLayer", "LineLayer", "ScatterplotLayer", "TextLayer")
SAME = "@@=true"  # what a map is told to answer when it asks whether these rows are those it has
PLACE = re.compile(r'(?<="data":)\s*"\\u0000(\d+)"')  # where rows stand


class Rows(str):
    """The rows of a layer, written as JSON."""

    __slots__ = ()


def _json(what: Any) -> str:
    return json.dumps(what, sort_keys=True, separators=(",", ":"), allow_nan=False, default=default_serialize)


def _with(one: pdk.Layer, data: str, **more: Any) -> pdk.Layer:
    """Return a copy with other data, without having the library check thousands of rows again."""
    other = object.__new__(type(one))
    other.__dict__.update(one.__dict__, _data=data, **more)
    return other


def as_text(one: pdk.Layer) -> pdk.Layer:
    """Return a layer whose rows are written, with a stamp that says when they have to be drawn anew.

    To the map, rows that come again are new rows: it would work out and draw each of them anew, at every click. With
    the stamp it compares the stamps, and not the rows; another look is another stamp too. Of a layer that has a stamp
    of its shapes already, the new stamp is that of its colours alone: other colours leave the same shapes as they are.

    Examples
    --------
    >>> held, other = (as_text(pdk.Layer("LineLayer", [{"a": 1}], id="lines", get_width=k)) for k in (1, 2))
    >>> held.data, held.update_triggers == other.update_triggers
    ('[{"a":1}]', False)
    """
    shapes = getattr(one, "update_triggers", {})
    if one.type not in TOLD or not isinstance(one.data, list | Rows) or {"all", "getFillColor"} & set(shapes):
        return one
    rows = one.data if isinstance(one.data, Rows) else Rows(_json(one.data))
    stamp = crc32(_json(_with(one, "")).encode(), crc32(rows.encode()))
    stamps = {**shapes, "getFillColor" if shapes else "all": stamp}
    return _with(one, rows, data_comparator=SAME, update_triggers=stamps)


def in_one_word(one: pdk.Layer) -> pdk.Layer:
    """Return a layer whose data are one word, an address that holds what lies at it, if they are many rows.

    Rows that come again are new rows to the map, and it draws each of them anew, twice for every click. The same word
    is known to be the same, so that what lies under the places stays as it is drawn. Nothing leaves the page for it.
    The places themselves change with every filter, and a word is opened only after a first picture without it: they
    travel as rows. So do names and numbers, however many: those that came as rows and then as a word, the map sets at
    the old lengths, and numbers stand at each other's places.

    Examples
    --------
    >>> in_one_word(pdk.Layer("LineLayer", [{"a": "50 % of #1"}] * 200, id="lines")).data[36:80]
    'as=2745614147,[%7B"a":"50%20%25%20of%20%231"'
    """
    if one.id in PLACES or one.type == "TextLayer" or not isinstance(one.data, list | dict):
        return one
    said = word(one.data)
    # A few rows are as quickly compared by their stamp; a few shapes have none.
    if not (LEAST if one.type in TOLD else 0) <= len(said) <= MOST:
        return one
    # The looks are part of the word: with other colours the same places are drawn anew.
    looks = json.dumps({name: str(value) for name, value in one.__dict__.items() if "color" in name}, sort_keys=True)
    return _with(one, said.replace(",", f";as={crc32(looks.encode())},", 1))


def _settled(layers: list[Any], rows: list[Rows]) -> list[Any]:
    """Return layers that the map knows again, with a place for each of the rows, which are added to a list."""
    return [_settled(one, rows) if isinstance(one, list) else _apart(as_text(in_one_word(one)), rows) for one in layers]


def _apart(one: pdk.Layer, rows: list[Rows]) -> pdk.Layer:
    if not isinstance(one.data, Rows):
        return one
    rows.append(one.data)
    return _with(one, f"\0{len(rows) - 1}")


@dataclass(frozen=True)
class WrittenDeck:
    """A deck whose specification is written already; Streamlit draws it as it draws a deck of pydeck.

    Attributes
    ----------
    parts : tuple of str
        The specification as JSON, piece by piece: rows that other maps have too are held once.
    _tooltip : object
        The template of the tooltips, under the name by which Streamlit finds it.
    layers : tuple
        Empty: there is nothing left to prepare.

    Examples
    --------
    >>> rows = [{"p": [0, 51]}]
    >>> written = WrittenDeck.of(pdk.Deck(layers=[pdk.Layer("ScatterplotLayer", rows, id="dots")], map_provider=None))
    >>> json.loads(written.to_json())["layers"][0]["data"] == rows, len(written) == len(written.to_json())
    (True, True)
    """

    parts: tuple[str, ...]
    _tooltip: Any
    layers: tuple[Any, ...] = ()

    @classmethod
    def of(cls, deck: pdk.Deck) -> WrittenDeck:
        """Write a deck; the deck itself stays as it is."""
        rows: list[Rows] = []
        layers = deck.layers
        deck.layers = _settled(layers, rows)
        try:
            pieces = PLACE.split(str(deck.to_json()))  # every second one is the number of rows
        finally:
            deck.layers = layers
        return cls(tuple(rows[int(one)] if n % 2 else one for n, one in enumerate(pieces)), deck._tooltip)

    def to_json(self) -> str:
        """Return the specification."""
        return "".join(self.parts)

    def __len__(self) -> int:
        """Return how many letters it has."""
        return sum(map(len, self.parts))
