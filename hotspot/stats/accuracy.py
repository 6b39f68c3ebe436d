"""Prediction accuracy: how much of what came next fell in the places that were picked beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotspot.errors import ParameterError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PredictionAccuracy:
    """The scores after the first 1, 2, ... n places of the ranking, each an array of shape (n,).

    `order` holds the positions of the places in rank order, `area_share` the share of the area they make up together,
    `hit_rate` the share of incidents they held, `pai` the hit rate over the area share, and `pei` the hit rate over the
    best that any choice of the same area could have reached. `observed` and `area` are those of the places.
    """

    order: NDArray[np.int64]
    area_share: Floats
    hit_rate: Floats
    observed: Floats = field(repr=False)
    area: Floats = field(repr=False)

    @property
    def pai(self) -> Floats:
        """The hit rate over the area share."""
        return self.hit_rate / self.area_share

    @cached_property
    def pei(self) -> Floats:
        """The hit rate over the best that any choice of the same area could have reached."""
        best = np.argsort(-(self.observed / self.area), kind="stable")
        possible = _held_within(self.area_share, _shares(self.area[best]), _shares(self.observed[best]))
        # The last sums may differ by a rounding error; a ranking cannot beat hindsight.
        return np.minimum(self.hit_rate / possible, 1.0)

    def hit_rate_at(self, area_share: ArrayLike) -> Floats:
        """Return the hit rate when a given share of the area is picked, the last place being taken in part.

        >>> scores = prediction_accuracy([2, 1], [3, 1], [1, 1])
        >>> scores.hit_rate_at([0.25, 0.5, 1.0])
        array([0.375, 0.75 , 1.   ])
        """
        return _held_within(area_share, self.area_share, self.hit_rate)


def prediction_accuracy(predicted: ArrayLike, observed: ArrayLike, area: ArrayLike) -> PredictionAccuracy:
    """Return how well a ranking of places found the incidents that followed.

    Places are ranked by predicted incidents per area. A hit rate of 0.3 at 2 % of the area means a PAI of 15: fifteen
    times what picking at random would catch. PAI rewards small areas, so compare methods at one area share only. PEI
    compares with hindsight: 1 is the best that could have been done. Equal predictions are ranked so that the worse
    outcome comes first: a method gets no credit for a lucky order among ties.

    Parameters
    ----------
    predicted : array of shape (n,)
        What the method foresaw at each place, from data before the test period only.
    observed : array of shape (n,)
        The number of incidents at each place in the test period.
    area : array of shape (n,)
        The area of each place, in any unit, above 0. All places of the area belong in it, empty ones too.

    Returns
    -------
    PredictionAccuracy
        Arrays in rank order; all scores are NaN if nothing happened in the test period.

    Raises
    ------
    ParameterError
        If the arrays do not match, a value is missing or negative, or an area is 0.

    Notes
    -----
    PAI = (hits / all incidents) / (area picked / whole area): S. Chainey, L. Tompson & S. Uhlig, The utility of hotspot
    mapping for predicting spatial patterns of crime, Security Journal 21 (2008) 4-28. PEI = PAI / best PAI at the same
    area: J. Hunt, dissertation, Johns Hopkins University (2016). Where places differ in size the best choice may take
    its last place in part, so that PEI never exceeds 1.

    Examples
    --------
    >>> scores = prediction_accuracy([8, 4, 4, 2, 1, 0], [6, 7, 3, 2, 1, 0], np.ones(6))
    >>> scores.order + 1, scores.pei.round(3)
    (array([1, 3, 2, 4, 5, 6]), array([0.857, 0.692, 1.   , 1.   , 1.   , 1.   ]))
    """
    foreseen, happened, size = (np.asarray(each, dtype=float) for each in (predicted, observed, area))
    _check(foreseen, happened, size)
    return accuracy_in_order(np.lexsort((happened / size, -(foreseen / size))), happened, size)


def accuracy_in_order(order: NDArray[np.int64], observed: Floats, area: Floats) -> PredictionAccuracy:
    """Return the scores of places in a rank order that is settled: what ``prediction_accuracy`` finds by itself.

    Parameters
    ----------
    order : int array of shape (n,)
        The positions of the places, the first in rank first; each once, which is not checked.
    observed, area : array of shape (n,)
        As in ``prediction_accuracy``, in the order of the places.

    Examples
    --------
    >>> accuracy_in_order(np.array([1, 0]), np.array([1.0, 3.0]), np.ones(2)).hit_rate
    array([0.75, 1.  ])
    """
    return PredictionAccuracy(order, _shares(area[order]), _shares(observed[order]), observed, area)


def _shares(values: Floats) -> Floats:
    total = values.sum()
    return np.cumsum(values) / total if total > 0 else np.full(values.shape, np.nan)


def _held_within(area_share: ArrayLike, areas: Floats, hits: Floats) -> Floats:
    wanted = np.asarray(area_share, dtype=float)
    return np.asarray(np.interp(wanted, np.concatenate([[0.0], areas]), np.concatenate([[0.0], hits])))


def _check(predicted: Floats, observed: Floats, area: Floats) -> None:
    if predicted.ndim != 1 or len(predicted) == 0 or not predicted.shape == observed.shape == area.shape:
        raise ParameterError(
            f"Predictions, outcomes and areas have shapes {predicted.shape}, {observed.shape} and {area.shape}.",
            "Give one of each for every place of the area.",
        )
    known = np.isfinite(predicted).all() and np.isfinite(observed).all() and np.isfinite(area).all()
    if not known or (observed < 0).any() or (area <= 0).any():
        raise ParameterError(
            "A prediction, an outcome or an area is missing, an outcome is negative, or an area is not above 0.",
            "Join predictions and outcomes on the same list of places, with zeros where nothing happened.",
        )
