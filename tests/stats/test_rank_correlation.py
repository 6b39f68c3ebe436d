"""Spearman's rho and its interval: by hand, by a slow definition, against SciPy, and how often the interval holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as reference

from hotspot.errors import ParameterError
from hotspot.stats import spearman


def slow_ranks(values):
    """The mean place of each value among all, counted one by one."""
    return [sum(v < x for v in values) + (sum(v == x for v in values) + 1) / 2 for x in values]


def slow_rho(x, y):
    a, b = slow_ranks(x), slow_ranks(y)
    n, mean_a, mean_b = len(a), sum(a) / len(a), sum(b) / len(b)
    top = sum((a[i] - mean_a) * (b[i] - mean_b) for i in range(n))
    below = sum((v - mean_a) ** 2 for v in a) * sum((v - mean_b) ** 2 for v in b)
    return top / below**0.5


def test_by_hand():
    # Two neighbours changed places five times over: rho = 1 - 6 * 10 / (10 * 99).
    found = spearman(np.arange(10), [1, 0, 3, 2, 5, 4, 7, 6, 9, 8])
    assert found.rho == pytest.approx(1 - 60 / 990)
    spread = 1.959963984540054 * ((1 + found.rho**2 / 2) / 7) ** 0.5
    assert found.low == pytest.approx(np.tanh(np.arctanh(found.rho) - spread))
    assert found.high == pytest.approx(np.tanh(np.arctanh(found.rho) + spread))
    assert found.n == 10


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(-3, 3)), min_size=10, max_size=40))
def test_ties_share_their_ranks_as_by_definition_and_as_in_scipy(pairs):
    x, y = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    found = spearman(x, y)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert np.isnan(found.rho)
        return
    assert found.rho == pytest.approx(slow_rho(x.tolist(), y.tolist()), abs=1e-12)
    assert found.rho == pytest.approx(reference.spearmanr(x, y).statistic, abs=1e-12)
    assert found.low <= found.rho <= found.high


def test_only_the_order_matters_and_a_turned_side_turns_the_sign():
    rng = np.random.default_rng(4)
    x = rng.normal(size=50)
    y = x + rng.normal(size=50)
    one, same, turned = spearman(x, y), spearman(np.exp(x), 3 * y - 7), spearman(-x, y)
    assert (one.rho, one.low, one.high) == pytest.approx((same.rho, same.low, same.high))
    assert (turned.rho, turned.low, turned.high) == pytest.approx((-one.rho, -one.high, -one.low))


def test_a_pair_with_an_unknown_side_takes_no_part():
    x, y = np.arange(15.0), np.arange(15.0) ** 2 % 11
    unknown = x.copy()
    unknown[[2, 7]] = np.nan
    known = np.delete(np.arange(15), [2, 7])
    assert spearman(unknown, y) == spearman(x[known], y[known])
    assert spearman(unknown, y).n == 13


@pytest.mark.parametrize(("x", "y"), [(np.arange(9), np.arange(9)), (np.full(20, 0.1), np.arange(20))])
def test_too_few_or_never_varying_is_not_known(x, y):
    found = spearman(x, y)
    assert np.isnan([found.rho, found.low, found.high]).all()
    assert found.n == len(x)


def test_unlike_lengths_and_odd_levels_are_refused():
    with pytest.raises(ParameterError, match="3 values but 2 others"):
        spearman([1, 2, 3], [1, 2])
    with pytest.raises(ParameterError, match="no share"):
        spearman(np.arange(10), np.arange(10), level=95)


@pytest.mark.parametrize("true_rho", [0.0, 0.5])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(true_rho):
    rng = np.random.default_rng(11)
    pearson = 2 * np.sin(np.pi * true_rho / 6)  # a normal pair of this correlation has the Spearman's rho wanted
    held, draws, n = 0, 2000, 60
    for _ in range(draws):
        x = rng.normal(size=n)
        y = pearson * x + np.sqrt(1 - pearson**2) * rng.normal(size=n)
        found = spearman(x, y)
        held += found.low <= true_rho <= found.high
    assert held / draws == pytest.approx(0.95, abs=0.015)  # three standard errors of 2,000 draws
