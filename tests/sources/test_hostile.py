"""Files that mean harm: each is refused with a reason, and nothing else happens."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import sqlite3
import zipfile

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from hotspot.sources import Refused, Taken, limits, read_paths

VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>
</OGRVRTDataSource>"""


def saved(write) -> bytes:
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()


def test_a_virtual_raster_named_geojson_reads_no_other_file(refuse):
    assert "markup" in refuse(VRT, "boundaries.geojson").what


def test_markup_named_geopackage_is_refused(refuse):
    assert "markup" in refuse(VRT, "boundaries.gpkg").what


def test_nul(refuse, street):
    assert "NUL byte at position 30" in refuse(street(count=2)[:30] + b"\0" + street(count=2)[30:]).what


def test_utf_16_says_how_to_save_it(refuse, street):
    assert "CSV UTF-8" in refuse(street(count=2).decode().encode("utf-16")).fix


def test_long_line(refuse, street):
    assert "Line 4 is longer than 64 KB" in refuse(street(count=2) + b"x" * (limits.CSV_LINE_BYTES + 1)).what


def test_the_longest_line_allowed_is_read_and_screened(refuse, street):
    falls_within = "F" * (limits.CSV_LINE_BYTES - 300)
    long = street(count=1).decode().splitlines()[1].replace(",Derbyshire Constabulary,-", f",{falls_within},-")
    assert 'Column "Falls within" holds long free text' in refuse(street(long)).what


def test_too_many_columns(refuse):
    assert "201 columns" in refuse(",".join(f"c{n}" for n in range(201)).encode() + b"\n").what


def test_a_quotation_mark_that_swallows_the_rest(refuse, street):
    content = street(count=5).replace(b"id1,", b'"id1,')
    assert "never closed" in refuse(content).what


def test_neither_utf_8_nor_windows(refuse, street):
    assert "Line 3 is neither" in refuse(street(count=3).replace(b"id1", b"\x81\xff")).what


def test_windows_text_is_read_and_said(take, street):
    result = take(street(count=1).replace(b"High Street", "Café".encode("cp1252")))
    assert result.table["location"].to_pylist() == ["On or near Café"]
    assert result.notes == ("Read as Windows-1252 text: it is not UTF-8.",)


def test_a_zip_bomb_is_judged_by_its_directory(refuse, packed):
    assert "times its size" in refuse(packed({"a.csv": b"0" * 20_000_000})).what


def test_a_zip_whose_directory_lies_is_damaged(read, packed, street):
    content = bytearray(packed({"a.csv": street(count=500)}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.find(signature) + offset
        content[place : place + 4] = (100).to_bytes(4, "little")
    (result,) = read(bytes(content))
    assert isinstance(result, Refused) and "damaged" in result.what


def test_a_gzip_bomb(refuse):
    assert "unpacks to more than" in refuse(gzip.compress(b"0" * 20_000_000)).what


def test_too_many_members(refuse, packed):
    assert "201 files in the zip" in refuse(packed({f"{n}.csv": b"a,b\n" for n in range(201)})).what


def test_a_zip_inside_a_zip_is_not_opened(read, packed, street):
    inner = packed({"a.csv": street(count=2)})
    (result,) = read(packed({"inner.zip": inner}))
    assert isinstance(result, Refused) and not result.named and "inside a zip" in result.what


def test_a_gzip_inside_a_zip_is_not_opened(read, packed, street):
    (result,) = read(packed({"a.csv.gz": gzip.compress(street(count=2))}))
    assert isinstance(result, Refused) and "packed files" in result.fix


def test_names_in_a_zip_never_become_paths(read, packed, street, tmp_path):
    (result,) = read(packed({"../../../escape\x1b[31m.csv": street(count=2)}))
    assert isinstance(result, Taken) and result.member == "escape[31m.csv"
    assert [path.name for path in tmp_path.rglob("*")] == ["some.file"]
    assert not (tmp_path.parent / "escape.csv").exists()


def test_a_locked_member_is_refused_and_the_rest_goes_in(read, packed, street):
    content = bytearray(packed({"a.csv": street(count=2), "b.csv": street(count=3, month="2025-07")}))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.find(signature) + offset] |= 1
    first, second = read(bytes(content))
    assert isinstance(first, Refused) and "password" in first.what and not first.named
    assert isinstance(second, Taken) and second.kept == 3


def test_half_a_zip(refuse, packed, street):
    content = packed({"a.csv": street(count=200)})
    assert refuse(content[: len(content) // 2]).named


def test_a_parquet_bomb_is_judged_by_its_footer(refuse):
    rows = limits.PARQUET_ROWS + 1
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, dtype=np.int8)), ["E01000001"])
    content = saved(lambda stream: pq.write_table(pa.table({"LSOA21CD": column}), stream))
    assert len(content) < 1_000_000
    assert f"{rows:,} rows" in refuse(content).what


