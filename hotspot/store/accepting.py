"""Taking in the tables of one file: what the next version holds, and what the reader is told of each table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from hotspot.errors import StoreError
from hotspot.store import manifest as change
from hotspot.store.durable import write_durably
from hotspot.store.manifest import Manifest
from hotspot.store.packing import packed, part_of, unpacked
from hotspot.store.parts import Part, PartInfo, Receipt
from hotspot.store.questions import rows_that_differ
from hotspot.store.reading import sound_bytes

Offer = tuple[PartInfo, pa.Table]


@dataclass(frozen=True)
class Place:
    """Where one table went: its part (None where it is held already), whom it replaced, and whether it mends damage."""

    table: pa.Table
    part: Part | None
    before: Part | None
    heals: bool


def placed(
    now: Manifest, offers: Sequence[Offer], *, command: str, folder: Path, is_sound: Callable[[Part], bool]
) -> tuple[Manifest, list[Place]]:
    """Write the tables of one file to disk and return the version that would hold all of them at once.

    Nothing counts before that manifest is published, so a crash on the way leaves files that nothing names.
    """
    after, places = now, []
    for info, table in offers:
        held = next((part for part in after.parts if part.sha256 == info.sha256), None)
        if held is not None and is_sound(held):
            places.append(Place(table, None, None, False))
            continue
        data = packed(table)
        part = part_of(info, data, rows=table.num_rows, version=now.version + 1, command=command)
        before = after.holder(part.slot) if held is None else None
        heals = held is not None or any(bad.sha256 == info.sha256 for bad in after.quarantined)
        write_durably(folder / part.file, data)
        after = replace(change.with_part(after, part), version=now.version + 1)
        places.append(Place(table, part, before, heals))
    return after, places


def receipt(place: Place, now: Manifest, folder: Path) -> Receipt:
    """Return what became of one table, in words."""
    if place.part is None:
        return Receipt("known", now.version, "This content is already held; nothing was added.")
    version = place.part.added_version
    if place.before is None:
        return Receipt("added", version, "It takes the place of a damaged copy." if place.heals else "")
    was = f"It takes the place of {place.before.shown} ({place.before.rows:,} rows, now {place.part.rows:,})"
    try:
        old = unpacked(sound_bytes(folder, place.before))
    except StoreError:
        return Receipt("superseded", version, f"{was}, which can no longer be read to compare them.")
    gained, lost = rows_that_differ(old, place.table)
    said = f"{was}: {gained:,} rows are new or changed, {lost:,} of the old ones are gone or changed."
    return Receipt("superseded", version, said, gained, lost)
