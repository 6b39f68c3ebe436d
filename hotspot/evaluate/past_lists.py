"""Lists as they would have been made in the past, and how much of the next step each one held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hotspot import stats
from hotspot.disclosure import Step
from hotspot.findings.ranking import grouped

Floats = NDArray[np.float64]
Unit = Literal["places", "area"]

YEAR_DAYS = 366  # a step that begins on the day after is outside: steps are longer than the day too many
SAME_DECIMALS = 9  # scores that are equal on paper differ in their last bits


@dataclass(frozen=True)
class Past:
    """What was known on the day a list was made, and nothing later.

    Attributes
    ----------
    counts : array (n, m)
        Counts of n places in the m steps before.
    steps : tuple of Step
        Those steps, oldest first.
    weights : sparse array (n, n)
        Spatial weights with the diagonal.
    rng : Generator
        For the list that is drawn by lot.
    """

    counts: NDArray[np.int64]
    steps: tuple[Step, ...]
    weights: sparse.csr_array
    rng: np.random.Generator

    def last_years(self, years: int) -> Floats:
        """Return the count of each place over the last years, or over as much of them as there is."""
        since = self.steps[-1].end - timedelta(days=YEAR_DAYS + 365 * (years - 1))
        recent = np.array([step.start > since for step in self.steps])
        return np.asarray(self.counts[:, recent].sum(axis=1), dtype=float)

    def total(self) -> Floats:
        """Return the count of each place over all the steps before."""
        return np.asarray(self.counts.sum(axis=1), dtype=float)


@dataclass(frozen=True)
class Method:
    """A way to order places: its title for readers, and the score by which it puts the highest first."""

    title: str
    score: Callable[[Past], Floats]


def _gi_star(past: Past) -> Floats:
    z = stats.gi_star(past.total(), past.weights)
    return np.where(np.isnan(z), -np.inf, z)


def _listed(past: Past) -> Floats:
    """Return the order of the list on the page: adjoining hot places are one, listed by its busiest part; by count."""
    total = past.total()
    hot = stats.confidence_bins(stats.gi_star(total, past.weights)) >= 1
    place = grouped(hot, past.weights)
    order = np.lexsort((-total, place))
    busiest = order[np.unique(place[order], return_index=True)[1]]
    later = np.ones(len(total), dtype=bool)
    later[busiest] = False
    return np.asarray(total - later * (total.max() + 1))


PLAIN, LISTED, CHANCE = "count_12m", "listed", "random"
METHODS: dict[str, Method] = {
    LISTED: Method("The list of Hot now: adjoining hot places share a row", _listed),
    PLAIN: Method("Plain count, last 12 months", lambda past: past.last_years(1)),
    "count_36m": Method("Plain count, last three years", lambda past: past.last_years(3)),
    "count_all": Method("Plain count, all months before", Past.total),
    "gi_star": Method("Gi* score alone", _gi_star),
    "random_draw": Method("By lot, drawn once a month", lambda past: past.rng.random(len(past.counts))),
}
TITLES = {key: method.title for key, method in METHODS.items()} | {CHANCE: "By lot, what chance expects"}


@dataclass(frozen=True)
class Held:
    """What one list held of one step, after so many places or so much of the area; arrays in the order asked.

    Attributes
    ----------
    hits : float array
        Incidents in the places picked; the last place is taken in part where a share of the area ends inside it.
    possible : float array
        The most that any choice of the same area could have held.
    area_share : float array
        The share of the area that was picked.
    """

    hits: Floats
    possible: Floats
    area_share: Floats


Best = stats.PredictionAccuracy  # the ranking by what happened: no list could have held more


def hindsight(observed: Floats, area_km2: Floats) -> Best:
    """Return the list that knew what would happen: every other one is measured against it."""
    return stats.prediction_accuracy(observed, observed, area_km2)


def held(
    score: Floats, observed: Floats, area_km2: Floats, *, at: Sequence[float], unit: Unit, best: Best | None = None
) -> Held:
    """Return what a list held of what happened.

    Parameters
    ----------
    score : array (n,)
        The highest comes first. Places of equal score are put in the order that is worst for the list.
    observed : array (n,)
        Incidents at each place in the step that followed.
    area_km2 : array (n,)
        The area of each place.
    at : sequence of float
        Lengths of the list: numbers of places, each at most n, or shares of the area.
    unit : {"places", "area"}
        Which of the two.
    best : PredictionAccuracy, optional
        The ``hindsight`` of these places, where several lists are measured against it.

    Examples
    --------
    >>> found = held(np.array([3.0, 3, 1]), np.array([0.0, 4, 6]), np.ones(3), at=[1, 2], unit="places")
    >>> found.hits, found.possible
    (array([0., 4.]), array([ 6., 10.]))
    >>> held(np.array([3.0, 3, 1]), np.array([0.0, 4, 6]), np.ones(3), at=[0.5], unit="area").hits
    array([2.])
    """
    # By the score as it stands and not per area, unlike a prediction of counts: it is an order of places.
    scored = stats.accuracy_in_order(np.lexsort((observed, -score)), observed, area_km2)
    wanted = np.asarray(at, dtype=float)
    area_share = scored.area_share[wanted.astype(int) - 1] if unit == "places" else wanted
    hit_rate = scored.hit_rate[wanted.astype(int) - 1] if unit == "places" else scored.hit_rate_at(wanted)
    best = best or hindsight(observed, area_km2)
    return Held(_of(hit_rate, observed), _of(best.hit_rate_at(area_share), observed), area_share)


def by_chance(observed: Floats, area_km2: Floats, *, at: Sequence[float], unit: Unit, best: Best | None = None) -> Held:
    """Return what lists drawn by lot hold on average: the share of the places or of the area that they pick.

    >>> by_chance(np.array([0.0, 4, 6]), np.ones(3), at=[1], unit="places").hits.round(2)
    array([3.33])
    """
    picked = np.asarray(at, dtype=float) / (len(observed) if unit == "places" else 1)
    best = best or hindsight(observed, area_km2)
    return Held(picked * observed.sum(), _of(best.hit_rate_at(picked), observed), picked)


def _of(hit_rate: Floats, observed: Floats) -> Floats:
    """Return incidents from a share of them; none where there were none."""
    return np.asarray(np.nan_to_num(hit_rate * observed.sum()))


def scores(past: Past) -> dict[str, Floats]:
    """Return the score of every method, equal where it is equal on paper."""
    return {key: np.round(method.score(past), SAME_DECIMALS) for key, method in METHODS.items()}
