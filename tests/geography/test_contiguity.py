"""Touching LSOAs, against the definition and on slivers and islands."""

from __future__ import annotations

import dataclasses

import pytest
import shapely

from hotspot import geography
from hotspot.errors import ParameterError
from tests import made_area


@pytest.fixture(scope="module")
def held():
    return made_area.areas()


def test_a_row_of_squares_by_hand(held):
    dense = geography.contiguity(made_area.CODES, held).toarray()
    assert dense.tolist() == [
        [1, 1, 0, 0, 0, 0, 0],
        [1, 1, 1, 0, 0, 0, 0],
        [0, 1, 1, 1, 0, 0, 0],
        [0, 0, 1, 1, 1, 0, 0],
        [0, 0, 0, 1, 1, 1, 0],
        [0, 0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 0, 1],  # the island keeps only itself
    ]


@pytest.mark.parametrize(("gap_m", "touch"), [(2.0, 1.0), (40.0, 0.0)])
def test_a_sliver_left_by_generalising_parts_no_neighbours(held, gap_m, touch):
    lsoa = held.lsoa.copy()
    west, south, _, north = lsoa.geometry.loc["E01000002"].bounds
    degrees = gap_m / 67_200  # metres in a degree of longitude at 52.9 N
    lsoa.loc["E01000002", "geometry"] = shapely.box(west + degrees, south, west + made_area.SIDE, north)
    parted = dataclasses.replace(held, lsoa=lsoa)
    assert geography.contiguity(made_area.CODES, parted).toarray()[0, 1] == touch


def test_corners_touch(held):
    lsoa = held.lsoa.copy()
    west, _, east, north = lsoa.geometry.loc["E01000002"].bounds
    lsoa.loc["E01000002", "geometry"] = shapely.box(west, north, east, north + made_area.SIDE)
    assert geography.contiguity(made_area.CODES, dataclasses.replace(held, lsoa=lsoa)).toarray()[0, 1] == 1


def test_refuses_an_order_it_cannot_keep(held):
    with pytest.raises(ParameterError, match="not sorted"):
        geography.contiguity(made_area.CODES[::-1], held)
    with pytest.raises(ParameterError, match="E09999999 is not an LSOA of this area"):
        geography.contiguity(["E01000001", "E09999999"], held)


def test_only_the_codes_asked_for(held):
    assert geography.contiguity(["E01000001", "E01000003"], held).toarray().tolist() == [[1, 0], [0, 1]]
