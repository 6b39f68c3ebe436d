"""From the paths that a reader names to tables that were taken, refused or known: one at a time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from hotspot.errors import HotspotError, SourceError
from hotspot.sources import base_map, formats, limits, registry, zipped
from hotspot.sources.model import Known, Member, Refused, Taken, UnnamedError, bounded
from hotspot.sources.recogniser import Recogniser

Progress = Callable[[str, int, int], None]
Result = Taken | Refused | Known
_GZIP = b"\x1f\x8b"
_CHECK = "Check the spelling and whether you may read it."


@dataclass(frozen=True)
class Upload:
    """A file whose content is in memory: what a browser sends is never written down before it is accepted."""

    name: str
    content: bytes


@dataclass(frozen=True)
class _File:
    """A file to read, and whether the reader named it or a folder above it; ``content`` where it is in memory."""

    path: Path
    size: int
    named: bool
    content: bytes | None = None


def read_paths(
    paths: Sequence[Path | Upload],
    *,
    known: Container[str] = frozenset(),
    progress: Progress | None = None,
    local: Sequence[Recogniser] = (),
    around: base_map.Around = tuple,
) -> Iterator[Result]:
    """Yield what becomes of each file under the paths, one at a time.

    A file is recognised by its content. Whatever goes wrong with one file, nothing of that file is taken, the reason
    is yielded in its place, and the rest goes on.

    Parameters
    ----------
    paths : sequence of Path or Upload
        Files, folders (searched through) and zips; or content that is in memory and must not touch the disk.
    known : container of str
        Content hashes already held; such files are not parsed again.
    progress : callable, optional
        Called as ``progress(name, done, total)`` with bytes of the files as they lie on disk.
    local : sequence of Recogniser
        What this partnership knows besides the published kinds: see ``local.recognisers``.
    around : callable
        Gives the outlines of the areas held, in degrees: a national base map is cut to them.

    Yields
    ------
    Taken, Refused or Known
        One for each file, or for each member of a zip; ``kept + sum(rejected) == rows_read`` in every Taken.

    >>> [item.what for item in read_paths([Path("no-such-file.csv")])]
    ['There is no file or folder no-such-file.csv.']
    """
    found = [item for path in paths for item in _under(path)]
    total = sum(item.size for item in found if isinstance(item, _File))
    done = 0
    seen: set[str] = set()
    for item in found:
        if isinstance(item, Refused):
            yield item
            continue
        tell = partial(_tell, progress, done, total)
        tell(_name(item.path), 0)
        for result in _read_file(item, (known, seen), tell, local, around):
            seen.update([result.sha256] if isinstance(result, Taken) else [])
            yield result
        done += item.size
    _tell(progress, total, total, "", 0)


def _tell(progress: Progress | None, before: int, total: int, name: str, done: int) -> None:
    if progress is not None:
        progress(name, min(before + done, total), total)


def _under(path: Path | Upload) -> list[_File | Refused]:
    if isinstance(path, Upload):
        return [_File(Path(Path(path.name).name), len(path.content), True, path.content)]
    try:
        if path.is_dir():
            return list(_files(path)) or [_unreadable(path, "holds no file that can be read.", True)]
        if path.is_file():
            return [_File(path, path.stat().st_size, True)]
        is_there = path.exists()
    except (OSError, ValueError) as error:
        return [_unreadable(path, f"cannot be opened ({getattr(error, 'strerror', error)}).", True)]
    except SourceError as error:
        return [Refused(_name(path), "", error.what, error.fix, True)]
    if is_there:
        return [_unreadable(path, "is neither a file nor a folder.", True)]
    what = f"There is no file or folder {zipped.printable(str(path))[:300]}."
    return [Refused(_name(path), "", what, _CHECK, True)]


def _name(path: Path) -> str:
    return zipped.shown(path.name)


def _unreadable(path: Path, what: str, named: bool) -> Refused:
    return Refused(_name(path), "", f"{zipped.printable(str(path))[:300]} {what}", _CHECK, named)


def _files(folder: Path) -> Iterator[_File | Refused]:
    count = 0
    closed: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            path = Path(here) / name
            if name.startswith(".") or not path.is_file():
                continue
            count += 1
            bounded(count, limits.FOLDER_FILES, "files", "Name a folder further down.")
            yield _File(path, path.stat().st_size, False)
    for error in closed:
        path = Path(str(error.filename))
        yield _unreadable(path, f"cannot be opened ({error.strerror}).", path == folder)


def _read_file(
    item: _File,
    held: tuple[Container[str], Container[str]],
    tell: Callable[[str, int], None],
    local: Sequence[Recogniser],
    around: base_map.Around,
) -> Iterator[Result]:
    whole = Member(item.path, _name(item.path), "", "", item.size, item.named)
    try:
        if item.content is None and base_map.is_large(item.path, item.size):
            yield from _unless_held(base_map.taken_from_disk(whole, around), held)
            return
        data = _content(item)
        contents = zipped.directory(data) if formats.is_folder(data) else None
    except Exception as error:
        yield _refused(whole, error)
        return
    if contents is None:
        yield from _read(whole, data, held, local, around)
        return
    if not contents:
        yield _refused(whole, SourceError("The zip holds no file.", "Download it again."))
    done = 0
    for packed in contents:
        tell(packed.name, done)
        done += packed.info.compress_size
        inside = replace(whole, member=packed.name, size=packed.info.file_size, named=False)
        try:
            content = zipped.unpack(packed)
        except Exception as error:
            yield _refused(inside, error)
        else:
            yield from _read(inside, content, held, local, around)


def content_of(file: Path | Upload) -> bytes:
    """Return the bytes of one file, unpacked where it is a gzip.

    Raises
    ------
    SourceError
        There is none, it cannot be read, or it is too large.
    """
    (item,) = _under(file) if isinstance(file, Upload) or file.is_file() else [None]
    if not isinstance(item, _File):
        raise SourceError(f"There is no file {file}.", "Check the spelling and whether you may read it.")
    try:
        data = _content(item)
    except OSError as error:
        raise _explained(error) from error
    return zipped.gunzip(data) if data.startswith(_GZIP) else data


def _content(item: _File) -> bytes:
    bounded(item.size, limits.FILE_BYTES, "bytes", "Split it, or use a generalised version.")
    if item.content is not None:
        return item.content
    with item.path.open("rb") as file:
        content = file.read(limits.FILE_BYTES + 1)  # it may have grown since it was measured
    bounded(len(content), limits.FILE_BYTES, "bytes", "Split it, or use a generalised version.")
    return content


def _read(
    member: Member,
    data: bytes,
    held: tuple[Container[str], Container[str]],
    local: Sequence[Recogniser],
    around: base_map.Around,
) -> Iterator[Result]:
    digest = hashlib.sha256(data).hexdigest()
    member = replace(member, sha256=digest, size=len(data))
    if any(digest in some for some in held):
        yield Known(member.name, member.member, digest)
        return
    yield from _unless_held(_parsed(member, data, local, around), held)


def _unless_held(results: Sequence[Taken | Refused], held: tuple[Container[str], Container[str]]) -> Iterator[Result]:
    for result in results:
        if isinstance(result, Taken) and any(result.sha256 in some for some in held):
            yield Known(result.name, result.member, result.sha256)
        else:
            yield result


def _parsed(
    member: Member, data: bytes, local: Sequence[Recogniser], around: base_map.Around
) -> list[Taken] | list[Refused]:
    """Return the tables of one file, or the one refusal that stands for all of it."""
    try:
        if data.startswith(_GZIP) and not member.member:
            data = zipped.gunzip(data)
        elif member.member and formats.is_nested(data):
            raise SourceError("It is a zip inside a zip.", "Unpack the outer zip and add the folder.")
        tables = formats.tables(data)
        return base_map.taken(member, data, tables, around) or registry.taken(member, tables, local)
    except Exception as error:
        return [_refused(member, error)]


def _refused(member: Member, error: Exception) -> Refused:
    """Return the refusal of one file, whatever a parser tripped over in it: the reader is told, the rest goes on."""
    reason = error if isinstance(error, HotspotError) else _explained(error)
    what, unnamed = zipped.printable(reason.what), isinstance(error, UnnamedError)
    return Refused(member.name, member.member, what, reason.fix, member.named, unnamed)


def _explained(error: Exception) -> SourceError:
    if isinstance(error, RecursionError | MemoryError):
        what = "It is nested too deeply or is too large to be read safely."
        return SourceError(what, "Use the publisher's generalised version.")
    if isinstance(error, OSError):
        return SourceError(f"It cannot be read ({error.strerror}).", "Check that you may read it.")
    what = f"It could not be read ({type(error).__name__}: {str(error)[:160]})."
    return SourceError(what, "Download it again; if that does not help, save it as CSV.")
