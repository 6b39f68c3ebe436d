"""What a page may show a moment later: the map and the list never wait for it.

The server draws such a part again by itself as soon as the page stands, so nothing has to be clicked and no timer runs
in the browser. What was once made for somebody is shown at once to the next who asks the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx

from hotspot.ui.access import part
from hotspot.ui.sessions import draw_again

MOST_KEPT = 512
LEFT = "left"  # never set: only the look counts
_LOCK = Lock()  # readers come side by side
_MADE: dict[Hashable, None] = {}  # what was drawn before, oldest first: its answers are (most likely still) kept


@part
def later(what: Hashable, draw: Callable[[], None], waiting: Callable[[], None], *, last: bool = False) -> None:
    """Draw a part of a page, after the page itself where its answer has still to be made.

    Parameters
    ----------
    what : hashable
        Names the answer behind it: who asks, which data and which question.
    draw : callable
        Draws it.
    waiting : callable
        Draws what stands in its place until then.
    last : bool
        Whether it takes long: the other parts of the page come before it.
    """
    if what not in _MADE and _asked_again(last=last):
        waiting()
        return
    draw()
    with _LOCK:
        _MADE[what] = None
        while len(_MADE) > MOST_KEPT:
            _MADE.pop(next(iter(_MADE)))


def stop_if_left() -> None:
    """End this run if its reader has asked for another meanwhile: what takes long is else made beside their next page.

    Streamlit ends a run that is out of date as soon as it looks at its state. Where nobody waits, nothing happens.
    """
    st.session_state.get(LEFT)


def _asked_again(*, last: bool) -> bool:
    """Ask for this part once more after the page; there is no after in its second drawing, nor without a server."""
    here = get_script_run_ctx()
    if here is None or here.fragment_ids_this_run:
        return False
    this_part = ThreadState.get().fragment_id
    return this_part is not None and draw_again(here.session_id, this_part, last=last)
