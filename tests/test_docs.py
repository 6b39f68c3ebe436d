"""What the README says must be so: packages, commands, links, and where every shipped file comes from."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REQUIREMENTS = {"app": "requirements.txt", "tests": "requirements-dev.txt", "benchmarks": "requirements-bench.txt"}
IMPORTED_AS = {
    "axe-playwright-python": "axe_playwright_python",
    "fpdf2": "fpdf",
    "pillow": "PIL",
    "pyshp": "shapefile",
    "scikit-learn": "sklearn",
}
SOURCE_FIELDS = {"title", "source", "licence", "date", "sha256", "how"}


def required(name: str) -> set[str]:
    """Return the packages that a requirements file names."""
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return {re.split(r"[<>=~!;\[ ]", line)[0] for line in lines if line}


def imported(*places: str) -> set[str]:
    """Return the packages that the code imports, without our own and Python's."""
    paths = [path for place in places for path in [ROOT / place, *(ROOT / place).rglob("*.py")] if path.suffix == ".py"]
    named: set[str] = set()
    for node in (node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
        named |= {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
        named |= {node.module or ""} if isinstance(node, ast.ImportFrom) and not node.level else set()
    ours = {"hotspot", "pages", "tests", "benchmarks", "run"}
    return {name.split(".")[0] for name in named} - set(sys.stdlib_module_names) - ours


def table_rows() -> list[tuple[str, str, str]]:
    """Return package, purpose and reason from the README's table of dependencies."""
    section = README.split("## Dependencies")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \| (\w+) \| (.+?) \|$", section, flags=re.MULTILINE)


def commands(beginning: str) -> list[list[str]]:
    """Return the words of each README command that begins so, its comment left out."""
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    lines = (line.split("#")[0].split() for block in blocks for line in block.splitlines())
    start = beginning.split()
    return [words[len(start) :] for words in lines if words[: len(start)] == start]


def unsourced(folder: Path) -> list[str]:
    """Return what is wrong with a folder of shipped files: no entry, a missing field, or another checksum."""
    listing = folder / "SOURCES.toml"
    entries = tomllib.loads(listing.read_text(encoding="utf-8")) if listing.exists() else {}
    files = {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file() and path != listing
    }
    wrong = [f"{name}: not in SOURCES.toml" for name in files.keys() - entries.keys()]
    wrong += [f"{name}: no such file" for name in entries.keys() - files.keys()]
    for name in files.keys() & entries.keys():
        wrong += [f"{name}: no {field}" for field in SOURCE_FIELDS if not entries[name].get(field)]
        if entries[name].get("sha256") != hashlib.sha256(files[name].read_bytes()).hexdigest():
            wrong.append(f"{name}: another sha256")
    return sorted(wrong)


@pytest.mark.parametrize(("purpose", "name"), REQUIREMENTS.items())
def test_every_package_has_its_reason_and_every_reason_its_package(purpose: str, name: str) -> None:
    assert {package for package, of, _ in table_rows() if of == purpose} == required(name)


def test_every_import_of_the_app_is_a_requirement() -> None:
    named = {IMPORTED_AS.get(package, package) for package in required("requirements.txt")}
    assert imported("hotspot", "pages", "app.py") - named == set()


def test_every_import_of_the_tests_is_a_requirement() -> None:
    packages = required("requirements.txt") | required("requirements-dev.txt")
    assert imported("tests") - {IMPORTED_AS.get(package, package) for package in packages} == set()


def test_no_package_stands_twice_in_the_table() -> None:
    packages = [package for package, _, _ in table_rows()]
    assert sorted(packages) == sorted(set(packages))


@pytest.mark.parametrize("words", commands(".venv/bin/python -m hotspot"), ids=" ".join)
def test_a_command_of_the_readme_exists_with_its_options(words: list[str]) -> None:
    command = words[:2] if words[0] in ("feed", "profile", "role") and len(words) > 1 else words[:1]
    asked = [sys.executable, "-m", "hotspot", *command, "--help"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert [word for word in words if word.startswith("--") and word not in told.stdout] == []


def test_the_setup_of_the_readme_exists() -> None:
    assert ["test"] in commands("python3 run.py") and [] in commands("python3 run.py")
    installed = {words[-1] for words in commands(".venv/bin/python -m pip install -r")}
    assert installed == {"requirements.txt", "requirements-dev.txt"}
    assert commands(".venv/bin/python -m streamlit run") == [["app.py"]] and (ROOT / "app.py").exists()


def test_the_checks_of_the_readme_are_those_that_are_run() -> None:
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    section = README.split("## How the code is kept")[1]
    checks = re.findall(r"^\.venv/bin/(.+)$", section.split("```sh\n")[1].split("```")[0], flags=re.MULTILINE)
    assert len(checks) == 4
    assert [check for check in checks if f"check $bin/{check}" not in run] == []


def test_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", README) if "://" not in link]
    assert links and [link for link in links if not (ROOT / link).exists()] == []


def test_places_the_readme_names_exist() -> None:
    named = re.findall(r"`((?:hotspot|tests|docs|pages)/[\w/.]*)`", README)
    assert named and [name for name in named if not ((ROOT / name).exists() or (ROOT / f"{name}.py").exists())] == []


def test_the_readme_shows_three_small_pictures_of_the_demonstration() -> None:
    shown = re.findall(r"^!\[(.+)\]\((docs/pictures/[\w-]+\.png)\)$", README, flags=re.MULTILINE)
    assert len(shown) == 3 and len({name for _, name in shown}) == 3
    assert {name for _, name in shown} == {f"docs/pictures/{path.name}" for path in (ROOT / "docs/pictures").iterdir()}
    for words, name in shown:
        assert len(words) > 40  # a reader who cannot see it is told what it shows
        assert 10_000 < (ROOT / name).stat().st_size < 300_000
        assert (ROOT / name).read_bytes().startswith(b"\x89PNG")


def test_the_two_commands_stand_before_everything_else() -> None:
    first = README.split("```sh\n")[1].split("```")[0]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["python3 run.py", "python3 run.py test"]
    assert len(README.split("```sh")[0].splitlines()) < 10


def test_the_changelog_keeps_a_place_for_results() -> None:
    unreleased = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("## Unreleased")[1].split("\n## ")[0]
    assert "### Results" in unreleased


@pytest.mark.parametrize("folder", ["data", "boundaries"])
def test_every_file_that_ships_says_where_it_comes_from(folder: str) -> None:
    assert unsourced(ROOT / folder) == []


def test_a_file_without_its_source_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1")
    assert unsourced(tmp_path) == ["a.csv: not in SOURCES.toml"]
    facts = "".join(f'{field} = "x"\n' for field in sorted(SOURCE_FIELDS - {"how", "sha256"}))
    digest = hashlib.sha256(b"1").hexdigest()
    (tmp_path / "SOURCES.toml").write_text(f'["a.csv"]\n{facts}sha256 = "{digest}"\n["b.csv"]\n{facts}')
    assert unsourced(tmp_path) == ["a.csv: no how", "b.csv: no such file"]
    (tmp_path / "a.csv").write_text("2")
    assert "a.csv: another sha256" in unsourced(tmp_path)
