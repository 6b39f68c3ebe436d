"""What a page draws is handed to the server's loop in batches: nothing is lost, and nothing changes its place."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from contextvars import Context, ContextVar, copy_context
from threading import Thread
from typing import Any

import pytest
from streamlit.runtime import runtime, runtime_util
from streamlit.runtime.app_session import AppSession, AppSessionState

from hotspot.ui import sending

READER: ContextVar[str] = ContextVar("reader", default="nobody")


class Woken:
    """An event loop that counts how often another thread wakes it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self.times = loop, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loop, name)

    def call_soon_threadsafe(self, act: Callable[[], None]) -> Any:
        self.times += 1
        return self._loop.call_soon_threadsafe(act)


def session(loop: Any, tell: Callable[[], None]) -> AppSession:
    """Return a session with nothing but what handing over needs."""
    held = object.__new__(AppSession)
    held._event_loop, held._message_enqueued_callback = loop, tell
    held._state = AppSessionState.SHUTDOWN_REQUESTED  # it has nothing to close when it goes
    return held


def plain() -> Any:
    """Return Streamlit's own call, without the hook."""
    return getattr(AppSession._call_soon_on_event_loop, "__wrapped__", AppSession._call_soon_on_event_loop)


@pytest.fixture
def _together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the hook round Streamlit's own call, which a page drawn earlier may have put it round already."""
    monkeypatch.setattr(AppSession, "_call_soon_on_event_loop", plain())
    sending.send_together.cache_clear()
    sending.send_together()


def handed_over(acts: Callable[[Callable[[Callable[[], None]], None], AppSession], None]) -> tuple[int, int, list[Any]]:
    """Hand things over from another thread while the loop is busy; return how often it was woken, told, and failed."""
    loop, tells, failed = asyncio.new_event_loop(), [], []
    loop.set_exception_handler(lambda _, said: failed.append(said["exception"]))
    woken = Woken(loop)
    held = session(woken, lambda: tells.append(True))

    async def busy() -> None:
        drawing = Thread(target=acts, args=(held._call_soon_on_event_loop, held))
        drawing.start()
        drawing.join()  # the loop does not look before all is handed over
        await asyncio.sleep(0.01)

    loop.run_until_complete(busy())
    loop.close()
    return woken.times, len(tells), failed


@pytest.mark.usefixtures("_together")
def test_the_loop_is_woken_once_for_all_that_waits_and_does_it_in_order() -> None:
    done: list[int] = []

    def acts(soon: Callable[[Callable[[], None]], None], held: AppSession) -> None:
        def one(n: int) -> None:
            done.append(n)
            held._message_enqueued_callback()  # type: ignore[misc]

        for n in range(100):
            soon(lambda n=n: one(n))  # type: ignore[misc]

    woken, told, failed = handed_over(acts)
    assert (done, woken, told, failed) == (list(range(100)), 1, 1, [])


