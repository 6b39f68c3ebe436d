"""The kinds of layer that a ground is made of, written small: four decimals of a degree, many shapes in one layer."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pydeck as pdk
import shapely

GRID_DEGREES = 1e-4  # 11 m north to south: finer than the generalised boundaries themselves
FONT = pdk.types.String("Source Sans, Source Sans Pro, Arial, sans-serif")
PIXELS, METRES = pdk.types.String("pixels"), pdk.types.String("meters")
WIDEST = 12  # of its own size, before a name goes on in another line

Colour = tuple[int, ...]


def rounded(geometry: Any) -> Any:
    """Return a shape on the grid of ``GRID_DEGREES``."""
    return shapely.set_precision(geometry, GRID_DEGREES, mode="pointwise")


def feature(geometry: Any, properties: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a shape as a GeoJSON feature, rounded."""
    return {
        "type": "Feature",
        "geometry": json.loads(shapely.to_geojson(rounded(geometry))),
        "properties": properties or {},
    }


def _collection(shapes: list[Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [feature(shape) for shape in shapes]}


def each(colour: Colour) -> str:
    """Return a colour as one that each row is asked for, though all have the same.

    What is drawn in the same way, and asks its rows for the same, is drawn by one program of the graphics card.
    Software that stands in for a card takes a fifth of a second to make another.

    >>> each((28, 31, 36))
    '[28, 31, 36]'
    """
    return str(list(colour))


def polygons(name: str, shapes: list[Any], colour: Colour) -> pdk.Layer:
    """Return filled areas of one colour."""
    return pdk.Layer(
        "GeoJsonLayer", data=_collection(shapes), id=name, stroked=False, filled=True, get_fill_color=list(colour),
        pickable=False,
    )  # fmt: skip


def hairlines(name: str, shapes: list[Any], colour: Colour, width_px: float) -> pdk.Layer:
    """Return thin lines, stretch by stretch: without joints, which nobody sees, they are drawn in half the time."""
    rows = [
        {"a": a, "b": b}
        for part in shapely.get_parts(shapely.get_parts([rounded(shape) for shape in shapes]))
        for a, b in itertools.pairwise(shapely.get_coordinates(part).round(4).tolist())
    ]
    return pdk.Layer(
        "LineLayer", data=rows, id=name, get_source_position="a", get_target_position="b", get_color=list(colour),
        get_width=width_px, pickable=False,
    )  # fmt: skip


def corners(name: str, shapes: list[Any], colour: Colour, width_px: float) -> pdk.Layer:
    """Return a dot on each point of a line, which rounds the corners of hairlines that are not so thin."""
    points = shapely.get_coordinates([rounded(shape) for shape in shapes]).round(4)
    return pdk.Layer(
        "ScatterplotLayer", data=[{"p": point} for point in np.unique(points, axis=0).tolist()], id=name,
        get_position="p", get_radius=width_px / 2, radius_units=PIXELS, get_fill_color=each(colour), stroked=False,
        pickable=False,
    )  # fmt: skip


def ways(name: str, shapes: list[Any], colour: Colour, width_m: float, width_px: tuple[float, float]) -> pdk.Layer:
    """Return lines as wide as on the ground, within bounds in pixels: hair-thin from afar, a street close up."""
    return pdk.Layer(
        "GeoJsonLayer", data=_collection(shapes), id=name, stroked=True, filled=False, get_line_color=list(colour),
        get_line_width=width_m, line_width_units=METRES, line_width_min_pixels=width_px[0],
        line_width_max_pixels=width_px[1], line_joint_rounded=True, line_cap_rounded=True, pickable=False,
    )  # fmt: skip


# One sheet of letters for all words of a map: the browser draws it letter by letter before it shows anything.
PLATE = 215  # opacity of what lies under a name seen from near, where a place of the darkest red is large
LETTERS = {"sdf": True, "fontSize": 28, "radius": 6}


def written(name: str, rows: list[dict[str, Any]], **style: Any) -> pdk.Layer:
    """Return words at points: ``p`` is where, ``s`` what."""
    return pdk.Layer(
        "TextLayer", data=rows, id=name, get_position="p", get_text="s", font_family=FONT, font_weight=600,
        character_set=pdk.types.String("auto"), font_settings=LETTERS, pickable=False, **style,
    )  # fmt: skip


def halo(colour: Colour) -> dict[str, Any]:
    """Return the style of letters with an edge that sets them off from whatever lies below."""
    return {
        "outline_width": 2,
        "outline_color": list(colour),
    }


def labels(name: str, rows: list[dict[str, Any]], edge: Colour, *, near: bool = False) -> pdk.Layer:
    """Return names: ``p`` is where, ``s`` what, ``z`` the size in pixels, ``c`` the colour."""
    said = [{key: row[key] for key in "pszc"} for row in rows]
    plate = {"background": True, "get_background_color": [*edge, PLATE], "background_padding": [2, 0]} if near else {}
    return written(name, said, get_size="z", get_color="c", max_width=WIDEST, **halo(edge), **plate)


def closer(name: str, rows: list[dict[str, Any]], edge: Colour, zoom: float) -> pdk.Layer:
    """Return names that are written from a zoom on."""
    points = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": row["p"]},
         "properties": {key: row[key] for key in "szc"}}
        for row in rows
    ]  # fmt: skip
    # The kind of layer for picture tiles, of which this is one that covers the world: it alone looks at the zoom.
    return pdk.Layer(
        "TileLayer", data=word(points), id=name, min_zoom=0, max_zoom=0, visible_min_zoom=round(zoom, 2),
        point_type=pdk.types.String("text"), get_text="properties.s", get_text_size="properties.z",
        get_text_color="properties.c", text_font_family=FONT, text_font_weight=600,
        text_character_set=pdk.types.String("auto"), text_font_settings=LETTERS, text_max_width=WIDEST,
        text_outline_width=2, text_outline_color=list(edge), pickable=False,
        text_background=True, get_text_background_color=[*edge, PLATE], text_background_padding=[2, 0],
    )  # fmt: skip


# What cuts an address short, is left out of one or stands for something in it.
CODES = (("%", "%25"), ("#", "%23"), (" ", "%20"), ("{", "%7B"), ("}", "%7D"))


def word(data: Any) -> str:
    """Return data as an address that holds what lies at it.

    >>> word([{"a": "50 %"}])
    'data:application/json;charset=utf-8,[%7B"a":"50%20%25"%7D]'
    """
    said = json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    for letter, code in CODES:
        said = said.replace(letter, code)
    return f"data:application/json;charset=utf-8,{said}"
