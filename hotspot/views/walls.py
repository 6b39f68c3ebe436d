"""A map on a wall: its numbered marks, and the words beside them, in a size that is found from the table."""

from __future__ import annotations

import math
from typing import Any

from hotspot.views.looking import MAP_WIDTH, SPARE, View

NEARER = 1.25  # than on a page, for their size: how near marks may stand to one another on a wall
LARGEST = 2.0
WORDS = ("since", "worded")


def larger(look: View, box: tuple[int, int]) -> float:
    """Return how many times larger marks are on a wall's map so many pixels wide and high, by how far it zooms.

    >>> look = View(0.0, 50.5, 1.0, 51.5)
    >>> larger(look, (780, 470)), larger(look, (1100, 720)), larger(look, (3600, 1800))
    (1.0, 1.5, 2.0)
    """
    closer = 2.0 ** (look.state(*box).zoom - look.state().zoom)
    return float(round(min(max(1.0, NEARER * closer), LARGEST), 1))


def width(look: View) -> int:
    """Return how wide a page's map is on which marks stand as near, for their size, as on a wall.

    On it is seen on which side of a mark a word has room.

    >>> look = View(0.0, 50.5, 1.0, 51.5)
    >>> (look.pixels(MAP_WIDTH) / look.pixels(width(look))).round(2).tolist()
    [1.25, 1.25]
    """
    wide = float(look.pixels(MAP_WIDTH)[0]) * (look.lon_max - look.lon_min)
    return round(wide * 2**SPARE / NEARER)


def enlarged(layers: Any, times: float) -> None:
    """Enlarge what is written beside the marks of a map's layers, which travel in groups, and half as much the marks.

    A mark as much larger would hide the colour of its own place.
    """
    half = math.sqrt(times)
    for layer in (one for group in layers for one in group):
        if layer.id == "marks":
            layer.get_radius = float(layer.get_radius) * half
        elif layer.id == "mark_numbers":
            layer.get_size = _times(layer.get_size, half)
        elif layer.id in WORDS:
            layer.get_size = _times(layer.get_size, times)
            layer.data = [{**row, "o": [round(part * half) for part in row["o"]]} for row in layer.data]


def _times(size: Any, times: float) -> Any:
    """Return a size, larger: one that each row is asked for stands as a text, and does so still."""
    number = round(float(str(size).removeprefix("@@=")) * times)
    return f"@@={number}" if isinstance(size, str) else number
