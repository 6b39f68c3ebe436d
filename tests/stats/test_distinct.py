"""The different values among many: the same as numpy's, however they are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hotspot.stats.distinct import distinct

ODD = [[], [0.0], [-0.0, 0.0], [3.0, 1e5, 3.0], [2.5, 0.0], [-1.0, 2.0], [np.nan, 1.0], [np.inf, 1.0]]


@pytest.mark.parametrize("values", ODD, ids=str)
def test_odd_values_are_those_of_numpy(values: list[float]) -> None:
    levels, which = distinct(np.array(values))
    slow, at = np.unique(np.array(values), return_inverse=True)
    np.testing.assert_array_equal(levels, slow)
    np.testing.assert_array_equal(which, at)


@given(arrays(float, st.integers(0, 30), elements=st.integers(0, 12).map(float)))
@settings(deadline=None)
def test_counts_are_those_of_numpy(values: np.ndarray) -> None:
    levels, which = distinct(values)
    slow, at = np.unique(values, return_inverse=True)
    np.testing.assert_array_equal(levels, slow)
    np.testing.assert_array_equal(which, at)
    np.testing.assert_array_equal(levels[which], values)
