"""Rates of small areas: how far to trust them, and how to stop the smallest areas from topping every table."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special

from hotspot.errors import ParameterError
from hotspot.stats.distinct import distinct

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """The lower and the upper end of an interval."""

    low: Floats
    high: Floats


def poisson_interval(count: ArrayLike, exposure: ArrayLike = 1.0, *, confidence: float = 0.95) -> Interval:
    """Return the exact confidence interval of a count, or of a rate when an exposure is given.

    A count of 4 is compatible with a long-run average anywhere from 1.1 to 10.2: two places whose intervals overlap
    widely are not shown to differ. The interval covers chance alone, not under-recording.

    Parameters
    ----------
    count : array of any shape
        Incidents, 0 or more.
    exposure : array that broadcasts with `count`
        Nights, hours, residents: what the count is divided by.
    confidence : float
        The confidence, between 0 and 1.

    Returns
    -------
    Interval
        `low` and `high`, in incidents per unit of exposure.

    Raises
    ------
    ParameterError
        If a count is negative, an exposure is not above 0, or the confidence is not between 0 and 1.

    Notes
    -----
    Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936) 437-442.

    Examples
    --------
    >>> low, high = poisson_interval([0, 4])
    >>> low.round(2), high.round(2)
    (array([0.  , 1.09]), array([ 3.69, 10.24]))
    """
    x, n = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(exposure, dtype=float))
    if (x < 0).any() or (n <= 0).any() or not 0 < confidence < 1:
        raise ParameterError(
            f"A count is negative, an exposure is not above 0, or the confidence is {confidence}.",
            "Use counts of 0 or more, exposures above 0, and a confidence such as 0.95.",
        )
    tail = (1 - confidence) / 2
    # The quantiles of chi-squared, from the functions beneath scipy.stats: that takes half a second to load.
    each, which = distinct(x)
    low = np.where(each > 0, special.gammaincinv(np.maximum(each, 1e-300), tail), 0.0)
    low, high = np.where(np.isnan(each), np.nan, low), special.chdtri(2 * each + 2, tail) / 2
    return Interval(low[which].reshape(x.shape) / n, high[which].reshape(x.shape) / n)


def empirical_bayes_rate(counts: ArrayLike, population: ArrayLike, weights: sparse.csr_array | None = None) -> Floats:
    """Return rates shrunk towards the average, the more so the smaller the population.

    In a raw table of rates the top and the bottom are the smallest areas, by chance alone. Shrinking keeps a rate that
    rests on many people and moves one that rests on few towards the average of the area, or of its neighbours when
    weights are given. The result is the better guess for each place, but the spread of the shrunken rates is smaller
    than the real one, and a real peak in a small area is played down: show the count beside it.

    Parameters
    ----------
    counts : array of shape (n,)
        Incidents in each area.
    population : array of shape (n,)
        Residents (or premises, or nights) of each area.
    weights : sparse array of shape (n, n), optional
        How much area j counts as a neighbour of area i, the diagonal included. Given, the average and the spread are
        those of the neighbourhood of i.

    Returns
    -------
    array of shape (n,)
        Incidents per unit of population. NaN where the population is 0 or a value is missing; such areas count
        nowhere, since nobody there can be at risk.

    Raises
    ------
    ParameterError
        If the arrays do not match or a value is negative.

    Notes
    -----
    theta_i = m + A / (A + m / n_i) * (x_i / n_i - m), with m = sum x / sum n, A = max(0, s^2 - m / nbar) and
    s^2 = sum n_i (x_i / n_i - m)^2 / sum n. Source: R. J. Marshall, Mapping disease and mortality rates using empirical
    Bayes estimators, Applied Statistics 40 (1991) 283-294.

    Examples
    --------
    >>> empirical_bayes_rate([2, 300, 100], [10, 10_000, 10_000]).round(4)
    array([0.0297, 0.0298, 0.0102])
    """
    x, n = np.asarray(counts, dtype=float), np.asarray(population, dtype=float)
    if x.ndim != 1 or x.shape != n.shape or (x < 0).any() or (n < 0).any():
        raise ParameterError(
            f"Counts of shape {x.shape} and populations of shape {n.shape} do not match, or one is negative.",
            "Join them on the code of the area first: one count and one population each, 0 or more.",
        )
    if weights is not None and weights.shape != (len(x), len(x)):
        raise ParameterError(
            f"The weights are {weights.shape} but there are {len(x)} areas.",
            "Build the weights from the same list of areas.",
        )
    usable = np.isfinite(x) & np.isfinite(n) & (n > 0)
    rate = np.full(len(x), np.nan)
    near = None if weights is None else weights[usable][:, usable]
    rate[usable] = _shrunk(x[usable], n[usable], near)
    return rate


def _shrunk(x: Floats, n: Floats, weights: sparse.csr_array | None) -> Floats:
    def total(values: Floats) -> Floats:
        """Sum over everything, or over the neighbours of each area."""
        return np.asarray(values.sum() if weights is None else weights @ values)

    people = total(n)
    mean = total(x) / people
    # sum n (r - m)^2 = sum x^2 / n - m^2 sum n, which needs no difference between every pair of areas.
    spread = total(x**2 / n) / people - mean**2
    between = np.maximum(0.0, spread - mean / (people / total(np.ones(len(x)))))
    with np.errstate(invalid="ignore"):
        trust = np.where(between > 0, between / (between + mean / n), 0.0)
    return np.asarray(mean + trust * (x / n - mean))
