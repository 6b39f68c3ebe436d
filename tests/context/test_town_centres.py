"""Town centres by three conditions, each of which can fail alone."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from hotspot import context
from tests import made_area
from tests.made_area import CODES


@pytest.fixture(scope="module")
def held():
    return made_area.areas()


def frame(counts, visited, location="On or near Shopping Area"):
    """So many records per LSOA, of which so many at a place of visitors."""
    rows = [
        {"lsoa": code, "location": location if n < seen else "On or near High Street", "institution": False}
        for code, count, seen in zip(CODES, counts, visited, strict=True)
        for n in range(count)
    ]
    return pd.DataFrame(rows)


def test_all_three_conditions_make_a_centre(held):
    found = context.town_centres(frame([10] * 6 + [40], [0] * 6 + [4]), held)
    assert found["town_centre"].tolist() == [False] * 6 + [True]
    assert found["times_median"].tolist() == [1.0] * 6 + [4.0]


@pytest.mark.parametrize(
    ("counts", "visited"),
    [
        ([10] * 6 + [29], [0] * 6 + [20]),  # too few records per resident
        ([10] * 6 + [40], [5] * 6 + [2]),  # hardly a visitor: 2 in 40
    ],
)
def test_one_condition_short_is_none(held, counts, visited):
    assert not context.town_centres(frame(counts, visited), held)["town_centre"].any()


def test_a_large_rural_lsoa_with_one_busy_car_park_is_none(held):
    lsoa = held.lsoa.copy()
    lsoa.loc[CODES[6], "area_km2"] *= 50
    rural = dataclasses.replace(held, lsoa=lsoa)
    counts = frame([10] * 6 + [40], [0] * 6 + [20], "On or near Parking Area")
    assert context.town_centres(counts, held)["town_centre"].any()
    assert not context.town_centres(counts, rural)["town_centre"].any()


def test_a_source_that_names_no_visited_place_is_judged_by_the_rest(held):
    assert context.town_centres(frame([10] * 6 + [40], [0] * 7), held)["town_centre"].tolist() == [False] * 6 + [True]


def test_institutions_are_left_out_and_an_unknown_population_is_no_centre(held):
    counts = frame([10] * 6 + [40], [0] * 6 + [40])
    assert not context.town_centres(counts.assign(institution=counts["lsoa"] == CODES[6]), held)["town_centre"].any()
    lsoa = held.lsoa.assign(population=float("nan"))
    assert not context.town_centres(counts, dataclasses.replace(held, lsoa=lsoa))["town_centre"].any()
