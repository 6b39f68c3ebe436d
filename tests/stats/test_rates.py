"""Rates: the exact interval by its tails, shrinkage as a slow loop, and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from hotspot.errors import ParameterError
from hotspot.stats.rates import empirical_bayes_rate, poisson_interval

AREAS = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5000)), min_size=2, max_size=12)


def poisson_cdf(k, mean):
    return sum(math.exp(j * math.log(mean) - mean - math.lgamma(j + 1)) for j in range(k + 1))


@pytest.mark.parametrize("count", [1, 4, 17, 60])
def test_interval_ends_where_each_tail_is_half_of_five_per_cent(count):
    low, high = poisson_interval(count)
    assert 1 - poisson_cdf(count - 1, float(low)) == pytest.approx(0.025, abs=1e-9)
    assert poisson_cdf(count, float(high)) == pytest.approx(0.025, abs=1e-9)


def test_interval_of_nothing_starts_at_nothing():
    low, high = poisson_interval([0, np.nan], confidence=0.9)
    assert low[0] == 0 and high[0] == pytest.approx(-math.log(0.05))
    assert np.isnan(low[1]) and np.isnan(high[1])


def test_interval_of_a_rate_is_divided_by_its_exposure():
    low, high = poisson_interval([12, 12], [1, 24])
    assert low[1] == pytest.approx(low[0] / 24) and high[1] == pytest.approx(high[0] / 24)


@pytest.mark.parametrize(("count", "exposure", "confidence"), [(-1, 1, 0.95), (1, 0, 0.95), (1, 1, 1.0)])
def test_interval_refuses_the_impossible(count, exposure, confidence):
    with pytest.raises(ParameterError):
        poisson_interval(count, exposure, confidence=confidence)


def slow_shrunk(counts, population, weights):
    """Marshall's estimator, one area at a time; weights as a dense matrix of how much j counts for i."""
    n = len(counts)
    shrunk = []
    for i in range(n):
        people = sum(weights[i][j] * population[j] for j in range(n))
        mean = sum(weights[i][j] * counts[j] for j in range(n)) / people
        spread = sum(weights[i][j] * population[j] * (counts[j] / population[j] - mean) ** 2 for j in range(n)) / people
        typical = people / sum(weights[i])
        between = max(0.0, spread - mean / typical)
        trust = between / (between + mean / population[i]) if between > 0 else 0.0
        shrunk.append(mean + trust * (counts[i] / population[i] - mean))
    return shrunk


@settings(deadline=None)
@given(AREAS)
def test_global_shrinkage_follows_its_definition(areas):
    counts, population = zip(*areas, strict=True)
    everywhere = np.ones((len(areas), len(areas)))
    assert empirical_bayes_rate(counts, population) == pytest.approx(
        slow_shrunk(counts, population, everywhere), abs=1e-9
    )


def test_local_shrinkage_follows_its_definition_on_lopsided_weights():
    rng = np.random.default_rng(2)
    dense = rng.random((15, 15)) * (rng.random((15, 15)) < 0.3) + np.eye(15)
    population = rng.integers(50, 4000, 15)
    counts = rng.poisson(population * rng.gamma(2, 0.01, 15))
    found = empirical_bayes_rate(counts, population, sparse.csr_array(dense))
    assert found == pytest.approx(slow_shrunk(counts, population, dense.tolist()), abs=1e-12)


def test_local_shrinkage_with_everyone_a_neighbour_is_global_shrinkage():
    counts, population = [3, 40, 0, 9], [50, 900, 20, 4000]
    everywhere = sparse.csr_array(np.ones((4, 4)))
    assert empirical_bayes_rate(counts, population, everywhere) == pytest.approx(
        empirical_bayes_rate(counts, population)
    )


@settings(deadline=None)
@given(AREAS)
def test_shrunken_rates_lie_between_the_raw_rate_and_the_mean(areas):
    counts, population = (np.array(column) for column in zip(*areas, strict=True))
    raw, mean = counts / population, counts.sum() / population.sum()
    shrunk = empirical_bayes_rate(counts, population)
    assert (np.abs(shrunk - mean) <= np.abs(raw - mean) + 1e-12).all()


def test_the_smaller_area_is_pulled_in_further():
    counts, population = np.array([2, 200, 10, 1000]), np.array([10, 1000, 1000, 50_000])
    shrunk, mean = empirical_bayes_rate(counts, population), counts.sum() / population.sum()
    assert mean < shrunk[0] < shrunk[1] < 0.2


def test_rates_alike_everywhere_become_the_mean():
    assert empirical_bayes_rate([1, 2, 3], [10, 20, 30]) == pytest.approx([0.1] * 3)


def test_an_area_where_nobody_lives_has_no_rate_and_moves_no_other():
    shrunk = empirical_bayes_rate([5, 40, 90, np.nan], [0, 400, 100, 100])
    assert np.isnan(shrunk[[0, 3]]).all()
    assert shrunk[[1, 2]] == pytest.approx(empirical_bayes_rate([40, 90], [400, 100]))


def test_mismatched_areas_are_refused():
    with pytest.raises(ParameterError):
        empirical_bayes_rate([1, 2], [1])
    with pytest.raises(ParameterError, match="weights"):
        empirical_bayes_rate([1, 2], [1, 1], sparse.csr_array(np.eye(3)))
