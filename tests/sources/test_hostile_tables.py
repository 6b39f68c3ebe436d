"""Tables that mean harm: small files that ask for much time or memory. Each is refused in moments, with its mend."""

from __future__ import annotations

import gzip
import io
import re
import zipfile

import openpyxl
import pyarrow as pa
import pytest
import shapefile

from hotspot.errors import SourceError
from hotspot.sources import limits
from hotspot.sources.cells import as_table
from hotspot.sources.columns import shaped, text
from hotspot.sources.csv_file import as_utf8
from hotspot.sources.model import Raw


def workbook(*rows: list) -> dict[str, bytes]:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    source = zipfile.ZipFile(stream)
    return {name: source.read(name) for name in source.namelist()}


CCHI = workbook(["FULL_OFFENCE_TITLE", "CCHI Score"], ["Robbery", 365])
SHEET = "xl/worksheets/sheet1.xml"


def test_a_long_way_of_blank_lines_to_the_header(refuse, take, street):
    """Each blank line once cost a search through the rest of the file: thirty megabytes took hours."""
    assert "empty" in refuse(b"\n" * 5_000_000).what
    assert take(b"\n\r\n \r" * 100_000 + street(count=2)).rows_read == 2


def test_a_quotation_mark_around_millions_of_lines(refuse, street, monkeypatch):
    monkeypatch.setattr("hotspot.sources.csv_file._BLOCK", limits.MEGABYTE)
    content = street(count=1) + b'"' + b"x\n" * 5_000_000 + b'",' + b"," * 10 + b"\n"
    assert "quotation mark" in refuse(content).what


@pytest.mark.parametrize("after", [b"", b"\n", b"  \n\r\n"])
def test_lines_are_counted_without_the_blank_ones(refuse, street, after):
    content = street(count=5).replace(b"id1,", b'"id1,') + after
    assert "5 lines came out as" in refuse(content).what


def test_two_lone_quotation_marks_do_not_swallow_rows_in_silence(refuse, street):
    content = street(count=9).replace(b"id2,", b'"id2,').replace(b"id6,", b'id6",')
    assert 'Column "Crime ID" holds long free text in row 3' in refuse(content).what


def test_windows_text_is_turned_piece_by_piece(monkeypatch):
    monkeypatch.setattr("hotspot.sources.csv_file._CHUNK", 3)
    assert as_utf8("Café – 5 €\n".encode("cp1252"))[0].decode() == "Café – 5 €\n"
    with pytest.raises(SourceError, match="Line 3 is neither"):
        as_utf8(b"ab\ncd\n\xe9\x81")


def test_many_gzips_in_one(refuse):
    """Each once copied what was left: two hundred thousand empty ones took half a minute."""
    assert "empty" in refuse(gzip.compress(b"") * 50_000).what


def test_a_gzip_of_several_members_is_read_whole(take, street):
    content = street(count=9)
    assert take(gzip.compress(content[:400]) + gzip.compress(content[400:]) + b"\0" * 8).rows_read == 9


@pytest.mark.parametrize(("cut", "said"), [(slice(0, -6), "middle"), (slice(10), "middle")])
def test_half_a_gzip(refuse, street, cut, said):
    assert said in refuse(gzip.compress(street(count=50))[cut]).what


def test_a_zip_of_many_large_members(refuse, packed, monkeypatch):
    monkeypatch.setattr(limits, "ZIP_BYTES", 1000)
    assert "bytes unpacked" in refuse(packed({f"{n}.csv": b"a,b\n" * 100 for n in range(5)})).what


def test_one_value_in_many_cells_is_counted_each_time(monkeypatch):
    monkeypatch.setattr(limits, "TEXT_BYTES", 1000)
    with pytest.raises(SourceError, match="letters in its cells"):
        as_table(([word] for word in ["w" * 100] * 11), ["a"])


def test_half_a_character_is_no_character():
    assert as_table([["Caf\ud800"], ["Tŷ"]], ["a"]).to_pydict() == {"a": ["Caf?", "Tŷ"]}


def test_a_sheet_without_its_words(refuse, packed):
    members = {**CCHI, SHEET: re.sub(rb"<c r=\"A2\".*?</c>", b'<c r="A2" t="s"><v>99</v></c>', CCHI[SHEET])}
    assert "cannot be read" in refuse(packed(members)).what


def test_a_workbook_of_too_much_xml(refuse, packed, monkeypatch):
    monkeypatch.setattr(limits, "WORKBOOK_BYTES", 1000)
    assert "bytes of XML" in refuse(packed(CCHI)).what


def test_a_sheet_of_too_many_cells(refuse, packed, monkeypatch):
    monkeypatch.setattr(limits, "SHEET_CELLS", 1)
    assert "filled cells" in refuse(packed(CCHI)).what


def test_text_that_needs_no_change_is_not_held_twice():
    column = pa.chunked_array([["a", None, "b c"]])
    assert text(column).buffers()[2].address == column.chunk(0).buffers()[2].address
    table = pa.table({"a": column})
    assert shaped(Raw(table, None, 3), table, {}).table is table


def zipped_shapefile(packed, rings: list) -> dict[str, bytes]:
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf) as writer:
        writer.field("LSOA21CD", "C", 9)
        writer.poly(rings)
        writer.record("E01000001")
    return {"a.shp": shp.getvalue(), "a.shx": shx.getvalue(), "a.dbf": dbf.getvalue()}


OUTLINE = [[-1.5, 52.9], [-1.5, 53.0], [-1.4, 53.0], [-1.4, 52.9], [-1.5, 52.9]]


def test_a_shapefile_of_outlines_and_holes_that_multiply(refuse, packed):
    hole = [[-1.45, 52.95], [-1.44, 52.95], [-1.44, 52.96], [-1.45, 52.95]]
    content = packed(zipped_shapefile(packed, [OUTLINE] * 1500 + [hole] * 1500))
    assert "pairs of outline and hole" in refuse(content).what


def test_a_shapefile_that_promises_more_points_than_it_has(refuse, packed):
    members = zipped_shapefile(packed, [OUTLINE])
    shp = bytearray(members["a.shp"])
    shp[148:152] = (2**31 - 1).to_bytes(4, "little")
    assert "damaged" in refuse(packed({**members, "a.shp": bytes(shp)})).what


def test_what_a_shapefiles_reader_remarks_stays_unsaid(take, packed, capfd, recwarn):
    inside_out = zipped_shapefile(packed, [OUTLINE[::-1]])
    shp = bytearray(inside_out["a.shp"])
    shp[24:28] = (2**31 - 1).to_bytes(4, "big")
    members = {"a.shp": bytes(shp), "a.dbf": inside_out["a.dbf"]}
    assert take(packed(members)).kept == 1
    assert capfd.readouterr().err == "" and not recwarn.list
