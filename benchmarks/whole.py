"""A whole country's cube: does it still fit in a coffee break and a laptop."""

from __future__ import annotations

from benchmarks import Contender
from benchmarks._data import lattice, town
from benchmarks.emerging import whole_run

ROWS, COLUMNS, STEPS = 400, 500, 104
TITLE = "(e) Emerging hot spots, 200,000 cells x 104 steps, whole (goal: under 2 s and 500 MB above the input)"


def contenders() -> list[Contender]:
    """Return ours alone: no peer finishes at this size."""
    counts, weights = town(ROWS, COLUMNS, STEPS), lattice(ROWS, COLUMNS, six=True)
    return [Contender("hotspot (compiled)", lambda: whole_run(counts, weights), 5, ours=True, peak_memory=True)]
