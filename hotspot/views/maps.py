"""Maps that draw with no outside network: the area's own boundaries are the ground.

Every layer has an id, and all travel in groups, which the page's highlighting leaves alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely
from pydeck.bindings.json_tools import default_serialize

from hotspot.findings import Findings
from hotspot.views import tooltips
from hotspot.views.ground import Ground, ground, packed, roomiest
from hotspot.views.layers import FONT, GRID_DEGREES, PIXELS, corners, feature, hairlines, written
from hotspot.views.looking import MAP_HEIGHT, MAP_WIDTH, View, view_of
from hotspot.views.palettes import GROUND, QUIET, ColourClass
from hotspot.views.shading import Shading

__all__ = [
    "FONT",
    "FURTHER",
    "GRID_DEGREES",
    "LISTED",
    "MAP_HEIGHT",
    "MAP_WIDTH",
    "Ground",
    "OfflineDeck",
    "PICKED_FROM",
    "Picture",
    "View",
    "apart",
    "cells",
    "cold_dots",
    "colour_expression",
    "deck",
    "ground",
    "marked",
    "marks",
    "on_ground",
    "outlined",
    "packed",
    "place_keys",
    "roomiest",
    "seen",
    "view_of",
]

LISTED = 8  # places in the list, most recorded first
METRES_A_DEGREE = 111_320  # of latitude
COLD_DOT = 0.14  # radius, in heights of the place
PICKED_PX = 4.0
MARK_PX = 24  # width of a numbered mark
# A map that zooms at a double click waits a third of a second after each click for the second one.
PICKED_FROM = pdk.View(type="MapView", controller={"doubleClickZoom": False})
FURTHER = 4  # places below them that need a decision


class OfflineDeck(pdk.Deck):  # type: ignore[misc,unused-ignore]
    """A deck without a base map provider, written compactly: half the bytes of the usual spelling."""

    def to_json(self) -> str:
        """Return the specification without indentation; NaN is refused, for no browser reads it."""
        return json.dumps(self, sort_keys=True, separators=(",", ":"), allow_nan=False, default=default_serialize)


def colour_expression(classes: tuple[ColourClass, ...]) -> str:
    """Return the expression that colours class number ``c``: one short text instead of a colour per cell."""
    said = [f"[{','.join(str(part) for part in (*group.colour, group.opacity))}]" for group in classes]
    return "".join(f"c=={k}?{colour}:" for k, colour in enumerate(said[:-1])) + said[-1]


def cells(locations: Any, shading: Shading, texts: list[str], *, hexagons: bool) -> pdk.Layer:
    """Return the layer of places, coloured by class; the only one that answers a pointer besides the marks."""
    called = tooltips.each(locations["name"], tooltips.plain)
    said = tooltips.each(texts, tooltips.plain)
    rows = [
        {"i": key, "c": group, "n": name, "t": text}
        for key, group, name, text in zip(locations.index.tolist(), shading.index.tolist(), called, said, strict=True)
    ]
    style: dict[str, Any] = {"id": "cells", "pickable": True, "auto_highlight": True}
    if hexagons:
        colour = colour_expression(shading.classes)
        # In their true shape they are one piece of work to a browser without a graphics card; as copies of one
        # hexagon they would be thousands.
        return pdk.Layer(
            "H3HexagonLayer", rows, get_hexagon="i", get_fill_color=colour, extruded=False, stroked=False,
            high_precision=True, **style,
        )  # fmt: skip
    colour = colour_expression(shading.classes).replace("c==", "properties.c==")
    shapes = [feature(shape, row) for shape, row in zip(locations.geometry, rows, strict=True)]
    return pdk.Layer(
        "GeoJsonLayer", {"type": "FeatureCollection", "features": shapes}, get_fill_color=colour,
        stroked=True, filled=True, get_line_color=[255, 255, 255, 200], get_line_width=0.6,
        line_width_units=pdk.types.String("pixels"), **style,
    )  # fmt: skip


def cold_dots(locations: Any, shading: Shading) -> list[pdk.Layer]:
    """Return a pale dot in the middle of each cold place, which tells it from a hot one without any colour."""
    cold = np.isin(shading.index, [k for k, one in enumerate(shading.classes) if one.is_cold])
    if not cold.any():
        return []
    shapes = locations.geometry.to_numpy()[cold]
    spots = shapely.get_coordinates(shapely.point_on_surface(shapes)).round(4).tolist()
    high = float(np.median(shapely.bounds(shapes)[:, 3] - shapely.bounds(shapes)[:, 1]))
    return [
        pdk.Layer(
            "ScatterplotLayer", [{"p": spot} for spot in spots], id="cold_dots", get_position="p",
            get_radius=round(high * METRES_A_DEGREE * COLD_DOT), radius_min_pixels=1, radius_max_pixels=9,
            get_fill_color=[255, 255, 255], stroked=False, pickable=False,
        )
    ]  # fmt: skip


def marks(places: pd.DataFrame, said: list[str]) -> list[pdk.Layer]:
    """Return the numbered marks of the listed places, so that list and map can be read against each other."""
    columns = [places[name] for name in ("peak", "lon", "lat", "rank", "name")]
    rows = [
        {"i": peak, "p": [round(lon, 4), round(lat, 4)], "s": str(rank), "n": tooltips.plain(called), "t": text}
        for peak, lon, lat, rank, called, text in zip(*columns, said, strict=True)
    ]
    dot = pdk.Layer(
        "ScatterplotLayer", rows, id="marks", get_position="p",
        get_radius=10.5, radius_units=pdk.types.String("pixels"),
        get_fill_color=list(GROUND["mark"]), get_line_color=[255, 255, 255], stroked=True, line_width_min_pixels=1.5,
        pickable=True,
    )  # fmt: skip
    return [dot, written("mark_numbers", rows, get_size=14, get_color=[255, 255, 255])]


def apart(places: pd.DataFrame, look: View) -> list[int]:
    """Return which rows can be numbered in a view without covering one another, the first of the list first.

    >>> near = pd.DataFrame({"lon": [0.0, 0.005, 0.5], "lat": [51.0, 51.0, 51.0]})
    >>> apart(near, View(0.0, 50.5, 1.0, 51.5)), apart(near, View(0.0, 51.0, 0.01, 51.001))
    ([0, 2], [0, 1, 2])
    """
    scale, shrink = look.pixels_a_degree, np.cos(np.radians(look.lat_min))
    spots = np.column_stack([places["lon"] * scale, places["lat"] * scale / shrink])
    kept: list[int] = []
    for row, spot in enumerate(spots):
        if all(np.hypot(*(spot - spots[other])) >= MARK_PX for other in kept):
            kept.append(row)
    return kept


def outlined(locations: Any, keys: list[str], *, dark: bool = False) -> list[pdk.Layer]:
    """Return the outline of the picked location, thick, and of the place it is part of, thin; or nothing.

    The first key is the picked one; the others are the rest of its place. It is drawn as kinds of layer that every map
    has: at the first click a browser without a graphics card would take half a second to prepare another.
    """
    held = [key for key in keys if key in locations.index]
    if not held:
        return []
    shapes = locations.geometry.loc[held].to_numpy()
    whole = shapely.union_all(shapely.buffer(shapes, 1e-6))
    colour = GROUND["paper" if dark else "mark"]
    edge = shapely.boundary(shapes[0])
    return [
        hairlines("picked_place", [shapely.boundary(whole)], colour, 1.8),
        hairlines("picked", [edge], colour, PICKED_PX),
        corners("picked_corners", [edge], colour, PICKED_PX),
    ]


@dataclass(frozen=True)
class Picture:
    """What a map shows: places and their classes, the words on them, and what is marked or picked.

    Attributes
    ----------
    locations : GeoDataFrame
        The places, in the order of ``shading.index``.
    shading : Shading
        Class of each.
    texts : list of str
        Tooltip of each.
    hexagons : bool
        True where the keys are H3 cells, which the browser can draw from their names.
    marked : DataFrame or None
        Ranked places to number.
    picked : tuple of str
        Keys to outline.
    look_at : View or None
        Where to look; the whole area if not said.
    """

    locations: Any
    shading: Shading
    texts: list[str]
    hexagons: bool
    marked: pd.DataFrame | None = None
    picked: tuple[str, ...] = ()
    look_at: View | None = None


def marked(findings: Findings) -> Any:
    """Return the places numbered on the map and in its list: the most recorded, then what needs a decision."""
    decide = findings.places["decide"].to_numpy(dtype=bool)
    further = np.flatnonzero(decide[LISTED:])[:FURTHER] + LISTED
    return findings.places.iloc[[*range(min(LISTED, len(decide))), *further]]


def deck(picture: Picture, under: Ground) -> OfflineDeck:
    """Return the whole map: ground, places, outlines, names, marks.

    All travel in groups (lists within the list), which the page's highlighting leaves alone: an outline tells which
    place is picked, and the colours of the others stay what the legend says. Highlighting would besides have the
    browser colour every place anew at each click, and go on after another place was picked in the list.
    """
    shading, dark = seen(picture.shading, under), under.is_dark
    shared = tooltips.ending(picture.texts)  # said once, in the template: a county has thousands of places
    texts = [text.removesuffix(shared) for text in picture.texts]
    places = cells(picture.locations, shading, texts, hexagons=picture.hexagons)
    rims = _rims(places, shading, under, hexagons=picture.hexagons) if dark else []
    dots = cold_dots(picture.locations, shading)
    look = picture.look_at or under.view
    picked = outlined(picture.locations, list(picture.picked), dark=dark)
    layers: list[Any] = [list(under.below), [places], [*rims, *dots, *under.streets(look), *under.above, *picked]]
    if picture.marked is not None and len(picture.marked):
        tips = dict(zip(picture.locations.index, texts, strict=True))
        dot, numbers = marks(picture.marked, [tips.get(peak, "") for peak in picture.marked["peak"]])
        layers += [[dot, numbers]]
    return on_ground(under, layers, look, shared)


def on_ground(under: Ground, layers: list[Any], look: View, shared: str = "") -> OfflineDeck:
    """Return a deck of any layers: on the ground alone, or on the tiles of the partnership's own server if one is set.

    Without a style nothing is asked of anybody; a library's own base maps are never used. ``shared`` is how the
    tooltip of every place ends.
    """
    tiles = {"map_provider": "carto", "map_style": under.style} if under.style else {"map_provider": None}
    return OfflineDeck(
        layers=layers, initial_view_state=look.state(under.width_px), tooltip=tooltips.template(shared), **tiles
    )


def seen(shading: Shading, under: Ground) -> Shading:
    """Return a shading as it is on this ground, for the map and its legend alike: no pattern is faint on dark too."""
    red, green, blue, opacity = under.colours.quiet
    classes = tuple(
        replace(one, colour=(red, green, blue), opacity=opacity) if one.opacity <= QUIET else one
        for one in shading.classes
    )
    return replace(shading, classes=classes)


def _rims(places: pdk.Layer, shading: Shading, under: Ground, *, hexagons: bool) -> list[pdk.Layer]:
    """Draw a pale line round each place that has a pattern: the darkest red is near the dark ground.

    Areas get it as their own edge. Hexagons get a layer of those that have one, for an edge that most of them do not
    show would be drawn for all of them.
    """
    red, green, blue, opacity = under.colours.rim
    line = {"stroked": True, "get_line_width": 0.8, "line_width_units": PIXELS}
    if hexagons:
        rimmed = [row for row in places.data if shading.classes[row["c"]].opacity > QUIET]
        return [
            pdk.Layer(
                "H3HexagonLayer", [{"i": row["i"]} for row in rimmed], id="rims", get_hexagon="i", extruded=False,
                filled=False, get_line_color=[red, green, blue, opacity], pickable=False, high_precision=False, **line,
            )
        ]  # fmt: skip
    rims = tuple(
        replace(one, colour=(red, green, blue), opacity=0 if one.opacity <= QUIET else opacity)
        for one in shading.classes
    )
    for name, value in line.items():
        setattr(places, name, value)
    places.get_line_color = "@@=" + colour_expression(rims).replace("c==", "properties.c==")
    return []


def place_keys(findings: Findings, key: str | None) -> tuple[str, ...]:
    """Return a location, then the rest of the place it is part of; nothing for a key that is no longer there."""
    if key is None or key not in findings.locations.index:
        return ()
    same = findings.locations["place"].to_numpy() == findings.locations.at[key, "place"]
    rest = findings.locations.index[np.flatnonzero(same)]
    return (key, *(other for other in rest if other != key))
