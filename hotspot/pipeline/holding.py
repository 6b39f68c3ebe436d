"""What the store holds: adding to it, taking back, checking, and saying what is there."""

from __future__ import annotations

import contextlib
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotspot import access, config, sources
from hotspot.access import Scope
from hotspot.config import Settings
from hotspot.errors import HotspotError, StoreError
from hotspot.pipeline.adds import LastAdd, Line, Replaced, differs, not_of_the_role
from hotspot.pipeline.logged import logged
from hotspot.pipeline.noticing import sources_held
from hotspot.pipeline.preparing import prepare
from hotspot.pipeline.reading import DEMO
from hotspot.schema import KINDS
from hotspot.store import ParquetStore, foreseen, foreseen_undo

if TYPE_CHECKING:
    _Result = sources.Taken | sources.Refused | sources.Known

Progress = Callable[[str, int, int], None]


def add(
    paths: Sequence[Path | sources.Upload],
    settings: Settings,
    *,
    progress: Progress | None = None,
    source: str = "",
    as_of: date | None = None,
    scope: Scope | None = None,
) -> Iterator[Line]:
    """Take in files, folders and zips, and yield one line for each file, after it is safely held.

    A file is one version, held whole or not at all, of however many months; all files together are one command, which
    ``undo`` takes back.

    Parameters
    ----------
    paths : sequence of Path or Upload
        What to take in.
    settings : Settings
        Where to.
    progress : callable, optional
        As in ``sources.read_paths``.
    source : str
        The feed that records with hours come from, where their headings alone cannot tell.
    as_of : date, optional
        Today: nothing of a feed past its review date is taken in.
    scope : Scope, optional
        Who adds them; without it the person at this machine.
    """
    told_to = _told_to(scope, settings, as_of)
    store = ParquetStore(settings.home)
    command = uuid.uuid4().hex
    known = {part.sha256 for part in store.parts()}
    local = sources.recognisers(settings.home, source=source, as_of=as_of)
    found = sources.read_paths(
        paths, known=known, progress=progress, local=local, around=partial(outlines_held, settings)
    )
    for taken, why, others in _by_file(found, settings, as_of, told_to):
        if why:
            yield Line(f"{taken[0].name}: refused. {why}", "refused", True)
        elif taken:
            yield from _held(store, taken, command, told_to)
        yield from (_not_taken(item) for item in others)


def would_replace(
    files: Sequence[sources.Upload],
    settings: Settings,
    *,
    source: str = "",
    as_of: date | None = None,
    scope: Scope | None = None,
) -> tuple[Replaced, ...]:
    """Return what adding files would put out of the records; nothing is kept and nothing changes.

    Parameters
    ----------
    files : sequence of Upload
        What would be added.
    settings, source, as_of, scope
        As in ``add``; who sees the records in bands is not told how the two differ.

    Returns
    -------
    tuple of Replaced
        One for each held part that would give way, and for each month that two of the files hold; empty where adding
        only adds. A file that would be refused replaces nothing.
    """
    now, told_to = ParquetStore(settings.home).snapshot(), _told_to(scope, settings, as_of)
    known = {part.sha256 for part in now.parts()}
    local = sources.recognisers(settings.home, source=source, as_of=as_of)
    found = sources.read_paths(files, known=known, local=local, around=partial(outlines_held, settings))
    tables = [item for taken, why, _ in _by_file(found, settings, as_of, told_to) if not why for item in taken]
    coming = Counter((item.kind, item.source, item.period) for item in tables if item.period is not None)
    twice = [
        Replaced("; ".join(_shown(item) for item in tables if _slot(item) == slot), f"{_of(*slot)} in each.")
        for slot, times in coming.items()
        if times > 1
    ]
    told = ((item, foreseen(now, item, item.table).difference) for item in tables)
    held = [
        Replaced(_shown(item), f"{_of(*_slot(item))}: {differs(item.kind, item.source, said, told_to)}")
        for item, said in told
        if said
    ]
    return (*held, *twice)


def _told_to(scope: Scope | None, settings: Settings, as_of: date | None) -> Scope:
    if scope is not None:
        return scope
    return access.LOCAL if as_of is None else access.local_scope(settings.home, as_of=as_of)


def _slot(item: sources.Taken) -> tuple[str, str, str]:
    return item.kind, item.source, item.period or ""


def _of(kind: str, source: str, period: str) -> str:
    return f"{KINDS[kind].title}, {source}, {period}"


def _by_file(
    found: Iterable[_Result], settings: Settings, as_of: date | None, scope: Scope
) -> Iterator[tuple[list[sources.Taken], str, list[sources.Refused | sources.Known]]]:
    """Yield for each file its tables, why they may not be held (empty where they may), and what was not taken."""
    feeds = access.feeds(settings.home)
    for _, results in groupby(found, key=_file_of):
        items = list(results)
        taken = [item for item in items if isinstance(item, sources.Taken)]
        no_right = (_no_right(item, feeds.get(item.source), as_of) for item in taken)
        why = _of_others(taken, scope) or next(filter(None, no_right), "")
        yield taken, why, [item for item in items if not isinstance(item, sources.Taken)]


def _of_others(taken: Sequence[sources.Taken], scope: Scope) -> str:
    return not_of_the_role([item.source for item in taken if KINDS[item.kind].family == "incidents"], scope)


