"""Names that a reader knows."""

from __future__ import annotations

import pandas as pd
import pytest

from hotspot import geography
from tests import made_area
from tests.made_area import middle


@pytest.fixture(scope="module")
def held():
    return made_area.areas()


def streets(*rows):
    return pd.DataFrame(rows, columns=["lon", "lat", "street", "count"])


def test_a_cell_has_its_ward_district_and_the_street_most_records_name(held):
    lon, lat = middle("E01000003")
    known = streets(
        (lon, lat, "Quiet Row", 1), (lon + 0.002, lat, "Albert Street", 9), (lon + 0.1, lat, "Far Road", 99)
    )
    assert geography.place_names([lon], [lat], held, known).tolist() == ["Castle ward, Dale (near Albert Street)"]


def test_beyond_reach_the_nearest_street_within_two_kilometres(held):
    lon, lat = middle("E01000003")
    known = streets((lon + 0.012, lat, "Near Lane", 1), (lon + 0.02, lat, "Busy Lane", 9))
    assert geography.place_names([lon], [lat], held, known)[0] == "Castle ward, Dale (near Near Lane)"
    assert geography.place_names([lon], [lat], held, streets((lon + 0.1, lat, "Far Road", 9)))[0] == "Castle ward, Dale"


def test_a_point_off_the_coast_takes_the_nearest_lsoa(held):
    assert geography.place_names([-1.2], [52.9], held)[0] == "Castle ward, Don"
    assert geography.nearest_lsoa([-1.2], [52.9], held)[0] == "E01000006"


def test_names_of_lsoas(held):
    assert geography.lsoa_names(held)["E01000005"] == "Castle ward, Don (Made 005A)"


def test_without_wards_an_lsoa_keeps_its_own_name():
    tables = made_area.tables()
    wards = tables["lookup_lsoa21_ward_lad"].to_pandas().assign(ward_name=None)
    held = geography.areas(
        {**tables, "lookup_lsoa21_ward_lad": made_area.pa.Table.from_pandas(wards)}, made_area.profile()
    )
    assert geography.lsoa_names(held)["E01000005"] == "Made 005A"
    assert geography.place_names(*[[x] for x in middle("E01000001")], held)[0] == "Made 001A"
