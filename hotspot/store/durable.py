"""Writing so that a crash at any moment leaves the old file or the new one, never a mixture.

The bytes go to a temporary file, are forced to the disk, take the final name in one step, and the folder that holds the
name is forced to the disk as well. Only then may anybody be told that something is kept.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hotspot.errors import StoreError

TEMPORARY = ".tmp"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}
_ON_WINDOWS = os.name == "nt"


def write_durably(path: Path, data: bytes) -> None:
    """Write a whole file in one indivisible step, and return once it will survive a power cut.

    Raises
    ------
    OSError
        The disk refused; the old file, if any, is untouched.
    """
    temporary = path.with_name(path.name + TEMPORARY)
    try:
        _write_and_sync(temporary, data)
        _rename(temporary, path)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    sync_folder(path.parent)


def _write_and_sync(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _rename(old: Path, new: Path) -> None:
    # Windows refuses to replace a file while somebody reads it; readers here need milliseconds.
    for _ in range(40 if _ON_WINDOWS else 0):
        try:
            os.replace(old, new)
        except PermissionError:
            time.sleep(0.05)
        else:
            return
    os.replace(old, new)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk (Windows has no such call and keeps its own journal)."""
    if _ON_WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> bool:
    """Delete a file and return whether it is gone; one that is in use stays for the next sweep."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


@contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into a sentence that says how to mend it."""
    try:
        yield
    except OSError as error:
        what, fix = _explained(error, folder)
        raise StoreError(f"{what} Nothing was published.", fix) from error


def _explained(error: OSError, folder: Path) -> tuple[str, str]:
    if error.errno in _FULL:
        return "The disk is full.", f"Free some space on the disk that holds {folder}, then try again."
    if error.errno in _READ_ONLY:
        return (
            f"{folder} may not be written to.",
            "Ask for the right to write there, or set HOTSPOT_HOME to a folder of your own.",
        )
    return f"The disk refused: {error.strerror or error}.", f"Check the disk that holds {folder}, then try again."
