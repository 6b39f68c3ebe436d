"""The ranked list beside the map of Hot now: what needs a decision first, then the most recorded."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import views
from hotspot.language import phrase, to_phrase
from hotspot.ui import since
from hotspot.ui.places import badge, let_go, picked, show_place
from hotspot.ui.plain import plain
from hotspot.views import maps

INSIDE = 3  # further busy cells shown under a large place
ON_THE_WALL = 8  # rows that fit beside the map in letters for four metres
TO_DECIDE, REST = to_phrase("To decide"), to_phrase("Most recorded")
_NEAR = re.compile(r"^(?P<where>.+) \((?P<near>(?:near|on or near) .+)\)$")


def ranked_list(analysis: Any, *, wall: bool = False) -> None:
    """Show the places that need a decision, then the most recorded; each name shows its place on the map.

    Numbers are those on the map: the rank by records. Below each name stands what changed since the last meeting, and
    who has an open action there.

    Parameters
    ----------
    analysis : Analysis
        What the page shows.
    wall : bool
        Names in large letters, as many as fit the height of the screen: what needs a decision is never left out.
    """
    found = analysis.findings
    changes, owners = since.since_meeting(analysis), since.owners(analysis)
    key = picked(found.locations)
    here = found.locations.at[key, "place"] if key else None
    listed = _shown(found, wall=wall)
    with st.container(key="hot_list", gap=None):
        let_go(found.locations)
        st.html(_marked([str(peak) for peak in listed.loc[listed["place"] == here, "peak"]]))
        if found.places.empty:
            st.markdown(phrase("Nothing recorded in this period."))
        for title, rows in ((TO_DECIDE, listed[listed["decide"]]), (REST, listed[~listed["decide"]])):
            is_first = title == TO_DECIDE or not listed["decide"].any()
            _heading(
                title, len(rows), is_first=is_first, when=views.words.last_step(found) if wall and is_first else ""
            )
            for _, place in rows.iterrows():
                change, who = changes.changes.get(str(place["peak"])), owners.get(place["place"], [])
                said = (
                    _short(found, place, change) if wall else _said(found, place, change, who, place["place"] == here)
                )
                _row(place, said)
                if not wall:
                    _inside(analysis, place)
        if not wall:
            _since_said(changes)
            _how_to_read(analysis)


def _shown(found: views.Findings, *, wall: bool) -> pd.DataFrame:
    """Return the listed places by rank; on the wall those to decide and as many others as there is room for."""
    listed: pd.DataFrame = maps.marked(found)
    if not wall or len(listed) <= ON_THE_WALL:
        return listed
    others = listed.index[~listed["decide"]][: max(ON_THE_WALL - int(listed["decide"].sum()), 0)]
    kept = listed["decide"] | listed.index.isin(others)
    return listed[kept].head(ON_THE_WALL)


def _heading(title: str, many: int, *, is_first: bool, when: str) -> None:
    """Show a heading with something under it; the first is where the link to the list leads, and says what counts."""
    number = f" ({many})" if title == TO_DECIDE else ""
    anchor = 'id="hs-list" tabindex="-1"' if is_first else ""
    if many:
        counted = f": {phrase('records')} {when}" if when else ""
        st.html(f'<h3 class="hs-list" {anchor}>{escape(phrase(title))}{number}{escape(counted)}</h3>')


def _marked(peaks: list[str]) -> str:
    """Return the looks of the row whose place is outlined on the map; the row says so in words as well."""
    rules = [f".st-key-row_{peak} {{background: #e6f0f7; border-left-color: #1f5f8b}}" for peak in peaks]
    return f"<style>{' '.join(rules)}</style>"


def _split(name: str) -> tuple[str, str]:
    """Return ward and district, and the street that tells the place from others there.

    >>> _split("Castle ward, Merrowgate (near Castle Hill)")
    ('Castle ward, Merrowgate', 'near Castle Hill')
    >>> _split("Allenton")
    ('Allenton', '')
    """
    found = _NEAR.match(name)
    return (found["where"], found["near"]) if found else (name, "")


def _row(place: pd.Series, said: str) -> None:
    peak, (where, _) = str(place["peak"]), _split(str(place["name"]))
    # Every row is built alike, picked or not: one that changed its shape would take the focus from who picked it.
    with st.container(key=f"row_{peak}", gap=None):
        st.button(f"{place['rank']}. {plain(where)}", key=f"place_{peak}", on_click=show_place, args=(peak,), wrap=True)
        st.html(f'<p class="hs-row">{badge(str(place["word"]))}{said}</p>')


def _short(found: views.Findings, place: pd.Series, change: views.since.Change | None) -> str:
    """Return what is read from four metres: the street, the last count with its usual range, what changed."""
    tag = [f"<b>{escape(change.tag)}</b>"] if change else []
    return " · ".join([*tag, *_told(_split(str(place["name"]))[1]), _last(found, place, when="")])


def _said(
    found: views.Findings, place: pd.Series, change: views.since.Change | None, who: list[str], is_here: bool
) -> str:
    """Return all that a row says below its name, as HTML."""
    lines = [
        " · ".join([*_told(_split(str(place["name"]))[1]), _last(found, place, when=views.words.last_step(found))])
    ]
    shown = [f"<b>{phrase('Shown on the map')}</b>"] if is_here else []
    whole = [_whole(found, place)] if len(found.steps) > 1 else []  # of a single step it would be the same count again
    more = [*shown, *_told(change.said if change else ""), *_told("; ".join(who[:2])), *whole]
    return "<br/>".join([*lines, *([" · ".join(more)] if more else [])])


def _told(text: str) -> list[str]:
    return [escape(text)] if text else []


def _last(found: views.Findings, place: pd.Series, *, when: str) -> str:
    """Return the last step with its usual range: what the meeting decides on."""
    usual = "" if found.controlled else views.words.usual(place)
    count = f"<b>{views.words.number(place['count_last'], found)}</b>"
    return ", ".join([" ".join([count, *_told(when)]), *_told(usual)])


def _whole(found: views.Findings, place: pd.Series) -> str:
    # The name and the count are those of the busiest part, because only equal sizes are ranked.
    together = f" of {views.words.number(place['count_together'], found)}" if place["cells"] > 1 else ""
    return f"{views.words.number(place['count'], found)}{together} in all"


def _inside(analysis: Any, place: pd.Series) -> None:
    """Show the next busiest cells of a large place, so that one row never hides them."""
    found = analysis.findings
    for _, cell in found.peaks[found.peaks["place"] == place["place"]].head(INSIDE).iterrows():
        said = f"within it: {plain(cell['name'])} · {views.words.number(cell['count'], found)}"
        key = cell["location"]
        st.button(said, key=f"inside_{key}", on_click=show_place, args=(key,), type="tertiary", wrap=True)


def _since_said(changes: views.since.Since) -> None:
    gone = "".join(f"<br/>× {escape(one.said)}" for one in changes.gone)
    st.html(f'<p class="hs-note">{escape(changes.said)}{gone}</p>')


def _how_to_read(analysis: Any) -> None:
    """Explain numbers, counts and why a place needs a decision, one click away."""
    found = analysis.findings
    lines = ["Numbers are ranks by records, the same as on the map."]
    if (found.places["cells"] > 1).any():
        lines.append("“553 of 700 in all”: at the busiest part of a place, of the whole place, in the whole period.")
    lines.append(decision_rule(found, police_found=analysis.measure.police_found))
    lines.append("Since the last meeting: ▲ and ▼ only where the last count lies outside the place’s usual range.")
    with st.popover(phrase("How to read this list"), type="tertiary", key="read_list"):
        st.html("".join(f"<p>{escape(line)}</p>" for line in lines if line))


def decision_rule(found: views.Findings, *, police_found: bool) -> str:
    """Return why some listed places need a decision and a busy one may not, or nothing where no place has a word.

    Parameters
    ----------
    found : Findings
        Of one map.
    police_found : bool
        Whether police activity finds what is counted: such records follow patrols and never ask for a decision.
    """
    if not (found.places["word"] != "").any():
        return ""
    if police_found:
        return "Police activity finds these records: they follow patrols, so no place is put up for a decision."
    last = views.words.last_step(found)
    rule = f"A place needs a decision when it is new or worsening and its count {last} is above its usual range."
    listed = maps.marked(found)
    others = listed[(listed["count_last"] > listed["usual_high"]) & ~listed["word"].isin(["new", "worsening"])]
    if found.controlled or others.empty:
        return rule
    named = views.words.listed([f"place {row['rank']} ({row['word'] or 'no pattern'})" for _, row in others.iterrows()])
    return f"{rule} Above it too, but neither new nor worsening: {named}."
