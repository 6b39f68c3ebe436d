"""The map of a brief: the whole area and a close-up of the place in hand, made for paper and for a photocopier.

A class is told by colour, by hatching and by its letter, so that it survives a copy in grey. The ground is the area's
own boundaries. Same analysis, same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke

from hotspot.views import maps
from hotspot.views.given import Analysis, BaseMap
from hotspot.views.palettes import GROUND, Colour, ColourClass, css, is_dark
from hotspot.views.shading import Shading, by_method

DOTS_PER_INCH = 220
MM = 1 / 25.4  # inches
HATCHES = ("", "xxxx", "////", "....", "\\\\\\\\", "||||", "----")
M_PER_DEGREE = 111_320.0
CLOSE_M = 2_300.0
LEGEND_MM, TITLE_MM = 4.0, 4.6
ROUND_KM = (0.5, 1, 2, 5, 10, 20, 50)
INSIDE = 0.994  # of the width is within the frame of the map
RING = 5.0  # how far a mark steps aside, in millimetres


@dataclass(frozen=True)
class Point:
    """Something to name on the close-up, such as a station: its name, lon and lat."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Wanted:
    """What a picture should show.

    Attributes
    ----------
    analysis : Analysis
        Places and ground.
    marked : DataFrame
        Places to number: ``peak``, ``rank``, ``lon``, ``lat``.
    focus : str
        Key of the place to look at closely; nothing for the whole area alone.
    width_mm, height_mm : float
        Size on paper.
    whole, close : str
        Titles over the two maps.
    points : tuple of Point
        What to name on the close-up.
    """

    analysis: Analysis
    marked: pd.DataFrame
    focus: str
    width_mm: float
    height_mm: float
    whole: str
    close: str
    points: tuple[Point, ...] = ()


class _Still(FigureCanvasAgg):
    """A canvas that draws once, when it is saved, and not after each layer."""

    def draw_idle(self, *_: Any, **__: Any) -> None:
        """Do nothing: nobody watches."""


def _paint(colour: Colour, opacity: int = 255) -> tuple[float, float, float, float]:
    red, green, blue, _ = to_rgba(css(colour))
    return red, green, blue, opacity / 255


def _hatch_ink(group: ColourClass) -> str:
    return "#ffffff" if is_dark(group.colour) else "#3a2a20"


def _hatch(number: int, group: ColourClass) -> str:
    """Return the hatching of a class; the quiet one has none."""
    return "" if group.opacity < 100 else HATCHES[number % len(HATCHES)]


def _ground(axes: Axes, base: BaseMap, view: maps.View) -> None:
    axes.set_facecolor(_paint(GROUND["outside"]))
    box = slice(view.lon_min, view.lon_max), slice(view.lat_min, view.lat_max)
    lsoa = base.lsoa.cx[box]
    base.csp.plot(ax=axes, color=css(GROUND["land"]), edgecolor="none", zorder=1, aspect=None)
    lsoa.boundary.plot(ax=axes, color="#b9b4aa", linewidth=0.25, zorder=2, aspect=None)
    base.csp.boundary.plot(ax=axes, color=css(GROUND["csp"]), linewidth=0.8, zorder=5, aspect=None)


def _shaded(axes: Axes, locations: Any, shading: Shading, *, hatched: bool) -> None:
    for number, group in enumerate(shading.classes):
        chosen = locations[shading.index == number]
        if not len(chosen) or (group.opacity < 100 and not hatched):
            continue
        style: dict[str, Any] = {"facecolor": _paint(group.colour, group.opacity), "linewidth": 0.15}
        if hatched:
            style |= {"hatch": _hatch(number, group), "linewidth": 0.3}
        edge = "#40302a" if not hatched else "#d5d2cc" if group.opacity < 100 else _hatch_ink(group)
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


def _look(axes: Axes, view: maps.View) -> None:
    """Look at a box that has the shape of the axes."""
    axes.set_aspect("auto")
    axes.set_xlim(view.lon_min, view.lon_max)
    axes.set_ylim(view.lat_min, view.lat_max)
    axes.set(xticks=[], yticks=[], xlabel="", ylabel="")
    for spine in axes.spines.values():
        spine.set(linewidth=0.5, color=css(GROUND["csp"]))


def _halo() -> list[Any]:
    return [withStroke(linewidth=2.0, foreground="white")]


def _named(axes: Axes, base: BaseMap) -> None:
    left, right, low, high = *axes.get_xlim(), *axes.get_ylim()
    for (lon, lat), name in zip(maps.roomiest(base.csp), base.csp["name"], strict=True):
        if left < lon < right and low < lat < high:
            axes.annotate(
                str(name), (lon, lat), ha="center", va="center", fontsize=6, color=css(GROUND["label"]), zorder=6,
                path_effects=_halo(),
            )  # fmt: skip


