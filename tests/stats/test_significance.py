"""Significance: published numbers, the step-up rule as a slow loop, and exact permutation."""

from __future__ import annotations

import itertools
from math import erfc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from hotspot.errors import ParameterError
from hotspot.stats import (
    Reading,
    confidence_bins,
    false_discovery,
    gi_star,
    marked,
    permutation_p,
    permutations_needed,
    space_time_gi_star,
    two_sided_p,
)

CHANCES = st.lists(
    st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.01, 0.02, 0.05, 0.1, 1.0]), st.just(float("nan"))), max_size=30
)


def slow_false_discovery(p, alpha):
    """Sort, find the largest i with p_(i) <= i alpha / m, and keep everything up to it."""
    tested = sorted(value for value in p if not np.isnan(value))
    m = len(tested)
    passing = [value for i, value in enumerate(tested, start=1) if value <= i * alpha / m]
    return [bool(passing) and value <= max(passing) for value in p]


def test_matches_the_published_example(golden):
    case = golden["benjamini_hochberg"]
    for alpha, rejected in case["rejected"].items():
        kept = false_discovery(case["p"], float(alpha))
        assert kept.tolist() == [True] * rejected + [False] * (len(kept) - rejected)


def test_p_is_twice_the_tail():
    z = np.linspace(-9, 9, 37)
    np.testing.assert_allclose(two_sided_p(z), [erfc(abs(value) / 2**0.5) for value in z], rtol=1e-12)
    assert np.isnan(two_sided_p(np.nan))


@given(CHANCES, st.sampled_from([0.01, 0.05, 0.1, 0.5]))
@settings(deadline=None, max_examples=300)
def test_false_discovery_is_the_step_up_rule(p, alpha):
    assert false_discovery(p, alpha).tolist() == slow_false_discovery(p, alpha)


@given(st.integers(0, 2**32 - 1), st.floats(0.5, 4))
@settings(deadline=None, max_examples=60)
def test_bins_are_the_strictest_level_passed(seed, width):
    z = np.random.default_rng(seed).normal(0, width, (20, 6)).round(2)
    z[3, 2] = np.nan
    p = two_sided_p(z)
    levels = sum(np.array(slow_false_discovery(p.ravel(), alpha), dtype=int) for alpha in (0.10, 0.05, 0.01))
    expected = (levels.reshape(z.shape) * np.sign(np.nan_to_num(z))).astype(int)
    assert confidence_bins(z).tolist() == expected.tolist()
    assert confidence_bins(z, p).tolist() == expected.tolist()
    assert confidence_bins(-z).tolist() == (-expected).tolist()


def test_bins_are_small_integers_and_missing_scores_are_no_tests():
    bins = confidence_bins([4.0, -4.0, 0.0, np.nan])
    assert bins.dtype == np.int8
    assert bins.tolist() == [3, -3, 0, 0]
    # One score of 2.2 (p = 0.028) among 3 tests passes 10 %; 20 missing ones beside it change nothing.
    assert confidence_bins([2.2, 0.1, 0.2] + [np.nan] * 20).tolist() == [1, 0, 0] + [0] * 20
    assert confidence_bins([2.2, 0.1, 0.2] + [0.0] * 20).tolist() == [0] * 23
    assert confidence_bins(np.full((3, 4), np.nan)).tolist() == [[0] * 4] * 3


def test_correction_is_pooled_over_the_whole_cube():
    column = np.array([[2.6], [0.0], [0.1]])
    quiet = np.zeros((3, 40))
    assert confidence_bins(column)[0, 0] == 2
    assert confidence_bins(np.hstack([column, quiet]))[0, 0] == 0


def test_permutation_p_counts_the_shuffles_as_written(lopsided):
    rng = np.random.default_rng(5)
    values, weights = rng.poisson(2, 12), lopsided(rng, 12)
    p = permutation_p(values, weights, n_permutations=99, rng=np.random.default_rng(8))
    shuffles = np.random.default_rng(8).permuted(np.tile(values.astype(float), (99, 1)), axis=1)
    real = np.abs(gi_star(values, weights))
    more = sum(np.abs(gi_star(shuffle, weights)) >= real - 1e-9 for shuffle in shuffles)
    np.testing.assert_allclose(p, (1 + more) / 100)


def test_permutation_p_nears_the_exact_one(lattice):
    values, weights = np.array([9.0, 4, 0, 1, 0, 2]), lattice(1, 6)
    real = np.abs(gi_star(values, weights))
    every = np.array(
        [np.abs(gi_star(np.array(order), weights)) >= real - 1e-9 for order in itertools.permutations(values)]
    )
    p = permutation_p(values, weights, n_permutations=20_000, rng=np.random.default_rng(1))
    np.testing.assert_allclose(p, every.mean(axis=0), atol=0.015)


def test_permutation_p_is_the_same_for_the_same_seed_and_has_its_floor(lattice):
    values = np.zeros(100)
    values[:3] = 50
    first, second = (
        permutation_p(values, lattice(10, 10), n_permutations=199, rng=np.random.default_rng(2)) for _ in range(2)
    )
    np.testing.assert_array_equal(first, second)
    assert first.min() == pytest.approx(1 / 200)
    assert np.isnan(permutation_p(np.full(9, 0.1), lattice(3, 3), n_permutations=9, rng=np.random.default_rng(0))).all()


def test_permutations_are_for_one_map(lattice):
    with pytest.raises(ParameterError, match="one map"):
        permutation_p(np.eye(4), lattice(2, 2), n_permutations=9, rng=np.random.default_rng(0))
    with pytest.raises(ParameterError, match="at least one"):
        permutation_p(np.ones(4), lattice(2, 2), n_permutations=0, rng=np.random.default_rng(0))


def test_permutations_needed_let_a_lone_place_pass():
    needed = permutations_needed(50, 0.10)
    p = np.ones(50)
    p[0] = 1 / (needed + 1)
    assert false_discovery(p, 0.10)[0]
    p[0] = 1 / needed
    assert not false_discovery(p, 0.10)[0]


def test_a_planted_pattern_is_found_and_nothing_else(lattice):
    rng = np.random.default_rng(4)
    counts = rng.poisson(3, (400, 12))
    planted = (np.arange(400) // 20 < 3) & (np.arange(400) % 20 < 3)
    counts[planted] += rng.poisson(6, (9, 12))
    bins = confidence_bins(space_time_gi_star(counts, lattice(20, 20)))
    assert (bins[planted] >= 1).mean() > 0.95
    far = (np.arange(400) // 20 > 4) | (np.arange(400) % 20 > 4)
    assert (bins[far] != 0).mean() < 0.01


def test_weights_without_a_neighbour_have_no_answer():
    lonely = sparse.csr_array((3, 3))
    assert np.isnan(gi_star([1, 2, 4], lonely)).all()


@pytest.mark.parametrize(
    ("window", "lag"),
    [("entire_cube", None), ("entire_cube", 3), ("neighbourhood_steps", 1), ("neighbourhood_steps", 9), ("step", None)],
)
@pytest.mark.parametrize("path", ["plain", "compiled"])
def test_the_marked_places_are_those_with_a_bin(window, lag, path, lattice, monkeypatch):
    monkeypatch.setattr("hotspot.stats.size.COMPILED_FROM", 0 if path == "compiled" else np.inf)
    monkeypatch.setattr("hotspot.stats.scoring._BLOCK_VALUES", 70)
    rng = np.random.default_rng(8)
    counts = rng.poisson(1, (100, 8))
    counts[[0, 1, 10, 11, 55]] += rng.poisson(9, (5, 8))
    reading = Reading(counts, lattice(10, 10))
    bins = confidence_bins(space_time_gi_star(counts, lattice(10, 10), lag=lag, window=window))
    for _ in range(2):  # the second time from the sums that were kept
        places, found = marked(reading, lag=lag, window=window)
        assert places.tolist() == np.flatnonzero(bins.any(axis=1)).tolist() and len(places)
        assert (found == bins[places]).all()


def test_a_place_is_judged_among_all_however_few_are_scored_at_a_time(monkeypatch):
    """Where a tenth of all is hot a lesser score passes too, also of a place among quiet ones."""
    monkeypatch.setattr("hotspot.stats.size.COMPILED_FROM", 0)
    monkeypatch.setattr("hotspot.stats.scoring._BLOCK_VALUES", 60)
    counts = np.zeros((100, 6))
    counts[:10], counts[90, 3] = 9.0, 8.5
    alone = sparse.csr_array(np.eye(100))
    bins = confidence_bins(space_time_gi_star(counts, alone, lag=0))
    places, found = marked(Reading(counts, alone), lag=0)
    assert places.tolist() == [*range(10), 90] and (found == bins[places]).all()


@pytest.mark.parametrize("window", ["entire_cube", "neighbourhood_steps"])
def test_cold_places_and_border_places_are_marked_too(window, lattice):
    """Where counts are large a place may be cold, and at the border a neighbourhood of fewer places decides."""
    rng = np.random.default_rng(3)
    counts = rng.poisson(30, (400, 9)) / np.resize([28.0, 30.0, 31.0], 9)
    counts[[0, 1, 20, 21]], counts[[199, 219, 210, 211, 230, 231]] = 0.0, 9.0
    bins = confidence_bins(space_time_gi_star(counts, lattice(20, 20), window=window))
    assert (bins < 0).any() and (bins > 0).any()
    places, found = marked(Reading(counts, lattice(20, 20)), window=window)
    assert places.tolist() == np.flatnonzero(bins.any(axis=1)).tolist() and (found == bins[places]).all()


def test_nothing_is_marked_where_all_is_alike(lattice):
    places, bins = marked(Reading(np.full((9, 6), 0.1), lattice(3, 3)))
    assert places.size == 0 and bins.shape == (0, 6)


def test_bins_of_scores_without_end_are_the_surest():
    z = np.array([np.inf, -np.inf, 8.0, 0.0, np.nan])
    assert confidence_bins(z).tolist() == [3, -3, 3, 0, 0]
