"""A legend shows the layer's own colours and sizes; a tooltip of a controlled release tells no hidden number."""

from __future__ import annotations

import dataclasses
import json
import re

import numpy as np
import pandas as pd
import pytest

from hotspot import views
from hotspot.views import legends, maps, shading, tooltips, words
from hotspot.views.palettes import VALUES, Breaks, css
from tests.views import made

# The dot of a box, which stands before its colour, is of the other pattern.
BOX = re.compile(r"background:(?:radial-gradient\(circle,#[0-9a-f]{6} 0 22%,)?(#[0-9a-f]{6})")
DOT = re.compile(r"radial-gradient\(circle,(#[0-9a-f]{6})")
DRAWN = re.compile(r"\[(\d+),(\d+),(\d+),(\d+)\]")


def layer_of(locations, shade, *, hexagons, name="cells"):
    texts = [""] * len(locations)
    spec = json.loads(
        maps.deck(maps.Picture(locations, shade, texts, hexagons), maps.ground(made.analysis().base)).to_json()
    )
    found = [one for group in spec["layers"] for one in (group if isinstance(group, list) else [group])]
    return next((one for one in found if one["id"] == name), None)


def shadings():
    found, rows = made.findings(), made.analysis().lsoas
    return {
        "words": (found.locations, shading.by_word(found), True),
        "significance": (found.locations, shading.by_significance(found), True),
        **{name: (rows, shading.by_value(rows, name), False) for name in VALUES},
    }


@pytest.mark.parametrize("name", ["words", "significance", *VALUES])
def test_the_legend_has_the_colours_of_the_layer_for_what_is_on_the_map(name):
    locations, shade, hexagons = shadings()[name]
    layer = layer_of(locations, shade, hexagons=hexagons)
    painted = [tuple(map(int, one)) for one in DRAWN.findall(layer["getFillColor"])]
    data = layer["data"] if hexagons else [shape["properties"] for shape in layer["data"]["features"]]
    held = sorted({row["c"] for row in data})
    said = legends.legend(shade)
    assert BOX.findall(said) == [css(painted[number][:3]) for number in held]
    assert [int(n.replace(",", "")) for n in re.findall(r"<b>([\d,]+)</b></span>", said)] == [
        sum(row["c"] == number for row in data) for number in held
    ]


@pytest.mark.parametrize("name", ["words", "significance"])
def test_the_legend_has_the_dots_that_the_map_has(name):
    found, cold = made.findings(), [-3, 0, 3]
    found = dataclasses.replace(found, locations=found.locations.assign(bin=np.resize(cold, len(found.locations))))
    shade = shading.by_word(found) if name == "words" else shading.by_significance(found)
    dots = layer_of(found.locations, shade, hexagons=True, name="dots")
    drawn = {css(tuple(row["c"])) for row in dots["data"]}
    assert drawn and set(DOT.findall(legends.legend(shade))) == drawn


@pytest.mark.parametrize("name", VALUES)
def test_class_breaks_are_fixed_whatever_the_numbers(name):
    breaks: Breaks = VALUES[name]
    rows = made.analysis().lsoas
    for times in (0.01, 1, 100):
        shade = shading.by_value(rows.assign(**{name: breaks.at_least[2] * times}), name)
        below = sum(edge <= breaks.at_least[2] * times for edge in breaks.at_least) - 1
        assert set(shade.index.tolist()) == {max(below, 0)}
        assert shade.classes[: len(breaks.classes)] == breaks.classes


def test_a_tooltip_of_a_controlled_release_tells_the_band_alone():
    found = made.findings(controlled=True)
    small = (found.locations["count"] > 0) & (found.locations["count"] < 8)
    assert small.any()
    for text, count in zip(tooltips.located(found), found.locations["count"], strict=True):
        assert text.split(" in ")[0].rsplit("\n", 1)[-1].startswith(words.number(count, found))
        assert not re.search(rf"\b{int(count)} in ", text) or words.number(count, found) == f"{int(count)}"
    for text, is_small in zip(tooltips.located(found), small, strict=True):
        assert "fewer than 8" in text if is_small else True


def test_every_pattern_on_the_map_has_its_letter_in_tooltip_key_and_table():
    found = made.findings()
    letters, table = legends.letters(found), views.tables.emerging(found)
    for (key, row), text in zip(found.locations.iterrows(), tooltips.located(found), strict=True):
        if row["word"]:
            assert f"({row['letter']})" in text and row["word"] in text
            assert f"<b>{row['letter']}</b>" in letters
            assert row["letter"] in table.loc[key].astype(str).tolist()


def test_a_map_of_one_colour_says_that_all_lie_in_one_class_and_what_is_inside_it() -> None:
    table = pd.DataFrame({"rate": [3.4, 4.0, 9.0]})
    shade = shading.by_value(table, "rate")
    said = legends.one_class(shade, table["rate"], unit="neighbourhoods")
    assert said == (
        "All 3 neighbourhoods lie in one class: 3 to under 10. Inside it they run from 3.4 to 9: the table below "
        "tells them apart."
    )
    assert legends.one_class(shade, table["rate"].iloc[:0], unit="hexagons") == (
        "All 3 hexagons lie in one class: 3 to under 10."
    )
    two = pd.DataFrame({"rate": [0.4, 30.0]})
    assert legends.one_class(shading.by_value(two, "rate"), two["rate"], unit="neighbourhoods") == ""
    assert legends.one_class(shading.by_value(two[:1], "rate"), two["rate"][:1], unit="neighbourhoods") == ""
