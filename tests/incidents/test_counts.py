"""Tables of rows and the selection that a cube counts."""

from __future__ import annotations

import pytest

from hotspot import incidents
from hotspot.config import Parameters
from hotspot.errors import DataError, ParameterError
from tests import made_area
from tests.made_area import SOURCE, records

ROWS = [
    {},
    {"record_id": "id0"},
    {"record_id": None, "category": "Anti-social behaviour"},
    {"category": "Robbery", "month": "2025-02", "lsoa_code": "E01000003"},
    {"location": "On or near Hospital"},
    {"lsoa_code": "E01000005"},
    {"lon": None, "lat": None, "lsoa_code": None},
    {"category": "Possession of weapons", "part": 1},
]


@pytest.fixture(scope="module")
def found():
    profile = made_area.profile(("P1",))
    return incidents.clean(records(ROWS), made_area.areas(("P1",)), profile, sources=[SOURCE] * 2)


def selected(found, institutions=False, **asked):
    asked = Parameters(area="made", **asked)
    return incidents.select(found, made_area.profile(("P1",)), asked, institutions=institutions)


def test_rows_by_partnership_leave_nothing_out(found):
    table = incidents.rows_by_csp(found.frame)
    assert table["rows"].sum() == len(ROWS)
    violence = table[(table["category"] == "Violence and sexual offences") & (table["month"] == "2025-01")]
    assert dict(zip(violence["csp_code"], violence["rows"], strict=True)) == {"P1": 3, "none": 2}


def test_flags_by_file(found):
    table = incidents.flagged(found.frame)
    assert table["rows"].tolist() == [7, 1]
    assert table.loc[0, ["repeated_id", "no_location", "outside_area", "institution"]].tolist() == [1, 1, 1, 1]


def test_quality_says_months_and_gaps(found):
    row = found.quality.loc[SOURCE]
    assert (row["rows"], row["months"], row["first"], row["last"], row["gaps"]) == (8, 2, "2025-01", "2025-02", "")


def test_a_selection_counts_each_record_once_in_the_area_without_institutions(found):
    assert selected(found).index.tolist() == [0, 3]
    assert selected(found, offence="possession").index.tolist() == [7]
    assert selected(found, institutions=True).index.tolist() == [4]


def test_what_is_counted_set_aside_repeated_and_without_a_place_are_all_records():
    hospital = {"location": "On or near Hospital"}
    rows = [{}, {"record_id": "id0"}, hospital, {**hospital, "lsoa_code": "E01000005"}, {"lsoa_code": "E01000005"}]
    rows += [{"lon": None, "lat": None, "lsoa_code": None}, {"lon": None, "lat": None, "lsoa_code": None, **hospital}]
    profile = made_area.profile(("P1",))
    made = incidents.clean(records(rows), made_area.areas(("P1",)), profile, sources=[SOURCE])
    asked = Parameters(area="made")
    counted, aside = (len(incidents.select(made, profile, asked, institutions=where)) for where in (False, True))
    assert (counted, aside, *incidents.without_place(made, profile, asked)) == (1, 1, 2, 2)
    assert counted + aside + 2 + 2 + made.frame["repeated_id"].sum() == len(rows)


def test_a_selection_follows_dates_and_partnerships(found):
    assert selected(found, start="2025-02").index.tolist() == [3]
    assert selected(found, end="2025-01").index.tolist() == [0]
    assert selected(found, csps=("P2",)).empty
    assert selected(found, sources=(SOURCE,)).index.tolist() == [0, 3]


def test_refusals(found):
    with pytest.raises(DataError, match="No records ambulance/x are held"):
        selected(found, sources=("ambulance/x",))
    with pytest.raises(ParameterError, match="no measure called 'arson'"):
        selected(found, offence="arson")
    with pytest.raises(DataError, match="2025-03"):
        selected(found, end="2025-03")
