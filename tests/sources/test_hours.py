"""Force extracts and call-outs: guessed, mapped, screened, and accounted for to the row."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.errors import SourceError
from hotspot.sources import (
    ColumnMapping,
    Refused,
    Taken,
    Upload,
    draft,
    guess_mapping,
    mappings,
    read_paths,
    recognisers,
    save,
)
from hotspot.sources.hours import AGE_BANDS, records
from hotspot.sources.mapping import as_toml, parse
from hotspot.sources.model import Raw
from hotspot.sources.pseudonym import hashed, salt
from hotspot.sources.wording import age_band_of

HEADINGS = ["Crime Ref", "From Date", "From Time", "To Date", "To Time", "Offence Title", "Easting", "Northing",
            "Context", "Victim Age", "Knife", "Alcohol", "Police Found", "LSOA Code", "Officer team"]  # fmt: skip
MAPPING = ColumnMapping(
    "made",
    "force/made",
    tuple(HEADINGS),
    {
        "from": ("From Date", "From Time"), "to": ("To Date", "To Time"), "category": ("Offence Title",),
        "easting": ("Easting",), "northing": ("Northing",), "context": ("Context",), "age": ("Victim Age",),
        "knife": ("Knife",), "alcohol": ("Alcohol",), "police_found": ("Police Found",), "lsoa_code": ("LSOA Code",),
        "record_id": ("Crime Ref",),
    },
    formats={"from": "%d/%m/%Y", "to": "%d/%m/%Y"},
    values={"context": {"Street": "public", "Pub": "night-time economy"}, "age": {"U18": "under 18"}},
)  # fmt: skip


def row(n: int = 0, **more: str) -> dict[str, str]:
    when, where = ["01/03/2025", "22:15", "", ""], ["435000", "336000"]
    values = [f"R{n}", *when, "Robbery", *where, "Street", "17", "Y", "N", "", "E01013453", "B"]
    made = dict(zip(HEADINGS, values, strict=True))
    return made | {key.replace("_", " "): value for key, value in more.items()}


def raw(*rows: dict[str, str]) -> Raw:
    table = pa.table({name: pa.array([one[name] or None for one in rows], pa.string()) for name in HEADINGS})
    return Raw(table, np.arange(len(rows), dtype=np.int32), len(rows))


def stored(*rows: dict[str, str], mapping: ColumnMapping = MAPPING) -> list[dict[str, object]]:
    pieces = records(raw(*rows), mapping, lambda: bytes(32))
    return pa.concat_tables([piece.table for piece in pieces]).sort_by("row").to_pylist()


def csv(*rows: dict[str, str]) -> bytes:
    return "\n".join([",".join(HEADINGS), *(",".join(one.values()) for one in rows), ""]).encode()


def test_one_row_by_hand() -> None:
    (one,) = stored(row())
    assert one["from_local"] == pd.Timestamp("2025-03-01 22:15") and one["to_local"] is None
    assert (one["lon"], one["lat"]) == (pytest.approx(-1.4808, abs=1e-3), pytest.approx(52.9205, abs=1e-3))
    assert [one[k] for k in ("category", "context", "age_band", "knife", "alcohol", "police_found", "precision")] == [
        "Robbery", "public", "under 18", True, False, None, "minute"]  # fmt: skip
    assert one["record_id"] != "R0" and len(str(one["record_id"])) == 32
    assert "B" not in one.values()  # a column that nobody mapped is not kept


def test_times_blank_unknown_and_turned_round() -> None:
    told = stored(
        row(0, From_Time=""),
        row(1, From_Time="unknown"),
        row(2, To_Date="02/03/2025", To_Time="06:00"),
        row(3, To_Date="01/03/2025", To_Time="21:00"),  # before the start: no interval
        row(4, From_Date="", To_Date="05/03/2025", To_Time="06:00"),  # known only by its end
    )
    assert [one["precision"] for one in told] == ["day", "day", "minute", "minute", "hour"]
    assert told[2]["to_local"] == pd.Timestamp("2025-03-02 06:00") and told[3]["to_local"] is None
    assert told[4]["from_local"] == pd.Timestamp("2025-03-05 06:00") and told[4]["to_local"] is None


def test_a_file_of_several_months_comes_apart_and_every_row_is_accounted_for() -> None:
    rows = [row(0), row(1, From_Date="15/04/2025"), row(2, From_Date="31/31/2025"), row(3, From_Date=""),
            row(4, Offence_Title=""), row(5, Easting="x"), row(6, Easting="", Northing="")]  # fmt: skip
    pieces = records(raw(*rows), MAPPING, lambda: bytes(32))
    assert [(piece.source, piece.period, piece.kept) for piece in pieces] == [
        ("force/made", "2025-03", 2), ("force/made", "2025-04", 1)]  # fmt: skip
    assert sum(piece.kept + sum(piece.rejected.values()) for piece in pieces) == len(rows)
    assert pieces[0].rejected == {
        "no date": 1, "a date that cannot be read": 1, "no offence or type of call": 1,
        "a coordinate that is not a number, or one of two": 1}  # fmt: skip


CELLS = [["01/03/2025", "", "x", "30/04/2025"], ["22:15", "", "no"], ["Robbery", ""], ["435000", "", "x"]]


@given(st.lists(st.tuples(*(st.sampled_from(words) for words in CELLS)), min_size=1, max_size=30))
@settings(deadline=None, max_examples=40)
def test_kept_and_rejected_always_add_up(cells: list[tuple[str, str, str, str]]) -> None:
    rows = [row(n, From_Date=d, From_Time=t, Offence_Title=o, Easting=e) for n, (d, t, o, e) in enumerate(cells)]
    try:
        pieces = records(raw(*rows), MAPPING, lambda: bytes(32))
    except SourceError as error:
        assert f"None of its {len(rows)} rows" in error.what
        return
    assert sum(piece.kept + sum(piece.rejected.values()) for piece in pieces) == len(rows)
    kept = [n for piece in pieces for n in piece.table["row"].to_pylist()]
    assert len(kept) == len(set(kept)) == sum(piece.kept for piece in pieces)


def test_swapped_coordinates_are_named_and_mended_only_on_confirmation() -> None:
    degrees = MAPPING.changed(columns={**{k: v for k, v in MAPPING.columns.items() if k not in ("easting", "northing")},
                                       "lon": ("Easting",), "lat": ("Northing",)})  # fmt: skip
    rows = [row(n, Easting="52.92", Northing="-1.48") for n in range(50)]
    with pytest.raises(SourceError, match="look swapped. Nothing was changed") as caught:
        stored(*rows, mapping=degrees)
    assert "--mend swapped" in caught.value.fix
    mended = stored(*rows, mapping=degrees.changed(mend="swapped"))
    assert {(one["lon"], one["lat"]) for one in mended} == {(-1.48, 52.92)}
    with pytest.raises(SourceError, match="--mend bng"):
        stored(*[row(n) for n in range(50)], mapping=degrees)


def test_two_in_a_hundred_elsewhere_are_borne_and_three_are_not() -> None:
    def file(away: int) -> list[dict[str, str]]:
        return [row(n, **({"Easting": "9435000"} if n < away else {})) for n in range(100)]

    assert len(stored(*file(2))) == 100
    with pytest.raises(SourceError, match="3 of 100 located rows lie outside"):
        stored(*file(3))


def test_the_same_reference_is_known_again_and_never_in_another_feed(tmp_path: Path) -> None:
    secret = salt(tmp_path)
    assert salt(tmp_path) == secret and (tmp_path / "mappings" / "salt").stat().st_mode & 0o077 == 0
    words = pa.array(["R1"])
    first, other = hashed(words, "force/a", secret)[0], hashed(words, "force/b", secret)[0]
    assert first == hashed(words, "force/a", secret)[0] != other
    assert hashed(words, "force/a", salt(tmp_path / "elsewhere"))[0] != first


def test_a_mapping_survives_its_file_whatever_the_headings_hold(tmp_path: Path) -> None:
    words = {"context": {'a "b" = c': "public", "U\tv": "school"}}
    odd = MAPPING.changed(headings=(*HEADINGS, 'Say "when"', "Tŷ \\ [x]\x7f"), values=words)
    assert parse("made", as_toml(odd)) == odd
    save(odd, tmp_path)
    assert mappings(tmp_path)["made"] == odd


@pytest.mark.parametrize(
    "change",
    [{"source": "Derbyshire"}, {"columns": {}}, {"columns": {"from": ("Gone",)}}, {"mend": "guess"}, {"name": "../x"}],
)
def test_a_mapping_that_cannot_be_used_is_not_saved(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(SourceError):
        save(MAPPING.changed(**change), tmp_path)
    assert not list(tmp_path.rglob("*.toml"))


def test_next_months_file_is_taken_by_its_headings(tmp_path: Path, put: Callable[[str, bytes], Path]) -> None:
    save(MAPPING, tmp_path)
    known = recognisers(tmp_path)
    (taken,) = read_paths([put("april.csv", csv(row()))], local=known)
    assert isinstance(taken, Taken)
    assert (taken.kind, taken.source, taken.period) == ("hour_records", "force/made", "2025-03")
    further = csv(row()).replace(b"Officer team", b"Officer team,More").replace(b",B\n", b",B,text\n")
    (refused,) = read_paths([put("more.csv", further)], local=known)
    assert isinstance(refused, Refused) and "python -m hotspot map" in refused.fix


def test_two_feeds_with_one_form_have_to_be_told_apart(tmp_path: Path, put: Callable[[str, bytes], Path]) -> None:
    save(MAPPING, tmp_path)
    save(MAPPING.changed(name="other", source="force/other"), tmp_path)
    file = put("april.csv", csv(row()))
    (refused,) = read_paths([file], local=recognisers(tmp_path))
    assert isinstance(refused, Refused) and "force/made, force/other" in refused.what
    (taken,) = read_paths([file], local=recognisers(tmp_path, source="force/other"))
    assert isinstance(taken, Taken) and taken.source == "force/other"


def test_a_person_in_an_unmapped_column_refuses_it_whole(tmp_path: Path, put: Callable[[str, bytes], Path]) -> None:
    save(MAPPING, tmp_path)
    file = put("x.csv", csv(row(0), row(1, Officer_team="jo.bloggs@example.org")))
    (refused,) = read_paths([file], local=recognisers(tmp_path))
    assert isinstance(refused, Refused) and 'Column "Officer team" holds an e-mail address in row 2' in refused.what


def test_the_guess_finds_every_column_of_a_usual_extract() -> None:
    rows = [row(n, To_Date="02/03/2025", To_Time="06:00", Police_Found="N") for n in range(20)]
    guess = guess_mapping(raw(*rows).table, name="made", source="force/made").mapping
    assert dict(guess.columns) == dict(MAPPING.columns)
    assert (guess.formats, guess.crs, guess.values["context"]) == (MAPPING.formats, "EPSG:27700", {"Street": "public"})


def test_the_guess_reads_the_real_files_as_the_shipped_mappings_do(shared: Path) -> None:
    folder = shared / "data" / "incidents_with_time"
    frames = {
        "toronto": pd.read_parquet(folder / "toronto_assault_robbery_2014_2021.parquet"),
        "memphis": pd.read_csv(folder / "memphis_robberies_2019.csv", dtype=str),
    }
    for name, frame in frames.items():
        known, guess = mappings()[name], guess_mapping(pa.Table.from_pandas(frame.head(5000), preserve_index=False))
        own = {what: names for what, names in guess.mapping.columns.items() if what != "location"}
        assert own == dict(known.columns)
        assert guess.mapping.formats == known.formats
        assert known.bounds[0] - 1 < guess.mapping.bounds[0] < guess.mapping.bounds[2] < known.bounds[2] + 1


def test_a_workbook_under_a_title_is_read_like_a_csv(tmp_path: Path, put: Callable[[str, bytes], Path]) -> None:
    save(MAPPING, tmp_path)
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Extract of March"])
    book.active.append(HEADINGS)
    book.active.append(list(row(From_Date="01/03/2025").values()))
    book.save(stream)
    (taken,) = read_paths([put("x.xlsx", stream.getvalue())], local=recognisers(tmp_path))
    assert isinstance(taken, Taken) and taken.table["from_local"].to_pylist() == [pd.Timestamp("2025-03-01 22:15")]


@given(st.integers(0, 119))
@settings(deadline=None, max_examples=30)
def test_every_age_is_in_the_band_that_holds_it(age: int) -> None:
    band = stored(row(0, Victim_Age=str(age)))[0]["age_band"]
    assert band == AGE_BANDS[0 if age < 18 else 1 if age < 25 else 2]
    assert age_band_of(f"{age}-{age}") == band


UNLIKE = "Seen;Then;Wording;Grid E;Grid N\r\n" + "".join(
    f"{n % 28 + 1:02d}.03.2025;{n % 24:02d}{n % 60:02d};Affray;{435_000 + n};{336_000 + n}\r\n" for n in range(50)
)


def test_a_column_that_the_reader_names_is_read_as_it_is_written(tmp_path: Path) -> None:
    """The guess knows neither the times nor the offences here; what the reader adds must not lose a single row."""
    file = Upload("own.csv", UNLIKE.encode("cp1252"))
    guessed = draft(file, tmp_path, name="own", source="force/made")
    assert guessed.mapping.columns == {"from": ("Seen",), "easting": ("Grid E",), "northing": ("Grid N",)}
    assert guessed.refusal is not None and "offence" in guessed.refusal.what
    columns = dict(guessed.mapping.columns) | {"from": ("Seen", "Then"), "category": ("Wording",)}
    told = draft(file, tmp_path, name="own", source="force/made", changes={"columns": columns})
    assert told.mapping.formats == {"from": "%d.%m.%Y"} and (told.kept, told.rejected) == (50, {})
    wrong = draft(file, tmp_path, name="own", changes={"columns": columns | {"to": ("Not there",)}})
    assert wrong.refusal is not None and "Not there" in wrong.refusal.what
