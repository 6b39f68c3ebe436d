"""Every place of the map as a table: of thousands, those seen at once come with the page, all a moment later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from hotspot import views
from hotspot.ui import answers, tables
from hotspot.ui.later import later
from hotspot.ui.once import kept_with
from hotspot.ui.places import show_row

MANY = 500  # more rows than these come after the page
FIRST = 50  # of them come with it: ten are seen at once, so that nothing on the screen changes when the others come
PICKED = "row_of_all_places_picked"


def findings_table(analysis: Any, key: str = "places_table") -> None:
    """Show every place of the map as a table; picking a row shows the place on the map."""
    found = analysis.findings
    st.markdown(f"### All {len(found.places):,} places with records")
    if (found.places["cells"] > 1).any():
        st.html(
            '<p class="hs-row">Adjoining parts of one hot spot share a row here; Places to act counts each part as a '
            "place, so it has more.</p>"
        )
    if len(found.places) <= MANY:
        _table(found, key)
        return
    what = ("all places", answers.scope(), answers.version(analysis.parameters.area), analysis.parameters)
    later(what, lambda: _apart(found, key), lambda: _apart(found, key, first=FIRST))


def _apart(found: views.Findings, key: str, *, first: int | None = None) -> None:
    """Show the table as a part that is drawn by itself, where a row that is picked still moves the whole page."""
    if st.session_state.pop(PICKED, False):
        st.rerun()
    _table(found, key, first=first, picked=lambda: st.session_state.update({PICKED: True}))


def _table(
    found: views.Findings, key: str, *, first: int | None = None, picked: Callable[[], None] = lambda: None
) -> None:
    table = kept_with(found, ("table", first), lambda: tables.to_show(views.tables.places(found, first=first)))
    keys = kept_with(found, ("table keys", first), lambda: tuple(table.index))

    def act() -> None:
        show_row(key, keys)
        picked()

    tables.show(table, "Places, most recorded first", key=key, act=act, ready=True)
