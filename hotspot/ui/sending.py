"""What a page draws reaches the server's loop in batches: one call to wake it for all that was drawn meanwhile.

A page is some hundred and fifty messages. Streamlit wakes its loop for each of them, and once more to say that there is
something to send. Each waking takes the processor from the page that is being drawn, for as long as it takes to look,
and gives it back: a third of what it costs to draw an answer that is kept. It has no public door to leave that out.
While a page is drawn the loop therefore looks by itself every few milliseconds, and is woken by what must not wait: the
page's end, and a map, which takes as long to pack as the rest of the page takes to draw.

Kept here beside the two of ``sessions``, with tests that fail where Streamlit has changed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import cache, wraps
from threading import Lock, local
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.runtime import runtime, runtime_util
from streamlit.runtime.app_session import AppSession

Act = Callable[[], None]
LOOK_S = 0.01  # between two looks of the loop at a page that is being drawn
RESTS = "MESSAGE_FLUSH_INTERVAL_SECS"
FLUSH_S = 0.001  # for which Streamlit, having sent something, sends nothing more: it looks no more often than above


@dataclass
class Waiting:
    """What a session handed over, and how the loop comes to see it."""

    acts: deque[tuple[Context, Act, bool]] = field(default_factory=deque)
    is_woken: bool = False
    will_look: bool = False


_WAITING: WeakKeyDictionary[AppSession, Waiting] = WeakKeyDictionary()
_ONE_AT_A_TIME = Lock()  # a page that ends and the one that follows may both be drawing
_HERE = local()


@cache
def send_together() -> None:
    """Have all that a session hands to the loop before the loop looks be done in one turn of it, in the same order.

    Nothing is put together that Streamlit would keep apart: each is done by Streamlit's own call, in the context it was
    handed over in, and if one of them fails the others are done.
    """
    call_soon = AppSession._call_soon_on_event_loop

    @wraps(call_soon)
    def together(session: AppSession, callback: Act) -> None:
        can_wait, context = getattr(_HERE, "can_wait", False), copy_context()
        with _ONE_AT_A_TIME:
            waiting = _WAITING.setdefault(session, Waiting())
            waiting.acts.append((context, callback, can_wait))
            is_seen = waiting.is_woken or (can_wait and waiting.will_look)
            waiting.is_woken = waiting.is_woken or not is_seen
        if not is_seen:
            call_soon(session, lambda: _done(session, waiting))

    AppSession._call_soon_on_event_loop = together  # type: ignore[method-assign,assignment]
    if getattr(runtime, RESTS, None) == getattr(runtime_util, RESTS, 0.0):  # and nobody else has another use for it
        setattr(runtime, RESTS, FLUSH_S)


@contextmanager
def in_batches() -> Iterator[None]:
    """Draw a page: what it draws waits until the loop looks by itself."""
    with _waiting(True):
        yield


@contextmanager
def at_once() -> Iterator[None]:
    """Draw what takes long to pack: the loop begins with it, and with all before it, while the page is drawn on."""
    with _waiting(False):
        yield


@contextmanager
def _waiting(can_wait: bool) -> Iterator[None]:
    before, _HERE.can_wait = getattr(_HERE, "can_wait", False), can_wait
    try:
        yield
    finally:
        _HERE.can_wait = before


def _done(session: Any, waiting: Waiting) -> None:
    """Do on the loop what waits, and say once, at the end, that there is something to send."""
    tell, told = session._message_enqueued_callback, []
    is_drawing, looks_already = False, waiting.will_look  # which changes on the loop alone
    session._message_enqueued_callback = lambda: told.append(True)
    try:
        while (act := _next(waiting, is_drawing=is_drawing)) is not None:
            is_drawing = is_drawing or act[2]
            _tried(session, *act[:2])
    finally:
        session._message_enqueued_callback = tell
    if is_drawing and not looks_already:
        session._event_loop.call_later(LOOK_S, _look, session, waiting)
    if told and tell:
        tell()


def _next(waiting: Waiting, *, is_drawing: bool) -> tuple[Context, Act, bool] | None:
    """Return what waits longest; None where nothing does: whoever hands over more then has the loop look again."""
    with _ONE_AT_A_TIME:
        if waiting.acts:
            return waiting.acts.popleft()
        waiting.is_woken, waiting.will_look = False, waiting.will_look or is_drawing
        return None


def _look(session: Any, waiting: Waiting) -> None:
    with _ONE_AT_A_TIME:
        waiting.is_woken, waiting.will_look = True, False
    _done(session, waiting)


def _tried(session: Any, context: Context, act: Act) -> None:
    """Do one thing; where it fails the loop is told, as it would be had it been called by itself."""
    try:
        context.run(act)
    except Exception as error:
        session._event_loop.call_exception_handler({"message": "A page's message failed.", "exception": error})
