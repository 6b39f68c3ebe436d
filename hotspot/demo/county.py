"""The island county: its outline, cities, towns and villages, and about 700 areas of some 1,600 people each.

It lies in the open North Sea off Yorkshire, inside the area of use of the British National Grid and on no land, so that
nobody takes it for a real neighbourhood. All coordinates in this module are metres (EPSG:27700).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from hotspot.demo import words
from hotspot.demo.story import PLACES, Place

COUNTY = "Merrow"
FORCE = ("D23000001", "Merrow Police (fictional)")
CENTRE_M, HALF_WIDTH_M, HALF_HEIGHT_M = (617_000.0, 470_000.0), 24_000.0, 20_000.0
VILLAGES, APART_M = 190, 1500.0
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
WARD_SIZE = 7
# The seven plain parameters instead of the national grid's correction file, which not every machine holds: a rebuild
# must give equal numbers everywhere. The two differ by less than 5 m.
GRID = (
    "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
    "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs"
)


@dataclass(frozen=True)
class Settlement:
    """A city or market town: the heart of one district.

    Attributes
    ----------
    name, kind : str
        ``city`` or ``town``.
    x_m, y_m, radius_m : float
        Its middle and its built-up reach.
    areas : int
        How many statistical areas it has.
    csp : str
        The Community Safety Partnership of its district.
    """

    name: str
    kind: str
    x_m: float
    y_m: float
    radius_m: float
    areas: int
    csp: str


SETTLEMENTS = (
    Settlement("Merrowgate", "city", 612_000, 468_000, 6000, 190, "Safer Merrowgate"),
    Settlement("Aldersea", "city", 630_500, 476_500, 4400, 120, "Safer Aldersea"),
    Settlement("Hexbourne", "town", 602_500, 477_500, 2200, 40, "Hexbourne and Staveling"),
    Settlement("Staveling", "town", 604_000, 459_500, 2100, 36, "Hexbourne and Staveling"),
    Settlement("Ormsgate", "town", 619_500, 481_500, 2300, 44, "Ormsgate"),
    Settlement("Kelderby", "town", 622_500, 458_500, 2300, 44, "Kelderby"),
    Settlement("Wragmoor", "town", 610_500, 485_000, 1600, 20, "Wragmoor"),
    Settlement("Saltrigg", "town", 633_500, 464_000, 1500, 16, "Saltrigg"),
)
SMALL_CSPS = ("Wragmoor", "Saltrigg")


@dataclass(frozen=True)
class County:
    """The made ground.

    Attributes
    ----------
    outline : Polygon
        The coast (metres).
    areas : GeoDataFrame, index code, sorted
        name, settlement (empty in the country), district, csp, ward, codes of all three, x_m, y_m, geometry (metres).
    streets : DataFrame
        name, code (its area), x_m, y_m, and dx_m, dy_m from its middle to its end.
    """

    outline: Any
    areas: gpd.GeoDataFrame
    streets: pd.DataFrame


def degrees(x_m: Any, y_m: Any, places: int = 5) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude of metres on the grid, rounded (five places are about a metre).

    >>> [round(float(value), 1) for value in degrees(617_000, 470_000)]
    [1.3, 54.1]
    """
    lon, lat = Transformer.from_crs(GRID, "EPSG:4326", always_xy=True).transform(x_m, y_m)
    return np.round(lon, places), np.round(lat, places)


def in_degrees(shapes: Any) -> NDArray[np.object_]:
    """Return shapes in degrees; shared corners stay shared, because equal metres give equal degrees."""

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(degrees(points[:, 0], points[:, 1], 6))

    return np.asarray(shapely.transform(np.asarray(shapes, dtype=object), moved))


def position(place: Place) -> tuple[float, float]:
    """Return where a place of the story lies (metres)."""
    home = next(s for s in SETTLEMENTS if s.name == place.settlement)
    return home.x_m + place.dx_m, home.y_m + place.dy_m


def county(rng: np.random.Generator) -> County:
    """Return the island; the same draws give the same island."""
    outline = _outline(rng)
    inner = outline.buffer(-400)
    towns = [_town(settlement, rng) for settlement in SETTLEMENTS]
    country = _villages(inner, rng)
    points = np.vstack([*towns, country])
    owner = np.repeat(np.arange(len(SETTLEMENTS) + 1), [*(len(t) for t in towns), len(country)])
    areas = _areas(outline, points, owner)
    return County(outline, areas, _streets(areas, rng))


def _outline(rng: np.random.Generator) -> Any:
    """Return a ragged ellipse, waves laid round it, with land under every town whatever the draw."""
    angle = np.linspace(0, 2 * np.pi, 420, endpoint=False)
    waves = np.arange(2, 40)
    height = rng.normal(0, 0.03, waves.size) / np.sqrt(waves / 2)
    phase = rng.uniform(0, 2 * np.pi, waves.size)
    ragged = 1 + (height * np.cos(np.outer(angle, waves) + phase)).sum(axis=1)
    x = CENTRE_M[0] + HALF_WIDTH_M * ragged * np.cos(angle)
    y = CENTRE_M[1] + HALF_HEIGHT_M * ragged * np.sin(angle)
    ragged_coast = shapely.Polygon(np.round(np.column_stack([x, y])))
    towns = [shapely.Point(s.x_m, s.y_m).buffer(1.25 * s.radius_m) for s in SETTLEMENTS]
    return shapely.union_all([ragged_coast, *towns])


