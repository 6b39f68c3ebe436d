"""The first lines of every page: title, menu, question, filters, source, and the states in which there is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from hotspot import views
from hotspot.config import Parameters
from hotspot.errors import HotspotError, HoursUnknownError
from hotspot.findings.narrowing import NARROWED
from hotspot.language import again, phrase, to_phrase
from hotspot.ui import (
    address,
    ahead,
    answers,
    browser,
    filter_words,
    filters,
    link_copy,
    links,
    live,
    own_data,
    pickers,
    presenting,
    since,
    tour,
)
from hotspot.ui.access import PAGE, consulted, gate
from hotspot.ui.menu import menu
from hotspot.ui.once import kept_with
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refuse, spoken
from hotspot.ui.style import sheet
from hotspot.ui.tongue import language_choice, listen

LONG = 110  # letters; a longer headline is set smaller on a page, so that the map stays on the first screen
OF_THE_PART = (NARROWED, "Chosen by ", "Only these hours ")  # how notes begin that are of what was chosen
DEMONSTRATION = to_phrase("Demonstration: a fictional place")
MADE_UP = to_phrase("**This is a made-up county, to look round in.** Nothing of your own is loaded yet.")
SKIPS = {"Hot now": (("hs-list", "Skip to the list of places"), ("hs-place", "Skip to the picked place"))}
FIRST_STEPS = to_phrase("""
Three steps, about ten minutes:

1. Put your downloads in one folder: the police files (data.police.uk, any months), the boundaries and lookups of the
   Office for National Statistics, the deprivation index and the population.
