"""The file behind the register: log/register.sqlite in the home folder, which grows by versions and forgets on request.

The database itself refuses to change a version, and to delete one outside an erasure. Withdrawing hides a document and
keeps its history. Erasing, for data protection alone, removes every version and overwrites the bytes; a line in the log
says that something was erased, when and by whom, never what it said.
"""

from __future__ import annotations

import json
import sqlite3
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hotspot.errors import HotspotError, ParameterError, StoreError
from hotspot.register.kinds import checked, fields

FILE = Path("log") / "register.sqlite"
BUSY_SECONDS = 30.0
_TABLES = """
CREATE TABLE IF NOT EXISTS document (key TEXT PRIMARY KEY, kind TEXT NOT NULL, area TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS version (
    line INTEGER PRIMARY KEY, key TEXT NOT NULL REFERENCES document (key), version INTEGER NOT NULL, at TEXT NOT NULL,
    by TEXT NOT NULL, withdrawn INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (key, version)
);
CREATE TABLE IF NOT EXISTS erasing (key TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS log (
    line INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, kind TEXT NOT NULL,
    key TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_kind ON document (kind, area);
CREATE TRIGGER IF NOT EXISTS version_stays BEFORE UPDATE ON version
    BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END;
CREATE TRIGGER IF NOT EXISTS version_keeps BEFORE DELETE ON version
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE key = OLD.key)
    BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
CREATE TRIGGER IF NOT EXISTS log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER IF NOT EXISTS log_keeps BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
"""
SETTLED_NS = 1_000_000_000  # a file that was written to more lately may be written to again under the very same date
MOST_READ = 64  # lists: some kinds of some areas
_SELECT = """SELECT key, version, kind, area, at, by, withdrawn, body FROM version JOIN document USING (key)"""


@dataclass(frozen=True)
class Entry:
    """One version of one document.

    Attributes
    ----------
    key : str
        The document; the same for all its versions.
    version : int
        Counted from 1.
    kind, area : str
        Which kind, of which area profile.
    at : datetime
        When this version was saved.
    by : str
        The role or team that saved it.
    withdrawn : bool
        True where this version takes the document off the lists.
    body : dict
        The fields of the kind.
    """

    key: str
    version: int
    kind: str
    area: str
    at: datetime
    by: str
    withdrawn: bool
    body: Mapping[str, Any]


def save(  # noqa: PLR0913 - where, what, of which area, when, by whom, instead of which: each is needed
    home: Path, kind: str, body: Mapping[str, Any], *, area: str, at: datetime, by: str, key: str = ""
) -> Entry:
    """Keep a document as a new version, and return it.

    Parameters
    ----------
    home : Path
        The home folder.
    kind : str
        One of ``KINDS``; the body is checked against its fields.
    body : mapping
        Every field that is to stand: a field left out is empty in this version.
    area : str
        The area profile it belongs to.
    at : datetime
        Now.
    by : str
        The role or team that saves it, never a person's name.
    key : str
        Of an earlier document that this is the next version of; empty begins a new one.

    Raises
    ------
    ParameterError
        The body does not fit its kind, or there is no such document of that kind and area.
    StoreError
        The file cannot be written.
    """
    kept = checked(kind, body)
    with _opened(home, writing=True) as database:
        if not key:
            key = uuid.uuid4().hex
            database.execute("INSERT INTO document VALUES (?, ?, ?)", (key, kind, area))
        elif not _is(_entries(database, "key = ?", key), kind, area):
            raise _unknown(key)
        return _added(database, key, kept, at, by, withdrawn=False)


def _is(found: tuple[Entry, ...], kind: str, area: str) -> bool:
    return bool(found) and (found[-1].kind, found[-1].area) == (kind, area)


def withdraw(home: Path, key: str, *, at: datetime, by: str) -> Entry:
    """Take a document off the lists; its history stays.

    Raises
    ------
    ParameterError
        There is no such document.
    """
    with _opened(home, writing=True) as database:
        found = _entries(database, "key = ?", key)
        if not found:
            raise _unknown(key)
        return _added(database, key, found[-1].body, at, by, withdrawn=True)


State = tuple[tuple[int, ...], ...]
_READ: dict[tuple[Path, str, str], tuple[State, tuple[Entry, ...]]] = {}  # each click asks for several lists


def latest(home: Path, kind: str, area: str) -> tuple[Entry, ...]:
    """Return the last version of every document of a kind and area that is not withdrawn, oldest first.

    The file is opened only where it may have changed since the same was last asked for.
    """
    fields(kind)
    asked, now, state = (home, kind, area), time.time_ns(), _state(home)
    before = _READ.pop(asked, None)
    if not state:
        return ()
    found = before[1] if before is not None and before[0] == state else _latest(home, kind, area)
    if now - max(max(dates) for _, *dates, _ in state) > SETTLED_NS:
        _READ[asked] = state, found
        for oldest in list(_READ)[:-MOST_READ]:
            _READ.pop(oldest, None)
    return found


