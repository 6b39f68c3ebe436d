"""What is drawn on the axes of a brief's map: ground, classes, names, numbers, letters, a scale bar.

A class is told by colour, by hatching and by its letter, so that it survives a copy in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patheffects import withStroke

from hotspot.views import ground_picture, maps
from hotspot.views.brief.given import Point
from hotspot.views.given import BaseMap
from hotspot.views.palettes import GROUND, Colour, ColourClass, css, is_dark
from hotspot.views.shading import Shading

DOTS_PER_INCH = 220
MM = 1 / 25.4  # inches
HATCHES = ("", "xxxx", "////", "....", "\\\\\\\\", "||||", "----")
M_PER_DEGREE = 111_320.0
ROUND_KM = (0.5, 1, 2, 5, 10, 20, 50)
RING = 4.6  # how far a mark steps aside, in millimetres
LABEL_MM = (34.0, 2.6)  # names closer than this run into each other
FAINT = 100  # classes of less opacity have no pattern


def paint(colour: Colour, opacity: int = 255) -> tuple[float, float, float, float]:
    """Return a colour as matplotlib takes it."""
    red, green, blue, _ = to_rgba(css(colour))
    return red, green, blue, opacity / 255


def hatch_ink(group: ColourClass) -> str:
    """Return the colour of a class's hatching: pale on dark, dark on pale."""
    return "#ffffff" if is_dark(group.colour) else "#3a2a20"


def hatch(number: int, group: ColourClass) -> str:
    """Return the hatching of a class; the quiet one has none."""
    return "" if group.opacity < FAINT else HATCHES[number % len(HATCHES)]


def ground(axes: Axes, base: BaseMap, view: maps.View) -> None:
    """Draw land, water, roads, neighbourhoods and districts, as far as the view reaches."""
    ground_picture.painted(axes, base, view, fine=0.8)


def shaded(axes: Axes, locations: Any, shading: Shading, *, hatched: bool) -> None:
    """Draw the places in their classes; the close-up hatches them and shows the quiet ones too."""
    for number, group in enumerate(shading.classes):
        chosen = locations[shading.index == number]
        if not len(chosen) or (group.opacity < FAINT and not hatched):
            continue
        style: dict[str, Any] = {"facecolor": paint(group.colour, group.opacity), "linewidth": 0.15}
        if hatched:
            style |= {"hatch": hatch(number, group), "linewidth": 0.3}
        edge = "#40302a" if not hatched else "#d5d2cc" if group.opacity < FAINT else hatch_ink(group)
        chosen.plot(ax=axes, edgecolor=edge, zorder=3, aspect=None, **style)


def widened(view: maps.View, shape: float) -> maps.View:
    """Return a box of the given shape (height over width on the ground) that holds a view in its middle.

    >>> widened(maps.View(0.0, -0.5, 2.0, 0.5), 1.0).lat_max.__round__(2)
    1.0
    """
    lon, lat = (view.lon_min + view.lon_max) / 2, (view.lat_min + view.lat_max) / 2
    squeeze = float(np.cos(np.radians(lat)))  # a degree of longitude is so much shorter than one of latitude
    wide, high = (view.lon_max - view.lon_min) * squeeze / 2, (view.lat_max - view.lat_min) / 2
    wide, high = max(wide, high / shape), max(high, wide * shape)
    return maps.View(lon - wide / squeeze, lat - high, lon + wide / squeeze, lat + high)


def look(axes: Axes, view: maps.View) -> None:
    """Look at a box that has the shape of the axes."""
    axes.set_aspect("auto")
    axes.set_xlim(view.lon_min, view.lon_max)
    axes.set_ylim(view.lat_min, view.lat_max)
    axes.set(xticks=[], yticks=[], xlabel="", ylabel="")
    for spine in axes.spines.values():
        spine.set(linewidth=0.5, color=css(GROUND["csp"]))


def _halo() -> list[Any]:
    return [withStroke(linewidth=2.0, foreground="white")]


