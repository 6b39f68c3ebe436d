"""A map as the browser reads it: what is many rows travels as one word, and says the same."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pydeck as pdk
import pytest

from hotspot.views.written import LEAST, MOST, WrittenDeck, in_one_word

NAMES = ("100 % sure #1", "Café – Straße", "a\nb", 'said "no"', "{x} \\ +")


def rows(letters: int) -> list[dict[str, object]]:
    many = letters // 20 + len(NAMES)
    return [{"n": NAMES[k % len(NAMES)], "c": k, "p": [0.1, -5.25]} for k in range(many)]


def layer(data: object, **looks: object) -> pdk.Layer:
    return pdk.Layer("LineLayer", data, id="lines", **looks)


def opened(word: str) -> object:
    """Return what a browser finds at the address."""
    kind, _, said = word.partition(",")
    assert kind.startswith("data:application/json;charset=utf-8")
    assert not {" ", "#", "\n", "\t"} & set(said)  # a browser would cut the address there, or leave them out
    return json.loads(unquote(said))


@pytest.mark.parametrize("data", [rows(LEAST), {"type": "FeatureCollection", "features": rows(LEAST)}])
def test_one_word_says_what_the_rows_said(data: object) -> None:
    held = layer(data)
    assert opened(in_one_word(held).data) == data
    assert held.data == data  # the layer itself is shared


def test_few_rows_very_many_and_an_address_stay_as_they_are() -> None:
    for data in ([], rows(0), rows(MOST), "/media/ground.json"):
        held = layer(data)
        assert in_one_word(held) is held


def test_the_same_rows_are_the_same_word_and_in_another_colour_another() -> None:
    one, same, other = (in_one_word(layer(rows(LEAST), get_color=[red, 0, 0])).data for red in (1, 1, 2))
    assert one == same != other and opened(one) == opened(other)


def test_writing_a_deck_leaves_it_as_it_was() -> None:
    deck = pdk.Deck(layers=[[layer(rows(LEAST))], layer(rows(0))], map_provider=None)
    spec = json.loads(WrittenDeck.of(deck).to_json())
    assert opened(spec["layers"][0][0]["data"]) == deck.layers[0][0].data == rows(LEAST)
    assert spec["layers"][1]["data"] == rows(0)
