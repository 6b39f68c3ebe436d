"""On data without any pattern, almost nothing may be called hot or cold, and trends only as often as stated.

The full measurement, 200 seeds at three densities, is in benchmarks/; this is the small one that every run repeats.
"""

from __future__ import annotations

import numpy as np
import pytest

from hotspot.stats import classify, confidence_bins, direction, space_time_gi_star, unlagged_trend

SEEDS = range(8)


@pytest.mark.parametrize("expected_count", [4, 14, 42])
def test_pattern_free_data_shows_next_to_nothing(expected_count, lattice):
    weights = lattice(26, 26)
    named, called = [], []
    for seed in SEEDS:
        counts = np.random.default_rng(seed).poisson(expected_count / 18, (676, 36))  # 9 cells at 2 steps
        trend = direction(unlagged_trend(counts, weights), alpha=0.10)
        bins = confidence_bins(space_time_gi_star(counts, weights))
        named.append(np.mean(classify(bins, trend) != 0))
        called.append(np.mean(trend != 0))
    assert np.mean(named) < 0.01
    assert 0.05 < np.mean(called) < 0.15
