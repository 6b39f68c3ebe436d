"""The arithmetic of Gi*: neighbourhood sums, and what they are compared with.

`Reading` reads a cube once, `prepare` keeps what every score of a lag and window needs, and `score_rows` then scores
any block of its places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from hotspot.errors import ParameterError
from hotspot.stats import moments
from hotspot.stats.distinct import distinct
from hotspot.stats.moments import ROUNDING, Moments, above, level_of, reference_of, spread_of
from hotspot.stats.moments import Window as Window
from hotspot.stats.size import is_large

WINDOWS: tuple[Window, ...] = ("entire_cube", "neighbourhood_steps", "step")
_CACHEFUL = 1 << 16  # scores made at a time: 512 kB, so that each pass over them stays in the processor's own memory
_BLOCK_VALUES = 1 << 18


@dataclass(frozen=True)
class Scoring:
    """Everything a neighbourhood sum is compared with; made once for a cube, used for any block of its places.

    ``centre`` and ``spread`` have one entry a step; ``root`` has one column for each number of steps in a
    neighbourhood (1 ... lag + 1); ``level`` is taken off the values first, so that a large common level does not
    swallow the differences while whole counts stay whole. ``sums`` are those of the neighbourhoods over all their
    steps, where they were made before; they are never changed.
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

    def summed(self, x: NDArray[Any], rows: slice) -> NDArray[np.float64]:
        """Return the neighbourhood sums of the places in ``rows``."""
        if self.sums is not None:
            return self.sums[rows]
        around = self.weights if rows == slice(None) else self.weights[rows]
        return _over_steps(around @ above(x, self.level), self.lag)


@dataclass(frozen=True)
class _Kinds:
    """The sums of weights, and of their squares, that different neighbourhoods have, and which of them each has."""

    reach: NDArray[np.float64]
    squares: NDArray[np.float64]
    of: NDArray[np.intp]


def _kinds(reach: NDArray[np.float64], squares: NDArray[np.float64]) -> _Kinds:
    """Return what thousands of neighbourhoods differ in: hexagons have from one to seven places in a ring."""
    (reaches, one), (each, other) = distinct(reach), distinct(squares)
    pairs, of = distinct((one * len(each) + other).astype(float))
    first, second = np.divmod(pairs.astype(np.intp), max(len(each), 1))
    return _Kinds(reaches[first], each[second], of)


class Reading:
    """What a cube is scored with, whichever way: read once by whoever scores it with several lags and windows."""

    def __init__(self, values: ArrayLike, weights: sparse.csr_array) -> None:
        self.x = numbers(values)
        self.rows = checked_weights(weights, self.x.shape[0])
        self.reach = row_sums(self.rows)
        self.kinds = _kinds(self.reach, row_sums(_squared(self.rows)))
        self._summed: dict[int, NDArray[np.float64]] = {}

    def of(self, values: ArrayLike) -> Reading:
        """Return the reading of other values of the same places: their weights are read already."""
        other = Reading.__new__(Reading)
        other.x, other.rows, other.reach, other.kinds = numbers(values), self.rows, self.reach, self.kinds
        other._summed = {}
        return other

    @cached_property
    def extremes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The lowest and highest value of each step."""
        return moments.extremes(self.x)

    @cached_property
    def above_one_level(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and variance of each step above the level that all steps share."""
        return moments.mean_and_variance(self.x, level_of(self.extremes[0], "entire_cube"))

    def sums(self, lag: int) -> NDArray[np.float64]:
        """Return the neighbourhood sums above that level: every window but the single step scores these."""
        if lag not in self._summed:
            level = level_of(self.extremes[0], "entire_cube")
            self._summed[lag] = _over_steps(self.sums(0), lag) if lag else self.rows @ above(self.x, level)
        return self._summed[lag]


