"""Every colour of the maps and charts, over the land as it is seen: apart to every eye, in order on a photocopy."""

from __future__ import annotations

import ast
import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from hotspot.views import bivariate, charts, hour_grid, palettes, register, scorecard_charts, worked, zones
from hotspot.views.ground_colours import DARK, LIGHT, GroundColours
from hotspot.views.palettes import ColourClass
from tests.views import colour

APART = 10  # CIEDE2000
VIEWS = Path(palettes.__file__).parent
RAMPS = {"density": palettes.DENSITY, "significance": palettes.SIGNIFICANCE} | {
    name: breaks.classes for name, breaks in palettes.VALUES.items()
}
NINE = tuple(ColourClass(code, palettes.rgb(code), bivariate.OPACITY) for row in bivariate.COLOURS for code in row)
DOT = palettes.css(tuple(register.PROJECT))


def lines(*codes: str) -> tuple[ColourClass, ...]:
    return tuple(ColourClass(code, palettes.rgb(code), 255) for code in codes)


# Of these every two must differ, not only neighbours: nothing but their colour puts them in order.
GROUPS = {
    "words": palettes.WORDS,
    "bivariate": (*NINE, bivariate.NOT_KNOWN),
    "what is compared": worked.GROUPS,
    "patrol zones": lines(*sorted({palettes.css(paint) for _, paint, _ in zones.MARKS.values()})),
    "shifts": lines(hour_grid.MINE, hour_grid.BEST),
    "lengths of lists": lines(*scorecard_charts.LENGTHS.values()),
    "past lists": lines("#7f0000", charts.ACCENT, "#767676"),
    "projects among words": (*palettes.WORDS, *lines(DOT)),
}
SHARMA = [  # lab, lab, distance: pairs 1, 17, 19 and 25 of Sharma, Wu and Dalal (2005)
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
]


def seen(group: ColourClass, paint: GroundColours = LIGHT) -> tuple[float, float, float]:
    """Return a class as it looks on the map: what shows through it is the land, and the quiet one is the ground's."""
    *own, opacity = paint.quiet if group.opacity <= palettes.QUIET else (*group.colour, group.opacity)
    share = opacity / 255
    red, green, blue = (mine * share + land * (1 - share) for mine, land in zip(own, paint.land, strict=True))
    return red, green, blue


def apart(one: ColourClass, two: ColourClass, sight: str, paint: GroundColours = LIGHT) -> float:
    return colour.delta_e(colour.lab(seen(one, paint), sight), colour.lab(seen(two, paint), sight))


@pytest.mark.parametrize(("one", "two", "distance"), SHARMA)
def test_the_distance_itself_is_the_published_one(one, two, distance):
    assert colour.delta_e(one, two) == pytest.approx(distance, abs=5e-5)


def test_the_contrast_of_black_and_white_is_the_published_one():
    assert colour.contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)


@pytest.mark.parametrize("sight", colour.SIGHTS)
@pytest.mark.parametrize("name", GROUPS)
def test_every_two_of_a_group_can_be_told_apart(name, sight):
    for one, two in combinations(GROUPS[name], 2):
        assert apart(one, two, sight) > APART, f"{one.label} and {two.label} of {name} to {sight} sight"


@pytest.mark.parametrize("sight", colour.SIGHTS)
@pytest.mark.parametrize("name", RAMPS)
def test_neighbouring_classes_can_be_told_apart(name, sight):
    for one, two in pairwise(RAMPS[name]):
        assert apart(one, two, sight) > APART, f"{one.label} and {two.label} of {name} to {sight} sight"


@pytest.mark.parametrize("sight", colour.SIGHTS)
@pytest.mark.parametrize("name", ["words", *RAMPS])
def test_on_a_dark_map_they_can_be_told_apart_too(name, sight):
    groups = RAMPS | GROUPS
    for one, two in (combinations if name == "words" else lambda group, _: pairwise(group))(groups[name], 2):
        assert apart(one, two, sight, DARK) > APART, f"{one.label} and {two.label} of {name} to {sight} sight"


