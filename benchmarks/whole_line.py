"""From a zip of official downloads to findings: time and memory of `add` and `run` on a whole force.

Each command runs in a process of its own, as a reader would type it, in an empty store.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import Table

TITLE = "Devon and Cornwall, 206,942 rows: from the zip to findings, aim under 15 s and 1 GB on 2 cores"

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
REFERENCE = (
    "areas/devon-and-cornwall/lsoa21.geojson",
    "areas/devon-and-cornwall/csp24.geojson",
    "lookups",
    "population/pop_density_2011_2022.parquet",
    "deprivation/imd2025_england_lsoa21.csv.gz",
)


# A small process between: the peak memory of a child counts that of the process it was forked from.
LAUNCHER = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(code)
"""


@dataclass(frozen=True)
class Cost:
    """What one command took: wall seconds, processor seconds, greatest memory in MB."""

    seconds: float
    cpu_seconds: float
    memory_mb: float


def cost(arguments: list[str], home: Path) -> Cost:
    """Return what one command of ours costs.

    Raises
    ------
    RuntimeError
        It failed; its own words follow.
    """
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", LAUNCHER, sys.executable, "-m", "hotspot", *arguments],
        cwd=ROOT,
        env={**os.environ, "HOTSPOT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} failed: {done.stderr[-500:]}")
    cpu_seconds, memory_kb = map(float, done.stdout.splitlines()[-1].split())
    return Cost(time.perf_counter() - start, cpu_seconds, memory_kb / 1024)


def table() -> Table:
    """Return one row per command and their sum."""
    if not DATA.is_dir():
        return Table(("step", "result"), [("whole line", "not measured: ../shared/data is not beside this checkout")])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        zipped = str(DATA / "police_uk" / "devon-and-cornwall-street.zip")
        steps = {
            "add the zip": cost(["add", zipped], home),
            "add boundaries, lookups, population, deprivation": cost(
                ["add", *(str(DATA / f) for f in REFERENCE)], home
            ),
            "run, emerging hot spots, H3 8": cost(
                ["run", "--area", "devon-and-cornwall", "--out", str(Path(folder) / "out")], home
            ),
        }
    rows = [(name, f"{c.seconds:.1f}", f"{c.cpu_seconds:.1f}", f"{c.memory_mb:.0f}") for name, c in steps.items()]
    whole = steps.values()
    total = ("from zip to findings", f"{sum(c.seconds for c in whole):.1f}", f"{sum(c.cpu_seconds for c in whole):.1f}")
    return Table(
        ("step", "seconds", "CPU seconds", "peak MB"), [*rows, (*total, f"{max(c.memory_mb for c in whole):.0f}")]
    )
