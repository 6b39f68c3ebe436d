"""The same ground in a picture drawn on the server: print, the brief, and a browser without WebGL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from hotspot.views import surroundings
from hotspot.views.given import BaseMap
from hotspot.views.ground import roomiest
from hotspot.views.ground_colours import LIGHT
from hotspot.views.looking import View
from hotspot.views.palettes import css

WIDTHS = {"streams": 0.5, "railway": 0.6, "roads": 0.5, "main_roads": 0.9, "motorways": 1.4}  # points
LETTER = 0.6  # width of a letter, in font sizes
LINE = 1.5  # height of a line of letters, in font sizes


def painted(axes: Axes, base: BaseMap, view: View, *, fine: float = 1.0) -> None:
    """Draw land, green, water, roads and the lines between neighbourhoods and districts, as far as the view reaches.

    Parameters
    ----------
    axes, base, view
        Where, what and how far.
    fine : float
        How thick the lines are; less on a small sheet.
    """
    coast = surroundings.of_types(base.features, surroundings.COAST)
    axes.set_facecolor(css(LIGHT.sea if len(coast) else LIGHT.unknown))
    _filled(axes, _near(surroundings.simpler(coast, 4000), view), LIGHT.neighbour, 0.8)
    base.csp.plot(ax=axes, color=css(LIGHT.land), edgecolor="none", zorder=1, aspect=None)
    for drawn in surroundings.AREAS:
        _filled(axes, _shapes(base, drawn, view), getattr(LIGHT, drawn.colour), 1.3)
    for level, group in ((1.6, surroundings.WAYS_BELOW), (4.0, surroundings.WAYS_ABOVE)):
        for drawn in group:
            _ways(axes, _shapes(base, drawn, view), drawn, level, fine)
    box = slice(view.lon_min, view.lon_max), slice(view.lat_min, view.lat_max)
    base.lsoa.cx[box].boundary.plot(ax=axes, color="#d0cbc1", linewidth=0.3 * fine, zorder=2, aspect=None)
    base.csp.boundary.plot(ax=axes, color=css(LIGHT.csp), linewidth=0.9 * fine, zorder=5, aspect=None)


def _shapes(base: BaseMap, drawn: surroundings.Drawn, view: View) -> NDArray[Any]:
    near = _near(surroundings.of_types(base.features, drawn.types), view)
    return surroundings.simpler(near, 3 * drawn.most) if len(near) else near


def _near(shapes: NDArray[Any], view: View) -> NDArray[Any]:
    box = shapely.box(view.lon_min, view.lat_min, view.lon_max, view.lat_max)
    return np.asarray(shapes[shapely.intersects(shapes, box)]) if len(shapes) else shapes


def _filled(axes: Axes, shapes: NDArray[Any], colour: tuple[int, int, int], level: float) -> None:
    if len(shapes):
        gpd.GeoSeries(shapes).plot(ax=axes, color=css(colour), edgecolor="none", zorder=level, aspect=None)


def _ways(axes: Axes, shapes: NDArray[Any], drawn: surroundings.Drawn, level: float, fine: float) -> None:
    paths = [shapely.get_coordinates(part) for part in surroundings.lines_of(shapes)]
    colour = css(getattr(LIGHT, drawn.colour))
    axes.add_collection(
        LineCollection(
            paths, colors=colour, linewidths=WIDTHS[drawn.id] * fine, alpha=drawn.opacity / 255, zorder=level,
            capstyle="round",
        ),
        autolim=False,
    )  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """The paper that names are written on.

    Attributes
    ----------
    size : float
        Points of a town's name.
    inches : tuple of float
        Width and height that the map has at most.
    most : int
        Names at most.
    """

    size: float = 9.0
    inches: tuple[float, float] = (8.0, 7.2)
    most: int = 40


def written(
    axes: Axes, base: BaseMap, view: View, sheet: Sheet = Sheet(), numbers: Sequence[tuple[float, float]] = ()
) -> None:
    """Write districts, towns and, while there is room, smaller names; none that would run into another or the edge.

    Parameters
    ----------
    numbers : sequence of lon, lat
        Where the numbers of places stand: a town's name goes above them, a smaller one is left out.
    """
    squeeze = float(np.cos(np.radians((view.lat_min + view.lat_max) / 2)))
    wide, high = view.lon_max - view.lon_min, (view.lat_max - view.lat_min) / squeeze
    point = max(wide / sheet.inches[0], high / sheet.inches[1]) / 72  # degrees of longitude
    boxes = [shapely.Point(spot).buffer(sheet.size * 0.9 * point) for spot in numbers]
    marked, many = len(boxes), 0
    for lon, lat, text, points, colour in _names(base, sheet.size):
        is_large = points >= 0.9 * sheet.size
        level = lat + (1.3 * sheet.size * point * squeeze if is_large else 0.0)
        across, up = len(text) * points * LETTER * point / 2, points * LINE * point * squeeze / 2
        box = shapely.box(lon - across, level - up, lon + across, level + up)
        inside = view.lon_min < lon - across and lon + across < view.lon_max and view.lat_min < level < view.lat_max
        if not inside or any(box.intersects(other) for other in boxes[marked if is_large else 0 :]):
            continue
        boxes, many = [*boxes, box], many + 1
        axes.annotate(
            text, (lon, level), ha="center", va="center", fontsize=points, zorder=7, color=colour,
            fontweight="bold" if is_large else "normal",
            path_effects=[withStroke(linewidth=0.28 * sheet.size, foreground="white")],
        )  # fmt: skip
        if many == sheet.most:
            return


def _names(base: BaseMap, size: float) -> Iterator[tuple[float, float, str, float, str]]:
    """Yield lon, lat, words, points and colour of every name, the more important first."""
    table = surroundings.names(base.features, LIGHT)
    towns = table["type"].isin(surroundings.TOWNS)
    called = set(table.loc[towns, "s"])
    districts = [
        (lon, lat, str(name), size * (0.9 if called else 1.0), css(LIGHT.csp))
        for (lon, lat), name in zip(roomiest(base.csp), base.csp["name"], strict=True)
        if not any(one in str(name) for one in called)
    ]
    rows = [
        (row.p[0], row.p[1], str(row.s), size * row.z / 15, css((row.c[0], row.c[1], row.c[2])))
        for row in table.itertuples()
    ]
    many = int(towns.sum())
    yield from (*rows[:many], *districts, *rows[many:])
