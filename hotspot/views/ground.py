"""The ground under every map, light or dark: from what is held alone, no picture, no tile, nothing from elsewhere.

What is not known is left blank: the sea is blue only where a coast is held, and land beyond the area is drawn only
where something says that it is land.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pydeck as pdk
import shapely

from hotspot.views import layers, naming, surroundings, tooltips
from hotspot.views.given import BaseMap
from hotspot.views.ground_colours import DARK, GroundColours, colours
from hotspot.views.looking import MAP_WIDTH, TILE, View, view_of

STREETS_WITHIN = 0.08  # degrees: a view no wider than this is close enough to need streets
BEYOND = 0.045  # degrees round such a view
WORDS = ("names", naming.MORE, *naming.CLOSER, naming.STREETS)
NAME_UP_PX = 20  # at the first view
MOST_STRETCHES = 12_000  # of lines between neighbourhoods; without a graphics card each is drawn by itself
SMALL = ("lsoa", naming.MORE, *naming.CLOSER, "stations")  # what a small map has no room for


@dataclass(frozen=True)
class Near:
    """What a near view shows besides: the layers of streets, and the names that are written at them."""

    layers: tuple[pdk.Layer, ...] = ()
    names: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Ground:
    """The layers that do not change with a filter, made once per area: what lies below the places and what above.

    Attributes
    ----------
    below, above : tuple of pydeck.Layer
        Paper, land, water, roads and LSOA lines; main roads, district outlines and names.
    view : View
        The whole area.
    colours : GroundColours
        Light or dark.
    near : callable
        The streets round a view, for a map so wide; none where the view is too wide.
    style : str
        A map style with tiles of the partnership's own server, drawn in place of the land; empty where none is set.
    width_px : int
        How wide the reader's map is, as far as that is known.
    named : tuple of dict
        The names: where, what, how large and from which zoom on, for whoever draws something over them.
    """

    below: tuple[pdk.Layer, ...]
    above: tuple[pdk.Layer, ...]
    view: View
    colours: GroundColours
    near: Callable[[View, int], Near] = lambda *_: Near()
    style: str = ""
    width_px: int = MAP_WIDTH
    named: tuple[dict[str, Any], ...] = ()

    @property
    def is_dark(self) -> bool:
        """Whether the ground is dark."""
        return self.colours is DARK

    @cached_property
    def packed(self) -> dict[str, tuple[bytes, str]]:
        """The data of each layer as bytes, and a name that no other data have, by the layer's name; written once."""
        return {one.id: packed(one.data) for one in (*self.below, *self.above) if not isinstance(one.data, str)}

    def narrow(self, width_px: int) -> Ground:
        """Return the ground of a narrow map: with fewer names in its first view."""
        return replace(self, above=tuple(one for one in self.above if one.id != naming.MORE), width_px=width_px)

    def streets(self, look: View) -> tuple[pdk.Layer, ...]:
        """Return the layers of streets round a view; none where it is too wide."""
        return self.near(look, self.width_px).layers

    def clear_of(self, spots: Any, look: View, over: Sequence[pdk.Layer] = ()) -> tuple[pdk.Layer, ...]:
        """Return streets and what lies above the places, names out of the way of marks (lon, lat) and of what is over.

        Streets give way to places, too, that were moved.
        """
        dots, words = naming.beside_marks(over)
        taken, near, zoom = [*spots, *dots], self.near(look, self.width_px), look.state(self.width_px).zoom
        seen = [row for row in self.named if row["from"] <= zoom]
        moves = naming.aside(seen, taken, look, self.width_px, words)
        words += naming.standing([row for row in seen if _is_near(row, look)], moves) if near.names else []
        streets = naming.aside(near.names, taken, look, self.width_px, words)
        return (*naming.moved(near.layers, streets), *naming.moved(self.above, moves))

    def quiet(self) -> Ground:
        """Return the ground of a small map: without neighbourhoods and small names."""
        below, above = (tuple(one for one in these if one.id not in SMALL) for these in (self.below, self.above))
        return replace(self, below=below, above=above, near=lambda *_: Near())

    def nameless(self) -> Ground:
        """Return the ground of a map that has names of its own."""
        return replace(self, above=tuple(one for one in self.above if one.id not in WORDS))

    def sent_apart(self, address_of: Callable[[str, Any], str]) -> Ground:
        """Return the same ground whose data the browser fetches once, instead of getting it with every filter.

        Parameters
        ----------
        address_of : callable
            A layer's name and data in, the address out at which the browser finds them.
        """
        below, above = (tuple(_apart(one, address_of) for one in these) for these in (self.below, self.above))
        near = self.near

        def sent(look: View, width_px: int) -> Near:
            found = near(look, width_px)
            return replace(found, layers=tuple(_apart(one, address_of) for one in found.layers))

        return replace(self, below=below, above=above, near=sent)


def packed(data: Any) -> tuple[bytes, str]:
    """Return a layer's data as the bytes that a browser fetches, and a name that no other data have."""
    said = json.dumps(data, separators=(",", ":"), allow_nan=False).encode()
    return said, hashlib.sha256(said).hexdigest()[:16]


def _apart(one: pdk.Layer, address_of: Callable[[str, Any], str]) -> pdk.Layer:
    if isinstance(one.data, str):
        return one
    # A copy without asking the library to check the data again: the layer itself is shared by every reader.
    other = object.__new__(type(one))
    other.__dict__.update(one.__dict__)
    other._data = address_of(one.id, one.data)
    return other


