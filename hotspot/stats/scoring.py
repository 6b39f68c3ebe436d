"""The arithmetic of Gi*: neighbourhood sums, and what they are compared with.

`Reading` reads a cube once, `prepare` keeps what every score of a lag and window needs, and `score_rows` then scores
any block of its places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from hotspot.errors import ParameterError
from hotspot.stats.size import is_large

Window = Literal["entire_cube", "neighbourhood_steps", "step"]
WINDOWS: tuple[Window, ...] = ("entire_cube", "neighbourhood_steps", "step")
_CACHEFUL = 1 << 16  # scores made at a time: 512 kB, so that each pass over them stays in the processor's own memory
_BLOCK_VALUES = 1 << 18
_ROUNDING = 1e-12  # differences smaller than this share of the value itself are rounding, not variation


@dataclass(frozen=True)
class _Moments:
    """Mean and variance above the level, lowest and highest value: of each step, or of each step's reference set."""

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True)
class Scoring:
    """Everything a neighbourhood sum is compared with; made once for a cube, used for any block of its places.

    ``centre`` and ``spread`` have one entry a step; ``root`` has one column for each number of steps in a
    neighbourhood (1 ... lag + 1); ``level`` is taken off the values first, so that a large common level does not
    swallow the differences while whole counts stay whole. ``sums`` are those of the neighbourhoods within each step,
    where they were made before; they are never changed.
    """

    weights: sparse.csr_array
    reach: NDArray[np.float64]
    root: NDArray[np.float64]
    centre: NDArray[np.float64]
    spread: NDArray[np.float64]
    level: NDArray[np.float64]
    lag: int
    sums: NDArray[np.float64] | None = None

    def of(self, places: NDArray[np.intp]) -> Scoring:
        """Return what the sums of some places are compared with; a row of theirs is then counted among them.

        Where the sums were made before, nobody asks for the weights again.
        """
        mine = replace(self, reach=self.reach[places], root=self.root[places])
        if self.sums is None:
            return replace(mine, weights=self.weights[places])
        return replace(mine, sums=self.sums[places])

    def within_steps(self, x: NDArray[Any], rows: slice) -> NDArray[np.float64]:
        """Return the neighbourhood sums of the places in ``rows``, each step alone."""
        if self.sums is not None:
            return self.sums[rows]
        around = self.weights if rows == slice(None) else self.weights[rows]
        summed: NDArray[np.float64] = around @ _above(x, self.level)
        return summed


class Reading:
    """What a cube is scored with, whichever way: read once by whoever scores it with several lags and windows."""

    def __init__(self, values: ArrayLike, weights: sparse.csr_array) -> None:
        self.x = numbers(values)
        self.rows = checked_weights(weights, self.x.shape[0])
        self.reach, self.squares = row_sums(self.rows), row_sums(_squared(self.rows))

    @cached_property
    def extremes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The lowest and highest value of each step."""
        return _extremes(self.x)

    @cached_property
    def above_one_level(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and variance of each step above the level that all steps share."""
        return _moments(self.x, _level(self.extremes[0], "entire_cube"))

    @cached_property
    def sums(self) -> NDArray[np.float64]:
        """The neighbourhood sums above that level: every lag, and every window but the single step, scores these."""
        sums: NDArray[np.float64] = self.rows @ _above(self.x, _level(self.extremes[0], "entire_cube"))
        return sums


def prepare(reading: Reading, *, lag: int, window: Window, again: bool = False) -> Scoring:
    """Return what the neighbourhood sums of a cube are compared with, for `score_rows`.

    ``again`` says that this reading is scored more than once, so that its sums are worth keeping.
    """
    x, reach = reading.x, reading.reach
    n, t = x.shape
    low, high = reading.extremes
    level = _level(low, window)
    moments = _moments(x, level) if window == "step" else reading.above_one_level
    reference = _reference(_Moments(*moments, low, high), lag, window)
    depths = np.arange(1, min(lag + 1, t) + 1)
    bins = n * (np.full_like(depths, t) if window == "entire_cube" else depths)
    root = _root(np.outer(reach, depths), np.outer(reading.squares, depths), bins)
    centre = (np.minimum(np.arange(t), lag) + 1) * reference.mean
    sums = reading.sums if again and window != "step" and not is_large(x) else None
    return Scoring(reading.rows, reach, root, centre, _spread(reference), level, lag, sums)


