"""A checklist with its parts visible; an index of three parts or more; a missing part is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotspot import context


def test_there_not_there_and_not_known_are_three_things():
    row = {"youth_session_m": 3432.4, "youth_session": "Mere", "library_m": 1200.0, "library": "Alvaston"}
    found = context.protection(row).set_index("type")
    assert found.at["youth session", "present"] is np.False_ or found.at["youth session", "present"] == False  # noqa: E712
    assert found.at["library", "present"] == True  # noqa: E712
    assert found.loc["family hub", ["present", "distance_m"]].isna().all()
    said = found["sentence"]
    assert said["youth session"] == "No youth session within 1.2 km: the nearest is Mere, 3.4 km away."
    assert said["library"] == "Library within 1.2 km: Alvaston, 1,200 m."
    assert said["family hub"] == "No list of family hubs is loaded, so nothing is known."


def test_how_near_counts_is_the_callers_choice():
    row = {"park_m": 500.0, "park": "Green"}
    assert context.protection(row, within_m=400).set_index("type").at["park", "present"] == False  # noqa: E712


def test_two_parts_are_no_index_however_full():
    frame = pd.DataFrame({"reach_library_m": [1.0, 2, 3], "reach_park_m": [3.0, 2, 1], "imd": [1.0, 2, 3]})
    assert context.protection_index(frame).isna().all()


def test_the_index_is_the_mean_share_of_areas_better_placed():
    frame = pd.DataFrame(
        {
            "cni_engaged": [10.0, 20, 30, 40],
            "reach_library_m": [100.0, 100, 900, 300],
            "reach_park_m": [50.0, np.nan, np.nan, 20],
            "reach_youth_club_m": [7.0, 5, np.nan, 6],
            "reach_prison_m": [0.0, 0, 0, 9],
        }
    )
    engaged = [12.5, 37.5, 62.5, 87.5]
    library = [25.0, 25.0, 87.5, 62.5]  # two share the first and second place
    park, club = {0: 75.0, 3: 25.0}, {0: 250 / 3, 1: 50 / 3, 3: 50.0}
    found = context.protection_index(frame)
    assert found[0] == pytest.approx((engaged[0] + library[0] + park[0] + club[0]) / 4)
    assert found[1] == pytest.approx((engaged[1] + library[1] + club[1]) / 3)
    assert np.isnan(found[2])  # two parts known: a missing part is missing, never zero
    assert found[3] == pytest.approx((engaged[3] + library[3] + park[3] + club[3]) / 4)


def test_a_type_without_a_list_is_no_part():
    assert context.index_parts(pd.Index(["reach_station_m", "reach_family_hub_m", "cni"])) == ("reach_family_hub_m",)
