"""Names that a reader knows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspot import geography
from hotspot.geography import naming
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


def test_places_that_would_share_a_name_say_on_which_side_they_lie():
    names = pd.Series(["A ward (near X)", "B ward", "A ward (near X)", "A ward (near X)", "B ward", "C ward (near X)"])
    lon = np.array([0.0, 5.0, 0.0, 0.03, 5.1, 9.0])
    lat = np.array([0.0, 0.0, 0.03, 0.0, 0.0, 9.0])
    assert naming.told_apart(names, lon, lat).tolist() == [
        "A ward (near X, south-west)", "B ward (west)", "A ward (near X, north-west)", "A ward (near X, south-east)",
        "B ward (east)", "C ward (near X)",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_no_two_names_are_alike_and_an_own_name_stays(points):
    names, lon, lat = (pd.Series([point[k] for point in points]) for k in range(3))
    told = naming.told_apart(names, lon.to_numpy(float), lat.to_numpy(float))
    assert told.is_unique
    assert all(new.startswith(old) for new, old in zip(told, names, strict=True))
    alone = ~names.duplicated(keep=False)
    assert (told[alone] == names[alone]).all()


def test_the_busiest_of_those_that_share_a_name_keeps_it():
    names = pd.Series(["A ward (near X)"] * 3)
    told = naming.told_apart(names, np.array([0.0, 1.0, 2.0]), np.zeros(3), np.array([np.nan, 9.0, 2.0]))
    assert told.tolist() == ["A ward (near X, west)", "A ward (near X)", "A ward (near X, east)"]


def test_what_the_records_state_goes_before_what_lies_near_and_only_where_they_state_it(held):
    (lon, lat), (east, north) = middle("E01000003"), middle("E01000006")
    points = [lon, east, lon], [lat, north, lat]
    known = streets((lon, lat, "Albert Street", 9), (east, north, "Dock Road", 9))
    homes = pd.DataFrame({"lsoa": ["E01000005", None, None], "street": [None, None, "High Street"]})
    before = homes.copy()
    told = geography.place_names(*points, held, known, homes=homes)
    assert told.tolist() == [
        "Castle ward, Don (near Albert Street)", "Castle ward, Don (near Dock Road)",
        "Castle ward, Dale (near High Street)",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(homes, before)
