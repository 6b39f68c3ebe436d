"""The start of the app: the first page finds its answer made, and loads nothing that it does not show."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner_utils import script_run_context
from streamlit.testing.v1 import AppTest

from hotspot import pipeline
from hotspot.errors import DataError
from hotspot.ui import starting
from tests.pages.made_pages import PAGES, held

SLOW_TO_LOAD = (
    "altair",
    "fpdf",
    "matplotlib",
    "numba",
    "openpyxl",
    "pyogrio",
    "scipy.signal",
    "scipy.stats",
    "shapefile",
    "sklearn",
)


def test_the_first_page_finds_its_answer_made(monkeypatch):
    asked = held(monkeypatch)
    starting.first_answer()
    assert len(asked) == 1
    page = AppTest.from_file(str(PAGES / "hot_now.py"), default_timeout=300).run()
    assert not page.exception and len(asked) == 1


def test_whoever_starts_it_reads_no_warning_of_a_page_that_is_missing(monkeypatch):
    """The first answer is made before there is a page; the terminal of a newcomer says how to open one, no more."""
    held(monkeypatch)
    said = []
    monkeypatch.setattr(script_run_context._LOGGER, "warning", lambda *words: said.append(words))
    starting.first_answer()
    assert said == []


def test_what_stands_in_the_way_is_left_to_the_page(monkeypatch):
    asked = held(monkeypatch)

    def refused(*_, **__):
        raise DataError("No boundaries are held.", "Add them.")

    monkeypatch.setattr(pipeline, "prepare", refused)
    starting.first_answer()
    assert not asked


def test_getting_ready_leaves_the_search_for_rubbish_on(monkeypatch):
    def broken():
        raise RuntimeError("of any kind")

    monkeypatch.setattr(starting, "first_answer", broken)
    with pytest.raises(RuntimeError):
        starting.warm_up()
    assert gc.isenabled()
    gc.unfreeze()


def test_the_first_page_loads_no_library_that_it_does_not_need(tmp_path):
    code = f"""
import sys
from streamlit.runtime.scriptrunner_utils import script_run_context
from streamlit.testing.v1 import AppTest
page = AppTest.from_file({str(PAGES / "hot_now.py")!r}, default_timeout=300)
assert not page.run().exception
print(sorted(set({SLOW_TO_LOAD}) & set(sys.modules)))
"""
    root = Path(__file__).resolve().parents[2]
    alone = {**os.environ, "HOTSPOT_HOME": str(tmp_path), "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=alone, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
