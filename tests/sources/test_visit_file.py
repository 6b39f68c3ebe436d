"""Visit logs: where and when, and never who."""

from __future__ import annotations

import pandas as pd
import pytest

from hotspot.errors import SourceError
from hotspot.sources import visit_file as room
from hotspot.sources.visit_file import visit_log


def rows(text: str) -> list[tuple[str, str, float, str]]:
    held = visit_log(text.encode()).visits
    return [(p, f"{s:%Y-%m-%d %H:%M}", m, u) for p, s, m, u in held.itertuples(index=False)]


@pytest.mark.parametrize(
    "text",
    [
        "place,start,end,unit\nYard,2025-07-04 23:50,2025-07-05 00:06,NT1\n",
        "Zone;Date;Start time;End time;Call sign\nYard;04/07/2025;23:50;00:06;NT1\n",
        "Hotspot name,Arrived at,Minutes,Team\nYard,2025-07-04T23:50:00,16,NT1\n",
        "location\tdate_time\tduration\tunit\nYard\t04-Jul-2025 23:50\t16\tNT1\n",
    ],
)
def test_the_ways_to_write_a_visit(text: str) -> None:
    assert rows(text) == [("Yard", "2025-07-04 23:50", 16.0, "NT1")]


def test_every_row_is_accounted_for() -> None:
    read = visit_log(
        b"place,start,end,unit\n"
        b"Yard,2025-07-04 21:30,2025-07-04 21:45,A\n"
        b",2025-07-04 21:30,2025-07-04 21:45,A\n"
        b"Yard,2025-07-04,2025-07-04 21:45,A\n"
        b"Yard,2025-07-04 21:30,2025-07-04 21:20,A\n"
        b"Yard,2025-07-04 21:30,2025-07-05 21:45,A\n"
        b"Yard,2025-07-04 21:30\n"
    )
    assert len(read.visits) == 1 and read.rows_read == 6
    assert len(read.visits) + sum(read.rejected.values()) == read.rows_read
    assert set(read.rejected.values()) == {1}


def test_a_plan_made_here_can_be_read_as_visits() -> None:
    head = "night,unit,visit,no,place,name,lon,lat,arrive,leave,minutes,travel_min,since_min"
    text = f"{head}\n2026-01-02,1,1,3,8a1945c3212ffff,Quayside,1.58,54.12,2026-01-02 19:02,2026-01-02 19:17,15,0,\n"
    assert rows("\ufeff" + text) == [("8a1945c3212ffff", "2026-01-02 19:02", 15.0, "1")]


@pytest.mark.parametrize(
    "heading",
    ["Officer", "Officer name", "PC name", "Collar number", "Collar No.", "shoulder_number", "Warrant no", "Staff ID",
     "Badge", "Surname", "PCSO", "Crew names", "Sergeant"],
)  # fmt: skip
def test_columns_about_officers_are_refused_whole(heading: str) -> None:
    with pytest.raises(SourceError, match="never taken in") as refused:
        visit_log(f"place,start,minutes,{heading}\nYard,2025-07-04 21:30,15,secret-value\n".encode())
    assert "secret-value" not in str(refused.value)


@pytest.mark.parametrize("unit", ["PC 4411", "PS Miller", "PCSO 77123", "Sgt. Brown", "Inspector Gray"])
def test_a_unit_that_is_an_officer_is_refused_without_being_repeated(unit: str) -> None:
    with pytest.raises(SourceError, match="names an officer in row 1") as refused:
        visit_log(f"place,start,minutes,unit\nYard,2025-07-04 21:30,15,{unit}\n".encode())
    assert unit not in str(refused.value)


@pytest.mark.parametrize("unit", ["NT1", "Town team", "Alpha 2", "PCT East", "DS12 van"])
def test_units_and_how_many_officers_are_welcome(unit: str) -> None:
    text = f"place,start,minutes,unit,number of officers\nYard,2025-07-04 21:30,15,{unit},2\n"
    assert rows(text)[0][3] == unit


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "header"),
        ("a,b\n1,2\n", "where or when"),
        ("place,start,minutes\n", "date that can be read"),
        ("place,start\nYard,2025-07-04 21:30\n", "how long"),
        ("place,start,minutes\nYard,2025-07-04 21:30,x\n", "None of its 1 rows"),
        ("place,start,minutes,note\nYard,2025-07-04 21:30,15,ring 07700 900123\n", "phone number"),
        ("place,start,minutes,victim_name\nYard,2025-07-04 21:30,15,X\n", "a name"),
        ("place,start,minutes\n\0", "NUL"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        visit_log(text.encode())


def test_bounds_hold() -> None:
    line = "Yard,2025-07-04 21:30,15\n"
    with pytest.raises(SourceError, match="visits"):
        visit_log(("place,start,minutes\n" + line * (room.MOST_VISITS + 1)).encode())
    with pytest.raises(SourceError, match="bytes"):
        visit_log(b"place,start,minutes\n" + b"x" * room.LARGEST_BYTES)
    assert isinstance(visit_log(("place,start,minutes\n" + line * 50).encode()).visits, pd.DataFrame)
