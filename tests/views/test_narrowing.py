from __future__ import annotations

import numpy as np

from hotspot import views
from tests.views import made


def test_only_the_chosen_district_is_left_with_its_own_numbers():
    found = made.findings()
    west = views.narrowed(found, ["E1"])
    inside = (found.locations["csp_code"] == "E1").to_numpy()
    assert set(west.locations["csp_code"]) == {"E1"} == set(west.places["csp_code"])
    assert west.locations.index.tolist() == found.locations.index[inside].tolist()
    assert np.array_equal(west.counts, found.counts[inside])
    assert np.array_equal(west.bins, found.bins[inside])
    assert (west.counts.sum(axis=1) == west.locations["count"]).all()


def test_scores_stay_and_ranks_begin_at_one():
    found = made.findings()
    east = views.narrowed(found, ["E2"])
    assert east.places["rank"].iloc[0] == 1
    assert east.places["count"].is_monotonic_decreasing
    assert (east.locations["z"] == found.locations.loc[east.locations.index, "z"]).all()


def test_no_choice_keeps_all():
    found = made.findings()
    assert views.narrowed(found, ()) is found


def test_a_district_without_records_is_empty_and_still_said():
    empty = views.narrowed(made.findings(), ["E9"])
    assert views.headline(empty) == "Nothing recorded from January to December 2025."
