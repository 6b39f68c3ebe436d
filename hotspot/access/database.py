"""The one small SQLite file of who may see what, and of who did what: ``log/access.sqlite`` in the home folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from hotspot.errors import AccessError, HotspotError

FILE = Path("log") / "access.sqlite"
WAIT_S = 30.0


@contextmanager
def writing(home: Path, tables: str) -> Iterator[sqlite3.Connection]:
    """Open the file to write, with its tables made; everything is kept at the end, or nothing.

    Raises
    ------
    AccessError
        It cannot be used.
    """
    path = home / FILE
    with _said(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=WAIT_S)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.executescript(tables)
            with database:
                yield database


@contextmanager
def reading(home: Path) -> Iterator[sqlite3.Connection]:
    """Open the file to read. What cannot be read is a refusal, never an empty answer.

    Raises
    ------
    AccessError
        It cannot be used.
    """
    path = home / FILE
    with _said(path), closing(sqlite3.connect(path, timeout=WAIT_S)) as database:
        database.execute("PRAGMA query_only=ON")
        yield database


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except HotspotError:  # ours are said as they are, also those that are an OSError
        raise
    except (sqlite3.Error, OSError) as error:
        raise AccessError(
            f"The register of who may see what, {path}, cannot be used ({error}).",
            "Check that the disk is not full and that you may write there; put the file back from a backup if damaged.",
        ) from error


def has(database: sqlite3.Connection, table: str) -> bool:
    """Return whether the file holds a table yet."""
    found = database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    return found is not None