@pytest.mark.usefixtures("_together")
def test_what_fails_keeps_nothing_else_back_and_the_loop_is_told() -> None:
    done: list[int] = []

    def acts(soon: Callable[[Callable[[], None]], None], _: AppSession) -> None:
        soon(lambda: done.append(1))
        soon(lambda: done.append(1 // 0))
        soon(lambda: done.append(3))

    woken, told, failed = handed_over(acts)
    assert (done, woken, told, [type(one) for one in failed]) == ([1, 3], 1, 0, [ZeroDivisionError])


@pytest.mark.usefixtures("_together")
def test_each_is_done_in_the_context_it_was_handed_over_in() -> None:
    done: list[str] = []

    def acts(soon: Callable[[Callable[[], None]], None], _: AppSession) -> None:
        for who in ("anna", "bela"):
            READER.set(who)
            soon(lambda: done.append(READER.get()))

    handed_over(acts)
    assert done == ["anna", "bela"]


@pytest.mark.usefixtures("_together")
def test_what_is_handed_over_while_the_loop_is_at_it_is_done_too() -> None:
    done: list[int] = []

    def acts(soon: Callable[[Callable[[], None]], None], _: AppSession) -> None:
        soon(lambda: soon(lambda: done.append(2)))
        soon(lambda: done.append(1))

    handed_over(acts)
    assert done == [1, 2]


@pytest.mark.usefixtures("_together")
def test_a_batch_after_another_wakes_the_loop_again() -> None:
    loop, done = asyncio.new_event_loop(), []
    woken = Woken(loop)
    held = session(woken, lambda: None)
    for n in (1, 2):
        held._call_soon_on_event_loop(lambda n=n: done.append(n))  # type: ignore[misc]
        loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    assert (done, woken.times) == ([1, 2], 2)
    held._call_soon_on_event_loop(lambda: done.append(3))  # the server is gone: nothing is done, nothing is raised
    assert done == [1, 2]


@pytest.mark.usefixtures("_together")
def test_what_is_handed_over_as_the_loop_ends_its_turn_wakes_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, done = asyncio.new_event_loop(), []
    held = session(loop, lambda: None)
    held._call_soon_on_event_loop(lambda: done.append(1))

    def meanwhile() -> Context:
        """Let the loop end its turn while the next is being handed over."""
        loop.run_until_complete(asyncio.sleep(0))
        return copy_context()

    with monkeypatch.context() as here:
        here.setattr(sending, "copy_context", meanwhile)
        held._call_soon_on_event_loop(lambda: done.append(2))
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    assert done == [1, 2]


@pytest.mark.usefixtures("_together")
def test_while_a_page_is_drawn_the_loop_looks_a_moment_later_and_is_woken_by_its_end() -> None:
    loop, done = asyncio.new_event_loop(), []
    woken = Woken(loop)
    held = session(woken, lambda: None)

    def handed(n: int) -> int:
        held._call_soon_on_event_loop(lambda: done.append(n))
        return woken.times

    def looked(for_s: float = 0.0) -> list[int]:
        loop.run_until_complete(asyncio.sleep(for_s))
        return done

    with sending.in_batches():
        assert (handed(1), handed(2), looked()) == (1, 1, [])  # asked once for both, to look in a moment
        assert looked(5 * sending.LOOK_S) == [1, 2]
        assert (handed(3), looked()) == (2, [1, 2])
        with sending.at_once():
            assert handed(4) == 3
        assert (handed(5), looked()) == (3, [1, 2, 3, 4, 5])  # the map, all before it, and what came in time
        assert handed(6) == 4
    assert (handed(7), handed(8), looked()) == (5, 5, [1, 2, 3, 4, 5, 6, 7, 8])  # the end of the page
    assert (looked(5 * sending.LOOK_S), handed(9)) == ([1, 2, 3, 4, 5, 6, 7, 8], 6)
    loop.close()


@pytest.mark.usefixtures("_together")
def test_streamlit_rests_between_two_sendings_for_as_long_as_it_is_told() -> None:
    assert "asyncio.sleep(MESSAGE_FLUSH_INTERVAL_SECS)" in inspect.getsource(runtime.Runtime._loop_coroutine)
    assert runtime.MESSAGE_FLUSH_INTERVAL_SECS == sending.FLUSH_S < runtime_util.MESSAGE_FLUSH_INTERVAL_SECS


def test_whoever_has_streamlit_rest_for_another_time_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AppSession, "_call_soon_on_event_loop", plain())
    for there, then in ((1.0, 1.0), (runtime_util.MESSAGE_FLUSH_INTERVAL_SECS, sending.FLUSH_S)):
        monkeypatch.setattr(runtime, "MESSAGE_FLUSH_INTERVAL_SECS", there)
        sending.send_together.cache_clear()
        sending.send_together()
        assert then == runtime.MESSAGE_FLUSH_INTERVAL_SECS


def test_streamlit_still_hands_over_one_by_one() -> None:
    """Where it does not any more, this hook is no longer needed."""
    loop, done = asyncio.new_event_loop(), []
    woken = Woken(loop)
    held = session(woken, lambda: None)
    for n in range(3):
        plain()(held, lambda n=n: done.append(n))  # type: ignore[misc]
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    assert (done, woken.times) == ([0, 1, 2], 3)
