"""Every place of the map as a table: a short one stands on the page, thousands of rows come when they are asked for."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hotspot import views
from hotspot.ui import tables
from hotspot.ui.folds import PLACES, fold
from hotspot.ui.once import kept_with
from hotspot.ui.places import show_row

MANY = 500  # more rows than these cost every reader a part of each click, and few look beyond the list


def findings_table(analysis: Any, key: str = "places_table") -> None:
    """Show every place of the map as a table, of many in a fold; picking a row shows the place on the map."""
    found = analysis.findings
    title = f"All {len(found.places):,} places with records"
    if len(found.places) > MANY:
        box = fold(f"{title}, as a table", PLACES)
        if box is not None:
            with box:
                _table(found, key)
        return
    st.markdown(f"### {title}")
    _table(found, key)


def _table(found: views.Findings, key: str) -> None:
    if (found.places["cells"] > 1).any():
        st.html(
            '<p class="hs-row">Adjoining parts of one hot spot share a row here; Places to act counts each part as a '
            "place, so it has more.</p>"
        )
    table = kept_with(found, "table", lambda: tables.to_show(views.tables.places(found)))
    keys = kept_with(found, "table keys", lambda: tuple(table.index))
    tables.show(table, "Places, most recorded first", key=key, act=lambda: show_row(key, keys), ready=True)
