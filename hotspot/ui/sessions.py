"""The server asks for a part of an open page by itself, looks which are drawn, and sends whatever was drawn.

Streamlit has no public door for these. All are kept here, and each has a test that fails where Streamlit has changed.
"""

from __future__ import annotations

from functools import cache, wraps
from typing import Any

from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

LOOK_S = 0.02
_WAITING: set[tuple[str, str]] = set()  # session and part of what has not begun


def draw_again(session: str, part_of_page: str) -> bool:
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
    """
    held = _open(session)
    if held is None:
        return False
    asked = (session, part_of_page)
    if asked not in _WAITING:
        _WAITING.add(asked)
        # A session is told what to do by its event loop alone: two threads would each begin a run.
        held._event_loop.call_soon_threadsafe(_at_rest, *asked)
    return True


def is_open(session: str) -> bool:
    """Return whether a server is running and holds this page."""
    return _open(session) is not None


def has(session: str, part_of_page: str) -> bool:
    """Return whether a page is open and has a part; the next page of its reader has others."""
    held = _open(session)
    return held is not None and bool(held._fragment_storage.contains(part_of_page))


def is_drawing(session: str) -> bool:
    """Return whether a run of a page, or of a part of it, is under way."""
    held = _open(session)
    return held is not None and held._scriptrunner is not None


def anybody_is_drawing() -> bool:
    """Return whether a run of any open page is under way."""
    open_pages = _open_pages()
    try:
        return open_pages is not None and any(
            held.session._scriptrunner is not None for held in open_pages.list_active_sessions()
        )
    except RuntimeError:  # a page was opened or closed while they were listed
        return True


def _open_pages() -> Any:
    return getattr(runtime.get_instance(), "_session_mgr", None) if runtime.exists() else None


def _open(session: str) -> Any:
    open_pages = _open_pages()
    held = open_pages.get_active_session_info(session) if open_pages is not None else None
    return None if held is None else held.session


def _at_rest(session: str, part_of_page: str) -> None:
    """Begin the part if no run is under way, else look again a moment later."""
    held = _open(session)
    if held is not None and held._scriptrunner is not None:
        held._event_loop.call_later(LOOK_S, _at_rest, session, part_of_page)
        return
    _WAITING.discard((session, part_of_page))
    if held is not None:
        asked = ClientState()
        asked.CopyFrom(held._client_state)
        asked.fragment_id = part_of_page
        held.request_rerun(asked)


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
