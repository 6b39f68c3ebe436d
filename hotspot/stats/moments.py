"""What scores are compared with: mean, variance and extremes of each step, or of each step's reference set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hotspot.stats.size import is_large

Window = Literal["entire_cube", "neighbourhood_steps", "step"]
_FEW = 64  # places, of which the extremes are found one after the other
_AT_ONCE = 1 << 15  # values looked at together: few enough to stay in the processor's own memory
ROUNDING = 1e-12  # differences smaller than this share of the value itself are rounding, not variation


@dataclass(frozen=True)
class Moments:
    """Mean and variance above the level, lowest and highest value: of each step, or of each step's reference set."""

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def extremes(x: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lowest and highest value of each step."""
    if is_large(x):
        from hotspot.stats import compiled

        return compiled.extremes(np.ascontiguousarray(x))
    some = max(1, _AT_ONCE // max(x.shape[1], 1))
    low, high = x[:some].copy(), x[:some].copy()
    for start in range(some, len(x), some):
        part = x[start : start + some]
        for found, of in ((low[: len(part)], np.minimum), (high[: len(part)], np.maximum)):
            of(found, part, out=found)
    return _furthest(low, np.minimum).astype(float), _furthest(high, np.maximum).astype(float)


def _furthest(x: NDArray[Any], of: np.ufunc) -> NDArray[Any]:
    """Return the lowest or highest value of each step: one half of the places against the other, again and again.

    So many values are compared side by side; a row of a few steps at a time takes twenty times as long.
    """
    while len(x) > _FEW:
        half = (len(x) + 1) // 2
        x = of(x[:half], x[-half:])
    return np.asarray(of.reduce(x, axis=0))


def mean_and_variance(x: NDArray[Any], level: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and variance of each step above the level."""
    if is_large(x):
        from hotspot.stats import compiled

        return compiled.moments(np.ascontiguousarray(x), level)
    values = above(x, level)
    mean = values.mean(axis=0, keepdims=True)
    some = max(1, _AT_ONCE // max(x.shape[1], 1))
    if len(values) <= some or x.shape[1] == 1 or not values.flags.c_contiguous:
        return mean[0], values.var(axis=0, mean=mean)
    return mean[0], _added_squares(values, mean[0], some) / len(values)


def _added_squares(values: NDArray[np.float64], mean: NDArray[np.float64], some: int) -> NDArray[np.float64]:
    """Return the squares of the differences from the mean of each step, added up one place after the other.

    It is the sum that numpy's own variance makes, to the last bit, without a second array of the size of the first.
    """
    held = np.empty((some + 1, values.shape[1]))
    held[0] = 0.0  # the sum so far, to which the squares of the next places are added in their order
    for start in range(0, len(values), some):
        part = values[start : start + some]
        squares = held[1 : len(part) + 1]
        np.subtract(part, mean, out=squares)
        np.multiply(squares, squares, out=squares)
        held[0] = np.add.reduce(held[: len(part) + 1], axis=0)
    return np.array(held[0])


def above(x: NDArray[Any], level: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values with a level of each step taken off, as floats."""
    return x - level if level.any() else np.asarray(x, dtype=float)


def level_of(low: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """Return what to take off the values first.

    One level for all steps unless each is scored alone: two steps with the same neighbourhood sum must get the same
    z to the last bit, or rounding would break ties in the trend.
    """
    level = low if window == "step" else np.full(len(low), np.fmin.reduce(low))
    return np.where(np.isfinite(level), level, 0.0)


def reference_of(steps: Moments, lag: int, window: Window) -> Moments:
    """Return the moments of the reference set of each step."""
    t = len(steps.mean)
    if window == "step" or (window == "neighbourhood_steps" and lag == 0):  # each step is its own reference set
        return steps
    every = (steps.mean, steps.variance, steps.low, steps.high)
    if window == "entire_cube":
        return Moments(*(np.full(t, moment) for moment in _pooled(*every)))
    whole = min(lag, t)  # from this step on a window is whole; before it there are fewer steps to look back on
    first = [_pooled(*(moment[: step + 1] for moment in every)) for step in range(whole)]
    later = _pooled(*(_windows(moment, lag + 1) for moment in every))
    started = zip(*first, strict=True) if first else [()] * len(every)
    return Moments(*(np.append(before, after) for before, after in zip(started, later, strict=True)))


def _windows(moment: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the last ``width`` steps of each step that has so many, shape (steps, width)."""
    many = max(len(moment) - width + 1, 0)
    return np.stack([moment[back : back + many] for back in range(width)], axis=-1)


def _pooled(
    mean: NDArray[np.float64], within: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """Return mean, variance, lowest and highest over all bins of some steps, those of the last axis.

    The variance within the steps plus the variance between them is the variance of all their bins, and it does not
    lose digits as ``mean(x^2) - mean(x)^2`` does.
    """
    return mean.mean(axis=-1), within.mean(axis=-1) + mean.var(axis=-1), low.min(axis=-1), high.max(axis=-1)


def spread_of(reference: Moments) -> NDArray[np.float64]:
    """Return the standard deviation; NaN where all values are alike but for rounding."""
    largest = np.maximum(np.abs(reference.low), np.abs(reference.high))
    varies = reference.high - reference.low > ROUNDING * largest
    return np.where(varies, np.sqrt(reference.variance), np.nan)
