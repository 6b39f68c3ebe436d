"""Names leave each other room: worked out by one loop, checked here by looking at every pair."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any
from urllib.parse import unquote

import numpy as np
import pydeck as pdk

from hotspot.views import looking, naming

LOOK = looking.View(-1.0, 52.0, 0.0, 53.0)


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
    held = {one.id: one for one in naming.names(rows, LOOK, (255, 255, 255))}
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
    assert naming.moved(layers, {}) == tuple(layers)
