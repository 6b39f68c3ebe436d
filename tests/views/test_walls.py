"""On a wall the numbers of a map are larger, and nothing else of the map is another."""

from __future__ import annotations

import json

import pandas as pd

from hotspot.views import layers, maps, walls, word_sides
from hotspot.views.looking import View

LOOK = View(0.0, 50.0, 1.0, 51.0)
PLACES = pd.DataFrame({"peak": ["a"], "lon": [0.5], "lat": [50.5], "rank": [1], "name": ["Castle"]})


def test_marks_numbers_and_words_grow_and_names_stay() -> None:
    words = word_sides.beside("since", [{"p": [0.5, 50.5], "s": "▲ more"}], PLACES, LOOK)
    names = layers.labels("names", [{"p": [0, 50], "s": "Town", "z": 15, "c": [0, 0, 0]}], (255, 255, 255))
    drawn = [[names], [words], maps.marks(PLACES, [""])]
    before = {one.id: json.loads(one.to_json()) for group in drawn for one in group}
    walls.enlarged(drawn, 1.5)
    after = {one.id: json.loads(one.to_json()) for group in drawn for one in group}
    assert after["names"] == before["names"]
    assert 1.2 < after["marks"]["getRadius"] / before["marks"]["getRadius"] < 1.25  # the colour round it stays seen
    assert (before["mark_numbers"]["getSize"], after["mark_numbers"]["getSize"]) == ("@@=14", "@@=17")
    assert after["since"]["getSize"] == round(1.5 * before["since"]["getSize"])
    assert after["since"]["data"][0]["o"] == [17, 0]  # as far from the edge of its mark as before
