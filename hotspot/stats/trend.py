"""The trend of a series: whether it rises or falls, and how fast.

Sources: Mann, H. B. (1945), Nonparametric tests against trend, Econometrica 13; Kendall, M. G. (1975), Rank Correlation
Methods; Hamed, K. H. and Rao, A. R. (1998), A modified Mann-Kendall trend test for autocorrelated data, Journal of
Hydrology 204; Sen, P. K. (1968), Estimates of the regression coefficient based on Kendall's tau, JASA 63.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from hotspot.stats.scoring import Window, numbers, prepare, score_rows
from hotspot.stats.significance import two_sided_p
from hotspot.stats.size import is_large

_BLOCK_VALUES = 1 << 18  # values compared at a time: few enough for the cache, enough to outweigh each call
_DECIMALS = 10
_AUTOCORRELATED = 1.96  # lags beyond this many standard errors enter the Hamed-Rao correction


@dataclass(frozen=True)
class MannKendall:
    """The Mann-Kendall test of each series: score S, its z, the two-sided p, and Kendall's tau a."""

    s: NDArray[np.float64]
    z: NDArray[np.float64]
    p: NDArray[np.float64]
    tau: NDArray[np.float64]


@dataclass(frozen=True)
class HamedRao:
    """The Mann-Kendall test of each series with its variance corrected for autocorrelation."""

    z: NDArray[np.float64]
    p: NDArray[np.float64]


def mann_kendall(series: ArrayLike) -> MannKendall:
    """Return the Mann-Kendall trend test of each series.

    It asks whether later values tend to be higher than earlier ones, whatever the shape of the rise. It misleads on
    autocorrelated series (overlapping windows, seasons): there p is too small. With less than two years of data, a
    season looks like a trend.

    Parameters
    ----------
    series : array of shape (n, t), or (t,)
        One row a series, oldest value first.

    Returns
    -------
    MannKendall
        ``s``: pairs that rise less pairs that fall; ``z`` with the continuity and the tie correction; ``p`` two-sided,
        1 for a constant series; ``tau`` = S over the number of pairs. All NaN for a series with a NaN.

    Notes
    -----
    Mann (1945), Kendall (1975). Values are compared as float64: a z series rounded to float32 gains false ties.

    Examples
    --------
    >>> trend = mann_kendall([[1, 3, 2, 4, 3, 5]])
    >>> trend.s, trend.z.round(6), trend.p.round(6)
    (array([10.]), array([1.721457]), array([0.085168]))
    """
    x = np.asarray(series, dtype=float)
    rows = np.ascontiguousarray(x.reshape(-1, x.shape[-1]))
    s, variance = _score(rows)
    shape = x.shape[:-1]
    return _tested(s.reshape(shape), variance.reshape(shape), x.shape[-1])


def sen_slope(series: ArrayLike) -> NDArray[np.float64]:
    """Return Sen's slope of each series: the median change per step over all pairs of steps.

    One wild month hardly moves it. On small counts with many zeros it is often exactly 0 although the test sees a
    trend: show the test beside it.

    Parameters
    ----------
    series : array of shape (n, t), or (t,)

    Returns
    -------
    array of shape (n,)
        In units of the series per step; NaN for a series with a NaN.

    Notes
    -----
    Sen (1968).

    Examples
    --------
    >>> sen_slope([[1, 3, 2, 4, 3, 5]])
    array([0.5])
    """
    x = np.asarray(series, dtype=float)
    rows = x.reshape(-1, x.shape[-1])
    earlier, later = np.triu_indices(x.shape[-1], k=1)
    slopes = np.full(len(rows), np.nan)
    for block in _blocks(len(rows), max(len(later), 1)):
        pairs = (rows[block][:, later] - rows[block][:, earlier]) / (later - earlier)
        slopes[block] = np.median(pairs, axis=1) if len(later) else np.nan
    return slopes.reshape(x.shape[:-1])


