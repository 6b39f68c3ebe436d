"""The trend test corrected for autocorrelation.

Source: Hamed, K. H. and Rao, A. R. (1998), A modified Mann-Kendall trend test for autocorrelated data, Journal of
Hydrology 204.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotspot.stats.significance import two_sided_p
from hotspot.stats.trend import score, sen_slope

_AUTOCORRELATED = 1.96  # lags beyond this many standard errors enter the correction


@dataclass(frozen=True)
class HamedRao:
    """The Mann-Kendall test of each series with its variance corrected for autocorrelation."""

    z: NDArray[np.float64]
    p: NDArray[np.float64]


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
    s, variance = score(rows)
    corrected = variance * _inflation(rows)
    with np.errstate(invalid="ignore"):
        z = (s - np.sign(s)) / np.sqrt(np.where(corrected > 0, corrected, np.nan))
    return HamedRao(*(part.reshape(x.shape[:-1]) for part in (z, two_sided_p(z))))


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
