"""Tables out of one version of the store, in the shape that the rooms below take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from hotspot import demo, schema
from hotspot.config import Settings
from hotspot.schema import KINDS
from hotspot.store import ParquetStore, Reading

DEMO = "demo"

REFERENCE_KINDS = tuple(kind for kind, one in KINDS.items() if one.family != "incidents")
INCIDENT_KINDS = tuple(kind for kind, one in KINDS.items() if one.family == "incidents")


def reference_tables(store: Tables) -> dict[str, pa.Table]:
    """Return every table that is not of incidents, by kind; kinds without a file are empty."""
    return {kind: store.table(kind) for kind in REFERENCE_KINDS}


def incident_table(store: Tables, sources: Sequence[str]) -> pa.Table:
    """Return the raw rows of some sources with the column ``source``; no row where none is held."""
    held = [_said(store.table(kind, source=source), source) for source in sources for kind in INCIDENT_KINDS]
    none = _said(store.table("police_uk_street", source=""), "").slice(0, 0)
    return pa.concat_tables([none, *(table for table in held if len(table))], promote_options="permissive")


def _said(table: pa.Table, source: str) -> pa.Table:
    """Return the table with its source in every row, encoded: 200,000 times the same text is one text."""
    bare = table.drop_columns("source") if "source" in table.column_names else table
    column = pa.DictionaryArray.from_arrays(pa.array([0] * len(bare), pa.int32()), pa.array([source], pa.string()))
    return bare.append_column("source", column)


class Tables(Protocol):
    """Whatever hands out tables by kind: one version of the store, or the demonstration."""

    @property
    def digest(self) -> str:
        """Version and content in one short text: a cache key."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What is damaged and left out; complete after the tables were read."""

    def table(self, kind: str, *, source: str | None = None) -> pa.Table:
        """Return the rows of a kind, with a column ``part``."""


@dataclass(frozen=True)
class Shipped:
    """The demonstration, read-only: it comes with the product and is never in a store.

    ``read`` gives the table of a kind, or None; an island of another seed is read by another one.
    """

    digest: str
    notices: tuple[str, ...] = ()
    read: Callable[[str], pa.Table | None] = demo.table

    def table(self, kind: str, *, source: str | None = None) -> pa.Table:
        """Return the shipped rows of a kind; without a row where it ships none."""
        held = self.read(kind)
        held = schema.arrow_schema(kind).empty_table() if held is None else held
        if source is not None and "source" in held.column_names:
            held = held.filter(pc.field("source") == source)
        elif source is not None:
            held = held.slice(0, 0)
        return (
            held if "part" in held.column_names else held.append_column("part", pa.array([0] * len(held), pa.int32()))
        )


@lru_cache(maxsize=1)
def shipped() -> Shipped:
    """Return the demonstration's tables; each is read when it is asked for."""
    return Shipped(f"demo-{demo.shipped_hash()[:12]}")


@dataclass(frozen=True)
class Stored:
    """One version of the store, pinned, and what is known to be missing from it."""

    store: ParquetStore
    reading: Reading

    @property
    def digest(self) -> str:
        """Version and content in one short text."""
        return self.reading.digest

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what is damaged, and so left out of every answer made from this."""
        return self.store.notices

    def table(self, kind: str, *, source: str | None = None) -> pa.Table:
        """Return the rows of a kind, with a column ``part``."""
        return self.reading.table(kind, source=source)


def opened(area: str, settings: Settings) -> Tables:
    """Return where an area's tables are: the store, or for the demonstration what ships. Never both."""
    return shipped() if area == DEMO else stored(settings)


def stored(settings: Settings) -> Stored:
    """Return the current version of this machine's store."""
    store = ParquetStore(settings.home)
    return Stored(store, store.snapshot())
