"""A page that stays open hears of new data: it says so, and on the wall shows it by itself.

One thread of the server looks at the store for all open pages; a page costs nothing until something has changed. Then
the server asks for the one part of each page that tells the news, as Streamlit itself asks for a page whose source has
changed. A timer in each browser would instead run that part in every session, all day, for nothing.
"""

from __future__ import annotations

from functools import cache
from threading import Event, Lock, Thread

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx

from hotspot import pipeline
from hotspot.errors import HotspotError
from hotspot.language import phrase
from hotspot.ui import answers, memory
from hotspot.ui.access import part
from hotspot.ui.sessions import draw_again

LOOK_S = 4.0
_PAGES: dict[str, str] = {}  # session -> the part of its page that tells the news
_LOCK = Lock()


def watch(*, by_itself: bool) -> None:
    """Tell this page when anything is added or taken back after this run of it, within three looks (12 s).

    What is picked, chosen and looked at stays: all of it is in the address, and the page is only drawn again.

    Parameters
    ----------
    by_itself : bool
        Whether the page is then drawn again at once, as on a wall where nobody stands; else the reader is asked.
    """
    _news(_held(), by_itself)


@part
def _news(drawn_from: str, by_itself: bool) -> None:
    _expect()
    if _held() == drawn_from:
        return
    if by_itself:
        st.rerun()
    with st.container(key="news", horizontal=True, vertical_alignment="center"):
        said = phrase("New data: records were added or taken back since this page was drawn.")
        st.html(f'<p class="hs-news" role="status">{said}</p>', width="content")
        if st.button(phrase("Show it"), key="show_news", type="primary"):
            st.rerun()


def _held() -> str:
    """Return the name of what is held; what cannot be read is said by the page itself.

    What was deleted for good since the last look is let go, though no page is open.
    """
    memory.let_go()
    try:
        return pipeline.version_held(answers.settings())
    except HotspotError:
        return ""


def _expect() -> None:
    """Remember which part of which page to draw again; in a test without a server there is none."""
    here = get_script_run_ctx()
    if here is None or not runtime.exists() or (this_part := ThreadState.get().fragment_id) is None:
        return
    with _LOCK:
        _PAGES[here.session_id] = this_part
    _watchman()


@cache
def _watchman() -> Thread:
    """Start the one thread that looks, at the first page."""
    thread = Thread(target=_look_out, args=(_held(),), name="new data", daemon=True)
    thread.start()
    return thread


def _look_out(told: str) -> None:
    """Look every few seconds; tell a change once it has stood for two looks, for an add of many files is many."""
    last, never = told, Event()
    while not never.wait(LOOK_S):
        now = _held()
        if now == last and now != told:
            told = now
            _tell()
        last = now


def _tell() -> None:
    with _LOCK:
        pages = dict(_PAGES)
    gone = [session for session, part_of_page in pages.items() if not draw_again(session, part_of_page)]
    with _LOCK:
        for session in gone:
            _PAGES.pop(session, None)
