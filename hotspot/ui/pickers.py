"""Choices of one page: the reader's own district, and what colours its neighbourhoods."""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from typing import Any

import streamlit as st

from hotspot import views
from hotspot.language import phrase, to_phrase
from hotspot.ui import address, answers
from hotspot.ui.plain import plain

LONGEST = 40  # letters of a link's mistake that are shown


def one_of(name: str, known: Collection[str], usual: str) -> str:
    """Return what the link says under a name; where nothing here is called so, say it and return what is usual."""
    said = address.extra(name)
    if said and said not in known:
        strange = phrase("The link says “{name}={said}”, which is not a choice here; what is usual is shown instead.")
        st.html(f'<p class="hs-note" role="status">{escape(strange.format(name=name, said=said[:LONGEST]))}</p>')
    return said if said in known else usual


def district_said(area: str) -> str:
    """Return the district that the link names if the area has it, else "": what has no meaning here is not applied."""
    code = address.extra(address.DISTRICT)
    return code if code in answers.profile(area).csps else ""


def strange_district(area: str) -> None:
    """Say that the link names a district which the area does not have, what is shown instead, and how to mend it."""
    code = address.extra(address.DISTRICT)
    if not code or district_said(area):
        return
    said = phrase(
        "The link names the district “{code}” (csp=), which this area does not have, so all districts are shown. "
        "Choose yours on the page My district, or in the filters of the other pages."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(plain(said.format(code=code[:LONGEST])))
        st.button(
            phrase("Leave it out of the link"), key="leave_district_out", on_click=address.note, kwargs={"csp": ""}
        )


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
        ["", *names], key="choose_district", format_func=lambda code: names.get(code) or phrase("All districts"),
        on_change=lambda: address.note(csp=st.session_state["choose_district"], ward=""),
    )  # fmt: skip
    return value if value in names else ""


def ward_keys(rows: Any) -> Any:
    """Return the ward of each neighbourhood with its district, because every county has a ward called Central."""
    return rows["ward_name"].fillna("").astype(str) + ", " + rows["lad_name"].fillna("").astype(str)


def pick_ward(analysis: Any, district: str) -> str:
    """Show the choice of one ward of the chosen district, or of all, and return it; "" for every ward."""
    held = analysis.lsoas
    if analysis.findings.controlled or "ward_name" not in held or not held["ward_name"].dropna().astype(bool).any():
        return ""
    mine = held[held["csp_code"] == district] if district else held
    names = sorted(set(ward_keys(mine[mine["ward_name"].fillna("") != ""])))
    value = address.extra(address.WARD)
    st.session_state["choose_ward"] = value if value in names else ""
    st.selectbox(
        phrase("Ward"), ["", *names], key="choose_ward", format_func=lambda name: name or phrase("All wards"),
        on_change=lambda: address.note(ward=st.session_state["choose_ward"], at=""),
    )  # fmt: skip
    return value if value in names else ""


LAYERS = {
    "rate": to_phrase("Rate per 1,000 residents"),
    "count": to_phrase("Number of records"),
    "imd_decile": to_phrase("Deprivation"),
}


def pick_layer(analysis: views.Analysis) -> str:
    """Show the choice of what colours the neighbourhoods, of what is known of any, and return its column."""
    known = [name for name in LAYERS if analysis.lsoas[name].notna().any()] or ["count"]
    st.session_state["choose_layer"] = one_of(address.LAYER, known, known[0])
    st.segmented_control(
        phrase("Colour by"), known, key="choose_layer", format_func=lambda name: phrase(LAYERS[name]), required=True,
        on_change=lambda: address.note(show=st.session_state["choose_layer"] or known[0]),
    )  # fmt: skip
    return str(st.session_state["choose_layer"] or known[0])
