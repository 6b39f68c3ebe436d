"""How good were our past lists? A sentence beside today's list, and the whole scorecard with its chart and table."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.errors import HotspotError
from hotspot.language import phrase, to_phrase
from hotspot.ui import answers, tables
from hotspot.ui.beside import Between
from hotspot.ui.later import made_beside
from hotspot.ui.once import kept_with
from hotspot.ui.plain import escape
from hotspot.ui.refusals import refuse

LISTED = "listed"
WHOLE_WAITING = to_phrase("Making and scoring every past list…")
WAITING = to_phrase("How good lists like this one were is being worked out…")
BEING_MADE = (WAITING, WHOLE_WAITING)
WHAT = (
    "A list of 10 that held 34 % named, beforehand, the 10 places that then had 34 % of the built-up area's records of "
    "the next month. That is where records were made, not what was prevented. PAI: how many times more than places "
    "drawn by lot. PEI: how much of what the best list of that size could have held, known only afterwards. Intervals: "
    "the middle 95 % of 2,000 redrawings of the months in blocks of three. Equal places are put in the order that is "
    "worst for the list."
)


def _asked(analysis: Any) -> tuple[Hashable, Callable[[Between], Any]]:
    """Return the name of an answer's scores, the same for every list of the same counts, and what makes them."""
    parameters, who, settings = analysis.parameters, answers.scope(), answers.settings()
    scored = pipeline.scored_as(parameters)

    def make(between: Between) -> Any:
        return pipeline.scorecard(scored, settings=settings, scope=who, analysis=analysis, between=between)

    return ("past lists", who, str(settings.home), answers.version(parameters.area), scored), make


def scorecard_line(analysis: Any, *, method: str = LISTED) -> None:
    """Say beside today's list how much lists like it held of the month that followed.

    Parameters
    ----------
    analysis : Analysis
        The answer that the page shows.
    method : str
        How the list of the page is ordered.
    """
    what, make = _asked(analysis)
    made_beside(what, make, lambda scored: _line(analysis, method, scored), lambda: _note(phrase(WAITING)))


def _line(analysis: Any, method: str, scored: Callable[[], Any]) -> None:
    said = kept_with(analysis.findings, ("past lists", method), lambda: _said(scored, method))
    _note(f"{said} {phrase('More under the page Did it work.')}")


def _said(scored: Callable[[], Any], method: str) -> str:
    try:
        return str(views.scorecard.line(scored().card, method))
    except HotspotError as error:
        return f"How good past lists were is not known: {error.what}"


def _note(said: str) -> None:
    st.html(f'<p class="hs-note">{escape(said)}</p>')


def scorecard(analysis: Any) -> None:
    """Show every past list scored on the month that followed: words first, then chart and table."""
    st.markdown(f"### {phrase('How good were our past lists?')}")
    what, make = _asked(analysis)
    made_beside(what, make, _whole, lambda: _note(phrase(WHOLE_WAITING)), rest_s=0.0)


def _whole(made: Callable[[], Any]) -> None:
    try:
        scored = made()
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
