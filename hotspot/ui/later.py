"""What a page may show a moment later: the map and the list never wait for it.

The server draws such a part again by itself as soon as the page stands, so nothing has to be clicked and no timer runs
in the browser. What was once made for somebody is shown at once to the next who asks the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx

from hotspot.ui.access import part
from hotspot.ui.beside import BESIDE, DRAWN_S, Between
from hotspot.ui.sessions import draw_again, is_open

MOST_KEPT = 512
_LOCK = Lock()  # readers come side by side
_MADE: dict[Hashable, None] = {}  # what was drawn before, oldest first: its answers are (most likely still) kept


@part
def later(what: Hashable, draw: Callable[[], None], waiting: Callable[[], None]) -> None:
    """Draw a part of a page, after the page itself where its answer has still to be made.

    Parameters
    ----------
    what : hashable
        Names the answer behind it: who asks, which data and which question.
    draw : callable
        Draws it.
    waiting : callable
        Draws what stands in its place until then.
    """
    if what not in _MADE and _asked_again():
        waiting()
        return
    draw()
    with _LOCK:
        _MADE[what] = None
        while len(_MADE) > MOST_KEPT:
            _MADE.pop(next(iter(_MADE)))


@part
def made_beside(
    what: Hashable,
    make: Callable[[Between], Any],
    draw: Callable[[Callable[[], Any]], None],
    waiting: Callable[[], None],
    *,
    rest_s: float = DRAWN_S,
) -> None:
    """Draw a part of a page whose answer takes long: it is made beside the pages, once for all who wait for it.

    Parameters
    ----------
    what : hashable
        Names the answer: who asks, which data and which question.
    make : callable
        Makes it. It is given a function to call between two steps, and asks nothing of the page.
    draw : callable
        Draws it. It is given a function that returns the answer, or raises the error that making it ended with.
    waiting : callable
        Draws what stands in its place until then.
    rest_s : float
        How long the page has been at rest before it is begun.
    """
    here = get_script_run_ctx()
    session = here.session_id if here is not None else ""
    this_part = ThreadState.get().fragment_id if is_open(session) else None
    if this_part is None:
        BESIDE.keep(what, make)
    elif not BESIDE.has(what):
        BESIDE.want(what, make, session, this_part, rest_s=rest_s)
        waiting()
        return
    BESIDE.go_on(session)
    draw(lambda: BESIDE.made(what))


def _asked_again() -> bool:
    """Ask for this part once more after the page; there is no after in its second drawing, nor without a server."""
    here = get_script_run_ctx()
    if here is None or here.fragment_ids_this_run:
        return False
    this_part = ThreadState.get().fragment_id
    return this_part is not None and draw_again(here.session_id, this_part)
