from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from hotspot.views import palettes
from tests.views import colour

RAMPS = {"density": palettes.DENSITY, "significance": palettes.SIGNIFICANCE} | {
    name: breaks.classes for name, breaks in palettes.VALUES.items()
}
SHARMA = [  # lab, lab, distance: pairs 1, 17, 19 and 25 of Sharma, Wu and Dalal (2005)
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
]


@pytest.mark.parametrize(("one", "two", "distance"), SHARMA)
def test_the_distance_itself_is_the_published_one(one, two, distance):
    assert colour.delta_e(one, two) == pytest.approx(distance, abs=5e-5)


@pytest.mark.parametrize("sight", colour.SIGHTS)
def test_every_two_words_can_be_told_apart(sight):
    for one, two in combinations(palettes.WORDS, 2):
        apart = colour.delta_e(colour.lab(one.colour, sight), colour.lab(two.colour, sight))
        assert apart > 10, f"{one.label} and {two.label} to {sight} sight"


@pytest.mark.parametrize("sight", colour.SIGHTS)
@pytest.mark.parametrize("name", RAMPS)
def test_neighbouring_classes_can_be_told_apart(name, sight):
    for one, two in pairwise(RAMPS[name]):
        apart = colour.delta_e(colour.lab(one.colour, sight), colour.lab(two.colour, sight))
        assert apart > 10, f"{one.label} and {two.label} of {name} to {sight} sight"


@pytest.mark.parametrize("name", ["density", *palettes.VALUES])
def test_a_photocopy_keeps_the_order(name):
    lightness = [float(colour.lab(one.colour)[0]) for one in RAMPS[name]]
    steps = [b - a for a, b in pairwise(lightness)]
    assert all(step < -5 for step in steps) or all(step > 5 for step in steps)


def test_the_hot_words_get_lighter_as_they_get_less_urgent():
    lightness = [float(colour.lab(one.colour)[0]) for one in palettes.WORDS[1:5]]
    assert all(b - a > 10 for a, b in pairwise(lightness))


@pytest.mark.parametrize("group", palettes.WORDS, ids=lambda group: group.label)
def test_the_badge_can_be_read(group):
    ink = (255, 255, 255) if palettes.is_dark(group.colour) else palettes.rgb("#000000")
    assert colour.contrast(group.colour, ink) >= 4.5


@pytest.mark.parametrize("name", ["label", "csp", "mark"])
def test_words_and_lines_on_the_ground_can_be_read(name):
    assert colour.contrast(palettes.GROUND[name], palettes.GROUND["land"]) >= 4.5
