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
from hotspot.ui import access as door
from hotspot.ui import address, answers
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refuse

HOW = (
    "A GeoJSON file (a collection of features) with one or more areas, up to 2 MB. Only the shape is kept, on this "
    "machine; a link holds its key and never the shape."
)
LONGEST = 60


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
    """Show how to bring an outline in, and keep it once it has a name."""
    if not door.may(ENTER):
        return
    with st.popover("Bring my own outline", key="bring_outline"):
        st.markdown(HOW)
        chosen = st.file_uploader("One file with an outline", key="outline_file")
        if chosen is not None:
            try:
                _read(chosen.name, chosen.getvalue(), area)
            except HotspotError as error:
                refuse(error)


def _read(file: str, data: bytes, area: str) -> None:
    shape = pipeline.read_outline(data, area, answers.settings(), answers.scope())
    name = st.text_input("Name of this outline", value=plain(Path(file).stem[:LONGEST]), key="outline_name")
    by = st.text_input("Kept by (a role or a team, never a person's name)", key="outline_by")
    if st.button("Keep and show it", type="primary", key="outline_keep", disabled=not (name and by)):
        _keep(shape, name, by, area)


def _keep(shape: dict[str, Any], name: str, by: str, area: str) -> None:
    key = pipeline.keep_outline(
        shape, name, area, answers.settings(), at=datetime.now(), by=by, scope=answers.scope()
    )  # fmt: skip
    door.note(CHANGE, "register: outline", "a new entry")
    address.change(csps=(), lads=(), wards=(), outline=key)
    st.rerun()