def test_a_parquet_file_whose_few_words_unpack_to_too_much(refuse, monkeypatch):
    monkeypatch.setattr(limits, "PARQUET_BYTES", 5_000_000)
    words = pa.array(["w" * 100_000] * 200)
    table = pa.table({"postcode": words, "easting": [1] * 200, "northing": [1] * 200})
    content = saved(lambda stream: pq.write_table(table, stream))
    assert "bytes unpacked" in refuse(content).what


def test_arrow_files_and_pickles_are_never_read(refuse):
    feather = saved(lambda stream: pyarrow.feather.write_feather(pa.table({"a": [1]}), stream))
    assert "Arrow" in refuse(feather, "x.parquet").what
    assert "pickle" in refuse(pickle.dumps({"a": 1}), "x.csv").what


def test_deep_json(refuse):
    assert "nested deeper" in refuse(b'{"type": "FeatureCollection", "features": ' + b"[" * 200_000, "a.geojson").what


def test_deep_coordinates_are_no_shape(refuse):
    deep: list = [0, 0]
    for _ in range(100):
        deep = [deep]
    feature = {
        "type": "Feature",
        "properties": {"LSOA21CD": "E01000001"},
        "geometry": {"type": "Polygon", "coordinates": deep},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert "coordinates" in refuse(content).what


def test_too_many_vertices(refuse, monkeypatch):
    monkeypatch.setattr(limits, "VERTICES", 10)
    ring = [[n / 1000, 52 + (n % 2) / 10] for n in range(20)]
    feature = {
        "type": "Feature",
        "properties": {"LSOA21CD": "E01000001"},
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert "vertices" in refuse(content).what


def test_a_database_that_is_no_geopackage(refuse):
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE a (b)")
    assert "not a GeoPackage" in refuse(database.serialize(), "x.gpkg").what


def test_a_geopackage_may_only_be_read_through_tables(refuse):
    """A view could call functions or run for ever; it is not listed as a layer, whatever the package says."""
    database = sqlite3.connect(":memory:")
    database.executescript(
        """
        PRAGMA application_id = 1196444487;
        CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id);
        CREATE TABLE gpkg_contents (table_name, data_type);
        CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);
        CREATE VIEW areas AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
            SELECT i AS LSOA21CD, i AS geom FROM n;
        INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326);
        INSERT INTO gpkg_contents VALUES ('areas', 'features');
        INSERT INTO gpkg_geometry_columns VALUES ('areas', 'geom', 4326);
        """
    )
    assert "without a layer" in refuse(database.serialize()).what


def test_a_workbook_whose_xml_explodes(refuse, packed):
    workbook = openpyxl.Workbook()
    workbook.active.append(["FULL_OFFENCE_TITLE", "CCHI Score"])
    workbook.active.append(["Robbery", 365])
    source = zipfile.ZipFile(io.BytesIO(saved(workbook.save)))
    members = {name: source.read(name) for name in source.namelist()}
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    members["xl/workbook.xml"] = laughs + members["xl/workbook.xml"]
    assert "cannot be read" in refuse(packed(members)).what


def test_a_workbook_row_far_below(refuse, packed):
    workbook = openpyxl.Workbook()
    workbook.active.append(["FULL_OFFENCE_TITLE", "CCHI Score"])
    workbook.active.append(["Robbery", 365])
    source = zipfile.ZipFile(io.BytesIO(saved(workbook.save)))
    members = {name: source.read(name) for name in source.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace(b'<row r="2"', b'<row r="2000000000"').replace(b'"A2"', b'"A2000000000"')
    assert refuse(packed(members)).what


def test_a_workbook_without_a_table(refuse):
    assert refuse(saved(openpyxl.Workbook().save)).what == "It holds no table."


def test_an_old_workbook_and_an_empty_file(refuse):
    assert ".xlsx" in refuse(b"\xd0\xcf\x11\xe0" + b"\0" * 600).fix
    assert "empty" in refuse(b"").what


def test_a_wrong_path_is_named(tmp_path):
    (result,) = read_paths([tmp_path / "nothing here"])
    assert isinstance(result, Refused) and result.named and "nothing here" in result.what


@pytest.mark.parametrize("size", [1, 4, 16, 100, 700])
def test_noise_is_refused_in_every_size(refuse, size):
    rng = np.random.default_rng(size)
    for start in (b"PAR1", b"PK\x03\x04", b"SQLite format 3\0", b"\x1f\x8b", b"{", b"\x00\x00\x27\x0a", b"a,b\n"):
        assert refuse(start + rng.bytes(size)).fix
