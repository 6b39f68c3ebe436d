"""Every row kept, flagged instead of dropped."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pyarrow as pa
import pytest

from hotspot import incidents, schema
from hotspot.errors import DataError
from tests import made_area
from tests.made_area import SOURCE, middle, records


@pytest.fixture(scope="module")
def held():
    return made_area.areas(("P1",))


def cleaned(held, rows, **also):
    made = records(rows)
    parts = max(made["part"].to_pylist(), default=0) + 1
    return incidents.clean(made, held, made_area.profile(("P1",)), **{"sources": [SOURCE] * parts, **also})


def test_every_kept_row_is_a_row_here_and_carries_its_flags(held):
    frame = cleaned(
        held,
        [
            {},
            {"lon": None, "lat": None, "lsoa_code": None, "location": "No Location"},
            {"lsoa_code": "E01000005"},
            {"lsoa_code": "E01000099", "lon": middle("E01000001")[0]},
            {"lsoa_code": None, "lon": middle("E01000003")[0]},
            {"location": "On or near Hospital"},
        ],
    ).frame
    flags = {name: frame[name].tolist() for name in incidents.FLAGS}
    assert flags == {
        "no_location": [False, True, False, False, False, False],
        "outside_area": [False, False, True, False, False, False],
        "repeated_id": [False] * 6,
        "vintage_2011": [False, False, False, True, False, False],
        "split_nearest": [False, False, False, True, False, False],
        "irregular": [False] * 6,
        "by_point": [False, False, False, False, True, False],
        "institution": [False, False, False, False, False, True],
    }
    expected = ["E01000001", None, None, "E01000002", "E01000003", "E01000001"]
    assert frame["lsoa"].astype(object).where(frame["lsoa"].notna(), None).tolist() == expected
    assert frame["lsoa_stated"].tolist()[3] == "E01000099"


def test_a_repeat_is_a_later_row_of_one_source_month_and_id(held):
    frame = cleaned(
        held,
        [
            {"record_id": "a"},
            {"record_id": "a", "lsoa_code": "E01000002"},
            {"record_id": "a", "month": "2025-02"},
            {"record_id": None},
            {"record_id": None},
            {"record_id": "a"},
        ],
    ).frame
    assert frame["repeated_id"].tolist() == [False, True, False, False, False, True]


def test_the_first_in_the_file_stays_whatever_the_order_of_the_table(held):
    rows = [{"record_id": "a", "part": part, "row": row} for part, row in [(1, 0), (0, 7), (0, 2)]]
    frame = cleaned(held, rows).frame
    assert frame[["part", "row", "repeated_id"]].values.tolist() == [[0, 2, False], [0, 7, True], [1, 0, True]]


def test_one_id_in_two_sources_is_two_records(held):
    rows = [{"record_id": "a", "part": 0}, {"record_id": "a", "part": 1}]
    frame = cleaned(held, rows, sources=[SOURCE, "ambulance/made"]).frame
    assert not frame["repeated_id"].any()
    assert frame["source"].tolist() == [SOURCE, "ambulance/made"]


def test_another_forces_file_stays_out_and_another_feed_only_where_half_of_it_lies_here(held):
    here, far = {"lsoa_code": "E01000001"}, {"lsoa_code": "S01000001"}
    rows = [{**place, "part": part} for part in range(4) for place in (here, here, far)]
    rows += [{**far, "part": 3}, {**far, "part": 3}]
    sources = [SOURCE, "police_uk/other", "ambulance/near", "ambulance/far"]
    assert cleaned(held, rows, sources=sources).sources == ("ambulance/near", SOURCE)


def test_rows_must_have_a_source(held):
    with pytest.raises(DataError, match="which source"):
        incidents.clean(records([{}]), held, made_area.profile())


def hours(**columns):
    n = len(next(iter(columns.values())))
    usual = {
        "row": range(n),
        "source": ["ambulance/made"] * n,
        "lsoa_code": ["E01000001"] * n,
        "category": ["assault"] * n,
    }
    schema_here = schema.arrow_schema("hour_records")
    made = {name: {**usual, **columns}.get(name, [None] * n) for name in schema_here.names}
    return pa.table(made, schema=schema_here).append_column("part", pa.array([0] * n, pa.int32()))


def test_records_with_hours_keep_their_wall_time_and_precision(held):
    moments = [datetime(2025, 5, 3, 2, 30), None]
    raw = hours(from_local=moments, precision=["minute", "none"])
    both = pa.concat_tables([records([{"part": 1}]), raw], promote_options="permissive")
    found = incidents.clean(both, held, made_area.profile(("P1",)), sources=["ambulance/made", SOURCE]).frame
    assert found["source"].tolist() == ["ambulance/made", "ambulance/made", SOURCE]
    assert found["precision"].tolist() == ["minute", "none", "month"]
    assert found["local"].tolist() == [pd.Timestamp("2025-05-03 02:30"), pd.NaT, pd.NaT]
    assert found["month"].tolist() == [pd.Timestamp("2025-05-01"), pd.NaT, pd.Timestamp("2025-01-01")]


def test_columns_and_types_are_the_same_whatever_the_source_says(held):
    police = cleaned(held, [{}]).frame
    ambulance = incidents.clean(
        hours(from_local=[datetime(2025, 5, 3, 2, 30)], precision=["minute"]), held, made_area.profile(("P1",))
    ).frame
    assert police.dtypes.index.tolist() == ambulance.dtypes.index.tolist()
    assert police.dtypes.astype(str).tolist() == ambulance.dtypes.astype(str).tolist()


def test_nothing_in_nothing_out(held):
    raw = records([{}]).slice(0, 0)
    found = incidents.clean(raw, held, made_area.profile(), sources=[SOURCE])
    assert len(found.frame) == len(found.institutions) == 0


def test_the_raw_table_is_left_as_it_was(held):
    raw = records([{}, {"record_id": "id0"}])
    before = raw.to_pandas()
    incidents.clean(raw, held, made_area.profile(), sources=[SOURCE])
    pd.testing.assert_frame_equal(raw.to_pandas(), before)
