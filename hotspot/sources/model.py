"""What this room hands out, and what its parts hand each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hotspot.errors import SourceError


class UnnamedError(SourceError):
    """Records, as far as can be seen, whose columns nobody has named yet: the mapping assistant takes them on."""


class PersonalError(SourceError):
    """A file that could lead to a person: nothing of it is kept, in memory neither."""


@dataclass(frozen=True)
class Member:
    """One thing to read: a plain file, or one member of a zip.

    Attributes
    ----------
    path : Path
        The file on this machine.
    name : str
        The file's name, for display.
    member : str
        The name inside the zip, for display alone (it never becomes a path); empty for a plain file.
    sha256 : str
        Of the content, unpacked: the same CSV is the same CSV, inside a zip or beside it.
    size : int
        Bytes of that content.
    named : bool
        Whether the reader named this very file, rather than a folder or zip that holds it.
    """

    path: Path
    name: str
    member: str
    sha256: str
    size: int
    named: bool = False


@dataclass(frozen=True)
class Taken:
    """One file that was recognised and read.

    ``kept`` plus the sum of ``rejected`` is ``rows_read``, always: every row of the file is accounted for. A wide file
    may become a longer table (one row a year), so ``table.num_rows`` may differ from ``kept``.

    Attributes
    ----------
    name, member, sha256 : str
        As in `Member`; the content hash is what makes adding twice a no-op.
    kind : str
        A key of ``schema.KINDS``.
    source : str
        Who the data come from: ``police_uk/derbyshire``, ``ons``, ``local/...``. A later file of the same kind,
        source and period replaces the earlier one.
    period : str or None
        The month ("2025-06") for recorded crime, else None.
    table : pyarrow.Table
        With the columns that the kind promises.
    rows_read, kept : int
        Data rows in the file, and those that became part of the table.
    rejected : dict
        Reason -> rows that cannot be read as what they claim to be.
    notes : tuple of str
        What the reader should know: odd coordinates, columns left out, an old encoding.
    file : str
        The content hash of the whole file or zip member, which all the tables made from it share.
    """

    name: str
    member: str
    sha256: str
    kind: str
    source: str
    period: str | None
    table: pa.Table
    rows_read: int
    kept: int
    rejected: dict[str, int]
    notes: tuple[str, ...]
    file: str = ""


@dataclass(frozen=True)
class Refused:
    """One file that was not taken: nothing of it is kept.

    Attributes
    ----------
    name, member : str
        As in `Member`.
    what, fix : str
        What is wrong, and how to mend it.
    named : bool
        True where the reader asked for this very file, so that the command has failed; False for an unknown member
        of a folder or zip, which is a warning.
    unnamed : bool
        True where it is a file of records whose columns nobody has named yet.
    """

    name: str
    member: str
    what: str
    fix: str
    named: bool
    unnamed: bool = False


@dataclass(frozen=True)
class Known:
    """One file whose content is already held: adding it again changes nothing."""

    name: str
    member: str
    sha256: str


def row_of(place: int) -> str:
    """Return where a row stands, by its number under the headings.

    >>> row_of(0)
    'row 1'
    """
    return f"row {place + 1:,}"


@dataclass(frozen=True)
class Raw:
    """The rows of a file before anyone has said what they mean.

    Attributes
    ----------
    table : pyarrow.Table
        The columns asked for, under the names the file gives them.
    row : int32 array
        The place of each row of ``table`` in the file, counted from 0 after the header.
    rows_read : int
        Rows in the file, those already rejected included.
    rejected : mapping
        Reason -> rows that this format's reader could not take.
    geometry : array of shapely geometries, or None
        One a row, in ``crs``.
    crs : str or None
        What the file says of its coordinates; None where it says nothing.
    notes : tuple of str
        For the reader.
    where : callable
        A row's place, counted from 0, as a reader finds it in the file.
    """

    table: pa.Table
    row: NDArray[np.int32]
    rows_read: int
    rejected: Mapping[str, int] = field(default_factory=dict)
    geometry: NDArray[Any] | None = None
    crs: str | None = None
    notes: tuple[str, ...] = ()
    where: Callable[[int], str] = row_of


@dataclass(frozen=True)
class Opened:
    """A table that has been opened far enough to know its columns.

    Attributes
    ----------
    names : tuple of str
        Column names, no two alike.
    spatial : bool
        Whether each row has a shape.
    load : callable
        Reads the columns named; raises SourceError where the content cannot be trusted.
    label : str
        Which table of the file this is (layer or sheet), empty where there is only one.
    """

    names: tuple[str, ...]
    spatial: bool
    load: Callable[[Sequence[str]], Raw]
    label: str = ""


@dataclass(frozen=True)
class Shaped:
    """A table in the columns of its kind, with the account of its rows.

    ``source`` and ``period`` are empty until the family that knows them says so; ``part`` names the share of the file
    where one file holds several months; ``kind`` overrules the recogniser where only the content can tell.
    """

    table: pa.Table
    rows_read: int
    kept: int
    rejected: Mapping[str, int]
    notes: tuple[str, ...] = ()
    source: str = ""
    period: str | None = None
    part: str = ""
    kind: str = ""


def distinct(names: Sequence[object]) -> tuple[str, ...]:
    """Return column names as text, numbered where two are alike, so that each can be asked for.

    >>> distinct(["CJS Codes", "CJS Codes", None])
    ('CJS Codes', 'CJS Codes #2', 'column 3')
    """
    seen: dict[str, int] = {}
    result = []
    for position, name in enumerate(names, start=1):
        text = f"column {position}" if name is None else str(name).lstrip("\ufeff").strip() or f"column {position}"
        seen[text] = seen.get(text, 0) + 1
        result.append(text if seen[text] == 1 else f"{text} #{seen[text]}")
    return tuple(result)


def headed(names: Sequence[str]) -> int:
    """Return how many columns somebody has named.

    >>> headed(distinct(["Ref", None, "Date"]))
    2
    """
    return sum(re.fullmatch(r"column \d+", name) is None for name in names)


def bounded(value: int, limit: int, what: str, fix: str) -> None:
    """Raise where a measure of a file is over its limit.

    Raises
    ------
    SourceError
        Naming the value and the limit.

    >>> bounded(3, 200, "columns", "Save only the columns that are needed.")
    """
    if value > limit:
        raise SourceError(f"It has {value:,} {what}; the limit is {limit:,}.", fix)
