"""Hearing of new data: every change is noticed, nothing else is, and where nothing changed nothing is read."""

from __future__ import annotations

import hashlib
import shutil

import pyarrow as pa
import pytest

from hotspot.config import Settings
from hotspot.pipeline import noticing
from hotspot.store import ParquetStore
from tests.store.conftest import Offer


def added(home, letters):
    held = pa.table({"lsoa21_code": list(letters), "x_m": [1.0] * len(letters), "y_m": [2.0] * len(letters)})
    sha256 = hashlib.sha256(letters.encode()).hexdigest()
    ParquetStore(home).accept(Offer(sha256, f"{letters}.csv", held), held, command=letters)


def test_adding_and_taking_back_are_noticed_and_an_empty_store_is_not(tmp_path):
    home = tmp_path / "home"
    settings = Settings(home)
    assert noticing.version_held(settings) == ""
    ParquetStore(home)
    assert noticing.version_held(settings) == ""
    seen = [""]
    for change in (lambda: added(home, "ab"), lambda: added(home, "cd"), lambda: ParquetStore(home).undo()):
        change()
        seen.append(noticing.version_held(settings))
    assert len(set(seen)) == 4
    assert seen[-1] == ParquetStore(home).digest


def test_a_folder_that_was_only_copied_is_no_news(tmp_path):
    added(tmp_path / "home", "ab")
    before = noticing.version_held(Settings(tmp_path / "home"))
    shutil.copytree(tmp_path / "home", tmp_path / "copy")
    assert noticing.version_held(Settings(tmp_path / "copy")) == before


def test_nothing_is_read_where_nothing_changed(tmp_path, monkeypatch):
    added(tmp_path, "ab")
    before = noticing.version_held(Settings(tmp_path))
    monkeypatch.setattr(noticing, "ParquetStore", lambda _: pytest.fail("the store was opened again"))
    assert noticing.version_held(Settings(tmp_path)) == before
