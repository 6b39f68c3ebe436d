"""What the next step would usually hold, from the steps before it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from hotspot.errors import ParameterError
from hotspot.stats.distinct import distinct

Floats = NDArray[np.float64]


def next_count(before: ArrayLike, seen: float, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the range in which the next count would usually lie, if nothing has changed.

    Four incidents a step over twelve steps make "1 to 9" usual for the next one. The mean is itself known from those
    steps only, so the range is wider than that of a Poisson count whose mean is given, and "never before" does not
    become "impossible". It is still too narrow for a place that swings (a stadium), because it supposes that incidents
    come singly.

    Parameters
    ----------
    before : array of any shape
        Incidents so far, 0 or more.
    seen : float
        How much of the time, that of the next step included, the incidents so far were collected over: 12 steps of 13
        are 12/13.
    confidence : float
        How often the next count lies in the range, between 0 and 1.

    Returns
    -------
    low, high : arrays of the same shape
        Whole numbers: at least this share of next counts lies from `low` to `high`, both included.

    Raises
    ------
    ParameterError
        If a count is negative, or a share is not between 0 and 1.

    Notes
    -----
    A negative binomial count of shape ``before + 1/2`` (Jeffreys prior): the gamma mixture of Poisson counts. Source:
    A. Gelman et al., Bayesian Data Analysis, 3rd ed. (2013), section 2.6.

    Examples
    --------
    >>> low, high = next_count([0, 48], 12 / 13)
    >>> low, high
    (array([0., 1.]), array([1., 9.]))
    """
    count = np.asarray(before, dtype=float)
    if (count < 0).any() or not 0 < seen < 1 or not 0 < confidence < 1:
        raise ParameterError(
            f"A count is negative, or the shares {seen} and {confidence} are not between 0 and 1.",
            "Use counts of 0 or more, and give the share of the time that is already seen.",
        )
    tail = (1 - confidence) / 2
    different, place = distinct(count)
    low, high = (_quantile(share, different + 0.5, seen) for share in (tail, 1 - tail))
    return low[place].reshape(count.shape), high[place].reshape(count.shape)


def _quantile(share: float, shape: Floats, seen: float) -> Floats:
    """Return the smallest whole number up to which at least a share of the counts lie."""
    guess = np.maximum(np.ceil(special.nbdtrik(share, shape, seen)), 0.0)
    # The solved number can miss by one where it falls on a whole one: the exact sum decides.
    guess = np.where(special.betainc(shape, guess + 1, seen) < share, guess + 1, guess)
    below = np.where(guess > 0, special.betainc(shape, np.maximum(guess, 1.0), seen), 0.0)
    return np.asarray(np.where(below >= share, guess - 1, guess))
