"""The mapping assistant as a reader uses it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from hotspot import access, sources
from hotspot.access import Feed
from hotspot.store import ParquetStore

EXTRACT = "\n".join(
    [
        "Ref,Offence date,Offence time,Offence title,Easting,Northing,Victim age,Notes code",
        *(f"D{n},{n % 28 + 1:02d}/03/2025,{n % 24:02d}:15,Robbery,435{n:03d},336{n:03d},{n % 60},x" for n in range(60)),
        "",
    ]
)


def script() -> None:
    from hotspot import ui

    ui.mapping_assistant()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    return tmp_path


def _chosen(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """Let the page see an uploaded file: the test harness has no uploader of its own."""
    file = SimpleNamespace(name="extract.csv", getvalue=content.encode)
    monkeypatch.setattr(st, "file_uploader", lambda *_, **__: file)


def test_without_a_feed_it_says_how_to_register_one(home: Path) -> None:
    page = AppTest.from_function(script, default_timeout=30).run()
    assert not page.exception and "feed register" in page.info[0].value


def test_a_file_is_guessed_shown_saved_and_added(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access.register(home, Feed("force/made", "police", "Made Police", "cda"), at=datetime(2026, 1, 1))
    _chosen(monkeypatch, EXTRACT)
    page = AppTest.from_function(script, default_timeout=30).run()
    assert not page.exception and not page.error
    by_label = {box.label: box.value for box in page.selectbox}
    assert by_label["Offence or type of call"] == "Offence title" and by_label["Easting (metres)"] == "Easting"
    shown = page.dataframe[0].value
    assert len(shown) == 10 and not {"D0", "D1"} & set(shown["Reference (hashed)"])
    assert "No area shows force/made yet" in page.info[-1].value
    next(button for button in page.button if button.label == "Save and add").click().run()
    assert not page.exception
    assert list(sources.mappings(home)) == ["force-made", "memphis", "toronto"]
    assert ParquetStore(home).table("hour_records", source="force/made").num_rows == 60


def test_a_file_that_could_lead_to_a_person_cannot_be_saved(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access.register(home, Feed("force/made", "police", "Made Police", "cda"), at=datetime(2026, 1, 1))
    _chosen(monkeypatch, EXTRACT.replace(",x", ",jo.bloggs@example.org"))
    page = AppTest.from_function(script, default_timeout=30).run()
    assert not page.exception and "e-mail address" in page.error[0].value
    assert "jo.bloggs" not in page.error[0].value and not page.dataframe
    assert [button.label for button in page.button] == []
