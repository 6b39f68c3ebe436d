"""The ledger of releases: what left of a restricted feed, in which cut, and whether one more may follow.

Two releases of the same records in different cuts can be subtracted from one another: hexagons from neighbourhoods,
one year from another that overlaps it, one offence from a wider one. So each controlled release is written down before
it is shown, and a later one that overlaps it in another cut is refused. No value of a release is held, only a digest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from hotspot.access.registry import FILE
from hotspot.errors import AccessError

_TABLES = """
CREATE TABLE IF NOT EXISTS ledger (
    line INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, source TEXT NOT NULL, audience TEXT NOT NULL,
    geography TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, counted TEXT NOT NULL,
    csps TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS ledger_stays BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'it only grows'); END;
CREATE TRIGGER IF NOT EXISTS ledger_keeps BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'it only grows'); END;
"""
_COLUMNS = "source, audience, geography, first, last, counted, csps, digest"


@dataclass(frozen=True)
class Leaving:
    """One controlled release, as the ledger knows it.

    Attributes
    ----------
    source : str
        The restricted feed.
    audience : str
        For whom.
    geography : str
        The cut of the ground, such as ``h3-8 of demo``: area and registered geography.
    first, last : str
        First and last day of its window, ``YYYY-MM-DD``.
    counted : tuple of str
        The categories that were counted, sorted.
    csps : tuple of str
        The partnerships whose records were counted, sorted; empty means all.
    digest : str
        SHA-256 of what left.
    """

    source: str
    audience: str
    geography: str
    first: str
    last: str
    counted: tuple[str, ...]
    csps: tuple[str, ...]
    digest: str

    def overlaps(self, other: Leaving) -> bool:
        """Return whether some record may be in both, but not in the same cut: one could be taken from the other.

        >>> from dataclasses import replace
        >>> year = Leaving("ed/x", "public", "h3-7 of a", "2025-01-01", "2025-12-31", ("assault",), (), "")
        >>> year.overlaps(year), year.overlaps(replace(year, geography="lsoa of a"))
        (False, True)
        >>> year.overlaps(replace(year, first="2024-01-01", last="2024-12-31"))
        False
        """
        if self.source != other.source or not set(self.counted) & set(other.counted):
            return False
        apart = self.last < other.first or other.last < self.first
        apart |= bool(self.csps and other.csps and not set(self.csps) & set(other.csps))
        return not apart and self._cut != other._cut

    @property
    def _cut(self) -> tuple[object, ...]:
        return self.geography, self.first, self.last, self.counted, self.csps

    @property
    def said(self) -> str:
        """The cut in words."""
        return f"{self.geography}, {self.first} to {self.last}, {', '.join(self.counted)}"


def leave(home: Path, leaving: Leaving) -> None:
    """Write a release down, once for each audience and content, or refuse it.

    Raises
    ------
    AccessError
        It could be subtracted from an earlier release of the same records, whoever had that one: readers talk.
    """
    with _opened(home) as database:
        database.execute("BEGIN IMMEDIATE")  # two readers at once may not both be the first
        held = _held(database)
        against = next((one for one in held if leaving.overlaps(one)), None)
        if against is None and leaving not in held:
            _write(database, leaving)
        database.execute("COMMIT")
    if against is not None:
        raise AccessError(
            f"This view of {leaving.source} could be subtracted from one released before ({against.said}), and the "
            "difference would give small numbers away.",
            "Ask for the same areas, dates and offence as before, or wait for the next whole window.",
        )


def ledger(home: Path) -> tuple[Leaving, ...]:
    """Return every release that was ever written down, oldest first."""
    if not (home / FILE).exists():
        return ()
    with _opened(home) as database:
        return _held(database)


def _held(database: sqlite3.Connection) -> tuple[Leaving, ...]:
    rows = database.execute(f"SELECT {_COLUMNS} FROM ledger ORDER BY line")
    return tuple(
        Leaving(source, audience, cut, first, last, _list(counted), _list(csps), digest)
        for source, audience, cut, first, last, counted, csps, digest in rows
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _write(database: sqlite3.Connection, one: Leaving) -> None:
    lists = "\n".join(one.counted), "\n".join(one.csps)
    values = (one.source, one.audience, one.geography, one.first, one.last, *lists, one.digest)
    database.execute(f"INSERT INTO ledger ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


@contextmanager
def _opened(home: Path) -> Iterator[sqlite3.Connection]:
    path = home / FILE
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=30.0, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.executescript(_TABLES)
            yield database
    except (sqlite3.Error, OSError) as error:
        raise AccessError(
            f"The ledger of releases {path} cannot be used ({error}), so nothing of a restricted feed leaves.",
            "Check that the disk is not full and that you may write there; put the file back from a backup if damaged.",
        ) from error
