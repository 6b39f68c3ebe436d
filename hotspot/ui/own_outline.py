"""Outlines of one's own in the filters: the list of those kept, and how to bring one in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline
from hotspot.access import CHANGE, ENTER, Scope
from hotspot.config import Settings
from hotspot.errors import HotspotError
from hotspot.language import phrase, to_phrase
from hotspot.ui import access as door
from hotspot.ui import address, answers
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refuse

HOW = to_phrase(
    "A GeoJSON file (a collection of features) with one or more areas, up to 2 MB. Only the shape is kept, on this "
    "machine; a link holds its key and never the shape."
)
LONGEST = 60
TURN = "number_of_outlines_kept"
KEPT = "outline_just_kept"  # where it was brought in, and its name


@st.cache_data(max_entries=12, show_spinner=False)
def _kept(who: Scope, home: str, held: str, area: str, changed: int) -> dict[str, str]:
    try:
        return {one.key: one.name for one in pipeline.own_outlines(area, Settings(Path(home)), who)}
    except HotspotError:  # the register cannot be read: the page says so where it is asked for its entries
        return {}


def names(area: str, held: str) -> dict[str, str]:
    """Return key and name of the outlines that this reader may use; the register is read only when it has changed."""
    changed = pipeline.register_changed(answers.settings())
    return _kept(answers.scope(), str(answers.settings().home), held, area, changed) if changed else {}


def bring(area: str) -> None:
    """Show in the filters how to bring an outline in, and keep it once it has a name."""
    _say_kept("outline")
    if door.may(ENTER):
        with st.popover(phrase("Bring my own outline"), key="bring_outline"):
            _bring(area, "outline")


def own_outlines(analysis: Any) -> None:
    """Show on the page Data the outlines that are kept, and how to bring one in; none of a restricted source."""
    area = analysis.parameters.area
    if analysis.findings.controlled or not door.may(ENTER):
        return
    with st.expander(phrase("Outlines of my own: an estate, a patrol zone, a town centre")):
        kept = names(area, answers.version(area))
        for name in kept.values():
            st.markdown(f"- {plain(name)}")
        st.markdown(phrase("Every page can then show what lies inside: in its filters, *Which part of it*."))
        _bring(area, "data_outline")
    _say_kept("data_outline")


def _say_kept(key: str) -> None:
    """Say once that an outline was kept, what it changes at once, and the way back."""
    if st.session_state.get(KEPT, ("", ""))[0] == key:
        _, name = st.session_state.pop(KEPT)
        said = phrase(
            "The outline {name} is kept. Every page now shows what lies inside it. To see the whole area again: "
            "'Change what is shown', 'Which part of it'."
        )
        st.success(plain(said.format(name=name)))


def _bring(area: str, key: str) -> None:
    st.markdown(phrase(HOW))
    chosen = st.file_uploader(phrase("One file with an outline"), key=f"{key}_file_{st.session_state.get(TURN, 0)}")
    if chosen is not None:
        try:
            _read(chosen.name, chosen.getvalue(), area, key)
        except HotspotError as error:
            refuse(error)


def _read(file: str, data: bytes, area: str, key: str) -> None:
    shape = pipeline.read_outline(data, area, answers.settings(), answers.scope())
    name = st.text_input(phrase("Name of this outline"), value=Path(file).stem[:LONGEST], key=f"{key}_name")
    by = st.text_input(phrase("Kept by (a role or a team, never a person's name)"), key=f"{key}_by")
    if st.button(phrase("Keep and show it"), type="primary", key=f"{key}_keep", disabled=not (name and by)):
        _keep(shape, name, by, area, key)


def _keep(shape: dict[str, Any], name: str, by: str, area: str, place: str) -> None:
    key = pipeline.keep_outline(
        shape, name, area, answers.settings(), at=datetime.now(), by=by, scope=answers.scope()
    )  # fmt: skip
    door.note(CHANGE, "register: outline", "a new entry")
    address.change(csps=(), lads=(), wards=(), outline=key)
    st.session_state[KEPT] = (place, name)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1  # an empty place to drop the next one
    st.rerun()
