"""How often other reasonable settings would give a place the same colour."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from hotspot import grid, stats
from hotspot.config import Parameters, Window
from hotspot.cube import Cube, in_quarters
from hotspot.errors import DataError, ParameterError
from hotspot.measures.emergence import FEWEST_STEPS, GROUPS, TREND_ALPHA, Emergence, exposed, labelled

Recount = Callable[[Parameters], Cube]
Weigh = Callable[[Cube], sparse.csr_array]
Made = TypeVar("Made")
_GROUP = np.array([GROUPS[code] for code in range(-8, 9)], dtype=np.int8)  # of category code -8 first


@dataclass(frozen=True)
class Marked:
    """What categories are made of, for the places that any step marks as hot or cold.

    All others have no pattern, at any level of confidence and by any rules, and most places are such.

    Attributes
    ----------
    n : int
        How many places there are in all.
    places : int array (k,)
        The rows of those that are marked.
    bins : int8 array (k, t)
        Their confidence bin in each step.
    trend : int8 array (k,)
        Their trend, 0 where no rule asks for it.
    decides : int array (d,)
        Those of these rows whose category hangs on their trend.
    scores : float array (d, t)
        What their trend is tested on.
    """

    n: int
    places: NDArray[np.intp]
    bins: NDArray[np.int8]
    trend: NDArray[np.int8]
    decides: NDArray[np.intp]
    scores: NDArray[np.float64]


class Once(Protocol):
    """Remembers what was made under a key."""

    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made under a key before, or make it; the key names all that it is made from."""


class Setting(NamedTuple):
    """What another analysis may differ in; everything else stays."""

    resolution: int
    step: str
    window: Window
    alpha: float


def settings(parameters: Parameters, *, finest: int = 8) -> Iterator[Setting]:
    """Yield the settings that a careful colleague might have used instead, the chosen ones among them.

    Resolution (one coarser; one finer where the source's precision allows), reference window, confidence level and step
    length vary; everything else stays.
    """
    resolutions = [
        r for r in (parameters.resolution - 1, parameters.resolution, parameters.resolution + 1) if r <= finest
    ]
    if parameters.geography != "h3":
        resolutions = [parameters.resolution]
    steps = {"month": ("month", "quarter"), "week": ("week", "28d"), "day": ("day", "week")}.get(
        parameters.step, (parameters.step,)
    )
    windows = dict.fromkeys((parameters.window, "entire_cube", "neighbourhood_steps"))
    alphas = dict.fromkeys((parameters.alpha, 0.10, 0.05))
    for resolution, step, window, alpha in itertools.product(resolutions, steps, windows, alphas):
        yield Setting(max(resolution, 5), step, window, alpha)


def anew(key: Hashable, make: Callable[[], Made]) -> Made:
    """Keep nothing: make it."""
    return make()


@dataclass(frozen=True)
class Others:
    """What makes the analyses that are compared with the chosen one.

    Attributes
    ----------
    recount : callable
        Parameters -> cube of the same incidents.
    weigh : callable
        Cube -> spatial weights over its locations.
    once : callable
        Key, maker -> what was made under that key before: which places are the same in two cubes stays as it is.
    """

    recount: Recount
    weigh: Weigh
    once: Once = anew

    def cube(self, parameters: Parameters, months: Cube | None = None) -> Cube | None:
        """Return the cube of other settings; nothing where the data cannot carry them.

        Quarters are added up from the same cube by month, where that is given.
        """
        try:
            made = self.recount(parameters) if months is None else in_quarters(months)
        except (DataError, ParameterError):
            return None
        return made if len(made.steps) >= FEWEST_STEPS else None

    def read(self, of: Cube, like: stats.Reading | None = None) -> stats.Reading:
        """Return a cube as it is scored, whichever the window; ``like`` is of the same places in other steps."""
        return stats.Reading(exposed(of), self.weigh(of)) if like is None else like.of(exposed(of))

    def rows(self, mine: Cube, other: Cube) -> NDArray[np.intp]:
        """Return the row of another cube that holds the centre of each of our places, -1 where it has none."""
        if other is mine:
            return np.arange(len(mine.locations))
        key = ("same place", mine.geography, mine.locations, other.resolution, other.locations)
        return self.once(key, lambda: pd.Index(other.locations).get_indexer(_same_place(mine, other)))


@dataclass(frozen=True)
class Tried:
    """One of the analyses that are compared: where our places are in it, what it marks and its level of confidence.

    ``marked`` is nothing where its scores are those of the chosen analysis.
    """

    row: NDArray[np.intp]
    marked: Marked | None
    alpha: float


