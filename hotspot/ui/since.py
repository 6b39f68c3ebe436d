"""What the list and the map say of the last meeting: what changed since, and who has an action there."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from hotspot import views
from hotspot.config import Parameters
from hotspot.errors import HotspotError
from hotspot.ui import answers
from hotspot.ui.once import in_this_run, kept_with
from hotspot.views.since import Since


def as_of(analysis: Any) -> date:
    """Return today; for the made-up county the last day of its records, or everything in it would be late."""
    last: date = analysis.findings.steps[-1].end
    return last if views.words.is_made_up(analysis.sources) else date.today()


def since_meeting(analysis: Any) -> Since:
    """Return what changed since the last meeting whose list was kept; nothing where the register cannot be read."""
    found = analysis.findings
    try:
        held = _held(analysis, "meeting")
    except HotspotError:  # the strip above the list says so
        return Since()
    asked, today = of_what(analysis), date.today()
    key = ("since", _state(analysis, "meeting"), asked, today)
    return kept_with(found, key, lambda: views.since.since(found, held, asked=asked, today=today))


def of_what(analysis: Any) -> str:
    """Return what a list is of: every choice but the last month, which moves on from meeting to meeting.

    Empty is the whole area as it opens.
    """
    question: Parameters = st.session_state.get(answers.QUESTION, analysis.parameters)
    chosen = {name: said for name, said in question.to_query().items() if name not in ("area", "end")}
    return urlencode(sorted(chosen.items()))


def owners(analysis: Any) -> dict[Any, list[str]]:
    """Return for each place who has an open action there; nothing where the register cannot be read."""
    found, today = analysis.findings, as_of(analysis)
    try:
        held = _held(analysis, "action")
    except HotspotError:
        return {}

    if held.empty:
        return {}

    def named() -> dict[Any, list[str]]:
        return views.register.owners(found, views.register.with_state(held, today))

    return kept_with(found, ("owners", today, _state(analysis, "action")), named)


def agreed(analysis: Any) -> dict[Any, str]:
    """Return for each place where something is agreed who has it; nothing where the register cannot be read."""
    found, today = analysis.findings, as_of(analysis)

    def said() -> dict[Any, str]:
        try:
            held = _held(analysis, "action")
        except HotspotError:
            return {}
        key = ("agreed", today, _state(analysis, "action"))
        return kept_with(found, key, lambda: views.register.agreed(found, held, today))

    return in_this_run(("agreed", found, today), said)


def headline_said(analysis: Any) -> str:
    """Return the headline of an answer, with what is agreed already left out of its count."""
    found, settled = analysis.findings, agreed(analysis)
    return kept_with(found, ("headline", repr(settled)), lambda: views.headline(found, settled))


def listed(analysis: Any, *, wall: bool = False) -> pd.DataFrame:
    """Return the places that list and map number; on the wall as many as can be read."""
    found, settled = analysis.findings, agreed(analysis)

    def made() -> pd.DataFrame:
        return views.listing.listed(found, wall=wall, settled=settled)

    return kept_with(found, ("listed", wall, repr(sorted(map(str, settled)))), made)


def first_place(analysis: Any) -> str:
    """Return the location that the headline names first, or nothing where nothing is recorded."""
    found, settled = analysis.findings, agreed(analysis)
    return kept_with(found, ("first", repr(settled)), lambda: views.headlines.first_place(found, settled))


def state_of(held: pd.DataFrame) -> tuple[Any, ...]:
    """Return by what a list of entries is told from what it was before: which entries, and the version of each."""
    return () if held.empty else tuple(zip(held["key"].tolist(), held["version"].tolist(), strict=True))


def _state(analysis: Any, kind: str) -> tuple[Any, ...]:
    """Return the state of the entries of a kind, told once in each drawing, as they are themselves."""
    key = ("state", kind, analysis.parameters.area, answers.scope())
    return in_this_run(key, lambda: state_of(_held(analysis, kind)))


def _held(analysis: Any, kind: str) -> pd.DataFrame:
    return answers.registered(kind, analysis.parameters.area)
