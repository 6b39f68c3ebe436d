"""What before-and-after counts can show: by hand, by drawing, and by definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as distributions

from hotspot import stats
from hotspot.errors import ParameterError


def test_a_fall_of_a_fifth_by_hand() -> None:
    reach = distributions.norm.ppf(0.975) + distributions.norm.ppf(0.8)  # 2.802
    assert stats.least_before(0.2) == int(np.ceil(reach**2 * 3.8 / 0.04)) == 746
    assert stats.least_before(0.2, around=1.0) == int(np.ceil(reach**2 * 5.8 / 0.04))


def test_four_of_five_such_falls_are_shown() -> None:
    n, fall = stats.least_before(0.3), 0.3
    rng = np.random.default_rng(1)
    draws = rng.poisson([n, n * (1 - fall), n, n], size=(4000, 4))
    shown = [stats.wdd((t0, t1), (c0, c1)).interval[1] < 0 for t0, t1, c0, c1 in draws]
    assert abs(np.mean(shown) - 0.8) < 0.03


@given(st.floats(0.05, 1.0), st.floats(0.0, 3.0))
def test_the_two_sums_are_each_others_inverse(fall: float, around: float) -> None:
    n = stats.least_before(fall, around=around)
    others = 2 * n + 2 * around * n
    assert stats.least_fall(n, others) <= fall + 1e-9
    assert stats.least_fall(max(n - 1, 1e-9), others * max(n - 1, 1e-9) / n) >= fall - 1e-9


@given(st.integers(1, 1000), st.integers(0, 3000))
def test_more_incidents_show_smaller_falls(before: int, others: int) -> None:
    assert (
        stats.least_fall(before + 1, others) < stats.least_fall(before, others) <= stats.least_fall(before, others + 1)
    )


def test_from_nothing_no_fall_can_be_shown() -> None:
    assert stats.least_fall(0, 10) == float("inf")
    for wrong in (0, -0.1, 1.1):
        with pytest.raises(ParameterError, match="not a share"):
            stats.least_before(wrong)


def test_drift_by_definition() -> None:
    place, other = np.array([3, 9, 8, 20]), np.array([10, 12, 9, 11])
    both, share = place + other, place.sum() / (place + other).sum()
    middle = sum(t * n for t, n in enumerate(both)) / both.sum()
    above = sum((t - middle) * (x - n * share) for t, (x, n) in enumerate(zip(place, both, strict=True)))
    spread = share * (1 - share) * sum(n * (t - middle) ** 2 for t, n in enumerate(both))
    found = stats.parallel_trends(place, other)
    assert found.z == pytest.approx(above / spread**0.5)
    assert found.p == pytest.approx(2 * distributions.norm.sf(abs(found.z)))


def test_parallel_places_are_called_apart_one_time_in_twenty() -> None:
    rng = np.random.default_rng(2)
    season = 10 + 5 * np.sin(np.arange(24))
    p = [stats.parallel_trends(rng.poisson(season * 2), rng.poisson(season)).p for _ in range(1000)]
    assert distributions.binomtest(int(np.sum(np.array(p) < 0.05)), 1000, 0.05).pvalue > 0.001


def test_no_drift_can_be_seen_in_nothing() -> None:
    for place, other in (([0, 0], [3, 4]), ([3, 4], [0, 0]), ([0, 0], [0, 0]), ([5], [5]), ([], [])):
        assert np.isnan(stats.parallel_trends(place, other).p)
    with pytest.raises(ParameterError, match="one length"):
        stats.parallel_trends([1, 2], [1])
