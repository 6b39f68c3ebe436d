"""Prediction accuracy: worked numbers, the definition as a slow loop, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.errors import ParameterError
from hotspot.stats.accuracy import prediction_accuracy

PLACES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 9), st.sampled_from([0.5, 1.0, 2.0, 3.0])), min_size=1, max_size=12
).filter(lambda places: any(seen for _, seen, _ in places))


def test_matches_worked_numbers(golden):
    case = golden["prediction_accuracy"]
    scores = prediction_accuracy(case["pred"], case["obs"], np.ones(6))
    assert (scores.order + 1).tolist() == case["order_1based"]
    assert scores.pai == pytest.approx(case["PAI"], abs=1e-6)
    assert scores.pei == pytest.approx(case["PEI"], abs=1e-6)


def slow_scores(places):
    """Rank by hand, then fill the same area greedily with the densest places, the last one in part."""
    ranked = sorted(places, key=lambda place: (-place[0] / place[2], place[1] / place[2]))
    best = sorted(places, key=lambda place: -place[1] / place[2])
    all_hits, all_area = sum(p[1] for p in places), sum(p[2] for p in places)
    for picked in range(1, len(ranked) + 1):
        hits, area = sum(p[1] for p in ranked[:picked]), sum(p[2] for p in ranked[:picked])
        left, possible = area, 0.0
        for _, seen, size in best:
            taken = min(size, left)
            possible += seen * taken / size
            left -= taken
        yield hits / all_hits, (hits / all_hits) / (area / all_area), hits / possible


@settings(deadline=None)
@given(PLACES)
def test_scores_follow_their_definition_with_places_of_any_size(places):
    scores = prediction_accuracy(*zip(*places, strict=True))
    hit_rate, pai, pei = zip(*slow_scores(places), strict=True)
    assert scores.hit_rate == pytest.approx(hit_rate, abs=1e-9)
    assert scores.pai == pytest.approx(pai, abs=1e-9)
    assert scores.pei == pytest.approx(pei, abs=1e-9)


@settings(deadline=None)
@given(PLACES)
def test_the_whole_area_scores_one_and_nothing_beats_hindsight(places):
    scores = prediction_accuracy(*zip(*places, strict=True))
    assert scores.pai[-1] == pytest.approx(1) and scores.pei[-1] == pytest.approx(1)
    assert (scores.pei <= 1).all()
    observed, area = [p[1] for p in places], [p[2] for p in places]
    assert prediction_accuracy(observed, observed, area).pei == pytest.approx(np.ones(len(places)))


@settings(deadline=None)
@given(PLACES, st.randoms(use_true_random=False))
def test_the_order_of_the_places_does_not_matter(places, shuffler):
    shuffled = list(places)
    shuffler.shuffle(shuffled)
    first, second = (prediction_accuracy(*zip(*each, strict=True)) for each in (places, shuffled))
    # Tied predictions with tied outcomes may still differ in size, and so in the steps between.
    if len({(p[0] / p[2], p[1] / p[2]) for p in places}) == len(places):
        assert first.hit_rate == pytest.approx(second.hit_rate)


def test_a_method_that_ties_every_place_gets_the_worst_order():
    scores = prediction_accuracy([1, 1, 1], [0, 5, 2], [1, 1, 1])
    assert scores.order.tolist() == [0, 2, 1]
    assert scores.hit_rate[0] == 0


def test_ranking_is_by_density_not_by_count():
    scores = prediction_accuracy([10, 6], [1, 1], [10, 1])
    assert scores.order.tolist() == [1, 0]


def test_hit_rate_at_a_share_takes_the_last_place_in_part():
    scores = prediction_accuracy([3, 2, 1, 0], [6, 2, 2, 0], np.ones(4))
    assert scores.hit_rate_at([0.125, 0.25, 0.375]) == pytest.approx([0.3, 0.6, 0.7])


def test_nothing_happened_gives_no_score():
    scores = prediction_accuracy([1, 2], [0, 0], [1, 1])
    assert np.isnan(scores.pai).all() and np.isnan(scores.pei).all() and np.isnan(scores.hit_rate).all()


@pytest.mark.parametrize(
    ("predicted", "observed", "area"),
    [([1], [1, 2], [1, 1]), ([1, np.nan], [1, 1], [1, 1]), ([1, 1], [1, -1], [1, 1]), ([1, 1], [1, 1], [1, 0])],
)
def test_what_cannot_be_scored_is_refused(predicted, observed, area):
    with pytest.raises(ParameterError):
        prediction_accuracy(predicted, observed, area)
