"""The log of who did what: it can only grow, and never holds a value of an incident.

Five things are written down: *collection* (files taken in), *change* (a role, a feed, an entry), *consultation* (a page
looked at, with the digest of what was asked), *export* (a file taken away) and *erasure*.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotspot.access.database import FILE, has, reading, writing
from hotspot.errors import AccessError

COLLECT, CHANGE, CONSULT, EXPORT, ERASE = "collection", "change", "consultation", "export", "erasure"
ACTS = (COLLECT, CHANGE, CONSULT, EXPORT, ERASE)
HERE = "this computer"
LONGEST = 400
TABLE = """
CREATE TABLE IF NOT EXISTS audit (
    line INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, source TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER IF NOT EXISTS audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
"""
_ERASING = ("eras", "retention", "delet")


@dataclass(frozen=True)
class Done:
    """One line of the log.

    Attributes
    ----------
    at : str
        When, to the second.
    act : str
        One of ``ACTS``.
    detail : str
        How it changed, or the digest of the question; never a value of an incident.
    who : str
        Issuer and subject of the reader, or this computer where nobody logs in.
    what : str
        Which page, file, feed, role or entry.
    """

    at: str
    act: str
    detail: str
    who: str
    what: str


def note(home: Path, act: str, what: str, detail: str = "", *, at: datetime, who: str = HERE) -> None:
    """Add a line to the log.

    Raises
    ------
    AccessError
        The log keeps no such act, or cannot be written: what is not logged is not done.
    """
    if act not in ACTS:
        raise AccessError(f"The log keeps no act '{act}'.", f"Choose one of: {', '.join(ACTS)}.")
    with writing(home, TABLE) as database:
        write(database, act, what, detail, at=at, who=who)


def write(database: sqlite3.Connection, act: str, what: str, detail: str, *, at: datetime, who: str) -> None:
    """Add a line as part of a change that is being made, so that neither is kept without the other."""
    _with_who(database)
    line = (at.isoformat(timespec="seconds"), act, *map(_plain, (who, what, detail)))
    database.execute("INSERT INTO audit (at, action, who, source, detail) VALUES (?, ?, ?, ?, ?)", line)


def _plain(text: str) -> str:
    """Return a name as the log keeps it: on one line, with no sign that cannot be seen, or cannot be written at all.

    >>> _plain("a" + chr(10) + "b" + chr(0xD800))
    'a�b�'
    """
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text[:LONGEST])


def trail(home: Path) -> tuple[Done, ...]:
    """Return the log, oldest first; empty where nothing was ever done."""
    if not (home / FILE).exists():
        return ()
    with reading(home) as database:
        if not has(database, "audit"):
            return ()
        who = "who" if "who" in _columns(database) else f"'{HERE}'"
        rows = database.execute(f"SELECT at, action, {who}, source, detail FROM audit ORDER BY line").fetchall()
    return tuple(Done(at, *_sorted(act, detail), who=who, what=what) for at, act, who, what, detail in rows)


def _sorted(act: str, detail: str) -> tuple[str, str]:
    """Return which of the five acts a line is, and its detail with the word it was written under.

    >>> _sorted("register", "new")
    ('change', 'register: new')
    """
    if act in ACTS:
        return act, detail
    return ERASE if any(word in act for word in _ERASING) else CHANGE, f"{act}: {detail}"


def _columns(database: sqlite3.Connection) -> list[str]:
    return [row[1] for row in database.execute("PRAGMA table_info(audit)")]


def _with_who(database: sqlite3.Connection) -> None:
    """Add who did it to a log that was begun before anybody could log in."""
    if "who" not in _columns(database):
        database.execute(f"ALTER TABLE audit ADD COLUMN who TEXT NOT NULL DEFAULT '{HERE}'")
