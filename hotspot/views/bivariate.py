"""Two numbers in one map: how much violence, and how much need or how little protection, each in thirds of the area.

A third says how a neighbourhood stands among those of this area, so that every map has light and dark; it says nothing
against another area. Two colours, one for each number, darken where both are high. Every two of the nine differ by more
than 10 (CIEDE2000) to normal sight and under simulated protan, deutan and tritan colour blindness, and both directions
get darker on a photocopy. Context, not cause: see ``surrounding.CAUTION``.
"""

from __future__ import annotations

import dataclasses
import io
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely
from numpy.typing import NDArray

from hotspot.views import maps, tooltips, words
from hotspot.views.given import BaseMap
from hotspot.views.palettes import ColourClass, css, is_dark, rgb
from hotspot.views.shading import Shading

# Rows: need or thin protection rises; columns: records rise.
COLOURS = (
    ("#f7f7f4", "#fdcf8f", "#f07d12"),
    ("#cbb8e0", "#bf8f86", "#b3450f"),
    ("#7b52ab", "#6e3163", "#3d0a1e"),
)
OPACITY = 250  # a land that shines through draws the nine together
NOT_KNOWN = ColourClass("not known", (190, 200, 190), OPACITY)
OUTLINE = "#3a2a9a"


@dataclass(frozen=True)
class Crossing:
    """What a map of two numbers is called and how its thirds are named, low to high.

    Attributes
    ----------
    title : str
        Heading of the legend.
    down : tuple of str
        Thirds of the records.
    across : tuple of str
        Thirds of the layer.
    """

    title: str
    down: tuple[str, str, str]
    across: tuple[str, str, str]


RECORDS = ("fewest records", "middle third", "most records")
CROSSINGS = {
    "need": Crossing("Violence and deprivation", RECORDS, ("least deprived", "middle third", "most deprived")),
    "protection": Crossing("Violence and protection", RECORDS, ("best protected", "middle third", "thinnest")),
}


def thirds(values: Any) -> NDArray[np.int64]:
    """Return the third of the known values that each one falls in: 0 lowest, 1, 2 highest, -1 not known.

    Equal values always fall in the same third, so that thirds may differ in size: where half of the places have no
    record at all, they are one group.

    >>> thirds([5, 1, 9, float("nan"), 1, 7, 3]).tolist()
    [1, 0, 2, -1, 0, 2, 1]
    """
    held = np.asarray(values, dtype=float)
    known = ~np.isnan(held)
    found = np.full(held.size, -1, dtype=np.int64)
    if known.any():
        place = (pd.Series(held[known]).rank().to_numpy() - 0.5) / known.sum()
        found[known] = np.minimum((3 * place).astype(np.int64), 2)
    return found


def crossed(count: Any, layer: Any, crossing: Crossing, shown: Any = None) -> Shading:
    """Return the nine classes of records and a layer, and a tenth for what is not known.

    Parameters
    ----------
    count, layer : Series of shape (n,), one index
        Records, and a number of which more is worse. The thirds are of all n.
    crossing : Crossing
        How it is said.
    shown : index, optional
        The places on the map, in their order; all if not said.
    """
    violence, need = (pd.Series(thirds(values), index=count.index) for values in (count, layer.reindex(count.index)))
    index = (3 * need + violence).where((need >= 0) & (violence >= 0), 9)
    kept = index if shown is None else index.reindex(shown)
    classes = tuple(
        ColourClass(f"{crossing.down[v]}, {crossing.across[n]}", rgb(COLOURS[n][v]), OPACITY)
        for n in range(3)
        for v in range(3)
    )
    return Shading(crossing.title, (*classes, NOT_KNOWN), kept.to_numpy(dtype=np.int64))


def legend(shading: Shading, crossing: Crossing, unit: str = "neighbourhoods") -> str:
    """Return the legend as an HTML table, records upwards and the layer to the right, drawn from the map's own arrays.

    Each box holds how many places have its colour.
    """
    head = "".join(f'<th scope="col" style="{_HEAD}">{escape(name)}</th>' for name in crossing.across)
    rows = "".join(_row(shading, crossing, v) for v in (2, 1, 0))
    unknown = shading.sizes[9]
    box = f'<span style="background:{css(NOT_KNOWN.colour)};border:1px solid #5d6570;padding:0 .6em"></span>'
    more = f"<div>{box} {NOT_KNOWN.label}&nbsp;<b>{unknown:,}</b></div>" if unknown else ""
    return (
        f'<div class="hs-legend" role="note"><b>{escape(crossing.title)}</b> (number of {escape(unit)}; thirds of the '
        f'whole area)<table style="border-collapse:collapse;margin:.2rem 0"><tr><td></td>{head}</tr>{rows}</table>'
        f"{more}</div>"
    )


