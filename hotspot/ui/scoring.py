"""How good were our past lists? A sentence beside today's list, and the whole scorecard with its chart and table."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import HotspotError
from hotspot.ui import answers, tables
from hotspot.ui.refusals import refuse

LISTED = "listed"
WHAT = (
    "A list of 10 that held 34 % named, beforehand, the 10 places that then had 34 % of the next month's records. That "
    "is where records were made, not what was prevented. PAI: how many times more than places drawn by lot. PEI: how "
    "much of what the best list of that size could have held, known only afterwards. Intervals: the middle 95 % of "
    "2,000 redrawings of the months in blocks of three. Equal places are put in the order that is worst for the list."
)


@st.cache_resource(max_entries=16, show_spinner=False)
def _scored(who: Scope, home: str, held: str, parameters: Parameters, _analysis: Any) -> Any:
    return pipeline.scorecard(parameters, settings=Settings(Path(home)), scope=who, analysis=_analysis)


def _of(analysis: Any) -> Any:
    parameters = analysis.parameters
    home, held = str(answers.settings().home), answers.version(parameters.area)
    return _scored(answers.scope(), home, held, parameters, analysis)


def scorecard_place() -> Any:
    """Return an empty place beside the list, for ``scorecard_line`` to fill once the page has been drawn."""
    return st.empty()


def scorecard_line(analysis: Any, place: Any, *, method: str = LISTED) -> None:
    """Say beside today's list how much lists like it held of the month that followed.

    Called last on a page: the first time it takes about a second, and the map must not wait for it.

    Parameters
    ----------
    analysis : Analysis
        The answer that the page shows.
    place : container
        Where the sentence belongs, from ``scorecard_place``.
    method : str
        How the list of the page is ordered.
    """
    try:
        said = views.scorecard.line(_of(analysis).card, method)
    except HotspotError as error:
        said = f"How good past lists were is not known: {error.what}"
    place.html(f'<p class="hs-note">{escape(said)} More under <i>Did it work</i>.</p>')


def scorecard(analysis: Any) -> None:
    """Show every past list scored on the month that followed: words first, then chart and table."""
    st.markdown("### How good were our past lists?")
    try:
        with st.spinner("Making and scoring every past list…"):
            scored = _of(analysis)
    except HotspotError as error:
        refuse(error)
        return
    st.html(f'<p class="hs-second">{escape(views.scorecard.line(scored.card, lists="The lists of Hot now"))}</p>')
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.altair_chart(
            views.scorecard_charts.bars(scored.card), width="stretch", alt="Share of the next month's records held"
        )
    with right:
        st.altair_chart(views.scorecard_charts.by_month(scored.card), width="stretch", alt="Share held, month by month")
    st.html("".join(f'<p class="hs-note">{escape(text)}</p>' for text in (*scored.notes, WHAT)))
    with st.expander("The scores in numbers"):
        tables.show(views.scorecard.table(scored.card), "Past lists scored on the month that followed")
