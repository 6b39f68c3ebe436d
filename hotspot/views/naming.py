"""Which names have room beside one another at which zoom, worked out once: no browser has to try it at every step."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pydeck as pdk

from hotspot.views import layers
from hotspot.views.looking import MAP_WIDTH, TILE, View
from hotspot.views.palettes import Colour

FROM_AFAR, CLOSEST = -2, 5  # steps of the zoom round the first view: a small map's, and how far a reader comes near
LETTER, LINE, GAP_PX = 0.52, 1.25, 1.0  # of a name's size; between two names
MORE = "more_names"
FIRST = ("names", MORE)  # layers of the names of the first view
MARK_PX, FARTHEST_PX = 13.0, 60.0  # half a numbered mark with its edge; how far a name gives way to it
PADDING_PX = 2.0  # round a word beside a mark
PLATE_PX = np.array([3.0, 1.0])  # round the name of a street, by its plate
AWAY = (0, -9999)  # where a name goes that is left out: layers of names are fetched once, and keep all of them
CLOSER = tuple(f"closer_names_{step}" for step in range(1, CLOSEST + 1))
ROOMS = {"small": 4.0, "street": 1.6}  # how many times its own size a name keeps others away, so that a map is no list
USUAL_ROOM = 1.3


def first_seen(rows: Sequence[dict[str, Any]], look: View) -> list[int | None]:
    """Return for each name from which step of the zoom on it has room, 0 being the first view; None where it never has.

    A name once seen stays as the reader comes nearer. Of two in each other's way the one earlier in the list is written
    and the other waits.

    Parameters
    ----------
    rows : sequence of dict
        ``p`` lon and lat, ``s`` words, ``z`` size in pixels, ``kind``; the more important first.
    look : View
        The first view.

    Examples
    --------
    >>> rows = [{"p": [x, 51.0], "s": "Madetown", "z": 15, "kind": "town"} for x in (0.0, 0.02, 0.5)]
    >>> first_seen(rows, View(0.0, 50.5, 1.0, 51.5))
    [-2, 4, -1]
    """
    if not rows:
        return []
    scale, shrink = look.pixels_a_degree, math.cos(math.radians(look.lat_min))
    spots = np.array([row["p"] for row in rows]) * [scale, scale / shrink]
    halves = np.array([_half(row) for row in rows])
    kept_off = halves * np.array([[ROOMS.get(row["kind"], USUAL_ROOM)] for row in rows])
    seen = np.full(len(rows), CLOSEST + 1)
    for n in range(len(rows)):
        for step in reversed(range(FROM_AFAR, CLOSEST + 1)):  # once seen it is never in the way of one that comes later
            held = np.flatnonzero(seen[:n] <= step)
            away = np.abs(spots[held] - spots[n]) * 2.0**step
            clear = (away >= halves[held] + halves[n] + GAP_PX).any(axis=1) & (away >= kept_off[held]).any(axis=1)
            if not clear.all():
                break
            seen[n] = step
    return [int(step) if step <= CLOSEST else None for step in seen]


def _half(row: dict[str, Any]) -> tuple[float, float]:
    """Return half the width and height of a name in pixels; a long one stands in several lines."""
    long = len(row["s"]) * LETTER
    lines = math.ceil(long / layers.WIDEST)
    return min(long, layers.WIDEST) * row["z"] / 2, lines * LINE * row["z"] / 2


def names(rows: Sequence[dict[str, Any]], look: View, edge: Colour) -> list[pdk.Layer]:
    """Return the layers of names: what even a small map has room for, more at the first view, the rest from nearer."""
    steps = first_seen(rows, look)
    held = [(row, step) for row, step in zip(rows, steps, strict=True) if step is not None]
    main = [row for row, step in held if step <= FROM_AFAR and row["kind"] != "small"]
    more = [row for row, step in held if step <= 0 and row not in main]
    near = [[row for row, of in held if of == step] for step in range(1, CLOSEST + 1)]
    zoom = look.state().zoom
    return [
        *(layers.labels(name, some, edge) for name, some in (("names", main), (MORE, more)) if some),
        *(
            layers.closer(name, some, edge, zoom + step - 0.3)
            for step, (name, some) in enumerate(zip(CLOSER, near, strict=True), start=1)
            if some
        ),
    ]


def of_streets(rows: Sequence[dict[str, Any]], places: Sequence[dict[str, Any]], look: View) -> list[dict[str, Any]]:
    """Return the streets whose names have room in a near view beside each other and beside the names of places.

    The names of all places count: one that waits for another in the view of the whole area is written in a near one.
    """
    if not len(rows):
        return []
    scale = look.pixels(MAP_WIDTH)
    both = [*places, *rows]
    spots, halves = np.array([row["p"] for row in both]) * scale, np.array([_half(row) for row in both]) + PLATE_PX
    room = halves * ROOMS["street"]
    kept = list(range(len(places)))
    for n in range(len(places), len(both)):
        away = np.abs(spots[kept] - spots[n])
        streets = np.array(kept) >= len(places)
        clear = (away >= halves[kept] + halves[n]).any(axis=1)
        if (clear & (~streets | (away >= room[kept]).any(axis=1))).all():
            kept.append(n)
    return [both[n] for n in kept[len(places) :]]


Spots = Sequence[Sequence[float]]
Move = tuple[int, int]


def aside(
    rows: Sequence[dict[str, Any]],
    spots: Spots,
    look: View,
    width_px: int = MAP_WIDTH,
    words: Sequence[dict[str, Any]] = (),
) -> dict[str, Move]:
    """Return by how many pixels, right and down, each name is moved that a mark or a word beside one would cover.

    It goes the shortest way that is clear of all marks and words, and of the other names where there is one, else over
    a less important name, which then steps aside itself. A name that a word covers and that has no way is left out:
    half of it is read by nobody.

    Parameters
    ----------
    rows : sequence of dict
        ``p`` lon and lat, ``s`` words, ``z`` size in pixels; the more important first.
    spots : sequence of (lon, lat)
        Where the marks are.
    look : View
        The first view.
    width_px : int
        Width of the map.
    words : sequence of dict
        What stands beside marks: the same, and ``a`` whether it starts, ends or has its middle there, ``o`` by how
        much it is moved.

    Examples
    --------
    >>> rows = [{"p": [0.5, 51.0], "s": "Madetown", "z": 15}]
    >>> aside(rows, [(0.5, 51.0)], View(0.0, 50.5, 1.0, 51.5)), aside(rows, [(0.9, 51.0)], View(0.0, 50.5, 1.0, 51.5))
    ({'Madetown': (0, -22)}, {})
    """
    if not len(rows) or not (len(spots) or len(words)):
        return {}
    scale = TILE * 2 ** look.state(width_px).zoom / 360
    to_pixels = np.array([scale, -scale / math.cos(math.radians((look.lat_min + look.lat_max) / 2))])
    boxes = [(np.asarray(spot, dtype=float) * to_pixels, np.full(2, MARK_PX)) for spot in spots]
    boxes += [_beside(word, to_pixels) for word in words]
    taken, sizes = np.array([at for at, _ in boxes]), np.array([half for _, half in boxes])
    middles = np.array([row["p"] for row in rows]) * to_pixels
    halves = np.array([_half(row) for row in rows])
    # Of all names at once: most are far from every mark.
    over = (np.abs(taken - middles[:, None]) < halves[:, None] + sizes).all(axis=2)
    moves: dict[str, Move] = {}
    for n, row in enumerate(rows):
        hit = np.flatnonzero(over[n])
        if not len(hit):
            continue
        reach = halves[n] + sizes
        order = [*range(n), *range(n + 1, len(rows))]
        others = middles[order], halves[order] + halves[n]
        if (move := _way(middles[n], hit, (taken, reach), others, n)) is not None:
            moves[str(row["s"])] = (round(move[0]), round(move[1]))
            middles[n] += move
            taken, sizes = np.vstack([taken, middles[n]]), np.vstack([sizes, halves[n]])
            over = np.column_stack([over, _over(middles[n], halves + halves[n], middles)])
        elif hit[-1] >= len(spots) or len(hit) > 1:  # under a word or several marks nobody reads it
            moves[str(row["s"])] = AWAY
    return moves


def _beside(word: dict[str, Any], to_pixels: Any) -> tuple[Any, Any]:
    """Return middle and half size of a word that stands beside its mark, in one line."""
    half = np.array([len(word["s"]) * LETTER, LINE]) * word["z"] / 2 + PADDING_PX
    side = {"end": -1, "middle": 0}.get(word["a"], 1)
    return np.asarray(word["p"]) * to_pixels + word["o"] + [side * half[0], 0], half


def beside_marks(over: Sequence[pdk.Layer]) -> tuple[list[Any], list[dict[str, Any]]]:
    """Return where the dots of further layers are, and the words beside them as ``aside`` takes them."""
    dots = [row["p"] for one in over if one.type == "ScatterplotLayer" for row in one.data]
    words = [{**row, "z": one.get_size} for one in over if one.type == "TextLayer" for row in one.data if "o" in row]
    return dots, words


def _over(middle: Any, reach: Any, points: Any) -> Any:
    """Return which points lie nearer than a reach, right and down."""
    return (np.abs(points - middle) < reach).all(axis=1)


def _way(middle: Any, hit: Any, kept_off: tuple[Any, Any], others: tuple[Any, Any], before: int) -> Any:
    """Return the shortest move that is clear of marks and words and, if there is one, of names; None if all are far.

    ``kept_off`` and ``others`` are middles with how near the name may come to each; it never goes over the first
    ``before`` of the other names, which are more important.
    """
    taken, reach = kept_off
    ways = [(0.0, taken[k, 1] + side * reach[k, 1] - middle[1]) for k in hit for side in (-1, 1)]
    ways += [(taken[k, 0] + side * reach[k, 0] - middle[0], 0.0) for k in hit for side in (-1, 1)]
    if not any(math.hypot(*way) <= FARTHEST_PX and _is_clear(middle + way, reach, taken) for way in ways):
        ways = _slanting(middle, reach, taken)  # straight out of the way of one it would come under another
    near = sorted((way for way in ways if math.hypot(*way) <= FARTHEST_PX), key=lambda way: math.hypot(*way))
    clear = [way for way in near if _is_clear(middle + way, reach, taken)]
    over = [_over(middle + way, others[1], others[0]) for way in clear]
    free = [way for way, met in zip(clear, over, strict=True) if not met.any()]
    polite = [way for way, met in zip(clear, over, strict=True) if not met[:before].any()]
    return next(iter([*free, *polite]), None)


def _is_clear(middle: Any, reach: Any, taken: Any) -> bool:
    return not _over(middle, reach - 0.1, taken).any()


def _slanting(middle: Any, reach: Any, taken: Any) -> list[tuple[float, float]]:
    """Return the moves right or left of one mark and above or below another, of those that are near."""
    near = (np.abs(taken - middle) < reach + FARTHEST_PX).all(axis=1)
    sides = np.concatenate([taken[near] - reach[near], taken[near] + reach[near]]) - middle
    return [(float(right), float(down)) for right in sides[:, 0] for down in sides[:, 1]]


def moved(above: Sequence[pdk.Layer], moves: Mapping[str, Move]) -> tuple[pdk.Layer, ...]:
    """Return layers whose names are written beside their places where a move is given; those given stay as they are."""
    held = {name: move for name, move in moves.items() if not set(name) & {'"', "\\"}}
    said = "".join(f"s=={json.dumps(name, ensure_ascii=False)}?[{x},{y}]:" for name, (x, y) in held.items()) + "[0,0]"
    return tuple(_elsewhere(one, said) if one.id in FIRST else one for one in above)


def _elsewhere(one: pdk.Layer, said: str) -> pdk.Layer:
    # The names are fetched once and stay the same: without the word of another move, of none too, they would stay where
    # the map before had moved them.
    other = object.__new__(type(one))
    other.__dict__.update(one.__dict__, get_pixel_offset=f"@@={said}", update_triggers={"getPixelOffset": said})
    return other
