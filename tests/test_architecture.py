"""The house rules that neither import-linter nor ruff can see."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "hotspot"
PAGES = sorted((ROOT / "pages").glob("*.py"))
MENU = ROOT / "app.py"

TOP_LEVEL = {
    *("run.py", "app.py", "pages", "hotspot", "data", "boundaries", "benchmarks", "tests", "deploy", "docs", "static"),
    *("requirements.txt", "requirements-dev.txt", "requirements-bench.txt", "pyproject.toml"),
    *("README.md", "CHANGELOG.md", "LICENSE", ".streamlit", ".ci", ".gitignore", ".git"),
}
MADE_HERE = {  # what working in the checkout leaves behind, all of it in .gitignore
    *(".venv", "artefacts", "build", "dist", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"),
    *(".hypothesis", ".import_linter_cache"),
}
MAY_TOUCH_FILES = {"sources", "store", "config", "cli", "ui", "views", "demo"}
MAY_SEE_THE_CLOCK = {"cli", "ui"}
FILE_CALLS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "to_csv",
    "to_parquet",
    "to_file",
    "savefig",
}
CLOCK_CALLS = {"now", "today", "utcnow", "time", "localtime", "gmtime"}
CLOCKS = {"datetime", "date", "Timestamp", "time", "dt", "pd"}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}

Finder = Callable[[ast.AST], Iterator[int]]


def room(path: Path) -> str:
    """Return the room of the house that a module stands in."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def modules(outside: frozenset[str] | set[str] = frozenset()) -> list[Path]:
    return [path for path in sorted(HOUSE.rglob("*.py")) if room(path) not in outside]


def offences(paths: list[Path], find: Finder) -> list[str]:
    """Return where, as path:line, the finder found something."""
    return [
        f"{path.relative_to(ROOT)}:{line}"
        for path in paths
        for line in find(ast.parse(path.read_text(encoding="utf-8")))
    ]


def file_calls(tree: ast.AST) -> Iterator[int]:
    """Find calls that read or write a file: open(...), path.read_text(), table.to_csv(...)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            named = node.func.id if isinstance(node.func, ast.Name) else ""
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if named == "open" or method in FILE_CALLS:
                yield node.lineno


def clock_calls(tree: ast.AST) -> Iterator[int]:
    """Find calls that ask what time it is: datetime.now(), pd.Timestamp.today(), time.time()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS:
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if name in CLOCKS:
                yield node.lineno


def definitions(tree: ast.AST) -> Iterator[int]:
    """Find functions, classes and lambdas."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    return (node.lineno for node in ast.walk(tree) if isinstance(node, kinds))


def arithmetic(tree: ast.AST) -> Iterator[int]:
    """Find sums, differences, products and the like."""
    kinds = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
    return (
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, kinds)
    )


def foreign_imports(tree: ast.AST) -> Iterator[int]:
    """Find imports of anything but Streamlit and Hotspot itself."""
    for node in ast.walk(tree):
        named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(name.split(".")[0] not in {"streamlit", "hotspot", "__future__"} for name in named):
            yield node.lineno


def getters(tree: ast.AST) -> Iterator[int]:
    """Find functions whose name begins with get_: a function is named for what it returns."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return (node.lineno for node in ast.walk(tree) if isinstance(node, kinds) and node.name.startswith("get_"))


@pytest.mark.parametrize(
    ("find", "guilty", "innocent"),
    [
        (file_calls, "text = path.read_text()", "text = read(path)"),
        (file_calls, "with open('x') as file: pass", "opened = reopen('x')"),
        (clock_calls, "when = datetime.datetime.now()", "when = as_of"),
        (clock_calls, "when = pd.Timestamp.today()", "first = table.time()"),
        (definitions, "double = lambda n: n", "double = twice(n)"),
        (definitions, "def draw(): pass", "draw()"),
        (arithmetic, "share = part / whole", "share = shares[place]"),
        (arithmetic, "n += 1", "kinds = int | str"),
        (foreign_imports, "import pandas as pd", "import streamlit as st"),
        (foreign_imports, "from numpy import mean", "from hotspot import ui, views"),
        (getters, "def get_cells(): pass", "def cells(): pass"),
    ],
)
def test_a_finder_tells_guilty_from_innocent(find: Finder, guilty: str, innocent: str) -> None:
    assert list(find(ast.parse(guilty))) == [1]
    assert list(find(ast.parse(innocent))) == []


def test_the_house_stands() -> None:
    assert {"errors", "schema", "stats"} <= {room(path) for path in modules()}
    assert PAGES and MENU.exists()


def test_only_some_rooms_touch_files() -> None:
    assert offences(modules(outside=MAY_TOUCH_FILES), file_calls) == []


def test_only_the_app_and_the_command_line_see_the_clock() -> None:
    assert offences(modules(outside=MAY_SEE_THE_CLOCK), clock_calls) == []


@pytest.mark.parametrize("find", [definitions, arithmetic, foreign_imports])
def test_a_page_only_composes(find: Finder) -> None:
    assert offences([*PAGES, MENU], find) == []


def test_a_page_fits_on_a_page() -> None:
    long = {path.name: n for path in [*PAGES, MENU] if (n := len(path.read_text(encoding="utf-8").splitlines())) > 60}
    assert long == {}


def test_modules_stay_short() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {path: n for path, n in lengths.items() if n > 300} == {}


def test_names_say_what_a_thing_is() -> None:
    assert [path.name for path in modules() if path.stem in VAGUE] == []
    assert offences(modules(), getters) == []


def test_the_top_level_holds_what_the_readme_says() -> None:
    unknown = {path.name for path in ROOT.iterdir()} - TOP_LEVEL - MADE_HERE
    assert unknown == set(), "name it in README.md and here, or move it"
