"""Comparison places: as busy before, moving alike, away from the target and its ring, touched by nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from hotspot.errors import DataError, ParameterError
from hotspot.evaluate import matching, periods

from .made import area, did

ROWS = np.array


def test_reach_by_definition() -> None:
    rng = np.random.default_rng(3)
    near = np.triu(rng.random((12, 12)) < 0.15, 1)
    near = sparse.csr_array((near | near.T).astype(float))
    hops = np.linalg.matrix_power(near.toarray() + np.eye(12), 2) > 0
    for row in range(12):
        assert matching.reached(near, ROWS([row]), 2).tolist() == np.flatnonzero(hops[row]).tolist()
        assert row not in matching.ring(near, ROWS([row]), 2)


def test_the_most_alike_place_is_found() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson(1, (30, 36))
    counts[5] = rng.poisson(20, 36)
    counts[20] = rng.poisson(20, 36)
    counts[25] = rng.poisson(60, 36)
    found = area(counts)
    when = periods(found.steps, did("p5"))
    assert matching.matched(found, ROWS([5]), np.array([], dtype=int), when, 1) == [20]


def test_target_ring_their_ring_and_touched_places_are_never_compared_with() -> None:
    found = area(np.ones((12, 36), dtype=int))
    allowed = matching.eligible(found, ROWS([5]), ROWS([9]), 1)
    assert allowed.tolist() == [0, 1, 2, 8, 10, 11]


def test_nothing_from_after_the_start_is_looked_at() -> None:
    rng = np.random.default_rng(2)
    counts = rng.poisson(5, (40, 36))
    found = area(counts)
    later = counts.copy()
    later[:, 30:] = rng.poisson(50, (40, 6))
    when = periods(found.steps, did("p5"))
    none = np.array([], dtype=int)
    one, other = (matching.matched(each, ROWS([5]), none, when, 1) for each in (found, area(later)))
    assert one.tolist() == other.tolist()


def test_of_two_alike_the_one_of_the_same_district() -> None:
    counts = np.full((30, 36), 1)
    counts[[5, 15, 25]] = 20
    found = area(counts, csp=["E1"] * 10 + ["E2"] * 10 + ["E1"] * 10)
    when = periods(found.steps, did("p5"))
    assert matching.matched(found, ROWS([5]), np.array([], dtype=int), when, 1).tolist() == [25]


@given(st.integers(0, 1000))
def test_several_places_get_as_many_each_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = area(rng.poisson(3, (40, 24)))
    when = periods(found.steps, did("p5"))
    target = np.array([3, 4, 5])
    picked = matching.matched(found, target, np.array([30]), when, 1)
    assert len(set(picked.tolist())) == 3
    assert set(picked.tolist()) <= set(matching.eligible(found, target, np.array([30]), 1).tolist())


def test_too_few_places_left_alone_is_said() -> None:
    found = area(np.ones((6, 36), dtype=int))
    when = periods(found.steps, did("p2"))
    with pytest.raises(DataError, match="Only 1 places are far enough away"):
        matching.matched(found, ROWS([1, 2]), np.array([], dtype=int), when, 1)


def test_a_readers_choice_is_checked() -> None:
    found = area(np.ones((12, 36), dtype=int))
    none = np.array([], dtype=int)
    assert matching.chosen(found, ["p9"], ROWS([5]), none, 1).tolist() == [9]
    for keys, touched in ((["p6"], none), (["p5"], none), (["p9"], ROWS([9]))):
        with pytest.raises(ParameterError, match="too near, or another action touched it"):
            matching.chosen(found, keys, ROWS([5]), touched, 1)
    with pytest.raises(ParameterError, match="not in this area"):
        matching.chosen(found, ["elsewhere"], ROWS([5]), none, 1)


def test_a_ring_is_compared_with_the_like_of_it() -> None:
    counts = np.full((40, 36), 1)
    counts[4] = counts[6] = 10  # the ring of 5
    counts[[19, 21]] = 10  # the ring of 20, alike
    counts[34] = 40  # the ring of 35, unlike
    found = area(counts)
    when = periods(found.steps, did("p5"))
    shut = ROWS([4, 5, 6])
    assert matching.ring_comparison(found, ROWS([4, 6]), ROWS([20]), shut, when, 1).tolist() == [19, 21]
    other = matching.ring_comparison(found, ROWS([4, 6]), ROWS([35]), shut, when, 1)
    assert sorted(other.tolist()) == [19, 21]
