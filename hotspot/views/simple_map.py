"""The simple map: a picture drawn on the server, for a browser without WebGL, for print and for the command line.

Same analysis, same bytes: no date, no version and no random id goes into the file.
"""

from __future__ import annotations

import io
import textwrap
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.patches import Patch

from hotspot.findings import Findings
from hotspot.views import ground_picture, maps, words
from hotspot.views.given import BaseMap
from hotspot.views.palettes import DARK_DOT, GROUND, PALE_DOT, Colour, css
from hotspot.views.shading import Shading, by_method

INCHES = (11.0, 8.2)
DOTS_PER_INCH = 110
_DOTS = {None: "", PALE_DOT: ", pale dot", DARK_DOT: ", dark dot"}
KEY_CHARACTERS = 26  # of a line in the title of the key; a longer one would narrow the map


def _paint(colour: Colour, opacity: int = 255) -> tuple[float, float, float, float]:
    red, green, blue, _ = to_rgba(css(colour))
    return red, green, blue, opacity / 255


def _shaded(axes: Axes, locations: Any, shading: Shading) -> None:
    for k, group in enumerate(shading.classes):
        chosen = locations[shading.index == k]
        if len(chosen):
            chosen.plot(ax=axes, color=_paint(group.colour, group.opacity), edgecolor="none", zorder=3, aspect=None)
        if len(chosen) and group.dot:  # a printer without colours tells cold from hot by it
            inside = chosen.geometry.representative_point()
            axes.scatter(inside.x, inside.y, s=2.5, color=css(group.dot), linewidths=0, zorder=4)


def _marked(axes: Axes, places: pd.DataFrame) -> None:
    for _, place in places.iterrows():
        axes.annotate(
            str(place["rank"]), (place["lon"], place["lat"]), ha="center", va="center", fontsize=8, color="white",
            zorder=9, bbox={"boxstyle": "circle,pad=0.2", "facecolor": css(GROUND["mark"]), "edgecolor": "white"},
        )  # fmt: skip


def _key(figure: Figure, shading: Shading) -> Legend:
    held = [(group, size) for group, size in zip(shading.classes, shading.sizes, strict=True) if size]
    boxes = [
        Patch(
            facecolor=_paint(group.colour, group.opacity),
            edgecolor=css(GROUND["csp"]),
            label=f"{group.label}{_DOTS[group.dot]}: {size:,}",
        )
        for group, size in held
    ]
    return figure.legend(  # outside: the layout keeps room for it, so that no letter is cut at the edge
        handles=boxes, title=textwrap.fill(shading.title, KEY_CHARACTERS), loc="outside right upper",
        fontsize=9, title_fontsize=9, frameon=False, alignment="left",
    )  # fmt: skip


def _titled(figure: Figure, axes: Axes, title: str, key: Legend) -> None:
    """Write the title over the whole picture and put the key below it: the layout keeps room for both, not apart."""
    figure.suptitle(title, fontsize=13, x=0.01, ha="left", wrap=True)
    layout = figure.get_layout_engine()
    if title and layout is not None:
        layout.execute(figure)
        figure.set_layout_engine("none")  # all lies where it stays: laid out again, no room would be left for the key
        axes.apply_aspect()
        key.set_bbox_to_anchor((0, 0, 1, axes.get_position().y1))


def _framed(axes: Axes, view: maps.View) -> None:
    """Look at the box of the view, a degree of longitude narrower than one of latitude as on the ground."""
    middle = np.radians((view.lat_min + view.lat_max) / 2)
    axes.set_aspect(1 / np.cos(middle), adjustable="box")
    wide, high = view.lon_max - view.lon_min, view.lat_max - view.lat_min
    axes.set_xlim(view.lon_min - 0.04 * wide, view.lon_max + 0.04 * wide)
    axes.set_ylim(view.lat_min - 0.04 * high, view.lat_max + 0.04 * high)
    axes.set(xticks=[], yticks=[], xlabel="", ylabel="")


def panel(
    axes: Axes, locations: Any, shading: Shading, base: BaseMap, look_at: maps.View | None, *, named: bool = True
) -> None:
    """Draw one map into given axes, without a key: ground, shaded locations and, where there is room, names."""
    view = look_at or maps.view_of(base.outline)
    ground_picture.painted(axes, base, view)
    _shaded(axes, locations, shading)
    if named:
        ground_picture.written(axes, base, view)
    _framed(axes, view)


def picture_png(picture: maps.Picture, base: BaseMap, title: str, *, credit: str = words.ATTRIBUTION) -> bytes:
    """Return any map as PNG bytes.

    Parameters
    ----------
    picture : Picture
        What the live map would show; it looks where that one does, the whole area if not said.
    base : BaseMap
        Boundaries and names.
    title : str
        Stands over the picture; may be empty.
    credit : str
        What the licences ask to be said, in small print.
    """
    with mpl.rc_context({"font.family": "DejaVu Sans", "svg.hashsalt": "hotspot"}):
        figure = Figure(figsize=INCHES, dpi=DOTS_PER_INCH, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        panel(axes, picture.locations, picture.shading, base, picture.look_at, named=False)
        marked = pd.DataFrame(columns=["lon", "lat", "rank"]) if picture.marked is None else picture.marked
        spots = list(zip(marked["lon"], marked["lat"], strict=True))
        ground_picture.written(axes, base, picture.look_at or maps.view_of(base.outline), numbers=spots)
        _marked(axes, marked)
        key = _key(figure, picture.shading)
        figure.supxlabel(credit, fontsize=6, wrap=True)
        _titled(figure, axes, title, key)
        written = io.BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def hotspot_png(
    findings: Findings,
    base: BaseMap,
    title: str,
    *,
    method: str = "emerging",
    narrow: bool = False,
    credit: str = words.ATTRIBUTION,
) -> bytes:
    """Return the hot-spot map as PNG bytes: the same classes, colours and numbers as the map on the page.

    ``narrow`` looks at the places alone, where they are those of chosen districts.
    """
    look_at = maps.view_of(findings.locations) if narrow and len(findings.locations) else None
    shading = by_method(findings, method)
    picture = maps.Picture(findings.locations, shading, [], False, marked=maps.marked(findings), look_at=look_at)
    return picture_png(picture, base, title, credit=credit)
