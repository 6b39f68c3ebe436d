"""The mapping assistant on the page Data: a file with hours, its guessed columns, ten rows as they would be stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import streamlit as st

from hotspot import access, pipeline
from hotspot.language import phrase
from hotspot.ui import access as door
from hotspot.ui import adding, answers, own_feed, tables
from hotspot.ui.access import may
from hotspot.ui.plain import plain
from hotspot.ui.refusals import aside, refuse, spoken

NONE = "(not in this file)"
TWO = ("from", "to")  # a date and a time may stand in two columns
TITLES = {
    "record_id": "Reference (hashed)", "from_local": "From", "to_local": "To", "precision": "Known to the",
    "lon": "Longitude", "lat": "Latitude", "location": "Street or place", "lsoa_code": "LSOA code",
    "category": "Offence or call", "context": "Context", "age_band": "Age", "knife": "Knife", "alcohol": "Alcohol",
    "police_found": "Found by police",
}  # fmt: skip
SPELLED = {"%d": "day", "%m": "month", "%Y": "year", "%y": "year in two digits", "%H": "hour", "%M": "minute",
           "%S": "second", "%b": "month's short name", "%B": "month's name"}  # fmt: skip
DRAWN = "assistant_is_drawn_above"


def mapping_assistant() -> None:
    """Take a force's extract or ambulance call-outs whose columns nobody has named yet; for who may add."""
    if not may(access.ADD) or st.session_state.pop(DRAWN, False):  # the steps for a newcomer have it already
        return
    st.markdown(f"### {phrase('A file with hours: name its columns once')}")
    assistant()


def assistant() -> None:
    """Lead from a table of somebody's own to records that are held: columns, source, ten rows, yes."""
    st.markdown(
        phrase(
            "For a force's extract or ambulance call-outs. Columns are guessed, you correct them, ten rows are shown "
            "as they would be stored, and next month's file is then recognised by itself. A file that could lead to a "
            "person is refused whole; an emergency department's file has to be cleaned at the hospital first."
        )
    )
    offered = st.session_state.get(adding.OFFERED)
    if offered is not None:
        said = phrase("The file {name} has columns that nobody has named yet.")
        st.markdown(f"**{plain(said.format(name=offered.name))}**")
        st.button(phrase("Leave it"), key="mapping_leave", on_click=lambda: st.session_state.pop(adding.OFFERED, None))
        _assist(offered)
        return
    chosen = st.file_uploader(phrase("One file: CSV, Excel or Parquet"), key=f"mapping_file_{adding.turn()}")
    if chosen is not None:
        _assist(pipeline.Upload(chosen.name, chosen.getvalue()))


@aside
def _assist(file: pipeline.Upload) -> None:
    here = answers.settings()
    guessed = pipeline.preview(file, here)
    st.markdown(f"#### {phrase('Which column says what')}")
    changes = {"columns": _columns(guessed), "mend": _mend(guessed)}
    st.markdown(f"#### {phrase('Where they come from')}")
    source = own_feed.whose()
    name = pipeline.mapping_name(source, guessed.mapping.headings, here)
    shown = pipeline.preview(file, here, name=name, source=source, changes=changes, as_of=date.today())
    st.markdown(f"#### {phrase('Check, then take them in')}")
    if shown.refusal is not None:
        refuse(shown.refusal)
        if shown.personal:
            st.session_state.pop(adding.OFFERED, None)
        return
    for sentence in (shown.account, *shown.said):
        st.markdown(f"- {plain(_said(sentence))}")
    rows = shown.rows.dropna(axis="columns", how="all").drop(columns="row", errors="ignore").rename(columns=TITLES)
    tables.show(rows, "Ten rows as they would be stored")
    if not source:
        st.markdown(phrase("Say above where they come from: then they can be taken in."))
        return
    adding.adding([file], "Save and add", key="mapping", source=shown.mapping.source, first=lambda: _save(shown))


def _said(sentence: str) -> str:
    """Return a sentence with the spelling of its dates in words.

    >>> _said("Dates of 'Date from' are read as %d/%m/%Y.")
    "Dates of 'Date from' are read as day/month/year."
    """
    for sign, word in SPELLED.items():
        sentence = sentence.replace(sign, word)
    return sentence


def _columns(guessed: pipeline.Preview) -> dict[str, tuple[str, ...]]:
    """Return the columns as the reader has them now, starting from the guess."""
    headings = list(guessed.mapping.headings)
    asked: dict[str, tuple[str, ...]] = {}
    left, right = st.columns(2)
    for place, (what, title) in enumerate(pipeline.FIELDS.items()):
        with left if place % 2 == 0 else right:
            ask = _several if what in TWO else _one
            asked[what] = ask(what, title, guessed, headings)
    return {what: names for what, names in asked.items() if names}


def _several(what: str, title: str, guessed: pipeline.Preview, headings: list[str]) -> tuple[str, ...]:
    held = list(guessed.mapping.columns.get(what, ()))
    key = f"mapping_{what}_{hash(guessed.mapping.headings)}"
    return tuple(st.multiselect(f"{title} (date, then time)", headings, held, max_selections=2, key=key))


def _one(what: str, title: str, guessed: pipeline.Preview, headings: list[str]) -> tuple[str, ...]:
    options = [NONE, *headings]
    held = guessed.mapping.column(what) or NONE
    key = f"mapping_{what}_{hash(guessed.mapping.headings)}"
    chosen = st.selectbox(title, options, index=options.index(held), key=key)
    return () if chosen == NONE else (chosen,)


def _mend(guessed: pipeline.Preview) -> str:
    mends: Mapping[str, str] = pipeline.MENDS
    words = list(mends)
    start = words.index(guessed.mapping.mend)
    return st.radio(
        phrase("Read the coordinates"), words, index=start, format_func=mends.__getitem__, key="mapping_mend"
    )


@spoken
def _save(shown: pipeline.Preview) -> None:
    kept, here = shown.mapping, answers.settings()
    pipeline.save_mapping(kept, here, at=datetime.now(), by=door.log_name(), scope=answers.scope())
