"""Evaluation: worked numbers, the E-test as a slow double sum, and what the answers mean."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.errors import ParameterError
from hotspot.stats.evaluation import e_test, percent_change, wdd, wdq

COUNT = st.integers(0, 500)
PAIR = st.tuples(COUNT, COUNT)


def test_wdq_matches_worked_numbers(golden):
    for case in golden["wdq"]:
        assert wdq(case["A"], case["B"], case["C"]) == pytest.approx(case["wdq"], abs=1e-9)


def test_wdq_is_not_read_when_the_target_did_not_improve():
    assert math.isnan(wdq((100, 120), (100, 50), (100, 100)))
    assert math.isnan(wdq((100, 50), (100, 50), (100, 50)))


def test_wdq_needs_a_control_with_incidents():
    with pytest.raises(ParameterError, match="control"):
        wdq((10, 5), (10, 5), (0, 10))


def test_wdd_matches_worked_numbers(golden):
    for case in golden["wdd"]:
        change = wdd(case["T"], case["C"], case["Td"], case["Cd"])
        assert change.estimate == pytest.approx(case["est"], abs=1e-9)
        assert change.se == pytest.approx(case["se"], abs=1e-9)
        assert change.z == pytest.approx(case["z"], abs=1e-9)
        assert change.interval == pytest.approx(
            (case["est"] - 1.959964 * case["se"], case["est"] + 1.959964 * case["se"])
        )


@settings(deadline=None)
@given(PAIR, PAIR, PAIR, PAIR)
def test_wdd_changes_sign_when_target_and_control_change_places(target, control, ring, ring_control):
    there, back = wdd(target, control, ring, ring_control), wdd(control, target, ring_control, ring)
    assert there.estimate == -back.estimate and there.se == back.se


def test_wdd_without_rings_and_without_incidents():
    assert wdd((10, 4), (20, 21)).estimate == -7
    assert math.isnan(wdd((0, 0), (0, 0)).z)


def test_wdd_wants_both_rings_or_neither():
    with pytest.raises(ParameterError, match="rings"):
        wdd((10, 4), (20, 21), buffer=(3, 4))


def test_wdd_interval_holds_the_truth_as_often_as_it_says():
    """With no effect and Poisson counts, 95 % of the intervals hold 0."""
    rng = np.random.default_rng(5)
    draws = rng.poisson(40, size=(2000, 4))
    held = [low <= 0 <= high for t0, t1, c0, c1 in draws for low, high in [wdd((t0, t1), (c0, c1)).interval]]
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def slow_e_test(k0, k1, n0, n1):
    """Every pair of counts at least as extreme, weighted by its probability at the pooled rate."""

    def statistic(x0, x1):
        variance = x0 / n0**2 + x1 / n1**2
        return abs(x0 / n0 - x1 / n1) / math.sqrt(variance) if variance > 0 else 0.0

    def chance(x, mean):
        return math.exp(x * math.log(mean) - mean - math.lgamma(x + 1)) if mean > 0 else float(x == 0)

    rate, seen, top = (k0 + k1) / (n0 + n1), statistic(k0, k1), 120
    return sum(
        chance(x0, n0 * rate) * chance(x1, n1 * rate)
        for x0 in range(top)
        for x1 in range(top)
        if statistic(x0, x1) >= seen - 1e-12
    )


@pytest.mark.parametrize(
    ("before", "after", "exposure"),
    [
        (4, 11, (1, 1)),
        (0, 3, (1, 1)),
        (12, 3, (2.5, 1)),
        (7, 7, (1, 1)),
        (20, 9, (52, 26)),
        (0, 1, (13, 11)),
        (6, 7, (181, 184)),
        (3, 7, (181, 92)),
    ],
)
def test_e_test_is_the_sum_over_all_pairs_of_counts(before, after, exposure):
    # 6 in 181 days beside 7 in 184: SciPy's own sum leaves out the very pair that was counted.
    assert e_test(before, after, exposure=exposure) == pytest.approx(slow_e_test(before, after, *exposure), abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 60), st.integers(0, 60))
def test_e_test_is_a_probability_and_does_not_mind_the_direction(before, after):
    p = e_test(before, after)
    assert 0 <= p <= 1 + 1e-12
    assert p == pytest.approx(e_test(after, before), abs=1e-9)


def test_e_test_of_nothing_is_one_and_exposure_matters():
    assert e_test(0, 0) == 1
    assert e_test(10, 20, exposure=(10, 20)) > 0.9 > 0.1 > e_test(10, 20, exposure=(20, 10))


def test_e_test_is_seamless_where_the_exact_sum_gives_way_to_the_normal_curve():
    assert e_test(9_900, 10_100) == pytest.approx(e_test(9_901, 10_101), abs=0.002)


@pytest.mark.parametrize(("counts", "exposure"), [((1.5, 2), (1, 1)), ((1, 2), (0, 1)), ((-1, 2), (1, 1))])
def test_e_test_refuses_rates_and_empty_exposures(counts, exposure):
    with pytest.raises(ParameterError):
        e_test(*counts, exposure=exposure)


def test_percent_change_of_a_small_base_is_hardly_known():
    change = percent_change(4, 6)
    assert change.estimate == pytest.approx(50)
    assert change.interval[0] < -60 and change.interval[1] > 600


def test_percent_change_divides_by_the_exposure():
    assert percent_change(100, 100, exposure=(50, 100)).estimate == pytest.approx(-50)


def test_percent_change_from_nothing_has_no_figure():
    change = percent_change(0, 5)
    assert math.isnan(change.estimate) and change.interval[1] == math.inf
    assert percent_change(5, 0).estimate == pytest.approx(-100)
    assert percent_change(5, 0).interval[0] == -100


def test_percent_change_interval_ends_where_the_binomial_tail_is_half_of_five_per_cent():
    """At the upper end, 6 or fewer of 10 incidents after the change have probability 0.025."""
    ratio = 1 + percent_change(4, 6).interval[1] / 100
    share = ratio / (1 + ratio)
    tail = sum(math.comb(10, k) * share**k * (1 - share) ** (10 - k) for k in range(7))
    assert tail == pytest.approx(0.025, abs=1e-6)
