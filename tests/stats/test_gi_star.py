"""Gi*: published numbers, the formula as a slow loop, laws, a peer, and the two paths against each other."""

from __future__ import annotations

import itertools
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from hotspot.errors import ParameterError
from hotspot.stats import WINDOWS, Reading, expected_counts, gi_star, space_time_gi_star, two_sided_p

SETTINGS = [("entire_cube", 0), ("entire_cube", 1), ("entire_cube", 3), ("neighbourhood_steps", 2), ("step", 0)]
SEEDS = st.integers(0, 2**32 - 1)


def slow_z(x, weights, place, step, lag, window):
    """Work the formula out for one bin, one neighbour at a time."""
    n, t = x.shape
    steps = {
        "entire_cube": range(t),
        "neighbourhood_steps": range(max(0, step - lag), step + 1),
        "step": [step],
    }[window]
    reference = [x[i, s] for i in range(n) for s in steps]
    mean = sum(reference) / len(reference)
    spread = (sum((value - mean) ** 2 for value in reference) / len(reference)) ** 0.5
    near = [(weights[place, j], x[j, s]) for j in range(n) for s in range(max(0, step - lag), step + 1)]
    reach, squares = sum(w for w, _ in near), sum(w * w for w, _ in near)
    room = (len(reference) * squares - reach**2) / (len(reference) - 1)
    return (sum(w * value for w, value in near) - mean * reach) / (spread * room**0.5)


def random_case(seed, lopsided, n=9, t=6):
    rng = np.random.default_rng(seed)
    return rng.poisson(2, (n, t)), lopsided(rng, n)


def test_matches_the_published_map(golden):
    case = golden["getis_ord_gi_star"]
    points = np.array(case["points"], dtype=float)
    apart = np.linalg.norm(points[:, None] - points, axis=2)
    z = gi_star(case["y"], sparse.csr_array((apart <= case["threshold"]).astype(float)))
    np.testing.assert_allclose(z, case["z_star"], atol=1e-6)
    np.testing.assert_allclose(two_sided_p(z), case["p_two_sided"], atol=1e-6)


@pytest.mark.parametrize(("expected", "choice"), [("entire_cube_lag1", {"lag": 1}), ("step_lag0", {"window": "step"})])
def test_matches_the_worked_cube(golden, expected, choice):
    case = golden["space_time_cube"]
    weights = np.zeros((4, 4))
    for place, near in enumerate(case["neighbours"]):
        weights[place, near] = 1
    z = space_time_gi_star(np.array(case["x"]).T, sparse.csr_array(weights), **choice)
    np.testing.assert_allclose(z.T, case[expected], atol=1e-6)


@pytest.mark.parametrize(("window", "lag"), SETTINGS)
@pytest.mark.parametrize("seed", range(3))
def test_is_the_formula_bin_by_bin(seed, window, lag, lopsided):
    x, weights = random_case(seed, lopsided)
    dense = weights.toarray()
    expected = [[slow_z(x, dense, i, s, lag, window) for s in range(x.shape[1])] for i in range(len(x))]
    np.testing.assert_allclose(space_time_gi_star(x, weights, lag=lag, window=window), expected, atol=1e-9)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(("window", "lag"), SETTINGS)
@pytest.mark.parametrize("kind", [np.int32, np.float64])
def test_compiled_path_agrees(window, lag, kind, lopsided, monkeypatch):
    x, weights = random_case(7, lopsided, n=40, t=11)
    quick = space_time_gi_star(x.astype(kind), weights, lag=lag, window=window)
    monkeypatch.setattr("hotspot.stats.size.COMPILED_FROM", np.inf)
    np.testing.assert_allclose(quick, space_time_gi_star(x, weights, lag=lag, window=window), atol=1e-9, rtol=0)


@pytest.mark.usefixtures("compiled")
def test_compiled_path_refuses_to_answer_in_the_same_places(lattice):
    flat = np.full((9, 5), 0.1)
    assert np.isnan(space_time_gi_star(flat, lattice(3, 3))).all()
    holed = np.random.default_rng(0).poisson(3, (25, 4)).astype(float)
    holed[3, 1] = np.nan
    z = space_time_gi_star(holed, lattice(5, 5), window="step")
    assert np.isnan(z[:, 1]).all()
    assert np.isfinite(z[:, [0, 2, 3]]).all()


