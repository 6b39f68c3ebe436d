"""Institutions by their words and by a facility file; streets named after one are streets."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from hotspot import incidents
from hotspot.incidents.institutions import kind_by_words
from tests import made_area
from tests.made_area import SOURCE, middle, records

WORDS = {
    "On or near Hospital": "Hospital",
    "On or near Royal Infirmary": "Hospital",
    "On or near Prison": "Prison",
    "On or near Hmp Foston Hall": "Prison",
    "On or near Pear Tree Police Station": "Police station",
    "On or near D Division Police Headquarters": "Police station",
    "On or near St Mary's Custody Suite": "Custody suite",
    "On or near Hospital Road": None,
    "On or near Infirmary Hill": None,
    "On or near Gaol Street": None,
    "On or near Hardwick Court": None,
    "On or near The Old Police Station": None,
    "On or near ": None,
    "No Location": None,
    None: None,
}


def test_words():
    found = kind_by_words(pd.Series(list(WORDS), dtype="str"))
    assert found.astype(object).where(found.notna(), None).tolist() == list(WORDS.values())


@pytest.fixture(scope="module")
def held():
    return made_area.areas(("P1",))


def at(code, shift_m=0.0, **also):
    lon, lat = middle(code)
    return {"lsoa_code": code, "lon": lon + shift_m / 67_200, "lat": lat, **also}


def test_points_of_one_kind_nearby_are_one_site_named_by_its_commonest(held):
    hospital, police = {"location": "On or near Hospital"}, {"location": "On or near Police Station"}
    rows = [at("E01000001", **hospital), at("E01000001", 300, **hospital), at("E01000002", -200, **hospital)]
    rows += [at("E01000004", **hospital), at("E01000001", 10, **police), at("E01000001")]
    found = incidents.clean(records(rows), held, made_area.profile(("P1",)), sources=[SOURCE])
    listed = found.institutions.set_index("name")
    assert listed["count"].to_dict() == {
        "Hospital, Made 001A": 3,
        "Hospital, Made 004A": 1,
        "Police Station, Made 001A": 1,
    }
    assert listed.loc["Hospital, Made 001A", ["kind", "csp_name", "months"]].tolist() == ["Hospital", "Peewit", 1]
    assert found.frame["institution"].tolist() == [True] * 5 + [False]


def test_a_facility_file_knows_institutions_that_the_words_do_not(held):
    lon, lat = middle("E01000001")
    listed = {"name": ["Made General", "Library"], "type": ["NHS hospital", "library"], "lon": [lon, lon + 0.01]}
    facilities = pa.table({**listed, "lat": [lat, lat]})
    rows = [at("E01000001", 60), at("E01000001", 200), at("E01000002", 0), at("E01000001", lon=None, lat=None)]
    found = incidents.clean(
        records(rows), held, made_area.profile(("P1",)), sources=[SOURCE], facilities=facilities
    ).frame
    assert found["institution"].tolist() == [True, False, False, False]
    assert found.loc[0, ["site", "site_kind"]].tolist() == ["Made General, Made 001A", "Hospital"]


def test_streets_are_counted_without_kinds_of_place_and_institutions():
    frame = pd.DataFrame(
        {
            "lon": [0.0, 0.0, 0.0, 1.0, None],
            "lat": [52.0] * 5,
            "location": ["On or near St Mary'S Gate"] * 2
            + ["On or near Supermarket", "On or near Police Station", "x"],
            "institution": [False, False, False, True, False],
        }
    )
    assert incidents.streets(frame).values.tolist() == [[0.0, 52.0, "St Mary's Gate", 2]]
