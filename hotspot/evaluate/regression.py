"""What the place would probably have held with nothing done: its longer past, pulled towards the area, times its trend.

A place is chosen for action because it was high. Part of that is luck, and luck does not stay, so it falls by itself.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from hotspot.evaluate.intervention import Periods, Rows
from hotspot.targeting.expected import spread

LEVEL = 0.95
FEWEST = 20  # incidents before and after together, from which a place tells how far places move by themselves
FEWEST_PLACES = 20


class WithoutAction(NamedTuple):
    """The count to be expected afterwards with no action at all.

    Attributes
    ----------
    expected : float
        The expected count.
    low, high : float
        Between these, 19 times in 20.
    fall : float
        The expected fall as a share of the count before; below 0 where more was to be expected.
    """

    expected: float
    low: float
    high: float
    fall: float


def without_action(
    counts: NDArray[np.int64], days: NDArray[np.float64], target: Rows, untouched: Rows, when: Periods
) -> WithoutAction:
    """Return what the target would be expected to hold in the after-period if nothing had been done.

    Parameters
    ----------
    counts : int array (n, t)
        Incidents of every place and step.
    days : array (t,)
        Days of each step.
    target, untouched : int arrays
        Rows of the target; rows of places that neither this nor any other action touched, which tell the trend.
    when : Periods
        The steps compared, and all before the start.

    Notes
    -----
    Long-run means of places follow a gamma distribution with shape k and mean m, fitted to the counts of all places in
    the history. A target of c places that held x has, per history, a mean of (c k + x) / (k / m + 1). It is taken
    forward by the days of the after-period and by how the untouched places moved. The count scatters round it as a
    negative binomial, widened by ``restlessness``. Source: E. Hauer, Observational Before-After Studies in Road Safety
    (1997).
    """
    from scipy.stats import nbinom  # here, because loading it takes half a second

    past, ahead_days = days[when.history].sum(), days[when.after].sum()
    among = spread(counts[:, when.history].sum(axis=1))
    ahead = ahead_days / past * _trend(counts[untouched], when, past / ahead_days)
    shape = len(target) * among.shape + counts[np.ix_(target, when.history)].sum()
    rate = among.shape / among.mean + 1
    low, high = nbinom.interval(LEVEL, shape, rate / (rate + ahead))
    count, before = shape / rate * ahead, counts[np.ix_(target, when.before)].sum()
    wider = restlessness(counts[untouched], when)
    low, high = max(0.0, count - (count - low) * wider), count + (high - count) * wider
    return WithoutAction(float(count), float(low), float(high), float(1 - count / before) if before else float("nan"))


def restlessness(untouched: NDArray[np.int64], when: Periods) -> float:
    """Return how much more places move by themselves than chance alone would make them; at least 1.

    Counts come in bursts, and places change for reasons of their own. So the changes of the places that no action
    touched are held against those that chance gives: 1.3 says that margins must be 1.3 times as wide. 1 where fewer
    than twenty places have enough incidents to tell.

    Notes
    -----
    Given both counts of a place, its later one is binomial with the area's share. The median of the squared deviations
    over their variance is divided by that of a chi-square, 0.455, and the root taken: a median, so that one place that
    really changed does not widen every margin.
    """
    before, after = (untouched[:, steps].sum(axis=1) for steps in (when.before, when.after))
    both = before + after
    enough = both >= FEWEST
    if np.count_nonzero(enough) < FEWEST_PLACES:
        return 1.0
    share = after[enough].sum() / both[enough].sum()
    deviation = (after - share * both)[enough] ** 2 / (share * (1 - share) * both[enough])
    return float(max(1.0, np.sqrt(np.median(deviation) / (2 * special.gammaincinv(0.5, 0.5)))))


def _trend(untouched: NDArray[np.int64], when: Periods, times_longer: float) -> float:
    """Return how the places left alone moved from their history to the after-period; 1 where they hold nothing."""
    past, now = untouched[:, when.history].sum(), untouched[:, when.after].sum()
    return float(now * times_longer / past) if past and now else 1.0
