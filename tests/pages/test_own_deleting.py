"""Deleting for good on the page Data: what would go is shown, a yes is asked for, and then the bytes are gone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from hotspot import access, cli, pipeline
from hotspot.access import Holder
from hotspot.config import Settings
from hotspot.store import ParquetStore
from hotspot.ui import access as door
from tests.pages.made_pages import texts
from tests.pages.test_adding import press
from tests.pipeline.test_retaining import extract, tables

ISSUER = "https://login.example.org"


def script() -> None:
    from hotspot import ui

    ui.delete_for_good()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home with three old months and a new one of a shared source, and one of its months in a second file."""
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path / "home"))
    st.cache_data.clear()
    new = f"{datetime.now():%Y-%m}"
    for name, months in {"old": ("2019-01", "2019-02", "2020-05", new), "<b>![x](y)": ("2019-03",)}.items():
        (tmp_path / f"{name}.csv").write_text(extract(months, "secret"))
    owner = ["--provider", "police", "--owner", "Made Police", "--gateway", "cda"]
    assert cli.main(["feed", "register", "--source", "force/made", *owner]) == 0
    assert cli.main(["map", str(tmp_path / "old.csv"), "--save", "made", "--source", "force/made"]) == 0
    assert cli.main(["add", str(tmp_path / "old.csv"), str(tmp_path / "<b>![x](y).csv")]) == 0
    return tmp_path / "home"


def opened() -> AppTest:
    page = AppTest.from_function(script, default_timeout=300).run()
    assert not page.exception
    return page


def analyst() -> None:
    said = [
        "--provider",
        "police",
        "--owner",
        "Made Police",
        "--gateway",
        "cda",
        "--analyst",
        "--reason",
        "checking it",
    ]
    assert cli.main(["feed", "register", "--source", "force/made", *said]) == 0


def looked(way: int, **choices: str) -> AppTest:
    page = opened()
    page = page.radio[0].set_value(page.radio[0].options[way]).run() if way else page
    for label, said in choices.items():
        next(one for one in page.selectbox if one.label == label).set_value(said)
    return press(page, "See what would go")


def confirmed(page: AppTest) -> AppTest:
    assert next(one for one in page.button if one.label == "Delete for good").disabled
    page.checkbox[0].check()
    return press(page.run(), "Delete for good")


def months(home: Path) -> list[str | None]:
    return [part.period for part in ParquetStore(home).parts()]


def test_what_is_older_than_agreed_is_shown_then_deleted_from_the_disk(home: Path) -> None:
    page, before = looked(0), access.trail(home)
    assert "backups and copies" in texts(page) and len(months(home)) == 5 and access.trail(home) == before
    shown = page.dataframe[0].value
    assert sorted(shown["Month"]) == ["2019-01", "2019-02", "2019-03", "2020-05"]
    assert set(shown["Records"]) == {"in bands"} and "not told" in texts(page)  # nobody here may see exact numbers
    page = confirmed(page)
    assert "stored parts 4" in page.success[0].value
    assert len(months(home)) == 1 and "secret2019" not in tables(home)
    done = access.trail(home)[-1]
    assert done.act == access.ERASE and "done: 4 parts, 2019-01 to 2020-05" in done.detail
    assert not opened().success and not opened().checkbox


def test_one_month_of_a_source_with_its_numbers_for_the_analyst_who_said_why(home: Path) -> None:
    analyst()
    page = AppTest.from_function(script, default_timeout=300)
    from hotspot.ui import reasons

    page.session_state[reasons.SAID] = ((access.HERE, ("force/made",)), "checking the extract")
    page = page.run()
    page = page.radio[0].set_value(page.radio[0].options[1]).run()
    page.selectbox[0].set_value("force/made")
    page.selectbox[1].set_value("2019-02")
    page = press(page, "See what would go")
    assert page.dataframe[0].value["Records"].tolist() == ["20"] and "records 20." in texts(page)
    confirmed(page)
    assert "2019-02" not in months(home) and len(months(home)) == 4


def test_a_file_goes_whole_and_its_name_is_only_a_name(home: Path) -> None:
    page = looked(2, File="<b>![x](y).csv")
    assert page.dataframe[0].value["File"].tolist() == ["<b>![x](y).csv"]
    confirmed(page)
    assert "2019-03" not in months(home) and len(months(home)) == 4


