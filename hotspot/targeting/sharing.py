"""How visits are shared out: over places by what happens there, over nights evenly, over units by the way to drive."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hotspot.targeting.rounds import VISIT_MIN, sequence

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def peaks(counts: NDArray[np.number], adjoining: Sequence[Ints]) -> Ints:
    """Return the positions of places with more incidents than any that adjoins them, most first.

    Two neighbouring hexagons are one walk: the fuller one is the place. Among equals the first in order is taken.

    Parameters
    ----------
    counts : array (n,)
        Incidents at each place.
    adjoining : sequence of int arrays
        The neighbours of each.

    >>> peaks(np.array([5, 9, 4, 3, 0]), [np.array(n) for n in ([1], [0, 2], [1, 3], [2, 4], [3])]).tolist()
    [1, 3]
    """
    shut = np.zeros(len(counts), dtype=bool)
    chosen = []
    for place in np.argsort(-np.asarray(counts, dtype=float), kind="stable"):
        if counts[place] > 0 and not shut[place]:
            chosen.append(int(place))
            shut[np.asarray(adjoining[place], dtype=np.int64)] = True
    return np.array(chosen, dtype=np.int64)


def allocated(counts: NDArray[np.number], visits: int, most: int, rng: np.random.Generator) -> Ints:
    """Return how many visits each place gets: in proportion to its incidents, up to a most, ties by lot.

    A place with more incidents never gets fewer visits than one with less, and one visit less in all takes nothing
    away but that visit. (Highest quotients, d'Hondt.)

    >>> allocated(np.array([60, 30, 10]), 5, 3, np.random.default_rng(1)).tolist()
    [3, 2, 0]
    """
    quotients = np.asarray(counts, dtype=float)[:, None] / np.arange(1, most + 1)
    lot = np.repeat(rng.permutation(len(counts))[:, None], most, axis=1)
    order = np.lexsort((lot.ravel(), -quotients.ravel()))[:visits]
    return np.bincount(order // most, minlength=len(counts)).astype(np.int64)


def by_night(given: Ints, nights: int, rng: np.random.Generator) -> Ints:
    """Return visits by place and night: each place's as even as can be, and the nights as even as can be."""
    result = np.repeat((given // nights)[:, None], nights, axis=1)
    for place in np.argsort(-given, kind="stable"):
        over = int(given[place] % nights)
        order = np.lexsort((rng.permutation(nights), result.sum(axis=0)))
        result[place, order[:over]] += 1
    return result


def parted(wanted: Ints, travel: Floats, units: int) -> list[Ints]:
    """Return which places each unit visits: runs of one tour, so cut that the longest night is as short as can be."""
    tour = sequence(np.flatnonzero(wanted), travel)
    step = np.array([travel[a, b] for a, b in zip(tour[:-1], tour[1:], strict=True)])
    cuts = _cuts((VISIT_MIN * wanted[tour]).tolist(), (int(wanted.max(initial=1)) * step).tolist(), units)
    return [part for part in np.split(tour, cuts) if len(part)]


def _cuts(stay: list[int], way: list[float], units: int) -> list[int]:
    """Return where to cut a tour into at most so many runs whose longest is as short as can be."""
    low, high = float(max(stay, default=0)), float(sum(stay) + sum(way))
    best = _greedy(stay, way, high)
    while high - low > 1:
        middle = (low + high) / 2
        found = _greedy(stay, way, middle)
        low, high, best = (low, middle, found) if len(found) < units else (middle, high, best)
    return best


def _greedy(stay: list[int], way: list[float], most: float) -> list[int]:
    cuts, load = [], 0.0
    for place, minutes in enumerate(stay):
        more = minutes + (way[place - 1] if load else 0.0)
        if load and load + more > most:
            cuts.append(place)
            load = float(minutes)
        else:
            load += float(more)
    return cuts
