"""The first lines of every page: title, menu, question, filters, source, and the states in which there is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, NoReturn

import streamlit as st

from hotspot import views
from hotspot.config import Parameters
from hotspot.errors import HotspotError, ParameterError
from hotspot.ui import address, answers, pickers
from hotspot.ui.access import consulted, gate
from hotspot.ui.menu import menu
from hotspot.ui.refusals import refuse, spoken
from hotspot.ui.style import SHEET

MADE_UP = "**This is a made-up county, to look round in.** Nothing of your own is loaded yet."
FIRST_STEPS = """
Three steps, about ten minutes:

1. Put your downloads in one folder: the police files (data.police.uk, any months), the boundaries and lookups of the
   Office for National Statistics, the deprivation index and the population.
2. In a terminal, in the folder of this program: `python -m hotspot add PATH-TO-THE-FOLDER`
3. Open this page again. The page *Data* says what was taken and what was not.
"""


def open_page(title: str, question: str) -> None:
    """Begin a page: title, menu, looks and the question it answers. Complete in itself and safe to call twice."""
    st.set_page_config(page_title=f"{title} · Hotspot", layout="wide", initial_sidebar_state="collapsed")
    menu()
    st.html(SHEET)
    st.html(f'<h1 class="hs-question">{escape(question)}</h1>')
    gate(title)


def nothing_held() -> None:
    """Say what to do first, and stop the page."""
    st.info(f"**Nothing is loaded yet.** {FIRST_STEPS}")
    st.stop()


@spoken
def _areas() -> dict[str, str]:
    return answers.areas()


def _asked(areas: dict[str, str]) -> Parameters:
    try:
        return address.asked(areas)
    except HotspotError as error:
        _cannot(error)


def need_analysis(*, settings: Sequence[str] = (), **fixed: Any) -> Any:
    """Return the analysis that the address asks for, after showing the filters; otherwise say why not and stop.

    Parameters
    ----------
    settings : sequence of str
        Further settings that this page lets an analyst change (``rules``, ``alpha``, ``window``).
    fixed
        Parameters that this page decides itself.
    """
    parameters, box = need_question(settings)
    question = parameters.changed(**fixed)
    _districts_known(question)
    analysis = _answered(question)
    st.session_state[answers.QUESTION] = question
    if "csps" not in fixed:
        pickers.districts_filter(box, analysis)
    say_made_up(analysis.sources)
    _source(analysis)
    return analysis


def _districts_known(question: Parameters) -> None:
    """Refuse a link that names a district of elsewhere: an empty map would say that nothing happened there."""
    known = answers.profile(question.area).csps
    strange = [code for code in question.csps if code not in known]
    if strange:
        fix = "Start again, then choose districts in the filters."
        _cannot(ParameterError(f"This area has no district {views.words.listed(strange)}.", fix))


def _cannot(error: HotspotError) -> NoReturn:
    st.warning("This link cannot be used as it stands.")
    refuse(error)
    st.button("Start again with the first area", on_click=address.start_again, type="primary")
    st.stop()


def need_question(settings: Sequence[str] = ()) -> tuple[Parameters, Any]:
    """Return what the address asks and the space kept for the district filter, after showing the filters."""
    areas = _areas()
    if not areas:
        nothing_held()
    parameters = _asked(areas)
    address.remember(parameters)
    consulted(parameters.digest)
    return parameters, pickers.filters(areas, parameters, settings)


def say_made_up(sources: Sequence[str]) -> None:
    """Say on the screen itself where its records are made up."""
    if views.words.is_made_up(sources):
        st.warning(MADE_UP)
        with st.expander("How to load your own"):
            st.markdown(FIRST_STEPS)


@spoken
def _answered(parameters: Parameters) -> Any:
    return answers.analysis(parameters)


def _source(analysis: views.Analysis) -> None:
    said = views.words.freshness(analysis, date.today())
    sources = ", ".join(views.words.source(name) for name in analysis.sources)
    first = f"<b>{escape(said)}</b> · {escape(analysis.profile.name)} · {escape(sources)}"
    caveat = f"<br/>{escape(analysis.measure.caveat)}" if analysis.measure.caveat else ""
    st.html(f'<p class="hs-source">{first}{caveat}</p>')


def headline(analysis: Any) -> None:
    """Show the sentence that is read from across the room, and below it what it would hide."""
    st.html(f'<p class="hs-headline" role="status">{escape(views.headline(analysis.findings))}</p>')
    for more in (views.words.further(analysis.findings), views.words.within(analysis.findings)):
        if more:
            st.html(f'<p class="hs-second">{escape(more)}</p>')


def notes(analysis: Any) -> None:
    """Show what a reader must know beside these numbers: doubts, the local definition, and where the data come from."""
    said = dict.fromkeys([*getattr(analysis, "notes", ()), *analysis.findings.notes])
    lines = [escape(text) for text in said if text and text != analysis.measure.caveat]
    defined = analysis.profile.definition
    lines += [f"<b>Serious violence, as defined here:</b> {escape(str(defined.get('words', 'not said')))}"]
    lines += [f"<b>What the sources cannot separate:</b> {escape(str(defined['gaps']))}"] if "gaps" in defined else []
    st.markdown("### Read with care")
    st.html(
        "".join(
            f'<p class="hs-note">{line}</p>' for line in [*lines, escape(views.words.attribution(analysis.sources))]
        )
    )
    _hidden(analysis.findings)


def _hidden(findings: Any) -> None:
    """Say of each number that did not leave why it is hidden; open sources hide none, so there is nothing to unfold."""
    if getattr(findings, "controlled", False) and len(findings.exposure):
        with st.expander("What is hidden here and why"):
            shown = findings.exposure.rename(columns={"number": "Number", "why_hidden": "Why it is hidden"})
            st.dataframe(shown, hide_index=True, width="stretch")
