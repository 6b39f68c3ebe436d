"""Deleting for good: what is chosen by hand, and what a retention period no longer allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from hotspot import access, disclosure
from hotspot.access import Scope
from hotspot.config import Settings
from hotspot.errors import ParameterError, StoreError
from hotspot.pipeline.deletions import Chosen as Chosen
from hotspot.pipeline.deletions import Deletion as Deletion
from hotspot.pipeline.deletions import Going as Going
from hotspot.schema import KINDS
from hotspot.store import ParquetStore, Part

LONGEST_MONTHS = 1200
NOT_REACHED = (
    "Not reached: backups and copies of the folder, files that were exported, and the original that was added. Delete "
    "those yourself. What a disk keeps of a deleted file is why it should be encrypted."
)

WHOLE = "Else two releases of one month could be subtracted from one another. Deliver the month again where it is due."
RUNNING = "A Hotspot that runs lets go of what it remembers of them within seconds."


def would_erase(chosen: Chosen, settings: Settings, *, as_of: date, scope: Scope | None = None) -> Deletion:
    """Return what a choice by hand would delete, with whatever was kept of it for undo; nothing changes.

    Of a shared source a month that is shown goes whole, with every earlier delivery of it: were one left, taking back
    an add would show the month anew in the same cut, and the two releases could be subtracted from one another.

    Parameters
    ----------
    chosen : Chosen
        Which.
    settings : Settings
        Where the store is.
    as_of : date
        Today.
    scope : Scope, optional
        For whom it is told; without it for the person at this machine.

    Raises
    ------
    HotspotError
        Nothing that is held is meant.
    """
    store = ParquetStore(settings.home)
    meant = _meant(chosen, store)
    parts = _with_whole_months(store, meant, _restricted(settings, as_of))
    months = _only_then({part.file for part in meant}, parts)
    return _deletion(chosen, parts, (), months, "chosen by hand", _told_to(scope, settings, as_of))


def would_expire(months: int, settings: Settings, *, as_of: date, scope: Scope | None = None) -> Deletion:
    """Return which records of restricted feeds are older than a number of months; nothing changes.

    A month goes once it ended more than ``months`` months ago: with 12, on any day of November 2026, October 2025 and
    everything before it. Published sources and reference data stay. It is the month of the records that counts, not the
    day on which they were added.

    Parameters
    ----------
    months : int
        How many whole months stay, beside the one that runs.
    settings, as_of, scope
        As in ``would_erase``.

    Raises
    ------
    ParameterError
        The number is not one that can be meant.
    """
    if not 1 <= months <= LONGEST_MONTHS:
        raise ParameterError(f"{months} months cannot be a retention period.", f"Choose 1 to {LONGEST_MONTHS:,}.")
    store, first = ParquetStore(settings.home), first_month_kept(as_of, months)
    restricted = _restricted(settings, as_of)
    mine = [part for part in store.everything() if restricted(part)]
    old = _with_all_of(store, [part for part in mine if part.period is not None and part.period < first])
    undated = [part for part in mine if part.period is None]
    why = f"older than {months} months, before {first}"
    return _deletion(months, old, undated, (), why, _told_to(scope, settings, as_of))


def delete(shown: Deletion, settings: Settings, *, at: datetime, by: str = access.HERE) -> None:
    """Delete from the disk what was shown, and nothing else; the log says so before and after.

    Parameters
    ----------
    shown : Deletion
        As ``would_erase`` or ``would_expire`` told it.
    settings : Settings
        Where the store is.
    at : datetime
        Now, for the log.
    by : str
        Who does it, for the log.

    Raises
    ------
    HotspotError
        What is held has changed since it was shown, or the disk refuses.
    """
    store = ParquetStore(settings.home)
    doomed = [part for part in store.everything() if (part.sha256, part.file) in shown.names]
    if not doomed:
        raise StoreError("All of this is deleted already.", "The log says by whom, and when.")
    if _now(shown.asked, settings, at.date()).names != shown.names:
        raise StoreError("What is held has changed since this was shown.", "Look again at what would go, then decide.")
    # Logged before as well: a deletion that is cut short is known to have been begun.
    for source, detail in _counted(doomed).items():
        access.note(store.home, access.ERASE, source, f"begun: {detail}; {shown.why}", at=at, who=by)
    deleted = store.erase(*{part.sha256 for part in doomed})
    for source, detail in _counted(list(deleted)).items():
        access.note(store.home, access.ERASE, source, f"done: {detail}; {shown.why}", at=at, who=by)


def _now(asked: Chosen | int, settings: Settings, today: date) -> Deletion:
    if isinstance(asked, int):
        return would_expire(asked, settings, as_of=today)
    return would_erase(asked, settings, as_of=today)


def erase_records(chosen: Chosen, settings: Settings, *, at: datetime, really: bool = False) -> tuple[str, ...]:
    """Delete chosen parts from the disk, with whatever was kept of them for undo; return what was or would be done.

    Parameters
    ----------
    chosen, settings
        As in ``would_erase``.
    at : datetime
        Now, for the log.
    really : bool
        False only says what would go.

    Raises
    ------
    HotspotError
        Nothing that is held is meant, or the disk refuses.
    """
    return _done(would_erase(chosen, settings, as_of=at.date()), settings, at, really)


def retention(months: int, settings: Settings, *, at: datetime, really: bool = False) -> tuple[str, ...]:
    """Delete what ``would_expire`` tells; return what was or would be done.

    Parameters
    ----------
    months, settings
        As in ``would_expire``.
    at : datetime
        Now: what is old, and the time in the log.
    really : bool
        False only says what would go.

    Raises
    ------
    HotspotError
        The number is not one that can be meant, or the disk refuses.
    """
    found = would_expire(months, settings, as_of=at.date())
    undated = tuple(
        f"{one.file}: of {one.source}, without a month, so its age is not known. Erase it by hand where it is due."
        for one in found.undated
    )
    if not found.going:
        first = first_month_kept(at.date(), months)
        return (f"No record of a restricted feed is older than {months} months: {first} and later may stay.", *undated)
    return (*_done(found, settings, at, really), *undated)


def _done(found: Deletion, settings: Settings, at: datetime, really: bool) -> tuple[str, ...]:
    lines = [
        f"{one.file}: {one.source}, {one.month or 'no month'}, {'shown in bands' if one.rows is None else _rows(one)}"
        for one in found.going
    ]
    lines += [f"{month}: goes whole, with its earlier deliveries. {WHOLE}" for month in found.months]
    if not really:
        return ("Nothing was deleted. These would go for good:", *lines, "Add --yes to delete them.", NOT_REACHED)
    delete(found, settings, at=at)
    return ("Deleted for good:", *lines, NOT_REACHED, RUNNING)


def _rows(one: Going) -> str:
    return f"{one.rows:,} rows"


def _meant(chosen: Chosen, store: ParquetStore) -> list[Part]:
    parts = _with_all_of(store, [part for part in store.everything() if chosen.holds(part)])
    if not parts:
        raise ParameterError(
            "Nothing that is held is meant by this.", "See `python -m hotspot status --json` for what is held."
        )
    return parts


def _with_all_of(store: ParquetStore, parts: list[Part]) -> list[Part]:
    """Return parts with whatever else was made from the same bytes: one cannot go without the other."""
    names = {part.sha256 for part in parts}
    return [part for part in store.everything() if part.sha256 in names]


def _with_whole_months(store: ParquetStore, parts: list[Part], restricted: Callable[[Part], bool]) -> list[Part]:
    """Return parts with every other delivery of the months that they show of shared sources."""
    live = {part.file for part in store.parts()}
    months = {part.slot for part in parts if part.file in live and part.slot is not None and restricted(part)}
    more = [part for part in store.everything() if part in parts or part.slot in months]
    return _with_all_of(store, more)


def _only_then(meant: set[str], parts: list[Part]) -> tuple[str, ...]:
    """Return the months of which more goes than was meant, each with its source."""
    return tuple(sorted({f"{part.period} of {part.source}" for part in parts if part.file not in meant}))


def _told_to(scope: Scope | None, settings: Settings, as_of: date) -> Scope:
    return access.local_scope(settings.home, as_of=as_of) if scope is None else scope


def _deletion(
    asked: Chosen | int,
    parts: Sequence[Part],
    undated: Sequence[Part],
    months: tuple[str, ...],
    why: str,
    scope: Scope,
) -> Deletion:
    return Deletion(
        asked,
        tuple(_going(part, scope) for part in parts),
        tuple(_going(part, scope) for part in undated),
        months,
        why,
        frozenset((part.sha256, part.file) for part in parts),
    )


def _going(part: Part, scope: Scope) -> Going:
    mine = [part.source] if KINDS[part.kind].family == "incidents" else []
    banded = disclosure.controlled_of(mine, scope) or disclosure.by_partnership_only(mine, scope)
    rows = None if banded else part.rows
    file = f"{part.name} › {part.member}" if part.member else part.name
    return Going(file, KINDS[part.kind].title, part.source or "", part.period or "", rows)


def held_files(settings: Settings) -> list[tuple[str, str, str]]:
    """Return source, file name and month (empty where there is none) of every part whose bytes may be on the disk."""
    parts = ParquetStore(settings.home).everything()
    return sorted({(part.source or "", part.name, part.period or "") for part in parts})


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


def _counted(parts: list[Part]) -> dict[str, str]:
    """Return for each source how many parts and which months: no file name, no row, no value."""
    count = Counter(part.source for part in parts)
    months = {
        source: sorted({part.period or "no month" for part in parts if part.source == source}) for source in count
    }
    return {source: f"{n} parts, {months[source][0]} to {months[source][-1]}" for source, n in sorted(count.items())}
