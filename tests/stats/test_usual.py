"""The usual range of the next count: by its tails, beside a peer's quantile, and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from hotspot.errors import ParameterError
from hotspot.stats import next_count


def chance_of_at_most(k: int, before: int, seen: float) -> float:
    """The negative binomial, summed term by term."""
    shape = before + 0.5
    logs = [
        math.lgamma(j + shape)
        - math.lgamma(shape)
        - math.lgamma(j + 1)
        + shape * math.log(seen)
        + j * math.log1p(-seen)
        for j in range(k + 1)
    ]
    return sum(map(math.exp, logs))


@pytest.mark.parametrize(("before", "seen"), [(0, 0.9), (3, 0.5), (48, 12 / 13), (400, 35 / 36)])
def test_the_ends_are_the_first_counts_past_each_tail(before, seen):
    low, high = (int(end) for end in next_count(before, seen))
    assert chance_of_at_most(low, before, seen) >= 0.025
    assert low == 0 or chance_of_at_most(low - 1, before, seen) < 0.025
    assert chance_of_at_most(high, before, seen) >= 0.975
    assert high == 0 or chance_of_at_most(high - 1, before, seen) < 0.975


@pytest.mark.parametrize("seen", [0.02, 0.5, 12 / 13, 0.999])
@pytest.mark.parametrize("confidence", [0.5, 0.95])
def test_equals_the_quantiles_of_scipy(seen, confidence):
    before = np.arange(2000)
    low, high = nbinom.interval(confidence, before + 0.5, seen)
    ours = next_count(before, seen, confidence=confidence)
    np.testing.assert_array_equal(ours[0], low)
    np.testing.assert_array_equal(ours[1], high)


@settings(deadline=None)
@given(st.integers(0, 5000), st.floats(0.05, 0.99))
def test_more_before_never_means_fewer_next(before, seen):
    fewer, more = next_count([before, before + 1], seen)
    assert fewer[0] <= fewer[1] and more[0] <= more[1]


@pytest.mark.parametrize(("before", "seen", "confidence"), [(-1, 0.5, 0.95), (1, 1.0, 0.95), (1, 0.5, 1.0)])
def test_refuses_the_impossible(before, seen, confidence):
    with pytest.raises(ParameterError):
        next_count(before, seen, confidence=confidence)
