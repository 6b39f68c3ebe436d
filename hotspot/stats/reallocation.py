"""What chance alone would concentrate: the smallest share of places that holds a share of the incidents, expected.

`concentration` finds it by dealing the incidents out again and again. Where places are many, as on a map, it can be
worked out at once: how many places hold no, one, two ... incidents is then known within narrow limits.
"""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy import special

from hotspot.errors import ParameterError

Floats = NDArray[np.float64]

FEWEST_PLACES = 500
"""From that many places on the expected share lies within 0.5 % of itself of the mean of endless drawings."""


def expected_share(places: int, incidents: int, *, share: float = 0.5) -> float:
    """Return the smallest share of places expected to hold a share of the incidents, if each fell on any place alike.

    It is what `concentration` estimates as ``under_random``, without its noise and without a seed. Every place is
    equally likely, which no town is: it is the floor of expectation, not a model of a town.

    Parameters
    ----------
    places : int
        How many there are, `FEWEST_PLACES` or more: with fewer, draw.
    incidents : int
        How many are dealt out.
    share : float
        The share of incidents to be held, above 0 and at most 1.

    Raises
    ------
    ParameterError
        Too few places, no incident, or a share that is not in (0, 1].

    Notes
    -----
    With F places above k incidents that hold S together, at least ``F + (needed - S) / k`` places hold what is needed,
    whichever k; the smallest number of places is the largest of these bounds, rounded up. Each bound is linear in how
    many places hold how much, so that its mean is known exactly (W. Feller, An Introduction to Probability Theory and
    Its Applications I (1968), chapter IV: occupancy). Where two bounds lie close, the mean of the larger is above both:
    C. E. Clark, The greatest of a finite set of random variables, Operations Research 9 (1961) 145-162.

    Examples
    --------
    >>> round(expected_share(1000, 1000), 3), round(expected_share(1000, 100), 3)
    (0.199, 0.045)
    """
    if places < FEWEST_PLACES or incidents < 1 or not 0 < share <= 1:
        raise ParameterError(
            f"No share can be expected of {incidents} incidents on {places} places at a share of {share}.",
            f"Use {FEWEST_PLACES} places or more, one incident or more, and a share above 0 and at most 1.",
        )
    held, chance = _occupancy(places, incidents)
    needed = ceil(share * incidents * (1 - 1e-12))
    above = _above(chance)
    level = held[1:].astype(float)
    # A last place that holds k is needed whole: on average (k - 1) / 2 of its incidents more than it takes.
    bounds = places * above[1:] + (needed - places * _above(chance * held)[1:]) / level + (level - 1) / (2 * level)
    best = int(np.argmax(bounds))
    near = [one for one in (best - 1, best + 1) if 0 <= one < len(bounds)]
    more = sum(_rise(bounds[best] - bounds[one], _spread(held, chance, places, best, one)) for one in near)
    return float((bounds[best] + more) / places)


def _occupancy(places: int, incidents: int) -> tuple[NDArray[np.int64], Floats]:
    """Return what a place may hold, 0 upwards, and the chance of each (binomial), as far as it can be told from 0."""
    mean = incidents / places
    most = min(int(mean + 12 * np.sqrt(mean + 1) + 20), incidents)
    k = np.arange(most + 1)
    ways = special.gammaln(incidents + 1) - special.gammaln(k + 1) - special.gammaln(incidents - k + 1)
    return k, np.exp(ways - k * np.log(places) + (incidents - k) * np.log1p(-1 / places))


def _above(each: Floats) -> Floats:
    """Return the sum of all later entries at each place of an array."""
    return np.append(np.cumsum(each[:0:-1])[::-1], 0.0)


def _spread(held: NDArray[np.int64], chance: Floats, places: int, one: int, other: int) -> float:
    """Return the standard deviation of the difference between two bounds, the number of incidents being fixed."""
    apart = _part(held, one) - _part(held, other)
    mean, average = float(chance @ apart), float(chance @ held)
    together = float(chance @ (apart * held)) - mean * average
    left = float(chance @ apart**2) - mean**2 - together**2 / (float(chance @ held**2) - average**2)
    return float(np.sqrt(places * max(left, 0.0)))


def _part(held: NDArray[np.int64], level: int) -> Floats:
    """Return what a place adds to a bound by what it holds."""
    k = held[level + 1]
    return np.where(held > k, 1 - held / k, 0.0)


def _rise(lead: float, spread: float) -> float:
    """Return by how much the mean of the larger of two normal numbers lies above the mean of the leading one."""
    if spread <= 0:
        return 0.0
    z = lead / spread
    return float(spread * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) - lead * special.ndtr(-z))
