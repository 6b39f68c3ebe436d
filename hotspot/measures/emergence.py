"""Emerging hot spots of one cube: score, significance, trend and category of every place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotspot import stats
from hotspot.config import Parameters
from hotspot.cube import Cube

LEVELS = {0.10: 1, 0.05: 2, 0.01: 3}
TREND_ALPHA = 0.10
FEWEST_STEPS = 5

# The six words of the wall and the colour groups of the map, by category code (hot codes 1 to 8, cold -1 to -8).
WORDS: dict[int, str] = {
    1: "new",
    2: "new",
    3: "worsening",
    4: "long-standing",
    5: "easing",
    6: "on and off",
    7: "on and off",
    8: "was hot",
    0: "",
} | {code: "cold" for code in range(-8, 0)}
GROUPS: dict[int, int] = {1: 1, 2: 1, 3: 2, 4: 3, 5: 3, 6: 4, 7: 4, 8: 5, 0: 0} | {code: 6 for code in range(-8, 0)}


@dataclass(frozen=True)
class Emergence:
    """What one pass over a cube finds; n places, t steps.

    Attributes
    ----------
    z : float array (n, t)
        Score per step.
    bins : int8 array (n, t)
        Confidence bin after false discovery over all bins of the cube.
    labels : int8 array (n, t)
        The bins that pass the chosen level, as used by the categories.
    trend : int8 array (n,)
        -1, 0 or 1 from the Mann-Kendall test on the unlagged scores.
    category : int8 array (n,)
        Code of the category.
    ever : int array (k,)
        The rows of the places that are hot or cold in some step: most are not, and no category has to be asked of them.
    reading : Reading
        Of the cube, for whoever scores it in other ways too.
    """

    z: NDArray[np.float64]
    bins: NDArray[np.int8]
    labels: NDArray[np.int8]
    trend: NDArray[np.int8]
    trend_p: NDArray[np.float64]
    category: NDArray[np.int8]
    ever: NDArray[np.intp]
    reading: stats.Reading


def exposed(cube: Cube) -> NDArray[np.float64]:
    """Return counts per day where steps differ in length, else the counts themselves, as floats (n, t).

    Calendar months differ by up to 10 % in exposure, which a score across months would read as a rhythm.
    """
    days = np.array([step.days for step in cube.steps], dtype=float)
    return cube.counts / days if np.ptp(days) > 0 else cube.counts.astype(float)


def emergence(reading: stats.Reading, parameters: Parameters) -> Emergence:
    """Score a cube over its steps and name the category of every place.

    Parameters
    ----------
    reading : Reading
        Of what is ``exposed`` of the cube, and of its weights.

    Raises
    ------
    ParameterError
        Fewer than five steps: no category means anything.
    """
    x, rows, window = reading.x, reading.rows, parameters.window
    z = stats.space_time_gi_star(x, rows, lag=parameters.lag, window=window, reading=reading)
    bins = stats.confidence_bins(z)
    kendall = stats.unlagged_trend(x, rows, window=window, reading=reading)
    trend = stats.direction(kendall, TREND_ALPHA)
    labels, ever = labelled(bins, parameters.alpha), stats.ever_marked(bins)
    category = stats.classify(labels, trend, rules=parameters.rules, ever=ever)
    return Emergence(z, bins, labels, trend, kendall.p, category, ever, reading)


def labelled(bins: NDArray[np.int8], alpha: float) -> NDArray[np.int8]:
    """Return the bins that pass a confidence level, 0 elsewhere; they are the bins themselves where all pass."""
    if LEVELS[alpha] == 1:
        return bins
    return np.where(np.abs(bins) >= LEVELS[alpha], bins, 0).astype(np.int8)


def _is_unlagged(parameters: Parameters) -> bool:
    return parameters.lag == 0 or (parameters.lag is None and parameters.window == "step")


def lag_of(parameters: Parameters) -> int:
    """Return how many earlier steps a neighbourhood reaches back over."""
    return 0 if _is_unlagged(parameters) else (parameters.lag or 1)
