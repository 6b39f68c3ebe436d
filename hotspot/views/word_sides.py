"""On which side of its number a word stands on a map, or upon which place, so that it covers no other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk

from hotspot.views import maps
from hotspot.views.layers import written
from hotspot.views.looking import MAP_WIDTH, View
from hotspot.views.palettes import GROUND

LETTER_PX, WORD_PX = 7, 16  # width of a letter, and height of a word
# Where a word stands, the better side first: its anchor, how far it is from the mark's middle, and where its own is.
BESIDE = (("start", (14, 0), 1), ("end", (-14, 0), -1), ("middle", (0, 26), 0), ("middle", (0, -26), 0))
UPON = (("middle", (0, 0), 0), *BESIDE)  # the same of a word that has no number


def beside(
    name: str, rows: list[dict[str, Any]], listed: pd.DataFrame, look: View, width_px: int = MAP_WIDTH
) -> pdk.Layer:
    """Return words beside the marks, each on the side where it covers no number: ``p`` is where, ``s`` what.

    A word that would cover a number on every side is left out: the list beside the map says it too.
    """
    return written(
        name, sided(rows, listed, look, width_px), get_size=13, get_color=list(GROUND["mark"]), get_pixel_offset="o",
        get_text_anchor="a", background=True, get_background_color=[255, 255, 255, 225], background_padding=[4, 1],
    )  # fmt: skip


def sided(rows: list[dict[str, Any]], listed: pd.DataFrame, look: View, width_px: int) -> list[dict[str, Any]]:
    """Return words with anchor and offset, beside the marks of listed places.

    Each is on the first side where it covers neither a number nor an earlier word, else on the first where it covers
    no number; where there is none it is left out. One without a number stands upon the first of its spots where it is
    clear of all, else beside the first where it is and is seen, else nowhere.

    Parameters
    ----------
    rows : list of dict
        ``s`` what; ``p`` the mark where it stands, or ``at`` the spots that have no mark; where places of other words
        are coloured, ``off`` their middles and half their size in degrees: sides that lie on none of them come first.
    listed, look, width_px
        The places that the map numbers, where it looks and how wide it is.
    """
    to_pixels = look.pixels(width_px)
    marks = np.column_stack([listed["lon"], listed["lat"]]) * to_pixels
    middles, halves = marks, np.full(marks.shape, maps.MARK_PX / 2)
    placed = []
    for row in rows:
        half = np.array([LETTER_PX * len(row["s"]), WORD_PX]) / 2
        spots = [(at, side) for side in (UPON if "at" in row else BESIDE) for at in row.get("at") or [row["p"]]]
        ways = np.array([np.asarray(at) * to_pixels + away + side * half * [1, 0] for at, (_, away, side) in spots])
        over = _over(ways, middles, halves + half)
        order = _better(row, ways, half, look, width_px)
        free = [k for k in order if not over[k].any()]
        free += [k for k in order if not over[k, : len(marks)].any() and "at" not in row]
        if free:
            at, (anchor, away, _) = spots[free[0]]
            placed.append({"p": at, "s": row["s"], "a": anchor, "o": list(away)})
            middles, halves = np.vstack([middles, ways[free[0]]]), np.vstack([halves, half])
    return placed


def _over(ways: Any, middles: Any, reach: Any) -> Any:
    """Return for each way which of the middles it comes nearer than a reach, right and down."""
    return (np.abs(middles - ways[:, None]) < reach).all(axis=2)


def _better(row: dict[str, Any], ways: Any, half: Any, look: View, width_px: int) -> list[int]:
    """Return the ways of a word that may be, those that lie on no place of another word first."""
    to_pixels = look.pixels(width_px)
    order = list(range(len(ways)))
    if "off" in row:
        middles, size = (part * to_pixels for part in row["off"])
        lies_on = _over(ways, middles, np.abs(size) + half).any(axis=1).tolist()
        order.sort(key=lies_on.__getitem__)
    shown = look.shows(ways / to_pixels, width_px).tolist() if "at" in row else [True] * len(ways)
    return [k for k in order if shown[k]]
