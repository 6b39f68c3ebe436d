"""What a page draws reaches the server's loop in batches: one call to wake it for all that was drawn meanwhile.

A page is some hundred and fifty messages. Streamlit wakes its loop for each of them, and once more to say that there is
something to send. Each waking takes the processor from the page that is being drawn, for as long as it takes to look,
and gives it back: a third of what it costs to draw an answer that is kept. It has no public door to leave that out.
While a page is drawn the loop is therefore asked to look a few milliseconds later, and is woken at once by what must
not wait: the page's end, and a map, which takes as long to pack as the rest of the page takes to draw.

Kept here beside the two of ``sessions``, with tests that fail where Streamlit has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import cache, partial, wraps
from threading import Lock, local
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.runtime import runtime, runtime_util
from streamlit.runtime.app_session import AppSession

Act = Callable[[], None]
LOOK_S = 0.01  # after which the loop looks at what a page that is being drawn handed over
RESTS = "MESSAGE_FLUSH_INTERVAL_SECS"
FLUSH_S = 0.001  # for which Streamlit, having sent something, sends nothing more: it looks no more often than above


@dataclass
class Waiting:
    """What a session handed over and the loop has not seen, and whether the loop was woken for it already."""

    acts: list[Act] = field(default_factory=list)
    is_woken: bool = False


_WAITING: WeakKeyDictionary[AppSession, Waiting] = WeakKeyDictionary()
_ONE_AT_A_TIME = Lock()  # a page that ends and the one that follows may both be drawing
_HERE = local()


@cache
def send_together() -> None:
    """Have all that a session hands to the loop before the loop looks be done in one turn of it, in the same order.

    Nothing is put together that Streamlit would keep apart: each is done by Streamlit's own call, in the context it was
    handed over in, and if one of them fails the others are done.
    """
    call_soon: Any = AppSession._call_soon_on_event_loop

    @wraps(call_soon)
    def together(session: AppSession, callback: Act) -> None:
        can_wait, act = getattr(_HERE, "can_wait", False), partial(copy_context().run, callback)
        with _ONE_AT_A_TIME:
            waiting = _WAITING.setdefault(session, Waiting())
            # Whatever waits already has the loop look soon, if not at once.
            is_seen = bool(waiting.acts) if can_wait else waiting.is_woken
            waiting.acts.append(act)
            waiting.is_woken = waiting.is_woken or not can_wait
        if not is_seen:
            look = partial(_done, session, waiting)
            call_soon(session, partial(session._event_loop.call_later, LOOK_S, look) if can_wait else look)

    AppSession._call_soon_on_event_loop = together  # type: ignore[method-assign,assignment]
    if getattr(runtime, RESTS, None) == getattr(runtime_util, RESTS, 0.0):  # and nobody else has another use for it
        setattr(runtime, RESTS, FLUSH_S)


@contextmanager
def in_batches() -> Iterator[None]:
    """Draw a page: what it draws may wait for a moment."""
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
    with _ONE_AT_A_TIME:
        acts, waiting.acts, waiting.is_woken = waiting.acts, [], False
    tell, told = session._message_enqueued_callback, []
    session._message_enqueued_callback = lambda: told.append(True)
    try:
        for act in acts:
            _tried(session, act)
    finally:
        session._message_enqueued_callback = tell
    if told and tell:
        tell()


def _tried(session: Any, act: Act) -> None:
    """Do one thing; where it fails the loop is told, as it would be had it been called by itself."""
    try:
        act()
    except Exception as error:
        session._event_loop.call_exception_handler({"message": "A page's message failed.", "exception": error})
