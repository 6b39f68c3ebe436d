"""The mapping assistant: open a file that no mapping fits, guess, and show the first rows as they would be stored.

Nothing is kept. What is shown are the stored columns, never the file's own: a reference is already a hash, an age a
band, and a column that nobody mapped is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from hotspot.errors import HotspotError, SourceError
from hotspot.sources import formats, hours, istv, pseudonym
from hotspot.sources.guessing import fitted, guess_mapping, looks_like_records
from hotspot.sources.mapping import ColumnMapping, checked, mappings
from hotspot.sources.model import Opened, Raw, headed
from hotspot.sources.paths import Upload, content_of
from hotspot.sources.recogniser import plain

ROWS_SHOWN = 10
PLACEHOLDER = "force/preview"  # the feed of a mapping while nobody has said which
_NO_TABLE = "Save the sheet with the records as CSV UTF-8."


@dataclass(frozen=True)
class Draft:
    """A mapping before it is confirmed.

    Attributes
    ----------
    mapping : ColumnMapping
        The saved one that fits, else a guess, with the reader's changes.
    said : tuple of str
        What was assumed.
    rows : pyarrow.Table or None
        Ten rows as they would be stored; None where the mapping cannot be used yet.
    rows_read, kept : int
        Of the whole file.
    rejected : mapping
        Reason -> rows.
    refusal : HotspotError or None
        Why it cannot be used yet, or never.
    """

    mapping: ColumnMapping
    said: tuple[str, ...]
    rows: pa.Table | None
    rows_read: int
    kept: int
    rejected: Mapping[str, int]
    refusal: HotspotError | None


def draft(
    file: Path | Upload,
    home: Path,
    *,
    name: str = "",
    source: str = "",
    changes: Mapping[str, Any] | None = None,
    as_of: date | None = None,
) -> Draft:
    """Return what a file would become.

    Parameters
    ----------
    file : Path or Upload
        A force extract or ambulance call-outs.
    home : Path
        Where saved mappings are.
    name, source : str
        For the mapping; empty keeps what a saved one says.
    changes : mapping, optional
        Attributes of `ColumnMapping` that the reader has decided: ``columns``, ``mend``, ``fixed`` ...
    as_of : date, optional
        Today: records of a later day are left out.

    Raises
    ------
    SourceError
        The file cannot be opened, or is one that must never be mapped.
    """
    raw = _opened(file)
    held = _saved(raw, mappings(home).values(), source)
    guess = guess_mapping(raw.table, name=name, source=source)
    base = held or guess.mapping
    raw = hours.under_headings(raw, base)
    made = base.changed(name=name or base.name or "preview", source=source or base.source or PLACEHOLDER)
    asked = dict(changes or {})
    said = (f"The saved mapping '{held.name}' fits.",) if held else guess.said
    if asked.get("columns", made.columns) != made.columns:  # how its dates are written is not said by its name
        made, said = _refitted(raw, made.changed(columns=asked["columns"]))
    made = made.changed(**asked)
    try:
        pieces = hours.records(raw, checked(made), partial(pseudonym.salt, home), as_of)
    except HotspotError as refusal:
        return Draft(made, said, None, raw.rows_read, 0, {}, refusal)
    table = pa.concat_tables([piece.table for piece in pieces]).sort_by("row").slice(0, ROWS_SHOWN)
    notes = tuple(note for piece in pieces for note in piece.notes)
    rejected = pieces[0].rejected
    return Draft(made, (*said, *notes), table, raw.rows_read, sum(piece.kept for piece in pieces), rejected, None)


def _refitted(raw: Raw, made: ColumnMapping) -> tuple[ColumnMapping, tuple[str, ...]]:
    """Return a mapping with columns of the reader's own, as far as the file has them."""
    known = set(raw.table.column_names)
    if not all(name in known for names in made.columns.values() for name in names):
        return made, ()  # the check of the mapping says which are missing
    again = fitted(raw.table, made)
    return again.mapping, again.said


def _opened(file: Path | Upload) -> Raw:
    tables = formats.tables(content_of(file))
    istv.refuse_raw(tables)
    table = _likeliest([one for one in tables if not one.spatial])
    raw = table.load(list(table.names))
    if raw.table.num_rows == 0 and raw.rows_read:
        raise SourceError(
            " ".join([f"None of its {raw.rows_read:,} rows can be read.", *raw.notes]),
            "Save it again with one kind of mark between the columns, a comma or a semicolon, in every line.",
        )
    if raw.table.num_rows == 0:
        raise SourceError("It has column names but no rows.", _NO_TABLE)
    return replace(raw, table=raw.table.rename_columns(list(table.names)))


def _likeliest(tables: list[Opened]) -> Opened:
    """Return the sheet, under the header row, that looks most like records; the one with most headings among equals."""
    if not tables:
        raise SourceError("It holds no table.", _NO_TABLE)
    return max(tables, key=lambda one: (looks_like_records(one.names), headed(one.names)))


def _saved(raw: Raw, held: Iterable[ColumnMapping], source: str) -> ColumnMapping | None:
    headings = frozenset(plain(name) for name in raw.table.column_names)
    return next((one for one in held if one.fingerprint == headings and source in ("", one.source)), None)