def _file_of(item: sources.Taken | sources.Refused | sources.Known) -> tuple[str, str]:
    """Return what the tables of one file share, and two files do not."""
    return (item.name, item.file) if isinstance(item, sources.Taken) else (item.name, item.member)


def _no_right(item: sources.Taken, feed: access.Feed | None, as_of: date | None) -> str:
    """Return why records may not be held: nobody has said by what right, or the agreement is due for review."""
    if item.kind != "hour_records":
        return ""
    if feed is None:
        return (
            f"The source {item.source} is not registered: nobody has said whose records these are and by what right. "
            f"Name it on the page Data under 'A file with hours' and add the file again; in a terminal: "
            f"{access.how_to_register(item.source)}."
        )
    if as_of is not None and feed.lapsed(as_of):
        return (
            f"The agreement for {item.source} was due for review on {feed.review:%d %B %Y}. "
            f"Renew it with {feed.owner} and register the feed again with the new date."
        )
    return ""


def _held(store: ParquetStore, items: Sequence[sources.Taken], command: str, scope: Scope) -> Iterator[Line]:
    """Hold every table of one file, or none; a file of twelve months is one step."""
    try:
        receipts = store.accept_all([(item, item.table) for item in items], command=command)
    except HotspotError as error:
        yield Line(f"{_shown(items[0])}: refused. {error}", "refused", True)
        return
    for item, receipt in zip(items, receipts, strict=True):
        said = _told(item, differs(item.kind, item.source, receipt.difference, scope))
        yield Line(
            said, receipt.status, False, of=item.name, rows_read=item.rows_read, kept=item.kept, notes=item.notes
        )


def _told(item: sources.Taken, difference: str) -> str:
    said = [f"{_shown(item)}: {KINDS[item.kind].title}, {item.rows_read:,} rows read, {item.kept:,} kept"]
    rejected = "; ".join(f"{n:,} {reason}" for reason, n in item.rejected.items()) or "none"
    said.append(f"rejected: {rejected}.")
    return " ".join([said[0] + ",", said[1], difference, *item.notes]).strip()


def _not_taken(item: sources.Refused | sources.Known) -> Line:
    if isinstance(item, sources.Known):
        return Line(f"{_shown(item)}: already held, nothing to do.", "known", False)
    kind = "refused" if item.named else "warning, not taken"
    return Line(f"{_shown(item)}: {kind}. {item.what} {item.fix}", "refused", item.named, item.unnamed)


def _shown(item: sources.Taken | sources.Refused | sources.Known) -> str:
    return f"{item.name} › {item.member}" if item.member else item.name


def last_add(settings: Settings, scope: Scope | None = None) -> LastAdd | None:
    """Return what taking back the last add would do; None where nothing was added, or not by this role's feeds."""
    would = foreseen_undo(ParquetStore(settings.home).snapshot())
    if would is None:
        return None
    moved = [part.source for part in (*would.removed, *would.restored) if KINDS[part.kind].family == "incidents"]
    if scope is not None and not_of_the_role(moved, scope):
        return None
    return LastAdd(would.command, tuple(part.shown for part in would.removed), len(would.restored))


def undo(
    settings: Settings, *, at: datetime, by: str = access.HERE, command: str = "", scope: Scope | None = None
) -> str:
    """Take back the last add and say what that did; the log says so before and after.

    Parameters
    ----------
    settings : Settings
        Where it is held.
    at, by
        When and by whom, for the log.
    command : str
        The add that the reader was shown; empty for whichever was last.
    scope : Scope, optional
        Who takes it back; without it the person at this machine.

    Raises
    ------
    StoreError
        There is nothing to take back, something else was added meanwhile, or it was of other feeds than the role's.
    """
    last = last_add(settings, scope)
    if (command or scope is not None) and (last is None or command not in ("", last.command)):
        raise StoreError("Something was added or taken back meanwhile.", "Look at the last add again, then decide.")
    with logged(settings.home, "the last add", "taken back", at=at, who=by):
        done = ParquetStore(settings.home).undo()
    removed = ", ".join(sorted({part.shown for part in done.removed})[:5])
    more = f" and {len(done.removed) - 5} more" if len(done.removed) > 5 else ""
    back = f" {len(done.restored)} earlier files are back in their place." if done.restored else ""
    return f"Took back {len(done.removed)} files: {removed}{more}.{back} The store is at version {done.version}."


def verify(settings: Settings) -> list[str]:
    """Check every stored file against its checksum; return the problems, each with its mend."""
    return [str(problem) for problem in ParquetStore(settings.home).verify()]


def outlines_held(settings: Settings) -> list[Any]:
    """Return the outline of every area of which records are held, in degrees; one that lacks a file is left out."""
    found = []
    for area in areas_held(settings):
        with contextlib.suppress(HotspotError):
            found += [prepare(area, settings).areas.outline] if area != DEMO else []
    return found


def areas_held(settings: Settings) -> dict[str, str]:
    """Return key and name of every area of which records are held; the demonstration alone where none are."""
    held = sources_held(settings)
    profiles = config.profiles(settings.home)
    mine = {key: one.name for key, one in profiles.items() if held.intersection(one.sources)}
    return mine or {DEMO: profiles[DEMO].name}
