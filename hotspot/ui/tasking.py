"""Task something at a place, or leave a note of what partners know of it; and what is agreed and known there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import views
from hotspot.language import phrase, to_phrase
from hotspot.ui import places
from hotspot.ui.drafts import DONE, LASTING, Draft
from hotspot.ui.folds import NOTE, TASK, fold_of_draft
from hotspot.ui.once import kept_with
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import aside
from hotspot.ui.register import BY, SAID, held_of, keep
from hotspot.ui.since import as_of, first_place, state_of
from hotspot.views import register

TIERS = {"": "not said", "primary": "primary: before it happens", "secondary": "secondary: early",
         "tertiary": "tertiary: after harm"}  # fmt: skip
STEPS = {
    "scan": "Scan: what is the problem?",
    "analyse": "Analyse: why here, why then?",
    "respond": "Respond: what will be done?",
    "assess": "Assess: how shall we know?",
}
UNTIL_REVIEW = timedelta(days=14)  # meetings are weekly or fortnightly
DAYS = {"start": to_phrase("First day"), "end": to_phrase("Last day"), "due": to_phrase("Due")}
MORE = (*DAYS, "cost", "tier", *STEPS)


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
    said = _said_once()
    above = st.container() if said else None
    _agreed_here(analysis, key)
    task, note = Draft("task", analysis.parameters.area, key), Draft("note", analysis.parameters.area, key)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        task_box = fold_of_draft(
            phrase("**Task it**: {place}").format(place=plain(name)), TASK, begun=task.holds("what", "owner", *MORE)
        )
    with right:
        title = phrase("**Leave a note** of what partners know: {place}").format(place=plain(name))
        note_box = fold_of_draft(title, NOTE, begun=note.holds("partner", "text"))
    if task_box is not None:
        with task_box:
            _task_form(analysis, task, name)
    if note_box is not None:
        with note_box:
            _note_form(analysis, note, name)
    shown = [draft.kind for draft, box in ((task, task_box), (note, note_box)) if box is not None]
    if above is not None and st.session_state.get(DONE, ("",))[0] not in shown:
        above.success(plain(said))


def _said_once() -> str:
    """Return what was saved a moment ago; with the next thing that is done it is no longer said, here or in a form."""
    said = str(st.session_state.pop(SAID, ""))
    if not said:
        st.session_state.pop(DONE, None)
    return said


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
        f"<b>{escape(row['state'])}</b>: {escape(row['what'])} · {escape(', '.join([row['owner'], *_days(row)]))}"
        for _, row in here.iterrows()
    ]
    known = register.at_place(notes, key)
    lines += [
        f"{escape(row['partner'])}, {views.words.day(row['date'])}: {escape(row['text'])}"
        for _, row in known.iterrows()
    ]
    return "".join(f'<p class="hs-note">{line}</p>' for line in lines)


def _days(action: Mapping[str, Any] | pd.Series) -> list[str]:
    """Return until when an action is due and when it is reviewed, as far as that was said."""
    told = {"due": phrase("due {day}"), "review": phrase("review on {day}")}
    return [
        sentence.format(day=views.words.day(action[name]))
        for name, sentence in told.items()
        if isinstance(action[name], date)
    ]


def _where(analysis: Any, key: str, name: str) -> dict[str, Any]:
    asked = analysis.parameters
    size = {"resolution": asked.resolution} if asked.geography == "h3" else {}
    return {"place": name, "cells": [key], **size}


def _task_form(analysis: Any, draft: Draft, name: str) -> None:
    asked = _asked(draft, as_of(analysis))
    body = {**asked, "status": "agreed", "meeting": date.today(), **_where(analysis, draft.place, name)}
    who = ", ".join([body["owner"], *_days(body)])
    _save(phrase("Task it"), analysis, draft, "action", body, f"{body['what']} · {name} · {who}")


def _asked(draft: Draft, today: date) -> dict[str, Any]:
    """Show the fields of an action and return what they say; what only some actions have is folded."""
    what = draft.ask(st.text_input, phrase("What will be done?"), "what")
    left, right = st.columns(2)
    owner = draft.ask(left.text_input, phrase("Owner (a role or a team)"), "owner")
    review = _coming(draft, right, "review", phrase("Review on"), today, next_review(today))
    _ask_by(draft)
    title = phrase("More, if it is known: dates, cost, tier and the four questions")
    with st.expander(title, expanded=draft.holds(*MORE)):
        return {"what": what, "owner": owner, "review": review, **_details(draft, today)}


def _details(draft: Draft, today: date) -> dict[str, Any]:
    """Show what an action may say besides what, who and until when, and return it."""
    columns = zip(DAYS.items(), st.columns(3), strict=True)
    days = {name: _coming(draft, column, name, phrase(title), today) for (name, title), column in columns}
    left, right = st.columns(2)
    cost = draft.ask(left.number_input, phrase("Cost (£)"), "cost", min_value=0.0, value=None, step=100.0)
    tier = draft.ask(right.selectbox, phrase("Tier"), "tier", options=list(TIERS), format_func=TIERS.__getitem__)
    told = {step: draft.ask(st.text_area, title, step, height=68) for step, title in STEPS.items()}
    return {**days, "cost": cost, "tier": tier, **told}


def _coming(draft: Draft, where: Any, name: str, title: str, today: date, default: date | None = None) -> Any:
    """Ask for a day that is not over yet: nothing is tasked for the past."""
    return draft.ask(where.date_input, title, name, value=default, min_value=today, format="DD/MM/YYYY")


def next_review(today: date) -> date:
    """Return when an action is reviewed if nobody says otherwise: never before the day on which it is tasked.

    >>> next_review(date(2025, 12, 31)) > date.today()
    True

    Parameters
    ----------
    today : date
        Of the answer; in the demonstration the last day of its records, which is long over.
    """
    return max(today, date.today()) + UNTIL_REVIEW


def _by_key(draft: Draft) -> str:
    return f"by_{draft.kind}"


def _ask_by(draft: Draft) -> None:
    """Ask who saves, a role or a team: once, for every place."""
    label = phrase("Saved by (your role or team, no names)")
    st.text_input(label, value=st.session_state.get(BY, ""), key=_by_key(draft), **LASTING)


def _save(label: str, analysis: Any, draft: Draft, kind: str, body: Mapping[str, Any], told: str) -> None:
    """Show the button, and above it what came of the last press: there it is read, below it the screen may end."""
    outcome = st.container()
    if not st.button(label, key=draft.key("save"), type="primary"):
        of, done = st.session_state.get(DONE, ("", ""))
        if of == draft.kind:
            outcome.html(f'<p class="hs-note" role="status">{escape(done)}</p>')
        return
    st.session_state[BY] = st.session_state[_by_key(draft)]
    said = phrase("Saved: {what}.").format(what=told.rstrip("."))
    with outcome:
        kept = keep(analysis, kind, body, said=said)
    if kept:
        draft.saved(said)
        st.rerun()


def _note_form(analysis: Any, draft: Draft, name: str) -> None:
    partner = draft.ask(st.text_input, phrase("Partner (an organisation)"), "partner")
    text = draft.ask(st.text_area, phrase("What is known of the place? Nothing about a person."), "text")
    day = draft.ask(st.date_input, phrase("Date"), "date", value=date.today(), format="DD/MM/YYYY")
    _ask_by(draft)
    body = {"partner": partner, "text": text, "date": day, **_where(analysis, draft.place, name)}
    _save(phrase("Keep the note"), analysis, draft, "note", body, f"{text} · {name} · {partner}")