def _state(home: Path) -> State:
    """Return what tells the file and its journal from what they were before by a look at the folder; () for no file."""
    found = []
    for suffix in ("", "-wal"):
        try:
            seen = (home / f"{FILE}{suffix}").stat()
        except OSError:
            break
        found.append((seen.st_ino, seen.st_ctime_ns, seen.st_mtime_ns, seen.st_size))
    return tuple(found)


def _latest(home: Path, kind: str, area: str) -> tuple[Entry, ...]:
    with _opened(home) as database:
        last: dict[str, Entry] = {}
        for entry in _entries(database, "kind = ? AND area = ?", kind, area):
            last[entry.key] = entry  # a dict keeps the place of the first version
        return tuple(entry for entry in last.values() if not entry.withdrawn)


def history(home: Path, key: str) -> tuple[Entry, ...]:
    """Return every version of a document, oldest first; none where there is no such document."""
    if not (home / FILE).exists():
        return ()
    with _opened(home) as database:
        return _entries(database, "key = ?", key)


def erase(home: Path, key: str, *, at: datetime, by: str) -> int:
    """Really delete every version of a document, for data protection; return how many there were.

    The bytes are overwritten in the file and in its journal. Copies of the folder made earlier are not reached.

    Raises
    ------
    ParameterError
        There is no such document.
    """
    _refuse_nobody(by)
    with _opened(home, writing=True) as database:
        found = _entries(database, "key = ?", key)
        if not found:
            raise _unknown(key)
        database.execute("INSERT INTO erasing VALUES (?)", (key,))
        database.execute("DELETE FROM version WHERE key = ?", (key,))
        database.execute("DELETE FROM document WHERE key = ?", (key,))
        database.execute("DELETE FROM erasing WHERE key = ?", (key,))
        _log(database, at, by, "erase", found[-1].kind, key)
    _forget_journal(home)
    _READ.clear()  # what was deleted is to live on nowhere
    return len(found)


def log(home: Path) -> list[tuple[str, str, str, str, str]]:
    """Return the log, oldest first: when, by whom, what was done, to which kind, which document."""
    if not (home / FILE).exists():
        return []
    with _opened(home) as database:
        return list(database.execute("SELECT at, by, action, kind, key FROM log ORDER BY line"))


@contextmanager
def _opened(home: Path, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
    path = home / FILE
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as database:
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
                database.execute(f"PRAGMA {pragma}")
            database.executescript(_TABLES)
            if writing:  # the lock is taken at once, so that two writers never give one number to two versions
                database.execute("BEGIN IMMEDIATE")
            with database:
                yield database
    except HotspotError:
        raise
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"The register {path} cannot be used ({error}).",
            "Check that the disk is not full and that you may write there; put the file back from a backup if damaged.",
        ) from error


def _forget_journal(home: Path) -> None:
    with closing(sqlite3.connect(home / FILE, timeout=BUSY_SECONDS, isolation_level=None)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _added(
    database: sqlite3.Connection, key: str, body: Mapping[str, Any], at: datetime, by: str, *, withdrawn: bool
) -> Entry:
    _refuse_nobody(by)
    before = database.execute("SELECT COALESCE(MAX(version), 0) FROM version WHERE key = ?", (key,)).fetchone()[0]
    row = (key, before + 1, at.isoformat(timespec="seconds"), by.strip(), int(withdrawn), json.dumps(body))
    database.execute("INSERT INTO version (key, version, at, by, withdrawn, body) VALUES (?, ?, ?, ?, ?, ?)", row)
    entry = _entries(database, "key = ?", key)[-1]
    _log(database, at, by, "withdraw" if withdrawn else "save", entry.kind, key)
    return entry


def _refuse_nobody(by: str) -> None:
    if not by.strip():
        raise ParameterError(
            "The box 'Saved by' is empty.", "Write which role or team saves this, not a person: Tasking chair."
        )


def _entries(database: sqlite3.Connection, where: str, *values: str) -> tuple[Entry, ...]:
    rows = database.execute(f"{_SELECT} WHERE {where} ORDER BY line", values)
    return tuple(
        Entry(key, version, kind, area, datetime.fromisoformat(at), by, bool(withdrawn), json.loads(body))
        for key, version, kind, area, at, by, withdrawn, body in rows
    )


def _log(database: sqlite3.Connection, at: datetime, by: str, action: str, kind: str, key: str) -> None:
    line = (at.isoformat(timespec="seconds"), by, action, kind, key)
    database.execute("INSERT INTO log (at, by, action, kind, key) VALUES (?, ?, ?, ?, ?)", line)


def _unknown(key: str) -> ParameterError:
    return ParameterError(f"The register has no such document '{key[:40]}'.", "Open the list again and choose from it.")
