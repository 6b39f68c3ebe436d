"""Kills, two writers, a full disk and flipped bits: what is left of the store."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from benchmarks.trust import Row
from benchmarks.trust._files import street
from hotspot.store import ParquetStore

TITLE = "The store under kills, two writers, a full disk and flipped bits"
ROOT = Path(__file__).resolve().parents[2]
ADDER = ROOT / "tests" / "store" / "adder.py"
KILLS, FLIPS, WRITERS_ADD = 200, 300, 25
CHANGING = "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,ftruncate,close,flock"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}

State = tuple[object, ...]


def state(home: Path) -> State:
    """Return everything a reader sees of the street files; it must open without a mend."""
    store = ParquetStore(home)
    rows = store.table("police_uk_street", columns=["record_id", "month"]).to_pydict()
    assert store.notices == (), store.notices
    return store.version, tuple(part.sha256 for part in store.parts()), str(rows)


def ingest(home: Path, file: Path, *before: str) -> subprocess.Popen[str]:
    """Start the command line's own add in a process that can be killed."""
    command = [*before, sys.executable, "-m", "hotspot", "add", str(file)]
    return subprocess.Popen(
        command, cwd=ROOT, env={**ENVIRONMENT, "HOTSPOT_HOME": str(home)}, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@contextmanager
def scene() -> Iterator[tuple[Path, Path, Path]]:
    """Yield a folder to work in, a home that holds one month, and a file that replaces that month."""
    with tempfile.TemporaryDirectory(prefix="hotspot-trust-") as folder:
        work = Path(folder)
        (work / "first.csv").write_bytes(street("2025-06", 400))
        (work / "second.csv").write_bytes(street("2025-06", 500))
        ingest(work / "base", work / "first.csv").communicate()
        yield work, work / "base", work / "second.csv"


def random_kills() -> Row:
    """Kill an add at a random moment of its life, again and again."""
    rng, outcomes = np.random.default_rng(20251231), Counter[str]()
    with scene() as (work, base, file):
        whole = Path(shutil.copytree(base, work / "whole"))
        start = time.monotonic()
        ingest(whole, file).communicate()
        takes = time.monotonic() - start
        before, after = state(base), state(whole)
        for number in range(KILLS):
            home = Path(shutil.copytree(base, work / f"{number}"))
            process = ingest(home, file)
            # The last half of its life is when it writes; the first is Python waking up.
            time.sleep(float(rng.uniform(0.5, 1.0)) * takes)
            outcomes[judged(process, home, before, after)] += 1
            shutil.rmtree(home)
    lost = outcomes["neither"] + outcomes["lost"]
    return Row("Kill at a random moment of `add`", KILLS, told(outcomes), lost)


def judged(process: subprocess.Popen[str], home: Path, before: State, after: State) -> str:
    """Kill a process if it still lives and say which state its store is in."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    said = process.communicate()[0]
    found = state(home)
    if found not in (before, after):
        return "neither"
    if "500 kept" in said and found != after:
        return "lost"
    return "after" if found == after else "before"


def told(outcomes: Counter[str]) -> str:
    """Return the outcomes as words."""
    words = {
        "before": "as before",
        "after": "as after",
        "lost": "acknowledged but lost",
        "neither": "neither before nor after",
    }
    return ", ".join(f"{outcomes[key]:,} {word}" for key, word in words.items())


def system_calls(log: str, home: Path) -> list[tuple[str, int]]:
    """Return name and ordinal of each call that touches the home, of each process by itself."""
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for line in log.splitlines():
        match = re.match(r"(?:\[pid +)?(\d+)?\]? *(\w+)\(", line)
        if match is None:
            continue
        thread, name = match.group(1) or "", match.group(2)
        counts[thread, name] += 1
        if str(home) in line:
            found.append((name, counts[thread, name]))
    return sorted(set(found))


def kills_at_calls() -> Row:
    """Kill an add on entering each system call that touches its home, one run a call."""
    if shutil.which("strace") is None:
        return Row("Kill at each write-side system call of `add`", 0, "not run: strace is not installed", 0)
    outcomes = Counter[str]()
    with scene() as (work, base, file):
        whole, log = Path(shutil.copytree(base, work / "whole")), work / "log"
        ingest(whole, file, "strace", "-f", "-y", "-o", str(log), "-e", f"trace={CHANGING}").communicate()
        before, after = state(base), state(whole)
        calls = system_calls(log.read_text(errors="replace"), whole)
        for name, ordinal in calls:
            home = Path(shutil.copytree(base, work / "one"))
            inject = f"inject={name}:signal=SIGKILL:when={ordinal}"
            process = ingest(home, file, "strace", "-f", "-o", "/dev/null", "-e", f"trace={name}", "-e", inject)
            process.wait()
            outcomes[judged(process, home, before, after)] += 1
            shutil.rmtree(home)
    return Row(
        "Kill at each write-side system call of `add` that touches the store (strace)",
        sum(outcomes.values()),
        told(outcomes),
        outcomes["neither"] + outcomes["lost"],
    )


def two_writers() -> Row:
    """Let two processes add 25 files each at once."""
    with tempfile.TemporaryDirectory(prefix="hotspot-trust-") as folder:
        home = Path(folder) / "home"
        command = [sys.executable, str(ADDER), str(home)]
        writers = [
            subprocess.Popen(
                [*command, name, str(WRITERS_ADD)], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=ENVIRONMENT
            )
            for name in ("left", "right")
        ]
        said = {label for writer in writers for label in writer.communicate()[0].split()} - {"ready"}
        held = {part.name for part in ParquetStore(home).parts()}
    wanted = 2 * WRITERS_ADD
    return Row("Two writers at once", wanted, f"{len(held & said)} of {wanted} held", wanted - len(held & said))


def full_disk() -> Row:
    """Add to a disk of 2 MB until it is full; needs the right to mount one."""
    attack = "`add` on a disk that is full (a real one of 2 MB)"
    with tempfile.TemporaryDirectory(prefix="hotspot-trust-") as folder:
        small = Path(folder) / "small"
        small.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)]
        if subprocess.run(mount, capture_output=True).returncode:
            return Row(attack, 0, "not run: mounting a small disk needs root", 0)
        try:
            refused, wrong = fill(small, Path(folder))
        finally:
            subprocess.run(["umount", str(small)], check=True)
    return Row(attack, refused, f"{refused} refused with the mend, nothing of them published", wrong)


def fill(small: Path, work: Path) -> tuple[int, int]:
    """Add until five adds were refused; return refusals and those that left something behind."""
    refused = wrong = 0
    for number in range(60):
        file = work / "more.csv"
        file.write_bytes(street(f"20{10 + number // 12}-{1 + number % 12:02d}", 4000, seed=number))
        before = state(small) if number else ()
        said = ingest(small, file).communicate()[0]
        if "refused" in said:
            refused += 1
            wrong += state(small) != before or "Free some space" not in said
        if refused == 5:
            break
    return refused, wrong


def bit_flips() -> Row:
    """Turn one bit of one file of the store, 300 times; what is read must be right, or said to be damaged."""
    rng, outcomes = np.random.default_rng(5), Counter[str]()
    with scene() as (work, base, _):
        truth = state(base)[2]
        files = sorted(path.relative_to(base) for path in base.rglob("*") if path.suffix in (".json", ".parquet"))
        for number in range(FLIPS):
            hurt = Path(shutil.copytree(base, work / f"{number}"))
            flip(hurt / files[number % len(files)], rng)
            store = ParquetStore(hurt)
            seen = str(store.table("police_uk_street", columns=["record_id", "month"]).to_pydict())
            silent = seen != truth and not store.notices
            outcomes["wrong" if silent else "right" if seen == truth else "said"] += 1
            shutil.rmtree(hurt)
    right, said, wrong = (outcomes[key] for key in ("right", "said", "wrong"))
    found = f"{right} read right, {said} left out and said so, {wrong} silently wrong"
    return Row("One bit flipped in a stored file", FLIPS, found, outcomes["wrong"])


def flip(path: Path, rng: np.random.Generator) -> None:
    """Turn one random bit of a file."""
    data = bytearray(path.read_bytes())
    bit = int(rng.integers(len(data) * 8))
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def restored() -> Row:
    """Copy the folder as a backup is, spoil the original, and read the copy elsewhere."""
    with scene() as (work, base, _):
        copy = Path(shutil.copytree(base, work / "elsewhere" / "copy"))
        wanted = state(base)
        shutil.rmtree(base)
        same = state(copy) == wanted and ParquetStore(copy).verify() == ()
    return Row("Restore from a copied folder", 1, "equal to the original" if same else "not equal", int(not same))


def many_months() -> Row:
    """Interrupt the add of one file of twelve months: all of it is held, or nothing."""
    outcomes = Counter[str]()
    rng = np.random.default_rng(3)
    with scene() as (work, base, _):
        file = work / "year.csv"
        head, *_ = street("2025-06", 1).split(b"\n")
        months = [street(f"2024-{month:02d}", 3000, seed=month).split(b"\n", 1)[1] for month in range(1, 13)]
        file.write_bytes(head + b"\n" + b"".join(months))
        whole = Path(shutil.copytree(base, work / "whole"))
        start = time.monotonic()
        ingest(whole, file).communicate()
        takes, before, after = time.monotonic() - start, state(base), state(whole)
        for number in range(30):
            home = Path(shutil.copytree(base, work / f"{number}"))
            process = ingest(home, file)
            time.sleep(float(rng.uniform(0.6, 1.0)) * takes)
            outcomes[judged(process, home, before, after)] += 1
            shutil.rmtree(home)
    return Row("Kill an add of one file of twelve months", 30, told(outcomes), outcomes["neither"] + outcomes["lost"])


def rows() -> list[Row]:
    """Return every attack on the store."""
    attacks = (random_kills, kills_at_calls, many_months, two_writers, full_disk, bit_flips, restored)
    return [attack() for attack in attacks]
