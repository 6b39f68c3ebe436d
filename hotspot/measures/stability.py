"""How often other reasonable settings would give a place the same colour."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from hotspot import grid, stats
from hotspot.config import Parameters
from hotspot.cube import Cube
from hotspot.errors import DataError, ParameterError
from hotspot.measures.emergence import FEWEST_STEPS, GROUPS, Emergence, emergence, labelled

Recount = Callable[[Parameters], Cube]
Weigh = Callable[[Cube], sparse.csr_array]
_GROUP = np.array([GROUPS[code] for code in range(-8, 9)])  # of category code -8 first


def settings(parameters: Parameters, *, finest: int = 8) -> Iterator[Parameters]:
    """Yield the analyses that a careful colleague might have run instead, the chosen one among them.

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
        yield parameters.changed(resolution=max(resolution, 5), step=step, window=window, alpha=alpha)


def stability(
    category: pd.Series[int], parameters: Parameters, recount: Recount, weigh: Weigh, *, finest: int = 8
) -> tuple[NDArray[np.float64], int]:
    """Return for each place the share of settings that give it the same colour group, and how many settings were tried.

    A label that survives most settings can carry a decision; one that only this setting shows should be checked by
    eye first. Settings that the data cannot carry (too few steps, too sparse) are not counted.

    Parameters
    ----------
    category : Series
        Category code per location of the chosen analysis, indexed by location.
    recount : callable
        Parameters -> cube of the same incidents.
    weigh : callable
        Cube -> spatial weights over its locations.
    """
    mine = category.map(GROUPS).to_numpy()
    agree, tried = np.zeros(len(category)), 0
    cubes: dict[tuple[int, str], tuple[Cube, sparse.csr_array] | None] = {}
    scored: dict[tuple[int, str, str], Emergence] = {}
    places: dict[tuple[int, str], NDArray[np.intp]] = {}
    for other in settings(parameters, finest=finest):
        key = (other.resolution, other.step)
        if key not in cubes:
            cubes[key] = _weighed(recount, weigh, other)
        held = cubes[key]
        if held is None:
            continue
        # Another confidence level reads the same scores: they are made once.
        scores = (*key, other.window)
        if scores not in scored:
            scored[scores] = emergence(held[0], held[1], other)
        if key not in places:
            places[key] = pd.Index(held[0].locations).get_indexer(_same_place(category.index, other))
        agree += mine == _groups_at(places[key], scored[scores], other)
        tried += 1
    return (agree / tried if tried else np.full(len(category), np.nan)), tried


def _weighed(recount: Recount, weigh: Weigh, parameters: Parameters) -> tuple[Cube, sparse.csr_array] | None:
    try:
        made = recount(parameters)
    except (DataError, ParameterError):
        return None
    return (made, weigh(made)) if len(made.steps) >= FEWEST_STEPS else None


def _groups_at(row: NDArray[np.intp], found: Emergence, parameters: Parameters) -> NDArray[np.int64]:
    """Return the colour group that another analysis gives each of its rows; 0 where it has no such cell (row -1)."""
    code = stats.classify(labelled(found.bins, parameters.alpha), found.trend, rules=parameters.rules)
    return np.where(row >= 0, _GROUP[code[row] + 8], 0)


def _same_place(locations: pd.Index[str], parameters: Parameters) -> pd.Index[str]:
    """Return the location of another analysis that holds the centre of each of ours."""
    if parameters.geography != "h3":
        return locations
    lon, lat = grid.centres(list(locations))
    return pd.Index(grid.names(grid.cells(lon, lat, parameters.resolution)))
