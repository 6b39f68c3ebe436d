"""Nine colours that everyone can tell apart, thirds by hand, and a legend that is the map's own array."""

from __future__ import annotations

import json
import re
from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hotspot.views import bivariate, maps, palettes
from hotspot.views.bivariate import CROSSINGS
from tests.views import colour, made

NINE = [palettes.rgb(code) for row in bivariate.COLOURS for code in row]


@pytest.mark.parametrize("sight", colour.SIGHTS)
def test_every_two_of_the_ten_can_be_told_apart(sight):
    for one, two in combinations([*NINE, bivariate.NOT_KNOWN.colour], 2):
        apart = colour.delta_e(colour.lab(one, sight), colour.lab(two, sight))
        assert apart > 10, f"{palettes.css(one)} and {palettes.css(two)} to {sight} sight"


def test_a_photocopy_gets_darker_both_ways():
    lightness = np.array([colour.lab(one)[0] for one in NINE]).reshape(3, 3)
    assert (np.diff(lightness, axis=0) < -10).all() and (np.diff(lightness, axis=1) < -5).all()


def test_the_number_in_every_box_can_be_read():
    for one in NINE:
        ink = (255, 255, 255) if palettes.is_dark(one) else (0, 0, 0)
        assert colour.contrast(one, ink) >= 4.5


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=1, max_size=40))
def test_thirds_follow_the_order_and_equals_stay_together(values):
    held = np.array([np.nan if value is None else value for value in values], dtype=float)
    found = bivariate.thirds(held)
    assert ((found == -1) == np.isnan(held)).all()
    known = ~np.isnan(held)
    for a, b in combinations(np.flatnonzero(known), 2):
        assert (held[a] != held[b]) or found[a] == found[b]
        assert not (held[a] < held[b]) or found[a] <= found[b]


def test_nine_different_values_are_three_and_three_and_three():
    assert bivariate.thirds([9, 1, 5, 2, 8, 3, 7, 4, 6]).tolist() == [2, 0, 1, 0, 2, 0, 2, 1, 1]


def crossed():
    count = pd.Series([9.0, 0, 5, 1, 7, 3], index=list("abcdef"))
    layer = pd.Series([60.0, 10, 50, 20, np.nan, 30], index=list("abcdef"))
    return count, layer


def test_a_class_is_the_third_of_each_and_the_unknown_has_its_own():
    count, layer = crossed()
    shading = bivariate.crossed(count, layer, CROSSINGS["need"])
    # records: b d low, f c middle, e a high; need of the five known: b low, d f middle (0.3, 0.5), c a high (0.7, 0.9)
    assert dict(zip("abcdef", shading.index.tolist(), strict=True)) == {"a": 8, "b": 0, "c": 7, "d": 0, "e": 9, "f": 4}
    assert shading.classes[8].label == "most records, most deprived"
    assert shading.classes[2].label == "most records, least deprived"


def test_a_district_keeps_the_thirds_of_the_whole_area():
    count, layer = crossed()
    whole = bivariate.crossed(count, layer, CROSSINGS["need"])
    part = bivariate.crossed(count, layer, CROSSINGS["need"], shown=pd.Index(["f", "a"]))
    assert part.index.tolist() == [whole.index[5], whole.index[0]]


def test_the_legend_counts_what_the_map_shows():
    analysis, around = made.analysis(), made.around()
    rows = analysis.lsoas
    shading = bivariate.crossed(rows["count"], around.lsoas["imd_without_crime"], CROSSINGS["need"])
    said = bivariate.legend(shading, CROSSINGS["need"])
    boxes = re.findall(r"background:(#\w+);[^>]*><b>(\d+)</b>", said)
    for (code, number), (v, n) in zip(boxes, [(v, n) for v in (2, 1, 0) for n in range(3)], strict=True):
        assert code == bivariate.COLOURS[n][v]
        assert int(number) == (shading.index == 3 * n + v).sum()
    assert "not known&nbsp;<b>5</b>" in said
    picture = maps.Picture(
        rows, shading, bivariate.tips(rows, around, "Need", "imd_without_crime", analysis.findings), False
    )
    drawn = json.loads(maps.deck(picture, maps.ground(analysis.base)).to_json())
    cells = next(layer for layer in flat(drawn["layers"]) if layer["id"] == "cells")
    assert [shape["properties"]["c"] for shape in cells["data"]["features"]] == shading.index.tolist()
    assert "tenth" in cells["data"]["features"][9]["properties"]["t"]
    assert "not known" in cells["data"]["features"][0]["properties"]["t"]


def flat(layers):
    return [one for layer in layers for one in (flat(layer) if isinstance(layer, list) else [layer])]


def test_an_outline_goes_round_neighbours_together():
    squares = [shapely.box(k / 10, 52, (k + 1) / 10, 52.1) for k in (0, 1, 5)]
    line = bivariate.outline(gpd.GeoDataFrame(geometry=squares, crs="EPSG:4326"))
    assert len(shapely.get_parts(line)) == 2
    layer = pd.Series([1.0, 2, 3, 4, 5, np.nan], index=list("abcdef"))
    assert bivariate.worst_third(layer).tolist() == ["d", "e"]


def test_the_outline_lies_over_the_places_and_under_the_names():
    analysis = made.analysis()
    ground = maps.ground(analysis.base)
    over = bivariate.outlined(ground, bivariate.outline(analysis.lsoas.iloc[:4]))
    assert [layer.id for layer in over.above] == ["outline", *(layer.id for layer in ground.above)]
    assert over.below is ground.below


def test_the_picture_with_an_outline_is_the_same_each_time_and_shows_the_line():
    analysis = made.analysis()
    shading = bivariate.crossed(analysis.lsoas["count"], made.around().lsoas["income"], CROSSINGS["need"])
    picture = maps.Picture(analysis.lsoas, shading, [], False)
    line = bivariate.outline(analysis.lsoas.iloc[:4])
    one, two = (bivariate.outlined_png(picture, analysis.base, line, "Credit") for _ in range(2))
    assert one == two
    assert one != bivariate.outlined_png(picture, analysis.base, bivariate.outline(analysis.lsoas.iloc[9:12]), "Credit")