def _town(home: Settlement, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return points set like sunflower seeds: even, and a little denser in the middle."""
    i = np.arange(home.areas)
    reach = home.radius_m * ((i + 0.5) / home.areas) ** 0.55
    angle = i * GOLDEN_ANGLE + rng.normal(0, 0.05, i.size)
    points = np.column_stack([home.x_m + reach * np.cos(angle), home.y_m + reach * np.sin(angle)])
    points += rng.normal(0, 0.12 * home.radius_m / np.sqrt(home.areas), points.shape)
    return points


def _villages(inner: Any, rng: np.random.Generator) -> NDArray[np.float64]:
    homes = np.array([(s.x_m, s.y_m) for s in SETTLEMENTS])
    clear = 1.3 * np.array([s.radius_m for s in SETTLEMENTS])
    kept: list[NDArray[np.float64]] = []
    while len(kept) < VILLAGES:
        point = np.array(CENTRE_M) + rng.uniform(-1.15, 1.15, 2) * (HALF_WIDTH_M, HALF_HEIGHT_M)
        free = (np.hypot(*(homes - point).T) > clear).all()
        lone = not kept or np.hypot(*(np.array(kept) - point).T).min() > APART_M
        if free and lone and shapely.contains_xy(inner, *point):
            kept.append(point)
    return np.array(kept)


def _areas(outline: Any, points: NDArray[np.float64], owner: NDArray[np.intp]) -> gpd.GeoDataFrame:
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=outline.envelope, ordered=True)
    )
    frame = gpd.GeoDataFrame(
        {"x_m": points[:, 0], "y_m": points[:, 1]},
        geometry=shapely.intersection(shapely.set_precision(cells, 0.5), outline),
        crs="EPSG:27700",
    )
    names = np.array([*(s.name for s in SETTLEMENTS), ""])
    frame["settlement"] = names[owner]
    frame["district"] = np.where(frame["settlement"] == "", _nearest_district(points), frame["settlement"])
    return _coded(_warded(frame))


def _nearest_district(points: NDArray[np.float64]) -> NDArray[np.str_]:
    """Return districts: a city's ends soon after its houses, a town's reaches far into the country."""
    away = [
        np.hypot(points[:, 0] - s.x_m, points[:, 1] - s.y_m) / (1.5 if s.kind == "city" else 1.0)
        + 1000 * (s.kind == "city")
        for s in SETTLEMENTS
    ]
    names = np.array([s.name for s in SETTLEMENTS])
    return np.asarray(names[np.argmin(away, axis=0)])


def _warded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut each district into wards of about seven areas, and name those that hold a place of the story after it."""
    number = pd.Series(0, index=frame.index)
    for start, (_, group) in enumerate(frame.groupby("district", sort=True)):
        wards = max(1, round(len(group) / WARD_SIZE))
        strips = max(1, round(np.sqrt(wards)))
        strip = (group["x_m"].rank(method="first") - 1) * strips // len(group)
        within = group.groupby(strip)["y_m"].rank(method="first", pct=True)
        row = np.ceil(within * np.ceil(wards / strips)) - 1
        number.loc[group.index] = (1000 * start + 50 * strip + row).astype(int)
    order = {code: name for code, name in zip(sorted(number.unique()), words.wards(number.nunique()), strict=True)}
    ward = number.map(order)
    for place in PLACES:
        if place.ward:
            held = ward[shapely.contains_xy(frame.geometry, *position(place))]
            ward = ward.replace(held.iloc[0], place.ward)
    return frame.assign(ward_number=number, ward_name=ward)


def _coded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give every area, ward, district and partnership a code that no real register uses: they all begin with D."""
    order = [s.name for s in SETTLEMENTS]
    csps = list(dict.fromkeys(s.csp for s in SETTLEMENTS))
    csp_of = {s.name: s.csp for s in SETTLEMENTS}
    frame = frame.assign(rank=frame["district"].map(order.index)).sort_values(
        ["rank", "ward_number", "y_m", "x_m"], ignore_index=True
    )
    ward = pd.factorize(frame["ward_number"])[0]
    within = frame.groupby("district")["ward_number"].transform(lambda w: pd.factorize(w)[0]) + 1
    letter = frame.groupby("ward_number").cumcount().map(lambda i: chr(65 + i))
    return frame.assign(
        code=[f"D01{i:06d}" for i in range(1, len(frame) + 1)],
        name=frame["district"] + " " + within.astype(str).str.zfill(3) + letter,
        ward_code=[f"D05{i + 1:06d}" for i in ward],
        lad_code=frame["rank"].map(lambda i: f"D07{i + 1:06d}"),
        csp_name=frame["district"].map(csp_of),
        csp_code=frame["district"].map(lambda d: f"D22{csps.index(csp_of[d]) + 1:06d}"),
    ).set_index("code")


def _streets(areas: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Three streets to an area, through its middle; in the country they are the village, not the fields."""
    n = 3 * len(areas)
    half = np.repeat(np.minimum(0.4 * np.sqrt(areas.geometry.area.to_numpy()), 260), 3)
    angle = np.tile([0.3, 1.3, 2.4], len(areas)) + rng.normal(0, 0.25, n)
    aside = rng.uniform(-0.35, 0.35, (n, 2)) * half[:, None]
    return pd.DataFrame(
        {
            "name": np.array(words.streets(n))[rng.permutation(n)],
            "code": np.repeat(areas.index.to_numpy(), 3),
            "x_m": np.repeat(areas["x_m"].to_numpy(), 3) + aside[:, 0],
            "y_m": np.repeat(areas["y_m"].to_numpy(), 3) + aside[:, 1],
            "dx_m": half * np.cos(angle),
            "dy_m": half * np.sin(angle),
        }
    )
