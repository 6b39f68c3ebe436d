"""Twelve tasks of the three users: how many clicks and seconds each takes through the real interface.

They are done by ``tests/browser/test_tasks.py``, told in ``tests/browser/tasks.md``, and their figures written there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks import Table

TITLE = "Twelve tasks of the three users: clicks, and seconds from the opening of the page to the outcome"
ROOT = Path(__file__).resolve().parents[1]
TASKS = ROOT / "tests" / "browser" / "tasks.md"
FIGURES = ROOT / "artefacts" / "tasks.json"
MARK = "<!-- measured -->\n"


def table() -> Table:
    """Do the tasks, write their figures below them, and return them.

    Raises
    ------
    RuntimeError
        A task could not be done.
    """
    load = f"{os.getloadavg()[0]:.1f}"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/browser/test_tasks.py"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(f"Not every task was done:\n{run.stdout[-2000:]}")
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    rows = [(task, str(one["clicks"]), f"{one['seconds']:.1f}") for task, one in figures.items()]
    told = "\n".join(f"| {' | '.join(row)} |" for row in [("task", "clicks", "seconds"), ("---",) * 3, *rows])
    kept = TASKS.read_text(encoding="utf-8").split(MARK)[0]
    TASKS.write_text(f"{kept}{MARK}{told}\n", encoding="utf-8")
    return Table(("task", "clicks", "seconds"), [*rows, ("other work on the machine when it began", "", load)])