@pytest.mark.parametrize(("window", "lag"), SETTINGS)
def test_a_reading_that_is_scored_again_gives_the_same_to_the_last_bit(window, lag, lopsided):
    x, weights = random_case(5, lopsided)
    reading = Reading(x, weights)
    expected = space_time_gi_star(x, weights, lag=lag, window=window)
    for _ in range(2):
        again = space_time_gi_star(x, weights, lag=lag, window=window, reading=reading)
        np.testing.assert_array_equal(again, expected)


def test_reaches_back_one_step_unless_told_otherwise(lopsided):
    x, weights = random_case(2, lopsided)
    for window in ("entire_cube", "neighbourhood_steps"):
        told = space_time_gi_star(x, weights, lag=1, window=window)
        np.testing.assert_array_equal(space_time_gi_star(x, weights, window=window), told)
    np.testing.assert_array_equal(space_time_gi_star(x, weights, window="step"), gi_star(x, weights))


def test_each_column_of_a_map_is_scored_on_its_own(lopsided):
    x, weights = random_case(1, lopsided)
    expected = np.column_stack([gi_star(column, weights) for column in x.T])
    np.testing.assert_allclose(gi_star(x, weights), expected, atol=1e-12)


@given(SEEDS, st.floats(0.01, 1000), st.floats(-1e4, 1e4))
@settings(deadline=None, max_examples=40)
def test_is_unchanged_by_another_scale_or_level(lopsided, seed, factor, shift):
    x, weights = random_case(seed, lopsided)
    for window, lag in SETTINGS:
        z = space_time_gi_star(x, weights, lag=lag, window=window)
        moved = space_time_gi_star(factor * x + shift, weights, lag=lag, window=window)
        np.testing.assert_allclose(moved, z, atol=1e-7)


@given(SEEDS)
@settings(deadline=None, max_examples=40)
def test_is_unchanged_by_rescaled_rows_of_weights(lopsided, seed):
    x, weights = random_case(seed, lopsided)
    scales = np.random.default_rng(seed).uniform(0.1, 10, len(x))
    z = space_time_gi_star(x, sparse.csr_array(sparse.diags_array(scales) @ weights))
    np.testing.assert_allclose(z, space_time_gi_star(x, weights), atol=1e-9)


@given(SEEDS)
@settings(deadline=None, max_examples=40)
def test_follows_the_places_whatever_their_order(lopsided, seed):
    x, weights = random_case(seed, lopsided)
    order = np.random.default_rng(seed).permutation(len(x))
    shuffled = space_time_gi_star(x[order], sparse.csr_array(weights.toarray()[np.ix_(order, order)]))
    np.testing.assert_allclose(shuffled, space_time_gi_star(x, weights)[order], atol=1e-9)


@pytest.mark.parametrize("window", WINDOWS)
def test_values_alike_but_for_rounding_have_no_score(window, lattice):
    tenths = np.full((12, 5), 0.1)
    tenths[::2] = 0.3 - 0.2  # another last bit
    assert np.ptp(tenths) > 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(gi_star(np.full(12, 0.1), lattice(3, 4))).all()
        assert np.isnan(space_time_gi_star(tenths, lattice(3, 4), window=window)).all()


def test_a_neighbourhood_that_is_the_whole_map_has_no_score(lattice):
    z = gi_star([1.0, 2.0, 3.0, 4.0], lattice(2, 2))
    assert np.isnan(z).all()
    everywhere = sparse.csr_array(np.array([[0.1] * 3, [1, 1, 0], [0, 1, 1]]))
    assert np.isnan(gi_star([1, 2, 4], everywhere)).tolist() == [True, False, False]


@pytest.mark.parametrize("weight", [0.1, 1 / 3, 0.7, 1 / 7])
def test_rounding_does_not_give_the_whole_map_a_score(weight):
    for n in range(3, 40):
        assert np.isnan(gi_star(np.arange(n) ** 2, sparse.csr_array(np.full((n, n), weight)))).all()


def test_first_steps_whose_neighbourhood_fills_the_window_have_no_score(lattice):
    x = np.arange(24.0).reshape(4, 6) ** 2
    assert np.isnan(space_time_gi_star(x, lattice(2, 2), lag=1, window="neighbourhood_steps")).all()
    assert np.isfinite(space_time_gi_star(x, lattice(2, 2), lag=1)).all()


