"""How far a place at the top of a list will fall with no action at all: regression to the mean.

A place is listed because its count was high. Part of a high count is the place, part is luck, and luck does not stay.
So the next count is lower on average even if nobody does anything, and a project that starts there looks like a
success. How much lower follows from how much places really differ: where most of the spread between places is chance,
most of a high count is chance too.

Source: H. Robbins, Proc. Third Berkeley Symposium 1 (1956) 157-163; E. Hauer, Observational Before-After Studies in
Road Safety (1997), where the same sum tells how many accidents a black spot would have had untreated.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotspot.errors import DataError

Floats = NDArray[np.float64]
NARROWEST, WIDEST = -7.0, 12.0  # logarithm of the shape: 1/1100 (nothing alike) to 160,000 (all places alike)


class Spread(NamedTuple):
    """How places of an area differ: a gamma distribution of their long-run means.

    Attributes
    ----------
    mean : float
        Incidents a place holds in a period, on average over the area.
    shape : float
        Small where few places hold most incidents (0.2 is usual), large where all places are alike.
    """

    mean: float
    shape: float


class Expected(NamedTuple):
    """What places should hold next if nothing is done; arrays of shape (n,).

    Attributes
    ----------
    mean : array
        Expected count of the coming stretch.
    low, high : array
        Between these, 19 times in 20, if the place's own mean stays what it was.
    fall, fall_low, fall_high : array
        The same as shares of the count at its old pace: 0.1 is a tenth less, -0.1 a tenth more. NaN for a count of 0.
    """

    mean: Floats
    low: Floats
    high: Floats
    fall: Floats
    fall_low: Floats
    fall_high: Floats


def spread(counts: ArrayLike) -> Spread:
    """Return how the places of an area differ, estimated from one count of each by maximum likelihood.

    If each place has a long-run mean of its own and these means follow a gamma distribution, counts follow a negative
    binomial one. Its mean is the mean count; its shape is searched for.

    Parameters
    ----------
    counts : array of shape (n,)
        Incidents of every place of the area, the empty ones included: leaving those out makes places look alike.

    Raises
    ------
    DataError
        There are fewer than two places, or no incident.

    Examples
    --------
    >>> spread([3, 3, 3, 3]).shape > 1000, spread([0, 0, 0, 40]).shape < 0.2
    (True, True)
    """
    from scipy import optimize, stats  # here, because loading it takes half a second

    held = np.asarray(counts, dtype=float)
    if held.size < 2 or held.sum() <= 0:
        raise DataError("No fall can be expected from an area without incidents.", "Choose a longer period.")
    value, many = np.unique(held, return_counts=True)
    mean = float(held.mean())

    def unlikely(log_shape: float) -> float:
        shape = np.exp(log_shape)
        return -float((many * stats.nbinom.logpmf(value, shape, shape / (shape + mean))).sum())

    found = optimize.minimize_scalar(unlikely, bounds=(NARROWEST, WIDEST), method="bounded")
    return Spread(mean, float(np.exp(found.x)))


def expected(counts: ArrayLike, among: Spread, *, ahead: float = 1.0, confidence: float = 0.95) -> Expected:
    """Return what each place should hold in the coming stretch if nothing is done.

    The place's count is pulled towards the area's mean: with shape k and mean m, a place that held x has a mean of
    (k + x) / (k / m + 1) per period. The next count scatters round it (a negative binomial count).

    It misleads where a place has really changed in the period (new licensed hours, a closed market): the sum takes its
    mean for steady. Falls of the whole area come on top of it.

    Parameters
    ----------
    counts : array of shape (n,)
        Incidents of the places in the period.
    among : Spread
        How the places of the area differ over the same period.
    ahead : float
        Length of the coming stretch, in periods: 1/3 where three years were counted and one is to come.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Expected

    Examples
    --------
    >>> all_alike, as_measured = Spread(10.0, 1e5), Spread(10.0, 0.2)
    >>> float(expected([40], all_alike).fall[0].round(2)), float(expected([40], as_measured).fall[0].round(2))
    (0.75, 0.01)
    """
    from scipy import stats  # here, because loading it takes half a second

    held = np.asarray(counts, dtype=float)
    shape, rate = among.shape + held, among.shape / among.mean + 1
    mean = shape / rate * ahead
    low, high = stats.nbinom.interval(confidence, shape, rate / (rate + ahead))
    pace = np.where(held > 0, held * ahead, np.nan)
    return Expected(mean, low, high, 1 - mean / pace, 1 - high / pace, 1 - low / pace)


def pace_changed(before: ArrayLike, recent: ArrayLike, *, periods: float) -> Floats:
    """Return the two-sided p that the recent stretch has the pace of the time before it.

    Given their sum, the recent count is binomial if both have one pace (Przyborowski & Wilenski 1940).

    Parameters
    ----------
    before, recent : arrays of shape (n,)
        Counts.
    periods : float
        How many times as long the time before was.

    >>> pace_changed([20, 20], [10, 40], periods=2.0).round(3).tolist()
    [1.0, 0.0]
    """
    from scipy import stats  # here, because loading it takes half a second

    earlier, late = np.asarray(before, dtype=float), np.asarray(recent, dtype=float)
    both, share = earlier + late, 1 / (1 + periods)
    drawn = stats.binom(both, share)
    # Twice the smaller tail, the count itself in both.
    return np.asarray(np.minimum(1.0, 2 * np.minimum(drawn.cdf(late), drawn.sf(late - 1))))
