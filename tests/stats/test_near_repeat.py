"""Near repeats: the table as a slow loop, a planted pattern, and its absence."""

from __future__ import annotations

import numpy as np
import pytest

from hotspot.errors import ParameterError
from hotspot.stats.near_repeat import knox


def slow_table(x, y, days, distances, intervals):
    """Every pair, one at a time."""
    table = np.zeros((len(distances) - 1, len(intervals) - 1), dtype=int)
    for i in range(len(x)):
        for j in range(i):
            distance, interval = np.hypot(x[i] - x[j], y[i] - y[j]), abs(days[i] - days[j])
            for a in range(len(distances) - 1):
                for b in range(len(intervals) - 1):
                    near = distances[a] <= distance < distances[a + 1]
                    table[a, b] += near and intervals[b] <= interval < intervals[b + 1]
    return table


@pytest.fixture
def scattered():
    rng = np.random.default_rng(8)
    # Whole tens of metres and whole days, so that many pairs lie exactly on an edge.
    return rng.integers(0, 60, 80) * 10.0, rng.integers(0, 60, 80) * 10.0, rng.integers(0, 60, 80)


@pytest.mark.parametrize(("distances", "intervals"), [([0, 100, 200], [0, 7, 14, 28]), ([50, 300], [1, 7])])
def test_observed_counts_every_pair_in_half_open_bands(scattered, distances, intervals):
    table = knox(
        *scattered,
        distances_m=distances,
        intervals_days=intervals,
        n_permutations=1,
        rng=np.random.default_rng(0),
    )
    assert table.observed.tolist() == slow_table(*scattered, distances, intervals).tolist()


def test_a_pair_on_an_edge_belongs_to_the_band_above():
    table = knox(
        [0, 100], [0, 0], [0, 7], distances_m=[0, 100, 200], intervals_days=[0, 7, 14], n_permutations=1,
        rng=np.random.default_rng(0),
    )  # fmt: skip
    assert table.observed.tolist() == [[0, 0], [0, 1]]


def test_ratio_and_p_follow_their_definition(scattered):
    x, y, days = scattered
    bands = {"distances_m": [0, 100, 200], "intervals_days": [0, 7, 14]}
    table = knox(x, y, days, **bands, n_permutations=49, rng=np.random.default_rng(6))
    rng = np.random.default_rng(6)
    shuffled = np.array([slow_table(x, y, rng.permutation(days), *bands.values()) for _ in range(49)])
    assert table.ratio == pytest.approx(table.observed / shuffled.mean(axis=0))
    assert table.p == pytest.approx((1 + (shuffled >= table.observed).sum(axis=0)) / 50)


def test_planted_repeats_are_found_where_they_were_planted():
    rng = np.random.default_rng(1)
    x, y, days = rng.uniform(0, 10_000, 150), rng.uniform(0, 10_000, 150), rng.integers(0, 365, 150)
    echoes = slice(0, 50)
    x, y = np.append(x, x[echoes] + 20), np.append(y, y[echoes] + 20)
    days = np.append(days, days[echoes] + 3)
    table = knox(
        x, y, days, distances_m=[0, 100, 400], intervals_days=[0, 7, 60], n_permutations=199,
        rng=np.random.default_rng(2),
    )  # fmt: skip
    assert table.observed[0, 0] >= 50 and table.ratio[0, 0] > 5 and table.p[0, 0] == 1 / 200
    assert table.p[1, 1] > 0.05


def test_no_pattern_is_rarely_called_one():
    p = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        x, y, days = rng.uniform(0, 1000, 60), rng.uniform(0, 1000, 60), rng.integers(0, 90, 60)
        table = knox(x, y, days, distances_m=[0, 150], intervals_days=[0, 14], n_permutations=39, rng=rng)
        p.append(table.p[0, 0])
    assert np.mean(np.array(p) <= 0.1) < 0.22


def test_bands_without_any_pair_have_no_ratio_and_no_significance():
    table = knox(
        [0, 9000], [0, 0], [0, 1], distances_m=[0, 100], intervals_days=[0, 7], n_permutations=9,
        rng=np.random.default_rng(0),
    )  # fmt: skip
    assert np.isnan(table.ratio[0, 0]) and table.p[0, 0] == 1


@pytest.mark.parametrize("edges", [[100], [0, 0], [100, 0], [-5, 5]])
def test_edges_that_do_not_rise_are_refused(edges):
    with pytest.raises(ParameterError, match="edges"):
        knox([0], [0], [0], distances_m=edges, intervals_days=[0, 7], n_permutations=9, rng=np.random.default_rng(0))


def test_a_missing_day_is_refused():
    with pytest.raises(ParameterError):
        knox([0, 1], [0, 1], [0, np.nan], distances_m=[0, 9], intervals_days=[0, 7], n_permutations=9,
             rng=np.random.default_rng(0))  # fmt: skip
