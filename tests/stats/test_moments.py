"""Mean, variance and extremes of thousands of places, worked out some at a time: to the last bit those of all."""

from __future__ import annotations

import numpy as np
import pytest

from hotspot.stats.moments import extremes, mean_and_variance


@pytest.mark.parametrize("steps", [1, 2, 3, 9, 28])
@pytest.mark.parametrize("places", [1, 700, 40_000])
def test_some_places_at_a_time_give_the_bits_of_all_at_once(places: int, steps: int) -> None:
    rng = np.random.default_rng(places + steps)
    x = rng.poisson(0.3, (places, steps)) / rng.choice([28.0, 30.0, 31.0], steps)
    mean, variance = mean_and_variance(x, np.zeros(steps))
    assert mean.tobytes() == x.mean(axis=0).tobytes() and variance.tobytes() == x.var(axis=0).tobytes()
    low, high = extremes(x)
    assert (low == x.min(axis=0)).all() and (high == x.max(axis=0)).all()


def test_a_missing_value_makes_the_extremes_of_its_step_unknown_wherever_it_stands() -> None:
    x = np.ones((40_000, 3))
    x[39_999, 1] = np.nan
    assert np.isnan(extremes(x)).tolist() == [[False, True, False]] * 2
