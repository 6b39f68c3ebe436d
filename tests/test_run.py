"""Setting up: nothing twice, half-made mended, every failure one sentence."""

from __future__ import annotations

import ast
import importlib.util
import json
import runpy
import socket
import sys
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "run.py"
PIP_CHECK, PIP_LOCAL = ("pip", "--version"), ("pip", "install", "--no-index")


class Machine:
    """Stands in for Python, pip and venv: remembers what was asked of it, and fails where it is told to."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.failing: dict[tuple[str, ...], str] = {PIP_LOCAL: "nothing here"}
        self.folder = folder

    def __call__(self, _: str, *arguments: str) -> CompletedProcess[str]:
        self.asked.append(arguments)
        if arguments[0] == "venv":
            self.make_python()
        said = next((said for start, said in self.failing.items() if arguments[: len(start)] == start), None)
        return CompletedProcess(arguments, returncode=0 if said is None else 1, stdout="", stderr=said or "")

    def make_python(self) -> None:
        (self.folder / ".venv").mkdir(exist_ok=True)
        (self.folder / ".venv" / "python").touch()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return run.py as a module that works on an empty folder and a machine of ours."""
    spec = importlib.util.spec_from_file_location("run", SCRIPT)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    (tmp_path / "requirements.txt").write_text("# why\none>=1,<2\ntwo[extra]~=2.0  # because\n")
    (tmp_path / "requirements-dev.txt").write_text("three\n")
    machine = Machine(tmp_path)
    places = {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "INSTALLED": tmp_path / ".venv" / "record.json"}
    for name, value in {**places, "PYTHON": str(tmp_path / ".venv" / "python"), "module": machine}.items():
        monkeypatch.setattr(script, name, value)
    return SimpleNamespace(script=script, machine=machine, folder=tmp_path)


def test_a_first_start_makes_the_environment_and_says_how_far_it_has_come(run: Any, capsys: Any) -> None:
    run.script.install("requirements.txt")
    assert [words[0] for words in run.machine.asked] == ["venv", "pip", "pip", "pip"]
    assert run.machine.asked[-2:] == [
        ("pip", "install", "one>=1,<2"),
        ("pip", "install", "one>=1,<2", "two[extra]~=2.0"),
    ]
    printed = capsys.readouterr().out
    assert "Installing 1 of 2: one" in printed and "Installing 2 of 2: two" in printed


def test_nothing_is_done_twice(run: Any, capsys: Any) -> None:
    run.script.install("requirements.txt", "requirements-dev.txt")
    run.machine.asked.clear()
    capsys.readouterr()
    run.script.install("requirements.txt", "requirements-dev.txt")
    run.script.install("requirements.txt")
    assert run.machine.asked == [] and capsys.readouterr().out == ""


def test_a_changed_requirement_is_installed(run: Any) -> None:
    run.script.install("requirements.txt")
    run.machine.asked.clear()
    (run.folder / "requirements.txt").write_text("one>=3\n")
    run.script.install("requirements.txt")
    assert run.machine.asked == [PIP_CHECK, (*PIP_LOCAL, "one>=3"), ("pip", "install", "one>=3")]


def test_what_is_there_already_is_not_fetched(run: Any) -> None:
    run.machine.make_python()
    run.machine.failing.clear()
    run.script.install("requirements.txt")
    assert run.machine.asked == [PIP_CHECK, (*PIP_LOCAL, "one>=1,<2", "two[extra]~=2.0")]


def test_a_half_made_environment_is_made_anew(run: Any) -> None:
    run.machine.make_python()
    run.machine.failing[PIP_CHECK] = "No module named pip"
    run.script.install("requirements.txt")
    assert run.machine.asked[1][:2] == ("venv", "--clear")


def test_an_unreadable_record_counts_as_none(run: Any) -> None:
    run.machine.make_python()
    run.script.INSTALLED.write_text("{half")
    run.script.install("requirements.txt")
    assert list(json.loads(run.script.INSTALLED.read_text())) == ["requirements.txt"]


@pytest.mark.parametrize(
    ("pip_says", "we_say"),
    [
        (
            "WARNING: Retrying after connection broken: Network is unreachable\nERROR: No matching",
            "connect to the internet",
        ),
        (
            "some noise\nERROR: No matching distribution found for two\nhint: see above",
            "No matching distribution found for two",
        ),
        ("", "no reason was given"),
    ],
)
def test_a_failed_install_is_one_sentence_and_is_not_remembered(run: Any, pip_says: str, we_say: str) -> None:
    run.machine.failing["pip", "install", "one>=1,<2", "two[extra]~=2.0"] = pip_says
    with pytest.raises(SystemExit) as refusal:
        run.script.install("requirements.txt")
    said = str(refusal.value).strip()
    assert said.startswith("two could not be installed: ") and we_say in said and "\n" not in said
    assert not run.script.INSTALLED.exists()


