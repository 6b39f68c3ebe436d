"""The trend of a series: whether it rises or falls, and how fast.

Sources: Mann, H. B. (1945), Nonparametric tests against trend, Econometrica 13; Kendall, M. G. (1975), Rank Correlation
Methods; Sen, P. K. (1968), Estimates of the regression coefficient based on Kendall's tau, JASA 63.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from hotspot.stats.scoring import Reading, Window, blocks, numbers, prepare, score_rows
from hotspot.stats.significance import two_sided_p
from hotspot.stats.size import is_large

_DECIMALS = 10
_Counts = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class MannKendall:
    """The Mann-Kendall test of each series: score S, its z, the two-sided p, Kendall's tau a, and its tied pairs."""

    s: NDArray[np.float64]
    z: NDArray[np.float64]
    p: NDArray[np.float64]
    tau: NDArray[np.float64]
    ties: NDArray[np.float64]


class Tested(Protocol):
    """A test of each series: its z and its two-sided p."""

    @property
    def z(self) -> NDArray[np.float64]:
        """Above 0 where the series rises."""

    @property
    def p(self) -> NDArray[np.float64]:
        """The chance of such a z without a trend."""


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
    x = np.asarray(series)
    s, ties, triples = (part.reshape(x.shape[:-1]) for part in _counted(_comparable(x.reshape(-1, x.shape[-1]))))
    return _tested(s, ties, triples, x.shape[-1])


def sen_slope(series: ArrayLike, *, test: MannKendall | None = None) -> NDArray[np.float64]:
    """Return Sen's slope of each series: the median change per step over all pairs of steps.

    One wild month hardly moves it. On small counts with many zeros it is often exactly 0 although the test sees a
    trend: show the test beside it.

    Parameters
    ----------
    series : array of shape (n, t), or (t,)
    test : MannKendall, optional
        Of these series, where it was made before: it has compared every pair already.

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
    x = np.asarray(series)
    rows = x.reshape(-1, x.shape[-1])
    if rows.shape[1] < 2:
        return np.full(x.shape[:-1], np.nan)
    compared = test or mann_kendall(rows)
    slopes = np.zeros(len(rows))
    moving = np.flatnonzero(~_flat(compared.s.reshape(-1), compared.ties.reshape(-1), rows.shape[1]))
    slopes[moving] = _median_slopes(rows[moving].astype(float))
    return slopes.reshape(x.shape[:-1])


def _comparable(rows: NDArray[Any]) -> NDArray[Any]:
    """Return series as floats, or small whole numbers as bytes: they compare alike, several times as fast."""
    small = rows.dtype.kind in "iu" and rows.size and not is_large(rows)
    if small and -128 <= rows.min() and rows.max() < 128:
        return rows.astype(np.int8)
    return np.ascontiguousarray(rows, dtype=float)


def _flat(s: NDArray[np.float64], ties: NDArray[np.float64], t: int) -> NDArray[np.bool_]:
    """Return which series surely have a median slope of 0: fewer than half of their pairs rise, fewer than half fall.

    On small counts with many zeros that is nearly every series, so that few slopes have to be sorted.
    """
    pairs = t * (t - 1) / 2
    rises, falls = (pairs - ties + s) / 2, (pairs - ties - s) / 2
    return np.asarray(np.maximum(rises, falls) < np.floor((pairs + 1) / 2))  # False with a NaN


def _median_slopes(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    earlier, later = np.triu_indices(rows.shape[1], k=1)
    slopes = np.empty(len(rows))
    for block in blocks(len(rows), len(later)):
        pairs = (rows[block][:, later] - rows[block][:, earlier]) / (later - earlier)
        slopes[block] = np.median(pairs, axis=1)
    return slopes


def unlagged_trend(
    values: ArrayLike,
    weights: sparse.csr_array,
    *,
    window: Window = "entire_cube",
    reading: Reading | None = None,
) -> MannKendall:
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
    reading : Reading, optional
        Of these values and weights, where they were read before.

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
    reference = prepare(reading or Reading(x, weights), lag=0, window=window, again=reading is not None)
    parts = blocks(len(reference.reach), x.shape[1]) or [slice(0)]
    count = _counting(x)
    counted = [count(_whole(score_rows(x, reference, block))) for block in parts]
    s, pairs, triples = (np.concatenate(parts) for parts in zip(*counted, strict=True))
    return _tested(s, pairs, triples, x.shape[1])


def unlagged_scores(
    reading: Reading, places: NDArray[np.intp], *, window: Window = "entire_cube"
) -> NDArray[np.float64]:
    """Return what `unlagged_trend` tests of some places, (k, t), for whoever tests those of several cubes at once.

    They are scores in units of their last decimal that counts.

    Parameters
    ----------
    reading : Reading
        Of the cube's values and weights.
    places : int array of shape (k,)
        The rows of the places.
    window
        As for `unlagged_trend`.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> values = [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 5, 8], [1, 0, 1, 0, 1, 0], [1, 0, 1, 0, 0, 0]]
    >>> chain = sparse.csr_array(np.eye(4) + np.eye(4, k=1) + np.eye(4, k=-1))
    >>> mann_kendall(unlagged_scores(Reading(values, chain), np.array([2, 3]))).s
    array([11., -5.])
    """
    return _whole(score_rows(reading.x, prepare(reading, lag=0, window=window, again=True).of(places)))


def _whole(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores in units of their last decimal that counts, as whole numbers; ``scores`` is our own array."""
    scores *= 10.0**_DECIMALS
    return np.rint(scores, out=scores)


