from __future__ import annotations

import dataclasses

import numpy as np

from hotspot import findings, views
from tests.views import made


def test_only_the_chosen_district_is_left_with_its_own_numbers():
    found = made.findings()
    west = findings.narrowed(found, ["E1"])
    inside = (found.locations["csp_code"] == "E1").to_numpy()
    assert set(west.locations["csp_code"]) == {"E1"} == set(west.places["csp_code"])
    assert west.locations.index.tolist() == found.locations.index[inside].tolist()
    assert np.array_equal(west.counts, found.counts[inside])
    assert np.array_equal(west.bins, found.bins[inside])
    assert (west.counts.sum(axis=1) == west.locations["count"]).all()


def test_scores_stay_and_ranks_begin_at_one():
    found = made.findings()
    east = findings.narrowed(found, ["E2"])
    assert east.places["rank"].iloc[0] == 1
    assert east.places["count"].is_monotonic_decreasing
    assert (east.locations["z"] == found.locations.loc[east.locations.index, "z"]).all()


def test_no_choice_keeps_all():
    found = made.findings()
    assert findings.narrowed(found, ()) is found


def test_a_district_without_records_is_empty_and_still_said():
    empty = findings.narrowed(made.findings(), ["E9"])
    assert views.headline(empty) == "Nothing recorded from January to December 2025."


def test_a_place_that_reaches_over_the_border_ends_at_it():
    whole = made.findings()
    joined = whole.locations.assign(significant=True, place=1)
    found = findings.narrowed(dataclasses.replace(whole, locations=joined), ["E1"])
    west = found.locations["csp_code"] == "E1"
    assert west.all() and len(found.places) == 1
    assert found.places.loc[0, "cells"] == (found.locations["count"] > 0).sum()
    assert found.places.loc[0, "peak"] == found.locations["count"].idxmax()


def test_the_busy_cells_of_a_large_place_are_kept():
    whole = made.findings()
    joined = whole.locations.assign(significant=True)
    found = findings.narrowed(dataclasses.replace(whole, locations=joined), ["E1"])
    near = found.neighbours.toarray() > 0
    count = found.locations["count"].to_numpy()
    ids = found.locations.index
    assert len(found.peaks) > 1
    for key, n in zip(found.peaks["location"], found.peaks["count"], strict=True):
        at = ids.get_loc(key)
        assert n == count[at] == count[near[at]].max()
    assert not set(found.peaks["location"]) & set(found.places["peak"])
