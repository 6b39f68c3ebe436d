from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotspot.sources import Known, Refused, Taken, Upload, read_paths, recognisers
from hotspot.sources.police_uk import slug

LATE = ("2025-07", "2099-01")
BAD_ROWS = {
    "a month not written YYYY-MM": "x,2025-13,Derbyshire Constabulary,,-1.4,52.9,,E01013453,,Robbery,,",
    "no month": "x,,Derbyshire Constabulary,,-1.4,52.9,,E01013453,,Robbery,,",
    "no force": "x,2025-06,,,-1.4,52.9,,E01013453,,Robbery,,",
    "no crime type": "x,2025-06,Derbyshire Constabulary,,-1.4,52.9,,E01013453,,,,",
    "a coordinate that is not a number": "x,2025-06,Derbyshire Constabulary,,west,52.9,,E01013453,,Robbery,,",
    "one coordinate of two": "x,2025-06,Derbyshire Constabulary,,,52.9,,E01013453,,Robbery,,",
    "coordinates off the globe": "x,2025-06,Derbyshire Constabulary,,435000,336000,,E01013453,,Robbery,,",
    "wrong number of fields": "x,2025-06",
}


def test_a_month_of_a_force_is_known_by_its_content(take, street):
    content = street(count=3)
    result = take(content, "holiday photo.jpg")
    assert (result.kind, result.source, result.period) == ("police_uk_street", "police_uk/derbyshire", "2025-06")
    assert (result.rows_read, result.kept, result.rejected, result.notes) == (3, 3, {}, ())
    assert result.sha256 == hashlib.sha256(content).hexdigest()
    assert result.table.slice(1, 1).to_pylist() == [
        {
            "row": 1,
            "record_id": "id1",
            "force": "Derbyshire Constabulary",
            "month": "2025-06",
            "lon": -1.400001,
            "lat": 52.900001,
            "location": "On or near High Street",
            "lsoa_code": "E01013453",
            "lsoa_name": "Derby 013A",
            "category": "Violence and sexual offences",
            "outcome": "Under investigation",
            "context": None,
        }
    ]


@pytest.mark.parametrize("reason", BAD_ROWS)
def test_an_unreadable_row_goes_for_its_reason_and_the_rest_keep_their_place(take, street, reason):
    rows = street(count=2).decode().splitlines()
    content = "\n".join([rows[0], rows[1], BAD_ROWS[reason], "", rows[2]]).encode()
    result = take(content)
    assert result.rejected == {reason: 1}
    assert result.table["row"].to_pylist() == [0, 2]


def test_a_row_without_a_place_is_a_real_record(take, street):
    result = take(street(",2025-06,Derbyshire Constabulary,,,,No Location,,,Robbery,,"))
    assert result.rejected == {}
    assert result.table.select(["record_id", "lon", "lat", "lsoa_code"]).to_pylist() == [
        {"record_id": None, "lon": None, "lat": None, "lsoa_code": None}
    ]


def test_odd_positions_are_reported_and_left_as_they_are(take, street):
    result = take(
        street(
            "a,2025-06,Derbyshire Constabulary,,52.9,-1.4,,E01013453,,Robbery,,",
            "b,2025-06,Derbyshire Constabulary,,0,0,,E01013453,,Robbery,,",
            "c,2025-06,Derbyshire Constabulary,,-79.4,43.6,,E01013453,,Robbery,,",
        )
    )
    assert result.kept == 3
    assert [note.split(":")[0] for note in result.notes] == [
        "1 position looks as if longitude and latitude were swapped",
        "1 position looks like a placeholder (0, 0)",
        "1 position looks wrong for the British Isles",
    ]
    assert result.table["lon"].to_pylist() == [52.9, 0.0, -79.4]


def test_national_grid_metres_are_named_as_such(refuse, street):
    result = refuse(street(*[BAD_ROWS["coordinates off the globe"]] * 3, count=1))
    assert "British National Grid" in result.fix


def test_a_file_joined_from_months_and_forces_comes_apart_again(read, street):
    rows = street(count=2).decode().splitlines()[1:]
    others = street(count=1, month="2025-07").decode().splitlines()[1:]
    gwent = street(count=1, force="Gwent Police").decode().splitlines()[1:]
    results = read(street("x", *rows, *others, *gwent))
    assert [(one.source, one.period, one.rows_read, one.kept) for one in results] == [
        ("police_uk/derbyshire", "2025-06", 3, 2),
        ("police_uk/derbyshire", "2025-07", 1, 1),
        ("police_uk/gwent", "2025-06", 1, 1),
    ]
    assert len({one.sha256 for one in results}) == 3
    assert results[1].table["row"].to_pylist() == [3]


