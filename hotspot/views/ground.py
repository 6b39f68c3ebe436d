"""The ground under every map, light or dark: from what is held alone, no picture, no tile, nothing from elsewhere.

What is not known is left blank: the sea is blue only where a coast is held, and land beyond the area is drawn only
where something says that it is land.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely

from hotspot.views import layers, surroundings, tooltips
from hotspot.views.given import BaseMap
from hotspot.views.ground_colours import DARK, GroundColours, colours
from hotspot.views.looking import MAP_WIDTH, TILE, View, view_of

STREETS_WITHIN = 0.08  # degrees: a view no wider than this is close enough to need streets
BEYOND = 0.045  # degrees round such a view
WORDS = ("district_names", "town_names", "small_names", "street_names")
NAME_UP_PX = 20  # at the first view
MOST_STRETCHES = 20_000  # of lines between neighbourhoods; without a graphics card each is drawn by itself
SMALL = ("lsoa", "small_names", "stations")  # what a small map has no room for


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
    streets : callable
        The layers of streets round a view; none where it is too wide.
    style : str
        A map style with tiles of the partnership's own server, drawn in place of the land; empty where none is set.
    width_px : int
        How wide the reader's map is, as far as that is known.
    """

    below: tuple[pdk.Layer, ...]
    above: tuple[pdk.Layer, ...]
    view: View
    colours: GroundColours
    streets: Callable[[View], list[pdk.Layer]] = lambda _: []
    style: str = ""
    width_px: int = MAP_WIDTH

    @property
    def is_dark(self) -> bool:
        """Whether the ground is dark."""
        return self.colours is DARK

    @cached_property
    def packed(self) -> dict[str, bytes]:
        """The data of each layer as bytes, by its name, written once."""
        return {one.id: packed(one.data) for one in (*self.below, *self.above)}

    def quiet(self) -> Ground:
        """Return the ground of a small map: without neighbourhoods and small names."""
        below, above = (tuple(one for one in these if one.id not in SMALL) for these in (self.below, self.above))
        return replace(self, below=below, above=above, streets=lambda _: [])

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
        streets = self.streets
        return replace(
            self, below=below, above=above, streets=lambda look: [_apart(one, address_of) for one in streets(look)]
        )


def packed(data: Any) -> bytes:
    """Return a layer's data as the bytes that a browser fetches."""
    return json.dumps(data, separators=(",", ":"), allow_nan=False).encode()


def _apart(one: pdk.Layer, address_of: Callable[[str, Any], str]) -> pdk.Layer:
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
    words = _names(base, view, paint)

    @lru_cache(maxsize=16)  # a filter changes nothing here, and a place is looked at through many filters
    def streets(look: View) -> list[pdk.Layer]:
        return _streets(base, look, paint, tiles=bool(style))

    return Ground((*below, lsoa), (*above, csp, *words), view, paint, streets, style)


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
    fewer, tolerance = line_work, layers.GRID_DEGREES
    while shapely.get_num_coordinates(fewer) > MOST_STRETCHES and tolerance * view.pixels_a_degree < 1:
        fewer = shapely.multilinestrings(shapely.simplify(shapely.get_parts(line_work), tolerance))
        tolerance *= 2
    return fewer


def roomiest(areas: Any) -> list[tuple[float, float]]:
    """Return the lon, lat of the middle of each area's widest part, where its name has most room."""
    shapes = [max(shapely.get_parts(shape), key=shapely.area) for shape in areas.geometry]
    middles = shapely.get_point(shapely.maximum_inscribed_circle(np.array(shapes)), 0)
    return list(zip(shapely.get_x(middles).tolist(), shapely.get_y(middles).tolist(), strict=True))


def _names(base: BaseMap, view: View, paint: GroundColours) -> list[pdk.Layer]:
    """Return the names: districts and towns, and what there is room for besides.

    A town's name stands a little north of it, where the number of its own hot spot does not hide it; a district that is
    called after its town is not written a second time.
    """
    held = surroundings.names(base.features, paint)
    towns = held[held["type"].isin(surroundings.TOWNS)]
    small = held[~held.index.isin(towns.index)]
    look = view.state()
    north = NAME_UP_PX * 360 * math.cos(math.radians(look.latitude)) / (TILE * 2**look.zoom)
    placed = [{**row, "p": [row["p"][0], round(row["p"][1] + north, 4)]} for row in _rows(towns)]
    districts = [
        {"p": [round(lon, 4), round(lat, 4)], "s": tooltips.plain(name), "z": 13 if len(towns) else 15,
         "c": list(paint.csp), "w": 95}
        for (lon, lat), name in zip(roomiest(base.csp), base.csp["name"], strict=True)
        if not any(town in str(name) for town in towns["s"])
    ]  # fmt: skip
    written = [("small_names", _rows(small), 4.0), ("district_names", districts, 1.3), ("town_names", placed, 1.3)]
    return [layers.labels(name, rows, paint.halo, room) for name, rows, room in written if rows]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(row) for row in table[["p", "s", "z", "c", "w"]].to_dict("records")]


def _streets(base: BaseMap, look: View, paint: GroundColours, *, tiles: bool) -> list[pdk.Layer]:
    wide = max(look.lon_max - look.lon_min, look.lat_max - look.lat_min)
    if tiles or wide > STREETS_WITHIN:
        return []
    west, south, east, north = look.lon_min, look.lat_min, look.lon_max, look.lat_max
    return surroundings.streets(base.streets((west - BEYOND, south - BEYOND, east + BEYOND, north + BEYOND)), paint)