def compared(
    reading: stats.Reading, chosen: Cube, parameters: Parameters, others: Others, *, finest: int = 8
) -> list[Tried]:
    """Return the analyses that the chosen one is compared with; none of its own findings is asked for.

    Settings that the data cannot carry (too few steps, too sparse) are not counted.

    Parameters
    ----------
    reading, chosen
        The chosen cube and its reading.
    others : Others
        Makes the rest.
    """
    cubes: dict[tuple[int, str], Cube | None] = {}
    rows: dict[tuple[int, str], NDArray[np.intp]] = {}
    readings: dict[tuple[int, str], stats.Reading] = {}
    # Another confidence level reads the same scores: they are made once, and those of the chosen analysis are there.
    mine = (parameters.resolution, parameters.step, parameters.window)
    scores: dict[tuple[int, str, str], Marked] = {}
    tried = []
    for resolution, step, window, alpha in settings(parameters, finest=finest):
        key = (resolution, step)
        if key not in cubes:
            # Of chosen hours a month in which they never came round is left out: no three of those make a quarter.
            by_month = step == "quarter" and not parameters.by_the_hour
            months = (resolution, "month" if by_month else "")
            cubes[key] = held = others.cube(parameters.changed(resolution=resolution, step=step), cubes.get(months))
            if held is not None:
                rows[key] = rows[months] if months in rows else others.rows(chosen, held)
                readings[key] = reading if held is chosen else others.read(held, readings.get(months))
        if cubes[key] is None:
            continue
        asked = (*key, window)
        if asked != mine and asked not in scores:
            scores[asked] = _scores(readings[key], parameters.lag, window)
        tried.append(Tried(rows[key], scores.get(asked), alpha))
    _call_trends(list(scores.values()))
    return tried


def agreement(found: Emergence, tried: list[Tried], rules: stats.Rules) -> tuple[NDArray[np.float64], int]:
    """Return for each place the share of settings that give it the same colour group, and how many settings were tried.

    A label that survives most settings can carry a decision; one that only this setting shows should be checked by
    eye first.
    """
    mine = _GROUP[found.category + 8]
    bins = found.bins[found.ever]
    ours = Marked(len(mine), found.ever, bins, found.trend[found.ever], np.arange(0), np.empty((0, bins.shape[1])))
    marks = [(one.row, one.marked or ours, one.alpha) for one in tried]
    agree = sum((mine == theirs for theirs in _colours(marks, rules)), np.zeros(len(mine)))
    return (agree / len(tried) if tried else np.full(len(mine), np.nan)), len(tried)


def _scores(reading: stats.Reading, lag: int | None, window: Window) -> Marked:
    """Return the places that are hot or cold in some step; their trend is called later."""
    some, bins = stats.marked(reading, lag=lag, window=window)
    decides = np.flatnonzero(stats.trend_decides(bins))
    scores = stats.unlagged_scores(reading, some[decides], window=window)
    return Marked(len(reading.x), some, bins, np.zeros(len(some), dtype=np.int8), decides, scores)


def _call_trends(made: list[Marked]) -> None:
    """Write the trends that decide, of all analyses of equally many steps at once: each call has its price."""
    for steps in {one.bins.shape[1] for one in made}:
        alike = [one for one in made if one.bins.shape[1] == steps]
        test = stats.mann_kendall(np.concatenate([one.scores for one in alike]))
        ends = np.cumsum([len(one.decides) for one in alike])
        for one, trend in zip(alike, np.split(stats.direction(test, TREND_ALPHA), ends[:-1]), strict=True):
            one.trend[one.decides] = trend


def _colours(tried: list[tuple[NDArray[np.intp], Marked, float]], rules: stats.Rules) -> Iterator[NDArray[np.int8]]:
    """Yield the colour group that each analysis gives each of its rows, 0 where it has no such cell (row -1).

    Those of equally many steps are classified together: they mark few places each, and each call has its price.
    """
    for steps in dict.fromkeys(marked.bins.shape[1] for _, marked, _ in tried):
        alike = [one for one in tried if one[1].bins.shape[1] == steps]
        labels = np.concatenate([labelled(marked.bins, alpha) for _, marked, alpha in alike])
        trends = np.concatenate([marked.trend for _, marked, _ in alike])
        codes = np.split(stats.classify(labels, trends, rules=rules), np.cumsum([len(one[1].places) for one in alike]))
        for (row, marked, _), code in zip(alike, codes[:-1], strict=True):
            group = np.zeros(marked.n + 1, dtype=np.int8)  # the last for where there is no such cell
            group[marked.places] = _GROUP[code + 8]
            yield group[row]


def _same_place(mine: Cube, other: Cube) -> pd.Index[str]:
    """Return the location of another cube that holds the centre of each of ours."""
    if mine.geography != "h3" or other.resolution is None:
        return pd.Index(mine.locations)
    lon, lat = grid.centres(list(mine.locations))
    return pd.Index(grid.names(grid.cells(lon, lat, other.resolution)))
