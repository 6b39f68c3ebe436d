"""The store on the local disk: immutable Parquet files, and one small manifest that says which of them count.

The layout, inside the home folder::

    store/MANIFEST.json          the current version; replaced in one step, and that step is the commit
    store/versions/00000012.json the last few versions, so that a damaged MANIFEST.json costs nothing
    store/parts/<sha256>.parquet the tables, named by their content, never changed
    store/quarantine/            files found damaged
    profiles/ mappings/ log/     made here, used by others

No path is written anywhere, so a copy of the folder is a backup and works wherever it is put.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import pyarrow as pa
from filelock import FileLock, Timeout

from hotspot.errors import StoreError
from hotspot.store import accepting
from hotspot.store import manifest as change
from hotspot.store.accepting import Offer
from hotspot.store.durable import refusals, remove
from hotspot.store.journal import Journal
from hotspot.store.manifest import Manifest
from hotspot.store.mounts import refuse_network_folder
from hotspot.store.packing import refuse_unsound
from hotspot.store.parts import Notices, Part, PartInfo, Problem, Receipt, Undone
from hotspot.store.reading import Snapshot, sound_bytes

_FOLDERS = ("store/parts", "store/versions", "store/quarantine", "profiles", "mappings", "log")
_PATIENCE_S = 60.0


class ParquetStore:
    """Everything that has been accepted, in a folder on this machine.

    Many may read while one writes: a reader sees one version or the next, never something between. A second writer
    waits for the first.

    Parameters
    ----------
    home : Path
        The folder that holds ``store/``, ``profiles/``, ``mappings/`` and ``log/``; they are made when absent.

    Raises
    ------
    StoreError
        The folder is on a network, may not be written to, or its manifests are all damaged.
    """

    def __init__(self, home: Path) -> None:
        refuse_network_folder(home)
        self.home = home
        self._root = home / "store"
        self._parts = self._root / "parts"
        self._quarantine = self._root / "quarantine"
        self._notices = Notices()
        self._journal = Journal(self._root, self._notices)
        with refusals(home):
            for folder in _FOLDERS:
                (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._journal.is_new():
                self._begin()

    def _begin(self) -> None:
        # An empty store has a manifest too, so that a missing one always means damage and never "nothing was added".
        with self._writing():
            if self._journal.is_new():
                self._journal.publish(Manifest())

    @property
    def version(self) -> int:
        """Number of the current version; grows by one with each change."""
        return self.snapshot().version

    @property
    def digest(self) -> str:
        """Version and content in one short text: use it in cache keys."""
        return self.snapshot().digest

    @property
    def notices(self) -> tuple[str, ...]:
        """What readers must be shown: parts set aside, and damage met while reading so far."""
        aside = [
            f"{part.shown} was found damaged and set aside; {part.left_out}. Add the file again."
            for part in self._journal.read().quarantined
        ]
        return (*self._notices.said.values(), *aside)

    def snapshot(self) -> Snapshot:
        """Return the current version, pinned: several reads from it belong together."""
        return Snapshot(self._journal.read(), self._parts, self._notices)

    def parts(self) -> tuple[Part, ...]:
        """Return the live parts, in the order in which they were added."""
        return self.snapshot().parts()

    def table(self, kind: str, *, columns: Sequence[str] | None = None, source: str | None = None) -> pa.Table:
        """Return the rows of every live part of a kind: see ``Snapshot.table``."""
        return self.snapshot().table(kind, columns=columns, source=source)

    def query(self, sql: str) -> pa.Table:
        """Return the answer to one read-only question: see ``Snapshot.query``."""
        return self.snapshot().query(sql)

    def accept(self, info: PartInfo, table: pa.Table, *, command: str) -> Receipt:
        """Keep a table for good, or say that it is kept already.

        When this returns, the table survives a power cut. The same bytes are taken once only. New content for a kind,
        source and period that is held takes the old part's place; without a period both stay.

        Parameters
        ----------
        info : PartInfo
            What the reader of the file says about it.
        table : pyarrow.Table
            The rows, with the columns of their kind.
        command : str
            One name for all that the user asked for at once; undo takes all of it back.

        Raises
        ------
        StoreError
            The disk is full or refuses, or another writer does not finish. Nothing was published.
        DataError
            The columns are not those of the kind, or the rows do not add up.
        """
        return self.accept_all([(info, table)], command=command)[0]

    def accept_all(self, offers: Sequence[Offer], *, command: str) -> tuple[Receipt, ...]:
        """Keep all the tables of one file for good, or none of them: one version, and else as ``accept``."""
        for info, table in offers:
            refuse_unsound(info, table)
        with self._writing() as now:
            after, places = accepting.placed(
                now, offers, command=command, folder=self._parts, is_sound=lambda part: self._damage(part) is None
            )
            if after is not now:
                self._journal.publish(after)
            for place in places:
                self._notices.healed(place.part.file if place.part else "")
        return tuple(accepting.receipt(place, now, self._parts) for place in places)

    def undo(self) -> Undone:
        """Take the last command back, as a new version; called again, the one before it.

        Every part that the command brought leaves, and what those parts replaced comes back.

        Raises
        ------
        StoreError
            There is nothing to undo, or the disk refuses.
        """
        with self._writing() as now:
            after, removed, restored = change.undone(now)
            self._journal.publish(after)
        return Undone(after.version, now.commands[-1], removed, restored)

    def everything(self) -> tuple[Part, ...]:
        """Return every part whose bytes may be on the disk: live, kept for undo, set aside, or of a version just left.

        What an undo has just taken back stays for a few versions more. Whoever must delete has to look at all of it.
        """
        now = self._journal.read()
        held = (*self._journal.left_behind(), *now.parts, *now.retired, *now.quarantined)
        return tuple({(part.sha256, part.file): part for part in held}.values())

    def erase(self, *sha256: str) -> tuple[Part, ...]:
        """Really delete every part made from these files, live or kept for undo, and return what was deleted.

        All go in one version. The older manifests go as well, since they name them. A backup made by copying the folder
        is not reached, nor is what a disk keeps of a deleted file: encrypt the disk.

        Raises
        ------
        StoreError
            Nothing made from these bytes is held, or the disk refuses.
        """
        left = self.everything()  # before the writing begins, which tidies away what an erasure cut short left behind
        with self._writing() as now:
            found = {(part.sha256, part.file): part for part in (*left, *self.everything())}
            gone = tuple(part for part in found.values() if part.sha256 in sha256)
            if not gone:
                shown = ", ".join(f"{one[:12]}…" for one in sha256) or "no file"
                fix = "Copy the sha256 from `status --json`."
                raise StoreError(f"Nothing in the store was made from {shown}.", fix)
            after = change.without(now, *sha256)
            self._journal.publish(after)
            self._tidy(after)
            self._refuse_leftovers({part.file for part in gone} - after.files())
        return gone

    def _refuse_leftovers(self, files: set[str]) -> None:
        if any((folder / file).exists() for file in files for folder in (self._parts, self._quarantine)):
            raise StoreError(
                "The part is gone from the store, but its file is in use and still on the disk.",
                "Close every other Hotspot; the next add deletes it.",
            )

    def sweep(self, *, keep_commands: int | None = None) -> Self:
        """Delete what nothing needs any more.

        Parameters
        ----------
        keep_commands : int, optional
            Also delete what only undoing further back than this many commands would need. None keeps every undo.

        Raises
        ------
        StoreError
            The disk refuses.
        """
        with self._writing() as now:
            if keep_commands is not None:
                now = change.forgetting(now, keep_commands)
                self._journal.publish(now)
            self._tidy(now)
        return self

    def verify(self) -> tuple[Problem, ...]:
        """Check every byte that is kept; set damaged parts aside, and return what was found.

        The rest stays up. Adding the original of a damaged part again brings it back.
        """
        with self._writing() as now:
            found = list(self._journal.problems())
            bad = [(part, said) for part in now.parts + now.retired if (said := self._damage(part)) is not None]
            if bad:
                # The manifest first: a crash in between leaves a damaged file that nothing names.
                now = change.set_aside(now, {part.file for part, _ in bad})
            if bad or found:
                self._journal.publish(now)
                self._set_aside({part.file for part, _ in bad})
        return (*found, *(Problem(part.shown, said.what, _mend(part)) for part, said in bad))

    def _damage(self, part: Part) -> StoreError | None:
        try:
            sound_bytes(self._parts, part)
        except StoreError as error:
            return error
        return None

    def _set_aside(self, files: set[str]) -> None:
        for file in files:
            self._notices.healed(file)
            with suppress(FileNotFoundError):
                (self._parts / file).replace(self._quarantine / file)

    @contextmanager
    def _writing(self) -> Iterator[Manifest]:
        with refusals(self._root), self._alone():
            now = Manifest() if self._journal.is_new() else self._journal.read()
            self._tidy(now)
            try:
                yield now
            except OSError as error:
                self._after_refusal(now, error)
                raise

    def _after_refusal(self, before: Manifest, error: OSError) -> None:
        now = self._journal.read()
        with suppress(OSError):
            self._tidy(now)  # a full disk gets its space back at once
        if now.version > before.version:
            raise StoreError(
                f"The disk refused at the very last step ({error.strerror}): version {now.version} is shown, but may "
                "not survive a power cut.",
                f"Check the disk that holds {self._root}, then run `python -m hotspot verify`.",
            ) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self._root / ".lock", timeout=_PATIENCE_S, fallback_to_soft=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreError(
                "Another Hotspot has been writing to the store for a minute.", "Wait until it is done, then try again."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _tidy(self, now: Manifest) -> None:
        needed = self._journal.tidy(now)
        for folder, keep in ((self._parts, needed), (self._quarantine, {part.file for part in now.quarantined})):
            for path in folder.iterdir():
                if path.name not in keep:
                    remove(path)


def _mend(part: Part) -> str:
    return "It was kept only for undo." if part.retired_by else "Add the original file again."