def hamed_rao(series: ArrayLike) -> HamedRao:
    """Return the Mann-Kendall test corrected for autocorrelation.

    Its variance grows with every lag at which the ranks of the detrended series are correlated. Report it beside the
    plain test: on the short, overlapping series of a space-time cube it mends the false alarms only in part.

    Parameters
    ----------
    series : array of shape (n, t), or (t,)

    Returns
    -------
    HamedRao
        ``z`` and ``p``, NaN where the corrected variance is not above 0 (a constant series included) or the series
        has a NaN.

    Notes
    -----
    Hamed and Rao (1998): ranks of the series less Sen's slope, lags with ``|r| > 1.96 / sqrt(t)``.

    Examples
    --------
    >>> test = hamed_rao([[1, 2, 3, 3, 5, 4, 4, 6, 7, 6, 5, 8]])
    >>> test.z.round(3), test.p.round(4)
    (array([3.392]), array([0.0007]))
    """
    x = np.asarray(series, dtype=float)
    rows = np.ascontiguousarray(x.reshape(-1, x.shape[-1]))
    s, variance = _score(rows)
    corrected = variance * _inflation(rows)
    with np.errstate(invalid="ignore"):
        z = (s - np.sign(s)) / np.sqrt(np.where(corrected > 0, corrected, np.nan))
    return HamedRao(*(part.reshape(x.shape[:-1]) for part in (z, two_sided_p(z))))


def unlagged_trend(values: ArrayLike, weights: sparse.csr_array, *, window: Window = "entire_cube") -> MannKendall:
    """Return the Mann-Kendall test of each place's Gi* scores, each step scored on its own (lag 0).

    This is the trend behind the categories. On data without a pattern the scores with a lag call a trend about twice
    as often as they should, because neighbouring steps share counts.

    Parameters
    ----------
    values : array of shape (n, t)
        The count, or count per day, of each place at each step, oldest first.
    weights : sparse array of shape (n, n)
        Spatial weights with the diagonal; never changed.
    window : {"entire_cube", "neighbourhood_steps", "step"}
        The reference set, as for `space_time_gi_star`.

    Returns
    -------
    MannKendall
        NaN where the scores are.

    Notes
    -----
    Scores are compared to ten decimals: sums of rates that are equal on paper differ in their last bits, and would
    else count as a rise or a fall. The scores are made and compared some places at a time and never held together.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> chain = sparse.csr_array(np.eye(4) + np.eye(4, k=1) + np.eye(4, k=-1))
    >>> unlagged_trend([[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 5, 8], [1, 0, 1, 0, 1, 0], [1, 0, 1, 0, 0, 0]], chain).s
    array([15., 15., 11., -5.])
    """
    x = numbers(values)
    reference = prepare(x, weights, lag=0, window=window)
    size = _BLOCK_VALUES // x.shape[1] if is_large(x) else len(x)
    blocks = [slice(start, start + size) for start in range(0, len(x), size)]
    count = _counting(x)
    counted = [count(np.round(score_rows(x, reference, block), _DECIMALS)) for block in blocks]
    s, pairs, triples = (np.concatenate(parts) for parts in zip(*counted, strict=True))
    return _tested(s, _variance(pairs, triples, x.shape[1]), x.shape[1])


def direction(test: MannKendall | HamedRao, alpha: float = 0.10) -> NDArray[np.int8]:
    """Return 1 where a trend is called upwards, -1 downwards, 0 where none is called.

    >>> direction(mann_kendall([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [1, 1, 1, 1, 1]]))
    array([ 1, -1,  0], dtype=int8)
    """
    called = test.p < alpha
    return np.where(called, np.sign(np.nan_to_num(test.z)), 0).astype(np.int8)


def _tested(s: NDArray[np.float64], variance: NDArray[np.float64], t: int) -> MannKendall:
    """Return the test that belongs to a score and its variance."""
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(s == 0, 0.0, (s - np.sign(s)) / np.sqrt(variance))
        tau = 2 * s / np.float64(t * (t - 1))
    return MannKendall(s, z, two_sided_p(z), tau)


