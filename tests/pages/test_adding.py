"""Adding files on the page Data: what would be replaced is said first, nothing happens before a yes, and back again."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from hotspot import pipeline
from hotspot.config import Settings
from hotspot.errors import StoreError
from hotspot.store import ParquetStore
from tests.attacks.test_input import HEADER, fingerprint
from tests.pages.made_pages import PAGES

NOW = datetime(2026, 11, 22, 9, 0)
NAMED = "<b>june![x].csv"
SLOW = 300


def street(rows: int) -> bytes:
    lines = [
        f"id{n},2025-06,Derbyshire Constabulary,Derbyshire Constabulary,-1.4{n:05d},52.9{n:05d},On or near High Street,"
        "E01013453,Derby 013A,Robbery,Under investigation,"
        for n in range(rows)
    ]
    return "\n".join([HEADER, *lines, ""]).encode()


def script() -> None:
    from hotspot import ui

    ui.add_more()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    st.cache_data.clear()
    return tmp_path


def opened() -> AppTest:
    return AppTest.from_function(script, default_timeout=SLOW).run()


def dropped(page: AppTest, name: str, content: bytes) -> AppTest:
    page.file_uploader[0].set_value([(name, content, "text/csv")])
    return press(page.run(), "Add these files")


def press(page: AppTest, label: str) -> AppTest:
    page = next(one for one in page.button if one.label == label).click().run()
    assert not page.exception
    return page


def rows_held(home: Path) -> int:
    return int(ParquetStore(home).table("police_uk_street").num_rows)


def labels(page: AppTest) -> set[str]:
    return {one.label for one in page.button}


def test_what_replaces_nothing_is_added_at_once_and_can_be_taken_back(home: Path) -> None:
    page = opened()
    assert "Take back the last add" not in labels(page)
    page = dropped(page, "june.csv", street(12))
    assert "12 rows read, 12 kept" in page.success[0].value and rows_held(home) == 12
    assert next(one for one in page.button if one.label == "Take back the last add").disabled
    assert any("june.csv" in one.value for one in page.markdown)
    page.checkbox[0].check()
    page = press(page.run(), "Take back the last add")
    assert "Took back 1 files" in page.success[0].value and rows_held(home) == 0


def test_a_newer_file_of_a_held_month_asks_first(home: Path) -> None:
    page = dropped(opened(), "june.csv", street(12))
    before = fingerprint(home)
    page = dropped(opened(), NAMED, street(14))
    (asked,) = page.warning
    assert "Nothing is added yet" in asked.value and "12 rows, then 14" in asked.value
    assert "2 rows would be new or changed, 0 of the old ones gone" in asked.value
    assert r"\!\[x\]" in asked.value and r"\<b\>june" in asked.value
    assert fingerprint(home) == before and not page.success
    page = press(page, "Leave what is held")
    assert not page.warning and fingerprint(home) == before
    page = press(press(page, "Add these files"), "Replace them")
    assert rows_held(home) == 14 and "takes the place of june.csv" in page.success[0].value.replace("\\", "")
    page.checkbox[0].check()
    page = press(page.run(), "Take back the last add")
    assert rows_held(home) == 12


def test_a_yes_counts_for_the_files_that_were_shown_alone(home: Path) -> None:
    page = dropped(opened(), "june.csv", street(12))
    page = dropped(opened(), "newer.csv", street(14))
    page.file_uploader[0].set_value([("other.csv", street(3), "text/csv")])
    page = page.run()
    assert not page.warning and "Replace them" not in labels(page) and rows_held(home) == 12


def test_two_files_of_one_month_are_asked_about(home: Path) -> None:
    page = opened()
    page.file_uploader[0].set_value([("a.csv", street(3), "text/csv"), ("b.csv", street(4), "text/csv")])
    page = press(page.run(), "Add these files")
    assert "a.csv; b.csv" in page.warning[0].value and rows_held(home) == 0


def test_a_refused_file_replaces_nothing_and_is_said(home: Path) -> None:
    page = dropped(opened(), "june.csv", street(12) + b"\0")
    assert "refused" in page.error[0].value and not page.warning and rows_held(home) == 0


def test_what_was_not_shown_is_not_taken_back(home: Path) -> None:
    settings = Settings(home)
    list(pipeline.add([pipeline.Upload("june.csv", street(12))], settings))
    july = street(5).replace(b"2025-06", b"2025-07")
    shown = pipeline.last_add(settings)
    assert shown is not None
    list(pipeline.add([pipeline.Upload("july.csv", july)], settings))
    with pytest.raises(StoreError, match="meanwhile"):
        pipeline.undo(settings, at=NOW, command=shown.command)
    assert rows_held(home) == 17


def test_tables_hand_out_no_unguarded_text() -> None:
    """A table's own CSV button writes a name such as =HYPERLINK(1) as it is; only the guarded downloads may."""
    said = tomllib.loads((PAGES.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert said["client"]["disableDataExport"] is True
    assert set(said["client"]) <= set(config.get_options_for_section("client"))  # Streamlit knows every one of them
