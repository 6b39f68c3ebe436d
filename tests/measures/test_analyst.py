"""The analyst's closer look: figures by hand and by definition, on places small enough to check on paper."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from scipy import sparse

from hotspot.measures import analyst


def chain(n: int) -> sparse.csr_array:
    return sparse.csr_array(sparse.diags_array([np.ones(n - 1), np.ones(n), np.ones(n - 1)], offsets=[-1, 0, 1]))


def test_half_of_the_incidents_beside_what_chance_gives() -> None:
    row = analyst.concentrated([50, 30, 10, 5, 5, 0, 0, 0, 0, 0], np.random.default_rng(1)).iloc[0]
    assert (row["incidents"], row["places"], row["share_of_places"]) == (100, 10, 0.1)
    assert row["random_low"] <= row["under_random"] <= row["random_high"] and row["under_random"] > 0.3
    # G by hand: sum of (2 i - 11) x(i) over 1000 = (1 * 5 + 3 * 5 + 5 * 10 + 7 * 30 + 9 * 50) / 1000
    assert row["gini"] == pytest.approx(0.73)


def test_the_curve_starts_with_the_busiest() -> None:
    curve = analyst.busiest_first([0, 1, 3, 0])
    assert curve["share_of_places"].tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert curve["share_of_incidents"].tolist() == [0, 0.75, 1, 1, 1]
    long = analyst.busiest_first(np.arange(5000))
    assert len(long) == 101 and long.iloc[[0, -1]].to_numpy() == pytest.approx(np.array([[0, 0], [1, 1]]))


def test_a_busy_place_among_quiet_ones_stands_out() -> None:
    beside = analyst.beside_neighbours([1, 1, 20, 1, 1, 9, 9, 9], chain(8))
    assert beside["quarter"].tolist()[2] == "busy among quiet" and beside["moran"].iloc[2] < 0
    assert beside["quarter"].iloc[6] == "busy among busy" and beside["moran"].iloc[6] > 0
    assert beside["around"].tolist() == [1, 10.5, 1, 10.5, 5, 5, 9, 9]
    alone = analyst.beside_neighbours([1, 5, 2], sparse.csr_array(np.eye(3)))
    assert alone["quarter"].tolist() == ["", "", ""]


def test_near_repeats_are_found_where_planted_and_the_pairs_counted() -> None:
    rng = np.random.default_rng(4)
    x, y, days = rng.uniform(0, 20_000, 80), rng.uniform(0, 20_000, 80), rng.integers(0, 300, 80).astype(float)
    follow = np.arange(40)
    found = analyst.near_repeats(
        np.r_[x, x[follow] + 50], np.r_[y, y[follow]], np.r_[days, days[follow] + 3], np.random.default_rng(1)
    )
    first = found.table.iloc[0]
    assert (first["from_m"], first["to_m"], first["from_days"], first["to_days"]) == (0, 100, 0, 7)
    assert first["pairs"] >= 40 and first["ratio"] > 10 and first["p"] == 0.001
    assert len(found.table) == 9 and (found.days, found.incidents) == (365, 120)


def test_too_few_are_refused_and_too_many_pairs_shorten_the_window() -> None:
    few = analyst.near_repeats(np.zeros(49), np.zeros(49), np.arange(49.0), np.random.default_rng(1))
    assert few.table.empty and few.incidents == 49
    n = 700  # all at one place: 244,650 pairs in the year, about a quarter of them in half of it
    crowd = analyst.near_repeats(np.zeros(n), np.zeros(n), np.linspace(0, 364, n), np.random.default_rng(1))
    assert crowd.days == 182 and n / 3 < crowd.incidents < 2 * n / 3


def test_on_a_straight_border_half_of_a_hill_is_inside_and_residents_are_shared_out() -> None:
    square = shapely.box(0, 0, 10_000, 10_000)
    centres = np.arange(50.0, 10_000, 100)
    x, y = (each.ravel() for each in np.meshgrid(centres, centres))
    ground = analyst.Ground(square, x, y, np.full(x.size, 20.0))  # 2,000 residents a km2 everywhere
    places = np.array([5000.0, 5000.0]), np.array([5000.0, 20.0])
    rng = np.random.default_rng(1)
    incidents = rng.uniform(0, 10_000, 20_000), rng.uniform(0, 10_000, 20_000)  # 200 a km2
    table = analyst.on_the_ground(incidents, ground, places, bandwidth_m=1000)
    # The cell's middle is a tenth of the radius from the border. Across it the hill has 16 / (5 pi) (1 - u^2)^2.5, so
    # that half of it and about a tenth of 1.02 lie inside.
    assert table["inside"].to_numpy() == pytest.approx([1, 0.602], abs=0.005)
    assert table["residents_km2"].iloc[0] == pytest.approx(2000, rel=0.01)
    assert table["per_1000"].to_numpy() == pytest.approx([100, 100], rel=0.12)  # the border takes from both alike
    empty = analyst.on_the_ground(
        incidents, analyst.Ground(square, x, y, np.full(x.size, 1.0)), places, bandwidth_m=1000
    )
    assert empty["per_1000"].isna().all()
