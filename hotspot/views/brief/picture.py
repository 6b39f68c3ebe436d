"""The map of a brief: the whole area and a close-up of the place in hand, made for paper and for a photocopier.

A class is told by colour, by hatching and by its letter, so that it survives a copy in grey. The ground is the area's
own boundaries. Same analysis, same bytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from hotspot.views import maps
from hotspot.views.brief.drawing import (
    DOTS_PER_INCH,
    FAINT,
    M_PER_DEGREE,
    MM,
    ground,
    hatch,
    hatch_ink,
    letters,
    look,
    marks,
    named,
    paint,
    pointed,
    scale_bar,
    shaded,
    widened,
)  # fmt: skip
from hotspot.views.brief.given import Point
from hotspot.views.given import Analysis
from hotspot.views.shading import Shading, by_method

CLOSE_M = 2_300.0
LEGEND_MM, TITLE_MM = 4.0, 4.6
TITLE_LETTER_MM = 1.75  # a letter of a title, in bold
TALL = 1.2  # height over width of an area whose maps stand side by side
INSIDE = 0.994  # of the width is within the frame of the map


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


class Still(FigureCanvasAgg):
    """A canvas that draws once, when it is saved, and not after each layer."""

    def draw_idle(self, *_: Any, **__: Any) -> None:
        """Do nothing: nobody watches."""


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


@dataclass(frozen=True)
class Box:
    """Where axes stand on the paper, in millimetres from its upper left corner; the title stands above."""

    left: float
    top: float
    width: float
    height: float

    @property
    def shape(self) -> float:
        """Height over width."""
        return self.height / self.width


def boxes(view: maps.View, width_mm: float, room_mm: float, *, close: bool) -> tuple[Box, Box | None]:
    """Return where the whole map and the close-up stand: side by side for a tall area, else one above the other.

    >>> whole, close = boxes(maps.View(0.0, 50.0, 1.0, 52.0), 100.0, 120.0, close=True)
    >>> close.left > whole.width, close.top == whole.top
    (True, True)
    """
    edge, usable = width_mm * (1 - INSIDE) / 2, width_mm * INSIDE
    if not close:
        return Box(edge, TITLE_MM, usable, room_mm - TITLE_MM), None
    middle = np.radians((view.lat_min + view.lat_max) / 2)
    shape = float((view.lat_max - view.lat_min) / ((view.lon_max - view.lon_min) * np.cos(middle)))
    if shape > TALL:
        high = room_mm - TITLE_MM
        wide = float(np.clip(high / shape, 0.4 * usable, 0.5 * usable))
        return Box(edge, TITLE_MM, wide, high), Box(edge + wide + 1.5, TITLE_MM, usable - wide - 1.5, high)
    high = float(np.clip(usable * shape, 0.38 * room_mm, 0.58 * room_mm))
    below = 2 * TITLE_MM + high + 1
    return Box(edge, TITLE_MM, usable, high), Box(edge, below, usable, room_mm - below)


def _legend(figure: Figure, shading: Shading, locations: Any) -> None:
    held = [(n, group) for n, group in enumerate(shading.classes) if shading.sizes[n] and group.opacity >= FAINT]
    keys = []
    for number, group in held:
        found = sorted({str(one) for one in locations["letter"][shading.index == number]} - {"", "nan", " "})
        said = f" ({', '.join(found)})" if found and shading.title.startswith("What kind") else ""
        colour, label = paint(group.colour, group.opacity), f"{group.label}{said}: {shading.sizes[number]:,}"
        lines = hatch(number, group)
        keys.append(Patch(facecolor=colour, edgecolor=hatch_ink(group), lw=0.4, hatch=lines, label=label))
    if keys:
        figure.legend(
            handles=keys, loc="lower left", bbox_to_anchor=(0, 0), ncols=2, fontsize=6, frameon=False, borderpad=0,
            borderaxespad=0.1, handlelength=2.4, handleheight=1.1, columnspacing=1.0,
        )  # fmt: skip


def _legend_mm(shading: Shading) -> float:
    held = sum(1 for size, group in zip(shading.sizes, shading.classes, strict=True) if size and group.opacity >= FAINT)
    return LEGEND_MM * ((held + 1) // 2) + 1.0


def _axes(figure: Figure, wanted: Wanted, box: Box, title: str) -> Axes:
    bottom = 1 - (box.top + box.height) / wanted.height_mm
    placed = (box.left / wanted.width_mm, bottom, box.width / wanted.width_mm, box.height / wanted.height_mm)
    axes = figure.add_axes(placed)
    letters_wide = int(box.width / TITLE_LETTER_MM)
    axes.set_title(shorten(title, letters_wide, placeholder=" …"), fontsize=7, loc="left", pad=2.5, fontweight="bold")
    return axes


def _overview(axes: Axes, wanted: Wanted, shading: Shading, view: maps.View) -> None:
    analysis = wanted.analysis
    ground(axes, analysis.base, view)
    shaded(axes, analysis.findings.locations, shading, hatched=False)
    look(axes, view)
    named(axes, analysis.base)
    scale_bar(axes)
    marks(axes, wanted.marked, aside=True)


def _close_up(axes: Axes, wanted: Wanted, shading: Shading, view: maps.View) -> None:
    analysis = wanted.analysis
    ground(axes, analysis.base, view)
    shaded(axes, analysis.findings.locations, shading, hatched=True)
    look(axes, view)
    letters(axes, analysis.findings.locations, set(wanted.marked["peak"]))
    pointed(axes, wanted.points)
    scale_bar(axes)
    marks(axes, wanted.marked, aside=False)


def _view(analysis: Analysis) -> maps.View:
    narrow = analysis.parameters.is_narrow and len(analysis.findings.locations)
    return _wider(maps.view_of(analysis.findings.locations if narrow else analysis.base.outline), 0.02)


def png(wanted: Wanted) -> bytes:
    """Return the picture as PNG bytes at 220 dots per inch."""
    shading = by_method(wanted.analysis.findings, wanted.analysis.parameters.method)
    view, room = _view(wanted.analysis), wanted.height_mm - _legend_mm(shading)
    style: Any = {"font.family": "DejaVu Sans", "hatch.linewidth": 0.5, "svg.hashsalt": "hotspot"}
    with mpl.rc_context(style):
        figure = Figure(figsize=(wanted.width_mm * MM, wanted.height_mm * MM), dpi=DOTS_PER_INCH)
        Still(figure)
        near = wanted.focus in wanted.analysis.findings.locations.index
        whole, close = boxes(view, wanted.width_mm, room, close=near)
        overview = _axes(figure, wanted, whole, wanted.whole)
        _overview(overview, wanted, shading, widened(view, whole.shape))
        if close is not None:
            seen = widened(close_view(wanted.analysis.findings.locations, wanted.focus), close.shape)
            _close_up(_axes(figure, wanted, close, wanted.close), wanted, shading, seen)
            _framed(overview, seen)
        _legend(figure, shading, wanted.analysis.findings.locations)
        written = io.BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def _framed(overview: Axes, box: maps.View) -> None:
    """Draw on the whole map where the close-up looks."""
    wide, high = box.lon_max - box.lon_min, box.lat_max - box.lat_min
    corner = (box.lon_min, box.lat_min)
    overview.add_patch(Rectangle(corner, wide, high, fill=False, edgecolor="black", lw=0.9, zorder=8))
