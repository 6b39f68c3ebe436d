"""Comma-separated text: bounded first, then parsed in one pass.

The bounds (bytes a line, columns, no NUL, a known encoding) are checked on the bytes before any parser sees them.
Lines with too many or too few fields are counted and left out, each with its row; everything else is read as text, so
that no parser guesses a type.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from hotspot.errors import SourceError
from hotspot.sources import limits
from hotspot.sources.model import Opened, Raw, bounded, distinct, row_of

_BOM = codecs.BOM_UTF8
_CHUNK = 16 * limits.MEGABYTE
_INK = re.compile(rb"\S")
_FILLED_LINE = re.compile(rb"\S[^\r\n]*")
_BLOCK = 8 * limits.MEGABYTE  # many times the longest line, so that no record straddles two blocks
_RESAVE = "Open it in a spreadsheet and save it again as CSV UTF-8."
_LONE_MARK = "Find the lone quotation mark in a text editor and remove it."
WRONG_FIELDS = "wrong number of fields"


def opened(data: bytes) -> list[Opened]:
    r"""Return the one table of a CSV file, its header read and its bytes checked.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    SourceError
        NUL bytes, a line or header over the bounds, an unknown encoding, no header.

    >>> opened(b"a,b\n1,2\n")[0].names
    ('a', 'b')
    """
    text, notes = as_utf8(data)
    _refuse_long_lines(text)
    start, names, comma = _header(text)
    bounded(len(names), limits.COLUMNS, "columns", "Save only the columns that are needed.")
    return [Opened(names, False, partial(_load, text, start, names, comma, notes))]


def as_utf8(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    r"""Return the text as UTF-8 without a byte-order mark, and a note where it had another encoding.

    >>> as_utf8("Tŷ".encode())[1], as_utf8("Café".encode("cp1252"))
    ((), (b'Caf\xc3\xa9', ('Read as Windows-1252 text: it is not UTF-8.',)))
    """
    nul = data.find(b"\0")
    if nul >= 0:
        raise SourceError(f"It holds a NUL byte at position {nul:,}, so it is not plain text.", _RESAVE)
    text = data.removeprefix(_BOM)
    if _is_utf8(text):
        return text, ()
    return _from_windows(text), ("Read as Windows-1252 text: it is not UTF-8.",)


def _from_windows(text: bytes) -> bytes:
    """Return Windows-1252 text as UTF-8, piece by piece, so that it is held twice and not four times."""
    result = io.BytesIO()
    for start in range(0, len(text), _CHUNK):
        try:
            result.write(text[start : start + _CHUNK].decode("cp1252").encode())
        except UnicodeDecodeError as error:
            line = text.count(b"\n", 0, start + error.start) + 1
            raise SourceError(f"Line {line:,} is neither UTF-8 nor Windows-1252 text.", _RESAVE) from error
    return result.getvalue()


def _is_utf8(text: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(text)
    try:
        for start in range(0, len(view), _CHUNK):
            decoder.decode(view[start : start + _CHUNK], final=start + _CHUNK >= len(view))
    except UnicodeDecodeError:
        return False
    return True


def _refuse_long_lines(text: bytes) -> None:
    line, carried = 1, 0
    for start in range(0, len(text), _CHUNK):
        chunk = np.frombuffer(text, dtype=np.uint8, count=min(_CHUNK, len(text) - start), offset=start)
        ends = np.flatnonzero((chunk == 10) | (chunk == 13))
        lengths = np.diff(np.concatenate(([-1 - carried], ends, [len(chunk)]))) - 1
        if lengths.max() > limits.CSV_LINE_BYTES:
            place = line + int(np.argmax(lengths > limits.CSV_LINE_BYTES))
            raise SourceError(
                f"Line {place:,} is longer than {limits.CSV_LINE_BYTES // 1024} KB, which no table row should be.",
                _RESAVE,
            )
        line, carried = line + len(ends), int(lengths[-1])


def _header(text: bytes) -> tuple[int, tuple[str, ...], str]:
    """Return where the data rows begin, the column names, and the mark between them."""
    first = _INK.search(text)
    if first is not None:
        start = max(text.rfind(mark, 0, first.start()) for mark in (b"\n", b"\r")) + 1
        end = min((p for p in (text.find(b"\n", start), text.find(b"\r", start)) if p >= 0), default=len(text))
        line = text[start:end].decode()
        if line.count('"') % 2:
            raise SourceError("Its header has a quotation mark that is not closed on the same line.", _RESAVE)
        comma = max(",;\t", key=line.count)
        rows = end + (2 if text[end : end + 2] == b"\r\n" else 1)
        return rows, distinct(next(csv.reader(io.StringIO(line), delimiter=comma))), comma
    raise SourceError("It is empty: there is no header line.", "Download the file again.")


def _load(
    text: bytes, start: int, names: tuple[str, ...], comma: str, notes: tuple[str, ...], wanted: Sequence[str]
) -> Raw:
    rejected: list[int] = []
    first: list[tuple[int, int]] = []

    def leave_out(row: Any) -> str:
        rejected.append(row.number - 1)
        if not first:
            first.append((row.actual_columns, row.expected_columns))
        return "skip"

    rows = memoryview(text)[start:] if _INK.search(text, start) else None
    table = _joined(_parse(rows, names, comma, wanted, leave_out)) if rows else _nothing(wanted)
    rows_read = table.num_rows + len(rejected)
    notes = (*notes, *_joined_lines(text, start, rows_read))
    kept = np.delete(np.arange(rows_read, dtype=np.int32), rejected)
    where = partial(_where, text, start, comma)
    if first:
        has, should = first[0]
        notes += (f"Wrong number of fields: first in {where(rejected[0])}, {has} where the heading has {should}.",)
    return Raw(table, kept, rows_read, {WRONG_FIELDS: len(rejected)} if rejected else {}, notes=notes, where=where)


def _where(text: bytes, start: int, comma: str, place: int) -> str:
    r"""Return where a row stands: its number, and the line of the file, which quotation marks and blank lines shift.

    >>> _where(b'a,b\n1,"x\ny"\n\n2,z\n', 4, ",", 1)
    'row 2 (line 5 of the file)'
    """
    before = text.count(b"\n", 0, start) or text.count(b"\r", 0, start)
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(text[start:]), encoding="utf-8", newline=""), delimiter=comma)
    seen, line = 0, before + 1
    try:
        for fields in reader:
            if fields and seen == place:
                return f"row {place + 1:,} (line {line:,} of the file)"
            seen += bool(fields)  # an empty line is no row
            line = before + reader.line_num + 1
    except csv.Error:  # a field longer than a line may be
        pass
    return row_of(place)


def _joined(table: pa.Table) -> pa.Table:
    """Return a table with each column in one piece, joined column by column so that only one is held twice."""
    columns: dict[str, pa.Array] = {}
    for name in table.column_names:
        columns[name] = table[name].combine_chunks()
        table = table.drop_columns(name)
    return pa.table(columns)


def _nothing(wanted: Sequence[str]) -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in wanted})


def _parse(data: memoryview, names: tuple[str, ...], comma: str, wanted: Sequence[str], leave_out: Any) -> pa.Table:
    try:
        return pa.csv.read_csv(
            pa.BufferReader(pa.py_buffer(data)),
            # One thread: only then does a line left out come with its row number.
            pa.csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=list(names)),
            pa.csv.ParseOptions(delimiter=comma, newlines_in_values=True, invalid_row_handler=leave_out),
            pa.csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.string()),
                include_columns=list(wanted),
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        if "straddl" in str(error):
            raise SourceError(
                f"A quotation mark holds together more than {_BLOCK // limits.MEGABYTE} MB of lines.", _LONE_MARK
            ) from error
        raise SourceError(f"Its rows cannot be told apart ({_first_sentence(error)}).", _RESAVE) from error


def _first_sentence(error: Exception) -> str:
    return str(error).splitlines()[0][:120].rstrip(".")


def _joined_lines(text: bytes, start: int, rows_read: int) -> tuple[str, ...]:
    """Return a note where quotation marks have made one row of several lines.

    Raises
    ------
    SourceError
        One of the marks is never closed, so that it has swallowed the lines after it.
    """
    marks = text.count(b'"', start)
    lines = sum(1 for _ in _FILLED_LINE.finditer(text, start)) if marks else 0
    if lines <= rows_read:
        return ()
    if marks % 2:
        raise SourceError(
            f"A quotation mark is opened and never closed: {lines:,} lines came out as {rows_read:,} rows.", _LONE_MARK
        )
    return (f"Quotation marks join {lines:,} lines into {rows_read:,} rows; if rows are missing, look for a lone one.",)
