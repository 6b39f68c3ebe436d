"""Excel workbooks, read row by row as values: no formulas, no links, no macros."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import Any
from xml.etree.ElementTree import ParseError

import defusedxml
import numpy as np

from hotspot.errors import SourceError
from hotspot.sources import limits, zipped
from hotspot.sources.cells import as_table
from hotspot.sources.model import Opened, Raw, bounded, distinct

_MARKS = {"[Content_Types].xml", "xl/workbook.xml"}
_AS_CSV = "Save the sheet as CSV UTF-8 and add that."
_LAST_ROW = 1_048_576  # of any Excel sheet
_DAMAGE = (
    ParseError,
    zipfile.BadZipFile,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
)


def _reader() -> Any:
    """Return the library that reads workbooks, loaded when one comes: the app's start must not pay for it."""
    import openpyxl
    import openpyxl.xml

    if not openpyxl.xml.DEFUSEDXML:  # an environment variable can turn this off
        raise ImportError("openpyxl must read through defusedxml: unset OPENPYXL_DEFUSEDXML.")
    return openpyxl


def is_workbook(contents: Sequence[zipped.Packed]) -> bool:
    """Return whether a zip is an Excel workbook, from what is in it."""
    return {packed.name for packed in contents} >= _MARKS


def opened(data: bytes) -> list[Opened]:
    """Return the sheets of a workbook, each under every line near its top that may be the header.

    Parameters
    ----------
    data : bytes
        The workbook.

    Raises
    ------
    SourceError
        Damaged, hostile XML, too many sheets, rows or columns.
    """
    unpacked = sum(packed.info.file_size for packed in zipped.directory(data))
    bounded(unpacked, limits.WORKBOOK_BYTES, "bytes of XML", _AS_CSV)
    return list(_candidates(data))


def _candidates(data: bytes) -> Iterator[Opened]:
    with _workbook(data) as workbook:
        bounded(len(workbook.sheetnames), limits.SHEETS, "sheets", "Save the sheet that is needed on its own.")
        for name in (sheet.title for sheet in workbook.worksheets):
            top = list(itertools.islice(_rows(workbook, name), limits.SHEET_HEADER_ROWS))
            width = max((_width(row) for row in top), default=0)
            for line, row in enumerate(top):
                if sum(value is not None for value in row) >= 2:
                    names = distinct(row[:width])
                    yield Opened(names, False, partial(_load, data, name, line, names), name)


def _width(row: Sequence[Any]) -> int:
    """Return how many cells reach to the last one that holds something; a sheet is padded with empty ones."""
    return max((place for place, value in enumerate(row, start=1) if value is not None), default=0)


@contextmanager
def _workbook(data: bytes) -> Iterator[Any]:
    """Open a workbook and turn whatever its reader trips over, now or later, into a refusal."""
    try:
        with closing(
            _reader().load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        ) as book:
            yield book
    except SourceError:
        raise
    except (*_DAMAGE, defusedxml.DefusedXmlException) as error:
        raise SourceError(f"The workbook cannot be read ({type(error).__name__}).", _AS_CSV) from error


def _rows(workbook: Any, sheet: str) -> Iterator[tuple[Any, ...]]:
    rows = workbook[sheet].iter_rows(values_only=True, max_col=limits.COLUMNS + 1)
    for count, row in enumerate(rows):
        bounded(count, _LAST_ROW, "rows", _AS_CSV)
        if len(row) > limits.COLUMNS and row[limits.COLUMNS] is not None:
            bounded(len(row), limits.COLUMNS, "columns", _AS_CSV)
        yield row[: limits.COLUMNS]


def _load(data: bytes, sheet: str, header: int, names: Sequence[str], wanted: Sequence[str]) -> Raw:
    places = [names.index(name) for name in wanted]
    found: list[list[Any]] = []
    lines: list[int] = []
    cells = 0
    with _workbook(data) as workbook:
        for line, row in enumerate(itertools.islice(_rows(workbook, sheet), header + 1, None), start=header + 2):
            filled = sum(value is not None for value in row)
            cells += filled
            bounded(cells, limits.SHEET_CELLS, "filled cells", _AS_CSV)
            if filled:
                found.append([row[place] if place < len(row) else None for place in places])
                lines.append(line)
                bounded(len(found), limits.SHEET_ROWS, "rows", _AS_CSV)
    place = np.arange(len(found), dtype=np.int32)
    return Raw(
        as_table(found, wanted),
        place,
        len(found),
        where=lambda at: f"row {at + 1:,} (row {lines[at]:,} of the sheet)",
    )