def test_equal_neighbourhood_sums_score_equal_to_the_last_bit(lattice):
    x = np.random.default_rng(3).poisson(0.7, (36, 30))
    weights = lattice(6, 6)
    sums = weights @ x
    z = space_time_gi_star(x, weights, lag=0)
    for place in range(36):
        for a, b in itertools.combinations(range(30), 2):
            assert (sums[place, a] == sums[place, b]) == (z[place, a] == z[place, b])


@pytest.mark.parametrize("kind", [np.int32, np.float64, np.float32, np.uint8, bool])
def test_neither_counts_nor_weights_are_changed(kind, lattice):
    x = (np.arange(80).reshape(16, 5) % 2).astype(kind)
    weights = lattice(4, 4)
    before = x.copy(), weights.data.copy(), weights.indices.copy(), weights.indptr.copy()
    first = space_time_gi_star(x, weights, lag=1)
    again = space_time_gi_star(x, weights, lag=1)
    gi_star(x, weights)
    for kept, now in zip(before, (x, weights.data, weights.indices, weights.indptr), strict=True):
        np.testing.assert_array_equal(kept, now)
    np.testing.assert_array_equal(first, again)


def test_weights_entered_twice_count_as_their_sum():
    twice = sparse.csr_array((np.ones(5), np.array([0, 0, 1, 1, 2]), np.array([0, 3, 4, 5])), shape=(3, 3))
    once = sparse.csr_array(np.array([[2.0, 1, 0], [0, 1, 0], [0, 0, 1]]))
    np.testing.assert_allclose(gi_star([1, 5, 2], twice), gi_star([1, 5, 2], once))
    assert twice.nnz == 5


def test_a_city_wide_fall_leaves_the_step_scores_alone(lattice):
    rng = np.random.default_rng(11)
    counts = np.hstack([rng.poisson(20, (25, 3)), rng.poisson(5, (25, 3))])
    by_step = space_time_gi_star(counts, lattice(5, 5), window="step")
    assert (np.abs(by_step.mean(axis=0)) < 1).all()
    # Against the whole cube the fall must show, or the comparison above would prove nothing.
    assert (np.abs(space_time_gi_star(counts, lattice(5, 5)).mean(axis=0)) > 1).any()


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"lag": 1, "window": "step"}, "one step"),
        ({"lag": -1}, "future"),
        ({"window": "month"}, "entire_cube"),
    ],
)
def test_refuses_settings_that_mislead(choice, said, lattice):
    with pytest.raises(ParameterError, match=said):
        space_time_gi_star(np.eye(4, 5), lattice(2, 2), **choice)


def test_refuses_what_does_not_fit(lattice):
    with pytest.raises(ParameterError, match="5 places"):
        gi_star(np.arange(5), lattice(2, 2))
    with pytest.raises(ParameterError, match="two"):
        space_time_gi_star(np.arange(4), lattice(2, 2))


def test_expected_counts_are_those_of_an_even_spread(lattice):
    counts = np.random.default_rng(0).poisson(2, (25, 4))
    expected = expected_counts(counts, lattice(5, 5), lag=1)
    assert expected[12] == pytest.approx(counts.mean() * 9 * 2)
    assert expected[0] == pytest.approx(counts.mean() * 4 * 2)


def test_agrees_with_esda_on_real_counts(gwent):
    esda = pytest.importorskip("esda")
    libpysal = pytest.importorskip("libpysal")
    without_self = gwent.weights.copy()
    without_self.setdiag(0)
    without_self.eliminate_zeros()
    peer_weights = libpysal.weights.WSP(without_self.tocsr()).to_W(silence_warnings=True)
    for step in (0, 7, 23):
        counts = gwent.counts[:, step].astype(float)
        peer = esda.G_Local(counts, peer_weights, transform="B", star=True, permutations=0)
        np.testing.assert_allclose(gi_star(counts, gwent.weights), peer.Zs, atol=1e-8)


def test_another_reading_of_the_same_weights_gives_the_same_to_the_last_bit(lopsided):
    rng = np.random.default_rng(5)
    weights, values = lopsided(rng, 40), rng.poisson(2.0, (40, 7)).astype(float)
    other = Reading(rng.random((40, 3)), weights).of(values)
    again = space_time_gi_star(values, weights, lag=2, window="neighbourhood_steps", reading=other)
    assert np.array_equal(again, space_time_gi_star(values, weights, lag=2, window="neighbourhood_steps"))
    assert np.array_equal(gi_star(values, weights, reading=other), gi_star(values, weights))
    assert np.array_equal(expected_counts(values, weights, reading=other), expected_counts(values, weights))
