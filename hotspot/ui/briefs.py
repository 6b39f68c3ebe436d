"""Paper from a page: the tasking brief and the packs of a partnership, made only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.language import in_english, phrase
from hotspot.ui import answers, places
from hotspot.ui.access import handed
from hotspot.ui.folds import BRIEF, fold
from hotspot.ui.plain import plain
from hotspot.ui.refusals import spoken
from hotspot.views.brief import BRIEF_FILES, PACK_FILES
from hotspot.views.brief.given import LANGUAGES, MARKINGS, Paper

MIME = {
    "pdf": "application/pdf",
    "png": "image/png",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}
UNMARKED = "no marking"
SHARE = (
    "Whoever holds the file decides who sees it: mark it as your force or council does. A brief of a restricted source "
    "carries bands, like the page."
)


@dataclass(frozen=True)
class Wanted:
    """What was asked for: the question, the place or partnership, the paper, and which time it was asked."""

    parameters: Parameters
    where: str
    paper: Paper
    turn: int


@st.cache_resource(max_entries=6, show_spinner=False)
@in_english
def _brief(who: Scope, home: str, version: str, wanted: Wanted) -> Any:
    how: dict[str, Any] = {"settings": Settings(Path(home)), "scope": who, "paper": wanted.paper}
    return pipeline.brief(wanted.parameters, place=wanted.where, **how)


@st.cache_resource(max_entries=4, show_spinner=False)
@in_english
def _pack(who: Scope, home: str, version: str, wanted: Wanted) -> Any:
    how: dict[str, Any] = {"settings": Settings(Path(home)), "scope": who, "paper": wanted.paper}
    return pipeline.pack(wanted.parameters, wanted.where, **how)


def _paper(key: str) -> Paper:
    """Show the choice of marking and language and return the paper."""
    left, right = st.columns(2)
    marking = left.selectbox(
        phrase("Protective marking"), MARKINGS, key=f"marking_{key}", format_func=lambda said: said or UNMARKED
    )
    language = right.selectbox(
        phrase("Language"), list(LANGUAGES), key=f"language_{key}", format_func=LANGUAGES.__getitem__
    )
    return Paper(marking, language, date.today())


def _turn(key: str, wanted: tuple[Any, ...], label: str) -> int:
    """Show the button and return which time this was asked for; 0 while it was not.

    Each press reads the register anew, so that an action just entered is on the page.
    """
    asked, turn = st.session_state.get(f"prepared_{key}", ((), 0))
    if st.button(label, key=f"prepare_{key}", type="primary"):
        asked, turn = wanted, turn + 1
        st.session_state[f"prepared_{key}"] = (asked, turn)
    return int(turn) if asked == wanted else 0


def _downloads(key: str, names: tuple[str, ...], make: Callable[[str], bytes]) -> None:
    for column, name in zip(st.columns(min(len(names), 7)), names, strict=False):
        column.download_button(
            name, data=handed(partial(make, name), name), file_name=name, mime=MIME[name.rpartition(".")[2]],
            on_click="ignore", width="stretch", key=f"download_{key}_{name}",
        )  # fmt: skip


@spoken
def brief() -> None:
    """Offer the tasking brief of this page's question: one page on the picked place, or on the one in the headline."""
    question: Parameters = st.session_state[answers.QUESTION]
    found = answers.analysis(question).findings
    place = places.picked(found.locations) or ""
    box = fold(phrase("A brief for the meeting: one page to leave with"), BRIEF)
    if box is None:
        return
    with box:
        named = plain(found.locations.at[place, "name"]) if place else "the first place that needs a decision"
        st.markdown(f"One A4 page about **{named}**, with the map, the list and the actions of the register. {SHARE}")
        paper = _paper("brief")
        turn = _turn("brief", (question, place, paper), "Prepare the brief")
        if turn:
            asked = (answers.scope(), str(answers.settings().home), answers.version(question.area))
            with st.spinner(phrase("Gathering hours, sources and surroundings…")):
                made = _brief(*asked, Wanted(question, place, paper, turn))
            _downloads("brief", BRIEF_FILES, lambda name: views.brief.brief_file(name, made))


@spoken
def packs(analysis: Any, district: str) -> None:
    """Offer the needs assessment and the yearly review of a chosen district."""
    question: Parameters = st.session_state[answers.QUESTION]
    with st.expander(phrase("Packs for my district: needs assessment and yearly review"), key="packs_section"):
        if not district:
            st.markdown(phrase("Choose your district above: a pack is of one partnership."))
            return
        st.markdown(f"Five pages for the assessment, three for the review, and a workbook of the figures. {SHARE}")
        paper = _paper("pack")
        name = plain(analysis.districts.at[district, "name"])
        turn = _turn("pack", (question, district, paper), f"Prepare the packs of {name}")
        if turn:
            asked = (answers.scope(), str(answers.settings().home), answers.version(question.area))
            with st.spinner(phrase("Gathering hours, context, the register and past lists…")):
                made = _pack(*asked, Wanted(question, district, paper, turn))
            _downloads("pack", PACK_FILES, lambda file: views.brief.pack_file(file, made))
