"""The exact test of whether the share of a few is another than expected, for many places at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from hotspot.errors import ParameterError

_AS_LIKELY = 1 + 1e-7  # outcomes that are equally likely on paper differ in their last digits


def share_p(part: ArrayLike, whole: ArrayLike, expected: ArrayLike) -> NDArray[np.float64]:
    """Return the two-sided p-value that parts of wholes were drawn at an expected share.

    7 of 10 where half was expected: p is 0.34, which is no evidence. p is how often an outcome at least as unlikely
    would come about by chance alone. It supposes single, independent incidents, and says nothing of how large a
    difference is: with thousands of incidents a small one is "significant".

    Parameters
    ----------
    part, whole : arrays of shape (n,)
        Whole numbers, part from 0 to whole.
    expected : array of shape (n,)
        The share expected, between 0 and 1.

    Returns
    -------
    array of shape (n,)

    Raises
    ------
    ParameterError
        If a part is no part of its whole, or a share is not between 0 and 1.

    Notes
    -----
    The probabilities of all outcomes that are no more likely than the one seen are added. Source: A. Agresti,
    Categorical Data Analysis, 3rd ed. (2013), section 1.4.

    Examples
    --------
    >>> share_p([7, 5], [10, 10], [0.5, 0.5]).round(3)
    array([0.344, 1.   ])
    """
    k, n, p = (np.atleast_1d(np.asarray(values, dtype=float)) for values in (part, whole, expected))
    if (k < 0).any() or (k > n).any() or (p <= 0).any() or (p >= 1).any():
        raise ParameterError(
            "A part is larger than its whole, or an expected share is not between 0 and 1.",
            "Give counts of the part and of the whole, and a share such as 0.5.",
        )
    return np.array([_two_sided(*one) for one in zip(k, n, p, strict=True)])


def _two_sided(k: float, n: float, p: float) -> float:
    outcome = np.arange(n + 1)
    chance = special.xlogy(outcome, p) + special.xlog1py(n - outcome, -p)
    chance += special.gammaln(n + 1) - special.gammaln(outcome + 1) - special.gammaln(n - outcome + 1)
    other = np.flatnonzero(chance <= chance[int(k)] + np.log(_AS_LIKELY))
    if k == n * p or len(other) == n + 1:
        return 1.0
    # Outcomes grow likelier up to the expected count and less likely beyond: two tails, each read off exactly.
    low, high = other[other < n * p], other[other > n * p]
    lower = special.betaincc(low[-1] + 1, n - low[-1], p) if low.size else 0.0
    upper = special.betainc(high[0], n - high[0] + 1, p) if high.size else 0.0
    return float(min(1.0, lower + upper))