def _scale_bar(axes: Axes) -> None:
    """Draw a round length in the corner, about a fifth of the map."""
    left, right, low, high = *axes.get_xlim(), *axes.get_ylim()
    km_per_degree = M_PER_DEGREE * np.cos(np.radians((low + high) / 2)) / 1000
    km = max(one for one in ROUND_KM if one <= max((right - left) * km_per_degree * 0.3, ROUND_KM[0]))
    start, level = left + 0.03 * (right - left), low + 0.04 * (high - low)
    axes.plot([start, start + km / km_per_degree], [level, level], color="black", linewidth=2, zorder=10,
              solid_capstyle="butt", path_effects=[withStroke(linewidth=3.4, foreground="white")])  # fmt: skip
    axes.annotate(f"{km:g} km", (start, level), xytext=(0, 3), textcoords="offset points", fontsize=6, zorder=10,
                  path_effects=_halo())  # fmt: skip


def apart(points: Sequence[tuple[float, float]], least: float, step: float) -> list[tuple[float, float]]:
    """Return points moved aside so that no two lie closer than ``least``, each as little as a ring of steps allows.

    >>> apart([(0, 0), (0, 0)], 1.0, 1.5)
    [(0.0, 0.0), (1.5, 0.0)]
    """
    placed: list[tuple[float, float]] = []
    turns = [(0.0, 0.0)]
    turns += [(r * step * np.cos(a), r * step * np.sin(a)) for r in (1, 2, 3) for a in np.arange(8) * np.pi / 4]
    for x, y in points:
        tried = [(float(x + dx), float(y + dy)) for dx, dy in turns]
        free = (one for one in tried if all(np.hypot(one[0] - x2, one[1] - y2) >= least for x2, y2 in placed))
        placed.append(next(free, tried[0]))
    return placed


