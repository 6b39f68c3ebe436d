"""Maps that draw with no outside network: the area's own boundaries are the ground.

Every layer has an id. The ground and the labels travel as groups, which the page's highlighting leaves alone, so that
picking a place dims the other places and not the land they stand on.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely
from pydeck.bindings.json_tools import default_serialize

from hotspot.findings import Findings
from hotspot.views import tooltips
from hotspot.views.given import BaseMap
from hotspot.views.palettes import GROUND, ColourClass
from hotspot.views.shading import Shading

GRID_DEGREES = 1e-4  # 11 m north to south: finer than the generalised boundaries themselves
MAP_HEIGHT = 600
MAP_WIDTH = 1000
TILE = 512
LISTED = 8  # places in the list, most recorded first
FURTHER = 4  # places below them that need a decision
CLOSE = 12.6
FONT = pdk.types.String("Source Sans, Source Sans Pro, Arial, sans-serif")


class OfflineDeck(pdk.Deck):  # type: ignore[misc,unused-ignore]
    """A deck without a base map provider, written compactly: half the bytes of the usual spelling."""

    def to_json(self) -> str:
        """Return the specification without indentation; NaN is refused, for no browser reads it."""
        return json.dumps(self, sort_keys=True, separators=(",", ":"), allow_nan=False, default=default_serialize)


@dataclass(frozen=True)
class View:
    """Where the map looks: a bounding box in degrees, lon before lat."""

    lon_min: float
    lat_min: float
    lon_max: float
    lat_max: float

    def state(self) -> pdk.ViewState:
        """Return the view that shows the whole box in a usual window."""
        lon, lat = (self.lon_min + self.lon_max) / 2, (self.lat_min + self.lat_max) / 2
        wide = max(self.lon_max - self.lon_min, 1e-4) * TILE / 360
        high = max(self.lat_max - self.lat_min, 1e-4) * TILE / 360 / math.cos(math.radians(lat))
        zoom = min(math.log2(MAP_WIDTH / wide), math.log2(MAP_HEIGHT / high)) - 0.1
        return pdk.ViewState(
            longitude=round(lon, 4), latitude=round(lat, 4), zoom=round(min(zoom, CLOSE), 2), max_zoom=17
        )


def view_of(geometry: Any) -> View:
    """Return the view of a geometry or a table of them."""
    bounds = geometry.total_bounds if hasattr(geometry, "total_bounds") else geometry.bounds
    return View(*(float(b) for b in bounds))


def _rounded(geometry: Any) -> Any:
    return shapely.set_precision(geometry, GRID_DEGREES, mode="pointwise")


def _shape(geometry: Any, properties: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": json.loads(shapely.to_geojson(_rounded(geometry))),
        "properties": properties or {},
    }


def _box(view: View) -> Any:
    """Return the paper: well beyond the area, so that no edge shows when the map is dragged."""
    return shapely.box(view.lon_min - 4, view.lat_min - 3, view.lon_max + 4, view.lat_max + 3)


def _shared_lines(areas: Any) -> Any:
    """Return the outlines of many areas as one line work, each shared edge once."""
    rounded = shapely.set_precision(areas.geometry.to_numpy(), GRID_DEGREES)
    return shapely.line_merge(shapely.union_all(shapely.boundary(rounded)))


@dataclass(frozen=True)
class Ground:
    """The layers that do not change with a filter, made once per area: what lies below the places and what above.

    Attributes
    ----------
    below, above : tuple of pydeck.Layer
        Paper, land and LSOA lines; district outlines and names.
    view : View
        The whole area.
    """

    below: tuple[pdk.Layer, ...]
    above: tuple[pdk.Layer, ...]
    view: View


def ground(base: BaseMap) -> Ground:
    """Return the ground of an area from its boundaries: no picture, no tile, nothing from another machine."""
    view = view_of(base.outline)
    below = (
        _polygons("paper", [_shape(_box(view))], GROUND["outside"]),
        _polygons("land", [_shape(base.outline)], GROUND["land"]),
        _lines("lsoa", [_shape(_shared_lines(base.lsoa))], GROUND["lsoa"], 0.6),
    )
    return Ground(below, tuple(_named(base)), view)


def _polygons(name: str, features: list[dict[str, Any]], colour: tuple[int, ...]) -> pdk.Layer:
    data = {"type": "FeatureCollection", "features": features}
    return pdk.Layer(
        "GeoJsonLayer", data=data, id=name, stroked=False, filled=True, get_fill_color=list(colour), pickable=False
    )


def _lines(name: str, features: list[dict[str, Any]], colour: tuple[int, ...], width: float) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        data={"type": "FeatureCollection", "features": features},
        id=name,
        stroked=True,
        filled=False,
        get_line_color=list(colour),
        get_line_width=width,
        line_width_units=pdk.types.String("pixels"),
        pickable=False,
    )


def _text(name: str, rows: list[dict[str, Any]], **style: Any) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        data=rows,
        id=name,
        get_position="p",
        get_text="s",
        font_family=FONT,
        font_weight=600,
        character_set=pdk.types.String("auto"),
        pickable=False,
        **style,
    )


def roomiest(areas: Any) -> list[tuple[float, float]]:
    """Return the lon, lat of the middle of each area's widest part, where its name has most room."""
    shapes = [max(shapely.get_parts(shape), key=shapely.area) for shape in areas.geometry]
    middles = shapely.get_point(shapely.maximum_inscribed_circle(np.array(shapes)), 0)
    return list(zip(shapely.get_x(middles).tolist(), shapely.get_y(middles).tolist(), strict=True))


