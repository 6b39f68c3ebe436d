"""From z-scores to what may be called significant, when thousands of places are tested at once.

Sources: Benjamini, Y. and Hochberg, Y. (1995), Controlling the false discovery rate, JRSS B 57(1); Caldas de Castro,
M. and Singer, B. H. (2006), Controlling the false discovery rate: a new application to account for multiple and
dependent tests in local statistics of spatial association, Geographical Analysis 38(2).
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special

from hotspot.errors import ParameterError
from hotspot.stats.scoring import Reading, prepare, score_rows

LEVELS = (0.10, 0.05, 0.01)
_BATCH_VALUES = 1_000_000  # shuffled values held at once
NEAREST = 1.6  # its p is 0.11: nothing nearer to 0 can pass 0.10
NEAR = 1e-6  # a share of |z|: of scores further than this from a bar nobody needs the p to see the side
_TIE = 1e-9  # shuffles that differ from the real map by rounding alone count as equal to it


def two_sided_p(z: ArrayLike) -> NDArray[np.float64]:
    """Return the chance of a score at least this far from 0, either way, if there were no pattern.

    It is the chance for one place looked at alone: among thousands of places the smallest p is small by luck, so use
    `confidence_bins` before calling anything hot.

    Parameters
    ----------
    z : array of any shape

    Returns
    -------
    array of the same shape
        Exact far into the tail; NaN where z is NaN.

    Examples
    --------
    >>> two_sided_p([0.0, 1.959964, -1.959964]).round(4)
    array([1.  , 0.05, 0.05])
    """
    return cast("NDArray[np.float64]", 2 * special.ndtr(-np.abs(np.asarray(z, dtype=float))))


def false_discovery(p: ArrayLike, alpha: float) -> NDArray[np.bool_]:
    """Return which tests stay significant when at most a share ``alpha`` of the discoveries may be false.

    Step-up rule: with m tests, the k smallest p are significant, k being the largest i with p_(i) <= i alpha / m.

    Parameters
    ----------
    p : array of any shape
        NaN entries are not tests: they do not count in m and are never significant.
    alpha : float
        The share of false discoveries put up with, such as 0.10.

    Returns
    -------
    bool array of the same shape

    Notes
    -----
    Benjamini and Hochberg (1995). Nothing is significant where no such i exists.

    Examples
    --------
    >>> false_discovery([0.001, 0.02, 0.04, 0.9, float("nan")], 0.05)
    array([ True,  True, False, False, False])
    """
    values = np.asarray(p, dtype=float)
    m = int(np.count_nonzero(~np.isnan(values)))
    small = values[values <= alpha]
    limit = _limit(small, alpha, m)
    return values <= limit


def confidence_bins(z: ArrayLike, p: ArrayLike | None = None) -> NDArray[np.int8]:
    """Return how sure we are that a place is hot or cold: 3, 2, 1 for 99, 95, 90 %, negative for cold, else 0.

    The correction is pooled over all entries, so a whole cube is passed at once. A bin of 0 does not say that nothing
    happens there, only that chance could do it.

    Parameters
    ----------
    z : array of any shape
        NaN entries are never significant and do not count among the tests.
    p : array of the same shape, optional
        Permutation p to judge by instead of the normal one; the sign still comes from z.

    Returns
    -------
    int8 array of the same shape

    Notes
    -----
    Benjamini and Hochberg (1995) at 0.10, 0.05 and 0.01, each on its own; z and p stay uncorrected.

    Examples
    --------
    >>> confidence_bins([5.0, -2.3, 0.1, 0.2, float("nan")])
    array([ 3, -2,  0,  0,  0], dtype=int8)
    """
    scores = np.asarray(z, dtype=float)
    bins = np.zeros(scores.shape, dtype=np.int8)
    if p is None:
        away, where, tests = far(scores.reshape(-1))
        sure, told = surely(away, tests)
        bins.reshape(-1)[where[sure]] = told
        return bins
    chance = np.where(np.isfinite(scores), np.asarray(p, dtype=float), np.nan)
    for alpha in LEVELS:
        bins += false_discovery(chance, alpha)
    return np.where(scores < 0, -bins, bins)


def permutation_p(
    values: ArrayLike, weights: sparse.csr_array, *, n_permutations: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return p of Gi* by shuffling the values over all places of a single map.

    For places with few expected incidents, where the normal p is too sure of itself. The smallest p that can come out
    is 1 / (n_permutations + 1): with m places and a false discovery rate alpha a lone hot spot needs at least
    m / alpha permutations before it can be significant (see `permutations_needed`).

    Parameters
    ----------
    values : array of shape (n,)
    weights : sparse array of shape (n, n)
        With the diagonal; never changed.
    n_permutations : int
    rng : numpy Generator
        The same generator state gives the same p.

    Returns
    -------
    array of shape (n,)
        ``(1 + #{|z*| >= |z|}) / (n_permutations + 1)``; NaN where z is NaN.

    Raises
    ------
    ParameterError
        For a cube (its steps are not exchangeable) or fewer than one permutation.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> ring = sparse.csr_array(np.eye(30) + np.eye(30, k=1) + np.eye(30, k=-1))
    >>> counts = np.r_[9, 9, 9, np.zeros(27)]
    >>> p = permutation_p(counts, ring, n_permutations=999, rng=np.random.default_rng(1))
    >>> bool(p[1] < 0.01), bool(p[20] > 0.5)
    (True, True)
    """
    x = np.asarray(values, dtype=float)
    if x.ndim != 1 or n_permutations < 1:
        raise ParameterError(
            f"Permutations were asked for {x.ndim} dimensions and {n_permutations} shuffles.",
            "Use them on one map at a time, with at least one shuffle.",
        )
    real = np.abs(_map_z(x[:, None], weights))
    batch = max(1, _BATCH_VALUES // max(len(x), 1))
    as_extreme = np.zeros(len(x))
    for start in range(0, n_permutations, batch):
        copies = np.tile(x, (min(batch, n_permutations - start), 1))
        shuffled = np.ascontiguousarray(rng.permuted(copies, axis=1).T)
        as_extreme += (np.abs(_map_z(shuffled, weights)) >= real - _TIE).sum(axis=1)
    return np.where(np.isnan(real[:, 0]), np.nan, (1 + as_extreme) / (n_permutations + 1))


def permutations_needed(n_places: int, alpha: float = LEVELS[0]) -> int:
    """Return how many permutations a single hot place needs to be significant among ``n_places``.

    >>> permutations_needed(500)
    4999
    """
    return int(np.ceil(round(n_places / alpha, 6))) - 1


def _map_z(columns: NDArray[np.float64], weights: sparse.csr_array) -> NDArray[np.float64]:
    return score_rows(columns, prepare(Reading(columns, weights), lag=0, window="step"))


def _limit(small: NDArray[np.float64], alpha: float, m: int) -> float:
    """Return the largest p that is significant, or -1.

    Instead of sorting: with k tests at or below the bar, the bar falls to k alpha / m; repeated until it rests, that
    is the largest k of the step-up rule, and each round looks only at what is left.
    """
    k = -1
    while k != len(small):
        k = len(small)
        small = small[small <= k * alpha / max(m, 1)]
    return float(small.max()) if k else -1.0


def far(z: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp], int]:
    """Return the scores beyond ``NEAREST``, where they stand, and how many tests there are: the others never pass."""
    where = np.flatnonzero((z > NEAREST) | (z < -NEAREST))
    return z[where], where, int(np.count_nonzero(np.isfinite(z)))


