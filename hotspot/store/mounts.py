"""Is this folder on the local disk? A store on a network folder can lose what it has acknowledged.

Network file systems promise neither that a lock excludes another machine nor that a renamed file is whole for all, and
both promises are what keeps the store from losing anything.
"""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from hotspot.errors import StoreError

NETWORK = re.compile(
    r"(nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|afpfs|coda|davfs|webdav|ceph|glusterfs|lustre|gpfs|beegfs)"
    r"|fuse\.(sshfs|smbnetfs|rclone|s3fs|s3ql|gcsfuse|goofys|glusterfs|ceph|davfs2?|curlftpfs|gvfsd-fuse)"
)
_WINDOWS_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW
_MACOS_MOUNT = re.compile(r"^.* on (?P<point>/.*) \((?P<type>[^,)]+)")


def linux_mounts(table: str) -> Iterator[tuple[str, str]]:
    r"""Yield mount point and file system type from the text of ``/proc/mounts``.

    >>> list(linux_mounts("server:/x /mnt/my\\040share nfs4 rw 0 0"))
    [('/mnt/my share', 'nfs4')]
    """
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) >= 3:
            yield re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), fields[1]), fields[2]


def macos_mounts(table: str) -> Iterator[tuple[str, str]]:
    """Yield mount point and file system type from what ``mount`` prints on macOS.

    >>> list(macos_mounts("//me@server/x on /Volumes/x (smbfs, nodev, nosuid)"))
    [('/Volumes/x', 'smbfs')]
    """
    for line in table.splitlines():
        if found := _MACOS_MOUNT.match(line):
            yield found["point"], found["type"]


def file_system(folder: PurePosixPath, mounts: Iterator[tuple[str, str]]) -> str:
    """Return the type of the file system that a folder lies on; empty if the table does not say.

    The longest mount point above the folder decides, and of two equal ones the later, which hides the earlier.

    >>> file_system(PurePosixPath("/data/x"), iter([("/", "ext4"), ("/data", "cifs")]))
    'cifs'
    """
    above = [(len(PurePosixPath(point).parts), kind) for point, kind in mounts if folder.is_relative_to(point)]
    deepest = max((depth for depth, _ in above), default=0)
    return next((kind for depth, kind in reversed(above) if depth == deepest), "")


def refuse_network_folder(folder: Path) -> None:
    """Raise where a folder is not on a local disk.

    Raises
    ------
    StoreError
        It lies on a network file system; the message names which.
    """
    kind = _network_type(folder.resolve())
    if kind:
        raise StoreError(
            f"{folder} is on a network folder ({kind}), where a store can lose what it has been given.",
            "Set HOTSPOT_HOME to a folder on this machine's own disk; copy the folder to the network as a backup.",
        )


def _network_type(folder: Path) -> str:
    if sys.platform == "win32":
        return _windows_type(folder)
    kind = _listed(PurePosixPath(folder), mount_table())
    return kind if NETWORK.fullmatch(kind) else ""


def _windows_type(folder: Path) -> str:
    if str(folder).startswith("\\\\"):
        return "network path"
    windll = getattr(ctypes, "windll", None)
    remote = windll is not None and windll.kernel32.GetDriveTypeW(folder.anchor) == _WINDOWS_REMOTE
    return "network drive" if remote else ""


@lru_cache(maxsize=8)  # each page asks several times, and the list stays what it was for days
def _listed(folder: PurePosixPath, table: str) -> str:
    return file_system(folder, macos_mounts(table) if sys.platform == "darwin" else linux_mounts(table))


def mount_table() -> str:
    """Return the system's own list of what is mounted where; empty where it has none to show."""
    try:
        if sys.platform == "darwin":
            return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10, check=False).stdout
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except (OSError, subprocess.SubprocessError):
        return ""
