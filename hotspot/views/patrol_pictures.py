"""The maps of patrols as pictures drawn on the server: for a browser without WebGL, for print and for a sheet."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from hotspot.views import maps, simple_map, zones
from hotspot.views.palettes import GROUND, css
from hotspot.views.shading import Shading

INCHES, DOTS_PER_INCH = (9.0, 7.2), 110


def zones_png(check: Any) -> bytes:
    """Return the zones over the hexagons as PNG bytes; the same check, the same bytes."""
    busy, shading = zones.shaded(check.locations)
    outlines = zones.marked(check)
    look = _view(shapely.union_all([shape for _, _, shape in outlines]))

    def draw(axes: Axes) -> None:
        for kind, name, shape in outlines:
            _, colour, width = zones.MARKS[kind]
            for part in shapely.get_parts(shape):
                axes.plot(*part.exterior.xy, color=css(colour), linewidth=width, zorder=8)
            _label(axes, (shape.centroid.x, shape.bounds[3]), zones.called(kind, name), css(colour))

    return _drawn(busy, shading, check.base, look, draw)


def plan_png(planned: Any) -> bytes:
    """Return the places of a plan as PNG bytes, numbered as in its table."""
    held = planned.plan.places
    points = shapely.multipoints(held[["lon", "lat"]].to_numpy(dtype=float))
    look = _view(points)
    nothing = Shading("", (), held["visits"].to_numpy()[:0].astype("int64"))

    def draw(axes: Axes) -> None:
        for number, (lon, lat) in enumerate(zip(held["lon"], held["lat"], strict=True), start=1):
            axes.annotate(
                str(number), (lon, lat), ha="center", va="center", fontsize=8, color="white", zorder=9,
                bbox={"boxstyle": "circle,pad=0.2", "facecolor": css(GROUND["mark"]), "edgecolor": "white"},
            )  # fmt: skip

    return _drawn(held.iloc[:0], nothing, planned.base, look, draw)


def _view(shape: Any) -> maps.View:
    """Return a view of a shape with room round it, as wide as the picture."""
    west, south, east, north = (float(edge) for edge in shape.bounds)
    middle, narrow = (west + east) / 2, math.cos(math.radians((south + north) / 2))
    high = north - south + 0.04
    wide = max(east - west + 0.06, high * INCHES[0] / INCHES[1] / narrow)
    return maps.View(middle - wide / 2, south - 0.02, middle + wide / 2, north + 0.02)


def _label(axes: Axes, at: Sequence[float], said: str, colour: str) -> None:
    axes.annotate(
        said, (at[0], at[1]), ha="center", va="bottom", fontsize=9, fontweight="bold", color=colour, zorder=9,
        xytext=(0, 3), textcoords="offset points", path_effects=[withStroke(linewidth=2.5, foreground="white")],
    )  # fmt: skip


def _drawn(locations: Any, shading: Shading, base: Any, look: maps.View, draw: Any) -> bytes:
    with mpl.rc_context({"font.family": "DejaVu Sans", "svg.hashsalt": "hotspot"}):
        figure = Figure(figsize=INCHES, dpi=DOTS_PER_INCH, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        simple_map.panel(axes, locations, shading, base, look, named=False)
        draw(axes)
        written = io.BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()
