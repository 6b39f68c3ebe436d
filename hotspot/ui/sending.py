"""What a page draws reaches the server's loop in batches: one call to wake it for all that was drawn meanwhile.

A page is some hundred and fifty messages. Streamlit wakes its loop for each of them, and once more to say that there is
something to send. Each waking takes the processor from the page that is being drawn, for as long as it takes to look,
and gives it back: a third of what it costs to draw an answer that is kept. It has no public door to leave that out.
Kept here beside the two of ``sessions``, with tests that fail where Streamlit has changed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from functools import cache, wraps
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession

Act = Callable[[], None]
Waiting = deque[tuple[Context, Act]]
_WAITING: WeakKeyDictionary[AppSession, Waiting] = WeakKeyDictionary()
_ONE_AT_A_TIME = Lock()  # a page that ends and the one that follows may both be drawing


@cache
def send_together() -> None:
    """Have all that a session hands to the loop before the loop looks be done in one turn of it, in the same order.

    Nothing comes later than it did, and nothing is put together that Streamlit would keep apart: each is done by
    Streamlit's own call, in the context it was handed over in, and if one of them fails the others are done.
    """
    call_soon = AppSession._call_soon_on_event_loop

    @wraps(call_soon)
    def together(session: AppSession, callback: Act) -> None:
        with _ONE_AT_A_TIME:
            waiting = _WAITING.setdefault(session, deque())
            waiting.append((copy_context(), callback))
            is_first = len(waiting) == 1  # asked after: the loop takes away meanwhile, and may just have ended its turn
        if is_first:  # for the others the loop was woken already
            call_soon(session, lambda: _done(session, waiting))

    AppSession._call_soon_on_event_loop = together  # type: ignore[method-assign,assignment]


def _done(session: Any, waiting: Waiting) -> None:
    """Do on the loop what waits, and say once, at the end, that there is something to send."""
    tell, told = session._message_enqueued_callback, []
    session._message_enqueued_callback = lambda: told.append(True)
    try:
        while waiting:
            context, act = waiting[0]
            _tried(session, context, act)
            waiting.popleft()  # only now: until then whoever hands over more knows that the loop is at it
    finally:
        session._message_enqueued_callback = tell
    if told and tell:
        tell()


def _tried(session: Any, context: Context, act: Act) -> None:
    """Do one thing; where it fails the loop is told, as it would be had it been called by itself."""
    try:
        context.run(act)
    except Exception as error:
        session._event_loop.call_exception_handler({"message": "A page's message failed.", "exception": error})