_HEAD = "font-weight:600;padding:.1rem .5rem;text-align:center"


def _row(shading: Shading, crossing: Crossing, v: int) -> str:
    boxes = "".join(_box(shading.classes[3 * n + v], shading.sizes[3 * n + v]) for n in range(3))
    return f'<tr><th scope="row" style="{_HEAD};text-align:right">{escape(crossing.down[v])}</th>{boxes}</tr>'


def _box(group: ColourClass, size: int) -> str:
    ink = "#ffffff" if is_dark(group.colour) else "#000000"
    return (
        f'<td title="{escape(group.label)}" style="background:{css(group.colour)};color:{ink};text-align:center;'
        f'border:1px solid #5d6570;width:7.5rem;height:1.9rem"><b>{size:,}</b></td>'
    )


def worst_third(layer: Any) -> Any:
    """Return the index of the places in the highest third of a layer of which more is worse."""
    return layer.index[thirds(layer) == 2]


def outline(areas: Any) -> Any:
    """Return the line round neighbouring areas taken together, so that no inner border is drawn."""
    shapes = shapely.buffer(areas.geometry.to_numpy(), 1e-5)  # a metre: closes the slits of a generalised outline
    return shapely.boundary(shapely.union_all(shapes))


def outlined(ground: maps.Ground, line: Any) -> maps.Ground:
    """Return a map's ground with a line over its places, below the names."""
    coordinates = json_lines(line)
    style = {"get_width": 2.4, "width_units": pdk.types.String("pixels"), "pickable": False}
    drawn = pdk.Layer("PathLayer", coordinates, id="outline", get_path="p", get_color=list(rgb(OUTLINE)), **style)
    return dataclasses.replace(ground, above=(drawn, *ground.above))


def json_lines(line: Any) -> list[dict[str, Any]]:
    """Return a line work as rows of points, about 10 m apart at the finest."""
    parts = shapely.get_parts(shapely.simplify(line, maps.GRID_DEGREES))
    return [{"p": np.round(shapely.get_coordinates(part), 4).tolist()} for part in parts]


def outlined_png(picture: maps.Picture, base: BaseMap, line: Any, credit: str) -> bytes:
    """Return the same map as PNG bytes, for a browser without WebGL."""
    import matplotlib as mpl  # a large library that a page without a picture need not load
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from hotspot.views import simple_map

    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        figure = Figure(figsize=simple_map.INCHES, dpi=simple_map.DOTS_PER_INCH, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        simple_map.panel(axes, picture.locations, picture.shading, base, picture.look_at)
        for row in json_lines(line):
            x, y = zip(*row["p"], strict=True)
            axes.plot(x, y, color=OUTLINE, linewidth=1.6, zorder=6)
        figure.supxlabel(credit, fontsize=6, wrap=True)
        written = io.BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def tips(table: Any, around: Any, title: str, key: str, findings: Any) -> list[str]:
    """Return the tooltip of each neighbourhood: its records and where it stands on the layer."""
    when = words.period(findings)
    held = around.lsoas.reindex(table.index)
    tenth = held.get(f"{key}_decile", pd.Series(np.nan, index=held.index))
    rows = zip(table["count"], held[key], tenth, strict=True)
    return [
        tooltips.plain(f"{words.number(count, findings)} {when}\n{title}: {_standing(value, decile)}")
        for count, value, decile in rows
    ]


def _standing(value: float, decile: float) -> str:
    if np.isnan(value):
        return "not known"
    return f"tenth {decile:,.0f} of the country (1 is worst)" if not np.isnan(decile) else f"{value:,.0f} of 100"


def key_of_outline(title: str, size: int) -> str:
    """Return the line of the legend that explains the outline."""
    box = f'<span style="border:2.4px solid {OUTLINE};padding:0 .7em;margin-right:.4em"></span>'
    said = f"{escape(title)}: the third of this area's neighbourhoods where it is worst&nbsp;<b>{size:,}</b>"
    return f'<div class="hs-legend" role="note">{box}{said}</div>'
