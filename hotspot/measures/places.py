"""Every measure of every place of a cube, as one table keyed by location."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray
from scipy import sparse

from hotspot import geography, grid, stats
from hotspot.config import Parameters
from hotspot.cube import Cube
from hotspot.measures.emergence import FEWEST_STEPS, Emergence, emergence, exposed, lag_of
from hotspot.measures.notes import notes
from hotspot.measures.stability import Once, Others, Recount, Tried, agreement, anew, compared

SMALL = 5.0  # below this expected neighbourhood count the normal approximation is poor
YEAR_DAYS = 365
BESIDE_FROM = 500_000  # counts from which the two halves of the work, each on its processor, are worth a thread
Columns = dict[str, NDArray[Any] | ExtensionArray]
NO_CATEGORY = "Categories need at least five steps and the emerging method."


@dataclass(frozen=True)
class Measures:
    """Raw results, inside the gate.

    Attributes
    ----------
    cube : Cube
        What was counted.
    frame : DataFrame
        One row per location, in the cube's order; columns are named in the methods document.
    z, bins : arrays (n, t)
        Score and confidence bin per step.
    also : bool array (n, 17)
        Every category whose rule also holds.
    neighbours : sparse array (n, n)
        First-ring neighbours, diagonal set: which cells adjoin.
    notes : tuple of str
        What a reader must know to read these numbers.
    """

    cube: Cube
    frame: pd.DataFrame
    z: NDArray[np.float64]
    bins: NDArray[np.int8]
    also: NDArray[np.bool_]
    neighbours: sparse.csr_array
    notes: tuple[str, ...]


def weights_of(cube: Cube, areas: geography.Areas, rings: int) -> sparse.csr_array:
    """Return the binary spatial weights over a cube's locations, each its own neighbour."""
    if cube.geography == "h3":
        return grid.neighbours(list(cube.locations), rings)
    near = geography.contiguity(list(cube.locations), areas)
    reach = near
    for _ in range(rings - 1):
        reach = ((reach @ near) > 0).astype(near.dtype)
    return sparse.csr_array(reach)


def neighbourhoods(cube: Cube, areas: geography.Areas, rings: int, once: Once) -> sparse.csr_array:
    """Return the weights of a cube as ``weights_of``, made once for an area: which places adjoin stays as it is."""
    return once(("weights", cube.geography, cube.locations, rings), lambda: weights_of(cube, areas, rings))


def measure(
    cube: Cube,
    areas: geography.Areas,
    parameters: Parameters,
    *,
    recount: Recount | None = None,
    finest: int = 8,
    once: Once = anew,
) -> Measures:
    """Return every measure of every place.

    Parameters
    ----------
    cube : Cube
        Counts, n places by t steps.
    recount : callable, optional
        Parameters -> cube of the same incidents under other settings; without it there is no label stability.
    finest : int
        The finest H3 resolution that the source's location precision allows.
    once : callable
        Key, maker -> what was made under that key before, for this area: which places adjoin stays as it is.
    """

    def weigh(of: Cube, rings: int = parameters.rings) -> sparse.csr_array:
        return neighbourhoods(of, areas, rings, once)

    weights = weigh(cube)
    near = weights if parameters.rings == 1 else weigh(cube, 1)
    total = cube.counts.sum(axis=1)
    read = stats.Reading(total.astype(float)[:, None], weights)
    told = _counted(cube, total) | _single_map(total.astype(float), read, parameters)
    n, t = cube.counts.shape
    if parameters.method == "gi_star" or t < FEWEST_STEPS:
        blank = np.full((n, t), np.nan), np.zeros((n, t), dtype=np.int8), np.zeros((n, 17), dtype=bool)
        frame = _framed(cube, told | _no_emergence(n))
        return Measures(cube, frame, *blank, near, notes(cube, frame, None, parameters))
    reading = read.of(exposed(cube))
    others = None if recount is None else Others(recount, weigh, once)
    trends, tries = partial(_trend_of_counts, cube), partial(_tried, reading, cube, parameters, others, finest)
    if cube.counts.size < BESIDE_FROM:
        found, tried = emergence(reading, parameters), tries()
        told |= _emerging(cube, weights, found, parameters, trends())
    else:
        with ThreadPoolExecutor(1) as beside:
            trended, compares = beside.submit(trends), beside.submit(copy_context().run, tries)
            found = emergence(reading, parameters)
            told |= _emerging(cube, weights, found, parameters, trended.result())
            tried = compares.result()
    told |= _stable(found, tried, parameters)
    frame = _framed(cube, told)
    also = stats.also_matches(found.labels, found.trend, rules=parameters.rules, ever=found.ever)
    said = notes(cube, frame, found, parameters)
    return Measures(cube, frame, found.z, found.bins, also, near, said)


