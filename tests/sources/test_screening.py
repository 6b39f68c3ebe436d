"""The personal-data screen: what it must catch, and what it must let through."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pytest

from hotspot.errors import SourceError
from hotspot.sources.screening import is_nhs_number, refuse_personal

STORY = "Victim was approached by two men outside the bank who punched him to the face and ran off towards the river"


def screen(heading: str, *values: str | None, **more: list[str]) -> None:
    table = pa.table({heading: pa.array(values, pa.string()), **more})
    refuse_personal(table, np.arange(10, 10 + len(values), dtype=np.int32), titles=("Offence",), moments=("When",))


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("943 476 5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("patient 943-476-5919", "an NHS number"),
        ("QQ123456C".replace("QQ", "AB"), "a National Insurance number"),
        ("AB 12 34 56 C", "a National Insurance number"),
        ("07700 900123", "a phone number"),
        ("+44 7700 900 123", "a phone number"),
        ("call (01332) 900123", "a phone number"),
        ("jo.bloggs@example.org", "an e-mail address"),
        ("DE1 2AB", "a full postcode"),
        ("Market Place, Derby DE12AB", "a full postcode"),
        ("sw1a 1aa", "a full postcode"),
        (STORY, "long free text"),
    ],
)
def test_each_kind_is_found_and_named_by_column_and_row(value: str, what: str) -> None:
    with pytest.raises(SourceError, match=f'Column "Extra" holds {what} in row 12:') as caught:
        screen("Extra", "street", value)
    assert value not in str(caught.value)  # the refusal itself must not spread it


@pytest.mark.parametrize("heading", ["Victim surname", "DOB", "victim_date_of_birth", "NHS No", "Home address"])
def test_a_heading_alone_is_enough_where_no_content_can_tell(heading: str) -> None:
    with pytest.raises(SourceError, match=heading):
        screen(heading, None, "x")
    screen(heading, None, None)  # an empty column holds nothing of anybody


def test_a_date_long_before_every_incident_is_a_birthday() -> None:
    when = ["2025-03-01 22:15", "2025-03-02 10:00"]
    with pytest.raises(SourceError, match="date of birth"):
        screen("Ref date", "14/02/1991", "01/03/2025", When=when)
    screen("Reported", "02/03/2025", "03/03/2025", When=when)


@pytest.mark.parametrize(
    "value",
    [
        "Racially or religiously aggravated assault occasioning actual bodily harm, with intent to resist arrest or to "
        "prevent it",
        "22000123456", "22*000123*010325", "9434765918", "E01013453", "A6 Osmaston Road", "M1 Northbound", "435123.25",
        "88195c82dbfffff", "2025-03-01 22:15:00", "-1.4746", "On or near Albert Street", "53.7340131",
    ],
)  # fmt: skip
def test_what_incident_files_really_hold_goes_through(value: str) -> None:
    screen("Offence", value, None)


def test_ten_digit_references_pass_the_check_by_chance_and_are_no_nhs_numbers() -> None:
    references = [str(1_000_000_000 + 7919 * n) for n in range(400)]
    assert sum(map(is_nhs_number, references)) > 10
    screen("Crime number", *references)


def test_no_real_file_is_refused(shared: Path) -> None:
    data = shared / "data"
    frame = pd.read_parquet(data / "incidents_with_time/toronto_assault_robbery_2014_2021.parquet")
    toronto = pa.Table.from_pandas(frame)
    refuse_personal(toronto, np.arange(len(toronto), dtype=np.int32), titles=("MCI",), moments=("datetime_hour",))
    memphis = pa.csv.read_csv(data / "incidents_with_time/memphis_robberies_2019.csv")
    refuse_personal(memphis, np.arange(len(memphis), dtype=np.int32), titles=("offense_type",), moments=("date",))


@pytest.mark.parametrize("force", ["derbyshire", "cambridgeshire", "devon-and-cornwall", "gwent"])
def test_no_published_police_file_is_refused(shared: Path, force: str) -> None:
    with zipfile.ZipFile(shared / "data" / "police_uk" / f"{force}-street.zip") as archive:
        for name in archive.namelist()[::4]:
            rows = list(csv.reader(io.StringIO(archive.read(name).decode())))
            table = pa.table({head: [row[n] for row in rows[1:]] for n, head in enumerate(rows[0])})
            refuse_personal(table, np.arange(len(table), dtype=np.int32), moments=("Month",))
