"""Answers made ahead: while readers look at a map, the server makes what they are likely to ask next.

One thread does it, in the time that nobody else needs: it begins when no page has been drawn for half a second, and
stands aside, in the middle of an answer if need be, as soon as one is asked for. What it makes is what the reader would
have been shown: the same page, the same scope, the same data, number for number. It takes only the memory that readers
leave, and where anything is shown to this reader in bands it makes nothing: there each answer is written into a ledger,
and counts as given.

HOTSPOT_AHEAD=off in the environment turns it off.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hotspot import pipeline
from hotspot.access import Scope, exact_of
from hotspot.config import Parameters
from hotspot.ui import ahead_drawn, answers, presenting, sessions
from hotspot.ui.access import PAGE
from hotspot.ui.ahead_aside import Aside, Quiet
from hotspot.ui.ahead_likely import kind_of, likely
from hotspot.ui.ahead_unseen import unseen
from hotspot.ui.filter_words import applied

SETTING = "HOTSPOT_AHEAD"
PAGES = ("Hot now", "Emerging", "My district")  # whose parts are kept with the one answer that the filters ask for
IDLE_S, LOOK_S = 0.5, 0.1
MOST = 16  # after one change: more than half a minute's work in a county
BEFORE, HABIT = "question_before_this", "kind_of_filter_changed_last"
_LOG = logging.getLogger(__name__)


@dataclass
class Plan:
    """What one reader may ask next.

    Attributes
    ----------
    asked : Parameters
        What they asked last, as their address says it.
    held : str
        The version of the data that they see.
    settings, fixed
        What their page offers further, and what it decides itself.
    habit : str
        The kind of filter that they changed last.
    """

    session: str
    asked: Parameters
    page: str
    scope: Scope
    held: str
    settings: Sequence[str]
    fixed: Mapping[str, Any]
    habit: str
    seat: ahead_drawn.Seat
    begun: float = field(default_factory=time.monotonic)
    made: int = 0
    _waiting: Iterator[Parameters] | None = None

    def next(self) -> Parameters | None:
        """Return the likeliest question that has no answer yet, None where enough is made or nothing is left."""
        if self._waiting is None:
            offered = pipeline.offered(self.asked, settings=answers.settings(), scope=self.scope)
            self._waiting = likely(self.asked, offered, self.page, self.habit, self.settings)
        if self.made >= MOST:
            return None
        self.made += 1
        return next((one for one in self._waiting if not answers.is_kept(self.scope, self.held, self.whole(one))), None)

    def whole(self, question: Parameters) -> Parameters:
        """Return what the page makes of a question: without what it leaves aside, with what it decides itself."""
        return applied(question, self.page).changed(**self.fixed)


class Board:
    """The plans of all open pages, one a session; whose page was drawn last is served first."""

    def __init__(self) -> None:
        self._plans: dict[str, Plan] = {}
        self._news = Condition()
        self._worker: Thread | None = None

    def pin(self, plan: Plan) -> None:
        """Take a reader's newest plan in place of the one before, and see that somebody works."""
        with self._news:
            self._plans.pop(plan.session, None)
            self._plans[plan.session] = plan
            if self._worker is None:
                self._worker = Thread(target=work, args=(self,), name="answers ahead", daemon=True)
                self._worker.start()
            self._news.notify()

    def newest(self) -> Plan:
        """Return the plan to work on, as soon as there is one."""
        with self._news:
            while not self._plans:
                self._news.wait()
            return next(reversed(self._plans.values()))

    def is_newest(self, plan: Plan) -> bool:
        """Return whether nobody has asked for anything since."""
        return next(reversed(self._plans.values()), None) is plan

    def drop(self, plan: Plan) -> None:
        """Take a plan off, if its reader has not pinned another."""
        with self._news:
            if self._plans.get(plan.session) is plan:
                self._plans.pop(plan.session)


_BOARD = Board()


def expect(asked: Parameters, settings: Sequence[str], fixed: Mapping[str, Any]) -> None:
    """Plan what the reader of this page may ask next; nothing where it may not or need not be made ahead.

    Parameters
    ----------
    asked : Parameters
        What the address says.
    settings, fixed
        What the page offers further, and what it decides itself.
    """
    here, page = get_script_run_ctx(), str(st.session_state.get(PAGE, ""))
    if here is None or unseen() or not sessions.is_open(here.session_id):
        return
    habit = _habit(asked)
    if page not in PAGES or presenting.asked(page) or not is_on() or not _may_be_made(asked.area):
        return
    scope, held = answers.scope(), answers.version(asked.area)
    _BOARD.pin(Plan(here.session_id, asked, page, scope, held, tuple(settings), dict(fixed), habit, ahead_drawn.seat()))


def is_on() -> bool:
    """Return whether answers are made ahead on this machine: yes, unless the environment says no."""
    return os.environ.get(SETTING, "").strip().lower() != "off"


def _may_be_made(area: str) -> bool:
    """Return whether nothing of an area is in bands for this reader, and nothing exact for this reader alone."""
    scope = answers.scope()
    return not exact_of(scope) and not pipeline.prepare(area, answers.settings(), scope).banded


def _habit(asked: Parameters) -> str:
    """Return the kind of filter that this reader changed last, and remember what they ask now."""
    before: Parameters = st.session_state.get(BEFORE, asked)
    st.session_state[BEFORE] = asked
    changed = kind_of(before, asked)
    if changed:
        st.session_state[HABIT] = changed
    return str(st.session_state.get(HABIT, ""))


def work(board: Board) -> None:
    """Make one answer after the other, for as long as the server runs."""
    quiet = Quiet()
    while True:
        plan = board.newest()
        quiet.wait(IDLE_S, LOOK_S)
        if board.is_newest(plan) and not _one_more(plan, quiet):
            board.drop(plan)


def _one_more(plan: Plan, quiet: Quiet) -> bool:
    """Make the next answer of a plan; return whether there may be another. No failure ever reaches a reader."""
    try:
        if not sessions.is_open(plan.session) or not answers.room_ahead(plan.asked.area, plan.begun):
            return False
        question = plan.next()
        if question is None:
            return False
        ahead_drawn.draw(plan.seat, question, Aside(quiet, plan.whole(question)))
    except Exception:
        _LOG.warning("An answer could not be made ahead; whoever asks for it is told why.", exc_info=True)
        return False
    return True
