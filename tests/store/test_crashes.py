"""Whatever happens while something is written, the store holds what it held before or what it holds after."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

from hotspot.errors import StoreError
from hotspot.store import ParquetStore

ADDER = Path(__file__).with_name("adder.py")
ROOT = ADDER.parents[2]
WRITES = ("open", "write", "fsync", "replace", "unlink", "mkdir", "close")
# 200 and more are run by hand; a few in every run show that the harness still bites.
KILLS = int(os.environ.get("HOTSPOT_TEST_KILLS", "6"))


class Killed(BaseException):
    """The process ends here: no handler of the store may catch it."""


class Faults:
    """Counts the calls that change the disk, and lets one of them fail or kill."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.at: int | None = None
        self.happen: Callable[..., None] = lambda *_: None
        for name in WRITES:
            monkeypatch.setattr(os, name, self._wrapped(getattr(os, name)))

    def _wrapped(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            self.count += 1
            if self.count == self.at:
                self.happen(real, args)
            return real(*args, **kwargs)

        return call

    def counted(self, act: Callable[[], object]) -> int:
        """Return how many such calls an act makes when nothing goes wrong."""
        self.count = 0
        act()
        return self.count

    @contextmanager
    def armed(self, at: int, happen: Callable[..., None]) -> Iterator[None]:
        self.count, self.at, self.happen = 0, at, happen
        try:
            yield
        finally:
            self.at = None


def dies_before(real, args) -> None:
    raise Killed


def dies_after(real, args) -> None:
    with suppress(OSError):  # a folder that exists already
        real(*args)
    raise Killed


def dies_halfway(real, args) -> None:
    """Leave half of the bytes behind, as a power cut in the middle of a write does."""
    if real.__name__ == "write":
        real(args[0], bytes(args[1])[: len(args[1]) // 2])
    raise Killed


def is_full(real, args) -> None:
    if real.__name__ == "write":
        real(args[0], bytes(args[1])[: len(args[1]) // 2])
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def faults(monkeypatch) -> Faults:
    return Faults(monkeypatch)


def state(home: Path) -> tuple[object, ...]:
    """Everything that a reader sees; reading it must need no mending."""
    store = ParquetStore(home)
    seen = (store.version, store.parts(), tuple(map(tuple, store.table("lsoa21_centroids").to_pydict().items())))
    assert store.notices == ()
    return (seen[0], seen[1], str(seen[2]))


def files(home: Path) -> set[str]:
    return {path.name for path in (home / "store" / "parts").iterdir()}


@pytest.fixture
def base(tmp_path, offer, add) -> Path:
    """Return a store with a month, a lookup, and something that undo would put back."""
    home = tmp_path / "base"
    store = ParquetStore(home)
    add(store, offer("ab", "2025-01"), command="one")
    add(store, offer("xy"), command="one")
    add(store, offer("abc", "2025-01"), command="two")
    return home


@pytest.fixture
def change(offer, add) -> Callable[[str, Path], None]:
    changes = {
        "add": lambda store: add(store, offer("new"), command="three"),
        "supersede": lambda store: add(store, offer("abcd", "2025-01"), command="three"),
        "undo": lambda store: store.undo(),
        "erase": lambda store: store.erase(offer("xy").sha256),
        "forget": lambda store: store.sweep(keep_commands=0),
    }
    return lambda name, home: changes[name](ParquetStore(home))


CHANGES = ("add", "supersede", "undo", "erase", "forget")


@pytest.mark.parametrize("happen", [dies_before, dies_after, dies_halfway])
@pytest.mark.parametrize("name", CHANGES)
def test_killed_at_every_call_leaves_before_or_after(name, happen, base, change, faults, tmp_path, offer, add):
    before, whole = state(base), Path(shutil.copytree(base, tmp_path / "whole"))
    calls = faults.counted(lambda: change(name, whole))
    after = state(whole)
    assert before != after and calls > 15
    reached = set()
    for k in range(1, calls + 1):
        home = Path(shutil.copytree(base, tmp_path / f"{k}"))
        with faults.armed(k, happen), pytest.raises(Killed):
            change(name, home)
        found = state(home)
        assert found in (before, after), f"call {k} of {calls}"
        reached.add(found == after)
        add(ParquetStore(home), offer("later"), command="later")
        assert state(home)[0] == found[0] + 1
    assert reached == {True, False}


@pytest.mark.parametrize("happen", [dies_before, dies_after, dies_halfway])
def test_killed_while_the_store_is_made(happen, faults, tmp_path, offer, add, codes):
    calls = faults.counted(lambda: ParquetStore(tmp_path / "whole"))
    for k in range(1, calls + 1):
        home = tmp_path / f"{k}"
        with faults.armed(k, happen), pytest.raises(Killed):
            ParquetStore(home)
        store = ParquetStore(home)
        add(store, offer("ab"))
        assert (codes(store), store.version, store.notices) == ("ab", 1, ())


def test_what_a_crash_leaves_behind_is_swept_by_the_next_write(base, faults, change, tmp_path, offer, add):
    whole = Path(shutil.copytree(base, tmp_path / "whole"))
    calls = faults.counted(lambda: change("add", whole))
    add(ParquetStore(whole), offer("later"))
    for k in range(1, calls + 1):
        home = Path(shutil.copytree(base, tmp_path / f"{k}"))
        with faults.armed(k, dies_before), pytest.raises(Killed):
            change("add", home)
        add(ParquetStore(home), offer("new"), command="three")
        add(ParquetStore(home), offer("later"))
        assert files(home) == files(whole)


def test_every_new_name_stands_for_bytes_that_are_on_the_disk_already(base, change, monkeypatch):
    """A power cut forgets what was not forced to the disk: file, then name, then the folder that holds the name."""
    opened: dict[int, str] = {}
    done: list[tuple[str, str]] = []
    real = {name: getattr(os, name) for name in ("open", "fsync", "replace")}

    def opens(path, *rest, **named):
        handle = real["open"](path, *rest, **named)
        opened[handle] = str(path)
        return handle

    monkeypatch.setattr(os, "open", opens)
    monkeypatch.setattr(os, "fsync", lambda handle: (real["fsync"](handle), done.append(("sync", opened[handle]))))
    monkeypatch.setattr(os, "replace", lambda old, new: (real["replace"](old, new), done.append((str(old), str(new)))))
    change("add", base)
    renames = [(index, step) for index, step in enumerate(done) if step[0] != "sync"]
    assert [Path(new).parent.name for _, (_, new) in renames] == ["parts", "versions", "store"]
    for index, (old, new) in renames:
        assert done[index - 1] == ("sync", old) and done[index + 1] == ("sync", str(Path(new).parent))


@pytest.mark.parametrize("name", CHANGES)
def test_a_full_disk_publishes_nothing_and_says_what_to_do(name, base, change, faults, tmp_path):
    before, held = state(base), files(base)
    whole = Path(shutil.copytree(base, tmp_path / "whole"))
    calls = faults.counted(lambda: change(name, whole))
    after = state(whole)
    refused = 0
    for k in range(1, calls + 1):
        home = Path(shutil.copytree(base, tmp_path / f"{k}"))
        try:
            with faults.armed(k, is_full):
                change(name, home)
        except StoreError as error:
            refused += 1
            # Once the new manifest has its name a refusal comes too late, and says so.
            too_late = "last step" in error.what or "still on the disk" in error.what
            assert state(home) == (after if too_late else before), f"call {k}"
            assert too_late or "Free some space on the disk" in error.fix
            if state(home) == before:
                assert files(home) == held and not list(home.rglob("*.tmp"))
        else:
            assert state(home) == after
    assert refused >= 10


def test_a_full_disk_of_its_own(tmp_path, offer, add, codes):
    """A real one, 256 KB small."""
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)]
    if (
        sys.platform != "linux"
        or shutil.which("mount") is None
        or subprocess.run(mount, capture_output=True).returncode
    ):
        pytest.skip("needs the right to mount a small disk")
    try:
        store, letters = ParquetStore(small), ""
        rng = np.random.default_rng(3)
        with pytest.raises(StoreError, match=r"disk is full. Nothing was published. Free some space"):
            for _ in range(100):
                more = "".join(map(chr, rng.integers(0x4E00, 0x9FFF, 2000)))
                add(store, offer(more))
                letters += more
        assert letters and codes(ParquetStore(small)) == letters
        assert not list(small.rglob("*.tmp"))
    finally:
        subprocess.run(["umount", str(small)], check=True)


def adder(home: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(ADDER), str(home), name, str(count)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def test_two_writers_lose_nothing(tmp_path):
    writers = [adder(tmp_path / "home", name, 10) for name in ("left", "right")]
    said = [writer.communicate()[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    store = ParquetStore(tmp_path / "home")
    acknowledged = {label for labels in said for label in labels} - {"ready"}
    assert {part.name for part in store.parts()} == acknowledged
    assert (len(acknowledged), store.version) == (20, 20)
    assert store.table("lsoa21_centroids").num_rows == 60


def test_an_acknowledged_add_survives_a_kill_at_any_moment(tmp_path):
    rng = np.random.default_rng(11)
    home, acknowledged, killed = tmp_path / "home", [], 0
    for run in range(KILLS):
        writer = adder(home, f"run{run}-", 500)
        assert writer.stdout is not None
        said = [writer.stdout.readline().strip() for _ in range(1 + int(rng.integers(1, 15)))]
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(timeout=float(rng.uniform(0, 0.02)))
        writer.kill()
        said += writer.stdout.read().split()
        killed += writer.wait() != 0
        acknowledged += [label for label in said if label != "ready"]
        store = ParquetStore(home)
        names = [part.name for part in store.parts()]
        assert set(acknowledged) <= set(names)
        # Beyond what was said there is at most the one that each killed run was about to say.
        assert len(names) - len(acknowledged) <= run + 1
        assert store.table("lsoa21_centroids").num_rows == 3 * len(names)
        assert (store.verify(), store.notices) == ((), ())
    assert killed == KILLS


def test_a_writer_that_never_finishes_is_named(tmp_path, monkeypatch, offer, add):
    from filelock import FileLock

    from hotspot.store import parquet_store

    store = ParquetStore(tmp_path)
    monkeypatch.setattr(parquet_store, "_PATIENCE_S", 0.1)
    with FileLock(tmp_path / "store" / ".lock"), pytest.raises(StoreError, match="Another Hotspot has been writing"):
        add(store, offer("a"))
    assert add(store, offer("a")).status == "added"
