"""A plan of short visits: officer-hours turned into 15 minutes at a place, about every two hours, never at fixed times.

Short visits at irregular times deter longer than a parked car. So a plan gives each place a visit in every round of
about two hours, more rounds where more happens, in an order and at minutes that nobody can learn. It is a plan that can
be driven: each unit is never at two places at once, and the way between them takes its time. Between visits a unit is
free for calls.

Sources: C. S. Koper, Just enough police presence, Justice Quarterly 12 (1995) 649-672 (15 minutes); College of
Policing, hot spots policing (small places, more where more happens).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot.errors import DataError, ParameterError
from hotspot.targeting.rounds import APART_MIN, VISIT_MIN, Leg, timed
from hotspot.targeting.sharing import allocated, by_night, parted

INTERVAL_MIN = 120
MOST_NIGHTS, MOST_UNITS, MOST_HOURS = 62, 40, 20_000.0
FEWEST_KMH, MOST_KMH = 2.0, 60.0
SPARE = (1.0, 1.5, 2.0)  # times as many places are tried as a visit every two hours at each would fill


Stop = tuple[date, int, int, Leg]  # night, unit, number of the visit in the unit's night

__all__ = ["APART_MIN", "INTERVAL_MIN", "VISIT_MIN", "Plan", "Request", "plan"]


@dataclass(frozen=True)
class Request:
    """What is to be planned.

    Attributes
    ----------
    officer_hours : float
        Of all officers over all nights: visits and the way between them.
    nights : tuple of date
        Each named by the day it starts on.
    starts, ends : int
        The hours of the night, after the midnight that begins its date (26 is 02:00 the morning after).
    units, officers : int
        Units out at once, and officers in each.
    speed_kmh : float
        Along the straight line between places; so well below what a speedometer shows.

    Raises
    ------
    ParameterError
        A number that no plan can use.
    """

    officer_hours: float
    nights: tuple[date, ...]
    starts: int
    ends: int
    units: int = 1
    officers: int = 2
    speed_kmh: float = 20.0

    def __post_init__(self) -> None:
        """Refuse what cannot be planned."""
        checks = {
            f"{self.officer_hours} officer-hours": 0 < self.officer_hours <= MOST_HOURS,
            f"{len(self.nights)} nights": 0 < len(set(self.nights)) == len(self.nights) <= MOST_NIGHTS,
            f"hours from {self.starts} to {self.ends}": 0 <= self.starts < self.ends <= 36,
            f"{self.units} units of {self.officers}": 0 < self.units <= MOST_UNITS and 0 < self.officers <= 10,
            f"{self.speed_kmh} km/h": FEWEST_KMH <= self.speed_kmh <= MOST_KMH,
        }
        for said, good in checks.items():
            if not good:
                raise ParameterError(
                    f"A plan cannot be made with {said}.",
                    f"Give some hours, 1 to {MOST_NIGHTS} different nights, up to {MOST_UNITS} units and a speed of "
                    f"{FEWEST_KMH:,.0f} to {MOST_KMH:,.0f} km/h.",
                )

    @property
    def window_min(self) -> int:
        """Minutes of one night's hours."""
        return 60 * (self.ends - self.starts)

    @property
    def unit_min(self) -> int:
        """Minutes that one unit has on one night: its share of the hours, and no more than the night's hours."""
        share = self.officer_hours * 60 / (self.officers * self.units * len(self.nights))
        return min(self.window_min, math.floor(share + 1e-9))

    @property
    def rounds(self) -> int:
        """How many visits about two hours apart a place can get in one night."""
        return max(1, (self.window_min - VISIT_MIN) // INTERVAL_MIN + 1)


@dataclass(frozen=True)
class Plan:
    """A plan that keeps its rules.

    Attributes
    ----------
    visits : DataFrame
        ``night``, ``unit``, ``visit`` (its number in the unit's night), ``place``, ``name``, ``lon``, ``lat``,
        ``arrive``, ``leave`` (wall time), ``minutes``, ``travel_min`` (from the visit before), ``since_min`` (since
        the last visit there that night, missing for the first).
    places : DataFrame, index place
        Those of the plan, most incidents first: what was given, and ``visits``, ``minutes``.
    request : Request
        What was asked for.
    used_min : int
        Officer-minutes of the plan: visits and ways.
    """

    visits: pd.DataFrame
    places: pd.DataFrame
    request: Request
    used_min: int

    @property
    def travel_share(self) -> float:
        """Share of the plan's minutes that are spent between places."""
        spent = int(self.visits["minutes"].sum() + self.visits["travel_min"].sum())
        return float(self.visits["travel_min"].sum() / spent) if spent else 0.0


def plan(places: pd.DataFrame, request: Request, rng: np.random.Generator) -> Plan:
    """Return a plan: as many visits as can be driven in the hours given.

    Parameters
    ----------
    places : DataFrame, index place
        ``name``, ``count`` (incidents in the hours planned for), ``x_m``, ``y_m`` (projected), ``lon``, ``lat``.
    request : Request
        Hours, nights and units.
    rng : Generator
        Draws order and minutes: the same seed gives the same plan, another seed other times.

    Raises
    ------
    DataError
        Nothing happened at any place, or the hours do not hold one visit a night.
    """
    held = places[places["count"] > 0].sort_values("count", ascending=False, kind="stable")
    if held.empty:
        raise DataError("No incident is known at these places and hours.", "Choose other nights, hours or places.")
    night_most = request.units * (request.unit_min // VISIT_MIN)
    seed = int(rng.integers(2**63))
    most = [max(math.ceil(spare * night_most / request.rounds), request.units) for spare in SPARE]
    # Fewer places are less driving, more places are fairer: whichever makes more visits of the same hours.
    tried = {n: _fullest(held.head(n), request, night_most * len(request.nights), seed) for n in sorted(set(most))}
    best = max(tried, key=lambda n: len(tried[n]))
    if not tried[best]:
        raise DataError(
            f"{request.officer_hours:g} officer-hours over {len(request.nights)} nights are less than one visit a "
            "night.",
            "Give more hours, or fewer nights or units.",
        )
    return _finished(tried[best], held.head(best), request)


def _fullest(held: pd.DataFrame, request: Request, most: int, seed: int) -> list[Stop]:
    """Return the most visits that can be driven, found by halving; none where not one fits."""
    best: list[Stop] = []
    low, high = 0, most + 1
    while high - low > 1:
        middle = (low + high) // 2
        tried = _tried(held, request, middle, np.random.default_rng(seed))
        best, low, high = (best, low, middle) if tried is None else (tried, middle, high)
    # A few more may still fit: what one total puts on a full night, another may put on one with time left.
    for more in range(low + low // 7, low, -max(1, low // 60)):
        tried = _tried(held, request, more, np.random.default_rng(seed))
        if tried is not None:
            return tried
    return best


def _tried(held: pd.DataFrame, request: Request, total: int, rng: np.random.Generator) -> list[Stop] | None:
    """Return so many visits, None where they cannot be driven."""
    travel = _travel(held, request)
    given = allocated(held["count"].to_numpy(), total, request.rounds * len(request.nights), rng)
    stops: list[Stop] = []
    for night, wanted in zip(request.nights, by_night(given, len(request.nights), rng).T, strict=True):
        for unit, mine in enumerate(parted(wanted, travel, request.units), start=1):
            visits = np.zeros_like(wanted)
            visits[mine] = wanted[mine]
            legs = timed(visits, travel, (request.window_min, request.unit_min), rng)
            if legs is None:
                return None
            stops += [(night, unit, number, leg) for number, leg in enumerate(legs, start=1)]
    return stops


def _travel(held: pd.DataFrame, request: Request) -> NDArray[np.float64]:
    """Return whole minutes between places, rounded up."""
    x, y = held["x_m"].to_numpy(dtype=float), held["y_m"].to_numpy(dtype=float)
    metres = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    return np.asarray(np.ceil(metres / (request.speed_kmh * 1000 / 60) - 1e-9))


def _finished(stops: list[Stop], held: pd.DataFrame, request: Request) -> Plan:
    nights, units, numbers, legs = zip(*stops, strict=True)
    begin = [datetime.combine(night, time()) + timedelta(hours=request.starts) for night in nights]
    arrive = [start + timedelta(minutes=leg.arrive) for start, leg in zip(begin, legs, strict=True)]
    at = held.iloc[[leg.place for leg in legs]]
    visits = pd.DataFrame(
        {
            "night": nights, "unit": units, "visit": numbers, "place": at.index.astype(str),
            "name": at["name"].to_numpy(), "lon": at["lon"].to_numpy(), "lat": at["lat"].to_numpy(),
            "arrive": arrive, "leave": [moment + timedelta(minutes=VISIT_MIN) for moment in arrive],
            "minutes": VISIT_MIN, "travel_min": [leg.travel for leg in legs],
            "since_min": pd.array([leg.since for leg in legs], dtype="Int64"),
        }
    )  # fmt: skip
    counted = visits.groupby("place")["minutes"].agg(["size", "sum"])
    chosen = held[held.index.isin(counted.index)]
    places = chosen.assign(visits=counted["size"].reindex(chosen.index), minutes=counted["sum"].reindex(chosen.index))
    used = int(visits["minutes"].sum() + visits["travel_min"].sum()) * request.officers
    return Plan(visits, places, request, used)
