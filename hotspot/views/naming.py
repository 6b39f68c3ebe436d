"""Which names have room beside one another at which zoom, worked out once: no browser has to try it at every step."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pydeck as pdk

from hotspot.views import layers
from hotspot.views.looking import MAP_WIDTH, View
from hotspot.views.palettes import Colour

FROM_AFAR, CLOSEST = -2, 5  # steps of the zoom round the first view: a small map's, and how far a reader comes near
LETTER, LINE, GAP_PX = 0.52, 1.25, 1.0  # of a name's size; between two names
MORE = "more_names"
FIRST = ("names", MORE)  # layers of the names of the first view
MARK_PX, FARTHEST_PX = 13.0, 60.0  # half a numbered mark with its edge; how far a name gives way to it
STREET_PX = 30.0  # and that of a street, which else would stand along another
PADDING_PX = 2.0  # round a word beside a mark
PLATE_PX = (3.0, 1.0)  # round the name of a street, by its plate
AWAY = (0, -9999)  # where a name goes that is left out: layers of names are fetched once, and keep all of them
CLOSER = tuple(f"closer_names_{step}" for step in range(1, CLOSEST + 1))
ROOMS = {"small": 4.0, "street": 1.6}  # how many times its own size a name keeps others away, so that a map is no list
USUAL_ROOM = 1.3
NARROW_ROOM = 1.8  # times that for a street on a telephone, which shows a third of the map
STREETS = "street_names"
# How a layer is told where its names go, and asks of each which it is: that of the first view, and of nearer ones.
ASKED = (("get_pixel_offset", "getPixelOffset", "s"), ("get_text_pixel_offset", "getTextPixelOffset", "properties.s"))


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


def by_layer(rows: Sequence[dict[str, Any]], look: View) -> dict[str, list[dict[str, Any]]]:
    """Return the names of each layer: what even a small map has room for, more at the first view, the rest from nearer.

    Each says from which zoom on it is written (``from``); of the first view all are, however far the reader goes.
    """
    steps, zoom = first_seen(rows, look), look.state().zoom
    held = [(row, step) for row, step in zip(rows, steps, strict=True) if step is not None]
    main = [row for row, step in held if step <= FROM_AFAR and row["kind"] != "small"]
    more = [row for row, step in held if step <= 0 and row not in main]
    near = {name: (n, [row for row, step in held if step == n]) for n, name in enumerate(CLOSER, start=1)}
    closer = {name: [{**row, "from": round(zoom + n - 0.3, 2)} for row in some] for name, (n, some) in near.items()}
    return {"names": [{**row, "from": 0.0} for row in main], MORE: [{**row, "from": 0.0} for row in more], **closer}


def names(called: Mapping[str, list[dict[str, Any]]], edge: Colour) -> list[pdk.Layer]:
    """Return the layers of names, as ``by_layer`` gives them; none of one without a name."""
    return [
        layers.closer(name, rows, edge, rows[0]["from"]) if name in CLOSER else layers.labels(name, rows, edge)
        for name, rows in called.items()
        if rows
    ]


def of_streets(
    rows: Sequence[dict[str, Any]], places: Sequence[dict[str, Any]], look: View, width_px: int = MAP_WIDTH
) -> list[dict[str, Any]]:
    """Return the streets whose names have room in a near view beside each other and beside the names of places.

    The names of all places count: one that waits for another in the view of the whole area is written in a near one.
    On a telephone, which shows a few streets, each has more room: there plates beside plates hide the map.
    """
    if not len(rows):
        return []
    scale = look.pixels(width_px)
    both = [*places, *rows]
    spots, halves = np.array([row["p"] for row in both]) * scale, np.array([_half(row) for row in both]) + PLATE_PX
    room = halves * ROOMS["street"] * (NARROW_ROOM if width_px < MAP_WIDTH else 1)
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
    half of it is read by nobody. So is the name of a street that would have to go so far that it named another.

    Parameters
    ----------
    rows : sequence of dict
        ``p`` lon and lat, ``s`` words, ``z`` size in pixels, ``kind`` and from which zoom it is written, if it is said;
        the more important first.
    spots : sequence of (lon, lat)
        Where the marks are.
    look : View
        The first view.
    width_px : int
        Width of the map.
    words : sequence of dict
        What stands beside marks, and names that stay where they are: the same, and ``a`` whether it starts, ends or has
        its middle there, ``o`` by how much it is moved.

    Examples
    --------
    >>> rows = [{"p": [0.5, 51.0], "s": "Madetown", "z": 15}]
    >>> aside(rows, [(0.5, 51.0)], View(0.0, 50.5, 1.0, 51.5)), aside(rows, [(0.9, 51.0)], View(0.0, 50.5, 1.0, 51.5))
    ({'Madetown': (0, -22)}, {})
    """
    if not len(rows) or not (len(spots) or len(words)):
        return {}
    to_pixels = look.pixels(width_px)
    boxes = [(np.asarray(spot, dtype=float) * to_pixels, np.full(2, MARK_PX)) for spot in spots]
    boxes += [_beside(word, to_pixels) for word in words]
    taken, sizes = np.array([at for at, _ in boxes]), np.array([half for _, half in boxes])
    middles = np.array([row["p"] for row in rows]) * to_pixels
    halves = np.array([_plate(row) for row in rows])
    # Of all names at once: most are far from every mark.
    over = (np.abs(taken - middles[:, None]) < halves[:, None] + sizes).all(axis=2)
    moves: dict[str, Move] = {}
    for n, row in enumerate(rows):
        if not over[n].any():
            continue
        hit = np.flatnonzero(over[n])
        reach = halves[n] + sizes
        order = [*range(n), *range(n + 1, len(rows))]
        others = middles[order], halves[order] + halves[n]
        far = STREET_PX if row.get("kind") == "street" else FARTHEST_PX
        if (move := _way(middles[n], hit, (taken, reach), others, (n, far))) is not None:
            moves[str(row["s"])] = (round(move[0]), round(move[1]))
            middles[n] += move
            taken, sizes = np.vstack([taken, middles[n]]), np.vstack([sizes, halves[n]])
            over = np.column_stack([over, _over(middles[n], halves + halves[n], middles)])
        elif hit[-1] >= len(spots) or len(hit) > 1 or far == STREET_PX:  # under a word or several marks nobody reads it
            moves[str(row["s"])] = AWAY
    return moves


