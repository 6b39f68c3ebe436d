"""How good were our past lists? A sentence beside today's list, and the whole scorecard with its chart and table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import HotspotError
from hotspot.language import phrase
from hotspot.ui import answers, tables
from hotspot.ui.later import later, stop_if_left
from hotspot.ui.once import kept_with
from hotspot.ui.plain import escape
from hotspot.ui.refusals import refuse

LISTED = "listed"
WAITING = "How good lists like this one were is being worked out…"
WHAT = (
    "A list of 10 that held 34 % named, beforehand, the 10 places that then had 34 % of the built-up area's records of "
    "the next month. That is where records were made, not what was prevented. PAI: how many times more than places "
    "drawn by lot. PEI: how much of what the best list of that size could have held, known only afterwards. Intervals: "
    "the middle 95 % of 2,000 redrawings of the months in blocks of three. Equal places are put in the order that is "
    "worst for the list."
)


@st.cache_resource(max_entries=16, show_spinner=False)
def _scored(who: Scope, home: str, held: str, parameters: Parameters, _analysis: Any) -> Any:
    folder = Settings(Path(home))
    return pipeline.scorecard(parameters, settings=folder, scope=who, analysis=_analysis, between=stop_if_left)


def _of(analysis: Any) -> Any:
    parameters = analysis.parameters
    home, held = str(answers.settings().home), answers.version(parameters.area)
    return _scored(answers.scope(), home, held, parameters, analysis)


def scorecard_line(analysis: Any, *, method: str = LISTED) -> None:
    """Say beside today's list how much lists like it held of the month that followed.

    Parameters
    ----------
    analysis : Analysis
        The answer that the page shows.
    method : str
        How the list of the page is ordered.
    """
    parameters = analysis.parameters
    what = ("past lists", answers.scope(), answers.version(parameters.area), parameters)
    later(what, lambda: _line(analysis, method), lambda: _note(phrase(WAITING)), last=True)


def _line(analysis: Any, method: str) -> None:
    said = kept_with(analysis.findings, ("past lists", method), lambda: _said(analysis, method))
    _note(f"{said} More under the page Did it work.")


def _said(analysis: Any, method: str) -> str:
    try:
        return str(views.scorecard.line(_of(analysis).card, method))
    except HotspotError as error:
        return f"How good past lists were is not known: {error.what}"


def _note(said: str) -> None:
    st.html(f'<p class="hs-note">{escape(said)}</p>')


def scorecard(analysis: Any) -> None:
    """Show every past list scored on the month that followed: words first, then chart and table."""
    st.markdown(f"### {phrase('How good were our past lists?')}")
    try:
        with st.spinner(phrase("Making and scoring every past list…")):
            scored = _of(analysis)
    except HotspotError as error:
        refuse(error)
        return
    st.html(f'<p class="hs-second">{escape(views.scorecard.line(scored.card, lists="The lists of Hot now"))}</p>')
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.altair_chart(
            views.scorecard_charts.bars(scored.card), width="stretch", alt="Share of the built-up area's records held"
        )
    with right:
        st.altair_chart(views.scorecard_charts.by_month(scored.card), width="stretch", alt="Share held, month by month")
    st.html("".join(f'<p class="hs-note">{escape(text)}</p>' for text in (*scored.notes, WHAT)))
    with st.expander(phrase("The scores in numbers")):
        tables.show(views.scorecard.table(scored.card), "Past lists scored on the month that followed")