@pytest.mark.parametrize("sight", colour.SIGHTS)
@pytest.mark.parametrize("name", palettes.VALUES)
def test_what_is_not_known_looks_like_no_number(name, sight):
    for one in palettes.VALUES[name].classes:
        assert apart(one, palettes.NOT_KNOWN, sight) > APART, f"{one.label} of {name} to {sight} sight"


@pytest.mark.parametrize("sight", colour.SIGHTS)
@pytest.mark.parametrize("name", ["words", *RAMPS])
def test_a_class_with_a_meaning_differs_from_bare_land(name, sight):
    land = ColourClass("land", palettes.GROUND["land"], 255)
    ramp = name in palettes.VALUES  # neighbourhoods lie edge to edge: their palest class may be nearly the land's
    for one in (RAMPS | GROUPS)[name]:
        assert one.opacity == palettes.QUIET or ramp or apart(one, land, sight) > APART, f"{one.label} to {sight} sight"


@pytest.mark.parametrize("sight", colour.SIGHTS)
def test_hours_next_to_each_other_on_the_scale_can_be_told_apart(sight):
    for one, two in pairwise(hour_grid.STOPS):
        assert colour.delta_e(colour.lab(one, sight), colour.lab(two, sight)) > APART


@pytest.mark.parametrize("sight", colour.SIGHTS)
def test_the_outline_of_a_zone_shows_over_every_density(sight):
    for outline in GROUPS["patrol zones"]:
        for under in palettes.DENSITY:
            assert apart(outline, under, sight) > APART, f"{outline.label} over {under.label} to {sight} sight"


@pytest.mark.parametrize("name", ["density", *palettes.VALUES])
def test_a_photocopy_keeps_the_order(name):
    steps = [b - a for a, b in pairwise(float(colour.lab(seen(one))[0]) for one in RAMPS[name])]
    assert all(step < -5 for step in steps) or all(step > 5 for step in steps)


def test_a_photocopy_keeps_every_two_words_apart():
    lightness = sorted(float(colour.lab(seen(one))[0]) for one in palettes.WORDS)
    assert min(b - a for a, b in pairwise(lightness)) > 9


@pytest.mark.parametrize("paint", [LIGHT, DARK], ids=["light", "dark"])
def test_a_dot_can_be_seen_on_its_place(paint):
    dotted = [one for one in (*palettes.WORDS, *palettes.SIGNIFICANCE) if one.dot]
    assert {one.label.split(",")[0] for one in dotted} == {"cold", "was hot"}
    for one in dotted:
        assert abs(colour.lab(one.dot)[0] - colour.lab(seen(one, paint))[0]) > 15, one.label


def test_the_hot_words_get_lighter_as_they_get_less_urgent():
    lightness = [float(colour.lab(seen(one))[0]) for one in palettes.WORDS[1:5]]
    assert all(b - a > 10 for a, b in pairwise(lightness))


@pytest.mark.parametrize("group", [*palettes.WORDS, *NINE], ids=lambda group: group.label)
def test_the_badge_can_be_read(group):
    ink = (255, 255, 255) if palettes.is_dark(group.colour) else palettes.rgb("#000000")
    assert colour.contrast(group.colour, ink) >= 4.5


@pytest.mark.parametrize("name", ["label", "csp", "mark"])
def test_words_and_lines_on_the_ground_can_be_read(name):
    assert colour.contrast(palettes.GROUND[name], palettes.GROUND["land"]) >= 4.5


@pytest.mark.parametrize("code", [charts.ACCENT, "#7f0000", "#767676"])
def test_lines_of_charts_stand_out_from_the_paper(code):
    assert colour.contrast(palettes.rgb(code), palettes.GROUND["paper"]) >= 3


def test_no_table_of_colours_is_left_out_here():
    """A new table of colours in a view must be named above, or it would be the one nobody looks at."""
    named = {
        "palettes",
        "bivariate",
        "charts",
        "ground_colours",
        "hour_grid",
        "register",
        "scorecard_charts",
        "worked",
        "zones",
    }
    tables = set()
    for path in sorted(VIEWS.rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            codes = re.findall(r"'#[0-9a-f]{6}'", ast.unparse(value)) if value is not None else []
            if len(set(codes)) > 2:
                tables.add(path.stem)
    assert tables <= named, f"colours of {tables - named} are not tested"