def named(axes: Axes, base: BaseMap) -> None:
    """Write the names of towns and districts in view, and smaller ones where there is room."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    view = maps.View(left, low, right, high)
    inches = axes.bbox.width / axes.figure.dpi, axes.bbox.height / axes.figure.dpi
    ground_picture.written(axes, base, view, ground_picture.Sheet(6.0, inches, 20))


def scale_bar(axes: Axes) -> None:
    """Draw a round length in the corner, about a fifth of the map."""
    left, right, low, high = *axes.get_xlim(), *axes.get_ylim()
    km_per_degree = M_PER_DEGREE * np.cos(np.radians((low + high) / 2)) / 1000
    km = max(one for one in ROUND_KM if one <= max((right - left) * km_per_degree * 0.3, ROUND_KM[0]))
    start, level = left + 0.03 * (right - left), low + 0.04 * (high - low)
    axes.plot([start, start + km / km_per_degree], [level, level], color="black", linewidth=2, zorder=10,
              solid_capstyle="butt", path_effects=[withStroke(linewidth=3.4, foreground="white")])  # fmt: skip
    axes.annotate(f"{km:g} km", (start, level), xytext=(0, 3), textcoords="offset points", fontsize=6, zorder=10,
                  path_effects=_halo())  # fmt: skip


def apart(
    points: Sequence[tuple[float, float]], least: float, step: float, *, aside: bool = False
) -> list[tuple[float, float]]:
    """Return points moved so that no two lie closer than ``least``, each as little as a ring of steps allows.

    With ``aside`` every point moves, up and to the right where there is room, so that none hides its place.

    >>> apart([(0, 0), (0, 0)], 1.0, 1.5)
    [(0.0, 0.0), (1.1, 1.1)]
    """
    placed: list[tuple[float, float]] = []
    turns = [] if aside else [(0.0, 0.0)]
    angles = (1 + np.arange(8)) * np.pi / 4
    turns += [(round(r * step * np.cos(a), 1), round(r * step * np.sin(a), 1)) for r in (1, 2, 3) for a in angles]
    for x, y in points:
        tried = [(float(x + dx), float(y + dy)) for dx, dy in turns]
        taken = [*placed, *((px, py) for px, py in points if aside and (px, py) != (x, y))]
        free = (one for one in tried if all(np.hypot(one[0] - x2, one[1] - y2) >= least for x2, y2 in taken))
        placed.append(next(free, tried[0]))
    return placed


def marks(axes: Axes, marked: pd.DataFrame, *, aside: bool) -> None:
    """Write the number of each place; where it would hide something it stands beside, with a line to its place."""
    left, right, low, high = *axes.get_xlim(), *axes.get_ylim()
    inside = marked[marked["lon"].between(left, right) & marked["lat"].between(low, high)]
    spots = list(zip(inside["lon"], inside["lat"], strict=True))
    if not spots:
        return
    on_paper = axes.transData.transform(spots)
    dot = DOTS_PER_INCH * MM
    moved = apart([(x, y) for x, y in on_paper], 4.0 * dot, RING * dot, aside=aside)
    back = axes.transData.inverted().transform(moved)
    for rank, spot, place in zip(inside["rank"], spots, back, strict=True):
        axes.annotate(
            str(rank), spot, xytext=(float(place[0]), float(place[1])), textcoords="data", ha="center",
            va="center", fontsize=6.5, color="white", zorder=9, fontweight="bold",
            bbox={"boxstyle": "circle,pad=0.22", "facecolor": css(GROUND["mark"]), "edgecolor": "white", "lw": 0.6},
            arrowprops={"arrowstyle": "-", "lw": 0.7, "color": css(GROUND["mark"]), "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def _margined(axes: Axes) -> tuple[float, float, float, float]:
    """Return the limits of axes, drawn in a little, so that a letter at the edge is not cut."""
    left, right, low, high = *axes.get_xlim(), *axes.get_ylim()
    x, y = 0.04 * (right - left), 0.04 * (high - low)
    return left + x, right - x, low + y, high - y


def letters(axes: Axes, locations: Any, numbered: set[str]) -> None:
    """Write the letter of its category in each cell, below the number where a number stands there."""
    left, right, low, high = _margined(axes)
    middles = locations.geometry.representative_point()
    inside = middles.x.between(left, right) & middles.y.between(low, high) & (locations["word"] != "")
    shown = zip(middles.index[inside], middles[inside].x, middles[inside].y, locations["letter"][inside], strict=True)
    for key, lon, lat, letter in shown:
        axes.annotate(
            str(letter), (lon, lat), xytext=(0, -11 if key in numbered else 0), textcoords="offset points",
            ha="center", va="center", fontsize=7, fontweight="bold", zorder=8,
            path_effects=[withStroke(linewidth=2.4, foreground="white")],
        )  # fmt: skip


def pointed(axes: Axes, points: Sequence[Point]) -> None:
    """Name what stands near, such as a station, nearest first; a name that would run into another is left out."""
    dot = DOTS_PER_INCH * MM
    written: list[tuple[float, float]] = []
    for one in points:
        axes.plot([one.lon], [one.lat], marker="^", markersize=3.2, color="black", markeredgecolor="white",
                  markeredgewidth=0.5, zorder=8)  # fmt: skip
        x, y = (float(part) / dot for part in axes.transData.transform((one.lon, one.lat)))
        if any(abs(x - x2) < LABEL_MM[0] and abs(y - y2) < LABEL_MM[1] for x2, y2 in written):
            continue
        written.append((x, y))
        axes.annotate(one.name, (one.lon, one.lat), xytext=(3, 2), textcoords="offset points", fontsize=5.2, zorder=8,
                      path_effects=_halo(), annotation_clip=True)  # fmt: skip