def surely(away: NDArray[np.float64], tests: int) -> tuple[NDArray[np.intp], NDArray[np.int8]]:
    """Return which scores pass some level, and the bins of those: how many levels, below 0 on the cold side.

    Parameters
    ----------
    away : array
        Every score beyond ``NEAREST``.
    tests : int
        How many scores there are in all.
    """
    size = np.abs(away)
    sure = np.flatnonzero(size > _nearest(len(size), tests))
    size = size[sure]
    bars = _cuts(size, tests)
    reached = np.zeros(len(sure), dtype=np.int8)
    for bar in bars:
        reached += size >= bar
    passes = reached > 0
    sure, reached = sure[passes], reached[passes]
    return sure, np.where(away[sure] < 0, -reached, reached)


def _cuts(far: NDArray[np.float64], m: int) -> list[float]:
    """Return the smallest |z| that is significant at each level; infinity where nothing is.

    The step-up rule as in `_limit`: with k tests at or below the bar, the bar falls to k alpha / m until it rests.

    Parameters
    ----------
    far : array
        Every |z| of the m tests that may pass some level; those of others change nothing.
    """
    far = np.sort(far[np.isfinite(far)])
    return [_cut(far, alpha, m) for alpha in LEVELS]


def _nearest(beyond: int, tests: int) -> float:
    """Return how far from 0 a score lies at least that passes some level, if so many are beyond ``NEAREST``.

    No more can pass than these, so none does whose p is above their share of the level.

    >>> round(_nearest(100, 10_000), 3), round(_nearest(10_000, 10_000), 3)
    (3.291, 1.645)
    """
    share = beyond * LEVELS[0] / max(tests, 1)
    return max(NEAREST, float(-special.ndtri(share / 2)) * (1 - NEAR))


def _cut(far: NDArray[np.float64], alpha: float, m: int) -> float:
    """Return the smallest of the sorted |z| that is significant at a level; infinity where none is."""
    first, passing = _passing(far, alpha)
    k = -1
    while k != passing:
        k = passing
        first, passing = _passing(far, k * alpha / max(m, 1))
    return float(far[first]) if k else np.inf


def _passing(far: NDArray[np.float64], bar: float) -> tuple[int, int]:
    """Return the first of the sorted |z| that has a p of at most a bar, and how many have one.

    It is looked up where the bar lies among them; only of the nearest is p worked out.
    """
    at = -special.ndtri(bar / 2)
    low, high = int(far.searchsorted(at * (1 - NEAR))), int(far.searchsorted(at * (1 + NEAR)))
    if low == high:
        return low, len(far) - low
    near = low + np.flatnonzero(two_sided_p(far[low:high]) <= bar)
    return (int(near[0]) if len(near) else high), len(far) - high + len(near)
