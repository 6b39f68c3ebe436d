"""The equality evidence sheet from My district, made only when asked for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.language import phrase
from hotspot.ui import access as door
from hotspot.ui import answers
from hotspot.ui.plain import plain
from hotspot.ui.refusals import spoken
from hotspot.views import equality, words

MIME = {"equality.csv": "text/csv", "equality.html": "text/html"}


@st.cache_resource(max_entries=4, show_spinner="Setting hot spots against deprivation and age…")
def _sheet(who: Scope, home: str, version: str, parameters: Parameters) -> Any:
    return pipeline.equality_sheet(parameters, settings=Settings(Path(home)), scope=who)


@spoken
def equality_evidence(analysis: Any, district: str) -> None:
    """Offer the sheet of the chosen district, or of the whole area."""
    question: Parameters = st.session_state[answers.QUESTION].changed(csps=(district,) if district else ())
    with st.expander(phrase("Equality evidence: who lives where hot spots are named"), key="equality_section"):
        name = analysis.districts.at[district, "name"] if district else analysis.profile.name
        st.markdown(
            f"Shares of places, records and residents by tenth of deprivation and age, for **{plain(name)}**, each "
            "source by itself. Evidence for an equality impact assessment, not a verdict."
        )
        if st.button(phrase("Prepare the sheet"), key="prepare_equality"):
            st.session_state["equality_asked"] = question
        if st.session_state.get("equality_asked") != question:
            return
        sheet = _sheet(answers.scope(), str(answers.settings().home), answers.version(question.area), question)
        for _, rows in sheet.table.groupby(["source", "by"], sort=False):
            st.markdown(f"{plain(words.source(rows['source'].iloc[0]))}: {plain(equality.sentence(rows))}")
        for said in sheet.missing:
            st.markdown(f"- {plain(said)}")
        for column, file in zip(st.columns(4), equality.FILES, strict=False):
            column.download_button(
                file, data=door.handed(partial(equality.equality_file, file, sheet), file), file_name=file,
                mime=MIME[file], on_click="ignore", width="stretch", key=f"download_{file}",
            )  # fmt: skip
