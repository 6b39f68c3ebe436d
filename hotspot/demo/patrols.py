"""Patrol zones and a visit log for the demonstration: half of the zones are right, and half of the visits come in time.

Station Yard, High Bridge and Quayside Parade are where violence is; three further zones are where somebody once thought
it was. Station Yard gets its visits, Quayside Parade hardly any, and many come before the evening has begun.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, time, timedelta

import numpy as np
import shapely

from hotspot.demo.county import SETTLEMENTS, degrees, position
from hotspot.demo.patrol_files import VISITS, ZONES
from hotspot.demo.story import PATROLS, PLACES

TITLES = {ZONES: "Patrol zones, three of six where violence is", VISITS: "Visits to the patrol zones, July to December"}
RADIUS_M = 220.0
# name -> where (a place of the story, or metres from the middle of a town), minutes planned a night, visits made of
# those planned, share of them in the hours that matter
_RIGHT = {
    "Station Yard": ("station_yard", 60, 0.95, 0.80),
    "High Bridge": ("high_bridge", 45, 0.65, 0.55),
    "Quayside Parade": ("quayside", 45, 0.15, 0.40),
}
_WRONG = {
    "Kelderby Market": ("Kelderby", (900.0, 1100.0), 30, 0.70, 0.35),
    "Staveling Green": ("Staveling", (-300.0, 200.0), 30, 0.60, 0.30),
    "Wragmoor Cross": ("Wragmoor", (0.0, 0.0), 30, 0.50, 0.25),
}
UNITS = ("NT1", "NT2", "NT3")
NIGHTS = (4, 5)  # Friday and Saturday
EARLY, LATE = (18.0, 21.5), (22.0, 27.5)


def texts(seed: int) -> dict[str, str]:
    """Return the two files by name, drawn from a generator of their own so that no other table depends on them."""
    return {ZONES: zones_geojson(), VISITS: visits_csv(np.random.default_rng((seed, len(TITLES))))}


def zones_geojson() -> str:
    """Return the zones as the text of a GeoJSON file, the same on every machine."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "minutes_a_night": minutes},
            "geometry": shapely.geometry.mapping(shapely.Polygon(_round(x, y))),
        }
        for name, (x, y), minutes in _placed()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1) + "\n"


def _placed() -> list[tuple[str, tuple[float, float], int]]:
    story = {place.key: position(place) for place in PLACES}
    towns = {town.name: (town.x_m, town.y_m) for town in SETTLEMENTS}
    right = [(name, story[key], minutes) for name, (key, minutes, _, _) in _RIGHT.items()]
    wrong = [
        (name, (towns[town][0] + dx, towns[town][1] + dy), minutes)
        for name, (town, (dx, dy), minutes, _, _) in _WRONG.items()
    ]
    return [(name, (float(x), float(y)), minutes) for name, (x, y), minutes in [*right, *wrong]]


def _round(x: float, y: float) -> list[tuple[float, float]]:
    """Return an outline of sixteen corners in degrees: a zone as one draws it, larger at the top than a circle."""
    turn = np.linspace(0, 2 * np.pi, 17)[:-1]
    reach = RADIUS_M * (1 + 0.15 * np.sin(3 * turn))
    lon, lat = degrees(x + reach * np.cos(turn), y + reach * np.sin(turn), 6)
    return [(float(a), float(b)) for a, b in zip(lon, lat, strict=True)]


def visits_csv(rng: np.random.Generator) -> str:
    """Return the log as the text of a CSV file: place, start, end, unit."""
    rates = {name: (minutes, done, late) for name, (_, minutes, done, late) in _RIGHT.items()}
    rates |= {name: (minutes, done, late) for name, (_, _, minutes, done, late) in _WRONG.items()}
    rows = [row for night in _nights() for row in _night(night, rates, rng)]
    text = io.StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(["place", "start", "end", "unit"])
    written.writerows(rows)
    return text.getvalue()


def _nights() -> list[date]:
    first, last = (date.fromisoformat(day) for day in PATROLS)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in every if day.weekday() in NIGHTS]


def _night(
    night: date, rates: dict[str, tuple[int, float, float]], rng: np.random.Generator
) -> list[tuple[str, str, str, str]]:
    found = []
    for number, (name, (minutes, done, late)) in enumerate(rates.items()):
        for _ in range(int(rng.binomial(minutes // 15, done))):
            low, high = LATE if rng.random() < late else EARLY
            start = datetime.combine(night, time()) + timedelta(minutes=int(60 * rng.uniform(low, high)))
            end = start + timedelta(minutes=int(rng.integers(7, 21)))
            found.append((name, f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}", UNITS[number % len(UNITS)]))
    return sorted(found, key=lambda row: row[1])