def ground(base: BaseMap, *, dark: bool = False, style: str = "") -> Ground:
    """Return the ground of an area from what is held.

    Parameters
    ----------
    base : BaseMap
        Boundaries, and the features of a base map file where one was added.
    dark : bool
        For a dark room or wall.
    style : str
        A map style with tiles; land, water and roads are then left to it.
    """
    paint, view = colours(dark=dark), view_of(base.outline)
    below = [] if style else [*_land(base, view, paint), *surroundings.below(base.features, paint)]
    above = [] if style else surroundings.above(base.features, paint)
    lsoa = layers.hairlines("lsoa", [_lighter(shared_lines(base.lsoa), view)], paint.lsoa, 0.6)
    csp = layers.hairlines("csp", [shared_lines(base.csp)], paint.csp, 1.4)
    called = _called(base, view, paint)
    written = naming.by_layer(called, view)
    words = naming.names(written, paint.halo)

    @lru_cache(maxsize=16)  # a filter changes nothing here, and a place is looked at through many filters
    def near(look: View, width_px: int) -> Near:
        return Near() if style else _streets(base, look, width_px, paint, called)

    named = tuple(row for rows in written.values() for row in rows)
    return Ground((*below, lsoa), (*above, csp, *words), view, paint, near, style, named=named)


def _land(base: BaseMap, view: View, paint: GroundColours) -> list[pdk.Layer]:
    """Return the paper, the land of others where a coast is held, and the area."""
    coast = surroundings.of_types(base.features, surroundings.COAST)
    paper = layers.polygons("paper", [_box(view)], paint.sea if len(coast) else paint.unknown)
    beyond = surroundings.Drawn("neighbour", "neighbour", surroundings.COAST, 2000)
    return [
        paper, *surroundings.layer(beyond, coast, paint), layers.polygons("land", [base.outline], paint.land),
    ]  # fmt: skip


def _box(view: View) -> Any:
    """Return the paper: well beyond the area, so that no edge shows when the map is dragged."""
    return shapely.box(view.lon_min - 4, view.lat_min - 3, view.lon_max + 4, view.lat_max + 3)


def shared_lines(areas: Any) -> Any:
    """Return the outlines of many areas as one line work, each shared edge once."""
    rounded = shapely.set_precision(areas.geometry.to_numpy(), layers.GRID_DEGREES)
    return shapely.line_merge(shapely.union_all(shapely.boundary(rounded)))


def _lighter(line_work: Any, view: View) -> Any:
    """Return lines with fewer points if they have very many: none left out, and all meeting where they met.

    In the first view none lies more than a pixel beside where it was.
    """
    fewer, tolerance, pixel = line_work, 0.0, 1 / view.pixels_a_degree
    while shapely.get_num_coordinates(fewer) > MOST_STRETCHES and tolerance < pixel:
        tolerance = min(max(2 * tolerance, layers.GRID_DEGREES), pixel)
        fewer = shapely.multilinestrings(shapely.simplify(shapely.get_parts(line_work), tolerance))
    return fewer


def roomiest(areas: Any) -> list[tuple[float, float]]:
    """Return the lon, lat of the middle of each area's widest part, where its name has most room."""
    shapes = [max(shapely.get_parts(shape), key=shapely.area) for shape in areas.geometry]
    middles = shapely.get_point(shapely.maximum_inscribed_circle(np.array(shapes)), 0)
    return list(zip(shapely.get_x(middles).tolist(), shapely.get_y(middles).tolist(), strict=True))


def _called(base: BaseMap, view: View, paint: GroundColours) -> list[dict[str, Any]]:
    """Return the names, the more important first: districts, towns, and what there is room for besides.

    A town's name stands a little north of it, where the number of its own hot spot does not hide it; a district that is
    called after its town is not written a second time.
    """
    held = surroundings.names(base.features, paint)
    is_town = held["type"].isin(surroundings.TOWNS).tolist()
    look = view.state()
    north = NAME_UP_PX * 360 * math.cos(math.radians(look.latitude)) / (TILE * 2**look.zoom)
    rows: list[dict[str, Any]] = [dict(row) for row in held[["p", "s", "z", "c", "w"]].to_dict("records")]
    placed = [
        {**row, "kind": "town", "p": [row["p"][0], round(row["p"][1] + north, 4)]} if town else {**row, "kind": "small"}
        for row, town in zip(rows, is_town, strict=True)
    ]
    towns = [row["s"] for row, town in zip(rows, is_town, strict=True) if town]
    districts = [
        {"p": [round(lon, 4), round(lat, 4)], "s": tooltips.plain(name), "z": 13 if towns else 15,
         "c": list(paint.csp), "w": 95, "kind": "district"}
        for (lon, lat), name in zip(roomiest(base.csp), base.csp["name"], strict=True)
        if not any(town in str(name) for town in towns)
    ]  # fmt: skip
    return sorted([*districts, *placed], key=lambda row: -float(row["w"]))


def _is_near(row: dict[str, Any], look: View) -> bool:
    lon, lat = row["p"]
    is_level = look.lat_min - BEYOND <= lat <= look.lat_max + BEYOND
    return bool(is_level and look.lon_min - BEYOND <= lon <= look.lon_max + BEYOND)


def _streets(base: BaseMap, look: View, width_px: int, paint: GroundColours, called: list[dict[str, Any]]) -> Near:
    if max(look.lon_max - look.lon_min, look.lat_max - look.lat_min) > STREETS_WITHIN:
        return Near()
    west, south, east, north = look.lon_min, look.lat_min, look.lon_max, look.lat_max
    held = base.streets((west - BEYOND, south - BEYOND, east + BEYOND, north + BEYOND))
    words = naming.of_streets(surroundings.street_names(held, paint), called, look, width_px)
    named = [layers.labels(naming.STREETS, words, paint.halo, near=True)] if words else []
    return Near((*surroundings.streets(held, paint), *named), tuple(words))
