"""The register on screen: the strip of the last meeting, what is agreed, a form for a place, notes and projects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import pipeline, views
from hotspot.access import CHANGE
from hotspot.errors import HotspotError
from hotspot.language import phrase, to_phrase
from hotspot.ui import answers, places, tables
from hotspot.ui.access import handed, note
from hotspot.ui.folds import MEETING, NOTE, TASK, fold
from hotspot.ui.once import kept_with
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import aside, refuse
from hotspot.ui.since import as_of, first_place, of_what, state_of
from hotspot.views import register

TIERS = {"": "not said", "primary": "primary: before it happens", "secondary": "secondary: early",
         "tertiary": "tertiary: after harm"}  # fmt: skip
STEPS = {
    "scan": "Scan: what is the problem?",
    "analyse": "Analyse: why here, why then?",
    "respond": "Respond: what will be done?",
    "assess": "Assess: how shall we know?",
}
BY = "saved_by"
SAID = "said_of_the_register"


def held_of(analysis: Any, kind: str) -> pd.DataFrame:
    """Return the entries of a kind."""
    return answers.registered(kind, analysis.parameters.area)


def keep(analysis: Any, kind: str, body: Mapping[str, Any], *, key: str = "") -> bool:
    """Save an entry and say so; show the refusal and return False where it is refused."""
    by, at = str(st.session_state.get(BY, "")), datetime.now()
    try:
        pipeline.save_entry(
            kind, body, analysis.parameters.area, answers.settings(), at=at, by=by, key=key, scope=answers.scope()
        )
    except HotspotError as error:
        refuse(error)
        return False
    note(CHANGE, f"register: {kind}", "a new version" if key else "a new entry")
    st.session_state[SAID] = f"Saved: {body.get('what') or body.get('text') or kind}."
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


def _place(analysis: Any) -> tuple[str, str]:
    """Return key and name of the picked place, else of the one that the page names first."""
    found = analysis.findings
    key = places.picked(found.locations) or _first(analysis)
    return key, str(found.locations.at[key, "name"]) if key else ""


def _first(analysis: Any) -> str:
    """Return the first of Places to act, which has a list of its own, or the place that a headline names first."""
    if not hasattr(analysis, "listed"):
        return first_place(analysis)
    listed = analysis.listed().index
    return str(listed[0]) if len(listed) else ""


@aside
def task_it(analysis: Any) -> None:
    """Show what is agreed and known of the picked place, with a form to task something and one to leave a note."""
    key, name = _place(analysis)
    if not key:
        return
    _say_saved()
    _agreed_here(analysis, key)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        task = fold(phrase("**Task it**: {place}").format(place=plain(name)), TASK)
    with right:
        note_of = fold(phrase("**Leave a note** of what partners know: {place}").format(place=plain(name)), NOTE)
    if task is not None:
        with task:
            _task_form(analysis, key, name)
    if note_of is not None:
        with note_of:
            _note_form(analysis, key, name)


def _agreed_here(analysis: Any, key: str) -> None:
    actions, known, today = held_of(analysis, "action"), held_of(analysis, "note"), as_of(analysis)
    asked = ("agreed here", key, today, state_of(actions), state_of(known))
    if said := kept_with(analysis.findings, asked, lambda: _agreed_said(actions, known, key, today)):
        st.html(said)


def _agreed_said(actions: pd.DataFrame, notes: pd.DataFrame, key: str, today: date) -> str:
    if actions.empty and notes.empty:
        return ""
    here = register.at_place(register.with_state(actions, today), key)
    lines = [
        f"<b>{escape(row['state'])}</b>: {escape(row['what'])} · {escape(row['owner'])}{_day(', due ', row['due'])}"
        for _, row in here.iterrows()
    ]
    known = register.at_place(notes, key)
    lines += [
        f"{escape(row['partner'])}, {views.words.day(row['date'])}: {escape(row['text'])}"
        for _, row in known.iterrows()
    ]
    return "".join(f'<p class="hs-note">{line}</p>' for line in lines)


def _day(before: str, day: Any) -> str:
    return f"{before}{views.words.day(day)}" if isinstance(day, date) else ""


def _where(analysis: Any, key: str, name: str) -> dict[str, Any]:
    asked = analysis.parameters
    size = {"resolution": asked.resolution} if asked.geography == "h3" else {}
    return {"place": name, "cells": [key], **size}


def _task_form(analysis: Any, key: str, name: str) -> None:
    with form(f"task_{key}"):
        today = as_of(analysis)
        body: dict[str, Any] = {"what": st.text_input(phrase("What will be done?")), "status": "agreed"}
        left, right = st.columns(2)
        body["owner"] = left.text_input(phrase("Owner (a role or a team)"))
        body["review"] = _coming(right, phrase("Review on"), today, today + UNTIL_REVIEW)
        ask_by(f"task_{key}")
        with st.expander(phrase("More, if it is known: dates, cost, tier and the four questions")):
            body |= _task_details(today)
        if st.form_submit_button(phrase("Task it"), type="primary"):
            if keep(analysis, "action", {**body, **_where(analysis, key, name), "meeting": date.today()}):
                saved(f"task_{key}")


def _task_details(today: date) -> dict[str, Any]:
    """Show what an action may say besides what, who and until when, and return it."""
    days = {
        name: _coming(column, phrase(title), today)
        for (name, title), column in zip(_DAYS.items(), st.columns(3), strict=True)
    }
    left, right = st.columns(2)
    cost = left.number_input(phrase("Cost (£)"), min_value=0.0, value=None, step=100.0)
    tier = right.selectbox(phrase("Tier"), list(TIERS), format_func=TIERS.__getitem__)
    told = {step: st.text_area(title, height=68) for step, title in STEPS.items()}
    return {**days, "cost": cost, "tier": tier, **told}


def _coming(where: Any, title: str, today: date, value: date | None = None) -> Any:
    """Ask for a day that is not over yet: nothing is tasked for the past."""
    return where.date_input(title, value=value, min_value=today, format="DD/MM/YYYY")


UNTIL_REVIEW = timedelta(days=14)  # meetings are weekly or fortnightly
_DAYS = {"start": to_phrase("First day"), "end": to_phrase("Last day"), "due": to_phrase("Due")}


def _note_form(analysis: Any, key: str, name: str) -> None:
    with form(f"note_{key}"):
        partner = st.text_input(phrase("Partner (an organisation)"))
        text = st.text_area(phrase("What is known of the place? Nothing about a person."))
        day = st.date_input(phrase("Date"), value=date.today(), format="DD/MM/YYYY")
        ask_by(f"note_{key}")
        if st.form_submit_button(phrase("Keep the note"), type="primary"):
            body = {"partner": partner, "text": text, "date": day, **_where(analysis, key, name)}
            if keep(analysis, "note", body):
                saved(f"note_{key}")


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
