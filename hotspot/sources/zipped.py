"""Zips and gzips, opened within bounds.

The directory of a zip is judged before anything is unpacked: how many members, how many bytes, how tightly packed.
A member's name is shown to the reader and never becomes a path, and a zip inside a zip is not opened.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass

from hotspot.errors import SourceError
from hotspot.sources import limits
from hotspot.sources.model import bounded

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_UNPACK = "Unpack it yourself and add the folder, if you trust where it came from."
_AGAIN = "Download it again, or unpack it and add the folder."
_ENCRYPTED = 0x1
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")  # what desktops put beside real files


@dataclass(frozen=True)
class Packed:
    """One member of a zip, not yet unpacked: its display name, and how to reach it."""

    name: str
    info: zipfile.ZipInfo
    archive: zipfile.ZipFile


def directory(data: bytes) -> list[Packed]:
    """Return the files of a zip in order of their names, once the whole directory is within bounds.

    Parameters
    ----------
    data : bytes
        The archive.

    Raises
    ------
    SourceError
        Damaged, too many members, too large, or packed too tightly to be honest.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise SourceError("The zip is damaged: its list of files cannot be read.", "Download it again.") from error
    infos = [info for info in archive.infolist() if not info.is_dir() and not _clutter(info.filename)]
    bounded(len(infos), limits.ZIP_MEMBERS, "files in the zip", "Split it into several zips, or add the folder.")
    for info in infos:
        _refuse_bomb(info.file_size, info.compress_size, shown(info.filename))
    unpacked = sum(info.file_size for info in infos)
    _refuse_bomb(unpacked, len(data), "the zip as a whole")
    bounded(unpacked, limits.ZIP_BYTES, "bytes unpacked", "Split it into several zips.")
    return sorted((Packed(shown(info.filename), info, archive) for info in infos), key=lambda packed: packed.name)


def unpack(packed: Packed, length: int | None = None) -> bytes:
    """Return the content of one member, or its first bytes.

    Parameters
    ----------
    packed : Packed
        From `directory`.
    length : int, optional
        How many bytes are enough.

    Raises
    ------
    SourceError
        Encrypted, damaged, over the size bound, or not as long as the directory says.
    """
    if packed.info.flag_bits & _ENCRYPTED:
        raise SourceError("It is locked with a password.", "Unpack it with the password and add the folder.")
    bounded(packed.info.file_size, limits.FILE_BYTES, "bytes unpacked", "Split it into smaller files.")
    try:
        with packed.archive.open(packed.info) as member:
            return member.read(-1 if length is None else length)
    except _DAMAGE as error:
        raise SourceError("It is damaged inside the zip.", _AGAIN) from error


def holds(contents: list[Packed], magic: bytes) -> bool:
    """Return whether any member of a zip begins with these bytes."""
    return any(_start(packed, len(magic)) == magic for packed in contents)


def _start(packed: Packed, length: int) -> bytes:
    try:
        return unpack(packed, length)
    except SourceError:
        return b""


def gunzip(data: bytes) -> bytes:
    """Return the content of a gzip file, unpacked piece by piece so that a bomb is noticed early.

    >>> import gzip
    >>> gunzip(gzip.compress(b"a,b"))
    b'a,b'
    """
    room = max(limits.SMALL_PACKED_BYTES, limits.PACKING_RATIO * len(data))
    room = min(room, limits.FILE_BYTES)
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            content = file.read(room + 1)
    except EOFError as error:
        raise SourceError("It ends in the middle.", "Download it again.") from error
    except (OSError, zlib.error) as error:
        raise SourceError("The gzip is damaged.", "Download it again.") from error
    if len(content) > room:
        raise SourceError(f"It unpacks to more than {room:,} bytes, too many for its size.", _UNPACK)
    return content


def shown(name: str) -> str:
    r"""Return a member's name fit for display: no control characters, no path upwards, not endless.

    >>> shown("../../etc/passwd"), shown("2025-01\\a.csv")
    ('etc/passwd', '2025-01/a.csv')
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return printable("/".join(parts))[-200:] or "member without a name"


def printable(text: str) -> str:
    r"""Return text without what would move a terminal's cursor or cannot be written at all.

    >>> printable("a\x1b[31mb\udcff")
    'a[31mb'
    """
    return "".join(letter for letter in text if letter.isprintable())


def _clutter(name: str) -> bool:
    return name.startswith(_CLUTTER[0]) or name.rsplit("/", 1)[-1] in _CLUTTER


def _refuse_bomb(unpacked: int, packed: int, which: str) -> None:
    if unpacked > limits.SMALL_PACKED_BYTES and unpacked > limits.PACKING_RATIO * max(packed, 1):
        raise SourceError(
            f"Unpacked, {which} would be {unpacked // max(packed, 1):,} times its size; "
            f"the limit is {limits.PACKING_RATIO}.",
            _UNPACK,
        )
