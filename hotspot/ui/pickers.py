"""Choices of one page: the reader's own district, and what colours its neighbourhoods."""

from __future__ import annotations

import streamlit as st

from hotspot import views
from hotspot.language import phrase
from hotspot.ui import address


def _district_names(analysis: views.Analysis) -> dict[str, str]:
    """Return code and name of every district of the area; a code whose name is not known stands for itself."""
    csp = analysis.base.csp
    known = dict(zip(csp.index, csp["name"], strict=True))
    return {
        code: str(known.get(code, code)) for code in sorted(analysis.profile.csps, key=lambda c: str(known.get(c, c)))
    }


def pick_district(analysis: views.Analysis) -> str:
    """Show the choice of one's own district and return its code, "" for all."""
    names = _district_names(analysis)
    value = address.extra(address.DISTRICT)
    st.session_state["choose_district"] = value if value in names else ""
    st.selectbox(
        phrase("My district"),
        ["", *names], key="choose_district", format_func=lambda code: names.get(code, "All districts"),
        on_change=lambda: address.note(csp=st.session_state["choose_district"]),
    )  # fmt: skip
    return value if value in names else ""


LAYERS = {"rate": "Rate per 1,000 residents", "count": "Number of records", "imd_decile": "Deprivation"}


def pick_layer() -> str:
    """Show the choice of what colours the neighbourhoods and return its column."""
    value = address.extra(address.LAYER)
    st.session_state["choose_layer"] = value if value in LAYERS else "rate"
    st.segmented_control(
        phrase("Colour by"), list(LAYERS), key="choose_layer", format_func=LAYERS.__getitem__, required=True,
        on_change=lambda: address.note(show=st.session_state["choose_layer"] or "rate"),
    )  # fmt: skip
    return str(st.session_state["choose_layer"] or "rate")
