"""Deleting for good: what is chosen by hand, and what a retention period no longer allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from hotspot import access
from hotspot.config import Settings
from hotspot.errors import ParameterError
from hotspot.schema import KINDS
from hotspot.store import ParquetStore, Part

SHORTEST_SHA = 8
LONGEST_MONTHS = 1200
NOT_REACHED = (
    "Not reached: backups and copies of the folder, files that were exported, and the original that was added. Delete "
    "those yourself. What a disk keeps of a deleted file is why it should be encrypted."
)


@dataclass(frozen=True)
class Chosen:
    """Which parts are to go; every field that is said must hold.

    Attributes
    ----------
    sha256 : str
        Of the original file as ``status --json`` shows it, or its first eight characters or more.
    source, period : str
        The source, and the month ``YYYY-MM``.
    file : str
        Name of the file that was added.
    """

    sha256: str = ""
    source: str = ""
    period: str = ""
    file: str = ""

    def __post_init__(self) -> None:
        """Refuse a choice that would take everything, or that is too short to be one file's."""
        if not (self.sha256 or self.source or self.file):
            raise ParameterError("Nothing says what to erase.", "Name --sha256, --file or --source (with --period).")
        if self.sha256 and len(self.sha256) < SHORTEST_SHA:
            raise ParameterError(
                f"'{self.sha256}' is too short to name one file.", f"Give {SHORTEST_SHA} characters or more."
            )

    def holds(self, part: Part) -> bool:
        """Return whether a part is chosen."""
        return (
            part.sha256.startswith(self.sha256)
            and self.source in ("", part.source)
            and self.period in ("", part.period)
            and self.file in ("", part.name)
        )


def erase_records(chosen: Chosen, settings: Settings, *, at: datetime, really: bool = False) -> tuple[str, ...]:
    """Delete chosen parts from the disk, with whatever was kept of them for undo; return what was or would be done.

    Parameters
    ----------
    chosen : Chosen
        Which.
    settings : Settings
        Where the store is.
    at : datetime
        Now, for the log.
    really : bool
        False only says what would go.

    Raises
    ------
    HotspotError
        Nothing that is held is meant, or the disk refuses.
    """
    store = ParquetStore(settings.home)
    doomed = [part for part in store.everything() if chosen.holds(part)]
    if not doomed:
        raise ParameterError(
            "Nothing that is held is meant by this.", "See `python -m hotspot status --json` for what is held."
        )
    return _gone(store, doomed, "chosen by hand", really, at)


def retention(months: int, settings: Settings, *, at: datetime, really: bool = False) -> tuple[str, ...]:
    """Delete the records of restricted feeds that are older than a number of months; return what was or would be done.

    A month goes once it ended more than ``months`` months ago: with 12, on any day of November 2026, October 2025 and
    everything before it. Published sources and reference data stay. It is the month of the records that counts, not the
    day on which they were added.

    Parameters
    ----------
    months : int
        How many whole months stay, beside the one that runs.
    settings : Settings
        Where the store and the register of feeds are.
    at : datetime
        Now: what is old, and the time in the log.
    really : bool
        False only says what would go.

    Raises
    ------
    HotspotError
        The number is not one that can be meant, or the disk refuses.
    """
    if not 1 <= months <= LONGEST_MONTHS:
        raise ParameterError(f"{months} months cannot be a retention period.", f"Choose 1 to {LONGEST_MONTHS:,}.")
    store = ParquetStore(settings.home)
    restricted = _restricted(settings, at.date())
    mine = [part for part in store.everything() if restricted(part)]
    first = first_month_kept(at.date(), months)
    undated = tuple(
        f"{part.shown}: of {part.source}, without a month, so its age is not known. Erase it by hand where it is due."
        for part in mine
        if part.period is None
    )
    old = [part for part in mine if part.period is not None and part.period < first]
    if not old:
        return (f"No record of a restricted feed is older than {months} months: {first} and later may stay.", *undated)
    return (*_gone(store, old, f"older than {months} months, before {first}", really, at), *undated)


def first_month_kept(today: date, months: int) -> str:
    """Return the oldest month that stays.

    >>> first_month_kept(date(2026, 11, 22), 12), first_month_kept(date(2026, 1, 31), 1)
    ('2025-11', '2025-12')
    """
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return f"{year:04d}-{month + 1:02d}"


def _restricted(settings: Settings, today: date) -> Callable[[Part], bool]:
    # Published is what the register says today; a source that nobody registered is restricted.
    scope = access.local_scope(settings.home, as_of=today)
    return lambda part: KINDS[part.kind].family == "incidents" and not access.is_open([part.source], scope)


def _gone(store: ParquetStore, doomed: list[Part], why: str, really: bool, at: datetime) -> tuple[str, ...]:
    lines = _told(doomed)
    if not really:
        return ("Nothing was deleted. These would go for good:", *lines, "Add --yes to delete them.", NOT_REACHED)
    # Logged before as well: a deletion that is cut short is known to have been begun.
    for source, detail in _counted(doomed).items():
        access.note(store.home, access.ERASE, source, f"begun: {detail}; {why}", at=at)
    deleted = store.erase(*{part.sha256 for part in doomed})
    for source, detail in _counted(list(deleted)).items():
        access.note(store.home, access.ERASE, source, f"done: {detail}; {why}", at=at)
    return ("Deleted for good:", *_told(list(deleted)), NOT_REACHED)


def _told(parts: list[Part]) -> tuple[str, ...]:
    return tuple(f"{part.shown}: {part.source}, {part.period or 'no month'}, {part.rows:,} rows" for part in parts)


def _counted(parts: list[Part]) -> dict[str, str]:
    """Return for each source how many parts and which months: no file name, no row, no value."""
    count = Counter(part.source for part in parts)
    months = {
        source: sorted({part.period or "no month" for part in parts if part.source == source}) for source in count
    }
    return {source: f"{n} parts, {months[source][0]} to {months[source][-1]}" for source, n in sorted(count.items())}
