"""A map as the browser reads it: written once, sent to everybody who asks the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pydeck as pdk

from hotspot.views.layers import word

PLACES = ("cells", "cold_dots", "marks", "rims")  # layers of what was asked for
LEAST, MOST = 2_000, 2_000_000  # letters of a layer's data that are one word


def in_one_word(one: pdk.Layer) -> pdk.Layer:
    """Return a layer whose data are one word, an address that holds what lies at it, if they are many rows.

    Rows that come again are new rows to the map, and it draws each of them anew, twice for every click. The same word
    is known to be the same, so that what lies under the places stays as it is drawn. Nothing leaves the page for it.
    The places themselves change with every filter, and a word is opened only after a first picture without it: they
    travel as rows.

    Examples
    --------
    >>> in_one_word(pdk.Layer("LineLayer", [{"a": "50 % of #1"}] * 200, id="lines")).data[36:80]
    'as=2745614147,[%7B"a":"50%20%25%20of%20%231"'
    """
    if one.id in PLACES or not isinstance(one.data, list | dict):
        return one
    said = word(one.data)
    if not LEAST <= len(said) <= MOST:
        return one
    # The looks are part of the word: with other colours the same places are drawn anew.
    looks = json.dumps({name: str(value) for name, value in one.__dict__.items() if "color" in name}, sort_keys=True)
    other = object.__new__(type(one))  # a copy without having the library check thousands of rows again
    other.__dict__.update(one.__dict__)
    other._data = said.replace(",", f";as={crc32(looks.encode())},", 1)
    return other


def _all_in_one_word(layers: list[Any]) -> list[Any]:
    return [_all_in_one_word(one) if isinstance(one, list) else in_one_word(one) for one in layers]


@dataclass(frozen=True)
class WrittenDeck:
    """A deck whose specification is written already; Streamlit draws it as it draws a deck of pydeck.

    Attributes
    ----------
    spec : str
        The specification as JSON.
    _tooltip : object
        The template of the tooltips, under the name by which Streamlit finds it.
    layers : tuple
        Empty: there is nothing left to prepare.

    Examples
    --------
    >>> written = WrittenDeck.of(pdk.Deck(layers=[], map_provider=None))
    >>> written.to_json() == written.spec, len(written) == len(written.spec)
    (True, True)
    """

    spec: str
    _tooltip: Any
    layers: tuple[Any, ...] = ()

    @classmethod
    def of(cls, deck: pdk.Deck) -> WrittenDeck:
        """Write a deck; the deck itself stays as it is."""
        layers = deck.layers
        deck.layers = _all_in_one_word(layers)
        try:
            return cls(str(deck.to_json()), deck._tooltip)
        finally:
            deck.layers = layers

    def to_json(self) -> str:
        """Return the specification."""
        return self.spec

    def __len__(self) -> int:
        """Return how many letters it has."""
        return len(self.spec)
