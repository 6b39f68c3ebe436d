"""How much a before-and-after comparison can show at all, and whether the two places moved alike before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from hotspot.errors import ParameterError

POWER = 0.8  # four of five real falls of that size would be shown


class TrendTest(NamedTuple):
    """Whether the share of one place in two drifted: `z` above 0 where the first gained, and its two-sided `p`."""

    z: float
    p: float


def least_before(fall: float, *, around: float = 0.0, power: float = POWER, confidence: float = 0.95) -> int:
    """Return how many incidents a place must have had before, so that a fall of that share would be shown.

    "A fall of 20 % needs at least 746 incidents before." With fewer, no verdict on such a fall is possible, whatever
    happened: that nothing was shown then says nothing against the action.

    Parameters
    ----------
    fall : float
        Share of the incidents that no longer happen, above 0 and at most 1.
    around : float
        Incidents in the ring around the place and in the ring's comparison, per incident in the place; 0 without.
    power : float
        How often such a fall is to be shown.
    confidence : float
        Of the interval that must leave out 0.

    Raises
    ------
    ParameterError
        The fall is not a share.

    Notes
    -----
    The weighted displacement difference has variance N (4 - f + 2 r) for N incidents before in the place, as many in
    its comparison, r N in ring and ring's comparison each time, and a fall of f N: N = (z_conf + z_power)^2 (4 - f +
    2 r) / f^2. Source of the variance: Wheeler & Ratcliffe (2018).

    Examples
    --------
    >>> least_before(0.2), least_before(0.5), least_before(1.0)
    (746, 110, 24)
    """
    if not 0 < fall <= 1:
        raise ParameterError(f"A fall of {fall} is not a share of what was there.", "Give a share such as 0.2.")
    return int(np.ceil(_reach(power, confidence) ** 2 * (4 - fall + 2 * around) / fall**2))


def least_fall(before: float, others: float, *, power: float = POWER, confidence: float = 0.95) -> float:
    """Return the least fall that these counts could show, as a share of the count before.

    Above 1 means that even a fall to nothing could not be told from chance: too few to judge.

    Parameters
    ----------
    before : float
        Incidents in the place before.
    others : float
        All other counts of the comparison together: the comparison before and after, and rings where they count.
    power, confidence : float
        As in ``least_before``.

    Returns
    -------
    float
        Infinite where nothing was there before.

    Notes
    -----
    The share f that solves f N = k sqrt(N (2 - f) + R), k = z_conf + z_power.

    Examples
    --------
    >>> round(least_fall(746, 2 * 746), 3), least_fall(10, 20) > 1
    (0.2, True)
    """
    if before <= 0:
        return float("inf")
    k2 = _reach(power, confidence) ** 2
    return float((np.sqrt(k2**2 + 4 * k2 * (2 * before + others)) - k2) / (2 * before))


def _reach(power: float, confidence: float) -> float:
    return float(special.ndtri(0.5 + confidence / 2) + special.ndtri(power))


def parallel_trends(place: ArrayLike, comparison: ArrayLike) -> TrendTest:
    """Return whether a place and its comparison moved apart over time.

    A small p says that they did, and then the one is no measure of what would have happened in the other. A large p is
    weak comfort where counts are small: a drift could be there and not be seen.

    Parameters
    ----------
    place, comparison : arrays of shape (t,)
        Counts step by step, the oldest first.

    Returns
    -------
    TrendTest
        NaN for both where the share cannot vary: no incidents in one of the two, or fewer than two steps with any.

    Raises
    ------
    ParameterError
        The two are not of one length.

    Notes
    -----
    Given the sum of both in a step, the place's count is binomial with the same share in every step if the trends are
    parallel. The test for a linear drift of a share: P. Armitage, Tests for linear trends in proportions and
    frequencies, Biometrics 11 (1955) 375-386.

    Examples
    --------
    >>> round(parallel_trends([5, 5, 5, 5], [10, 10, 10, 10]).p, 2)
    1.0
    >>> parallel_trends([2, 6, 14, 22], [10, 10, 10, 10]).p < 0.05
    True
    """
    ours, theirs = np.asarray(place, dtype=float), np.asarray(comparison, dtype=float)
    if ours.shape != theirs.shape:
        raise ParameterError("The two series are not of one length.", "Count both in the same steps.")
    both, when = ours + theirs, np.arange(ours.size, dtype=float)
    total = both.sum()
    share = ours.sum() / total if total else 0.0
    offset = when - (when * both).sum() / total if total else when
    spread = share * (1 - share) * (both * offset**2).sum()
    if spread <= 0:
        return TrendTest(float("nan"), float("nan"))
    z = float((offset * (ours - both * share)).sum() / np.sqrt(spread))
    return TrendTest(z, float(2 * special.ndtr(-abs(z))))