def test_two_spellings_of_one_force_are_one_source(read, street):
    other = street(count=1, force="Derbyshire Police").decode().splitlines()[1]
    assert [(one.source, one.kept) for one in read(street(other, count=1))] == [("police_uk/derbyshire", 2)]


@pytest.mark.parametrize(
    ("force", "short"),
    [
        ("Avon and Somerset Constabulary", "avon-and-somerset"),
        ("City of London Police", "city-of-london"),
        ("Dyfed-Powys Police", "dyfed-powys"),
        ("British Transport Police", "btp"),
        ("Thames Valley Police", "thames-valley"),
    ],
)
def test_slug_is_the_one_of_data_police_uk(force, short):
    assert slug(force) == short


def test_a_zip_and_a_folder_give_the_same_months_once(put, packed, street):
    months = {
        f"2025-0{month}/2025-0{month}-x-street.csv": street(count=month, month=f"2025-0{month}") for month in (1, 2)
    }
    zipped = put("police.zip", packed(months))
    for name, content in months.items():
        put(f"folder/deep/{name}", content)
    results = list(read_paths([zipped, zipped.parent / "folder"]))
    assert [(type(one), one.member) for one in results] == [
        (Taken, "2025-01/2025-01-x-street.csv"),
        (Taken, "2025-02/2025-02-x-street.csv"),
        (Known, ""),
        (Known, ""),
    ]
    hashes = {one.sha256 for one in results}
    assert all(isinstance(one, Known) for one in read_paths([zipped], known=hashes))


def test_progress_never_runs_backwards_and_ends_full(put, packed, street):
    steps = []
    paths = [
        put("a.zip", packed({f"{n}.csv": street(count=n, month=f"2025-0{n}") for n in (1, 2, 3)})),
        put("b.csv", street(count=5)),
    ]
    list(read_paths(paths, progress=lambda name, done, total: steps.append((done, total))))
    total = sum(path.stat().st_size for path in paths)
    assert steps == sorted(steps) and steps[-1] == (total, total)


def test_header_alone_is_refused(refuse, street):
    assert refuse(street()).what == "It has column names but no rows."


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_done_to_a_file_its_rows_are_accounted_for(read, street, data):
    content = bytearray(street(count=6))
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(
            st.sampled_from([b"", b",", b"\n", b'"', b"\r", b"\xff", b"\0", b",,", b"x", b"\n\n", b"9e9"])
        )
        content[place : place + data.draw(st.integers(0, 3))] = piece
    results = read(bytes(content))
    assert results
    for one in results:
        if isinstance(one, Taken):
            assert one.kept + sum(one.rejected.values()) == one.rows_read
            assert one.table.num_rows == one.kept
            rows = one.table["row"].to_pylist()
            assert rows == sorted(set(rows))
        else:
            assert isinstance(one, Refused) and one.what and one.fix


@pytest.mark.parametrize(("today", "left"), [(date(2025, 6, 1), {"a month in the future": 2}), (None, {})])
def test_a_month_to_come_is_left_out_for_every_page_would_end_with_it(tmp_path, street, today, left):
    late = [f"x{month},{month},Derbyshire Constabulary,,-1.4,52.9,,E01013453,,Robbery,," for month in LATE]
    upload = Upload("joined.csv", street(*late, count=2))
    found = list(read_paths([upload], local=recognisers(tmp_path, as_of=today)))
    assert {reason: n for one in found for reason, n in one.rejected.items()} == left
    assert {one.period for one in found} == ({"2025-06"} if today else {"2025-06", *LATE})


def test_a_file_of_a_month_to_come_alone_is_refused(tmp_path, street):
    late = street(f"x,{LATE[1]},Derbyshire Constabulary,,-1.4,52.9,,E01013453,,Robbery,,")
    (refused,) = read_paths([Upload("late.csv", late)], local=recognisers(tmp_path, as_of=date(2025, 6, 30)))
    assert isinstance(refused, Refused) and "month in the future" in refused.what and "2010-12" in str(refused.what)
