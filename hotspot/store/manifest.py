"""The list of what the store holds, and the only ways in which that list may change.

Everything here is a value: a change returns a new manifest and touches no file. ``ParquetStore`` writes the result.

A manifest is written as JSON with the SHA-256 of its own content, so that a damaged one is told from a sound one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from hotspot.errors import StoreError
from hotspot.store.parts import Part, Slot

FORMAT = 1
_LISTS = ("parts", "retired", "quarantined")
_BEFORE, _BETWEEN, _AFTER = b'{"sha256":"', b'",\n"manifest":', b"}\n"
_CONTENT = len(_BEFORE) + 64 + len(_BETWEEN)


@dataclass(frozen=True)
class Manifest:
    """One version of the store.

    Attributes
    ----------
    version : int
        Grows by one with each change.
    parts : tuple of Part
        The live parts, oldest first: all that a reader sees.
    retired : tuple of Part
        Parts that a newer release replaced; kept because undo may bring them back.
    quarantined : tuple of Part
        Parts found damaged and set aside; adding their original again brings them back.
    commands : tuple of str
        The commands that undo can take back, the last one at the end.
    floor : int
        Manifests of versions below this are forgotten, because they name erased content.
    """

    version: int = 0
    parts: tuple[Part, ...] = ()
    retired: tuple[Part, ...] = ()
    quarantined: tuple[Part, ...] = ()
    commands: tuple[str, ...] = ()
    floor: int = 0

    @cached_property
    def content(self) -> bytes:
        """Everything above as JSON: equal manifests, equal bytes."""
        lists = {name: [vars(part) for part in getattr(self, name)] for name in _LISTS}
        plain = {"format": FORMAT, "version": self.version, "floor": self.floor, "commands": self.commands, **lists}
        return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()

    def files(self) -> set[str]:
        """Return the names of the Parquet files that this version may still need."""
        return {part.file for part in self.parts + self.retired}

    def holder(self, slot: Slot | None) -> Part | None:
        """Return the live part of a kind, source and period."""
        return None if slot is None else next((part for part in self.parts if part.slot == slot), None)


def to_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as it is written: JSON that carries the checksum of its own content.

    >>> from_bytes(to_bytes(Manifest(version=3))).version
    3
    """
    return _BEFORE + manifest.checksum.encode() + _BETWEEN + manifest.content + _AFTER


def from_bytes(written: bytes) -> Manifest:
    """Return the manifest that was written.

    Raises
    ------
    ValueError
        The bytes are not a manifest, or not the one whose checksum they carry.
    StoreError
        A newer edition of the product wrote it.
    """
    content = written[_CONTENT : -len(_AFTER)]
    checksum = hashlib.sha256(content).hexdigest()
    if written != _BEFORE + checksum.encode() + _BETWEEN + content + _AFTER:
        raise ValueError("these are not the bytes of a manifest")
    plain = json.loads(content)
    if plain.pop("format") != FORMAT:
        raise StoreError("A newer edition of Hotspot wrote this store.", "Update Hotspot, then open it again.")
    for name in _LISTS:
        plain[name] = tuple(Part(**{**part, "notes": tuple(part["notes"])}) for part in plain[name])
    return Manifest(**{**plain, "commands": tuple(plain["commands"])})


def with_part(manifest: Manifest, part: Part) -> Manifest:
    """Return the next version, in which a new part is live.

    The live part of the same slot is retired by the new part's command. A damaged part made from the same bytes, or in
    the same slot, is replaced for good: nobody wants it back.
    """
    replaced = [held for held in manifest.parts if part.slot is not None and held.slot == part.slot]
    retired = [replace(held, retired_by=part.command_id) for held in replaced if held.sha256 != part.sha256]
    gone = {held.sha256 for held in replaced} | {part.sha256}
    after = replace(
        manifest,
        version=manifest.version + 1,
        parts=(*(held for held in manifest.parts if held.sha256 not in gone), part),
        retired=(*manifest.retired, *retired),
        quarantined=tuple(bad for bad in manifest.quarantined if bad.sha256 not in gone and not _same_slot(bad, part)),
        commands=(*(c for c in manifest.commands if c != part.command_id), part.command_id),
    )
    return _only_undoable(after)


def _same_slot(one: Part, other: Part) -> bool:
    return one.slot is not None and one.slot == other.slot


def undone(manifest: Manifest) -> tuple[Manifest, tuple[Part, ...], tuple[Part, ...]]:
    """Return the next version without the last command, the parts that left it, and the parts that came back.

    A retired part whose slot another command has filled meanwhile does not come back; that command now holds its place,
    and undoing it will bring the part back.

    Raises
    ------
    StoreError
        There is no command to take back.
    """
    if not manifest.commands:
        raise StoreError("There is nothing to undo.", "Add a file first; undo takes back the last add.")
    command = manifest.commands[-1]
    staying = tuple(part for part in manifest.parts if part.command_id != command)
    old = [part for part in manifest.retired if part.command_id != command]
    restored, passed_on = _settled([part for part in old if part.retired_by == command], staying)
    after = replace(
        manifest,
        version=manifest.version + 1,
        parts=tuple(sorted(staying + restored, key=lambda part: part.added_version)),
        retired=(*(part for part in old if part.retired_by != command), *passed_on),
        quarantined=tuple(part for part in manifest.quarantined if part.command_id != command),
        commands=manifest.commands[:-1],
    )
    return after, tuple(part for part in manifest.parts if part.command_id == command), restored


def _settled(freed: list[Part], staying: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    holders: dict[Slot | None, str] = {part.slot: part.command_id for part in staying if part.slot is not None}
    restored: list[Part] = []
    passed_on: list[Part] = []
    for part in sorted(freed, key=lambda part: part.added_version, reverse=True):
        if part.slot in holders:
            passed_on.append(replace(part, retired_by=holders[part.slot]))
        else:
            holders[part.slot] = part.command_id
            restored.append(replace(part, retired_by=""))
    return tuple(restored), tuple(passed_on)


def without(manifest: Manifest, *sha256: str) -> Manifest:
    """Return the next version, in which nothing made from any of these files is left, nor any older manifest."""
    after = replace(
        manifest,
        version=manifest.version + 1,
        floor=manifest.version + 1,
        parts=_not_made_from(sha256, manifest.parts),
        retired=_not_made_from(sha256, manifest.retired),
        quarantined=_not_made_from(sha256, manifest.quarantined),
    )
    return _only_undoable(after)


def _not_made_from(sha256: Collection[str], parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.sha256 not in sha256)


def _only_undoable(manifest: Manifest) -> Manifest:
    brought = {part.command_id for part in manifest.parts + manifest.retired + manifest.quarantined}
    left = brought | {part.retired_by for part in manifest.retired}
    return replace(manifest, commands=tuple(command for command in manifest.commands if command in left))


def forgetting(manifest: Manifest, keep_commands: int) -> Manifest:
    """Return the next version, which can undo only the last few commands and keeps no retired part beyond them."""
    kept = manifest.commands[-keep_commands:] if keep_commands > 0 else ()
    return replace(
        manifest,
        version=manifest.version + 1,
        floor=manifest.version + 1,
        retired=tuple(part for part in manifest.retired if part.retired_by in kept),
        commands=kept,
    )


def set_aside(manifest: Manifest, files: Collection[str]) -> Manifest:
    """Return the next version, in which the parts that lie in these damaged files are quarantined."""
    bad = tuple(part for part in manifest.parts if part.file in files)
    return _only_undoable(
        replace(
            manifest,
            version=manifest.version + 1,
            parts=tuple(part for part in manifest.parts if part.file not in files),
            retired=tuple(part for part in manifest.retired if part.file not in files),
            quarantined=(*manifest.quarantined, *bad),
        )
    )
