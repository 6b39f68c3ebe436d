"""Concentration: how unevenly incidents are shared among places, and how much of that is chance.

"Half of the incidents are in 4 % of the places" sounds striking, but when there are fewer incidents than places a few
places must hold half of them whatever happens. Every figure here therefore has a partner that allows for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotspot.errors import ParameterError

Floats = NDArray[np.float64]


class Lorenz(NamedTuple):
    """The Lorenz curve: the lowest `share_of_places` of places hold `share_of_incidents` of the incidents."""

    share_of_places: Floats
    share_of_incidents: Floats


@dataclass(frozen=True)
class Concentration:
    """The smallest share of places that holds the wanted share of incidents, as found and under chance.

    `under_random` is the mean over the reallocations; `random_interval` holds the middle 95 % of them.
    """

    share_of_places: float
    under_random: float
    random_interval: tuple[float, float]


def lorenz(counts: ArrayLike) -> Lorenz:
    """Return the Lorenz curve of the counts, from (0, 0) to (1, 1), lowest places first.

    Equal places give the straight diagonal; the further the curve sags below it, the more concentrated the incidents.
    Places without incidents belong in the counts: leaving them out makes any pattern look even.

    Parameters
    ----------
    counts : array of shape (n,)
        The number of incidents at each place, zeros included.

    Returns
    -------
    Lorenz
        Two arrays of shape (n + 1,): `share_of_places` and `share_of_incidents` (NaN if there are no incidents).

    Raises
    ------
    ParameterError
        If there are no places, or a count is missing or negative.

    Notes
    -----
    Source: M. O. Lorenz, Methods of measuring the concentration of wealth, Publications of the American Statistical
    Association 9 (1905) 209-219.

    Examples
    --------
    >>> lorenz([3, 0, 1, 0]).share_of_incidents
    array([0.  , 0.  , 0.  , 0.25, 1.  ])
    """
    x = np.sort(_counts(counts))
    with np.errstate(invalid="ignore"):
        held = np.concatenate([[0.0], np.cumsum(x)]) / x.sum()
    return Lorenz(np.arange(len(x) + 1) / len(x), held)


def gini(counts: ArrayLike) -> float:
    """Return the Gini coefficient: 0 if every place has the same count, near 1 if one place has everything.

    It misleads where incidents are few: 10 incidents on 1,000 places give at least 0.99 however they fall. Use
    `generalised_gini` to compare places, periods or types with different totals.

    Parameters
    ----------
    counts : array of shape (n,)
        The number of incidents at each place, zeros included.

    Returns
    -------
    float
        G = sum_i (2 i - n - 1) x_(i) / (n sum x), with x sorted upwards; NaN if there are no incidents.

    Raises
    ------
    ParameterError
        If there are no places, or a count is missing or negative.

    Notes
    -----
    Source: C. Gini, Variabilità e mutabilità (1912); the rank form is in W. Bernasco & W. Steenbeek, More places than
    crimes, Journal of Quantitative Criminology 33 (2017) 451-467.

    Examples
    --------
    >>> round(gini([10, 8, 2, 0, 0, 0, 0, 0, 0, 0]), 9)
    0.78
    """
    x = np.sort(_counts(counts))
    n, total = len(x), x.sum()
    if total == 0:
        return float("nan")
    return float((2 * np.arange(1, n + 1) - n - 1) @ x / (n * total))


def generalised_gini(counts: ArrayLike) -> float:
    """Return the Gini coefficient measured from the most even spread that this number of incidents allows.

    With c incidents on n places and c < n, the most even spread leaves n - c places empty. G' counts that as 0, so that
    a rare and a common type of crime can be compared. Where there are at least as many incidents as places it is the
    plain Gini coefficient. It does not allow for chance: a random spread has G' well above 0 (see `concentration`).

    Parameters
    ----------
    counts : array of shape (n,)
        The number of incidents at each place, zeros included.

    Returns
    -------
    float
        G' = max(1, n / c) * (G - 1) + 1; NaN if there are no incidents.

    Raises
    ------
    ParameterError
        If there are no places, or a count is missing or negative.

    Notes
    -----
    Source: W. Bernasco & W. Steenbeek, More places than crimes, Journal of Quantitative Criminology 33 (2017) 451-467.

    Examples
    --------
    >>> round(generalised_gini([5, 2, 1, 0, 0, 0, 0, 0, 0, 0]), 9)
    0.75
    """
    x = _counts(counts)
    total = x.sum()
    if total == 0:
        return float("nan")
    return float(max(1.0, len(x) / total) * (gini(x) - 1) + 1)


def concentration(
    counts: ArrayLike,
    *,
    share: float = 0.5,
    rng: np.random.Generator,
    n_simulations: int = 199,
) -> Concentration:
    """Return the smallest share of places that holds a share of the incidents, beside the same figure under chance.

    Read the two together. "Half of the incidents in 4 % of places, where chance alone would give 22 %" is a finding;
    "4 %, where chance would give 5 %" is only a small number of incidents. Chance here means that every place is
    equally likely, which no town is: it is the floor of expectation, not a model of a town.

    Parameters
    ----------
    counts : array of shape (n,)
        The whole number of incidents at each place, zeros included. Places should be alike in size.
    share : float
        The share of incidents to be held, above 0 and at most 1.
    rng : numpy Generator
        The source of chance.
    n_simulations : int
        How many random reallocations are made.

    Returns
    -------
    Concentration
        `share_of_places`, `under_random` (the mean over the reallocations) and `random_interval` (their middle 95 %);
        NaN if there are no incidents.

    Raises
    ------
    ParameterError
        If a count is missing, negative or not whole, or the share is not in (0, 1].

    Notes
    -----
    Source: the comparison with a random reallocation follows A. Levin, R. Rosenfeld & M. Deckard, The law of crime
    concentration, Journal of Quantitative Criminology 33 (2017) 635-647, and Bernasco & Steenbeek 2017.

    Examples
    --------
    >>> found = concentration([50, 30, 10, 5, 5, 0, 0, 0, 0, 0], rng=np.random.default_rng(1))
    >>> found.share_of_places, found.under_random > 0.3
    (0.1, True)
    """
    x = _counts(counts)
    if not 0 < share <= 1 or n_simulations < 1 or (x != np.floor(x)).any():
        raise ParameterError(
            f"A concentration at a share of {share} with {n_simulations} simulations cannot be worked out.",
            "Use whole counts, a share above 0 and at most 1, and at least one simulation.",
        )
    n, total = len(x), int(x.sum())
    if total == 0:
        return Concentration(np.nan, np.nan, (np.nan, np.nan))
    thrown = by_chance(n, total, share=share, rng=rng, n_simulations=n_simulations)
    low, high = np.quantile(thrown, [0.025, 0.975])
    return Concentration(smallest_share(x, share=share), float(np.mean(thrown)), (float(low), float(high)))


def smallest_share(counts: ArrayLike, *, share: float = 0.5) -> float:
    """Return the smallest share of places that holds a share of the incidents, the fullest places first.

    Alone it says little: few incidents lie in few places however they fall. Show beside it what chance would give, from
    ``concentration`` or ``expected_share``. NaN if there are no incidents.

    >>> smallest_share([50, 30, 10, 5, 5, 0, 0, 0, 0, 0])
    0.1
    """
    x = _counts(counts)
    return _smallest_share(*np.unique(x, return_counts=True), share) if x.any() else float("nan")


def by_chance(n: int, total: int, *, share: float, rng: np.random.Generator, n_simulations: int = 199) -> Floats:
    """Return the smallest share of n places that holds a share of the incidents, in each random reallocation.

    It depends on how many places and incidents there are, not on where these lie: whoever asks for the same numbers
    again may keep it.

    >>> by_chance(4, 1, share=0.5, rng=np.random.default_rng(1), n_simulations=2)
    array([0.25, 0.25])
    """
    thrown = (np.bincount(_thrown(total, n, rng)) for _ in range(n_simulations))
    return np.array([_smallest_share(np.arange(len(places)), places, share) for places in thrown])


def _thrown(total: int, n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return how many incidents each of n places gets by chance alone, drawn in whichever way is quicker."""
    if total > 20 * n:
        return rng.multinomial(total, np.full(n, 1 / n))
    # The generator draws the same numbers in 64 bits and takes twice as long.
    kind = np.int32 if n < np.iinfo(np.int32).max else np.int64
    return np.bincount(rng.integers(n, size=total, dtype=kind), minlength=n)


