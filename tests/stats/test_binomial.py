"""The exact test of a share: by hand, as a slow sum, beside a peer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binomtest

from hotspot.errors import ParameterError
from hotspot.stats import share_p


def slow(part: int, whole: int, expected: float) -> float:
    chances = [math.comb(whole, j) * expected**j * (1 - expected) ** (whole - j) for j in range(whole + 1)]
    return sum(chance for chance in chances if chance <= chances[part] * (1 + 1e-7))


def test_by_hand_eight_of_ten_heads():
    # (1 + 10 + 45) of 1024 outcomes on either side
    assert share_p([8], [10], [0.5])[0] == pytest.approx(112 / 1024)


@pytest.mark.parametrize("expected", [0.03, 0.3, 0.5, 0.91])
def test_every_outcome_of_small_wholes_by_definition(expected):
    pairs = [(part, whole) for whole in (1, 2, 7, 20) for part in range(whole + 1)]
    part, whole = np.array(pairs).T
    want = [slow(*pair, expected) for pair in pairs]
    np.testing.assert_allclose(share_p(part, whole, np.full(len(pairs), expected)), want, rtol=1e-10)


def test_many_places_at_once_equal_scipy():
    rng = np.random.default_rng(5)
    whole = rng.integers(1, 6000, 200)
    part = rng.binomial(whole, rng.uniform(0.05, 0.95, 200))
    expected = rng.uniform(0.05, 0.95, 200)
    want = [binomtest(int(k), int(n), p).pvalue for k, n, p in zip(part, whole, expected, strict=True)]
    np.testing.assert_allclose(share_p(part, whole, expected), want, rtol=1e-9, atol=1e-300)


def test_none_is_none():
    assert share_p([], [], []).shape == (0,)


@pytest.mark.parametrize(("part", "whole", "expected"), [(-1, 2, 0.5), (3, 2, 0.5), (1, 2, 0.0), (1, 2, 1.0)])
def test_refuses_the_impossible(part, whole, expected):
    with pytest.raises(ParameterError):
        share_p([part], [whole], [expected])
