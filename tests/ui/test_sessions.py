"""What the server does with open pages by itself: it waits until a page is at rest, and sends all that was drawn."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

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
    """An event loop whose turns are counted by the test; what is put off is put off by one turn."""

    def __init__(self) -> None:
        self._next: list[Callable[[], None]] = []

    def call_soon_threadsafe(self, act: Callable[..., None], *args: str) -> None:
        self._next.append(partial(act, *args))

    def call_later(self, _wait_s: float, act: Callable[..., None], *args: str) -> None:
        self._next.append(partial(act, *args))

    def turn(self, times: int = 1) -> None:
        for _ in range(times):
            due, self._next = self._next, []
            for act in due:
                act()


@dataclass
class Parts:
    """The parts of a page, as Streamlit keeps them."""

    parts: set[str] = field(default_factory=set)

    def contains(self, part: str) -> bool:
        return part in self.parts


@dataclass
class Session:
    """An open page, as far as it is asked here."""

    _fragment_storage: Parts = field(default_factory=Parts)
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

        def list_active_sessions(self) -> list[Held]:
            return list(map(Held, pages.values()))

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


def test_it_is_told_which_pages_are_open_have_a_part_and_are_being_drawn(open_pages: dict[str, Session]) -> None:
    page = open_pages["reader"]
    page._fragment_storage.parts.add(PART)
    assert sessions.is_open("reader") and not sessions.is_open("nobody")
    assert sessions.has("reader", PART) and not sessions.has("reader", "of another page")
    assert not sessions.has("nobody", PART)
    assert sessions.is_drawing("reader") and sessions.anybody_is_drawing()
    page._scriptrunner = None
    assert not sessions.is_drawing("reader") and not sessions.anybody_is_drawing()


def test_a_page_that_opens_while_they_are_listed_counts_as_being_drawn(
    open_pages: dict[str, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    def grown(_server: object) -> list[Held]:
        raise RuntimeError("dictionary changed size during iteration")

    open_pages["reader"]._scriptrunner = None
    monkeypatch.setattr(type(runtime.get_instance()._session_mgr), "list_active_sessions", grown)
    assert sessions.anybody_is_drawing()


def test_streamlit_still_has_what_is_read_of_it() -> None:
    """What is read of a session and of its store of fragments bears the names it is read by."""
    assert callable(MemoryFragmentStorage().contains)
    assert callable(WebsocketSessionManager.list_active_sessions)
    assert callable(WebsocketSessionManager.get_active_session_info)
    for name in ("_scriptrunner", "_fragment_storage", "_event_loop", "_client_state"):
        assert f"self.{name}" in inspect.getsource(AppSession.__init__)


def test_a_page_that_was_closed_is_asked_nothing(open_pages: dict[str, Session]) -> None:
    page = open_pages["reader"]
    assert sessions.draw_again("reader", PART)
    del open_pages["reader"]
    page._scriptrunner = None
    page._event_loop.turn(2)
    assert page.asked == []
    assert not sessions.draw_again("reader", PART)