def _marks(axes: Axes, marked: pd.DataFrame) -> None:
    """Number the places, each number beside its place with a line to it where it would hide another."""
    left, right, low, high = *axes.get_xlim(), *axes.get_ylim()
    inside = marked[marked["lon"].between(left, right) & marked["lat"].between(low, high)]
    spots = list(zip(inside["lon"], inside["lat"], strict=True))
    if not spots:
        return
    on_paper = axes.transData.transform(spots)
    dot = DOTS_PER_INCH * MM
    moved = apart([(x, y) for x, y in on_paper], 4.0 * dot, RING * dot)
    back = axes.transData.inverted().transform(moved)
    for rank, spot, place in zip(inside["rank"], spots, back, strict=True):
        axes.annotate(
            str(rank), spot, xytext=(float(place[0]), float(place[1])), textcoords="data", ha="center", va="center", fontsize=6.5,
            color="white", zorder=9, fontweight="bold",
            bbox={"boxstyle": "circle,pad=0.22", "facecolor": css(GROUND["mark"]), "edgecolor": "white", "lw": 0.6},
            arrowprops={"arrowstyle": "-", "lw": 0.7, "color": css(GROUND["mark"]), "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def _letters(axes: Axes, wanted: Wanted) -> None:
    """Write the letter of its category in each cell, below the number where a number stands there."""
    locations, numbered = wanted.analysis.findings.locations, set(wanted.marked["peak"])
    left, right, low, high = *axes.get_xlim(), *axes.get_ylim()
    middles = locations.geometry.representative_point()
    inside = middles.x.between(left, right) & middles.y.between(low, high) & (locations["word"] != "")
    shown = zip(middles.index[inside], middles[inside].x, middles[inside].y, locations["letter"][inside], strict=True)
    for key, lon, lat, letter in shown:
        axes.annotate(
            str(letter), (lon, lat), xytext=(0, -11 if key in numbered else 0), textcoords="offset points",
            ha="center", va="center", fontsize=7, fontweight="bold", zorder=8, path_effects=[withStroke(linewidth=2.4, foreground="white")],
        )  # fmt: skip


def _pointed(axes: Axes, points: Sequence[Point]) -> None:
    for one in points:
        axes.plot([one.lon], [one.lat], marker="^", markersize=3.2, color="black", markeredgecolor="white",
                  markeredgewidth=0.5, zorder=8)  # fmt: skip
        axes.annotate(one.name, (one.lon, one.lat), xytext=(3, 2), textcoords="offset points", fontsize=5.2, zorder=8,
                      path_effects=_halo(), annotation_clip=True)  # fmt: skip


def close_view(locations: Any, focus: str) -> maps.View:
    """Return the surroundings of a place: some kilometres around its middle, more where the place is large."""
    middle = locations.geometry[focus].representative_point()
    half_m = max(CLOSE_M, 1100 * float(np.sqrt(locations.at[focus, "area_km2"])))
    high = half_m / M_PER_DEGREE
    wide = high / float(np.cos(np.radians(middle.y)))
    return maps.View(middle.x - wide, middle.y - high, middle.x + wide, middle.y + high)


def _wider(view: maps.View, share: float) -> maps.View:
    wide, high = (view.lon_max - view.lon_min) * share, (view.lat_max - view.lat_min) * share
    return maps.View(view.lon_min - wide, view.lat_min - high, view.lon_max + wide, view.lat_max + high)


def _share_of_height(view: maps.View, width_mm: float, room_mm: float) -> float:
    """Return the height of the whole map in mm: what its shape asks for, between two and three fifths of the room."""
    middle = np.radians((view.lat_min + view.lat_max) / 2)
    shape = (view.lat_max - view.lat_min) / ((view.lon_max - view.lon_min) * np.cos(middle))
    return float(np.clip(width_mm * shape, 0.38 * room_mm, 0.58 * room_mm))


def _legend(figure: Figure, shading: Shading, locations: Any) -> None:
    held = [(n, group) for n, group in enumerate(shading.classes) if shading.sizes[n] and group.opacity >= 100]
    boxes = []
    for number, group in held:
        letters = sorted({str(one) for one in locations["letter"][shading.index == number]} - {"", "nan", " "})
        said = f" ({', '.join(letters)})" if letters and shading.title.startswith("What kind") else ""
        paint, label = _paint(group.colour, group.opacity), f"{group.label}{said}: {shading.sizes[number]:,}"
        hatch = _hatch(number, group)
        boxes.append(Patch(facecolor=paint, edgecolor=_hatch_ink(group), lw=0.4, hatch=hatch, label=label))
    if boxes:
        figure.legend(
            handles=boxes, loc="lower left", bbox_to_anchor=(0, 0), ncols=2, fontsize=6, frameon=False, borderpad=0,
            borderaxespad=0.1, handlelength=2.4, handleheight=1.1, columnspacing=1.0,
        )  # fmt: skip


def _legend_mm(shading: Shading) -> float:
    held = sum(1 for size, group in zip(shading.sizes, shading.classes, strict=True) if size and group.opacity >= 100)
    return LEGEND_MM * ((held + 1) // 2) + 1.0


def _axes(figure: Figure, wanted: Wanted, top_mm: float, height_mm: float, title: str) -> Axes:
    """Return axes over the whole width whose upper edge, title above it, lies so far from the top."""
    bottom = wanted.height_mm - top_mm - TITLE_MM - height_mm
    axes = figure.add_axes(((1 - INSIDE) / 2, bottom / wanted.height_mm, INSIDE, height_mm / wanted.height_mm))
    axes.set_title(title, fontsize=7, loc="left", pad=2.5, fontweight="bold")
    return axes


def _overview(axes: Axes, wanted: Wanted, shading: Shading, view: maps.View) -> None:
    analysis = wanted.analysis
    _ground(axes, analysis.base, view)
    _shaded(axes, analysis.findings.locations, shading, hatched=False)
    _look(axes, view)
    _named(axes, analysis.base)
    _scale_bar(axes)
    _marks(axes, wanted.marked)


def _close_up(axes: Axes, wanted: Wanted, shading: Shading, view: maps.View) -> None:
    analysis = wanted.analysis
    _ground(axes, analysis.base, view)
    _shaded(axes, analysis.findings.locations, shading, hatched=True)
    _look(axes, view)
    _letters(axes, wanted)
    _pointed(axes, wanted.points)
    _scale_bar(axes)
    _marks(axes, wanted.marked)


def _view(analysis: Analysis) -> maps.View:
    narrow = analysis.parameters.csps and len(analysis.findings.locations)
    return _wider(maps.view_of(analysis.findings.locations if narrow else analysis.base.outline), 0.02)


def png(wanted: Wanted) -> bytes:
    """Return the picture as PNG bytes at 220 dots per inch."""
    shading = by_method(wanted.analysis.findings, wanted.analysis.parameters.method)
    view, room = _view(wanted.analysis), wanted.height_mm - _legend_mm(shading)
    style: Any = {"font.family": "DejaVu Sans", "hatch.linewidth": 0.5, "svg.hashsalt": "hotspot"}
    with mpl.rc_context(style):
        figure = Figure(figsize=(wanted.width_mm * MM, wanted.height_mm * MM), dpi=DOTS_PER_INCH)
        _Still(figure)
        wide = wanted.width_mm * INSIDE
        near = wanted.focus in wanted.analysis.findings.locations.index
        tall = _share_of_height(view, wanted.width_mm, room) if near else room - TITLE_MM
        overview = _axes(figure, wanted, 0, tall, wanted.whole)
        _overview(overview, wanted, shading, widened(view, tall / wide))
        if near:
            rest = room - tall - 2 * TITLE_MM - 1
            box = widened(close_view(wanted.analysis.findings.locations, wanted.focus), rest / wide)
            _close_up(_axes(figure, wanted, TITLE_MM + tall + 1, rest, wanted.close), wanted, shading, box)
            _framed(overview, box)
        _legend(figure, shading, wanted.analysis.findings.locations)
        written = io.BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def _framed(overview: Axes, box: maps.View) -> None:
    """Draw on the whole map where the close-up looks."""
    wide, high = box.lon_max - box.lon_min, box.lat_max - box.lat_min
    corner = (box.lon_min, box.lat_min)
    overview.add_patch(Rectangle(corner, wide, high, fill=False, edgecolor="black", lw=0.9, zorder=8))
