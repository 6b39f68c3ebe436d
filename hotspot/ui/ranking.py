"""The ranked list beside the map of Hot now: what needs a decision first, then the most recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import views
from hotspot.language import phrase, to_phrase
from hotspot.ui import since
from hotspot.ui.once import kept_with
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
    listed = kept_with(found, ("listed", wall), lambda: _shown(found, wall=wall))
    of_list = ("rows", wall, here, repr(changes), repr(owners))
    rows = kept_with(found, of_list, lambda: _rows(analysis, listed, changes, {} if wall else owners, here, wall=wall))
    with st.container(key="hot_list", gap=None):
        let_go(found.locations)
        st.html(_marked([str(peak) for peak in listed.loc[listed["place"] == here, "peak"]]))
        if found.places.empty:
            st.markdown(phrase("Nothing recorded in this period."))
        for title, decide in ((TO_DECIDE, True), (REST, False)):
            theirs = [row for row in rows if row.decide == decide]
            is_first = decide or len(theirs) == len(rows)
            when = views.words.last_step(found) if wall and is_first else ""
            _heading(title, len(theirs), is_first=is_first, when=when)
            for row in theirs:
                _row(row)
        if not wall:
            _since_said(changes)
            _how_to_read(analysis)


@dataclass(frozen=True)
class Row:
    """One place of the list, in words: the name on its button, the HTML below it, and the busy cells inside it."""

    peak: str
    decide: bool
    name: str
    said: str
    inside: tuple[tuple[str, str], ...]


def _rows(
    analysis: Any, listed: pd.DataFrame, changes: views.since.Since, owners: dict[Any, list[str]], here: Any, *,
    wall: bool,
) -> list[Row]:  # fmt: skip
    found = analysis.findings

    def said(place: pd.Series) -> str:
        change = changes.changes.get(str(place["peak"]))
        if wall:
            return _short(found, place, change)
        return _said(found, place, change, owners.get(place["place"], []), place["place"] == here)

    return [
        Row(
            peak=str(place["peak"]), decide=bool(place["decide"]),
            name=f"{place['rank']}. {plain(_split(str(place['name']))[0])}",
            said=f'<p class="hs-row">{badge(str(place["word"]))}{said(place)}</p>',
            inside=() if wall else _inside(found, place),
        )
        for _, place in listed.iterrows()
    ]  # fmt: skip


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


def _row(row: Row) -> None:
    # Every row is built alike, picked or not: one that changed its shape would take the focus from who picked it.
    with st.container(key=f"row_{row.peak}", gap=None):
        st.button(row.name, key=f"place_{row.peak}", on_click=show_place, args=(row.peak,), wrap=True)
        st.html(row.said)
    for key, said in row.inside:
        st.button(said, key=f"inside_{key}", on_click=show_place, args=(key,), type="tertiary", wrap=True)


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
    count, together = (views.words.number(place[name], found) for name in ("count", "count_together"))
    said = phrase("{count} of {together} in all") if place["cells"] > 1 else phrase("{count} in all")
    return said.format(count=count, together=together)


def _inside(found: views.Findings, place: pd.Series) -> tuple[tuple[str, str], ...]:
    """Return key and words of the next busiest cells of a large place, so that one row never hides them."""
    cells = found.peaks[found.peaks["place"] == place["place"]].head(INSIDE)
    return tuple(
        (
            str(cell["location"]),
            phrase("within it: {name} · {count}").format(
                name=plain(cell["name"]), count=views.words.number(cell["count"], found)
            ),
        )
        for _, cell in cells.iterrows()
    )


def _since_said(changes: views.since.Since) -> None:
    gone = "".join(f"<br/>× {escape(one.said)}" for one in changes.gone)
    st.html(f'<p class="hs-note">{escape(changes.said)}{gone}</p>')


def _how_to_read(analysis: Any) -> None:
    """Explain numbers, counts and why a place needs a decision, one click away."""
    found, police_found = analysis.findings, analysis.measure.police_found
    lines = kept_with(found, ("how to read", police_found), lambda: _to_read(found, police_found=police_found))
    with st.popover(phrase("How to read this list"), type="tertiary", key="read_list"):
        st.html(lines)


def _to_read(found: views.Findings, *, police_found: bool) -> str:
    lines = ["Numbers are ranks by records, the same as on the map."]
    if (found.places["cells"] > 1).any():
        lines.append("“553 of 700 in all”: at the busiest part of a place, of the whole place, in the whole period.")
    lines.append(decision_rule(found, police_found=police_found))
    lines.append("Since the last meeting: ▲ and ▼ only where the last count lies outside the place’s usual range.")
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


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
