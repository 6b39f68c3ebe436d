"""Rank correlation: whether two numbers rise together, whatever their scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from hotspot.errors import ParameterError

FEWEST = 10  # pairs below which an interval spans nearly everything


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's rho with its interval.

    `rho` runs from -1 (one falls whenever the other rises) over 0 to 1 (they rise together); `low` and `high` bound it;
    `n` pairs were known. All three are NaN where fewer than 10 pairs are known or one side never varies.
    """

    rho: float
    low: float
    high: float
    n: int


def spearman(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> RankCorrelation:
    """Return Spearman's rank correlation of two numbers known at the same places.

    It says whether places high on one tend to be high on the other. It is no cause: both may follow a third. Places
    that are next to each other are alike, so that n places hold less than n places' worth of evidence and the interval
    is too narrow rather than too wide. Over small areas it also does not carry to persons: a link between deprived
    areas and violence says nothing about who does what to whom.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        Pairs in which either is NaN are left out. Equal values share the mean of their ranks.
    level : float
        How sure the interval is to hold the true value for independent pairs, between 0 and 1.

    Returns
    -------
    RankCorrelation

    Raises
    ------
    ParameterError
        The arrays differ in length, or the level is no share.

    Notes
    -----
    rho is the ordinary correlation of the ranks. Interval: atanh(rho) +- z sqrt((1 + rho^2 / 2) / (n - 3)), turned back
    by tanh (D. Bonett & T. Wright, Sample size requirements for estimating Pearson, Kendall and Spearman correlations,
    Psychometrika 65 (2000) 23-28).

    Examples
    --------
    >>> found = spearman(np.arange(12), [0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11])
    >>> round(found.rho, 3), round(found.low, 3), round(found.high, 3), found.n
    (0.979, 0.901, 0.996, 12)
    """
    one, other = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if one.shape != other.shape or one.ndim != 1:
        raise ParameterError(f"There are {one.size} values but {other.size} others.", "Give one of each per place.")
    if not 0 < level < 1:
        raise ParameterError(f"A level of {level} is no share.", "Choose a number between 0 and 1, such as 0.95.")
    known = ~(np.isnan(one) | np.isnan(other))
    n = int(known.sum())
    first, second = (_ranks(values[known]) for values in (one, other))
    if n < FEWEST or np.ptp(first) == 0 or np.ptp(second) == 0:
        return RankCorrelation(np.nan, np.nan, np.nan, n)
    rho = float(np.clip(np.corrcoef(first, second)[0, 1], -1, 1))
    if abs(rho) > 1 - 1e-12:
        return RankCorrelation(float(np.sign(rho)), float(np.sign(rho)), float(np.sign(rho)), n)
    spread = float(ndtri((1 + level) / 2)) * np.sqrt((1 + rho**2 / 2) / (n - 3))
    low, high = np.tanh(np.arctanh(rho) + np.array([-spread, spread]))
    return RankCorrelation(rho, float(low), float(high), n)


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rank of each value from 1, equal values sharing the mean of theirs."""
    _, where, many = np.unique(values, return_inverse=True, return_counts=True)
    return (many.cumsum() - (many - 1) / 2)[where]