def _smallest_share(held: NDArray[np.number], places: NDArray[np.int64], share: float) -> float:
    """Return the smallest share of places that holds a share of the incidents, the fullest places first.

    Parameters
    ----------
    held, places : arrays of shape (k,)
        What a place may hold, upwards, and how many places hold it: few different numbers occur, so that nothing has
        to be sorted.
    """
    each, alike = held[::-1].astype(float), places[::-1]
    together, filled = np.cumsum(each * alike), np.cumsum(alike)
    # A hair below the target, so that 0.1 + 0.2 of the incidents is not kept from being 0.3 of them.
    needed = share * together[-1] * (1 - 1e-12)
    last = int(np.searchsorted(together, needed, side="left"))
    before, each_holds = together[last] - each[last] * alike[last], each[last]
    more = int(np.ceil((needed - before) / each_holds))
    more += int(before + more * each_holds < needed) - int(before + (more - 1) * each_holds >= needed)
    return float((filled[last] - alike[last] + more) / filled[-1])


def _counts(counts: ArrayLike) -> Floats:
    x = np.asarray(counts, dtype=float)
    if x.ndim != 1 or len(x) == 0 or not np.isfinite(x).all() or (x < 0).any():
        raise ParameterError(
            "The counts hold no places, a missing value or a negative value.",
            "Give one count of 0 or more for each place; leave out places whose count is unknown.",
        )
    return x
