"""What a change would do, told before it is made; nothing is written."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from hotspot.errors import StoreError
from hotspot.store import manifest as change
from hotspot.store.parts import Part, PartInfo, Reading, Receipt, Undone
from hotspot.store.questions import rows_that_differ
from hotspot.store.reading import PART, Snapshot


def foreseen(now: Reading, info: PartInfo, table: pa.Table) -> Receipt:
    """Return the receipt that accepting a table would give.

    Parameters
    ----------
    now : Reading
        The version that is held.
    info : PartInfo
        What the reader of the file says about it.
    table : pyarrow.Table
        Its rows.

    Returns
    -------
    Receipt
        ``known``, ``added``, or ``superseded`` where the table would take the place of a part that is held, with how
        many rows would come and go.
    """
    held = now.parts()
    if any(part.sha256 == info.sha256 for part in held):
        return Receipt("known", now.version)
    slot = None if info.period is None else (info.kind, info.source, info.period)
    before = next((index for index, part in enumerate(held) if slot is not None and part.slot == slot), None)
    return Receipt("added", now.version) if before is None else _replacing(now, before, held[before], table)


def _replacing(now: Reading, index: int, before: Part, table: pa.Table) -> Receipt:
    what = f"{before.shown} ({before.rows:,} rows, then {table.num_rows:,})"
    every = now.table(before.kind, source=before.source)
    old = every.filter(pa.array(np.asarray(every[PART]) == index)).drop_columns([PART])
    if old.num_rows != before.rows:
        return Receipt("superseded", now.version, f"{what}, which can no longer be read to compare them.")
    gained, lost = rows_that_differ(old, table)
    said = f"{what}: {gained:,} rows would be new or changed, {lost:,} of the old ones gone or changed."
    return Receipt("superseded", now.version, said, gained, lost)


def foreseen_undo(now: Snapshot) -> Undone | None:
    """Return what taking the last command back would do; None where there is nothing to take back."""
    try:
        after, removed, restored = change.undone(now.manifest)
    except StoreError:
        return None
    return Undone(after.version, now.manifest.commands[-1], removed, restored)
