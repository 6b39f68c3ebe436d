"""Tables out of one version of the store, in the shape that the rooms below take."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from hotspot.schema import KINDS
from hotspot.store import Reading

REFERENCE_KINDS = tuple(kind for kind, one in KINDS.items() if one.family != "incidents")
INCIDENT_KINDS = tuple(kind for kind, one in KINDS.items() if one.family == "incidents")


def reference_tables(store: Reading) -> dict[str, pa.Table]:
    """Return every table that is not of incidents, by kind; kinds without a file are empty."""
    return {kind: store.table(kind) for kind in REFERENCE_KINDS}


def incident_table(store: Reading, sources: Sequence[str]) -> pa.Table:
    """Return the raw rows of some sources, without any row where none is held."""
    held = [store.table(kind, source=source) for source in sources for kind in INCIDENT_KINDS]
    full = [table.drop_columns("source") if "source" in table.column_names else table for table in held if len(table)]
    return pa.concat_tables(full or [store.table("police_uk_street", source="")], promote_options="permissive")


def source_of_each_part(store: Reading) -> list[str]:
    """Return the source of every part, in the order that the column ``part`` counts."""
    return [part.source for part in store.parts()]
