"""What stands there: schools, youth provision, licensed premises with closing hours, a hospital, a prison, stations."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from hotspot.demo.county import SETTLEMENTS, County, Settlement, degrees, position
from hotspot.demo.story import HOURS_MOVED, PLACES, Place
from hotspot.demo.words import FRONTS

NO_YOUTH_WITHIN_M = 1300.0  # of the Eastgate bus interchange: the gap of the story is 1.2 km
SIGNS = (
    "Anchor Bell Compass Crown Cutter Dolphin Feathers Galleon Globe Grapes Harrow Keel Lantern Mitre Nelson Plough "
    "Ram Ship Sloop Star Swan Trawlerman Wheatsheaf Woolpack"
).split()
COLOURS = "Black Blue Golden Green Jolly Old Red Royal Silver White".split()
CLOSING = {"23:00": 0.42, "00:00": 0.26, "01:00": 0.12, "02:00": 0.14, "03:00": 0.06}
FUNDED_CLUB = "Northmoor Youth Club"
BAR = "The Gatehouse"


def facilities(county: County, need: NDArray[np.float64], rng: np.random.Generator) -> pd.DataFrame:
    """Return every facility: name, type, status, hours, x_m, y_m (metres), in a fixed order."""
    parts = [
        _schools(county, rng),
        _youth(county, need, rng),
        _premises(rng),
        _civic(county, rng),
        pd.DataFrame(list(_named(county)), columns=["name", "type", "x_m", "y_m", "status", "hours"]),
    ]
    return pd.concat(parts, ignore_index=True).sort_values(["type", "name", "x_m"], ignore_index=True)


def table(frame: pd.DataFrame, county: County) -> pa.Table:
    """Return the facilities in the columns of the store."""
    lon, lat = degrees(frame["x_m"], frame["y_m"])
    order = ("name", "type", "lon", "lat", "authority", "status", "hours")
    points = shapely.points(frame["x_m"], frame["y_m"])
    near = shapely.STRtree(county.areas.geometry.to_numpy()).nearest(points)
    held = frame.assign(lon=lon, lat=lat, authority=county.areas["district"].to_numpy()[near])
    return pa.table({name: pa.array(held[name].to_numpy(dtype=object), from_pandas=True) for name in order})


def _schools(county: County, rng: np.random.Generator) -> pd.DataFrame:
    built = county.areas[county.areas["settlement"] != ""]
    chosen = built.iloc[np.sort(rng.choice(len(built), 110, replace=False))]
    level = np.where(np.arange(110) % 4 == 0, "Academy", "Primary School")
    return _beside(
        chosen, [f"{name} {kind}" for name, kind in zip(_fronts(110, rng), level, strict=True)], "school", rng
    )


def _youth(county: County, need: NDArray[np.float64], rng: np.random.Generator) -> pd.DataFrame:
    """Youth sessions follow need a little; none lies near the interchange, where the story says one is missing."""
    away = np.hypot(*(county.areas[["x_m", "y_m"]].to_numpy() - position(_place("eastgate"))).T)
    free = np.flatnonzero((away > NO_YOUTH_WITHIN_M + 700) & (county.areas["settlement"] != "").to_numpy())
    chance = np.exp(0.4 * need[free])
    chosen = county.areas.iloc[np.sort(rng.choice(free, 38, replace=False, p=chance / chance.sum()))]
    names = [f"{name} Youth Session" for name in _fronts(38, rng)]
    hours = rng.choice(["Tue 17:00-19:00", "Wed 18:00-20:00", "Thu 16:30-18:30", "Fri 18:00-21:00"], 38)
    status = rng.choice(["established", "developing", "aspirational"], 38, p=[0.6, 0.25, 0.15])
    return _beside(chosen, names, "youth session", rng).assign(hours=hours, status=status)


def _premises(rng: np.random.Generator) -> pd.DataFrame:
    """Licensed premises crowd about the middles of towns and the night places of the story."""
    middles = [(s.x_m, s.y_m, 350.0, max(10, s.areas // 3)) for s in SETTLEMENTS]
    middles += [
        (*position(_place(key)), 140.0, 14) for key in ("castle_hill", "quayside", "high_bridge", "chapel_wharf")
    ]
    points = np.vstack([rng.normal((x, y), spread, (n, 2)) for x, y, spread, n in middles])
    signs = [f"The {colour} {sign}" for sign in SIGNS for colour in COLOURS]
    names = [signs[i] for i in rng.permutation(len(signs))[: len(points)]]
    hours = rng.choice(list(CLOSING), len(points), p=list(CLOSING.values()))
    frame = pd.DataFrame({"name": names, "x_m": points[:, 0], "y_m": points[:, 1]})
    return frame.assign(type="licensed premises", status="licensed", hours=[f"until {hour}" for hour in hours])


def _civic(county: County, rng: np.random.Generator) -> pd.DataFrame:
    kinds = {"library": 14, "family hub": 9, "sports ground": 20, "community centre": 16, "children's playground": 30}
    built = county.areas[county.areas["settlement"] != ""]
    return pd.concat(
        [
            _beside(
                built.iloc[np.sort(rng.choice(len(built), n, replace=False))],
                [f"{name} {kind.capitalize()}" for name in _fronts(n, rng)],
                kind,
                rng,
            )
            for kind, n in kinds.items()
        ]
    )


def _named(county: County) -> Iterable[tuple[str, str, float, float, str | None, str | None]]:
    """Yield the facilities that the story names."""
    castle, eastgate, west = position(_place("castle_hill")), position(_place("eastgate")), SETTLEMENTS[0]
    yield (
        BAR,
        "licensed premises",
        castle[0] + 15,
        castle[1] - 20,
        f"closing hour moved on {HOURS_MOVED} from 02:00",
        "until 04:00",
    )
    yield "Eastgate Bus Interchange", "bus interchange", *eastgate, None, None
    yield FUNDED_CLUB, "youth club", west.x_m - 4000, west.y_m + 3000, "established, funded", "Mon-Fri 16:00-19:00"
    for place in PLACES:
        if place.spread_m == 0:
            yield place.name, "prison" if "Prison" in place.name else "hospital", *position(place), None, None
    for home in SETTLEMENTS:
        yield f"{home.name} Station", "station", home.x_m - 500, home.y_m - 500, None, None
        if home.areas > 30:
            yield f"{home.name} Police Station", "police station", *_lone_spot(home, county), None, None


def _lone_spot(home: Settlement, county: County) -> tuple[float, float]:
    """Return the point near a town's middle farthest from any street, so that no street counts as the station."""
    streets = county.streets
    ends = [streets[["x_m", "y_m"]].to_numpy() + side * streets[["dx_m", "dy_m"]].to_numpy() for side in (-1, 1)]
    tree = shapely.STRtree(shapely.linestrings(np.stack(ends, axis=1)))
    angle, reach = np.linspace(0, 40, 400), np.linspace(0.15, 0.5, 400) * home.radius_m
    points = np.column_stack([home.x_m + reach * np.cos(angle), home.y_m + reach * np.sin(angle)])
    _, away = tree.query_nearest(shapely.points(points), return_distance=True, all_matches=False)
    x, y = points[np.argmax(away)]
    return float(x), float(y)


def _place(key: str) -> Place:
    return next(place for place in PLACES if place.key == key)


def _fronts(n: int, rng: np.random.Generator) -> list[str]:
    return [FRONTS[i % len(FRONTS)] for i in rng.permutation(max(n, len(FRONTS)))[:n]]


def _beside(areas: pd.DataFrame, names: list[str], kind: str, rng: np.random.Generator) -> pd.DataFrame:
    aside = rng.normal(0, 90, (len(areas), 2))
    return pd.DataFrame(
        {
            "name": names,
            "type": kind,
            "x_m": areas["x_m"].to_numpy() + aside[:, 0],
            "y_m": areas["y_m"].to_numpy() + aside[:, 1],
            "status": None,
            "hours": None,
        }
    )
