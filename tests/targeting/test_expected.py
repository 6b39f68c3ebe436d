"""Regression to the mean: the sum against a made world in which the truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hotspot.errors import DataError
from hotspot.targeting import Spread, expected, pace_changed, spread


def test_by_hand() -> None:
    # Shape 2, mean 10: 30 records pull to (2 + 30) / (2/10 + 1) = 26.67, a fall of a ninth.
    found = expected([30], Spread(10.0, 2.0))
    assert found.mean[0] == pytest.approx(32 / 1.2)
    assert found.fall[0] == pytest.approx(1 - 32 / 36)
    low, high = stats.nbinom.interval(0.95, 32, 1.2 / 2.2)
    assert (found.low[0], found.high[0]) == (low, high)
    assert (found.fall_low[0], found.fall_high[0]) == pytest.approx((1 - high / 30, 1 - low / 30))


def test_a_third_of_the_period_ahead_expects_a_third() -> None:
    whole, third = (expected([30], Spread(10.0, 2.0), ahead=ahead) for ahead in (1.0, 1 / 3))
    assert third.mean[0] == pytest.approx(whole.mean[0] / 3)
    assert third.fall[0] == pytest.approx(whole.fall[0])
    assert third.fall_high[0] - third.fall_low[0] > whole.fall_high[0] - whole.fall_low[0]  # fewer, so more chance


def test_the_spread_is_the_one_of_highest_likelihood() -> None:
    counts = np.array([0, 0, 0, 1, 0, 2, 14, 0, 3, 31])
    found = spread(counts)
    assert found.mean == counts.mean()

    def likely(shape: float) -> float:
        return float(stats.nbinom.logpmf(counts, shape, shape / (shape + found.mean)).sum())

    tried = np.exp(np.linspace(-6, 6, 4001))
    assert found.shape == pytest.approx(tried[np.argmax([likely(k) for k in tried])], rel=0.01)


@pytest.mark.parametrize(("shape", "mean"), [(0.3, 9.0), (2.0, 6.0), (20.0, 12.0)])
def test_the_ten_highest_of_a_made_world_fall_by_that_much(shape: float, mean: float) -> None:
    """In a world of gamma means and Poisson counts the truth is known: what was expected is what comes, on average."""
    rng = np.random.default_rng(20251231)
    told, came, inside = [], [], []
    for _ in range(200):
        means = rng.gamma(shape, mean / shape, 500)
        before, after = rng.poisson(means), rng.poisson(means / 3)
        top = np.argsort(-before, kind="stable")[:10]
        found = expected(before[top], spread(before), ahead=1 / 3)
        told.append(1 - found.mean.sum() / (before[top].sum() / 3))
        came.append(1 - after[top].sum() / (before[top].sum() / 3))
        inside.append(((after[top] >= found.low) & (after[top] <= found.high)).mean())
    error = np.std(np.array(came) - told) / np.sqrt(len(told))
    assert np.mean(told) > 2 * error  # there is a fall to speak of, and it is found
    assert abs(np.mean(came) - np.mean(told)) < 3 * error
    assert 0.94 < np.mean(inside) < 0.99  # counts are whole numbers, so a little more than 95 % lie inside


def test_without_incidents_nothing_is_expected() -> None:
    with pytest.raises(DataError, match="longer period"):
        spread([0, 0, 0])


@given(st.lists(st.integers(0, 80), min_size=3, max_size=40).filter(any))
def test_a_count_is_pulled_towards_the_mean_and_never_past_it(counts: list[int]) -> None:
    among = spread(counts)
    found = expected(counts, among).mean
    held = np.array(counts, dtype=float)
    low, high = np.minimum(held, among.mean), np.maximum(held, among.mean)
    assert ((found >= low - 1e-9) & (found <= high + 1e-9)).all()
    order = np.argsort(held, kind="stable")
    assert (np.diff(found[order]) >= -1e-9).all()  # the order of places never turns


def test_pace_against_the_exact_binomial_test() -> None:
    for before, recent in ((20, 10), (60, 78), (3, 0), (0, 3), (40, 20)):
        both = before + recent
        tails = [stats.binom.cdf(recent, both, 1 / 3), stats.binom.sf(recent - 1, both, 1 / 3)]
        assert pace_changed([before], [recent], periods=2.0)[0] == pytest.approx(min(1, 2 * min(tails)))


def test_a_steady_pace_is_seldom_called_changed() -> None:
    rng = np.random.default_rng(7)
    p = pace_changed(rng.poisson(60, 20_000), rng.poisson(30, 20_000), periods=2.0)
    assert 0.003 < (p < 0.01).mean() <= 0.011
