"""The places of a map: coloured by class, told apart without colour, and the listed ones numbered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely

from hotspot.views import rows, tooltips
from hotspot.views.ground import Ground
from hotspot.views.layers import PIXELS, each, rounded, written
from hotspot.views.palettes import GROUND, QUIET, ColourClass
from hotspot.views.shading import Shading
from hotspot.views.written import SAME, Rows

METRES_A_DEGREE = 111_320  # of latitude
MANY = 10_000  # places, above which the names without a pattern are short
# The layers that a layer of hexagons is drawn by: they too are told by stamps, and not by rows, what has changed.
BY_STAMPS = {"hexagon-cell-hifi": {"dataComparator": SAME, "_subLayerProps": {"fill": {"dataComparator": SAME}}}}
DOT = 0.14  # radius, in heights of the place


def colour_expression(classes: tuple[ColourClass, ...]) -> str:
    """Return the expression that colours class number ``c``: one short text instead of a colour per cell."""
    said = [f"[{','.join(str(part) for part in (*group.colour, group.opacity))}]" for group in classes]
    return "".join(f"c=={k}?{colour}:" for k, colour in enumerate(said[:-1])) + said[-1]


def cells(locations: Any, shading: Shading, texts: Sequence[str], *, hexagons: bool, write: bool = False) -> pdk.Layer:
    """Return the layer of places, coloured by class; the only one that answers a pointer besides the marks.

    With ``write`` its rows are written already: of thousands of places that is quicker than to make each of them.
    """
    columns = _columns(locations, shading, texts)
    style: dict[str, Any] = {"id": "cells", "pickable": True, "auto_highlight": True}
    if hexagons:
        colour = colour_expression(shading.classes)
        # In their true shape they are one piece of work to a browser without a graphics card; as copies of one
        # hexagon they would be thousands. A filter seldom changes which they are: with a stamp of their keys their
        # corners are worked out once.
        return pdk.Layer(
            "H3HexagonLayer", _data(columns.written(), write=write), get_hexagon="i", get_fill_color=colour,
            extruded=False, stroked=False, high_precision=True, _sub_layer_props=BY_STAMPS,
            update_triggers={"getHexagon": columns.stamp()}, **style,
        )  # fmt: skip
    colour = colour_expression(shading.classes).replace("c==", "properties.c==")
    return pdk.Layer(
        "GeoJsonLayer", _data(columns.around(_shapes(locations)), write=write), get_fill_color=colour,
        stroked=True, filled=True, get_line_color=[255, 255, 255, 200], get_line_width=0.6,
        line_width_units=pdk.types.String("pixels"), **style,
    )  # fmt: skip


def _data(said: str, *, write: bool) -> Any:
    return Rows(said) if write else json.loads(said)


def _columns(locations: Any, shading: Shading, texts: Sequence[str]) -> rows.Columns:
    return rows.Columns(
        group=shading.index,
        key=rows.names(locations.index, str),
        name=_called(locations["name"], shading),
        text=rows.each(texts, tooltips.plain),
    )


def _shapes(locations: Any) -> Any:
    """Return the places as GeoJSON, rounded; made once for the same places."""
    return rows.shapes(locations.geometry.to_numpy(), _geojson)


def _geojson(shapes: Any) -> Any:
    return shapely.to_geojson(rounded(shapes))


def _called(names: pd.Series, shading: Shading) -> Any:
    """Return how the tooltips call the places; of a great many, those without a pattern by their street alone.

    Names are the most of what the browser has to read, letter by letter, before it draws.
    """
    full = rows.names(names, tooltips.plain)
    if len(names) <= MANY:
        return full
    quiet = np.array([one.opacity <= QUIET for one in shading.classes])[shading.index]
    return rows.either(quiet, rows.names(names, _plain_street), full)


def _plain_street(name: str) -> str:
    return tooltips.plain(tooltips.short(name))


def dots(locations: Any, shading: Shading) -> list[pdk.Layer]:
    """Return a dot in the middle of each place that is not hot now, by which it is told without any colour."""
    dotted = np.isin(shading.index, [k for k, one in enumerate(shading.classes) if one.dot])
    if not dotted.any():
        return []
    shapes = locations.geometry.to_numpy()[dotted]
    paints = [shading.classes[k].dot for k in shading.index[dotted].tolist()]
    spots = shapely.get_coordinates(shapely.point_on_surface(shapes)).round(4).tolist()
    high = float(np.median(shapely.bounds(shapes)[:, 3] - shapely.bounds(shapes)[:, 1]))
    return [
        pdk.Layer(
            "ScatterplotLayer", [{"p": spot, "c": paint} for spot, paint in zip(spots, paints, strict=True)], id="dots",
            get_position="p", get_radius=round(high * METRES_A_DEGREE * DOT), radius_min_pixels=1, radius_max_pixels=4,
            get_fill_color="c", stroked=False, pickable=False,
        )
    ]  # fmt: skip


def marks(places: pd.DataFrame, said: list[str]) -> list[pdk.Layer]:
    """Return the numbered marks of the listed places, so that list and map can be read against each other."""
    columns = [places[name] for name in ("peak", "lon", "lat", "rank", "name")]
    held = [
        {"i": peak, "p": [round(lon, 4), round(lat, 4)], "s": str(rank), "n": tooltips.plain(called), "t": text}
        for peak, lon, lat, rank, called, text in zip(*columns, said, strict=True)
    ]
    dot = pdk.Layer(
        "ScatterplotLayer", held, id="marks", get_position="p",
        get_radius=10.5, radius_units=pdk.types.String("pixels"),
        get_fill_color=each(GROUND["mark"]), get_line_color=[255, 255, 255], stroked=True,
        line_width_min_pixels=1.5, pickable=True,
    )  # fmt: skip
    white, no_offset = each((255, 255, 255)), "[0, 0]"  # size and offset asked for as of names, see ``each``
    return [dot, written("mark_numbers", held, get_size="14", get_color=white, get_pixel_offset=no_offset)]


def seen(shading: Shading, under: Ground) -> Shading:
    """Return a shading as it is on this ground, for the map and its legend alike: no pattern is faint on dark too."""
    red, green, blue, opacity = under.colours.quiet
    classes = tuple(
        replace(one, colour=(red, green, blue), opacity=opacity) if one.opacity <= QUIET else one
        for one in shading.classes
    )
    return replace(shading, classes=classes)


def rims(places: pdk.Layer, keys: Any, shading: Shading, under: Ground, *, hexagons: bool) -> list[pdk.Layer]:
    """Draw a pale line round each place that has a pattern: the darkest red is near the dark ground.

    Areas get it as their own edge. Hexagons get a layer of those that have one, for an edge that most of them do not
    show would be drawn for all of them; ``keys`` are theirs.
    """
    red, green, blue, opacity = under.colours.rim
    line = {"stroked": True, "get_line_width": 0.8, "line_width_units": PIXELS}
    if hexagons:
        rimmed = keys[np.array([one.opacity > QUIET for one in shading.classes])[shading.index]]
        return [
            pdk.Layer(
                "H3HexagonLayer", [{"i": key} for key in rimmed.tolist()], id="rims", get_hexagon="i", extruded=False,
                filled=False, get_line_color=[red, green, blue, opacity], pickable=False, high_precision=False, **line,
            )
        ]  # fmt: skip
    edges = tuple(
        replace(one, colour=(red, green, blue), opacity=0 if one.opacity <= QUIET else opacity)
        for one in shading.classes
    )
    for name, value in line.items():
        setattr(places, name, value)
    places.get_line_color = "@@=" + colour_expression(edges).replace("c==", "properties.c==")
    return []