def _tried(
    reading: stats.Reading, cube: Cube, parameters: Parameters, others: Others | None, finest: int
) -> list[Tried] | None:
    """Return the analyses with other settings; nothing where nobody counts under others."""
    return None if others is None else compared(reading, cube, parameters, others, finest=finest)


def _stable(found: Emergence, tried: list[Tried] | None, parameters: Parameters) -> Columns:
    """Return the share of other settings that agree; none was tried where nobody counts under others."""
    n = len(found.category)
    if tried is None:
        return {"stability": np.full(n, np.nan), "settings_tried": np.zeros(n, dtype=int)}
    share, settings = agreement(found, tried, parameters.rules)
    return {"stability": share, "settings_tried": np.full(n, settings)}


def _framed(cube: Cube, told: Columns) -> pd.DataFrame:
    return pd.DataFrame(told, index=cube.outlines.index.rename("location"))


def _counted(cube: Cube, total: NDArray[np.integer]) -> Columns:
    lower, upper = stats.poisson_interval(total)
    last: date = cube.steps[-1].end
    recent = np.array([step.start > last - timedelta(days=YEAR_DAYS + 1) for step in cube.steps])
    return {
        "count": total,
        "lower": lower,
        "upper": upper,
        "count_12m": cube.counts[:, recent].sum(axis=1),
        "count_last": cube.counts[:, -1],
    }


def _single_map(total: NDArray[np.float64], read: stats.Reading, parameters: Parameters) -> Columns:
    """Return Gi* of the whole period as one map, significance over all its cells."""
    weights = read.rows
    z = stats.gi_star(total, weights, reading=read)
    expected = stats.expected_counts(total, weights, reading=read)
    told: Columns = {
        "z": z,
        "p": stats.two_sided_p(z),
        "bin": stats.confidence_bins(z),
        "expected": expected,
        "low_expected": expected < SMALL,
    }
    if parameters.permutations:
        rng = np.random.default_rng(parameters.seed)
        told["p_permutation"] = stats.permutation_p(total, weights, n_permutations=parameters.permutations, rng=rng)
    return told


def _trend_of_counts(cube: Cube) -> Columns:
    counted = stats.mann_kendall(cube.counts)
    return {
        "trend_count": stats.direction(counted),
        "trend_count_p": counted.p,
        "slope_count": stats.sen_slope(cube.counts, test=counted),
    }


def _emerging(
    cube: Cube, weights: sparse.csr_array, found: Emergence, parameters: Parameters, trends: Columns
) -> Columns:
    reason, flip = stats.sentences(found.labels, found.trend, rules=parameters.rules, ever=found.ever)
    lag = lag_of(parameters)
    expected_step = stats.expected_counts(cube.counts, weights, lag=lag, reading=found.reading)
    return {
        "z_last": found.z[:, -1],
        "p_last": stats.two_sided_p(found.z[:, -1]),
        "bin_last": found.bins[:, -1],
        "expected_step": expected_step,
        "low_expected_step": expected_step < SMALL,
        "trend": found.trend,
        "trend_p": found.trend_p,
        **trends,
        "category": found.category,
        "reason": _said(reason),
        "flip": _said(flip),
    }


def _said(sentences: stats.Sentences) -> ExtensionArray:
    """Return the sentence of each place as a column: a few texts, looked up."""
    return pd.array(sentences.texts, dtype="str").take(sentences.of)


def _no_emergence(n: int) -> Columns:
    missing = ["z_last", "p_last", "expected_step", "trend_p", "trend_count_p"]
    zero = ["bin_last", "trend", "trend_count", "category", "settings_tried"]
    told: Columns = {name: np.full(n, np.nan) for name in [*missing, "slope_count", "stability"]}
    told |= {name: np.zeros(n, dtype=int) for name in zero}
    told["low_expected_step"] = np.zeros(n, dtype=bool)
    same = np.zeros(n, dtype=np.intp)
    told["reason"] = _said(stats.Sentences(np.array([NO_CATEGORY], dtype=object), same))
    told["flip"] = _said(stats.Sentences(np.array([""], dtype=object), same))
    return told
