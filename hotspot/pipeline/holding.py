"""What the store holds: adding to it, taking back, checking, and saying what is there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from hotspot import access, config, sources
from hotspot.config import Settings
from hotspot.errors import HotspotError
from hotspot.pipeline.reading import DEMO
from hotspot.schema import KINDS
from hotspot.store import ParquetStore

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Line:
    """What became of one file.

    Attributes
    ----------
    text : str
        The line to show: what the file was taken for, rows read, kept and rejected by reason; or why not and the mend.
    status : str
        ``added``, ``superseded``, ``known`` or ``refused``.
    named : bool
        True where the reader named this very file.
    """

    text: str
    status: str
    named: bool

    @property
    def ok(self) -> bool:
        """Whether the content is held now."""
        return self.status != "refused"


def add(
    paths: Sequence[Path | sources.Upload],
    settings: Settings,
    *,
    progress: Progress | None = None,
    source: str = "",
    as_of: date | None = None,
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
    """
    store = ParquetStore(settings.home)
    command = uuid.uuid4().hex
    known = {part.sha256 for part in store.parts()}
    feeds = access.feeds(settings.home)
    local = sources.recognisers(settings.home, source=source)
    found = sources.read_paths(paths, known=known, progress=progress, local=local)
    for _, results in groupby(found, key=_file_of):
        items = list(results)
        taken = [item for item in items if isinstance(item, sources.Taken)]
        why = next(filter(None, (_no_right(item, feeds.get(item.source), as_of) for item in taken)), "")
        if why:
            yield Line(f"{taken[0].name}: refused. {why}", "refused", True)
        elif taken:
            yield from _held(store, taken, command)
        yield from (_not_taken(item) for item in items if not isinstance(item, sources.Taken))


def _file_of(item: sources.Taken | sources.Refused | sources.Known) -> tuple[str, str]:
    """Return what the tables of one file share, and two files do not."""
    return (item.name, item.file) if isinstance(item, sources.Taken) else (item.name, item.member)


def _no_right(item: sources.Taken, feed: access.Feed | None, as_of: date | None) -> str:
    """Return why records may not be held: nobody has said by what right, or the agreement is due for review."""
    if item.kind != "hour_records":
        return ""
    if feed is None:
        return (
            f"The feed {item.source} is not registered, so nobody has said whose records these are and by what right. "
            f"Register it and add the file again: {access.how_to_register(item.source)}."
        )
    if as_of is not None and feed.lapsed(as_of):
        return (
            f"The agreement for {item.source} was due for review on {feed.review:%d %B %Y}. "
            f"Renew it with {feed.owner} and register the feed again with the new date."
        )
    return ""


def _held(store: ParquetStore, items: Sequence[sources.Taken], command: str) -> Iterator[Line]:
    """Hold every table of one file, or none; a file of twelve months is one step."""
    try:
        receipts = store.accept_all([(item, item.table) for item in items], command=command)
    except HotspotError as error:
        yield Line(f"{_shown(items[0])}: refused. {error}", "refused", True)
        return
    for item, receipt in zip(items, receipts, strict=True):
        yield Line(_told(item, receipt.difference), receipt.status, False)


def _told(item: sources.Taken, difference: str) -> str:
    said = [f"{_shown(item)}: {KINDS[item.kind].title}, {item.rows_read:,} rows read, {item.kept:,} kept"]
    rejected = "; ".join(f"{n:,} {reason}" for reason, n in item.rejected.items()) or "none"
    said.append(f"rejected: {rejected}.")
    return " ".join([said[0] + ",", said[1], difference, *item.notes]).strip()


def _not_taken(item: sources.Refused | sources.Known) -> Line:
    if isinstance(item, sources.Known):
        return Line(f"{_shown(item)}: already held, nothing to do.", "known", False)
    kind = "refused" if item.named else "warning, not taken"
    return Line(f"{_shown(item)}: {kind}. {item.what} {item.fix}", "refused", item.named)


def _shown(item: sources.Taken | sources.Refused | sources.Known) -> str:
    return f"{item.name} › {item.member}" if item.member else item.name


def undo(settings: Settings) -> str:
    """Take back the last add and say what that did."""
    done = ParquetStore(settings.home).undo()
    removed = ", ".join(sorted({part.shown for part in done.removed})[:5])
    more = f" and {len(done.removed) - 5} more" if len(done.removed) > 5 else ""
    back = f" {len(done.restored)} earlier files are back in their place." if done.restored else ""
    return f"Took back {len(done.removed)} files: {removed}{more}.{back} The store is at version {done.version}."


def verify(settings: Settings) -> list[str]:
    """Check every stored file against its checksum; return the problems, each with its mend."""
    return [str(problem) for problem in ParquetStore(settings.home).verify()]


def areas_held(settings: Settings) -> dict[str, str]:
    """Return key and name of every area of which records are held; the demonstration alone where none are."""
    held = {part.source for part in ParquetStore(settings.home).parts() if KINDS[part.kind].family == "incidents"}
    profiles = config.profiles(settings.home)
    mine = {key: one.name for key, one in profiles.items() if held.intersection(one.sources)}
    return mine or {DEMO: profiles[DEMO].name}