def _named(base: BaseMap) -> list[pdk.Layer]:
    """Return the layers over the places: district outlines and their names with a pale edge."""
    rows = [
        {"p": [round(lon, 4), round(lat, 4)], "s": tooltips.plain(name)}
        for (lon, lat), name in zip(roomiest(base.csp), base.csp["name"], strict=True)
    ]
    halo = {
        "font_settings": {"sdf": True, "fontSize": 48, "radius": 10},
        "outline_width": 3,
        "outline_color": [255, 255, 255],
    }
    label = _text("csp_names", rows, get_size=15, get_color=list(GROUND["label"]), **halo)
    return [_lines("csp", [_shape(_shared_lines(base.csp))], GROUND["csp"], 1.4), label]


def colour_expression(classes: tuple[ColourClass, ...]) -> str:
    """Return the expression that colours class number ``c``: one short text instead of a colour per cell."""
    said = [f"[{','.join(str(part) for part in (*group.colour, group.opacity))}]" for group in classes]
    return "".join(f"c=={k}?{colour}:" for k, colour in enumerate(said[:-1])) + said[-1]


def cells(locations: Any, shading: Shading, texts: list[str], *, hexagons: bool) -> pdk.Layer:
    """Return the layer of places, coloured by class; the only one that answers a pointer besides the marks."""
    rows = [
        {"i": key, "c": int(group), "n": tooltips.plain(name), "t": tooltips.plain(text)}
        for key, group, name, text in zip(locations.index, shading.index, locations["name"], texts, strict=True)
    ]
    style: dict[str, Any] = {"id": "cells", "pickable": True, "auto_highlight": True}
    if hexagons:
        colour = colour_expression(shading.classes)
        return pdk.Layer(
            "H3HexagonLayer", rows, get_hexagon="i", get_fill_color=colour, extruded=False, stroked=False, **style
        )
    colour = colour_expression(shading.classes).replace("c==", "properties.c==")
    shapes = [_shape(shape, row) for shape, row in zip(locations.geometry, rows, strict=True)]
    return pdk.Layer(
        "GeoJsonLayer", {"type": "FeatureCollection", "features": shapes}, get_fill_color=colour,
        stroked=True, filled=True, get_line_color=[255, 255, 255, 200], get_line_width=0.6,
        line_width_units=pdk.types.String("pixels"), **style,
    )  # fmt: skip


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
    return [dot, _text("mark_numbers", rows, get_size=14, get_color=[255, 255, 255])]


def outlined(locations: Any, keys: list[str]) -> list[pdk.Layer]:
    """Return the outline of the picked location, thick, and of the place it is part of, thin; or nothing.

    The first key is the picked one; the others are the rest of its place.
    """
    held = [key for key in keys if key in locations.index]
    if not held:
        return []
    shapes = locations.geometry.loc[held].to_numpy()
    whole = shapely.union_all(shapely.buffer(shapes, 1e-6))
    return [
        _lines("picked_place", [_shape(shapely.boundary(whole))], GROUND["mark"], 1.8),
        _lines("picked", [_shape(shapely.boundary(shapes[0]))], GROUND["mark"], 4.0),
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
    places = findings.places
    rest = places.iloc[LISTED:]
    return pd.concat([places.head(LISTED), rest[rest["decide"]].head(FURTHER)])


def deck(picture: Picture, under: Ground) -> OfflineDeck:
    """Return the whole map: ground, places, outlines, names, marks.

    Groups (lists within the list) are left alone by the page's highlighting; the places and their marks are not.
    """
    places = cells(picture.locations, picture.shading, picture.texts, hexagons=picture.hexagons)
    layers: list[Any] = [list(under.below), places, [*under.above, *outlined(picture.locations, list(picture.picked))]]
    if picture.marked is not None and len(picture.marked):
        tips = dict(zip(picture.locations.index, picture.texts, strict=True))
        dot, numbers = marks(picture.marked, [tips.get(peak, "") for peak in picture.marked["peak"]])
        layers += [dot, [numbers]]
    look = (picture.look_at or under.view).state()
    return OfflineDeck(layers=layers, map_provider=None, initial_view_state=look, tooltip=tooltips.TEMPLATE)


def place_keys(findings: Findings, key: str | None) -> tuple[str, ...]:
    """Return a location, then the rest of the place it is part of; nothing for a key that is no longer there."""
    if key is None or key not in findings.locations.index:
        return ()
    same = findings.locations["place"].to_numpy() == findings.locations.at[key, "place"]
    rest = findings.locations.index[np.flatnonzero(same)]
    return (key, *(other for other in rest if other != key))
