"""A map as the browser reads it: what is many rows travels as one word, and says the same."""

from __future__ import annotations

import json
from urllib.parse import unquote

import geopandas as gpd
import numpy as np
import pydeck as pdk
import pytest
import shapely

from hotspot.views import maps_places
from hotspot.views.palettes import ColourClass
from hotspot.views.shading import Shading
from hotspot.views.written import LEAST, MOST, PLACES, Rows, WrittenDeck, as_text, in_one_word

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


def test_few_shapes_are_one_word_too_for_they_have_no_stamp() -> None:
    shapes = {"type": "FeatureCollection", "features": []}
    paper = in_one_word(pdk.Layer("GeoJsonLayer", shapes, id="paper"))
    assert opened(paper.data) == shapes
    for name in PLACES:  # a word comes a moment later, in a second picture
        asked = pdk.Layer("GeoJsonLayer", shapes, id=name)
        assert in_one_word(asked) is asked


def test_rows_that_come_again_bear_the_same_stamp_and_others_another() -> None:
    def stamp(data: list[dict[str, object]], **looks: object) -> object:
        held = as_text(layer(data, **looks))
        assert held.data_comparator == "@@=true"  # by themselves the rows are never compared
        return held.update_triggers["all"]

    assert stamp(rows(0)) == stamp(rows(0))
    others = [
        stamp(rows(20)),
        stamp([]),
        stamp(rows(0), get_color=[1, 0, 0]),
        stamp(rows(0), get_width=pdk.types.String("b")),
    ]
    assert len({stamp(rows(0)), *others}) == 5


def test_places_in_other_colours_keep_the_stamp_of_their_shapes() -> None:
    def stamps(classes: list[int], keys: tuple[str, ...] = ("8819422001fffff", "8819422003fffff")) -> dict[str, int]:
        places = gpd.GeoDataFrame({"name": NAMES[: len(keys)]}, index=list(keys), geometry=[shapely.Point(0, 51)] * 2)
        shading = Shading("", tuple(ColourClass(label, (0, 0, 0), 255) for label in "ab"), np.array(classes))
        held = as_text(maps_places.cells(places, shading, ["", ""], hexagons=True))
        assert "all" not in held.update_triggers  # it would have the corners of every hexagon worked out anew
        return dict(held.update_triggers)

    first, recoloured, others = stamps([0, 1]), stamps([1, 0]), stamps([0, 1], ("8819422003fffff", "8819422001fffff"))
    assert first["getHexagon"] == recoloured["getHexagon"] != others["getHexagon"]
    assert len({one["getFillColor"] for one in (first, recoloured, others)}) == 3


def test_a_layer_that_does_not_draw_itself_anew_when_told_keeps_its_rows() -> None:
    paths = pdk.Layer("PathLayer", rows(0), id="paths")
    assert as_text(paths) is paths


def test_maps_of_the_same_places_share_their_rows_and_say_the_whole() -> None:
    cells = as_text(pdk.Layer("H3HexagonLayer", rows(0), id="cells", get_hexagon="i"))
    one, other = (WrittenDeck.of(pdk.Deck(layers=[[cells], [layer(rows(n))]], map_provider=None)) for n in (0, 20))
    (shared,) = [part for part in one.parts if part is cells.data]
    assert isinstance(shared, Rows) and any(part is shared for part in other.parts)
    first, second = json.loads(other.to_json())["layers"]
    assert (first[0]["data"], second[0]["data"]) == (rows(0), rows(20))
    assert len(other) == len(other.to_json())


def test_a_name_that_looks_like_a_place_for_rows_is_left_as_it_is() -> None:
    named = [{"n": "\0" + "0"}, {"n": '"\0' + '0"'}]
    areas = pdk.Layer("GeoJsonLayer", {"features": named}, id="cells")
    spec = json.loads(WrittenDeck.of(pdk.Deck(layers=[layer(named), areas], map_provider=None)).to_json())
    assert spec["layers"][0]["data"] == named and spec["layers"][1]["data"]["features"] == named


def test_names_and_numbers_travel_as_rows_however_many() -> None:
    """Some as rows and more as a word are two ways for one layer: the map then set new numbers at the old lengths."""
    for many in (1, LEAST):
        said = pdk.Layer("TextLayer", rows(many), id="mark_numbers", get_text="s")
        assert in_one_word(said) is said
