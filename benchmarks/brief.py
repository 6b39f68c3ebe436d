"""How long a brief and a pack take to make, from a finished analysis of the demonstration."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks import Table
from hotspot import pipeline
from hotspot.config import Parameters, Settings
from hotspot.views.brief import brief_file, pack_file

TITLE = "Brief and packs of the demonstration: from a finished analysis to the file; goal for the brief under 3 s"
CSP = "D22000001"
TIMES = 5


def _taken(make: Callable[[], object]) -> tuple[float, float]:
    """Return the median CPU and wall seconds of a few runs, after one that warms up."""
    make()
    cpu, wall = [], []
    for _ in range(TIMES):
        begun_cpu, begun = time.process_time(), time.perf_counter()
        make()
        cpu.append(time.process_time() - begun_cpu)
        wall.append(time.perf_counter() - begun)
    return median(cpu), median(wall)


def table() -> Table:
    """Return a row per file: CPU and wall time, and its size."""
    load = f"{os.getloadavg()[0]:.1f}"
    with tempfile.TemporaryDirectory() as home:
        settings, asked = Settings(Path(home)), Parameters(area="demo")
        analysis = pipeline.analyse(asked, settings=settings)
        brief = pipeline.brief(analysis.parameters, settings=settings, analysis=analysis)
        pack = pipeline.pack(asked, CSP, settings=settings)
        made: dict[str, Callable[[], bytes]] = {
            "the brief as PDF": lambda: brief_file("brief.pdf", brief),
            "the brief as PNG": lambda: brief_file("brief.png", brief),
            "its workbook": lambda: brief_file("brief.xlsx", brief),
            "the needs assessment as PDF": lambda: pack_file("needs-assessment.pdf", pack),
            "the yearly review as PDF": lambda: pack_file("yearly-review.pdf", pack),
        }
        rows = [
            (name, *(f"{s:.2f}" for s in _taken(make)), f"{len(make()) / 1000:,.0f} kB") for name, make in made.items()
        ]
    rows.append(("other work on the machine when it began (load average)", load, "", ""))
    return Table(("", "CPU s", "wall s", "size"), rows)
