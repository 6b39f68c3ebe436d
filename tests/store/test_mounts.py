"""Which folders lie on a network is read from the system's own list."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from hotspot.errors import StoreError
from hotspot.store import ParquetStore, mounts

LINUX = """\
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
fileserver:/homes /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/local ext4 rw 0 0
//nas/team /mnt/team\\040share cifs rw 0 0
me@host:/ /mnt/ssh fuse.sshfs rw 0 0
drive /mnt/stick fuseblk rw 0 0
systemd-1 /net/auto autofs rw 0 0
server:/auto /net/auto nfs rw 0 0
"""
MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)
//me@nas._smb._tcp.local/team on /Volumes/team on nas (smbfs, nodev, nosuid, mounted by me)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/hotspot", "ext4"),
        ("/tmp/x", "tmpfs"),
        ("/home/ann", "nfs4"),
        ("/home/local/ann", "ext4"),
        ("/home/localities", "nfs4"),
        ("/mnt/team share/x", "cifs"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/mnt/stick/x", "fuseblk"),
        ("/net/auto/x", "nfs"),
    ],
)
def test_the_deepest_and_latest_mount_decides(folder, kind):
    assert mounts.file_system(PurePosixPath(folder), mounts.linux_mounts(LINUX)) == kind


def test_macos_prints_it_another_way():
    assert mounts.file_system(PurePosixPath("/Volumes/team on nas/x"), mounts.macos_mounts(MACOS)) == "smbfs"
    assert mounts.file_system(PurePosixPath("/Users/ann"), mounts.macos_mounts(MACOS)) == "apfs"


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "fuse.sshfs", "fuse.rclone", "ceph"])
def test_network_types(kind):
    assert mounts.NETWORK.fullmatch(kind)


@pytest.mark.parametrize("kind", ["ext4", "xfs", "zfs", "apfs", "tmpfs", "overlay", "fuseblk", "9p", "vfat", ""])
def test_local_types(kind):
    assert not mounts.NETWORK.fullmatch(kind)


@pytest.mark.skipif(mounts.sys.platform != "linux", reason="the list of mounts is written as Linux writes it")
def test_a_store_on_a_network_folder_is_refused_before_anything_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(mounts, "mount_table", lambda: f"/dev/sda1 / ext4 rw 0 0\nnas:/x {tmp_path} nfs4 rw 0 0\n")
    with pytest.raises(StoreError, match=r"network folder \(nfs4\).*Set HOTSPOT_HOME"):
        ParquetStore(tmp_path / "home")
    assert list(tmp_path.iterdir()) == []


def test_a_local_folder_is_welcome(tmp_path, monkeypatch):
    monkeypatch.setattr(mounts, "mount_table", lambda: "nas:/x /elsewhere nfs4 rw 0 0\n/dev/sda1 / ext4 rw 0 0\n")
    ParquetStore(tmp_path / "home")
    assert (tmp_path / "home" / "store" / "MANIFEST.json").is_file()


def test_a_windows_share_is_refused_by_its_name_alone(monkeypatch):
    monkeypatch.setattr(mounts.sys, "platform", "win32")

    class Share:
        anchor = "\\\\nas\\team\\"

        def resolve(self) -> Share:
            return self

        def __str__(self) -> str:
            return "\\\\nas\\team\\hotspot"

    with pytest.raises(StoreError, match="network path"):
        mounts.refuse_network_folder(Share())


@pytest.mark.parametrize(("drive_type", "refused"), [(4, True), (3, False)])
def test_a_windows_drive_letter_is_asked_about(drive_type, refused, monkeypatch):
    class Kernel:
        @staticmethod
        def GetDriveTypeW(anchor: str) -> int:
            return drive_type

    monkeypatch.setattr(mounts.ctypes, "windll", type("W", (), {"kernel32": Kernel}), raising=False)
    assert bool(mounts._windows_type(Path("/data/hotspot"))) is refused


def test_no_list_of_mounts_is_no_reason_to_refuse(monkeypatch, tmp_path):
    monkeypatch.setattr(mounts, "mount_table", lambda: "")
    mounts.refuse_network_folder(tmp_path)
