"""Run the sections and write benchmarks/RESULTS.md: ``python -m benchmarks [section ...]``.

Without a name every section runs. The sections that did not run keep their earlier table.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import logging
import os
import platform
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from statistics import median
from types import ModuleType

import benchmarks
from benchmarks import Contender, Table, versioned

RESULTS = Path(__file__).with_name("RESULTS.md")
OPENING = """# Measured side by side

Made by `python -m benchmarks`. All contenders of one run take turns; times are medians. The ratio says how many times
the CPU time of our first row a contender took. Peak memory is above the input.
"""


def sections() -> dict[str, ModuleType]:
    """Return every module of this package that measures something."""
    names = sorted(found.name for found in iter_modules(benchmarks.__path__) if not found.name.startswith("_"))
    modules = {name: import_module(f"benchmarks.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "TITLE")}


@contextlib.contextmanager
def quiet():
    """Keep what peers print and log out of the table and out of the measurement's terminal."""
    logging.disable(logging.CRITICAL)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
    logging.disable(logging.NOTSET)


def take_turns(races: dict[str, list[Contender]]) -> dict[tuple[str, int], tuple[list[float], list[float], object]]:
    """Run all contenders round by round; return CPU seconds, wall seconds and the last outcome of each."""
    measured: dict[tuple[str, int], tuple[list[float], list[float], object]] = {}
    rounds = max((one.repeats for race in races.values() for one in race), default=0)
    for turn in range(rounds):
        for name, race in races.items():
            for number, one in enumerate(race):
                if turn >= one.repeats:
                    continue
                print(f"round {turn + 1}/{rounds}: {name}, {one.name}", flush=True)
                cpu, wall, _ = measured.get((name, number), ([], [], None))
                gc.collect()
                with quiet():
                    cpu_start, wall_start = time.process_time(), time.perf_counter()
                    outcome = one.run()
                    cpu.append(time.process_time() - cpu_start)
                    wall.append(time.perf_counter() - wall_start)
                measured[name, number] = cpu, wall, outcome
    return measured


def race_table(name: str, race: list[Contender], measured) -> Table:
    """Return a section's table from what its contenders took."""
    base = next(number for number, one in enumerate(race) if one.ours)
    rows = []
    for number, one in enumerate(race):
        cpu, wall, outcome = measured[name, number]
        ratio = median(cpu) / median(measured[name, base][0])
        remark = one.check(outcome) if one.check else ""
        memory = f"{peak_memory_mb(name, number):,.0f} MB" if one.peak_memory else ""
        rows.append((one.name, seconds(cpu), seconds(wall), f"{ratio:,.1f}", str(len(cpu)), memory, remark))
    return Table(("", "CPU s", "wall s", "times ours", "runs", "peak memory", "remark"), rows)


def seconds(times: list[float]) -> str:
    """Return the median with three figures that mean something."""
    return f"{median(times):.4f}" if median(times) < 1 else f"{median(times):.2f}"


def peak_memory_mb(section: str, number: int) -> float:
    """Return the peak memory of one contender above its input, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks", "--memory", section, str(number)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=RESULTS.parents[1])
    return float(told.stdout.split()[-1])


def report_memory(section: str, number: int) -> None:
    """Print the peak memory in MB of one contender above what the process held before."""
    one = sections()[section].contenders()[number]
    gc.collect()
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # sets the peak back to what is held now
    with quiet():
        one.run()
    print(f"{(_status('VmHWM') - before) / 1024:.1f}")


def _status(field: str) -> int:
    """Return a field of the process's status in kB; Linux alone."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


def as_markdown(table: Table) -> str:
    """Return a table as Markdown."""
    rows = [table.heading, ["---"] * len(table.heading), *table.rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def setting() -> str:
    """Return one line on the machine and the libraries."""
    libraries = ", ".join(versioned(name) for name in ("numpy", "scipy", "numba"))
    return f"Python {platform.python_version()}, {libraries}; {os.cpu_count()} cores, {platform.machine()}."


def earlier() -> dict[str, str]:
    """Return the sections of the results that stand there already, by title."""
    if not RESULTS.exists():
        return {}
    parts = RESULTS.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip() for part in parts}


def write(tables: dict[str, Table]) -> None:
    """Put the new tables in the place of their earlier ones."""
    told = earlier() | {title: f"{setting()}\n\n{as_markdown(table)}" for title, table in tables.items()}
    body = "".join(f"\n## {title}\n\n{told[title]}\n" for title in sorted(told))
    RESULTS.write_text(OPENING + body, encoding="utf-8")
    for title in tables:
        print(f"\n## {title}\n\n{told[title]}")


def main() -> None:
    """Read the command line and measure."""
    every = sections()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure side by side with peers.")
    parser.add_argument("section", nargs="*", choices=[*every, []], help=f"any of: {', '.join(every)}")
    parser.add_argument("--memory", nargs=2, metavar=("SECTION", "NUMBER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.memory:
        report_memory(asked.memory[0], int(asked.memory[1]))
        return
    chosen = {name: every[name] for name in asked.section or every}
    races = {name: module.contenders() for name, module in chosen.items() if hasattr(module, "contenders")}
    measured = take_turns(races)
    tables = {chosen[name].TITLE: race_table(name, race, measured) for name, race in races.items()}
    tables |= {module.TITLE: module.table() for name, module in chosen.items() if name not in races}
    write(tables)


if __name__ == "__main__":
    main()
