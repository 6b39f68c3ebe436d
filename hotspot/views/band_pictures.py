"""The maps of the bands and of chosen areas as pictures, for a browser without WebGL and for print."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from hotspot.findings.hours import Hours
from hotspot.views import maps, simple_map
from hotspot.views.band_maps import shown_of
from hotspot.views.given import BaseMap
from hotspot.views.palettes import DENSITY, ColourClass
from hotspot.views.shading import Shading
from hotspot.views.simple_map import DOTS_PER_INCH

MARGIN_DEGREES = 0.03  # about 3 km round the areas, so that a reader finds the town


def bands_png(
    hours: Hours, bands: tuple[str, ...], base: BaseMap, *, look_at: maps.View | None = None, credit: str = ""
) -> bytes:
    """Return the maps of some bands side by side as one picture, for a browser without WebGL and for print.

    Same classes and colours as the live maps; the names of the districts stand where one band has the whole picture.
    """
    with mpl.rc_context({"font.family": "DejaVu Sans", "svg.hashsalt": "hotspot"}):
        high = 8.0 if len(bands) == 1 else 4.4
        figure = Figure(figsize=(max(9.0, 4.2 * len(bands)), high), dpi=DOTS_PER_INCH, layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(1, len(bands), squeeze=False)[0]
        for axes, band in zip(panels, bands, strict=True):
            shown, shading = shown_of(hours, band)
            simple_map.panel(axes, shown, shading, base, look_at, named=len(bands) == 1)
            axes.set_title(band, fontsize=13, loc="left")
        figure.supxlabel(credit, fontsize=6, wrap=True)
        written = io.BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def areas_png(areas: Any, base: BaseMap, title: str, *, credit: str = "") -> bytes:
    """Return the chosen areas, numbered in their order, on a map of the area.

    Parameters
    ----------
    areas : GeoDataFrame
        ``name`` and outline, in the order of the list that they belong to.
    base : BaseMap
    title, credit : str
        Over and under the map.
    """
    points = areas.geometry.representative_point()
    marked = pd.DataFrame({"rank": [str(n + 1) for n in range(len(areas))], "lon": points.x, "lat": points.y})
    one = ColourClass("an area of the list", DENSITY[2].colour)
    shading = Shading("", (one,), np.zeros(len(areas), dtype=np.int64))
    west, south, east, north = areas.total_bounds
    more = MARGIN_DEGREES
    near = maps.View(west - more, south - more, east + more, north + more)
    picture = maps.Picture(areas, shading, [], False, marked=marked, look_at=near)
    return simple_map.picture_png(picture, base, title, credit=credit)
