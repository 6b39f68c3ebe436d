"""What the server does with open pages by itself: it waits until a page is at rest, and sends all that was drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from hotspot.ui import sessions

PAGE, PART = "", "the part that is drawn again"


def drawn(path: tuple[int, ...], of: str) -> ForwardMsg:
    """Return what the server sends of one element."""
    sent = ForwardMsg()
    sent.metadata.delta_path.extend(path)
    sent.delta.fragment_id = of
    sent.delta.new_element.empty.SetInParent()
    return sent


def paths(queue: ForwardMsgQueue) -> list[tuple[int, ...]]:
    return [tuple(sent.metadata.delta_path) for sent in queue.flush()]


def test_what_waits_is_sent_though_its_part_is_drawn_again() -> None:
    sessions.lose_nothing()
    queue = ForwardMsgQueue()
    for path, of in (((0, 0), PAGE), ((0, 1), PART), ((0, 2), PAGE)):
        queue.enqueue(drawn(path, of))
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=[PART])
    queue.enqueue(drawn((0, 1), PART))
    # The new element follows the old one and does not take its place in the queue: its run is announced after the old.
    assert paths(queue) == [(0, 0), (0, 1), (0, 2), (0, 1)]


def test_what_a_whole_run_has_drawn_still_goes_when_the_next_begins() -> None:
    sessions.lose_nothing()
    queue = ForwardMsgQueue()
    queue.enqueue(drawn((0, 0), PAGE))
    queue.clear(retain_lifecycle_msgs=True)
    assert paths(queue) == []


class Loop:
    """An event loop whose turns are counted by the test; what is put off is put off by one turn, and counted."""

    def __init__(self) -> None:
        self._next: list[Callable[[], None]] = []
        self.waited_s = 0.0

    def call_soon_threadsafe(self, act: Callable[..., None], *args: str) -> None:
        self._next.append(partial(act, *args))

    def call_later(self, wait_s: float, act: Callable[..., None], *args: str) -> None:
        self.waited_s += wait_s
        self._next.append(partial(act, *args))

    def turn(self, times: int = 1) -> None:
        for _ in range(times):
            due, self._next = self._next, []
            for act in due:
                act()


@dataclass
class Session:
    """An open page, as far as it is asked here."""

    _event_loop: Loop = field(default_factory=Loop)
    _client_state: ClientState = field(default_factory=ClientState)
    _scriptrunner: Any = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    def request_rerun(self, state: ClientState) -> None:
        self.asked.append((state.fragment_id, state.query_string))


@dataclass
class Held:
    session: Session


@pytest.fixture
def open_pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, Session]:
    """Return the open pages of a server that has one, on which a run is under way."""
    pages = {"reader": Session(_scriptrunner="a run")}

    class Sessions:
        def get_active_session_info(self, name: str) -> Held | None:
            return Held(pages[name]) if name in pages else None

    class Server:
        _session_mgr = Sessions()

    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", Server)
    return pages


def test_a_part_comes_once_the_run_under_way_has_ended_and_with_the_address_it_left(
    open_pages: dict[str, Session],
) -> None:
    page = open_pages["reader"]
    assert sessions.draw_again("reader", PART)
    assert sessions.draw_again("reader", PART)  # asked twice, it comes once
    page._event_loop.turn(5)
    assert page.asked == []
    page._scriptrunner, page._client_state.query_string = None, "at=picked"
    page._event_loop.turn(5)
    assert page.asked == [(PART, "at=picked")]
    assert sessions.draw_again("reader", PART)  # and may be asked for again
    page._event_loop.turn()
    assert len(page.asked) == 2


def test_what_takes_long_comes_after_the_other_parts_of_its_page(open_pages: dict[str, Session]) -> None:
    page = open_pages["reader"]
    open_pages["another"] = Session(_scriptrunner="a run")
    assert sessions.draw_again("reader", "long", last=True)
    assert sessions.draw_again("reader", PART)
    assert sessions.draw_again("another", "theirs")  # keeps nobody else waiting
    page._scriptrunner = None
    page._event_loop.turn(100)
    assert [part for part, _ in page.asked] == [PART, "long"]
    del open_pages["another"]
    sessions._WAITING.clear()


def test_what_takes_long_waits_until_the_browser_has_drawn_the_page_that_its_reader_stayed_on(
    open_pages: dict[str, Session],
) -> None:
    page = open_pages["reader"]
    page._scriptrunner = None
    assert sessions.draw_again("reader", "long", last=True)
    page._event_loop.turn(5)
    page._scriptrunner = "the next page, before the browser had drawn this one"
    page._event_loop.turn()
    page._scriptrunner, page._event_loop.waited_s = None, 0.0
    while not page.asked and page._event_loop.waited_s < 10:
        page._event_loop.turn()
    assert [part for part, _ in page.asked] == ["long"]
    assert page._event_loop.waited_s == pytest.approx(sessions.DRAWN_S, abs=2 * sessions.LOOK_AT_REST_S)


def test_a_page_that_was_closed_is_asked_nothing(open_pages: dict[str, Session]) -> None:
    page = open_pages["reader"]
    assert sessions.draw_again("reader", PART)
    del open_pages["reader"]
    page._scriptrunner = None
    page._event_loop.turn(2)
    assert page.asked == []
    assert not sessions.draw_again("reader", PART)
