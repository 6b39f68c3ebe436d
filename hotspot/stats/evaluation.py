"""Did it work? Before and after counts in a target area, beside an area that was left alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from hotspot.errors import ParameterError

Pair = tuple[float, float]
EXACT_UP_TO = 20_000  # incidents; beyond it the exact sum needs gigabytes and the normal curve is as good
ROUNDING = 1e-9  # two pairs that differ by less are as unlike


@dataclass(frozen=True)
class WeightedDisplacementDifference:
    """The estimated number of incidents prevented (negative) or added, with its uncertainty.

    `se` is the standard error, `z` the estimate over it, `interval` the confidence interval.
    """

    estimate: float
    se: float
    z: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class PercentChange:
    """The change of a rate from before to after in per cent, with its confidence interval."""

    estimate: float
    interval: tuple[float, float]


def wdq(target: Pair, buffer: Pair, control: Pair) -> float:
    """Return the weighted displacement quotient: what the buffer did, as a share of the success in the target.

    Above 1 the buffer gained more than the target; between 0 and 1 it gained too (diffusion of benefit); below 0
    incidents moved into it; below -1 more moved than were prevented. It has no margin of error, and with small counts
    it swings wildly: report `wdd` with its interval beside it.

    Parameters
    ----------
    target, buffer, control : (before, after)
        Counts in the target, in the ring around it, and in an area that nothing was done to.

    Returns
    -------
    float
        (B1/C1 - B0/C0) / (A1/C1 - A0/C0); NaN where the target did not improve against the control, since there is
        then no success that could have been displaced.

    Raises
    ------
    ParameterError
        If a count is missing or negative, or a control count is 0.

    Notes
    -----
    Source: K. J. Bowers & S. D. Johnson, Measuring the geographical displacement and diffusion of benefit effects of
    crime prevention activity, Journal of Quantitative Criminology 19 (2003) 275-301.

    Examples
    --------
    >>> wdq(target=(100, 50), buffer=(100, 75), control=(100, 100))
    0.5
    """
    (a0, a1), (b0, b1), (c0, c1) = _pair(target, "target"), _pair(buffer, "buffer"), _pair(control, "control")
    if c0 == 0 or c1 == 0:
        raise ParameterError(
            "The control area has no incidents before or after.", "Choose a larger control area or a longer period."
        )
    success = a1 / c1 - a0 / c0
    return float((b1 / c1 - b0 / c0) / success) if success < 0 else float("nan")


def wdd(
    target: Pair,
    control: Pair,
    buffer: Pair | None = None,
    buffer_control: Pair | None = None,
    *,
    confidence: float = 0.95,
) -> WeightedDisplacementDifference:
    """Return the weighted displacement difference: incidents prevented in the target and its ring, net of the control.

    An estimate of -118 says that 118 fewer incidents happened than if the target had followed the control. If the
    interval contains 0, the data do not show a change. It supposes that target and control would have changed by the
    same *number*, so the control must be of similar size, and that counts vary like Poisson counts; real counts vary
    more, so the interval is if anything too narrow.

    Parameters
    ----------
    target, control : (before, after)
        Counts over periods of equal length.
    buffer, buffer_control : (before, after), optional
        Counts in the ring around the target, and in an area like that ring. Give both or neither.
    confidence : float
        The confidence of the interval.

    Returns
    -------
    WeightedDisplacementDifference
        `estimate`, `se`, `z` (NaN when every count is 0) and `interval`.

    Raises
    ------
    ParameterError
        If a count is missing or negative, or only one of the two rings is given.

    Notes
    -----
    Estimate = (T1 - T0) - (C1 - C0) + (Td1 - Td0) - (Cd1 - Cd0), variance = the sum of all the counts. Source:
    A. P. Wheeler & J. H. Ratcliffe, A simple weighted displacement difference test to evaluate place based crime
    interventions, Crime Science 7:11 (2018).

    Examples
    --------
    >>> change = wdd((207, 110), (308, 318), buffer=(178, 157), buffer_control=(150, 140))
    >>> change.estimate, round(change.z, 2)
    (-118.0, -2.98)
    """
    if (buffer is None) != (buffer_control is None):
        raise ParameterError(
            "Only one of the two rings was given.",
            "Give the ring around the target and a ring like it that was left alone, or neither.",
        )
    signed = [(1, _pair(target, "target")), (-1, _pair(control, "control"))]
    if buffer is not None and buffer_control is not None:
        signed += [(1, _pair(buffer, "buffer")), (-1, _pair(buffer_control, "buffer's control"))]
    estimate = float(sum(sign * (after - before) for sign, (before, after) in signed))
    se = float(np.sqrt(sum(before + after for _, (before, after) in signed)))
    margin = float(special.ndtri(0.5 + confidence / 2)) * se
    z = estimate / se if se > 0 else float("nan")
    return WeightedDisplacementDifference(estimate, se, z, (estimate - margin, estimate + margin))


def e_test(before: int, after: int, *, exposure: Pair = (1, 1)) -> float:
    """Return the two-sided p-value that two counts come from one rate.

    The test for "4 last year, 11 this year: is that a change?". Small p: the two are unlikely to share one rate. It
    supposes that incidents come singly and independently: ten arrests from one fight are not ten. A count picked
    *because* it was high will fall by itself, and this test does not know that it was picked.

    Parameters
    ----------
    before, after : int
        The two counts, whole numbers.
    exposure : (before, after)
        What each count was collected over, such as the number of nights or their hours.

    Returns
    -------
    float
        The p-value, 1 if both counts are 0.

    Raises
    ------
    ParameterError
        If a count is negative or not whole, or an exposure is not above 0.

    Notes
    -----
    Source: K. Krishnamoorthy & J. Thomson, A more powerful test for comparing two Poisson means, Journal of Statistical
    Planning and Inference 119 (2004) 23-35. Above 20,000 incidents together the test statistic is read off the normal
    curve, from which the exact sum then no longer differs.

    Examples
    --------
    >>> round(e_test(4, 11), 3)
    0.073
    >>> round(e_test(0, 3, exposure=(100, 100)), 4)
    0.0884
    """
    k0, k1 = _pair((before, after), "pair")
    n0, n1 = _pair(exposure, "exposure")
    if k0 != int(k0) or k1 != int(k1) or n0 <= 0 or n1 <= 0:
        raise ParameterError(
            f"Counts of {before} and {after} over {exposure[0]} and {exposure[1]} cannot be compared.",
            "Use whole counts and exposures above 0; rates cannot be tested without the counts behind them.",
        )
    if k0 + k1 > EXACT_UP_TO:
        z = (k1 / n1 - k0 / n0) / np.sqrt(k1 / n1**2 + k0 / n0**2)
        return float(2 * special.ndtr(-abs(z)))
    return _as_unlike(int(k0), n0, int(k1), n1)


def _as_unlike(k0: int, n0: float, k1: int, n1: float) -> float:
    """Return the chance, at the pooled rate, of two counts at least as unlike as these, these themselves included.

    SciPy's ``poisson_means_test`` compares without room for rounding and may leave out the pair that was counted: of 6
    in 181 days and 7 in 184 its p is 0.83, where the sum of the definition is 0.85.
    """
    rate = (k0 + k1) / (n0 + n1)
    first, second = (_likely(rate * n) for n in (n0, n1))
    a, b = first[:, None].astype(float), second[None, :].astype(float)
    apart, spread = a / n0 - b / n1, a / n0**2 + b / n1**2
    seen = (k0 / n0 - k1 / n1) ** 2
    unlike = apart**2 * (k0 / n0**2 + k1 / n1**2) >= seen * spread * (1 - ROUNDING)
    unlike &= (spread > 0) | (seen == 0)  # two counts of 0 are alike
    chance = _poisson(first, rate * n0)[:, None] * _poisson(second, rate * n1)[None, :]
    return float(min(1.0, chance[unlike].sum()))


def _likely(mean: float) -> NDArray[np.int64]:
    """Return the counts that a Poisson variable takes but for one time in 10^14."""
    reach = 8 * np.sqrt(mean) + 25
    return np.arange(max(0, int(mean - reach)), int(mean + reach) + 1)


def _poisson(counts: NDArray[np.int64], mean: float) -> NDArray[np.float64]:
    return np.asarray(np.exp(special.xlogy(counts, mean) - mean - special.gammaln(counts + 1)))


def percent_change(before: int, after: int, *, exposure: Pair = (1, 1), confidence: float = 0.95) -> PercentChange:
    """Return the change of a rate in per cent with its exact interval.

    From 4 to 6 is "+50 %", and the interval runs from -63 % to +620 %: on a base below 30 never quote the one without
    the other. From a base of 0 there is no per cent change at all.

    Parameters
    ----------
    before, after : int
        The two counts, whole numbers.
    exposure : (before, after)
        What each count was collected over.
    confidence : float
        The confidence of the interval.

    Returns
    -------
    PercentChange
        `estimate` (NaN from a base of 0) and `interval`, whose upper end is infinite from a base of 0.

    Raises
    ------
    ParameterError
        If a count is negative, or an exposure is not above 0.

    Notes
    -----
    Given the total, the later count is binomial; its exact (Clopper-Pearson) limits are turned into a ratio of rates.
    Source: J. Przyborowski & H. Wilenski, Biometrika 31 (1940) 313-323.

    Examples
    --------
    >>> change = percent_change(4, 6)
    >>> change.estimate, [round(end) for end in change.interval]
    (50.0, [-64, 623])
    """
    k0, k1 = _pair((before, after), "pair")
    n0, n1 = _pair(exposure, "exposure")
    if n0 <= 0 or n1 <= 0:
        raise ParameterError("An exposure is not above 0.", "Give the number of nights, days or hours of each count.")
    tail = (1 - confidence) / 2
    low = special.betaincinv(k1, k0 + 1, tail) if k1 > 0 else 0.0
    high = special.betaincinv(k1 + 1, k0, 1 - tail) if k0 > 0 else 1.0
    with np.errstate(divide="ignore"):
        ends = [float(100 * (np.divide(share, 1 - share) * n0 / n1 - 1)) for share in (low, high)]
    estimate = 100 * ((k1 / n1) / (k0 / n0) - 1) if k0 > 0 else float("nan")
    return PercentChange(float(estimate), (ends[0], ends[1]))


def _pair(values: Pair, name: str) -> Pair:
    pair = np.asarray(values, dtype=float)
    if pair.shape != (2,) or not np.isfinite(pair).all() or (pair < 0).any():
        raise ParameterError(
            f"The {name} is {values}, which is not two numbers of 0 or more.",
            "Give the number before and the number after.",
        )
    return float(pair[0]), float(pair[1])
