"""What the store keeps and says: a part, the receipt for adding one, and the two protocols every store obeys.

A *part* is one accepted file (or one member of a zip). A *command* is what the user typed once; it may bring many
parts, and undo takes the whole command back. A *version* is one state of the store: each accepted part makes a new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self, TypeAlias

import pyarrow as pa

Slot: TypeAlias = tuple[str, str, str]
NEVER_COUNTED = ("hour_records",)  # a notice stands on every page, and whose records they are is not known here


class PartInfo(Protocol):
    """What a reader of files must say about a table before the store takes it.

    ``kept`` and the rejected rows together are the rows read, always: no row may vanish between a file and the store.
    """

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes of the original file or zip member: the same bytes are taken once only."""

    @property
    def name(self) -> str:
        """Name of the file as the user gave it, without its folder."""

    @property
    def member(self) -> str:
        """Name inside the zip, or empty."""

    @property
    def kind(self) -> str:
        """A key of ``schema.KINDS``."""

    @property
    def source(self) -> str:
        """Who recorded or published it (``police_uk/derbyshire``)."""

    @property
    def period(self) -> str | None:
        """The month it covers (``2025-06``), or None where the file is not one of a series."""

    @property
    def rows_read(self) -> int:
        """Data rows in the original."""

    @property
    def kept(self) -> int:
        """Rows that were taken."""

    @property
    def rejected(self) -> Mapping[str, int]:
        """Reason -> rows that could not be read."""

    @property
    def notes(self) -> Sequence[str]:
        """Plain sentences for the reader."""


@dataclass(frozen=True)
class Part:
    """One accepted file: what it was, what became of its rows, and where its table lies.

    Attributes
    ----------
    sha256, name, member, kind, source, period, rows_read, kept, rejected, notes
        As in ``PartInfo``.
    file, file_sha256 : str
        Name of the Parquet file inside the store, and the SHA-256 that its bytes must have.
    rows : int
        Rows of the stored table.
    added_version : int
        The version of the store that first held it.
    command_id : str
        The command that brought it.
    retired_by : str
        The command whose newer content took its place; empty while it is live.
    """

    sha256: str
    name: str
    member: str
    kind: str
    source: str
    period: str | None
    rows_read: int
    kept: int
    rejected: dict[str, int]
    notes: tuple[str, ...]
    file: str
    file_sha256: str
    rows: int
    added_version: int
    command_id: str
    retired_by: str = ""

    @property
    def slot(self) -> Slot | None:
        """Kind, source and period, which only one live part may hold; None where the file is not one of a series."""
        return None if self.period is None else (self.kind, self.source, self.period)

    @property
    def shown(self) -> str:
        """Name for a message: the member where there is one, else the file."""
        return self.member or self.name

    @property
    def left_out(self) -> str:
        """What is missing where the part cannot be read; of records that may be restricted no number is told."""
        return "its rows are left out" if self.kind in NEVER_COUNTED else f"its {self.rows:,} rows are left out"


@dataclass(frozen=True)
class Receipt:
    """What became of a file that was offered.

    Attributes
    ----------
    status : str
        ``added``, ``known`` (the same content is already held: nothing changed) or ``superseded`` (it took the place
        of an earlier release of the same source and month).
    version : int
        The version of the store that holds it.
    difference : str
        A sentence for the reader; empty where there is nothing to say.
    rows_new, rows_gone : int
        Rows that the earlier release did not have, and rows that only the earlier one had. A corrected row counts once
        in each.
    """

    status: str
    version: int
    difference: str = ""
    rows_new: int = 0
    rows_gone: int = 0


@dataclass(frozen=True)
class Undone:
    """What taking back the last command did: parts removed, and earlier releases put back in their place."""

    version: int
    command: str
    removed: tuple[Part, ...]
    restored: tuple[Part, ...]


@dataclass(frozen=True)
class Problem:
    """Something that a check found: which file, what is wrong, how to mend it."""

    file: str
    what: str
    fix: str

    def __str__(self) -> str:
        """Return both sentences."""
        return f"{self.what} {self.fix}"


@dataclass
class Notices:
    """Sentences about damage met while reading, one per file, so that an incomplete answer is never a silent one."""

    said: dict[str, str] = field(default_factory=dict)

    def say(self, file: str, sentence: str) -> None:
        """Record what is wrong with a file."""
        self.said[file] = sentence

    def healed(self, file: str) -> None:
        """Forget what was said about a file that is sound now."""
        self.said.pop(file, None)


class Reading(Protocol):
    """One version of the store, which does not move while it is read."""

    @property
    def version(self) -> int:
        """Number of this version; grows by one with each change."""

    @property
    def digest(self) -> str:
        """Version and content in one short text: a cache key."""

    def parts(self) -> tuple[Part, ...]:
        """Return the live parts, in the order in which they were added."""

    def table(self, kind: str, *, columns: Sequence[str] | None = None, source: str | None = None) -> pa.Table:
        """Return the rows of every live part of a kind, with a column ``part`` that indexes ``parts()``."""

    def query(self, sql: str) -> pa.Table:
        """Return the answer to one read-only question over views named after the kinds."""


class Store(Reading, Protocol):
    """Everything that has been accepted, whatever keeps it: Parquet files here, a database elsewhere."""

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences about damage that readers must be shown."""

    def snapshot(self) -> Reading:
        """Return the current version, pinned: several reads from it belong together."""

    def accept(self, info: PartInfo, table: pa.Table, *, command: str) -> Receipt:
        """Keep a table, committed as a version of its own before this returns."""

    def accept_all(self, offers: Sequence[tuple[PartInfo, pa.Table]], *, command: str) -> tuple[Receipt, ...]:
        """Keep all the tables of one file as one version, or none of them."""

    def undo(self) -> Undone:
        """Take the last command back, as a new version."""

    def everything(self) -> tuple[Part, ...]:
        """Return every part whose bytes may still be kept: live, kept for undo, set aside, or just undone."""

    def erase(self, *sha256: str) -> tuple[Part, ...]:
        """Really delete every part made from these bytes; no undo brings it back."""

    def sweep(self, *, keep_commands: int | None = None) -> Self:
        """Delete what nothing needs any more; with ``keep_commands``, also what only older undos would need."""

    def verify(self) -> tuple[Problem, ...]:
        """Check every byte that is kept, and set damaged parts aside."""