def direction(test: Tested, alpha: float = 0.10) -> NDArray[np.int8]:
    """Return 1 where a trend is called upwards, -1 downwards, 0 where none is called.

    >>> direction(mann_kendall([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [1, 1, 1, 1, 1]]))
    array([ 1, -1,  0], dtype=int8)
    """
    called = test.p < alpha
    return (called & (test.z > 0)).astype(np.int8) - (called & (test.z < 0))


def _tested(s: NDArray[np.float64], ties: NDArray[np.float64], triples: NDArray[np.float64], t: int) -> MannKendall:
    """Return the test that belongs to a score, its tied pairs and its tied triples."""
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(s == 0, 0.0, (s - np.sign(s)) / np.sqrt(_variance(ties, triples, t)))
        tau = 2 * s / np.float64(t * (t - 1))
    return MannKendall(s, z, two_sided_p(z), tau, ties)


def score(rows: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return S and its variance for each series, shape (n, t)."""
    s, pairs, triples = _counted(rows)
    return s, _variance(pairs, triples, rows.shape[1])


def _counted(rows: NDArray[Any]) -> _Counts:
    """Return S, tied pairs and tied triples of each row, counted a cacheful at a time."""
    s, pairs, triples = (np.empty(len(rows)) for _ in range(3))
    count = _counting(rows)
    # Bytes are compared more at a time than floats.
    for block in blocks(len(rows), rows.shape[1] * rows.itemsize // 8):
        s[block], pairs[block], triples[block] = count(rows[block])
    return s, pairs, triples


def _variance(pairs: NDArray[np.float64], triples: NDArray[np.float64], t: int) -> NDArray[np.float64]:
    """Return the variance of S.

    A group of g equal values holds g(g-1)/2 tied pairs and g(g-1)(g-2)/6 tied triples, so its term g(g-1)(2g+5) is
    18 per pair and 12 per triple: ties are counted without sorting.
    """
    return (t * (t - 1) * (2 * t + 5) - 18 * pairs - 12 * triples) / 18


def _counting(rows: NDArray[Any]) -> Callable[[NDArray[Any]], _Counts]:
    """Return the compiled counting above a stated size, else the plain one; they agree to the last digit."""
    if is_large(rows):
        from hotspot.stats import compiled

        compared: Callable[[NDArray[Any]], _Counts] = compiled.signs
        return compared
    return signs


def signs(rows: NDArray[Any]) -> _Counts:
    """Return for each row the sum of signs over all pairs, the tied pairs and the tied triples (NaN with a NaN)."""
    columns = np.ascontiguousarray(rows.T)
    t, n = columns.shape
    # Narrow numbers are added up several times as fast: these hold as many as there are steps, pairs and triples.
    some: tuple[Any, Any, Any] = (np.int8, np.int16, np.int32) if t < 128 else (np.int32, np.int64, np.int64)
    small, wide, wider = some
    holds = np.empty((t, n), dtype=bool)
    rises, falls = np.zeros((2, t, n), small)  # of each step against those before it
    for later in range(1, t):
        for beats, counted in ((np.less, rises), (np.greater, falls)):
            beats(columns[:later], columns[later], out=holds[:later])
            np.add.reduce(holds[:later].view(np.int8), axis=0, dtype=small, out=counted[later])
    score = (rises - falls).sum(axis=0, dtype=wide).astype(float)
    ties = np.arange(t, dtype=small)[:, None] - rises - falls
    pairs, squares = ties.sum(axis=0, dtype=wide), np.square(ties, dtype=wide).sum(axis=0, dtype=wider)
    if columns.dtype.kind == "f":
        score[np.isnan(columns).any(axis=0)] = np.nan
    return score, pairs.astype(float), (squares - pairs) / 2
