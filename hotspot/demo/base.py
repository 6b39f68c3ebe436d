"""The ground under the map: coast, river, towns, roads, streets and their lighting, railway, parks and stations."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from hotspot.demo.county import COUNTY, SETTLEMENTS, County, in_degrees

REACH_M = 17_500.0  # towns nearer than this have a main road between them
DARK_SHARE = 0.12


def base(county: County, rng: np.random.Generator) -> pa.Table:
    """Return the base layers: type, name, geometry (WKB, EPSG:4326), in a fixed order."""
    rows = [
        ("coast", COUNTY, county.outline),
        _river(county),
        *_main_roads(county, rng),
        *_city_roads(county),
        *_railway(county),
        *_parks(county, rng),
        *_streets(county, rng),
        *_towns(county),
    ]
    rows.sort(key=lambda row: row[:2])
    return pa.table(
        {
            "type": pa.array([row[0] for row in rows]),
            "name": pa.array([row[1] for row in rows]),
            "geometry": pa.array(shapely.to_wkb(in_degrees([row[2] for row in rows])), pa.binary()),
        }
    )


Row = tuple[str, str, Any]


def _bent(points: NDArray[np.float64], bend_m: float, rng: np.random.Generator) -> Any:
    """Return a line through points, bent a little between them, as roads are."""
    dense = shapely.segmentize(shapely.LineString(points), 1200.0)
    path = shapely.get_coordinates(dense)
    path[1:-1] += rng.normal(0, bend_m, path[1:-1].shape)
    return shapely.LineString(path)


def _river(county: County) -> Row:
    city = SETTLEMENTS[0]
    course = np.array(
        [(607_500, 480_000), (609_200, 474_500), (city.x_m - 900, city.y_m + 1500), (city.x_m + 700, city.y_m - 1900)]
        + [(615_500, 458_000), (616_500, 449_000)],
        dtype=float,
    )
    smooth = shapely.LineString(course).buffer(60).intersection(county.outline)
    return "river", "River Merrow", smooth


def _main_roads(county: County, rng: np.random.Generator) -> list[Row]:
    roads = [
        ("main road", f"{a.name} to {b.name} road", _bent(np.array([(a.x_m, a.y_m), (b.x_m, b.y_m)]), 160, rng))
        for a, b in combinations(SETTLEMENTS, 2)
        if np.hypot(a.x_m - b.x_m, a.y_m - b.y_m) < REACH_M
    ]
    coast = shapely.simplify(county.outline.buffer(-900), 60).exterior
    return [*roads, ("main road", "Coast road", coast)]


def _city_roads(county: County) -> list[Row]:
    rows: list[Row] = []
    for home in SETTLEMENTS:
        middle = shapely.Point(home.x_m, home.y_m)
        for share, name in ((0.35, "Inner ring"), (0.8, "Outer ring")):
            rows.append(("road", f"{home.name} {name}", middle.buffer(home.radius_m * share).exterior))
        for i in range(6):
            angle = i * np.pi / 3 + 0.2
            end = (home.x_m + home.radius_m * np.cos(angle), home.y_m + home.radius_m * np.sin(angle))
            rows.append(("road", f"{home.name} radial {i + 1}", shapely.LineString([(home.x_m, home.y_m), end])))
    return [(kind, name, shape.intersection(county.outline)) for kind, name, shape in rows]


def _railway(county: County) -> list[Row]:
    stops = {s.name: (s.x_m - 500, s.y_m - 500) for s in SETTLEMENTS}
    line = ("Staveling", "Merrowgate", "Ormsgate", "Aldersea")
    rows: list[Row] = [("railway", "Merrow line", shapely.LineString([stops[name] for name in line]))]
    return rows + [("station", f"{name} Station", shapely.Point(stops[name])) for name in line]


def _towns(county: County) -> list[Row]:
    """Return each city and town twice: as a point with its name, and as the land that it is built on."""
    points: list[Row] = [(home.kind, home.name, shapely.Point(home.x_m, home.y_m)) for home in SETTLEMENTS]
    built: list[Row] = [
        ("urban area", home.name, shapely.Point(home.x_m, home.y_m).buffer(home.radius_m).intersection(county.outline))
        for home in SETTLEMENTS
    ]
    return points + built


def _parks(county: County, rng: np.random.Generator) -> list[Row]:
    """Return a few parks to each town, each inside one area."""
    rows: list[Row] = []
    for home in SETTLEMENTS:
        held = county.areas[county.areas["settlement"] == home.name]
        chosen = held.iloc[np.sort(rng.choice(len(held), max(2, len(held) // 16), replace=False))]
        for number, area in enumerate(chosen.geometry.buffer(-60), start=1):
            if not area.is_empty:
                rows.append(("park", f"{home.name} Park {number}", shapely.simplify(area, 15).buffer(0)))
    return rows


def _streets(county: County, rng: np.random.Generator) -> list[Row]:
    dark = rng.random(len(county.streets)) < DARK_SHARE
    return [
        (
            "street, poorly lit" if unlit else "street",
            str(s.name_),
            shapely.LineString([(s.x_m - s.dx_m, s.y_m - s.dy_m), (s.x_m + s.dx_m, s.y_m + s.dy_m)]),
        )
        for s, unlit in zip(county.streets.rename(columns={"name": "name_"}).itertuples(), dark, strict=True)
    ]
