"""Answers made ahead: the page finds them made, nothing is logged of them, and none is made where numbers are in bands.

No server runs here. A page is drawn in a test, which says who looks and from where; what a server would then make in
its idle time is made at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime import Runtime
from streamlit.testing.v1 import AppTest

from hotspot import access, pipeline
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import ParameterError
from hotspot.ui import access as door
from hotspot.ui import ahead, ahead_drawn, answers, presenting, sessions
from hotspot.ui.ahead_aside import Quiet
from hotspot.ui.ahead_unseen import for_nobody
from hotspot.ui.memory import Room
from hotspot.views import maps, tables
from tests.pages.made_pages import PAGES, deck, texts

CHANGE = {"method": "gi_star"}


def drawn(name: str = "hot_now", **query: str) -> AppTest:
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=60)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def logged(caplog: Any) -> list[str]:
    return [one.message for one in caplog.records if one.name == ahead.__name__]


def work_on(plan: ahead.Plan, server: Callable[[], None]) -> None:
    server()
    while ahead._one_more(plan, Quiet()):
        pass


def test_a_page_finds_the_next_answer_made_and_all_that_is_kept_with_it(
    plans: list[ahead.Plan], made: list[Parameters], server: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(area="made")
    work_on(plans[-1], server)
    assert Parameters("made", **CHANGE) in made
    before, again = len(made), []
    for room, name in ((maps, "deck"), (tables, "places")):
        act = getattr(room, name)
        monkeypatch.setattr(room, name, lambda *one, act=act, name=name, **how: again.append(name) or act(*one, **how))
    drawn(area="made", **CHANGE)
    assert len(made) == before and "deck" not in again
    drawn(area="made", method="gi_star", end="2025-10")  # two changes away: nobody made it
    assert len(made) == before + 1 and "deck" in again


def test_what_was_made_ahead_is_what_the_page_would_have_made(
    plans: list[ahead.Plan], made: list[Parameters], server: Callable[[], None]
) -> None:
    drawn(area="made")
    work_on(plans[-1], server)
    page = drawn(area="made", **CHANGE)
    ready = (deck(page), texts(page), [one.value.to_csv() for one in page.dataframe])
    st.cache_resource.clear()
    before = len(made)
    page = drawn(area="made", **CHANGE)
    assert len(made) == before + 1
    assert (deck(page), texts(page), [one.value.to_csv() for one in page.dataframe]) == ready


@pytest.mark.parametrize("name", ["emerging", "district"])
def test_every_page_of_one_answer_is_drawn_ahead(
    name: str, plans: list[ahead.Plan], made: list[Parameters], server: Callable[[], None], caplog: Any
) -> None:
    drawn(name, area="made")
    before = len(made)
    work_on(plans[-1], server)
    assert len(made) > before and not logged(caplog)


def test_the_map_is_ready_as_this_reader_looks_at_it(
    plans: list[ahead.Plan], made: list[Parameters], server: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(area="made", map="dark", lang="cy")
    work_on(plans[-1], server)
    again: list[str] = []
    act = maps.deck
    monkeypatch.setattr(maps, "deck", lambda *one, **how: again.append("deck") or act(*one, **how))
    drawn(area="made", map="dark", lang="cy", **CHANGE)
    assert not again


def test_nothing_is_logged_of_what_nobody_saw(
    plans: list[ahead.Plan],
    made: list[Parameters],
    server: Callable[[], None],
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who, noted = ("https://login.example", "4711"), list[Any]()
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    access.give(tmp_path, access.Holder(*who, "opcc"), at=datetime(2026, 1, 1))
    monkeypatch.setattr(door, "reader", lambda: who)
    monkeypatch.setattr(access, "note", lambda *one, **_: noted.append(one[3]))
    drawn(area="made")
    assert noted == [Parameters("made").digest]
    before = len(made)
    work_on(plans[-1], server)
    assert len(made) > before and len(noted) == 1
    drawn(area="made", **CHANGE)
    assert noted == [Parameters("made").digest, Parameters("made", **CHANGE).digest]


def test_whose_role_was_taken_away_is_made_nothing(
    plans: list[ahead.Plan],
    made: list[Parameters],
    server: Callable[[], None],
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who = ("https://login.example", "4711")
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    access.give(tmp_path, access.Holder(*who, "opcc"), at=datetime(2026, 1, 1))
    monkeypatch.setattr(door, "reader", lambda: who)
    drawn(area="made")
    before = len(made)
    monkeypatch.setattr(door, "reader", lambda: ("https://login.example", "another"))
    work_on(plans[-1], server)
    assert len(made) == before


def test_an_act_of_nobody_is_not_written_down(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    with for_nobody():
        door.note(access.CONSULT, "Hot now")
    assert not list(tmp_path.rglob("*"))


def test_nothing_is_made_ahead_where_anything_is_in_bands(
    plans: list[ahead.Plan], made: list[Parameters], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = SimpleNamespace(**vars(pipeline.prepare()) | {"banded": ("ed/royal",)})  # type: ignore[call-arg]
    monkeypatch.setattr(pipeline, "prepare", lambda *_: prepared)
    drawn(area="made")
    assert plans == []


def test_nothing_is_made_ahead_of_what_one_analyst_alone_may_see(
    plans: list[ahead.Plan], made: list[Parameters], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "scope", lambda: Scope(audience="analyst", analyst_of=("ed/royal",)))
    drawn(area="made")
    assert plans == []


def test_it_can_be_turned_off(plans: list[ahead.Plan], made: list[Parameters], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ahead.SETTING, "Off ")
    drawn(area="made")
    assert plans == []


def test_a_wall_where_nobody_changes_a_filter_needs_nothing(plans: list[ahead.Plan], made: list[Parameters]) -> None:
    drawn(area="made", **{"wall": presenting.ON})
    assert plans == []


def test_another_scope_finds_nothing_of_it(
    plans: list[ahead.Plan], made: list[Parameters], server: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(area="made")
    work_on(plans[-1], server)
    before = len(made)
    monkeypatch.setattr(answers, "scope", lambda: Scope(role="partner", audience="meeting"))
    drawn(area="made", **CHANGE)
    assert len(made) == before + 1


def test_a_question_that_is_refused_is_passed_over_in_silence(
    plans: list[ahead.Plan],
    made: list[Parameters],
    server: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: Any,
) -> None:
    drawn(area="made")
    answer, refused = pipeline.analyse, []

    def analyse(parameters: Parameters, **how: Any) -> Any:
        if parameters.method == "density":
            refused.append(parameters)
            raise ParameterError("No.", "Ask otherwise.")
        return answer(parameters, **how)

    monkeypatch.setattr(pipeline, "analyse", analyse)
    before = len(made)
    work_on(plans[-1], server)
    assert refused and len(made) > before + 2 and not logged(caplog)


def test_a_failure_is_logged_and_reaches_nobody(
    plans: list[ahead.Plan],
    made: list[Parameters],
    server: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: Any,
) -> None:
    drawn(area="made")

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("of any kind")

    monkeypatch.setattr(ahead_drawn, "draw", broken)
    assert not ahead._one_more(plans[-1], Quiet())
    assert logged(caplog) == ["An answer could not be made ahead; whoever asks for it is told why."]


def test_nothing_more_is_made_for_a_page_that_was_closed(
    plans: list[ahead.Plan], made: list[Parameters], server: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(area="made")
    before = len(made)
    monkeypatch.setattr(sessions, "is_open", lambda _: False)
    work_on(plans[-1], server)
    assert len(made) == before


def test_there_is_an_end_to_it(
    plans: list[ahead.Plan], made: list[Parameters], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(area="made")
    monkeypatch.setattr(ahead, "MOST", 2)
    assert [plans[-1].next() is None for _ in range(3)] == [False, False, True]


def test_where_there_is_no_room_nothing_is_made(
    plans: list[ahead.Plan], made: list[Parameters], server: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    places = len(answers.analysis(Parameters("made")).findings.locations)
    monkeypatch.setattr(answers, "_ROOM", Room(places))
    drawn(area="made")
    assert plans[-1].next() is None


def test_a_page_in_a_test_leaves_no_thread_behind(made: list[Parameters], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ahead.SETTING, raising=False)
    drawn(area="made")
    assert not [one for one in threading.enumerate() if one.name == "answers ahead"]


def test_what_is_drawn_for_nobody_can_be_held_up_anywhere(
    plans: list[ahead.Plan], made: list[Parameters], server: Callable[[], None]
) -> None:
    drawn(area="made")
    looked: list[int] = []
    server()
    ahead_drawn.draw(plans[-1].seat, Parameters("made", **CHANGE), lambda: looked.append(1))
    assert len(looked) > 10
    assert sessions_left() == 0


def sessions_left() -> int:
    """Return how many files of nobody are still held for a browser."""
    files = Runtime.instance().media_file_mgr
    return len(files._files_by_session_and_coord.get(ahead_drawn.NOBODY, {}))


def test_the_demonstration_counts_the_same_ahead(
    plans: list[ahead.Plan], server: Callable[[], None], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    st.cache_resource.clear()
    drawn()
    plan = plans[-1]
    monkeypatch.setattr(ahead, "MOST", 2)
    server()
    question = plan.next()
    assert question is not None
    ahead_drawn.draw(plan.seat, question, lambda: None)
    assert answers.is_kept(plan.scope, plan.held, question)
    ready = answers._analysis(plan.scope, str(tmp_path), plan.held, question).findings
    afresh = pipeline.analyse(question, settings=Settings(tmp_path)).findings
    for name in ("locations", "places", "peaks"):
        assert getattr(ready, name).equals(getattr(afresh, name))
    assert not list(tmp_path.rglob("*ledger*"))
