"""The same sums as in `scoring` and `trend`, compiled: for cubes of millions of bins.

Import it only above `hotspot.stats.size.COMPILED_FROM`: loading the compiler takes seconds. The two paths agree to
1e-9 and are tested against each other. Nothing here runs on more than one thread, because the app's own threads call
it at the same time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

if TYPE_CHECKING:
    from hotspot.stats.scoring import Scoring

Floats = NDArray[np.float64]
_LANES = 64  # series compared side by side, so that the processor's vector unit is full


def extremes(x: NDArray[Any]) -> tuple[Floats, Floats]:
    """Return the lowest and the highest value of each column."""
    low, high = x[0].astype(float), x[0].astype(float)
    _extremes(x, low, high)
    return low, high


def moments(x: NDArray[Any], level: Floats) -> tuple[Floats, Floats]:
    """Return mean and population variance of each column of ``x - level``."""
    mean, variance = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    _add_up(x, level, mean)
    mean /= len(x)
    _add_up_squares(x, level, mean, variance)
    return mean, variance / len(x)


def scores(x: NDArray[Any], scoring: Scoring, rows: slice) -> Floats:
    """Return z of Gi* for the places in ``rows``, shape (places, steps)."""
    first, last, _ = rows.indices(len(scoring.reach))
    z = np.empty((last - first, x.shape[1]))
    w = scoring.weights
    _sum_neighbours(x, scoring.level, (w.indptr, w.indices, w.data), first, z)
    _standardise(z, scoring.reach[rows], scoring.root[rows], (scoring.centre, scoring.spread), scoring.lag)
    return z


def signs(rows: Floats) -> tuple[Floats, Floats, Floats]:
    """Return for each row the sum of signs over all pairs, the tied pairs and the tied triples (NaN with a NaN)."""
    s, pairs, triples = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows))
    _count_signs(rows, s, pairs, triples)
    return s, pairs, triples


@njit(cache=True, nogil=True)
def _extremes(x, low, high):  # type: ignore[no-untyped-def]
    for i in range(x.shape[0]):
        for s in range(x.shape[1]):
            value = float(x[i, s])
            # A missing value stays: comparing with "not <=" lets NaN through.
            if not value >= low[s]:
                low[s] = value if low[s] == low[s] else low[s]
            if not value <= high[s]:
                high[s] = value if high[s] == high[s] else high[s]


@njit(cache=True, nogil=True)
def _add_up(x, level, total):  # type: ignore[no-untyped-def]
    for i in range(x.shape[0]):
        for s in range(x.shape[1]):
            total[s] += x[i, s] - level[s]


@njit(cache=True, nogil=True)
def _add_up_squares(x, level, mean, total):  # type: ignore[no-untyped-def]
    for i in range(x.shape[0]):
        for s in range(x.shape[1]):
            difference = x[i, s] - level[s] - mean[s]
            total[s] += difference * difference


@njit(cache=True, nogil=True)
def _sum_neighbours(x, level, csr, first, sums):  # type: ignore[no-untyped-def]
    indptr, indices, data = csr
    for row in range(sums.shape[0]):
        sums[row] = 0.0
        for entry in range(indptr[first + row], indptr[first + row + 1]):
            place, weight = indices[entry], data[entry]
            for s in range(x.shape[1]):
                sums[row, s] += weight * (x[place, s] - level[s])


@njit(cache=True, nogil=True, error_model="numpy")
def _standardise(z, reach, root, reference, lag):  # type: ignore[no-untyped-def]
    centre, spread = reference
    for row in range(z.shape[0]):
        for s in range(z.shape[1] - 1, -1, -1):  # backwards, so that the earlier steps are still plain sums
            back = min(s, lag)
            total = z[row, s]
            for k in range(1, back + 1):
                total += z[row, s - k]
            z[row, s] = (total - reach[row] * centre[s]) / (root[row, back] * spread[s])


@njit(cache=True, nogil=True)
def _count_signs(rows, s, pairs, triples):  # type: ignore[no-untyped-def]
    n, t = rows.shape
    series = np.zeros((t, _LANES))
    for start in range(0, n, _LANES):
        stop = min(start + _LANES, n)
        for i in range(start, stop):
            missing = False
            for k in range(t):
                series[k, i - start] = rows[i, k]
                missing |= np.isnan(rows[i, k])
            s[i] = np.nan if missing else 0.0
        _compare(series, s[start:stop], pairs[start:stop], triples[start:stop])


@njit(cache=True, nogil=True)
def _compare(series, s, pairs, triples):  # type: ignore[no-untyped-def]
    """Add up a full set of lanes; the lanes beyond the results' length are padding."""
    higher, not_lower = np.zeros(_LANES, np.int64), np.zeros(_LANES, np.int64)
    for later in range(1, series.shape[0]):
        higher[:] = 0
        not_lower[:] = 0
        for earlier in range(later):
            for i in range(_LANES):
                higher[i] += series[later, i] > series[earlier, i]
                not_lower[i] += series[later, i] >= series[earlier, i]
        for i in range(len(s)):
            ties = not_lower[i] - higher[i]
            s[i] += higher[i] + not_lower[i] - later
            pairs[i] += ties
            triples[i] += ties * (ties - 1) // 2
