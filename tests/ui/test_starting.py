"""The start of the app: the first page finds its answer made, and loads nothing that it does not show."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from hotspot import pipeline
from hotspot.errors import DataError
from hotspot.ui import starting
from tests.pages.made_pages import PAGES, held

SLOW_TO_LOAD = ("altair", "matplotlib", "numba", "openpyxl", "pyogrio", "scipy.signal", "scipy.stats", "sklearn")


def test_the_first_page_finds_its_answer_made(monkeypatch):
    asked = held(monkeypatch)
    starting.first_answer()
    assert len(asked) == 1
    page = AppTest.from_file(str(PAGES / "hot_now.py"), default_timeout=60).run()
    assert not page.exception and len(asked) == 1


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


def test_the_first_answer_loads_no_library_that_it_does_not_need():
    code = f"""
import sys
from pathlib import Path
from hotspot import pipeline
from hotspot.config import Parameters, Settings
from hotspot.ui import opening, places
pipeline.analyse(Parameters("demo", resolution=6), settings=Settings(Path("none")))
print(sorted(set({SLOW_TO_LOAD}) & set(sys.modules)))
"""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
