"""The server asks for a part of an open page by itself, and sends whatever was drawn, however busy it is.

Streamlit has no public door for either. Both are kept here, and each has a test that fails where Streamlit has changed.
"""

from __future__ import annotations

from functools import cache, wraps
from typing import Any

from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

LOOK_S, LOOK_AT_REST_S = 0.02, 0.1
DRAWN_S = 2.5  # within which a browser without a graphics card has drawn a county of 50,000 places
_WAITING: dict[tuple[str, str], bool] = {}  # session and part of what has not begun; whether it comes last


def draw_again(session: str, part_of_page: str, *, last: bool = False) -> bool:
    """Ask for one part of an open page once more, as soon as no run of that page is under way.

    A run under way may be of another page by then, for the reader has gone on: asked for at once, with the address of
    the run that asks, the part would take the reader back, or would be drawn where it no longer belongs. At rest the
    session knows the address as its last run has left it, and whether there still is such a part.

    Return whether it will come: not where the page was closed, nor where no server is running, as in a test.

    Parameters
    ----------
    session : str
        Whose page.
    part_of_page : str
        Which part: the name Streamlit gave the fragment when it was drawn.
    last : bool
        Whether it takes long: the other parts of the page come before it, and it begins only when its reader has
        stayed and the browser has had time to draw, on this machine often with the same processors.
    """
    held = _open(session)
    if held is None:
        return False
    asked = (session, part_of_page)
    if asked not in _WAITING:
        _WAITING[asked] = last
        # A session is told what to do by its event loop alone: two threads would each begin a run.
        held._event_loop.call_soon_threadsafe(_at_rest, *asked)
    return True


def _open(session: str) -> Any:
    open_pages = getattr(runtime.get_instance(), "_session_mgr", None) if runtime.exists() else None
    held = open_pages.get_active_session_info(session) if open_pages is not None else None
    return None if held is None else held.session


def _at_rest(session: str, part_of_page: str, rested_s: float = 0.0) -> None:
    """Begin the part if no run is under way and none goes before it, else look again a moment later."""
    held, which = _open(session), (session, part_of_page)
    if held is not None and (held._scriptrunner is not None or _gives_way(*which)):
        held._event_loop.call_later(LOOK_S, _at_rest, *which)
        return
    if held is not None and _WAITING.get(which) and rested_s < DRAWN_S:
        held._event_loop.call_later(LOOK_AT_REST_S, _at_rest, *which, rested_s + LOOK_AT_REST_S)
        return
    _WAITING.pop(which, None)
    if held is not None:
        asked = ClientState()
        asked.CopyFrom(held._client_state)
        asked.fragment_id = part_of_page
        held.request_rerun(asked)


def _gives_way(session: str, part_of_page: str) -> bool:
    others = [last for (whose, _), last in list(_WAITING.items()) if whose == session]
    return _WAITING.get((session, part_of_page), False) and not all(others)


@cache
def lose_nothing() -> None:
    """Have a part that is drawn again throw nothing away that was drawn before and not yet sent.

    Streamlit takes the part's old elements out of the queue, the box that holds them too. On a busy server what stands
    below that box is waiting in the same queue. The browser gets it first, finds no box above it, and shows an empty
    page from then on. Sent in full and in order, the new elements take the place of the old ones there.
    """
    clear = ForwardMsgQueue.clear

    @wraps(clear)
    def kept(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        clear(queue, retain_lifecycle_msgs, None if fragment_ids_this_run is None else [])

    ForwardMsgQueue.clear = kept  # type: ignore[method-assign,assignment]
