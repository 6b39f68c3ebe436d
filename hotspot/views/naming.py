"""Which names have room beside one another at which zoom, worked out once: no browser has to try it at every step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pydeck as pdk

from hotspot.views import layers
from hotspot.views.looking import View
from hotspot.views.palettes import Colour

FROM_AFAR, CLOSEST = -2, 5  # steps of the zoom round the first view: a small map's, and how far a reader comes near
LETTER, LINE, GAP_PX = 0.52, 1.25, 2.0  # of a name's size; between two names
MORE = "more_names"
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
    """Return the streets whose names have room in a near view beside each other and beside the names of places."""
    steps = first_seen([*places, *rows], look)[len(places) :]
    return [row for row, step in zip(rows, steps, strict=True) if step is not None and step <= 1]
