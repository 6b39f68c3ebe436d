"""The rounds of one unit on one night: in which order, and at which minutes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

VISIT_MIN = 15
APART_MIN = 45  # between leaving a place and coming back to it
SWAP = 0.35  # how often two neighbours in the order change places
DRIFT_MIN = 25  # how far a visit may drift from its place in the round

Ints = NDArray[np.int64]
Minutes = NDArray[np.float64]


@dataclass(frozen=True)
class Leg:
    """One visit: minutes after the night's hours begin; ``since`` is None for the first visit of the night there."""

    place: int
    arrive: int
    travel: int
    since: int | None


def sequence(places: Ints, travel: Minutes) -> Ints:
    """Return a short tour: from the first place always to the nearest that is left.

    >>> x = np.array([0.0, 5.0, 1.0])
    >>> sequence(np.array([0, 1, 2]), np.abs(x[:, None] - x[None, :])).tolist()
    [0, 2, 1]
    """
    left = [int(place) for place in places]
    if not left:
        return np.array([], dtype=np.int64)
    # From an end of the map, so that no leg has to come back across it.
    reach = travel[np.ix_(left, left)].sum(axis=1)
    tour = [left.pop(int(np.argmax(reach)))] if len(set(reach)) > 1 and len(left) > 3 else [left.pop(0)]
    while left:
        way = travel[tour[-1]].tolist()
        nearest = min(left, key=way.__getitem__)
        left.remove(nearest)
        tour.append(nearest)
    return np.array(tour, dtype=np.int64)


def timed(wanted: Ints, travel: Minutes, limits: tuple[int, int], rng: np.random.Generator) -> list[Leg] | None:
    """Return the visits of one unit on one night, None where they do not fit.

    Parameters
    ----------
    wanted : array (n,)
        How often each place is to be visited.
    travel : array (n, n)
        Whole minutes between places.
    limits : (window, busy)
        Minutes of the night's hours; minutes that the unit may be busy in them.
    rng : Generator
        Order and minutes.
    """
    window, busy = limits
    tour = sequence(np.flatnonzero(wanted), travel)
    if rng.random() < 0.5:
        tour = tour[::-1]
    rounds = int(wanted.max(initial=0))
    turns = _turns(wanted, tour, rounds, rng)
    for swap in (SWAP, SWAP / 3, 0.0):
        stops = [(place, turn) for turn, places in enumerate(turns) for place in _shuffled(places, swap, rng)]
        ways = _ways([place for place, _ in stops], travel)
        spent = VISIT_MIN * len(stops) + int(ways.sum())
        latest = _latest([place for place, _ in stops], ways, window)
        if spent <= busy and (not len(latest) or latest[0] >= 0):
            return _drawn(stops, ways, latest, (window / max(1, rounds), turns), rng)
    return None


def _turns(wanted: Ints, tour: Ints, rounds: int, rng: np.random.Generator) -> list[list[int]]:
    """Return the places of each round; a place with fewer visits than rounds is left out of rounds drawn by lot."""
    turns: list[list[int]] = [[] for _ in range(rounds)]
    for place in tour:
        chosen = range(rounds) if wanted[place] == rounds else rng.permutation(rounds)[: wanted[place]].tolist()
        for turn in chosen:
            turns[turn].append(int(place))
    return turns


def _shuffled(places: list[int], swap: float, rng: np.random.Generator) -> list[int]:
    """Return an order with some neighbours changed round: unlike the last, and hardly longer to drive."""
    order = list(places)
    for spot in range(len(order) - 1):
        if rng.random() < swap:
            order[spot], order[spot + 1] = order[spot + 1], order[spot]
    return order


def _ways(places: list[int], travel: Minutes) -> Ints:
    """Return the minutes to each visit from the one before; none to the first."""
    steps = [0, *(int(travel[a, b]) for a, b in zip(places[:-1], places[1:], strict=True))]
    return np.array(steps[: len(places)], dtype=np.int64)


def _latest(places: list[int], ways: Ints, window: int) -> Ints:
    """Return the last minute at which each visit may begin so that all that follow still fit and stay apart."""
    latest = np.zeros(len(places), dtype=np.int64)
    next_there: dict[int, int] = {}
    after = window
    for spot in range(len(places) - 1, -1, -1):
        latest[spot] = min(after, next_there.get(places[spot], window + APART_MIN) - APART_MIN) - VISIT_MIN
        next_there[places[spot]] = int(latest[spot])
        after = int(latest[spot]) - int(ways[spot])
    return latest


def _drawn(
    stops: list[tuple[int, int]],
    ways: Ints,
    latest: Ints,
    spacing: tuple[float, list[list[int]]],
    rng: np.random.Generator,
) -> list[Leg]:
    """Return the visits at minutes drawn about their place in the round; whatever is drawn, the rest still fits."""
    length, turns = spacing
    legs: list[Leg] = []
    left: dict[int, int] = {}
    free, done = 0, dict.fromkeys(range(len(turns)), 0)
    for (place, turn), way, last in zip(stops, ways, latest, strict=True):
        share = (done[turn] + 0.5) / len(turns[turn])
        aim = length * (turn + share) - VISIT_MIN / 2 + rng.uniform(-DRIFT_MIN, DRIFT_MIN)
        earliest = max(free + int(way), left.get(place, -APART_MIN) + APART_MIN)
        arrive = min(max(round(aim), earliest), int(last))
        since = arrive - left[place] if place in left else None
        legs.append(Leg(place, arrive, int(way), since))
        free = left[place] = arrive + VISIT_MIN
        done[turn] += 1
    return legs
