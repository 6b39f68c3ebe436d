"""Two short forms: indicators that no map can compute, and which partner shared what in which month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import pipeline, views
from hotspot.access import CHANGE
from hotspot.errors import HotspotError
from hotspot.language import phrase
from hotspot.ui import answers, tables
from hotspot.ui.access import note
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refuse, spoken

STATES = ("received", "late", "missing", "not agreed")
WHOLE_AREA = "the whole area"
BY = "this computer"
SAVED = "indicator_saved"


def _save(kind: str, body: dict[str, Any], area: str) -> None:
    """Keep an entry and show the page anew; a refusal is shown and what was typed stays."""
    try:
        pipeline.save_entry(kind, body, area, answers.settings(), at=datetime.now(), by=BY, scope=answers.scope())
    except HotspotError as error:
        refuse(error)
        return
    note(CHANGE, f"register: {kind}", "a new entry")
    st.session_state[SAVED] = "Saved. It is in the packs from now on."
    st.rerun()


def _table(kind: str, area: str) -> pd.DataFrame:
    return pipeline.register_table(kind, area, answers.settings(), answers.scope())


def _said() -> None:
    said = st.session_state.pop(SAVED, "")
    if said:
        st.success(said)


@spoken
def typed_in(analysis: Any) -> None:
    """Show the indicators typed in, with what may be said of them, and the form for one more."""
    area = analysis.parameters.area
    st.markdown(f"### {phrase('Indicators typed in')}")
    _said()
    held = _table("indicator", area)
    told = views.brief.judged(held)
    if len(told):
        heads = ["Indicator", "Period", "Value", "Before", "Judged", "Source"]
        tables.show(told.set_axis(heads, axis=1), "Indicators with what may be said of them")
    else:
        st.markdown(
            phrase("None yet. Sharp-object admissions, youth justice measures, suspensions, surveys: type them in.")
        )
    with st.expander(phrase("Type in an indicator"), key="indicator_form_section"):
        _indicator_form(analysis, area)


def _indicator_form(analysis: Any, area: str) -> None:
    names = dict(zip(analysis.districts.index, analysis.districts["name"], strict=True))
    with st.form("indicator_form", clear_on_submit=False):
        body: dict[str, Any] = {"name": st.text_input(phrase("Indicator"))}
        first: Any = st.columns(4)
        body["period"] = first[0].text_input(phrase("Period"), placeholder="2024/25")
        body["value"] = first[1].text_input(phrase("Value"))
        body["numerator"] = first[2].text_input(phrase("How many (numerator), if it is a share or rate"))
        body["denominator"] = first[3].text_input(phrase("Of how many (denominator)"))
        second: Any = st.columns(3)
        body["unit"] = second[0].text_input(phrase("Unit"), placeholder="per cent of those asked")
        body["source"] = second[1].text_input(phrase("Source"))
        body["csp"] = second[2].selectbox(
            phrase("Partnership"), ["", *names], format_func=lambda code: names.get(code, WHOLE_AREA)
        )
        if st.form_submit_button(phrase("Save the indicator"), type="primary"):
            _save("indicator", body, area)


@spoken
def sharing(analysis: Any) -> None:
    """Show which partner shared what in which month, with the gaps, and the form for one more month."""
    area = analysis.parameters.area
    st.markdown(f"### {phrase('Who shares what, month by month')}")
    held = _table("sharing", area)
    if len(held):
        tables.show(views.brief.sharing_matrix(held), "Partner by month, with the gaps")
        st.markdown(plain(views.brief.sharing_gaps(held)))
    else:
        st.markdown(phrase("Nothing entered yet."))
    with st.expander(phrase("Enter a month"), key="sharing_form_section"), st.form("sharing_form"):
        row = st.columns(4)
        body = {
            "partner": row[0].text_input(phrase("Partner")),
            "source": row[1].selectbox(phrase("Source"), list(analysis.profile.sources), format_func=_source),
            "month": row[2].text_input(phrase("Month"), value=f"{date.today():%Y-%m}"),
            "state": row[3].selectbox(phrase("State"), STATES),
        }
        if st.form_submit_button(phrase("Save the month"), type="primary"):
            _save("sharing", body, area)


def _source(name: str) -> str:
    return plain(views.words.source(name))
