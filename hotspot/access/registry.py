"""The register of feeds and the log of who changed it: one small SQLite file in the home folder.

The log can only grow: the database itself refuses to change or delete a line of it. It holds what was done to which
feed and when, never a value of an incident.
"""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

from hotspot.access import logbook
from hotspot.access.feeds import Feed
from hotspot.access.scope import LOCAL, Scope
from hotspot.errors import AccessError

FILE = Path("log") / "access.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS feed (
    source TEXT PRIMARY KEY, provider TEXT NOT NULL, owner TEXT NOT NULL, gateway TEXT NOT NULL,
    agreement TEXT NOT NULL, review TEXT, purpose TEXT NOT NULL, location TEXT NOT NULL, time TEXT NOT NULL,
    analyst INTEGER NOT NULL, geography TEXT NOT NULL DEFAULT '', window TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS audit (
    line INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, source TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER IF NOT EXISTS audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
"""
_LATER = ("geography", "window")  # columns that a register made before them lacks
_COLUMNS = tuple(field.name for field in dataclasses.fields(Feed))
_WRITE = f"INSERT OR REPLACE INTO feed ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def register(home: Path, feed: Feed, *, at: datetime, by: str = logbook.HERE, reason: str = "") -> str:
    """Register a feed, or register it anew, and log it; return what changed.

    Parameters
    ----------
    home : Path
        The home folder.
    feed : Feed
        Replaces an earlier registration of the same source whole: a flag that is not repeated is taken back.
    at : datetime
        Now, for the log.
    by : str
        Who does it, for the log.
    reason : str
        Why the local user is to be this feed's analyst; the log keeps it.

    Raises
    ------
    AccessError
        The local user becomes its analyst, and nobody says why.
    """
    with _opened(home) as database:
        before = _feeds(database).get(feed.source)
        becomes = feed.analyst and not (before and before.analyst)
        if becomes and not reason.strip():
            raise AccessError(
                f"Nobody says why exact numbers of {feed.source} are needed.",
                'Say it in a few words, which the log keeps: --reason "checking the extract before the meeting".',
            )
        changed = _changed(before, feed)
        review = feed.review.isoformat() if feed.review else None
        database.execute(_WRITE, [*(review if name == "review" else getattr(feed, name) for name in _COLUMNS)])
        logbook.write(database, logbook.CHANGE, feed.source, f"register: {changed}", at=at, who=by)
        if becomes or (feed.analyst and reason.strip()):
            said = f"analyst: the local user is its analyst and may see exact numbers; reason: {reason.strip()}"
            logbook.write(database, logbook.CHANGE, feed.source, said, at=at, who=by)
    return changed


def feeds(home: Path) -> dict[str, Feed]:
    """Return every registered feed by source, in order of name; none where nothing was ever registered."""
    if not (home / FILE).exists():
        return {}
    with _opened(home) as database:
        return _feeds(database)


def local_scope(home: Path, *, as_of: date) -> Scope:
    """Return who asks where there is no login: the one person at this machine, with what the register says of them.

    Parameters
    ----------
    home : Path
        The home folder.
    as_of : date
        Today: a feed past its review date is not opened.
    """
    held = tuple(feeds(home).values())
    if not held:
        return LOCAL
    analyst_of = tuple(feed.source for feed in held if feed.analyst)
    lapsed = tuple(feed.source for feed in held if feed.lapsed(as_of))
    audience = "analyst" if analyst_of else LOCAL.audience
    return Scope(audience=audience, analyst_of=analyst_of, feeds=held, lapsed=lapsed)


@contextmanager
def _opened(home: Path) -> Iterator[sqlite3.Connection]:
    path = home / FILE
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=30.0)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.executescript(_TABLES)
            _brought_up(database)
            with database:
                yield database
    except (sqlite3.Error, OSError) as error:
        raise AccessError(
            f"The register of feeds {path} cannot be used ({error}).",
            "Check that the disk is not full and that you may write there; put the file back from a backup if damaged.",
        ) from error


def _brought_up(database: sqlite3.Connection) -> None:
    """Add the columns that a register made by an earlier version lacks."""
    held = {row[1] for row in database.execute("PRAGMA table_info(feed)")}
    for name in _LATER:
        if name not in held:
            database.execute(f"ALTER TABLE feed ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")


def _feeds(database: sqlite3.Connection) -> dict[str, Feed]:
    rows = database.execute(f"SELECT {', '.join(_COLUMNS)} FROM feed ORDER BY source")
    return {row[0]: _feed(dict(zip(_COLUMNS, row, strict=True))) for row in rows}


def _feed(row: dict[str, str | int | None]) -> Feed:
    words = {name: str(value) for name, value in row.items() if name not in ("review", "analyst")}
    review = date.fromisoformat(str(row["review"])) if row["review"] else None
    return Feed(**words, review=review, analyst=bool(row["analyst"]))


def _changed(before: Feed | None, after: Feed) -> str:
    if before is None:
        return "new"
    names = [name for name in _COLUMNS if getattr(before, name) != getattr(after, name)]
    return f"changed: {', '.join(names)}" if names else "unchanged"
