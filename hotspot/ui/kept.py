"""Entries of one's own: change an action, withdraw any, erase one for good where data protection asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import pipeline
from hotspot.access import CHANGE, ERASE
from hotspot.errors import HotspotError
from hotspot.language import phrase
from hotspot.ui import answers, tables
from hotspot.ui.access import note
from hotspot.ui.refusals import aside, refuse
from hotspot.ui.register import BY, SAID, ask_by, held_of, keep

STATUSES = ("proposed", "agreed", "running", "done", "dropped")
KINDS = {
    "action": "Action",
    "project": "Project",
    "note": "Note",
    "meeting": "Meeting",
    "indicator": "Indicator",
    "sharing": "Data sharing",
    "zone_set": "Patrol zones",
    "outline": "Own outline",
    "visit_log": "Visit log",
}
NAMES = ("what", "text", "name", "partner", "date")


@aside
def own_entries(analysis: Any) -> None:
    """Show what can be changed, withdrawn or erased: what was entered here, not what came with the demonstration."""
    held = {kind: held_of(analysis, kind) for kind in KINDS}
    own = {kind: table[~table["made_up"]] for kind, table in held.items()}
    if not any(len(table) for table in own.values()):
        return
    if len(own["action"]):
        with st.expander(phrase("Change an action")):
            _change(analysis, own["action"])
    with st.expander(phrase("Withdraw an entry, or erase it for good")):
        _take_away(own)


def _change(analysis: Any, own: pd.DataFrame) -> None:
    named = {row["key"]: f"{row['what']}, {row['place']}" for _, row in own.iterrows()}
    key = st.selectbox(phrase("Which"), list(named), format_func=named.__getitem__, key="change_which")
    row = own.set_index("key").loc[key]
    left, middle, right = st.columns(3)
    at = STATUSES.index(row["status"]) if row["status"] in STATUSES else 0
    status = left.selectbox(phrase("Status"), STATUSES, index=at, key=f"change_status_{key}")
    due = middle.date_input(phrase("Due"), value=row["due"], key=f"change_due_{key}", format="DD/MM/YYYY")
    with right:
        ask_by("change")
    if st.button(phrase("Save the change"), type="primary"):
        body = pipeline.entry("action", key, analysis.parameters.area, answers.settings(), answers.scope()).body
        if keep(analysis, "action", {**body, "status": status, "due": due}, key=key):
            st.rerun()
    tables.show(pipeline.history(key, answers.settings(), answers.scope()), "What changed, version by version")


def _take_away(own: dict[str, pd.DataFrame]) -> None:
    named = {
        row["key"]: f"{KINDS[kind]}: {_name(row)}" for kind, table in own.items() for _, row in table.iterrows()
    }  # fmt: skip
    key = st.selectbox(phrase("Which entry"), list(named), format_func=named.__getitem__, key="away_which")
    ask_by("away")
    sure = st.checkbox(phrase("Data protection asks for it: erase it with its whole history"), key=f"away_sure_{key}")
    left, right = st.columns(2)
    if left.button(phrase("Withdraw it (its history stays)"), width="stretch"):
        _do(pipeline.withdraw, key, "Withdrawn; its history stays.")
    if right.button(phrase("Erase it for good"), width="stretch", disabled=not sure):
        _do(pipeline.erase, key, "Erased. The log says that, when and by whom, not what it held.")


def _name(row: pd.Series) -> str:
    said = next((row[name] for name in NAMES if name in row and row[name]), "")
    return f"{str(said)[:60]}, {row['at']:%d %B %Y}"


def _do(act: Any, key: str, said: str) -> None:
    try:
        act(key, answers.settings(), at=datetime.now(), by=str(st.session_state.get(BY, "")), scope=answers.scope())
    except HotspotError as error:
        refuse(error)
        return
    note(ERASE if act is pipeline.erase else CHANGE, f"register: {key}", said)
    st.session_state[SAID] = said
    st.rerun()
