"""The page Admin as an administrator uses it, and as anybody else finds it; who may undo and say how files are read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from hotspot import access, pipeline, sources
from hotspot.access import Feed, Holder, Scope
from hotspot.config import Settings
from hotspot.errors import AccessError
from hotspot.ui import access as door
from tests.attacks import readers

ADMIN, OTHER = (readers.ISSUER, "admin-all"), (readers.ISSUER, "4711")
AT = datetime(2026, 1, 1)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    monkeypatch.setenv(door.LOGIN, "on")
    readers.clear()
    assert readers.give(tmp_path, "admin") == ADMIN
    return tmp_path


def labelled(boxes: Any, label: str) -> Any:
    return next(box for box in boxes if box.label.startswith(label))


def opened() -> AppTest:
    return readers.opened("admin", ADMIN).page


def run(page: AppTest, who: tuple[str, str] = ADMIN) -> AppTest:
    with readers.logged_in(who):
        page.run()
    assert not page.exception
    return page


def pressed(page: AppTest, label: str) -> AppTest:
    labelled(page.button, label).click()
    return run(page)


def test_a_role_is_given_changed_and_taken_and_each_is_logged(home: Path) -> None:
    page = opened()
    labelled(page.text_input, "Issuer").set_value(OTHER[0])
    labelled(page.text_input, "Subject").set_value(OTHER[1])
    labelled(page.selectbox, "Role").set_value("csp_officer")
    districts = labelled(page.multiselect, "Only these districts")
    assert len(set(districts.options)) == len(districts.options) > 1  # each by its own name, not by its area's
    assert "Safer Aldersea (D22000002)" in districts.options
    districts.set_value(["D22000002"])
    page = pressed(page, "Give this role")
    assert "officer given" in page.success[0].value
    assert Holder(*OTHER, "csp_officer", ("D22000002",)) in access.holders(home)
    reader = readers.opened("data", OTHER).page
    assert not reader.error

    labelled(page.selectbox, "Give or change the role of").set_value(" ".join(OTHER))
    page = run(page)
    labelled(page.selectbox, "Role").set_value("nte_lead")
    page = pressed(page, "Give this role")
    assert "role" in page.success[0].value

    labelled(page.selectbox, "Give or change the role of").set_value(" ".join(OTHER))
    page = run(page)
    page = pressed(page, "Take the role away")
    assert [one.subject for one in access.holders(home)] == [ADMIN[1]]
    assert "hold no role" in run(reader, OTHER).error[0].value  # at its very next run
    lines = [one for one in access.trail(home) if "4711" in one.what]
    assert [one.act for one in lines] == [access.CHANGE] * 3 and {one.who for one in lines} == {access.named(*ADMIN)}


def test_the_last_administrator_cannot_take_the_own_role_away(home: Path) -> None:
    page = opened()
    labelled(page.selectbox, "Give or change the role of").set_value(" ".join(ADMIN))
    page = pressed(run(page), "Take the role away")
    assert "Nobody would be left" in page.error[0].value and len(access.holders(home)) == 1


def test_a_feed_is_registered_and_reviewed_on_the_page(home: Path) -> None:
    page = opened()
    labelled(page.text_input, "Source").set_value("ed/royal")
    labelled(page.text_input, "Owner").set_value("Royal Infirmary")
    labelled(page.selectbox, "Provider").set_value("health")
    labelled(page.selectbox, "Shared under").set_value("s16")
    labelled(page.text_input, "Reference").set_value("ISA 12")
    labelled(page.date_input, "Review by").set_value(date(2020, 1, 31))
    labelled(page.text_input, "Purpose").set_value("needs assessment")
    labelled(page.selectbox, "How exact its places").set_value("lsoa")
    page = pressed(page, "Register this feed")
    assert "ed/royal is registered (new)" in page.success[0].value
    held = access.feeds(home)["ed/royal"]
    assert held == Feed("ed/royal", "health", "Royal Infirmary", "s16", "ISA 12", date(2020, 1, 31),
                        "needs assessment", "lsoa")  # fmt: skip
    table = next(one.value for one in page.dataframe if "Source" in one.value)
    assert table["State"].tolist() == ["past its review: not opened"]
    assert table["Who sees what"].tolist() == ["analyst exact, everybody else in bands"]

    labelled(page.selectbox, "Register or review").set_value("ed/royal")
    page = run(page)
    assert labelled(page.text_input, "Source").disabled
    labelled(page.date_input, "Review by").set_value(date(2030, 1, 31))
    page = pressed(page, "Register it anew")
    assert "review" in page.success[0].value
    assert access.feeds(home)["ed/royal"].review == date(2030, 1, 31)
    lines = [one for one in access.trail(home) if one.what == "ed/royal"]
    assert [one.who for one in lines] == [access.named(*ADMIN)] * 2


def test_what_no_rule_covers_is_refused_in_words(home: Path) -> None:
    page = opened()
    labelled(page.text_input, "Source").set_value("Royal")
    labelled(page.text_input, "Owner").set_value("X")
    page = pressed(page, "Register this feed")
    assert "not the name of a source" in page.error[0].value and access.feeds(home) == {}


def test_the_log_is_shown_and_handed_out_and_that_is_logged(home: Path) -> None:
    seen = readers.opened("admin", ADMIN)
    with readers.logged_in(ADMIN):
        told = seen.files["audit.csv"]().decode("utf-8-sig")
    assert "admin given" in told and told.splitlines()[0].startswith("When,What,Who,Of,Detail")
    last = access.trail(home)[-1]
    assert (last.act, last.what, last.who) == (access.EXPORT, "audit.csv", access.named(*ADMIN))


@pytest.mark.parametrize("role", [role for role in access.ROLES if role != "admin"])
def test_nobody_else_gets_anything_of_the_page(home: Path, role: str) -> None:
    who = readers.give(home, role, "D22000001")
    seen = readers.opened("admin", who)
    assert not seen.page.exception and seen.files == {}
    assert "role admin" in seen.page.error[0].value
    assert not seen.page.dataframe and not seen.page.text_input and not seen.page.selectbox
    assert readers.ISSUER.encode() not in seen.sent


def test_a_page_left_open_changes_nothing_once_the_role_is_gone(home: Path) -> None:
    page = opened()
    access.give(home, Holder(readers.ISSUER, "another", "admin"), at=AT)
    access.take(home, *ADMIN, at=AT)
    labelled(page.text_input, "Source").set_value("force/x")
    labelled(page.text_input, "Owner").set_value("X")
    labelled(page.button, "Register this feed").click()
    run(page)
    assert access.feeds(home) == {}


@pytest.mark.parametrize(("role", "may"), [("analyst", True), ("nte_lead", False), ("public", False)])
def test_only_who_may_add_files_may_take_one_back_or_say_how_they_are_read(
    home: Path, monkeypatch: pytest.MonkeyPatch, role: str, may: bool
) -> None:
    undone: list[int] = []
    last = pipeline.LastAdd(command="one", files=("made.csv",), back=0)
    monkeypatch.setattr(pipeline, "last_add", lambda *_: last)
    monkeypatch.setattr(pipeline, "undo", lambda *_, **__: undone.append(1) or "Taken back.")
    who = readers.give(home, role)
    page = readers.opened("data", who).page
    assert any(box.key == "take_back_now" for box in page.button) is may
    if may:
        next(box for box in page.checkbox if box.key == f"take_back_{last.command}").check()
        run(page, who)
        access.give(home, Holder(*who, "public"), at=AT)  # between two clicks
        next(box for box in page.button if box.key == "take_back_now").click()
        run(page, who)
    assert undone == []


def test_a_mapping_is_kept_by_roles_that_add_files_and_logged(home: Path) -> None:
    made = sources.mappings(home)["memphis"]
    for role in ("nte_lead", "csp_officer", "opcc", "public"):
        with pytest.raises(AccessError, match="changes nothing"):
            pipeline.save_mapping(made, Settings(home), at=AT, by=role, scope=Scope(role=role))
    with pytest.raises(AccessError, match="not among the feeds of your role"):
        pipeline.save_mapping(made, Settings(home), at=AT, scope=Scope(role="analyst", sources=("force/other",)))
    assert not any(one.what.startswith("mapping") for one in access.trail(home))
    pipeline.save_mapping(made, Settings(home), at=AT, by="x at y", scope=Scope(role="analyst", sources=(made.source,)))
    done = access.trail(home)[-1]
    assert (done.act, done.who, done.what) == (access.CHANGE, "x at y", f"mapping {made.name}")
