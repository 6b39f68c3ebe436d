"""Trends: worked numbers, the definitions as slow loops, a peer on real counts, and the two paths."""

from __future__ import annotations

from collections import Counter
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.stats import (
    Reading,
    direction,
    hamed_rao,
    mann_kendall,
    sen_slope,
    space_time_gi_star,
    unlagged_scores,
    unlagged_trend,
)

SERIES = st.lists(st.integers(-3, 3), min_size=2, max_size=25)


def slow_mann_kendall(x):
    n = len(x)
    s = sum(np.sign(x[j] - x[i]) for i in range(n) for j in range(i + 1, n))
    ties = sum(g * (g - 1) * (2 * g + 5) for g in Counter(x).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    z = 0.0 if s == 0 else (s - np.sign(s)) / variance**0.5
    return s, variance, z, 2 * s / (n * (n - 1))


def slow_slopes(x):
    return [(x[j] - x[i]) / (j - i) for i in range(len(x)) for j in range(i + 1, len(x))]


def slow_hamed_rao(x):
    """Follow the paper: ranks of what is left after Sen's slope, and the lags that stand out."""
    n = len(x)
    left = np.array(x, dtype=float) - np.arange(1, n + 1) * median(slow_slopes(x))
    ranks = np.array([np.sum(left < value) + (np.sum(left == value) + 1) / 2 for value in left])
    centred = ranks - ranks.mean()
    extra = 0.0
    for lag in range(1, n):
        r = sum(centred[i] * centred[i + lag] for i in range(n - lag)) / sum(centred**2)
        if abs(r) > 1.96 / n**0.5:
            extra += (n - lag) * (n - lag - 1) * (n - lag - 2) * r
    s, variance, _, _ = slow_mann_kendall(x)
    variance *= 1 + 2 / (n * (n - 1) * (n - 2)) * extra
    return (s - np.sign(s)) / variance**0.5 if variance > 0 else np.nan


def test_matches_worked_numbers(golden):
    for case in golden["mann_kendall"]:
        test = mann_kendall([case["x"]])
        assert test.s[0] == case["S"]
        assert [test.z[0], test.p[0], test.tau[0]] == pytest.approx([case["z"], case["p"], case["tau_a"]], abs=1e-6)
        assert slow_mann_kendall(case["x"])[1] == pytest.approx(case["var"], abs=1e-6)
        assert sen_slope([case["x"]])[0] == pytest.approx(case["sen"], abs=1e-6)


@given(SERIES)
@settings(deadline=None, max_examples=200)
def test_mann_kendall_is_its_definition(x):
    s, _, z, tau = slow_mann_kendall(x)
    test = mann_kendall([x])
    assert test.s[0] == s
    assert [test.z[0], test.tau[0]] == pytest.approx([z, tau], abs=1e-12)


@given(SERIES)
@settings(deadline=None, max_examples=100)
def test_sen_slope_is_the_median_of_all_slopes(x):
    assert sen_slope([x])[0] == pytest.approx(median(slow_slopes(x)), abs=1e-12)


@given(st.integers(0, 2**32 - 1), st.integers(6, 30))
@settings(deadline=None, max_examples=80)
def test_hamed_rao_is_its_definition(seed, t):
    # Continuous values: with tied ranks the last bit of the slope would decide in both.
    x = np.random.default_rng(seed).normal(size=t).cumsum()
    np.testing.assert_allclose(hamed_rao([x]).z[0], slow_hamed_rao(list(x)), atol=1e-9)


@given(SERIES)
@settings(deadline=None, max_examples=100)
def test_laws_of_the_trend(x):
    test = mann_kendall([x, [-v for v in x], x[::-1], [v**3 + 7 for v in x]])
    np.testing.assert_array_equal(test.s, test.s[0] * np.array([1, -1, -1, 1]))
    np.testing.assert_allclose(test.p, test.p[0])
    slope = sen_slope([x, [2 * v + i for i, v in enumerate(x)]])
    assert slope[1] == pytest.approx(2 * slope[0] + 1)


def test_a_constant_series_has_no_trend():
    test = mann_kendall([[0.1] * 12])
    assert (test.s[0], test.z[0], test.p[0], test.tau[0]) == (0, 0, 1, 0)
    assert sen_slope([[0.1] * 12])[0] == 0
    assert np.isnan(hamed_rao([[0.1] * 12]).z[0])


@pytest.mark.parametrize("hole", [0, 3, 7])
def test_a_series_with_a_hole_has_no_answer_and_spoils_no_other(hole):
    x = np.vstack([np.arange(8.0), np.arange(8.0)])
    x[0, hole] = np.nan
    test, corrected = mann_kendall(x), hamed_rao(x + np.random.default_rng(0).normal(0, 0.1, x.shape))
    for part in (test.s, test.z, test.p, corrected.z, corrected.p, sen_slope(x)):
        assert np.isnan(part).tolist()[0]
    assert (test.s[1], sen_slope(x)[1]) == (28, 1)
    assert direction(test).tolist() == [0, 1]


@pytest.mark.usefixtures("compiled")
def test_compiled_path_agrees(monkeypatch):
    rng = np.random.default_rng(0)
    x = np.vstack([rng.normal(size=(70, 40)), rng.poisson(0.5, (70, 40)), np.zeros((1, 40))])
    x[5, 5] = np.nan
    quick = mann_kendall(x)
    monkeypatch.setattr("hotspot.stats.size.COMPILED_FROM", np.inf)
    plain = mann_kendall(x)
    for part in ("s", "z", "p", "tau"):
        np.testing.assert_allclose(getattr(quick, part), getattr(plain, part), atol=1e-9, rtol=0)


@pytest.mark.parametrize("t", [127, 128, 200])
def test_long_series_do_not_overflow(t):
    test = mann_kendall([np.arange(t), np.zeros(t)])
    assert test.s.tolist() == [t * (t - 1) / 2, 0]


def test_near_ties_survive_only_in_double_precision():
    x = np.tile(1.0 + np.arange(20) * 1e-9, (1, 1))
    assert mann_kendall(x).s[0] == 190
    assert mann_kendall(x.astype(np.float32)).s[0] == 0


def test_a_trend_is_called_below_the_chosen_p():
    series = [[1, 3, 2, 4, 3, 5], [5, 3, 4, 2, 3, 1]]  # p = 0.085 each
    assert direction(mann_kendall(series)).tolist() == [1, -1]
    assert direction(mann_kendall(series), alpha=0.05).tolist() == [0, 0]
    less_sure = mann_kendall([[1, 3, 2, 5, 4, 5, 2, 6]])
    assert 0.10 < less_sure.p[0] < 0.11
    assert direction(less_sure).tolist() == [0]


def test_a_single_series_gives_single_numbers():
    test = mann_kendall([1, 3, 2, 4, 3, 5])
    assert test.s.shape == () and float(test.s) == 10
    assert hamed_rao(np.arange(9.0) ** 2).z.shape == ()


@pytest.mark.parametrize("window", ["entire_cube", "neighbourhood_steps", "step"])
@pytest.mark.parametrize("path", ["plain", "compiled"])
def test_unlagged_trend_is_the_trend_of_the_scores(path, window, lattice, monkeypatch):
    monkeypatch.setattr("hotspot.stats.size.COMPILED_FROM", 0 if path == "compiled" else np.inf)
    monkeypatch.setattr("hotspot.stats.scoring._BLOCK_VALUES", 300)
    counts = np.random.default_rng(3).poisson(2, (49, 12))
    scores = space_time_gi_star(counts, lattice(7, 7), lag=0, window=window)
    expected, test = mann_kendall(scores), unlagged_trend(counts, lattice(7, 7), window=window)
    np.testing.assert_array_equal(test.s, expected.s)
    np.testing.assert_allclose(test.p, expected.p, atol=1e-12)


@pytest.mark.parametrize("path", ["plain", "compiled"])
@pytest.mark.parametrize("places", [[], [0], [48, 3, 17]])
def test_the_trend_of_some_places_is_theirs_among_all(path, places, lattice, monkeypatch):
    monkeypatch.setattr("hotspot.stats.size.COMPILED_FROM", 0 if path == "compiled" else np.inf)
    counts = np.random.default_rng(3).poisson(2, (49, 12)) / 7
    whole = unlagged_trend(counts, lattice(7, 7))
    some = mann_kendall(unlagged_scores(Reading(counts, lattice(7, 7)), np.array(places, dtype=int)))
    for name in ("s", "z", "p", "tau"):
        np.testing.assert_array_equal(getattr(some, name), getattr(whole, name)[places])


def test_unlagged_trend_takes_equal_rates_as_ties(lattice):
    # Thirds: the same neighbourhood rate put together in different ways differs in its last bit.
    rng = np.random.default_rng(0)
    counts = rng.poisson(1.0, (25, 24))
    by_count, by_rate = (unlagged_trend(values, lattice(5, 5)) for values in (counts, counts / 31 / 3))
    np.testing.assert_array_equal(by_count.s, by_rate.s)


def test_agrees_with_pymannkendall_on_real_counts(gwent):
    peer = pytest.importorskip("pymannkendall")
    plain, corrected, slopes = mann_kendall(gwent.counts), hamed_rao(gwent.counts), sen_slope(gwent.counts)
    for row in range(0, len(gwent.counts), 4):
        theirs = peer.original_test(gwent.counts[row])
        ours = plain.s[row], plain.z[row], plain.p[row], plain.tau[row], slopes[row]
        assert ours == pytest.approx((theirs.s, theirs.z, theirs.p, theirs.Tau, theirs.slope), abs=1e-9)
        theirs = peer.hamed_rao_modification_test(gwent.counts[row])
        if theirs.var_s > 0:  # where it is not, the peer answers 0 or nothing
            assert [corrected.z[row], corrected.p[row]] == pytest.approx([theirs.z, theirs.p], abs=1e-9)
        else:
            assert np.isnan(corrected.z[row])
