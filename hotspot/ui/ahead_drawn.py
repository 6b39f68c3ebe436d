"""A page drawn for nobody: every part that is kept with its answer is then made, and nothing is sent, logged or seen.

The page is drawn by its own file, as for the reader who will ask for it: what it will need is known nowhere else. It
passes the same gate, with the same login, so it never asks for what that reader may not see, and what it draws goes
nowhere. Streamlit has no public door for this: what is used of its inside is all here, and a test fails where it has
changed.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit import runtime
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunException, StopException, add_script_run_ctx, get_script_run_ctx
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.scriptrunner_utils.script_run_context_attr import SCRIPT_RUN_CONTEXT_ATTR_NAME
from streamlit.runtime.state import SafeSessionState, SessionState

from hotspot.config import Parameters
from hotspot.ui import address, ground_looks, looking, places, webgl
from hotspot.ui.ahead_unseen import for_nobody
from hotspot.ui.menu import menu

NOBODY = "nobody"  # the session that is none
CARRIED = (webgl.SIMPLE, webgl.NOTICED, ground_looks.NARROW, places.TURN, looking.KEPT)  # on what a map depends
_SCRIPTS = ScriptCache()


@dataclass(frozen=True)
class Seat:
    """From where a reader looks: the page, who is logged in, and what besides the question decides what is drawn."""

    page: str
    who: Mapping[str, Any]
    extras: Mapping[str, str]
    state: Mapping[str, Any]
    inside: Mapping[str, Any] = field(repr=False)


def seat() -> Seat:
    """Return the seat of the reader for whom this page is being drawn."""
    here: Any = get_script_run_ctx()
    return Seat(
        page=here.page_script_hash,
        who=dict(here.user_info),
        extras={name: value for name in address.EXTRAS if (value := address.extra(name))},
        state={name: st.session_state[name] for name in CARRIED if name in st.session_state},
        inside={name: getattr(here, name) for name in ("uploaded_file_mgr", "main_script_path")},
    )


def draw(of: Seat, question: Parameters, aside: Callable[[], None]) -> None:
    """Draw the page of a seat with a question in its address, for nobody.

    Parameters
    ----------
    of : Seat
        Whose page.
    question : Parameters
        What its address would say.
    aside : callable
        Called again and again while it is drawn, in between any two calls of a function: it may wait there.
    """
    copy_context().run(_draw, of, question, aside)


def _draw(of: Seat, question: Parameters, aside: Callable[[], None]) -> None:
    here = _context(of)
    add_script_run_ctx(ctx=here)
    sys.setprofile(_now_and_then(aside))  # of this thread alone
    try:
        with for_nobody():
            here.reset(query_string=urlencode(question.to_query() | dict(of.extras)), page_script_hash=of.page)
            here.on_script_start()
            menu().run()
    except (StopException, RerunException):
        pass  # the page said why it stops, to nobody
    finally:
        sys.setprofile(None)
        runtime.get_instance().media_file_mgr.clear_session_refs(NOBODY)
        delattr(threading.current_thread(), SCRIPT_RUN_CONTEXT_ATTR_NAME)


def _context(of: Seat) -> ScriptRunContext:
    pages = PagesManager(of.inside["main_script_path"], _SCRIPTS)
    pages.set_script_intent(of.page, "")
    pages.set_current_page_script_hash(of.page)
    state = SessionState()
    for name, value in of.state.items():
        state[name] = value
    return ScriptRunContext(
        session_id=NOBODY,
        _enqueue=lambda _message: None,
        query_string="",
        session_state=SafeSessionState(state, lambda: None),
        user_info=dict(of.who),
        fragment_storage=MemoryFragmentStorage(),
        pages_manager=pages,
        **of.inside,
    )


def _now_and_then(aside: Callable[[], None]) -> Callable[[Any, str, Any], None]:
    """Return what Python calls at every call of a function: it asks every millisecond or so."""
    last = time.monotonic()

    def called(_frame: Any, _event: str, _argument: Any) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 0.001:
            aside()
            last = time.monotonic()

    return called
