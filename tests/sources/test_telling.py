"""Where in a file something is wrong: line, column, value, what was expected; and never what may lead to a person."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from hotspot.sources import ColumnMapping, Refused, Taken, read_paths, recognisers, save
from hotspot.sources.telling import told
from tests.sources.test_hours import HEADINGS, MAPPING, csv, row

FORCE = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
)


def read(home: Path, content: bytes, put: Callable[..., Path], name: str = "x.csv") -> Taken | Refused:
    save(MAPPING, home)
    (found,) = read_paths([put(name, content)], local=recognisers(home))
    assert isinstance(found, Taken | Refused)
    return found


def test_the_first_row_of_each_reason_is_named_with_its_line(tmp_path: Path, put: Callable[..., Path]) -> None:
    rows = [row(n) for n in range(6)]
    rows[2] = row(2, From_Date="31/02/2025")
    rows[4] = row(4, Easting="43A000")
    content = csv(*rows).replace(b"\nR1,", b"\n\n\nR1,")  # two empty lines are no rows, and are lines
    found = read(tmp_path, content, put)
    assert isinstance(found, Taken) and found.kept == 4
    date, place = found.notes[:2]
    assert date == (
        "A date that cannot be read: first in row 3 (line 6 of the file), where 'From Date' holds '31/02/2025'. "
        "Expected: a date written like 31/12/2025."
    )
    assert "row 5 (line 8 of the file), where 'Easting' holds something written like '99A999'" in place


def test_a_line_with_too_many_fields_is_named(tmp_path: Path, put: Callable[..., Path]) -> None:
    content = csv(*(row(n) for n in range(4))).replace(b"R2,", b"R2,extra,")
    found = read(tmp_path, content, put)
    assert isinstance(found, Taken) and found.rejected == {"wrong number of fields": 1}
    assert "first in row 3 (line 4 of the file), 16 where the heading has 15" in found.notes[0]


def test_a_sheet_has_rows_of_its_own(tmp_path: Path, put: Callable[..., Path]) -> None:
    book = openpyxl.Workbook()
    for line in (["A title"], [], HEADINGS, list(row(0).values()), [], list(row(1, From_Date="soon").values())):
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    found = read(tmp_path, stream.getvalue(), put, "x.xlsx")
    assert isinstance(found, Taken) and "row 2 (row 6 of the sheet)" in found.notes[0]
    assert "something written like 'aaaa'" in found.notes[0]


@pytest.mark.parametrize("day", ["01/01/1900", "12/06/1987", "31/12/2089"])
def test_days_that_cannot_be_meant_are_left_out(day: str, tmp_path: Path, put: Callable[..., Path]) -> None:
    save(MAPPING, tmp_path)
    file = put("x.csv", csv(row(0), row(1, From_Date=day)))
    (found,) = read_paths([file], local=recognisers(tmp_path, as_of=date(2025, 3, 1)))
    assert isinstance(found, Taken) and found.kept == 1 and found.period == "2025-03"
    assert "2 (line 3 of the file)" in found.notes[0] and day not in found.notes[0]


@pytest.mark.parametrize(
    "value", ["Jo Bloggs", "jo@example.org", "07700 900123", "943 476 5919", "AB12 3CD", "QQ123456C", "12/03/1987"]
)
def test_no_value_that_may_lead_to_a_person_is_repeated(value: str) -> None:
    said = told(value)
    assert value not in said and not any(part in said for part in value.split() if len(part) > 2)


def test_a_file_is_likened_only_to_what_it_nearly_is(put: Callable[..., Path]) -> None:
    nearly = FORCE.replace("Month,", "") + "x,Derbyshire,Derbyshire,-1.4,52.9,,E01013453,,Robbery,,\n"
    (refused,) = read_paths([put("a.csv", nearly.encode())])
    assert isinstance(refused, Refused) and "police_uk_street" in refused.what and '"Month"' in refused.what
    (refused,) = read_paths([put("b.csv", b"Name of park;Longitude;Opened by\nHill;-1.4;x\n")])
    assert isinstance(refused, Refused) and "police" not in refused.what
    assert "Its columns are: Name of park, Longitude, Opened by." in refused.what
    (refused,) = read_paths([put("c.csv", b"Jo Bloggs,12/03/1987,Derby\nAl Other,01/02/1990,Ripley\n")])
    assert isinstance(refused, Refused) and "no names of columns" in refused.what and "Bloggs" not in refused.what


def test_a_file_of_records_under_strange_headings_is_to_be_named(put: Callable[..., Path]) -> None:
    body = "".join(f"{n % 28 + 1:02d}.03.2025;Affray;{435_000 + n};{336_000 + n}\n" for n in range(20))
    (refused,) = read_paths([put("own.csv", f"Seen;Wording;Grid E;Grid N\n{body}".encode())])
    assert isinstance(refused, Refused) and refused.unnamed and "page Data" in refused.fix
    (other,) = read_paths([put("other.csv", b"Seen;Wording\nsome;words\n")])
    assert isinstance(other, Refused) and not other.unnamed


def test_a_heading_that_is_data_is_not_repeated_by_the_screen(tmp_path: Path, put: Callable[..., Path]) -> None:
    headings = ("Offence date", "Offence", "jo.bloggs@example.org")
    save(ColumnMapping("own", "force/own", headings, {"from": headings[:1], "category": headings[1:2]}), tmp_path)
    file = put("x.csv", ",".join(headings).encode() + b"\n2025-03-01,Affray,al@example.org\n")
    (refused,) = read_paths([file], local=recognisers(tmp_path))
    assert isinstance(refused, Refused) and 'Column "column 3"' in refused.what and "bloggs" not in refused.what
