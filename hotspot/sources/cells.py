"""Values of any format as columns of text, so that every kind is shaped by the same rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from hotspot.sources import limits
from hotspot.sources.model import bounded


def as_text(value: Any) -> str | None:
    """Return one value as text, None where it is no plain value.

    >>> [as_text(v) for v in ("a", 3, 2.0, True, None, [1], b"x")]
    ['a', '3', '2', 'true', None, None, None]
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()  # half a character is none
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) else None


def as_table(rows: Iterable[Sequence[Any]], names: Sequence[str]) -> pa.Table:
    """Return rows of values as a table of text columns.

    One value may stand in many cells of a workbook, which holds it once, so what comes out is counted.

    Raises
    ------
    SourceError
        The texts together are over the bound.

    >>> as_table([(1, "a"), (None, "b")], ["x", "y"]).to_pydict()
    {'x': ['1', None], 'y': ['a', 'b']}
    """
    columns: list[list[str | None]] = [[] for _ in names]
    held = 0
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            word = as_text(value)
            column.append(word)
            held += len(word or "")
        bounded(held, limits.TEXT_BYTES, "letters in its cells", "Save only the rows and columns that are needed.")
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})