2. In a terminal, in the folder of this program: `python -m hotspot add PATH-TO-THE-FOLDER`
3. Open this page again. The page *Data* says what was taken and what was not.
""")


def open_page(title: str, question: str) -> None:
    """Begin a page: title, menu, looks and the question it answers. Complete in itself and safe to call twice."""
    listen()
    st.set_page_config(page_title=f"{phrase(title)} · Hotspot", layout="wide", initial_sidebar_state="collapsed")
    menu()
    st.html(sheet())
    if presenting.asked(title):
        presenting.begin()
    skips = () if presenting.asked(title) else SKIPS.get(title, ())
    links = "".join(f'<a class="hs-skip" href="#{to}">{escape(phrase(said))}</a>' for to, said in skips)
    heading = f'<h1 class="hs-unseen">{escape(phrase(title))}</h1>'  # the menu shows it to the eye
    st.html(f'{links}{heading}<h2 class="hs-question">{escape(phrase(question))}</h2>')
    if not presenting.asked(title):
        language_choice()
    gate(title)
    if not presenting.asked(title):
        tour.strip(title)
    browser.look(title)


def nothing_held() -> None:
    """Say what to do first, and stop the page."""
    st.info(f"**{phrase('Nothing is loaded yet.')}** {phrase(FIRST_STEPS)}")
    st.stop()


@spoken
def _areas() -> dict[str, str]:
    return answers.areas()


@spoken
def _asked(areas: dict[str, str], page: str) -> Parameters:
    link = links.read(areas, page)
    return links.stop(link) if link.faults else link.parameters


def need_analysis(*, settings: Sequence[str] = (), **fixed: Any) -> Any:
    """Return the analysis that the address asks for, after showing the filters; otherwise say why not and stop.

    Parameters
    ----------
    settings : sequence of str
        Further settings that this page lets an analyst change (``rules``, ``alpha``, ``window``).
    fixed
        Parameters that this page decides itself.
    """
    question = filter_words.applied(need_question(settings), str(st.session_state.get(PAGE, ""))).changed(**fixed)
    analysis = _answered(question)
    st.session_state[answers.QUESTION] = question
    ahead.make_ready(question.area)
    _source(analysis)
    return analysis


def need_question(settings: Sequence[str] = ()) -> Parameters:
    """Return what the address asks, after showing the filters."""
    page = str(st.session_state.get(PAGE, ""))
    wall = presenting.asked(page)
    areas = _areas()
    line = st.container(key="page_line", horizontal=True, gap="small")
    with line, st.container(key="watch", width="content"):
        live.watch(by_itself=wall)
    if not areas:
        nothing_held()
    parameters = _asked(areas, page)
    address.remember(parameters)
    consulted(parameters.digest)
    if wall:
        return parameters
    with line:
        filters.fold(areas, parameters, settings)
        presenting.button(page)
        link_copy.copy_link()
    pickers.strange_district(parameters.area)
    return parameters


def source_line(sources: Sequence[str], said: str) -> None:
    """Show in one line what is counted, to when and from where, and first of all if it is made up.

    Parameters
    ----------
    sources : sequence of str
        Whose records they are.
    said : str
        HTML.
    """
    with st.container(key="source_line", horizontal=True, vertical_alignment="center", gap="small"):
        if views.words.is_made_up(sources):
            with st.popover(phrase(DEMONSTRATION), key="made_up"):
                st.markdown(f"{phrase(MADE_UP)}\n\n**{phrase('How to load your own.')}** {phrase(FIRST_STEPS)}")
            if not presenting.asked(str(st.session_state.get(PAGE, ""))):
                tour.invite()
                own_data.invite()
        st.html(f'<p class="hs-source">{said}</p>')


def _answered(parameters: Parameters) -> Any:
    """Return the answer, or say why there is none and offer the way back."""
    try:
        return answers.analysis(parameters)
    except HoursUnknownError as error:
        st.info(f"**{plain(error.what)}**  \n{plain(error.fix)}")
        st.button(
            phrase("Show all hours"), on_click=address.change, kwargs={"hours": "", "hour_band": "", "step": "month"}
        )
        st.page_link("pages/weekend.py", label="What can be said of hours here stands on Weekend nights")
    except HotspotError as error:
        refuse(error)
        if parameters != Parameters(parameters.area):
            st.button(phrase("Clear filters"), key="clear_refused", on_click=filters.clear, type="primary")
    st.stop()


def _source(analysis: views.Analysis) -> None:
    said = views.words.freshness(analysis, date.today())
    sources = ", ".join(views.words.source(name) for name in analysis.sources)
    # The demonstration's name stands before the line already.
    name = "" if views.words.is_made_up(analysis.sources) else f"{escape(analysis.profile.name)} · "
    caveat = f" · {escape(phrase(analysis.measure.caveat))}" if analysis.measure.caveat else ""
    only = filter_words.only(analysis)  # the wall has no fold that says it
    name = f"{escape(only)} · {name}" if only else name
    source_line(analysis.sources, f"<b>{escape(said)}</b> · {name}{escape(sources)}{caveat}")


def headline(analysis: Any, *, wall: bool = False) -> None:
    """Show the sentence that is read from across the room, and below it what the list would hide.

    Parameters
    ----------
    analysis : Analysis
        What the page shows.
    wall : bool
        The one sentence alone.
    """
    found, settled = analysis.findings, since.agreed(analysis)
    said = since.headline_said(analysis)
    size = "hs-headline hs-long" if len(said) > LONG else "hs-headline"
    lines = f'<p class="{size}" role="status">{escape(said)}</p>'
    within = kept_with(found, ("within", repr(settled)), lambda: views.headlines.within(found, settled))
    if within and not wall:
        lines += f'<p class="hs-second" style="margin-top: .6rem">{escape(within)}</p>'
    # One element with or without the second line: the browser knows the map by its place among them, and would make
    # it again from nothing.
    st.html(lines)


def notes(analysis: Any, *, part: bool = False) -> None:
    """Show what a reader must know beside these numbers: doubts, the local definition, and where the data come from.

    Where a part of the area is shown, what is said of that part comes first, and what is said of the whole area below
    it says so: its figures are not those of the page.

    Parameters
    ----------
    analysis : Analysis
        What the page shows.
    part : bool
        Whether the page itself shows a part of it.
    """
    said = dict.fromkeys([*getattr(analysis, "notes", ()), *analysis.findings.notes])
    doubts = [text for text in said if text and text != analysis.measure.caveat]
    narrow = part or bool(getattr(analysis, "where", ()))
    own = [text for text in doubts if not narrow or text.startswith(OF_THE_PART)]
    whole = [text for text in doubts if text not in own]
    defined = analysis.profile.definition
    lines = [_defined(phrase("Serious violence, as defined here:"), defined.get("words", to_phrase("not said")))]
    lines += [_defined(phrase("What the sources cannot separate:"), defined["gaps"])] if "gaps" in defined else []
    st.markdown(f"### {phrase('Read with care')}")
    said_of = phrase("Of the whole area, not of the part that is shown:")
    heading = f'<p class="hs-row"><b>{escape(said_of)}</b></p>' if whole else ""
    lines += [escape(views.words.attribution(analysis.sources))]
    st.html(f"{_noted(map(_again, own))}{heading}{_noted(map(_again, whole))}{_noted(lines)}")
    _hidden(analysis.findings)


def _defined(heading: str, said: object) -> str:
    return f"<b>{escape(heading)}</b> {escape(phrase(str(said)))}"


def _again(note: str) -> str:
    return escape(again(note))


def _noted(lines: Iterable[str]) -> str:
    return "".join(f'<p class="hs-note">{line}</p>' for line in lines)


def _hidden(findings: Any) -> None:
    """Say of each number that did not leave why it is hidden; open sources hide none, so there is nothing to unfold."""
    if getattr(findings, "controlled", False) and len(findings.exposure):
        with st.expander(phrase("What is hidden here and why")):
            st.dataframe(views.tables.hidden(findings.exposure), hide_index=True, width="stretch")