def prepare(reading: Reading, *, lag: int, window: Window, again: bool = False) -> Scoring:
    """Return what the neighbourhood sums of a cube are compared with, for `score_rows`.

    ``again`` says that this reading is scored more than once, so that its sums are worth keeping.
    """
    x, reach = reading.x, reading.reach
    n, t = x.shape
    low, high = reading.extremes
    level = level_of(low, window)
    each = moments.mean_and_variance(x, level) if window == "step" else reading.above_one_level
    reference = reference_of(Moments(*each, low, high), lag, window)
    depths = np.arange(1, min(lag + 1, t) + 1)
    bins = n * (np.full_like(depths, t) if window == "entire_cube" else depths)
    kinds = reading.kinds
    root = _root(np.outer(kinds.reach, depths), np.outer(kinds.squares, depths), bins).take(kinds.of, axis=0)
    centre = (np.minimum(np.arange(t), lag) + 1) * reference.mean
    sums = reading.sums(lag) if again and window != "step" and not is_large(x) else None
    return Scoring(reading.rows, reach, root, centre, spread_of(reference), level, lag, sums)


def score_rows(x: NDArray[Any], scoring: Scoring, rows: slice = slice(None)) -> NDArray[np.float64]:
    """Return the z-scores of the places in ``rows``; above a stated size by the compiled path."""
    if is_large(x):
        from hotspot.stats import compiled

        return compiled.scores(np.ascontiguousarray(x), scoring, rows)
    sums = scoring.summed(x, rows)
    z, reach, root = np.empty(sums.shape), scoring.reach[rows], scoring.root[rows]
    size = max(1, _CACHEFUL // max(sums.shape[1], 1))
    for start in range(0, len(sums), size):
        block = slice(start, start + size)
        _standardise(sums[block], reach[block], root[block], scoring, z[block])
    return z


def row_sums(weights: sparse.csr_array) -> NDArray[np.float64]:
    """Return the sum of each row of the weights."""
    return cast("NDArray[np.float64]", weights @ np.ones(weights.shape[1]))


def _over_steps(sums: NDArray[np.float64], lag: int) -> NDArray[np.float64]:
    """Return the sums of each step with those of the ``lag`` steps before it, as far as there are any."""
    over = sums
    for back in range(1, min(lag, sums.shape[1] - 1) + 1):
        made = np.empty_like(sums) if over is sums else over
        first = over[:, :back].copy()  # these have no step so long before them: what comes there is of another place
        np.add(over.reshape(-1)[back:], sums.reshape(-1)[:-back], out=made.reshape(-1)[back:])
        made[:, :back] = first
        over = made
    return over


def _standardise(
    sums: NDArray[np.float64], reach: NDArray[np.float64], root: NDArray[np.float64], scoring: Scoring,
    z: NDArray[np.float64],
) -> None:  # fmt: skip
    """Write the z of neighbourhood sums into ``z``, all steps of a block at once."""
    centre, spread, depths = scoring.centre, scoring.spread, root.shape[1] - 1
    if _alike(centre[depths:]) and _alike(spread[depths:]):  # one number a place: nothing of the block's size is made
        np.subtract(sums, (reach * centre[-1])[:, None], out=z)
        z /= (root[:, -1] * spread[-1])[:, None]
        for k in range(depths):  # the first steps look back on fewer
            z[:, k] = (sums[:, k] - reach * centre[k]) / (root[:, k] * spread[k])
        return
    np.subtract(sums, reach[:, None] * centre, out=z)
    divisor = root[:, -1:] * spread
    divisor[:, :depths] = root[:, :depths] * spread[:depths]
    z /= divisor


def _alike(values: NDArray[np.float64]) -> bool:
    return bool((values == values[-1]).all())


def _root(reach: NDArray[np.float64], squares: NDArray[np.float64], bins: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the square root in the formula; NaN where a neighbourhood weighs the whole reference set alike."""
    room = bins * squares - reach**2
    room[room <= ROUNDING * bins * squares] = np.nan
    return np.sqrt(room / np.maximum(bins - 1, 1))


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
    if isinstance(weights, sparse.csr_array) and weights.dtype == float and weights.has_canonical_format:
        return weights
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
