"""The share that chance alone would give, against dealing the incidents out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.errors import ParameterError
from hotspot.stats import FEWEST_PLACES, by_chance, expected_share, smallest_share


@pytest.mark.parametrize("places", [FEWEST_PLACES, 2_000])
# 0.69, 1.68 and 2.67 incidents a place are where the place at the margin may hold one more or one less.
@pytest.mark.parametrize("a_place", [0.01, 0.3, 0.69, 1, 1.68, 2.2, 2.67, 11, 40, 300])
@pytest.mark.parametrize("share", [0.25, 0.5])
def test_it_is_the_mean_of_many_drawings(places, a_place, share):
    incidents = round(a_place * places)
    drawn = by_chance(places, incidents, share=share, rng=np.random.default_rng(3), n_simulations=200)
    noise = 4 * drawn.std() / np.sqrt(len(drawn))
    assert expected_share(places, incidents, share=share) == pytest.approx(drawn.mean(), rel=0.005, abs=noise)


def test_by_hand_where_hardly_two_incidents_meet():
    """Of 20 incidents on 10,000 places 10 places hold half, unless two of them fell on one."""
    assert expected_share(10_000, 20) == pytest.approx(10 / 10_000, rel=0.003)
    assert expected_share(1_000_000, 1) == pytest.approx(1e-6, rel=1e-3)


@settings(deadline=None, max_examples=60)
@given(st.integers(FEWEST_PLACES, 60_000), st.integers(1, 300_000))
def test_it_is_a_share_and_grows_with_the_share_that_is_to_be_held(places, incidents):
    quarter, half = (expected_share(places, incidents, share=share) for share in (0.25, 0.5))
    assert 0 < quarter <= half < 0.51
    assert half <= max(incidents, 1) / places * 0.51 + 1 / places  # never more places than incidents that are needed


@settings(deadline=None, max_examples=40)
@given(st.integers(FEWEST_PLACES, 5_000), st.integers(100, 20_000))
def test_more_incidents_are_spread_more_evenly(places, incidents):
    assert expected_share(places, incidents) < expected_share(places, 2 * incidents) + 1e-3


@pytest.mark.parametrize(("places", "incidents", "share"), [(FEWEST_PLACES - 1, 9, 0.5), (900, 0, 0.5), (900, 9, 0)])
def test_what_cannot_be_expected_is_refused(places, incidents, share):
    with pytest.raises(ParameterError):
        expected_share(places, incidents, share=share)


def test_the_share_that_was_found_is_told_without_drawing():
    assert smallest_share([0, 3, 1, 0]) == 0.25
    assert np.isnan(smallest_share([0, 0]))
