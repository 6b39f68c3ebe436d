"""The register on screen: the strip of the last meeting, what is agreed, today's list kept, and partners' notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import pipeline, views
from hotspot.access import CHANGE
from hotspot.errors import HotspotError
from hotspot.language import phrase
from hotspot.ui import answers, tables
from hotspot.ui.access import handed, note
from hotspot.ui.folds import MEETING, fold
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import aside, refuse
from hotspot.ui.since import as_of, of_what
from hotspot.views import register

BY = "saved_by"
SAID = "said_of_the_register"


def held_of(analysis: Any, kind: str) -> pd.DataFrame:
    """Return the entries of a kind."""
    return answers.registered(kind, analysis.parameters.area)


def keep(analysis: Any, kind: str, body: Mapping[str, Any], *, key: str = "", said: str = "") -> bool:
    """Save an entry and say so (``said``); show the refusal and return False where it is refused."""
    by, at = str(st.session_state.get(BY, "")), datetime.now()
    try:
        pipeline.save_entry(
            kind, body, analysis.parameters.area, answers.settings(), at=at, by=by, key=key, scope=answers.scope()
        )
    except HotspotError as error:
        refuse(error)
        return False
    note(CHANGE, f"register: {kind}", "a new version" if key else "a new entry")
    st.session_state[SAID] = said or f"Saved: {body.get('what') or body.get('text') or kind}."
    return True


def _say_saved() -> None:
    if said := st.session_state.pop(SAID, ""):
        st.success(plain(said))


def form(name: str) -> Any:
    """Return a form that keeps what was typed when it is refused, and is empty once it was saved (``saved``)."""
    return st.form(f"{name}_{st.session_state.get(f'saved_{name}', 0)}", border=False)


def saved(name: str) -> None:
    """Empty a form and draw the page again: a form under another name holds nothing."""
    st.session_state[f"saved_{name}"] = st.session_state.get(f"saved_{name}", 0) + 1
    st.rerun()


def ask_by(key: str) -> None:
    """Ask once who saves: a role or a team."""
    st.session_state[BY] = st.text_input(
        phrase("Saved by (your role or team, no names)"), value=st.session_state.get(BY, ""), key=f"by_{key}"
    )


@aside
def action_strip(analysis: Any) -> None:
    """Show the last meeting's actions in one line; nothing where none was ever agreed."""
    held = held_of(analysis, "action")
    today = as_of(analysis)
    said = register.strip(held, today)
    if not said:
        return
    meeting = register.meeting_said(held, today)
    before = f"{escape(meeting)}: " if meeting else ""
    st.html(f'<p class="hs-second" role="note">{before}<b>{escape(said)}</b></p>')


@aside
def actions(analysis: Any) -> None:
    """Show the list of actions with owners and days, and offer the register as files."""
    held = held_of(analysis, "action")
    st.markdown(f"### {phrase('Actions, with owners and dates')}")
    _say_saved()
    if held.empty:
        st.markdown(phrase("Nothing is agreed yet. *Task it* on the pages Hot now and Places to act begins the list."))
        return
    action_strip(analysis)
    table = register.actions_table(held, as_of(analysis))
    tables.show(table, "Actions: what is late first")
    _files({"actions": held, "projects": held_of(analysis, "project"), "notes": held_of(analysis, "note")})


def _files(held: Mapping[str, pd.DataFrame]) -> None:
    """Offer the register as files: the actions as CSV, everything as a workbook."""
    from hotspot.views.brief import tables as files  # here: what writes workbooks is slow to load, and Hot now has none

    plain_tables = {name: register.plain(table) for name, table in held.items()}
    left, right, _ = st.columns([1, 1, 2])
    left.download_button(
        "actions.csv", data=handed(partial(files.csv, plain_tables["actions"], "register"), "actions.csv"),
        file_name="actions.csv",
        mime="text/csv", on_click="ignore", width="stretch", key="register_csv",
    )  # fmt: skip
    right.download_button(
        "register.xlsx", data=handed(partial(files.xlsx, plain_tables), "register.xlsx"), file_name="register.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", on_click="ignore",
        width="stretch", key="register_xlsx",
    )  # fmt: skip


@aside
def keep_meeting(analysis: Any) -> None:
    """Offer to keep today's list as the one that a meeting was shown."""
    found = analysis.findings
    if found.controlled:  # a list kept for years would outlive the control of its counts
        return
    shown = views.maps.marked(found)
    box = fold(phrase("Keep today's list with the record of the meeting"), MEETING)
    if box is None:
        return
    with box:
        ask_by("meeting")
        if st.button(phrase("Keep the list"), key="keep_meeting") and len(shown):
            names = ("rank", "name", "word", "count")
            rows = [
                {name: place[name] if isinstance(place[name], str) else int(place[name]) for name in names}
                | {"location": str(place["peak"])}
                for _, place in shown.iterrows()
            ]
            body = {"date": date.today(), "list": rows, "asked": of_what(analysis)}
            if keep(analysis, "meeting", {**body, "note": analysis.run_card["analysis"]}):
                st.rerun()


@aside
def partner_notes(analysis: Any) -> None:
    """Show what partners have noted of places, the newest first."""
    held = held_of(analysis, "note")
    if held.empty:
        return
    st.markdown(f"### {phrase('What partners know')}")
    tables.show(register.notes_table(held), "Notes of partners, the newest first")
