"""Sexual and domestic offences of a restricted feed on My district: by partnership, in a band of their own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import pipeline, views
from hotspot.access import Scope
from hotspot.config import Settings
from hotspot.ui import answers, tables
from hotspot.ui.access import handed
from hotspot.ui.plain import plain
from hotspot.ui.refusals import aside

FILE = "sexual_and_domestic.csv"


@st.cache_data(max_entries=8, show_spinner=False)
def _held(who: Scope, home: str, held: str, area: str) -> pd.DataFrame:
    return pipeline.sensitive_offences(area, settings=Settings(Path(home)), scope=who)


@aside
def sensitive_offences(analysis: Any, district: str) -> None:
    """Show the table where a restricted feed holds such records that the reader does not see by place; else nothing."""
    area = analysis.parameters.area
    held = _held(answers.scope(), str(answers.settings().home), answers.version(area), area)
    if held.empty:
        return
    names = analysis.base.csp["name"].to_dict()
    shown = views.sensitive.table(held, names, district)
    st.markdown("### Sexual and domestic offences, by partnership")
    st.markdown(plain(views.sensitive.SAID))
    tables.show(shown, "Sexual and domestic offences by partnership and year")
    st.download_button(
        FILE, data=handed(partial(views.shortlist_tables.csv, shown, "sexual and domestic offences"), FILE),
        file_name=FILE, mime="text/csv", on_click="ignore", key="download_sensitive",
    )  # fmt: skip
