"""Concentration: worked numbers, the definitions as slow loops, laws, and real counts."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.errors import ParameterError
from hotspot.stats.concentration import concentration, generalised_gini, gini, lorenz

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=25).filter(any)


def slow_gini(counts):
    """Half the mean absolute difference over the mean."""
    n = len(counts)
    return sum(abs(a - b) for a in counts for b in counts) / (2 * n * sum(counts))


def test_gini_matches_worked_numbers(golden):
    for case in golden["gini"]:
        assert gini(case["x"]) == pytest.approx(case["gini"], abs=1e-9)
        assert generalised_gini(case["x"]) == pytest.approx(case["generalised"], abs=1e-9)


@settings(deadline=None)
@given(COUNTS)
def test_gini_is_half_the_relative_mean_difference(counts):
    assert gini(counts) == pytest.approx(slow_gini(counts), abs=1e-12)


@settings(deadline=None)
@given(COUNTS)
def test_gini_is_twice_the_area_between_the_diagonal_and_the_lorenz_curve(counts):
    places, held = lorenz(counts)
    assert gini(counts) == pytest.approx(1 - 2 * np.trapezoid(held, places), abs=1e-12)


@settings(deadline=None)
@given(COUNTS, st.integers(2, 5), st.randoms(use_true_random=False))
def test_gini_ignores_order_and_copies_of_the_whole(counts, copies, shuffler):
    shuffled = list(counts)
    shuffler.shuffle(shuffled)
    assert gini(shuffled) == gini(counts)
    assert gini(counts * copies) == pytest.approx(gini(counts), abs=1e-12)


@settings(deadline=None)
@given(st.integers(1, 30), st.integers(1, 60))
def test_generalised_gini_is_zero_for_the_most_even_spread(places, incidents):
    even = [incidents // places + (place < incidents % places) for place in range(places)]
    expected = 0 if incidents <= places or incidents % places == 0 else gini(even)
    assert generalised_gini(even) == pytest.approx(expected, abs=1e-12)


def test_all_in_one_place_is_as_concentrated_as_it_gets():
    assert gini([0, 0, 0, 8]) == pytest.approx(1 - 1 / 4)
    assert generalised_gini([0] * 9 + [5]) == pytest.approx(10 / 5 * (0.9 - 1) + 1)


def test_equal_values_that_floats_cannot_hold_are_still_equal():
    assert gini([0.1] * 12) == pytest.approx(0, abs=1e-12)


def test_nothing_happened_anywhere():
    assert np.isnan(gini([0, 0])) and np.isnan(generalised_gini([0, 0]))
    assert np.isnan(lorenz([0, 0]).share_of_incidents).all()
    assert np.isnan(concentration([0, 0], rng=np.random.default_rng(0)).share_of_places)


def test_lorenz_starts_at_nothing_and_ends_at_everything():
    places, held = lorenz([5, 0, 15])
    assert places.tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert held.tolist() == [0, 0, 0.25, 1]


def slow_smallest_share(counts, share):
    """Try every number of places."""
    ranked = sorted(counts, reverse=True)
    return next(k for k in range(1, len(ranked) + 1) if sum(ranked[:k]) >= share * sum(ranked)) / len(ranked)


@settings(deadline=None, max_examples=50)
@given(COUNTS, st.sampled_from([0.25, 0.5, 0.75, 1.0]))
def test_share_of_places_is_the_fewest_places_that_hold_enough(counts, share):
    found = concentration(counts, share=share, rng=np.random.default_rng(0), n_simulations=3)
    assert found.share_of_places == slow_smallest_share(counts, share)


def test_share_is_not_missed_by_a_rounding_error():
    assert concentration([1] * 10, share=0.3, rng=np.random.default_rng(0)).share_of_places == 0.3


def test_chance_alone_also_concentrates():
    """Two incidents on a million places: half of them is one place, found and by chance."""
    found = concentration([1, 1] + [0] * 9998, rng=np.random.default_rng(0), n_simulations=20)
    assert found.share_of_places == found.under_random == 1e-4


def test_under_random_is_the_mean_of_slow_reallocations():
    counts = np.array([9, 4, 3, 0, 0, 0, 0, 0])
    found = concentration(counts, rng=np.random.default_rng(3), n_simulations=400)
    rng = np.random.default_rng(4)
    slow = []
    for _ in range(400):
        landed = Counter(int(rng.integers(8)) for _ in range(16))
        slow.append(slow_smallest_share([landed[place] for place in range(8)], 0.5))
    assert found.under_random == pytest.approx(np.mean(slow), abs=0.02)
    assert found.random_interval[0] <= found.under_random <= found.random_interval[1]


def test_same_seed_same_answer():
    first, second = (concentration([5, 1, 0, 0], rng=np.random.default_rng(7)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("counts", [[], [1, -1], [1, np.nan], [[1, 2]]])
def test_counts_that_are_not_counts_are_refused(counts):
    for statistic in (gini, generalised_gini, lorenz):
        with pytest.raises(ParameterError):
            statistic(counts)


@pytest.mark.parametrize(("counts", "share"), [([1.5, 2], 0.5), ([1, 2], 0), ([1, 2], 1.1)])
def test_concentration_refuses_what_it_cannot_reallocate(counts, share):
    with pytest.raises(ParameterError):
        concentration(counts, share=share, rng=np.random.default_rng(0))


def test_real_violence_is_far_more_concentrated_than_chance(shared: Path):
    with zipfile.ZipFile(shared / "data/police_uk/gwent-street.zip") as archive:
        text = archive.read("2024-05/2024-05-gwent-street.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    areas = {row["LSOA code"] for row in rows if row["LSOA code"]}
    found = Counter(row["LSOA code"] for row in rows if row["Crime type"] == "Violence and sexual offences")
    counts = [found[area] for area in sorted(areas)]
    half = concentration(counts, rng=np.random.default_rng(1), n_simulations=99)
    assert half.share_of_places == slow_smallest_share(counts, 0.5)
    assert half.share_of_places < half.random_interval[0]
    assert gini(counts) == pytest.approx(slow_gini(counts), abs=1e-12)