def _plate(row: dict[str, Any]) -> tuple[float, float]:
    """Return half the width and height of a name, with its plate if it is seen from near."""
    wide, high = _half(row)
    has_one = row.get("from") or row.get("kind") == "street"
    return (wide + PLATE_PX[0], high + PLATE_PX[1]) if has_one else (wide, high)


def standing(rows: Sequence[dict[str, Any]], moves: Mapping[str, Move]) -> list[dict[str, Any]]:
    """Return names, moved already, as ``aside`` takes what others have to keep clear of."""
    return [{**row, "a": "middle", "o": moves.get(row["s"], (0, 0))} for row in rows]


def _beside(word: dict[str, Any], to_pixels: Any) -> tuple[Any, Any]:
    """Return middle and half size of a word that stands beside its mark, in one line, or of a name."""
    line = np.array([len(word["s"]) * LETTER, LINE]) * word["z"] / 2 + PADDING_PX
    half = np.array(_plate(word)) if "kind" in word else line
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


def _way(middle: Any, hit: Any, kept_off: tuple[Any, Any], others: tuple[Any, Any], bounds: tuple[int, float]) -> Any:
    """Return the shortest move that is clear of marks and words and, if there is one, of names; None if all are far.

    ``kept_off`` and ``others`` are middles with how near the name may come to each. ``bounds`` are how many of the
    other names, the first, it never goes over, for they are more important, and how far it may go.
    """
    (taken, reach), (before, far) = kept_off, bounds
    straight = [(0.0, taken[k, 1] + side * reach[k, 1] - middle[1]) for k in hit for side in (-1, 1)]
    straight += [(taken[k, 0] + side * reach[k, 0] - middle[0], 0.0) for k in hit for side in (-1, 1)]
    clear = _clear(middle, np.array(straight), kept_off, far)
    if not len(clear):  # straight out of the way of one it would come under another
        clear = _clear(middle, _slanting(middle, reach, taken, far), kept_off, far)
    over = (np.abs(others[0] - (middle + clear)[:, None]) < others[1]).all(axis=2)
    free, polite = (np.flatnonzero(~met.any(axis=1)) for met in (over, over[:, :before]))
    return next((clear[n] for n in (*free[:1], *polite[:1])), None)


def _clear(middle: Any, ways: Any, kept_off: tuple[Any, Any], far: float) -> Any:
    """Return those moves that are clear of all marks and words and not too far, the shortest first."""
    long = np.hypot(*ways.T)
    near = np.argsort(long, kind="stable")[: np.count_nonzero(long <= far)]
    taken, reach = kept_off
    met = (np.abs(taken - (middle + ways[near])[:, None]) < reach - 0.1).all(axis=2).any(axis=1)
    return ways[near[~met]]


def _slanting(middle: Any, reach: Any, taken: Any, far: float) -> Any:
    """Return the moves right or left of one mark and above or below another, of those that are near."""
    near = (np.abs(taken - middle) < reach + far).all(axis=1)
    sides = np.concatenate([taken[near] - reach[near], taken[near] + reach[near]]) - middle
    return np.stack(np.meshgrid(sides[:, 0], sides[:, 1], indexing="ij"), axis=-1).reshape(-1, 2)


def moved(above: Sequence[pdk.Layer], moves: Mapping[str, Move]) -> tuple[pdk.Layer, ...]:
    """Return layers whose names are written beside their places where a move is given; those given stay as they are."""
    held = {name: move for name, move in moves.items() if not set(name) & {'"', "\\"}}
    return tuple(_elsewhere(one, held) if one.id in (*FIRST, *CLOSER, STREETS) else one for one in above)


def _elsewhere(one: pdk.Layer, moves: Mapping[str, Move]) -> pdk.Layer:
    # The names are fetched once and stay the same: without the word of another move, of none too, they would stay where
    # the map before had moved them.
    asked, told, name = ASKED[one.id in CLOSER]
    ways = (f"{name}=={json.dumps(said, ensure_ascii=False)}?[{x},{y}]:" for said, (x, y) in moves.items())
    said = "".join(ways) + "[0,0]"
    if one.id == STREETS and not isinstance(one.data, str):
        told = "all"  # few streets travel with the map: those of another view would else be taken for them
    other = object.__new__(type(one))
    other.__dict__.update(one.__dict__, update_triggers={told: said}, **{asked: f"@@={said}"})
    return other
