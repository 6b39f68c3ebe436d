"""What a base map holds, made light enough to travel: fewer points the more there is, the smallest shapes left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely
from numpy.typing import NDArray

from hotspot.views import layers, tooltips
from hotspot.views.ground_colours import GroundColours

COAST = ("coast", "land")
TOWNS = ("city", "town")
NUMBERED = ("motorway", "main road")  # written by their number, such as A38, and not by a longer name
LONGEST_NUMBER = 6
TOLERANCES = (1e-4, 2e-4, 4e-4, 8e-4)  # degrees, 11 to 90 m
SMALLEST = 4.0  # tolerances in the side of an area that is still drawn
NAMES = 300  # drawn at most, the more important first


@dataclass(frozen=True)
class Drawn:
    """One layer of the ground.

    Attributes
    ----------
    id, colour : str
        Of the layer, and the name of its colour.
    types : tuple of str
        Which features it shows.
    most : int
        Points it may have.
    width_m, width_px : float, tuple of float
        Of lines, on the ground and at least and at most on the screen; 0 for areas.
    opacity : int
        0 to 255.
    """

    id: str
    colour: str
    types: tuple[str, ...]
    most: int
    width_m: float = 0.0
    width_px: tuple[float, float] = (0.0, 0.0)
    opacity: int = 255


AREAS = (
    Drawn("urban", "urban", ("urban area",), 2000),
    Drawn("green", "green", ("park",), 1200),
    Drawn("water", "water", ("river", "water"), 1500),
)
WAYS_BELOW = (
    Drawn("streams", "stream", ("stream",), 1800, 12, (0.7, 3)),
    Drawn("railway", "railway", ("railway",), 800, 9, (1.0, 2.5)),
    Drawn("roads", "road", ("road",), 3000, 12, (0.7, 5)),
)
WAYS_ABOVE = (  # over the coloured places, so that a road can be followed through them
    Drawn("main_roads", "main_road", ("main road",), 3000, 18, (1.4, 6), 190),
    Drawn("motorways", "motorway", ("motorway",), 800, 28, (2.2, 8), 210),
)
STREETS = Drawn("streets", "street", (), 12_000, 6, (0.4, 3), 150)


@dataclass(frozen=True)
class Name:
    """How the names of one type of feature are written: size in pixels, colour, importance."""

    size: int
    colour: str
    weight: int


NAME_STYLES = {
    "city": Name(18, "name", 100),
    "town": Name(15, "name", 90),
    "village": Name(12, "minor_name", 50),
    "suburb": Name(12, "minor_name", 45),
    "ward": Name(12, "minor_name", 40),
    "motorway": Name(12, "minor_name", 60),
    "main road": Name(11, "minor_name", 35),
    "station": Name(11, "minor_name", 30),
    "river": Name(12, "water_name", 25),
    "park": Name(11, "green_name", 20),
}


def of_types(features: pd.DataFrame, types: tuple[str, ...]) -> NDArray[Any]:
    """Return the shapes of some types, in the order held."""
    return np.asarray(features.loc[features["type"].isin(types), "geometry"].to_numpy(dtype=object))


def simpler(shapes: NDArray[Any], most: int) -> NDArray[Any]:
    """Return shapes with at most so many points, as fine as that allows.

    Lines that meet end to end are joined first. Areas much smaller than what is smoothed away are left out; where that
    does not suffice, the shortest and smallest too.
    """
    parts = shapely.get_parts(shapes)
    kinds = shapely.get_type_id(parts)
    lines, areas = parts[kinds == 1], parts[kinds == 3]
    if len(lines):
        lines = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    for tolerance in TOLERANCES:
        fewer = np.concatenate(
            [
                shapely.simplify(lines, tolerance),
                shapely.simplify(areas[shapely.area(areas) > (SMALLEST * tolerance) ** 2], tolerance),
            ]
        )
        if shapely.get_num_coordinates(fewer).sum() <= most:
            return fewer
    return _largest(fewer, most)


def _largest(shapes: NDArray[Any], most: int) -> NDArray[Any]:
    able = shapes[shapely.get_num_coordinates(shapes) <= most]
    order = np.argsort(-shapely.length(able), kind="stable")
    fit = np.cumsum(shapely.get_num_coordinates(able)[order]) <= most
    return np.asarray(able[np.sort(order[fit])])


def layer(drawn: Drawn, shapes: NDArray[Any], paint: GroundColours) -> list[pdk.Layer]:
    """Return one layer of areas or ways; nothing where there is none."""
    fewer = simpler(shapes, drawn.most)
    if not len(fewer):
        return []
    colour = (*getattr(paint, drawn.colour), drawn.opacity)
    whole = [shapely.geometrycollections(fewer)] if drawn.width_m == 0 else [shapely.multilinestrings(lines_of(fewer))]
    if drawn.width_m == 0:
        return [layers.polygons(drawn.id, [shapely.multipolygons(shapely.get_parts(whole[0]))], colour)]
    return [layers.ways(drawn.id, whole, colour, drawn.width_m, drawn.width_px)]


def lines_of(shapes: NDArray[Any]) -> NDArray[Any]:
    """Return lines, those round areas included."""
    return np.asarray(shapely.get_parts(np.where(shapely.get_type_id(shapes) == 3, shapely.boundary(shapes), shapes)))


def below(features: pd.DataFrame, paint: GroundColours) -> list[pdk.Layer]:
    """Return what lies under the places: built-up land, green, water, small roads and the railway."""
    return [one for drawn in (*AREAS, *WAYS_BELOW) for one in layer(drawn, of_types(features, drawn.types), paint)]


def above(features: pd.DataFrame, paint: GroundColours) -> list[pdk.Layer]:
    """Return what can be seen through the places: the main roads, and a dot for each station."""
    ways = [one for drawn in WAYS_ABOVE for one in layer(drawn, of_types(features, drawn.types), paint)]
    return ways + _stations(of_types(features, ("station",)), paint)


def _stations(points: NDArray[Any], paint: GroundColours) -> list[pdk.Layer]:
    if not len(points):
        return []
    rows = [{"p": np.round(shapely.get_coordinates(point)[0], 4).tolist()} for point in points]
    return [
        pdk.Layer(
            "ScatterplotLayer", rows, id="stations", get_position="p", get_radius=2.6, radius_units=layers.PIXELS,
            get_fill_color=layers.each(paint.halo), get_line_color=list(paint.minor_name), stroked=True,
            line_width_min_pixels=1.4, pickable=False,
        )
    ]  # fmt: skip


def names(features: pd.DataFrame, paint: GroundColours) -> pd.DataFrame:
    """Return what is written on the ground, the more important first, each name once.

    Returns
    -------
    DataFrame
        type, ``p`` position, ``s`` words, ``z`` size, ``c`` colour, ``w`` importance.
    """
    said = features["name"].fillna("").astype(str)
    wordy = features["type"].isin(NUMBERED) & (said.str.len() > LONGEST_NUMBER)
    held = features[features["type"].isin(NAME_STYLES) & (said != "") & ~wordy]
    held = held.assign(size=shapely.length(held["geometry"].to_numpy(dtype=object)))
    held = held.sort_values("size", ascending=False, kind="stable")  # a road is named on its longest stretch
    styles = held["type"].map(NAME_STYLES)
    points = shapely.get_coordinates(shapely.point_on_surface(held["geometry"].to_numpy(dtype=object)))
    table = pd.DataFrame(
        {
            "type": held["type"].to_numpy(),
            "p": [[round(float(x), 4), round(float(y), 4)] for x, y in points],
            "s": [tooltips.plain(name) for name in held["name"]],
            "z": [style.size for style in styles],
            "c": [list(getattr(paint, style.colour)) for style in styles],
            "w": [style.weight for style in styles],
        }
    )
    first = table.sort_values("w", ascending=False, kind="stable").drop_duplicates("s").head(NAMES)
    # No two alike: of two names in each other's way one gives way, instead of both by halves.
    return first.assign(w=(first["w"] - np.arange(len(first)) / NAMES).round(3))


def streets(near: pd.DataFrame, paint: GroundColours) -> list[pdk.Layer]:
    """Return the streets round a place that the reader looks at."""
    return [] if near.empty else layer(STREETS, near["geometry"].to_numpy(dtype=object), paint)


def street_names(near: pd.DataFrame, paint: GroundColours) -> list[dict[str, Any]]:
    """Return the names of streets in their middle, the longest first."""
    if near.empty:
        return []
    shapes = near["geometry"].to_numpy(dtype=object)
    longest = near.assign(length=shapely.length(shapes)).sort_values("length", ascending=False, kind="stable")
    named = longest[longest["name"].fillna("") != ""].drop_duplicates("name").head(NAMES // 2)
    middles = shapely.line_interpolate_point(
        shapely.get_geometry(named["geometry"].to_numpy(dtype=object), 0), 0.5, normalized=True
    )
    return [
        {"p": [round(float(x), 5), round(float(y), 5)], "s": tooltips.plain(name), "z": 11, "kind": "street",
         "c": list(paint.minor_name)}
        for (x, y), name in zip(shapely.get_coordinates(middles), named["name"], strict=True)
    ]  # fmt: skip
