"""Run the attacks and write their tables into docs/trust.md."""

from __future__ import annotations

import argparse
import re
import sys
import time
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import benchmarks.trust
from benchmarks.trust import Row

REPORT = Path(__file__).resolve().parents[2] / "docs" / "trust.md"
HEAD = "| attack | tries | what came of it | broken promises |\n| --- | --- | --- | --- |\n"


def sections() -> dict[str, str]:
    """Return every section of this package and its title."""
    names = sorted(one.name for one in iter_modules(benchmarks.trust.__path__) if not one.name.startswith("_"))
    modules = {name: import_module(f"benchmarks.trust.{name}") for name in names}
    return {name: module.TITLE for name, module in modules.items() if hasattr(module, "TITLE")}


def written(report: str, name: str, rows: list[Row], seconds: float) -> str:
    """Return the report with a section's table between its marks."""
    lines = "".join(f"| {row.attack} | {row.tries:,} | {row.found} | {row.failures:,} |\n" for row in rows)
    body = f"<!-- {name} -->\n{HEAD}{lines}\nTook {seconds:,.0f} s.\n<!-- end {name} -->"
    marks = re.compile(rf"<!-- {name} -->.*?<!-- end {name} -->", re.DOTALL)
    if not marks.search(report):
        raise SystemExit(f"docs/trust.md has no place for '{name}': add <!-- {name} --><!-- end {name} -->.")
    return marks.sub(lambda _: body, report)


def main() -> int:
    """Read the command line and attack."""
    known = sections()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trust", description="Attack the store and the door.")
    parser.add_argument("section", nargs="*", choices=[*known, []], help=f"any of: {', '.join(known)}")
    broken = 0
    for name in parser.parse_args().section or known:
        print(f"== {known[name]}", flush=True)
        start = time.monotonic()
        rows = import_module(f"benchmarks.trust.{name}").rows()
        REPORT.write_text(written(REPORT.read_text("utf-8"), name, rows, time.monotonic() - start), "utf-8")
        for row in rows:
            broken += row.failures
            print(f"{row.attack}: {row.tries:,} tries, {row.found}; broken promises: {row.failures}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