def test_that_more_goes_than_the_file_is_said_before_the_yes(home: Path, tmp_path: Path) -> None:
    (tmp_path / "again.csv").write_text(extract(("2019-03",), "newer"))
    assert cli.main(["add", str(tmp_path / "again.csv")]) == 0
    page = looked(2, File="again.csv")
    assert "2019-03 of force/made" in page.info[0].value and len(page.dataframe[0].value) == 2
    confirmed(page)
    assert "secret2019-03" not in tables(home) and "2019-03" not in months(home)


def test_nothing_is_meant_until_something_is_chosen(home: Path) -> None:
    for way in (1, 2):
        page = looked(way)
        assert "Nothing is chosen yet" in page.error[0].value and not page.checkbox


def test_what_was_added_or_deleted_meanwhile_stops_it(home: Path) -> None:
    one, other, third = looked(0), looked(0), looked(1, Source="force/made")
    confirmed(one)
    before = access.trail(home)
    assert "deleted already" in confirmed(other).error[0].value and access.trail(home) == before
    assert "has changed since this was shown" in confirmed(third).error[0].value and len(months(home)) == 1


def test_numbers_told_to_the_analyst_are_gone_with_the_right_to_them(home: Path) -> None:
    from hotspot.ui import reasons

    analyst()
    page = AppTest.from_function(script, default_timeout=300)
    page.session_state[reasons.SAID] = ((access.HERE, ("force/made",)), "checking the extract")
    page = press(page.run(), "See what would go")
    assert "20" in page.dataframe[0].value["Records"].tolist()
    del page.session_state[reasons.SAID]
    page = page.run()
    assert not page.exception and not page.dataframe and not page.checkbox


def test_another_question_forgets_the_last_answer(home: Path) -> None:
    page = looked(0)
    page = page.radio[0].set_value(page.radio[0].options[1]).run()
    assert not page.checkbox and not page.dataframe
    page = press(looked(0), "Leave everything")
    assert not page.checkbox and len(months(home)) == 5


@pytest.mark.parametrize(
    ("role", "more", "may"),
    [("admin", {}, True), ("admin", {"csps": ("E22000040",)}, False), ("analyst", {"feeds": ("force/made",)}, False),
     ("csp_officer", {"csps": ("E22000040",)}, False), ("opcc", {}, False)],
)  # fmt: skip
def test_where_people_log_in_only_an_administrator_of_everything_deletes(
    role: str, more: dict[str, tuple[str, ...]], may: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access.give(home, Holder(ISSUER, "somebody", role, **more), at=datetime(2026, 1, 1))
    monkeypatch.setattr(door, "reader", lambda: (ISSUER, "somebody"))
    page = opened()
    asked = [one for one in page.button if one.label == "See what would go"]
    assert bool(asked) == may
    if may:
        confirmed(press(page, "See what would go"))
        assert len(months(home)) == 1 and access.named(ISSUER, "somebody") == access.trail(home)[-1].who


def test_a_role_taken_away_between_the_look_and_the_yes_deletes_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access.give(home, Holder(ISSUER, "somebody", "admin"), at=datetime(2026, 1, 1))
    monkeypatch.setattr(door, "reader", lambda: (ISSUER, "somebody"))
    page = press(opened(), "See what would go")
    page = page.checkbox[0].check().run()
    access.give(home, Holder(ISSUER, "another", "admin"), at=datetime(2026, 1, 2))
    access.give(home, Holder(ISSUER, "somebody", "opcc"), at=datetime(2026, 1, 2))
    page = next(one for one in page.button if one.label == "Delete for good").click().run()
    assert not page.exception and len(months(home)) == 5


def test_with_nothing_held_there_is_nothing_to_delete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    assert not opened().markdown


def test_what_is_deleted_leaves_the_memory_too(home: Path) -> None:
    from hotspot.pipeline import preparing

    preparing._prepared.cache_clear()
    pipeline.prepare("demo", Settings(home))
    assert preparing._prepared.cache_info().currsize == 1
    confirmed(looked(0))
    assert preparing._prepared.cache_info().currsize == 0