def test_a_missing_venv_is_named(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(SystemExit, match="sudo apt install python3-venv"):
        run.script.install("requirements.txt")


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3.11 or newer, this is 3.9"):
        runpy.run_path(str(SCRIPT))


def test_a_taken_port_is_left_alone(run: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run.script.free_port(port) != port
    assert run.script.free_port(port) == port


def test_the_browser_opens_once_the_app_answers_and_stopping_stops_the_app(run: Any, monkeypatch: Any) -> None:
    room = run.folder / "hotspot" / "ui"
    room.mkdir(parents=True)
    (run.folder / "app.py").write_text("import streamlit as st\n\nst.title('Here')\n")
    served = "import sys\nfrom streamlit.web import cli\n\ncli.main(['run', 'app.py', *sys.argv[1:]])\n"
    (room / "starting.py").write_text(served)
    monkeypatch.setattr(run.script, "PYTHON", sys.executable)
    monkeypatch.setenv("STREAMLIT_SERVER_HEADLESS", "true")
    port, opened = run.script.free_port(0), []

    def browser(url: str) -> None:
        opened.append((url, run.script.answers(url)))
        raise KeyboardInterrupt  # as if Ctrl-C were pressed

    monkeypatch.setattr(run.script.webbrowser, "open", browser)
    with pytest.raises(KeyboardInterrupt):
        run.script.start(port, browser=True)
    assert opened == [(f"http://127.0.0.1:{port}", True)]
    assert not run.script.answers(opened[0][0])


def test_tests_get_their_arguments_and_give_back_their_exit_code(run: Any, monkeypatch: Any) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(run.script, "install", lambda *names: asked.append(names))
    monkeypatch.setattr(run.script, "PYTHON", sys.executable)
    (run.folder / "test_one.py").write_text("def test_one():\n    assert False\n")
    assert run.script.main(["test", "-q", "-p", "no:cacheprovider", "-k", "none"]) == 5
    assert run.script.main(["test", "-q", "-p", "no:cacheprovider", "-k", "one"]) == 1
    assert asked == [("requirements.txt", "requirements-dev.txt")] * 2


def halves(run: Any, monkeypatch: Any, browser: str, others: str) -> int:
    """Run all tests of a folder that holds one test with a browser and one without."""
    monkeypatch.setattr(run.script, "install", lambda *_: None)
    monkeypatch.setattr(run.script, "PYTHON", sys.executable)
    (run.folder / "tests" / "browser").mkdir(parents=True)
    (run.folder / "tests" / "browser" / "test_seen.py").write_text(f"def test_seen():\n    {browser}\n")
    (run.folder / "tests" / "test_other.py").write_text(f"def test_other():\n    {others}\n")
    return int(run.script.main(["test", "-q", "-p", "no:cacheprovider"]))


@pytest.mark.parametrize(
    ("browser", "others", "code"),
    [("pass", "pass", 0), ("assert not 'seen'", "pass", 1), ("pass", "assert not 'heard'", 1)],
)
def test_all_tests_run_in_two_halves_and_either_can_fail_them(
    run: Any, monkeypatch: Any, capfd: Any, browser: str, others: str, code: int
) -> None:
    assert halves(run, monkeypatch, browser, others) == code
    before, after = capfd.readouterr().out.split("== The tests with a browser")
    assert ("test_other" in before) is ("heard" in others) and "test_seen" not in before
    assert ("test_seen" in after) is ("seen" in browser) and "test_other" not in after
    assert (run.folder / "artefacts" / "browser-tests.log").read_text() in after + "\n"


def test_what_is_asked_for_in_one_half_alone_may_be_missing_in_the_other(run: Any, monkeypatch: Any) -> None:
    assert halves(run, monkeypatch, "pass", "assert False") == 1
    asked = ["test", "-q", "-p", "no:cacheprovider", "-k"]
    assert run.script.main([*asked, "seen"]) == 0
    assert run.script.main([*asked, "other"]) == 1
    assert run.script.main([*asked, "neither"]) == 5


def test_stopping_the_tests_stops_both_halves(run: Any, monkeypatch: Any) -> None:
    def stopped(command: list[str], **_: Any) -> None:
        assert command[-1] == "--ignore=tests/browser"
        raise KeyboardInterrupt  # as if Ctrl-C were pressed while the others run

    monkeypatch.setattr(run.script.subprocess, "run", stopped)
    with pytest.raises(KeyboardInterrupt):
        halves(run, monkeypatch, "import time; time.sleep(500)", "pass")
    assert "1 passed" not in (run.folder / "artefacts" / "browser-tests.log").read_text()


def test_the_script_is_short_and_needs_nothing_else() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in named} <= sys.stdlib_module_names
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 180