def _score(rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return S and its variance for each row."""
    t = rows.shape[1]
    s, pairs, triples = (np.empty(len(rows)) for _ in range(3))
    count = _counting(rows)
    for block in _blocks(len(rows), t):
        s[block], pairs[block], triples[block] = count(rows[block])
    return s, _variance(pairs, triples, t)


def _variance(pairs: NDArray[np.float64], triples: NDArray[np.float64], t: int) -> NDArray[np.float64]:
    """Return the variance of S.

    A group of g equal values holds g(g-1)/2 tied pairs and g(g-1)(g-2)/6 tied triples, so its term g(g-1)(2g+5) is
    18 per pair and 12 per triple: ties are counted without sorting.
    """
    return (t * (t - 1) * (2 * t + 5) - 18 * pairs - 12 * triples) / 18


_Counts = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _counting(rows: NDArray[Any]) -> Callable[[NDArray[np.float64]], _Counts]:
    """Return the compiled counting above a stated size, else the plain one; they agree to the last digit."""
    if is_large(rows):
        from hotspot.stats import compiled

        compared: Callable[[NDArray[np.float64]], _Counts] = compiled.signs
        return compared
    return signs


def signs(rows: NDArray[np.float64]) -> _Counts:
    """Return for each row the sum of signs over all pairs, the tied pairs and the tied triples (NaN with a NaN)."""
    columns = np.ascontiguousarray(rows.T)
    t, n = columns.shape
    small = np.int8 if t < 128 else np.int32
    s, pairs, triples = (np.zeros(n) for _ in range(3))
    for later in range(1, t):
        rises = np.add.reduce((columns[:later] < columns[later]).view(np.int8), axis=0, dtype=small)
        falls = np.add.reduce((columns[:later] > columns[later]).view(np.int8), axis=0, dtype=small)
        ties = later - rises.astype(float) - falls
        s += rises - falls.astype(float)
        pairs += ties
        triples += ties * (ties - 1) / 2
    s[np.isnan(columns).any(axis=0)] = np.nan
    return s, pairs, triples


def _inflation(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the factor by which autocorrelation widens the variance of S."""
    t = rows.shape[1]
    if t < 3:
        return np.ones(len(rows))
    ranks = _ranks(rows - np.arange(1, t + 1) * sen_slope(rows)[:, None])
    centred = np.ascontiguousarray((ranks - (t + 1) / 2).T)
    itself = np.einsum("tn,tn->n", centred, centred)
    total = np.zeros(len(rows))
    with np.errstate(invalid="ignore"):
        for lag in range(1, t):
            r = np.einsum("tn,tn->n", centred[lag:], centred[:-lag]) / itself
            weight = (t - lag) * (t - lag - 1) * (t - lag - 2)
            total += np.where(np.abs(r) <= _AUTOCORRELATED / np.sqrt(t), 0, weight * r)
    factor: NDArray[np.float64] = 1 + 2 / (t * (t - 1) * (t - 2)) * total
    return factor


def _ranks(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rank of each value in its row from 1, equal values sharing the mean of theirs (NaN with a NaN)."""
    t = rows.shape[1]
    order = np.argsort(rows, axis=1)
    ascending = np.take_along_axis(rows, order, axis=1)
    starts = np.ones(rows.shape, dtype=bool)
    starts[:, 1:] = ascending[:, 1:] != ascending[:, :-1]
    ends = np.roll(starts, -1, axis=1)  # a row's first value always starts a run, so its last always ends one
    place = np.arange(t)
    first = np.maximum.accumulate(np.where(starts, place, 0), axis=1)
    last = np.minimum.accumulate(np.where(ends, place, t)[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty(rows.shape)
    np.put_along_axis(ranks, order, (first + last) / 2 + 1, axis=1)
    ranks[np.isnan(rows).any(axis=1)] = np.nan
    return ranks


def _blocks(n: int, width: int) -> Iterator[slice]:
    """Yield slices of rows that hold about a cacheful of values."""
    size = max(1, _BLOCK_VALUES // max(width, 1))
    for start in range(0, n, size):
        yield slice(start, start + size)
