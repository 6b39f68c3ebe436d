"""Names leave each other room: worked out by one loop, checked here by looking at every pair."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any
from urllib.parse import unquote

import numpy as np
import pydeck as pdk
import pytest

from hotspot import pipeline
from hotspot.config import Parameters, Settings
from hotspot.views import ground, layers, looking, naming
from hotspot.views.ground_colours import LIGHT
from hotspot.views.written import WrittenDeck
from tests.views.colour import contrast

LOOK = looking.View(-1.0, 52.0, 0.0, 53.0)


@pytest.fixture(scope="module")
def demo_ground(tmp_path_factory: pytest.TempPathFactory) -> ground.Ground:
    settings = Settings(tmp_path_factory.mktemp("empty"))
    return ground.ground(pipeline.evening(Parameters(area="demo"), pipeline.WeekWindow(), settings=settings).base)


def row(lon: float, lat: float, said: str = "Madeham", kind: str = "small", size: int = 12) -> dict[str, Any]:
    return {"p": [lon, lat], "s": said, "z": size, "c": [1, 2, 3], "kind": kind}


def county(many: int = 60) -> list[dict[str, Any]]:
    rng = np.random.default_rng(7)
    spots = rng.uniform([-1, 52], [0, 53], (many, 2)).round(4).tolist()
    long = rng.integers(3, 30, many)
    return [
        row(spot[0], spot[1], "n" * int(n), "town" if k < 9 else "small")
        for k, (spot, n) in enumerate(zip(spots, long, strict=True))
    ]


def box(one: dict[str, Any], step: int) -> tuple[float, float, float, float]:
    """Return the pixels that a name covers: as many lines as a width of twelve times its size asks for."""
    zoom = LOOK.state().zoom + step
    x = one["p"][0] * 512 * 2**zoom / 360
    y = one["p"][1] * 512 * 2**zoom / 360 / np.cos(np.radians(LOOK.lat_min))
    ems = 0.52 * len(one["s"])
    wide, high = min(ems, 12) * one["z"], np.ceil(ems / 12) * 1.25 * one["z"]
    return x - wide / 2, x + wide / 2, y - high / 2, y + high / 2


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]


def test_no_two_names_overlap_at_any_step_and_nearly_all_are_seen_in_the_end() -> None:
    rows = county()
    seen = naming.first_seen(rows, LOOK)
    for step in range(naming.FROM_AFAR, naming.CLOSEST + 1):
        shown = [one for one, first in zip(rows, seen, strict=True) if first is not None and first <= step]
        assert not [1 for a, b in combinations(shown, 2) if overlap(box(a, step), box(b, step))]
    firsts = [first for first in seen if first is not None]
    assert len(firsts) > 50 and min(firsts) == naming.FROM_AFAR and max(firsts) > 1


def test_the_more_important_of_two_is_written_and_the_other_waits() -> None:
    first, second = naming.first_seen([row(-0.5, 52.5), row(-0.48, 52.5)], LOOK)
    assert first == naming.FROM_AFAR and second is not None and second > 0


def test_a_name_gives_way_to_a_more_important_one_that_itself_waits_for_another() -> None:
    rows = [row(-0.5, 52.5, kind="town"), row(-0.45, 52.5, kind="town"), row(-0.449, 52.501)]
    first, second, third = naming.first_seen(rows, LOOK)
    assert first is not None and second is not None and first < second
    assert naming.first_seen([rows[0], rows[2]], LOOK)[1] == second  # beside the first alone it would be seen as early
    assert third is None or third > second


def test_of_two_names_at_one_point_one_is_never_written() -> None:
    assert naming.first_seen([row(-0.5, 52.5), row(-0.5, 52.5)], LOOK) == [naming.FROM_AFAR, None]
    assert naming.first_seen([], LOOK) == []


def test_small_names_are_not_on_small_maps_and_the_waiting_ones_come_with_the_zoom() -> None:
    rows = [row(-0.5, 52.5, "Madetown", "town", 15), row(-0.5, 52.52), row(-0.9, 52.1)]
    held = {one.id: one for one in naming.names(naming.by_layer(rows, LOOK), (255, 255, 255))}
    assert [one["s"] for one in held["names"].data] == ["Madetown"]
    assert [one["p"] for one in held[naming.MORE].data] == [[-0.9, 52.1]]
    ((name, waiting),) = [(name, one) for name, one in held.items() if name in naming.CLOSER]
    (point,) = json.loads(unquote(waiting.data.partition(",")[2]))
    assert point["geometry"]["coordinates"] == [-0.5, 52.52] and point["properties"]["s"] == "Madeham"
    step = naming.CLOSER.index(name) + 1
    assert waiting.visible_min_zoom == round(LOOK.state().zoom + step - 0.3, 2)


def test_a_street_gives_way_to_the_name_of_a_place() -> None:
    near = looking.View(-0.51, 52.49, -0.49, 52.51)
    streets = [row(-0.5, 52.5, "Made Street", "street", 11), row(-0.507, 52.507, "Other Street", "street", 11)]
    assert naming.of_streets(streets, [row(-0.5, 52.5, "Madetown", "town", 15)], near) == streets[1:]
    assert naming.of_streets(streets, [], near) == streets


def test_a_name_under_a_mark_is_written_beside_it_clear_of_all_marks_and_of_other_names() -> None:
    look = looking.View(0.0, 50.5, 1.0, 51.5)
    scale = 512 * 2 ** look.state().zoom / 360
    rows = [{"p": [0.5, 51.0], "s": "Madetown", "z": 15}, {"p": [0.5, 51.0 + 20 / scale], "s": "Abovetown", "z": 15}]
    spots = [(0.5, 51.0), (0.9, 51.4)]
    moves = naming.aside(rows, spots, look)
    assert set(moves) == {"Madetown"}  # the other is clear as it stands
    right, down = moves["Madetown"]
    assert down > 0 and right == 0  # north of it stands the other
    half = naming._half(rows[0])
    assert abs(down) >= half[1] + naming.MARK_PX - 1
    assert naming.aside(rows, [], look) == {} and naming.aside([], spots, look) == {}


def test_moved_names_are_other_layers_with_a_stamp_of_their_own_and_the_ground_stays_as_it_is() -> None:
    layers = [pdk.Layer("TextLayer", [{"s": "A"}], id="names"), pdk.Layer("GeoJsonLayer", [], id="csp")]
    found = naming.moved(layers, {"King's Made": (0, -22), 'A "B"': (1, 1)})
    assert found[0].get_pixel_offset == '@@=s=="King\'s Made"?[0,-22]:[0,0]' and found[1] is layers[1]
    assert found[0].update_triggers != naming.moved(layers, {"Other": (0, 9)})[0].update_triggers
    assert not hasattr(layers[0], "get_pixel_offset")
    back = naming.moved(layers, {})  # what another map moved goes back where it belongs
    assert back[0].get_pixel_offset == "@@=[0,0]" and set(back[0].update_triggers) == {"getPixelOffset"}


def beside(at: tuple[float, float], said: str, anchor: str = "start") -> pdk.Layer:
    rows = [{"p": list(at), "s": said, "a": anchor, "o": [14 if anchor == "start" else -14, 0]}]
    return pdk.Layer("TextLayer", rows, id="since", get_size=13)


def test_a_name_steps_aside_from_a_word_beside_a_mark_to_whichever_side_it_stands() -> None:
    look = looking.View(0.0, 50.5, 1.0, 51.5)
    scale = 512 * 2 ** look.state().zoom / 360
    for anchor, side in (("start", 1), ("end", -1)):
        rows = [{"p": [0.5 + side * 60 / scale, 51.0], "s": "Madeham", "z": 12}]
        dots, words = naming.beside_marks([beside((0.5, 51.0), "before: was hot", anchor)])
        assert dots == [] and naming.aside(rows, [(0.5, 51.0)], look) == {}  # the mark itself is clear of it
        right, down = naming.aside(rows, [(0.5, 51.0)], look, words=words)["Madeham"]
        assert right == 0 and abs(down) >= (13 + 12) * naming.LINE / 2
        assert naming.aside([{**rows[0], "p": [0.5 - side * 60 / scale, 51.0]}], [], look, words=words) == {}


def test_a_name_that_has_no_way_round_the_words_is_left_out() -> None:
    look = looking.View(0.0, 50.5, 1.0, 51.5)
    scale = 512 * 2 ** look.state().zoom / 360
    wall = [beside((0.5 - 150 / scale, 51.0 + row * 8 / scale), "w" * 40) for row in range(-9, 10)]
    dots, words = naming.beside_marks([*wall, pdk.Layer("ScatterplotLayer", [{"p": [0.9, 51.4]}], id="gone")])
    assert dots == [[0.9, 51.4]]
    assert naming.aside([{"p": [0.5, 51.0], "s": "Madeham", "z": 12}], dots, look, words=words) == {
        "Madeham": naming.AWAY
    }


def test_a_name_that_must_go_over_a_lesser_one_sends_that_aside_or_away() -> None:
    look = looking.View(0.0, 50.5, 1.0, 51.5)
    scale = 512 * 2 ** look.state().zoom / 360
    up = scale / np.cos(np.radians(51.0))
    rows = [{"p": [0.5, 51.0], "s": "Madetown", "z": 15}, {"p": [0.5, 51.0 - 26 / up], "s": "Lesser", "z": 12}]
    rows += [{"p": [0.5, 51.0 + 26 / up], "s": "Other", "z": 12}]
    words = naming.beside_marks([beside((0.5 - 120 / scale, 51.0), "w" * 40)])[1]
    moves = naming.aside(rows, [], look, words=words)
    assert set(moves) >= {"Madetown"} and len(moves) == 2  # it went over one of the two, which made room
    boxes = [(np.array(one["p"]) * [scale, -up] + moves.get(one["s"], (0, 0)), naming._half(one)) for one in rows]
    for (at, half), (to, other) in combinations(boxes, 2):
        assert (np.abs(at - to) >= np.array(half) + other - 2).any()
    assert naming.aside(rows[::-1], [], look, words=words)["Madetown"] == naming.AWAY  # the last of them gives way


def test_a_name_seen_from_near_lies_on_a_plate_that_hides_the_darkest_red() -> None:
    """There one place fills a quarter of the map, and dark letters on it are read by nobody."""
    rows = [row(-0.5, 52.5, kind="street")]
    street = json.loads(layers.labels("street_names", rows, (255, 255, 255), near=True).to_json())
    near = json.loads(layers.closer("closer_names_1", rows, (255, 255, 255), 9.0).to_json())
    far = json.loads(layers.labels("names", rows, (255, 255, 255)).to_json())
    assert street["background"] and street["getBackgroundColor"] == [255, 255, 255, layers.PLATE]
    assert near["textBackground"] and near["getTextBackgroundColor"] == [255, 255, 255, layers.PLATE]
    assert "background" not in far and layers.PLATE > 200
    red, green, blue = (round(layers.PLATE + (1 - layers.PLATE / 255) * part) for part in (127, 0, 0))
    assert contrast((red, green, blue), LIGHT.minor_name) >= 4.5
    assert contrast((red, green, blue), LIGHT.green_name) >= 4.5


def test_a_small_map_names_the_largest_towns_of_the_demonstration(demo_ground: ground.Ground) -> None:
    """The county's two cities stood in one another's way by a tenth of a pixel, and one was never named."""
    (names,) = [one for one in demo_ground.quiet().above if one.id == "names"]
    assert {"Aldersea", "Merrowgate"} <= {row["s"] for row in names.data}


def test_a_street_gives_way_to_every_place_even_to_one_that_waits_for_another() -> None:
    near = looking.View(-0.51, 52.49, -0.49, 52.51)
    places = [row(-0.5, 52.5, "Made Park", size=12), row(-0.5, 52.5002, "Made Station", size=12)]  # one upon the other
    assert naming.first_seen(places, near)[1] in (2, 3, 4, 5, None)
    under = row(-0.5, 52.5006, "Made Street", "street", 11)
    assert naming.of_streets([under], places, near) == []
    assert naming.of_streets([under], [], near) == [under]


def test_the_plates_of_dense_streets_never_touch() -> None:
    rng = np.random.default_rng(3)
    near = looking.View(-0.51, 52.49, -0.49, 52.51)
    spots = rng.uniform([-0.51, 52.49], [-0.49, 52.51], (150, 2)).tolist()
    streets = [row(x, y, f"Upper Made Street {n}", "street", 11) for n, (x, y) in enumerate(spots)]
    kept = naming.of_streets(streets, [], near)
    plates = [plate(one, near) for one in kept]
    assert 10 < len(kept) < 150 and not [1 for a, b in combinations(plates, 2) if overlap(a, b)]


def plate(one: dict[str, Any], look: looking.View) -> tuple[float, float, float, float]:
    x, y = np.array(one["p"]) * look.pixels(looking.MAP_WIDTH)
    ems = 0.52 * len(one["s"])
    wide, high = min(ems, 12) * one["z"] + 4, np.ceil(ems / 12) * 1.25 * one["z"]
    return x - wide / 2, x + wide / 2, y - high / 2, y + high / 2


def test_a_name_among_marks_goes_slanting_between_them_or_is_left_out() -> None:
    look = looking.View(0.0, 50.5, 1.0, 51.5)
    right, down = look.pixels(looking.MAP_WIDTH)
    rows = [{"p": [0.5, 51.0], "s": "Madetown", "z": 18}]
    half = naming._half(rows[0])[0] + naming.MARK_PX

    def at(x: float, y: float) -> tuple[float, float]:
        return 0.5 + x / right, 51.0 + y / down

    cross = [at(0, 0), at(-70, 0), at(70, 0), at(0, -35), at(0, 35)]  # straight on each way stands another
    x, y = naming.aside(rows, cross, look)["Madetown"]
    assert x and y and np.hypot(x, y) <= naming.FARTHEST_PX
    spots = np.array(cross) * [right, down] - np.array([0.5 * right + x, 51.0 * down + y])
    assert (np.abs(spots) >= np.array([half, naming._half(rows[0])[1] + naming.MARK_PX]) - 1).any(axis=1).all()
    wall = [at(20.0 * a, 20.0 * b) for a in range(-8, 9) for b in range(-8, 9)]
    assert naming.aside(rows, wall, look) == {"Madetown": naming.AWAY}


def test_the_name_of_a_street_steps_out_from_under_a_mark_but_not_as_far_as_the_next_street() -> None:
    near = looking.View(-0.51, 52.49, -0.49, 52.51)
    right, down = near.pixels(looking.MAP_WIDTH)
    street = row(-0.5, 52.5, "Tanner Way", "street", 11)
    at = [(-0.5 + 5 / right, 52.5)]  # over its last letters
    ((_, (x, y)),) = naming.aside([street], at, near).items()
    assert x == 0 and naming.MARK_PX < abs(y) <= naming.STREET_PX
    column = [(-0.5 + 5 / right, 52.5 + n * 13 / down) for n in range(-5, 6)]  # a town goes further, to its left
    assert naming.aside([street], column, near) == {"Tanner Way": naming.AWAY}
    assert naming.aside([row(-0.5, 52.5, "Tanner Way", "town", 11)], column, near)["Tanner Way"] != naming.AWAY


def test_a_street_gives_way_to_a_place_that_gave_way_itself() -> None:
    near = looking.View(-0.51, 52.49, -0.49, 52.51)
    down = near.pixels(looking.MAP_WIDTH)[1]
    place = {**row(-0.5, 52.5, "Eastgate", "small", 12), "from": 11.5}
    moves = naming.aside([place], [(-0.5, 52.5)], near)
    street = row(-0.5, 52.5 + moves["Eastgate"][1] / down, "Tanner Way", "street", 11)  # where the place goes to
    assert naming.aside([street], [(-0.5, 52.5)], near, words=naming.standing([place], {})) == {}
    there = naming.aside([street], [(-0.5, 52.5)], near, words=naming.standing([place], moves))
    assert abs(there["Tanner Way"][1]) > 10


def test_on_a_telephone_streets_are_named_more_sparsely() -> None:
    near = looking.View(-0.51, 52.49, -0.49, 52.51)
    assert near.pixels(270).tolist() == near.pixels(looking.MAP_WIDTH).tolist()  # as near, and a third as wide
    spots = np.random.default_rng(3).uniform([-0.51, 52.49], [-0.49, 52.51], (150, 2)).tolist()
    streets = [row(x, y, f"Upper Made Street {n}", "street", 11) for n, (x, y) in enumerate(spots)]
    wide, narrow = (naming.of_streets(streets, [], near, width) for width in (looking.MAP_WIDTH, 270))
    assert 5 < len(narrow) < 0.75 * len(wide)


def test_names_of_near_views_are_told_where_to_go_too() -> None:
    near = layers.closer("closer_names_2", [row(-0.5, 52.5)], (255, 255, 255), 9.0)
    street = layers.labels("street_names", [row(-0.5, 52.5, "Made Street")], (255, 255, 255), near=True)
    moved, few = naming.moved([near, street], {"Made Street": (0, -22)})
    assert moved.get_text_pixel_offset == '@@=properties.s=="Made Street"?[0,-22]:[0,0]'
    assert set(moved.update_triggers) == {"getTextPixelOffset"} and few.get_pixel_offset.startswith(
        '@@=s=="Made Street"'
    )
    assert "dataComparator" not in WrittenDeck.of(pdk.Deck([few], map_provider=None)).to_json()  # those of another view
