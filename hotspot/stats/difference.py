"""How far two counts, or two shares, differ, and how far chance alone could have taken them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from hotspot.errors import ParameterError


@dataclass(frozen=True)
class Difference:
    """The later value less the earlier one, with its confidence interval.

    `clear` says that the interval leaves out 0: without it, "more" or "fewer" may not be said.
    """

    estimate: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def count_difference(
    before: float, after: float, *, exposure: tuple[float, float] = (1, 1), confidence: float = 0.95
) -> Difference:
    """Return how many more incidents there were than before, as many nights for as many nights, with its interval.

    From 20 to 29 is "+9 (-6 to +24)": not clearly different. The interval covers chance alone. It supposes that
    incidents come singly; where one fight makes several records it is too narrow. Shares of incidents (aoristic
    weights) may be summed into the counts: the interval is then a little too wide.

    Parameters
    ----------
    before, after : float
        The two counts, 0 or more.
    exposure : (before, after)
        What each was collected over, such as nights. The earlier count is scaled to the later exposure.
    confidence : float
        The confidence of the interval.

    Returns
    -------
    Difference
        In incidents over the later exposure.

    Raises
    ------
    ParameterError
        If a count is negative or an exposure is not above 0.

    Notes
    -----
    The exact Poisson limits of the two counts are joined by the square-and-add rule. Source: G. Y. Zou & A. Donner,
    Construction of confidence limits about effect measures: a general approach, Statistics in Medicine 27 (2008)
    1693-1702.

    Examples
    --------
    >>> found = count_difference(20, 29)
    >>> found.estimate, round(found.low), round(found.high), found.clear
    (9.0, -6, 24, False)
    """
    if before < 0 or after < 0 or min(exposure) <= 0:
        raise ParameterError(
            f"Counts of {before} and {after} over {exposure[0]} and {exposure[1]} cannot be compared.",
            "Use counts of 0 or more and exposures above 0.",
        )
    scale = exposure[1] / exposure[0]
    (low0, high0), (low1, high1) = (_garwood(k, confidence) for k in (before, after))
    estimate = after - scale * before
    down = np.hypot(after - low1, scale * (high0 - before))
    up = np.hypot(high1 - after, scale * (before - low0))
    return Difference(float(estimate), float(estimate - down), float(estimate + up))


def _garwood(count: float, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low = special.gammaincinv(count, tail) if count > 0 else 0.0
    return float(low), float(special.chdtri(2 * count + 2, tail) / 2)


def share_difference(
    before: tuple[float, float], after: tuple[float, float], *, confidence: float = 0.95
) -> Difference:
    """Return how much larger a share has become, as a fraction between -1 and 1, with its interval.

    "0 of 10 were after 02:00, now 7 of 14" is +0.50 (0.13 to 0.74). It holds with small numbers, where the usual
    textbook interval promises too much.

    Parameters
    ----------
    before, after : (part, whole)
        Incidents of the kind, and all incidents.
    confidence : float
        The confidence of the interval.

    Returns
    -------
    Difference
        NaN throughout where a whole is 0: there is no share of nothing.

    Raises
    ------
    ParameterError
        If a part is negative or larger than its whole.

    Notes
    -----
    Wilson's limits of the two shares, joined by the square-and-add rule. Source: R. G. Newcombe, Interval estimation
    for the difference between independent proportions, Statistics in Medicine 17 (1998) 873-890, method 10.

    Examples
    --------
    >>> found = share_difference((0, 10), (7, 14))
    >>> round(found.estimate, 2), round(found.low, 2), round(found.high, 2)
    (0.5, 0.14, 0.73)
    """
    for part, whole in (before, after):
        if not 0 <= part <= whole + 1e-9:
            raise ParameterError(f"{part} of {whole} is not a share.", "Give the part first, then the whole.")
    if before[1] == 0 or after[1] == 0:
        return Difference(float("nan"), float("nan"), float("nan"))
    (p0, low0, high0), (p1, low1, high1) = (_wilson(*pair, confidence) for pair in (before, after))
    estimate = p1 - p0
    return Difference(
        estimate, estimate - float(np.hypot(p1 - low1, high0 - p0)), estimate + float(np.hypot(high1 - p1, p0 - low0))
    )


def _wilson(part: float, whole: float, confidence: float) -> tuple[float, float, float]:
    z, p = float(special.ndtri(0.5 + confidence / 2)), part / whole
    middle = (p + z**2 / (2 * whole)) / (1 + z**2 / whole)
    half = z / (1 + z**2 / whole) * float(np.sqrt(max(p * (1 - p), 0) / whole + z**2 / (4 * whole**2)))
    return p, middle - half, middle + half
