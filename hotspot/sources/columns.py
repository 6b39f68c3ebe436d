"""Columns of text into columns of meaning, with every unreadable row accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hotspot.errors import SourceError
from hotspot.sources.model import Raw, Shaped

Mask = NDArray[np.bool_]
AREA_CODE = r"^[EWSNKJ]\d{8}$"
LSOA_CODE = r"^([EW]01|S01)\d{6}$"
_MEND = "Mend that column in the file, or say which other column means it, and add the file again."
_NUMBER = r"^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?$"
_THOUSANDS = r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$"
_ABSENT = pa.array(["", "-", "*", "..", ":", "NA", "N/A", "NULL", "null", "None", "nan", "NaN"])


def text(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as trimmed text, null where it says nothing.

    >>> text(pa.chunked_array([[" a ", "", None]])).to_pylist()
    ['a', None, None]
    """
    whole = _one(column)
    if not pa.types.is_string(whole.type):
        whole = whole.cast(pa.string())
    trimmed = pc.utf8_trim_whitespace(whole)
    if trimmed.equals(whole) and not pc.any(pc.equal(whole, "")).as_py():
        return whole  # nothing to change, and the file's own bytes need not be held twice
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def numbers(column: pa.ChunkedArray) -> tuple[pa.Array, Mask]:
    """Return a column as numbers, and which rows say something that is no number.

    Thousands commas are allowed; ``*``, ``..`` and their like are absent values, not errors.

    >>> values, wrong = numbers(pa.chunked_array([["1,250", "..", "x", None]]))
    >>> values.to_pylist(), wrong.tolist()
    ([1250.0, None, None, None], [False, False, True, False])
    """
    whole = _one(column)
    if pa.types.is_floating(whole.type) or pa.types.is_integer(whole.type) or pa.types.is_boolean(whole.type):
        values = whole.cast(pa.float64(), safe=False)
        finite = pc.fill_null(pc.is_finite(values), False)
        return pc.if_else(finite, values, None), truth(pc.is_inf(values))
    words = text(column)
    words = pc.if_else(pc.is_in(words, _ABSENT), pa.scalar(None, pa.string()), words)
    grouped = pc.match_substring_regex(words, _THOUSANDS)
    bare = pc.if_else(grouped, pc.replace_substring(words, ",", ""), words)
    good = truth(pc.match_substring_regex(bare, _NUMBER))
    values = pc.cast(pc.if_else(pa.array(good), bare, pa.scalar(None, pa.string())), pa.float64())
    return values, truth(pc.is_valid(bare)) & ~good


def flag(column: pa.ChunkedArray) -> pa.Array:
    """Return a yes-or-no column; what says neither is null.

    >>> flag(pa.chunked_array([["True", "no", "?", None]])).to_pylist()
    [True, False, None, None]
    """
    if pa.types.is_boolean(column.type):
        return _one(column)
    words = pc.utf8_lower(text(column))
    yes, no = (pc.is_in(words, pa.array(list(each))) for each in (("true", "1", "yes", "y"), ("false", "0", "no", "n")))
    return pc.if_else(pc.or_(yes, no), yes, pa.scalar(None, pa.bool_()))


def truth(mask: pa.Array | pa.ChunkedArray) -> Mask:
    """Return an Arrow mask as a numpy one, null counting as False."""
    result: Mask = pc.fill_null(mask, False).to_numpy(zero_copy_only=False).astype(bool)
    return result


def absent(column: pa.Array) -> Mask:
    """Return which rows of a column say nothing."""
    return truth(pc.is_null(column))


def unlike(column: pa.Array, pattern: str) -> Mask:
    """Return which rows say something that does not have the form it should."""
    return truth(pc.invert(pc.match_substring_regex(column, pattern)))


def sift(size: int, reasons: Mapping[str, Mask]) -> tuple[Mask, dict[str, int]]:
    """Return which rows stay, and how many go for each reason; a row goes once, for its first reason.

    >>> keep, gone = sift(3, {"no code": np.array([True, False, False]), "no month": np.array([True, True, False])})
    >>> keep.tolist(), gone
    ([False, False, True], {'no code': 1, 'no month': 1})
    """
    keep = np.ones(size, dtype=bool)
    gone: dict[str, int] = {}
    for reason, mask in reasons.items():
        count = int((keep & mask).sum())
        if count:
            gone[reason] = count
        keep &= ~mask
    return keep, gone


def shaped(
    raw: Raw, table: pa.Table, reasons: Mapping[str, Mask], notes: tuple[str, ...] = (), told: tuple[str, ...] = ()
) -> Shaped:
    """Return the rows of a table that no reason speaks against, with the account of the rest.

    Parameters
    ----------
    raw, table : Raw, pyarrow.Table
        The rows as they were read, and in the columns of their kind.
    reasons : mapping
        Reason -> rows that go for it.
    notes, told : tuple of str
        For the reader; where in the file a row of each reason stands, as ``telling.pointed`` says it.

    Raises
    ------
    SourceError
        Where nothing is left.
    """
    keep, gone = sift(table.num_rows, reasons)
    rejected = together(raw.rejected, gone)
    kept = int(keep.sum())
    if kept == 0:
        where = " ".join([_nothing_left(raw.rows_read, rejected), *raw.notes[-1:], *told])
        raise SourceError(where, _MEND if told else "Compare its columns with the publisher's file.")
    held = table if keep.all() else table.filter(pa.array(keep))
    return Shaped(held, raw.rows_read, kept, rejected, raw.notes + told + notes)


def together(*accounts: Mapping[str, int]) -> dict[str, int]:
    """Return several accounts of rejected rows as one.

    >>> together({"a": 1}, {"a": 2, "b": 1})
    {'a': 3, 'b': 1}
    """
    result: dict[str, int] = {}
    for account in accounts:
        for reason, count in account.items():
            result[reason] = result.get(reason, 0) + count
    return result


def _nothing_left(rows_read: int, rejected: Mapping[str, int]) -> str:
    if not rows_read:
        return "It has column names but no rows."
    why = ", ".join(f"{count:,} with {reason}" for reason, count in rejected.items())
    return f"None of its {rows_read:,} rows can be read: {why}."


def _one(column: pa.ChunkedArray | pa.Array) -> Any:
    whole = column
    if isinstance(column, pa.ChunkedArray):  # joining copies, even where there is nothing to join
        whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks)
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole
