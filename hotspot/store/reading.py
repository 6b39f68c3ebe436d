"""One version of the store, read: every byte is checked against the manifest before a row of it is believed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from hotspot import schema
from hotspot.errors import StoreError
from hotspot.store.manifest import Manifest
from hotspot.store.packing import unpacked
from hotspot.store.parts import Notices, Part
from hotspot.store.questions import answer

PART = "part"


def sound_bytes(folder: Path, part: Part) -> bytes:
    """Return the bytes of a part's file.

    Raises
    ------
    StoreError
        The file is missing, cannot be read, or is not the one that was accepted.
    """
    mend = "Run `python -m hotspot verify`, then add the original file again."
    try:
        data = (folder / part.file).read_bytes()
    except OSError as error:
        reason = "is missing from the store" if isinstance(error, FileNotFoundError) else "cannot be read"
        raise StoreError(f"{part.shown} {reason}; {part.left_out}.", mend) from error
    if hashlib.sha256(data).hexdigest() != part.file_sha256:
        raise StoreError(f"{part.shown} is damaged on the disk; {part.left_out}.", mend)
    return data


@dataclass(frozen=True)
class Snapshot:
    """One version, pinned: it does not move while a writer adds the next.

    Attributes
    ----------
    manifest : Manifest
        What this version holds.
    folder : Path
        The folder of the part files.
    notices : Notices
        Where damage that is met while reading is said.
    """

    manifest: Manifest
    folder: Path
    notices: Notices = field(default_factory=Notices)

    @property
    def version(self) -> int:
        """Number of this version."""
        return self.manifest.version

    @property
    def digest(self) -> str:
        """Version and content in one short text: two stores that hold the same history share it."""
        return f"{self.manifest.version}-{self.manifest.checksum[:12]}"

    def parts(self) -> tuple[Part, ...]:
        """Return the live parts, in the order in which they were added."""
        return self.manifest.parts

    def table(self, kind: str, *, columns: Sequence[str] | None = None, source: str | None = None) -> pa.Table:
        """Return the rows of every live part of a kind.

        A part that is missing or damaged is left out and named in the store's notices: show them beside any figure.
        Parts without a period may overlap (two releases of one lookup); the caller takes the latest for each key.

        Parameters
        ----------
        kind : str
            A key of ``schema.KINDS``.
        columns : sequence of str, optional
            Only these; a column that no part has is left out.
        source : str, optional
            Only the parts of this source.

        Returns
        -------
        pyarrow.Table
            Columns as in ``schema`` and ``part`` (int32, the index into ``parts()``). A column that only some parts
            have is null in the others. Without any part: the required columns and no row.

        Raises
        ------
        StoreError
            There is no such kind.
        """
        if kind not in schema.KINDS:
            raise StoreError(f"There is no kind of file called '{kind}'.", f"Choose one of: {', '.join(schema.KINDS)}.")
        wanted = [(i, p) for i, p in enumerate(self.manifest.parts) if p.kind == kind and source in (None, p.source)]
        pieces = [self._piece(index, part, columns) for index, part in wanted]
        found = [piece for piece in pieces if piece is not None] or [_empty(kind, columns)]
        return pa.concat_tables(found, promote_options="permissive")

    def _piece(self, index: int, part: Part, columns: Sequence[str] | None) -> pa.Table | None:
        try:
            data = sound_bytes(self.folder, part)
        except StoreError as error:
            self.notices.say(part.file, str(error))
            return None
        self.notices.healed(part.file)
        read = unpacked(data, None if columns is None else list(columns))
        return pa.table({**dict(zip(read.column_names, read.columns, strict=True)), PART: _repeated(index, part.rows)})

    def query(self, sql: str) -> pa.Table:
        """Return the answer to one read-only question over views named after the kinds.

        Parameters
        ----------
        sql : str
            One SELECT statement; nothing outside the store can be reached from it.

        Raises
        ------
        StoreError
            It is not one SELECT statement, or it cannot be answered.
        """
        asked = sql.casefold()
        held = dict.fromkeys(part.kind for part in self.manifest.parts)
        # A view can only be asked for by its name, so kinds whose name is not in the text need not be read.
        return answer(sql, {kind: self.table(kind) for kind in held if kind.casefold() in asked})


def _empty(kind: str, columns: Sequence[str] | None) -> pa.Table:
    fields = [field for field in schema.arrow_schema(kind) if columns is None or field.name in columns]
    return pa.schema([*fields, pa.field(PART, pa.int32())]).empty_table()


def _repeated(index: int, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(index, pa.int32()), rows)
