"""The map of a brief: the whole area and a close-up of the place in hand, made for paper and for a photocopier.

A class is told by colour, by hatching and by its letter, so that it survives a copy in grey. The ground is the area's
own boundaries. Same analysis, same bytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
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


def _share_of_height(view: maps.View, width_mm: float, room_mm: float) -> float:
    """Return the height of the whole map in mm: what its shape asks for, between two and three fifths of the room."""
    middle = np.radians((view.lat_min + view.lat_max) / 2)
    shape = (view.lat_max - view.lat_min) / ((view.lon_max - view.lon_min) * np.cos(middle))
    return float(np.clip(width_mm * shape, 0.38 * room_mm, 0.58 * room_mm))


def _legend(figure: Figure, shading: Shading, locations: Any) -> None:
    held = [(n, group) for n, group in enumerate(shading.classes) if shading.sizes[n] and group.opacity >= FAINT]
    boxes = []
    for number, group in held:
        found = sorted({str(one) for one in locations["letter"][shading.index == number]} - {"", "nan", " "})
        said = f" ({', '.join(found)})" if found and shading.title.startswith("What kind") else ""
        colour, label = paint(group.colour, group.opacity), f"{group.label}{said}: {shading.sizes[number]:,}"
        lines = hatch(number, group)
        boxes.append(Patch(facecolor=colour, edgecolor=hatch_ink(group), lw=0.4, hatch=lines, label=label))
    if boxes:
        figure.legend(
            handles=boxes, loc="lower left", bbox_to_anchor=(0, 0), ncols=2, fontsize=6, frameon=False, borderpad=0,
            borderaxespad=0.1, handlelength=2.4, handleheight=1.1, columnspacing=1.0,
        )  # fmt: skip


def _legend_mm(shading: Shading) -> float:
    held = sum(1 for size, group in zip(shading.sizes, shading.classes, strict=True) if size and group.opacity >= FAINT)
    return LEGEND_MM * ((held + 1) // 2) + 1.0


def _axes(figure: Figure, wanted: Wanted, top_mm: float, height_mm: float, title: str) -> Axes:
    """Return axes over the whole width whose upper edge, title above it, lies so far from the top."""
    bottom = wanted.height_mm - top_mm - TITLE_MM - height_mm
    axes = figure.add_axes(((1 - INSIDE) / 2, bottom / wanted.height_mm, INSIDE, height_mm / wanted.height_mm))
    axes.set_title(title, fontsize=7, loc="left", pad=2.5, fontweight="bold")
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
    narrow = analysis.parameters.csps and len(analysis.findings.locations)
    return _wider(maps.view_of(analysis.findings.locations if narrow else analysis.base.outline), 0.02)


def png(wanted: Wanted) -> bytes:
    """Return the picture as PNG bytes at 220 dots per inch."""
    shading = by_method(wanted.analysis.findings, wanted.analysis.parameters.method)
    view, room = _view(wanted.analysis), wanted.height_mm - _legend_mm(shading)
    style: Any = {"font.family": "DejaVu Sans", "hatch.linewidth": 0.5, "svg.hashsalt": "hotspot"}
    with mpl.rc_context(style):
        figure = Figure(figsize=(wanted.width_mm * MM, wanted.height_mm * MM), dpi=DOTS_PER_INCH)
        Still(figure)
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
