"""Commissioned projects: the list, the form for another, and their points for a map."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from hotspot.errors import HotspotError
from hotspot.language import phrase
from hotspot.ui import tables
from hotspot.ui.refusals import aside
from hotspot.ui.register import ask_by, form, held_of, keep, saved
from hotspot.views import register

CAPACITIES = ("established", "developing", "aspirational")


@aside
def projects(analysis: Any) -> None:
    """Show the commissioned projects, with a form for another."""
    held = held_of(analysis, "project")
    st.markdown(f"### {phrase('Commissioned projects')}")
    if len(held):
        tables.show(register.projects_table(held), "Commissioned projects")
    else:
        st.markdown(phrase("None is entered yet."))
    with st.expander(phrase("Enter a project")):
        _project_form(analysis)


_PROJECT_TEXTS = {
    "what": "Project", "place": "Place (street, estate or venue)", "fund": "Fund", "provider": "Provider",
    "ages": "Ages", "days": "Session days", "hours": "Session hours",
}  # fmt: skip


def _project_form(analysis: Any) -> None:
    districts = ["", *analysis.base.csp["name"]]
    with form("project"):
        columns = st.columns(3)
        body: dict[str, Any] = {
            name: columns[n % 3].text_input(title) for n, (name, title) in enumerate(_PROJECT_TEXTS.items())
        }
        body["csp"] = columns[1].selectbox(phrase("CSP"), districts)
        body["status"] = columns[2].selectbox(phrase("Status"), CAPACITIES)
        body["capacity"] = columns[0].number_input(phrase("Places a session"), min_value=0, value=None)
        body["cost"] = columns[1].number_input(phrase("Cost (£)"), min_value=0.0, value=None)
        body["lon"] = columns[2].number_input(phrase("Longitude (for the map)"), value=None, format="%.5f")
        body["lat"] = columns[0].number_input(phrase("Latitude (for the map)"), value=None, format="%.5f")
        body["start"] = columns[1].date_input(phrase("Since"), value=None, format="DD/MM/YYYY")
        body["review"] = columns[2].date_input(phrase("Review"), value=None, format="DD/MM/YYYY")
        ask_by("project")
        if st.form_submit_button(phrase("Enter it"), type="primary") and keep(analysis, "project", body):
            saved("project")


def project_points(analysis: Any) -> pd.DataFrame:
    """Return the projects that have a point, for a map: ``name``, ``status``, ``lon``, ``lat``."""
    try:
        held = held_of(analysis, "project").dropna(subset=["lon", "lat"])
    except HotspotError:  # the page's other parts say so; the map must not wait for the register
        return pd.DataFrame(columns=["name", "status", "lon", "lat"])
    return held[["what", "status", "lon", "lat"]].rename(columns={"what": "name"}).reset_index(drop=True)