def score_rows(x: NDArray[Any], scoring: Scoring, rows: slice = slice(None)) -> NDArray[np.float64]:
    """Return the z-scores of the places in ``rows``; above a stated size by the compiled path."""
    if is_large(x):
        from hotspot.stats import compiled

        return compiled.scores(np.ascontiguousarray(x), scoring, rows)
    sums = scoring.within_steps(x, rows)
    z, reach, root = np.empty(sums.shape), scoring.reach[rows, None], scoring.root[rows]
    size = max(1, _CACHEFUL // max(sums.shape[1], 1))
    for start in range(0, len(sums), size):
        block = slice(start, start + size)
        _standardise(sums[block], reach[block], root[block], scoring, z[block])
    return z


def row_sums(weights: sparse.csr_array) -> NDArray[np.float64]:
    """Return the sum of each row of the weights."""
    return cast("NDArray[np.float64]", weights @ np.ones(weights.shape[1]))


def _standardise(
    sums: NDArray[np.float64], reach: NDArray[np.float64], root: NDArray[np.float64], scoring: Scoring,
    z: NDArray[np.float64],
) -> None:  # fmt: skip
    """Write the z of neighbourhood sums, all steps of a block at once: a pass over whole rows is twice as quick.

    ``z`` is our own array; to each step are added the sums of the ``lag`` steps before it.
    """
    z[:] = sums
    for back in range(1, min(scoring.lag, sums.shape[1] - 1) + 1):
        first = z[:, :back].copy()  # these steps have none so long before them: what comes there is of another place
        z.reshape(-1)[back:] += sums.reshape(-1)[:-back]
        z[:, :back] = first
    z -= reach * scoring.centre
    divisor = root[:, -1:] * scoring.spread
    for k in range(root.shape[1] - 1):  # the first steps look back on fewer
        divisor[:, k] = root[:, k] * scoring.spread[k]
    z /= divisor


def _root(reach: NDArray[np.float64], squares: NDArray[np.float64], bins: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the square root in the formula; NaN where a neighbourhood weighs the whole reference set alike."""
    room = bins * squares - reach**2
    room[room <= _ROUNDING * bins * squares] = np.nan
    return np.sqrt(room / np.maximum(bins - 1, 1))


def _extremes(x: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lowest and highest value of each step."""
    if is_large(x):
        from hotspot.stats import compiled

        return compiled.extremes(np.ascontiguousarray(x))
    return x.min(axis=0).astype(float), x.max(axis=0).astype(float)


def _moments(x: NDArray[Any], level: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and variance of each step above the level."""
    if is_large(x):
        from hotspot.stats import compiled

        return compiled.moments(np.ascontiguousarray(x), level)
    values = _above(x, level)
    mean = values.mean(axis=0, keepdims=True)
    return mean[0], values.var(axis=0, mean=mean)


def _above(x: NDArray[Any], level: NDArray[np.float64]) -> NDArray[np.float64]:
    return x - level if level.any() else np.asarray(x, dtype=float)


def _level(low: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """Return what to take off the values first.

    One level for all steps unless each is scored alone: two steps with the same neighbourhood sum must get the same
    z to the last bit, or rounding would break ties in the trend.
    """
    level = low if window == "step" else np.full(len(low), np.fmin.reduce(low))
    return np.where(np.isfinite(level), level, 0.0)


def _reference(steps: _Moments, lag: int, window: Window) -> _Moments:
    """Return the moments of the reference set of each step."""
    t = len(steps.mean)
    if window == "step" or (window == "neighbourhood_steps" and lag == 0):  # each step is its own reference set
        return steps
    every = (steps.mean, steps.variance, steps.low, steps.high)
    if window == "entire_cube":
        return _Moments(*(np.full(t, moment) for moment in _pooled(*every)))
    whole = min(lag, t)  # from this step on a window is whole; before it there are fewer steps to look back on
    first = [_pooled(*(moment[: step + 1] for moment in every)) for step in range(whole)]
    later = _pooled(*(_windows(moment, lag + 1) for moment in every))
    started = zip(*first, strict=True) if first else [()] * len(every)
    return _Moments(*(np.append(before, after) for before, after in zip(started, later, strict=True)))


def _windows(moment: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the last ``width`` steps of each step that has so many, shape (steps, width)."""
    if len(moment) < width:
        return np.empty((0, width))
    return np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(moment, width))


def _pooled(
    mean: NDArray[np.float64], within: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """Return mean, variance, lowest and highest over all bins of some steps, those of the last axis.

    The variance within the steps plus the variance between them is the variance of all their bins, and it does not
    lose digits as ``mean(x^2) - mean(x)^2`` does.
    """
    return mean.mean(axis=-1), within.mean(axis=-1) + mean.var(axis=-1), low.min(axis=-1), high.max(axis=-1)


def _spread(reference: _Moments) -> NDArray[np.float64]:
    """Return the standard deviation; NaN where all values are alike but for rounding."""
    largest = np.maximum(np.abs(reference.low), np.abs(reference.high))
    varies = reference.high - reference.low > _ROUNDING * largest
    return np.where(varies, np.sqrt(reference.variance), np.nan)


def numbers(values: ArrayLike) -> NDArray[Any]:
    """Return the values as they are if they are whole numbers or floats, so that a large cube is not copied."""
    x = np.asarray(values)
    return x if x.dtype.kind in "iuf" and x.dtype.itemsize > 2 else x.astype(float)


def checked_weights(weights: sparse.csr_array, n: int) -> sparse.csr_array:
    """Return the weights as float rows without doubles, the caller's own left alone."""
    if weights.shape != (n, n):
        raise ParameterError(
            f"The weights are {weights.shape} but there are {n} places.",
            "Build them from the same list of places as the counts.",
        )
    rows = sparse.csr_array(weights).astype(float, copy=False)
    if not rows.has_canonical_format:
        rows = rows.copy()
        rows.sum_duplicates()
    return rows


def _squared(weights: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array((weights.data**2, weights.indices, weights.indptr), shape=weights.shape)


def lag_of(lag: int | None, window: Window) -> int:
    """Return how many earlier steps a neighbourhood reaches back over; None is 1, or 0 where each step stands alone."""
    if window not in WINDOWS:
        raise ParameterError(f"There is no reference window '{window}'.", f"Choose one of {', '.join(WINDOWS)}.")
    if lag is None:
        return 0 if window == "step" else 1
    if lag < 0:
        raise ParameterError(f"The lag is {lag} steps.", "Use 0 or more: a neighbourhood never holds future steps.")
    if window == "step" and lag > 0:
        raise ParameterError(
            f"Sums over {lag + 1} steps cannot be scored against one step.",
            "Use lag 0 with the window 'step', or the window 'neighbourhood_steps' or 'entire_cube'.",
        )
    return lag


def blocks(n: int, width: int) -> list[slice]:
    """Return slices of n rows that hold some 2 MB each: few enough for the cache, enough to outweigh each call.

    >>> blocks(3, 1 << 17)
    [slice(0, 2, None), slice(2, 3, None)]
    """
    size = max(1, _BLOCK_VALUES // max(width, 1))
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]
