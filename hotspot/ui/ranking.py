"""The ranked list beside the map of Hot now: what needs a decision first, then the most recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from hotspot import views
from hotspot.language import phrase, to_phrase
from hotspot.ui import since
from hotspot.ui.once import kept_with
from hotspot.ui.places import badge, let_go, picked, show_place
from hotspot.ui.plain import escape, plain
from hotspot.views import headlines, maps

WALL_LETTERS = 42  # of word, change, street and owner beside a count in a row of the wall
INSIDE = 3  # further busy cells shown under a large place
Place = Mapping[str, Any]
TOLD_OF = (
    *("place", "peak", "rank", "name", "word", "decide", "cells", "count", "count_together"),
    *("count_last", "usual", "usual_low", "usual_high"),
)
TO_DECIDE, AGREED, REST = to_phrase("To decide"), to_phrase("Agreed"), to_phrase("Most recorded")


def ranked_list(analysis: Any, *, wall: bool = False) -> None:
    """Show the places to decide, those where something is agreed, then the most recorded; a name shows its place.

    Numbers are those on the map: the rank by records. Below each name stands what changed since the last meeting, and
    who has an open action there, or what is agreed and when it is reviewed.

    Parameters
    ----------
    analysis : Analysis
        What the page shows.
    wall : bool
        Names in large letters, as many as fit the height of the screen: what needs a decision is never left out.
    """
    found = analysis.findings
    changes, owners, settled = since.since_meeting(analysis), since.owners(analysis), since.agreed(analysis)
    key = picked(found.locations)
    here = found.locations.at[key, "place"] if key else None
    listed = since.listed(analysis, wall=wall)
    told = Told(changes, settled, {} if wall else owners)
    rows = kept_with(found, ("rows", wall, here, repr(told)), lambda: _rows(found, listed, told, here, wall=wall))
    with st.container(key="hot_list", gap=None):
        let_go(found.locations)
        if marked := [row.peak for row in rows if row.place == here]:
            st.html(_marked(marked))  # takes no place among the elements, whether it is there or not
        if found.places.empty:
            st.markdown(phrase("Nothing recorded in this period."))
        for title in (TO_DECIDE, AGREED, REST):
            theirs = [row for row in rows if row.group == title]
            is_first = bool(theirs) and theirs[0] is rows[0]
            when = views.words.last_step(found) if wall and is_first else ""
            _heading(title, len(theirs), is_first=is_first, when=when)
            for row in theirs:
                _row(row)
            if title == TO_DECIDE and not wall:
                _how_sure(found, settled)
        if said := views.listing.left_out(found):
            st.html(f'<p class="hs-row">{escape(said)}</p>')
        if not wall:
            _since_said(changes, controlled=found.controlled)
            _how_to_read(analysis)


@dataclass(frozen=True)
class Row:
    """One place of the list, in words: the name on its button, the HTML below it, and the busy cells inside it."""

    peak: str
    place: Any
    group: str
    name: str
    said: str
    inside: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """What is known of places besides their records.

    Attributes
    ----------
    changes : Since
        What changed since the last meeting.
    settled : mapping of place -> str
        Who has what is agreed there, and when it is reviewed.
    owners : mapping of place -> list of str
        Who has an open action there.
    """

    changes: views.since.Since
    settled: dict[Any, str]
    owners: dict[Any, list[str]]

    def who(self, place: Place) -> str:
        """Return who has an action there, and how it stands."""
        if place["place"] in self.settled:
            return phrase("agreed: {who}").format(who=self.settled[place["place"]])
        return "; ".join(self.owners.get(place["place"], [])[:2])


def _rows(found: views.Findings, listed: pd.DataFrame, told: Told, here: Any, *, wall: bool) -> list[Row]:
    def said(place: Place) -> str:
        if wall:
            return _short(found, place, told)
        return _said(found, place, told, is_here=place["place"] == here)

    agreed = set(headlines.settled(found, told.settled)["place"])  # what asked for a decision, and got it
    inside = {} if wall else _inside(found, listed)
    rows = [
        Row(
            peak=str(place["peak"]),
            place=place["place"],
            group=AGREED if place["place"] in agreed else TO_DECIDE if place["decide"] else REST,
            name=f"{place['rank']}. {plain(headlines.split(str(place['name']))[0])}",
            said=f'<p class="hs-row">{badge(str(place["word"]))}{said(place)}</p>',
            inside=inside.get(place["place"], ()),
        )
        for place in _told_of(listed)
    ]
    clearest = {
        str(peak): n for n, peak in enumerate(headlines.urgent(found, told.settled)["peak"])
    }  # as in the headline
    return sorted(rows, key=lambda row: ((TO_DECIDE, AGREED, REST).index(row.group), clearest.get(row.peak, 0)))


def _told_of(listed: pd.DataFrame) -> list[Place]:
    """Return what a row may say of each place: of some thirty columns, taken row by row, most are not told here."""
    names = [name for name in TOLD_OF if name in listed]
    return [dict(zip(names, row, strict=True)) for row in zip(*(listed[name].tolist() for name in names), strict=True)]


def _heading(title: str, many: int, *, is_first: bool, when: str) -> None:
    """Show a heading with something under it; the first is where the link to the list leads, and says what counts."""
    number = "" if title == REST else f" ({many})"
    anchor = 'id="hs-list" tabindex="-1"' if is_first else ""
    if many:
        counted = f": {phrase('records')} {when}" if when else ""
        st.html(f'<h3 class="hs-list" {anchor}>{escape(phrase(title))}{number}{escape(counted)}</h3>')


def _marked(peaks: list[str]) -> str:
    """Return the looks of the row whose place is outlined on the map; the row says so in words as well."""
    rows = ", ".join(f".st-key-hot_list > .st-key-place_{peak}{below}" for peak in peaks for below in ("", " + *"))
    return f"<style>{rows} {{background: #e6f0f7; border-left-color: #1f5f8b}}</style>"


def _row(row: Row) -> None:
    # Every row is built alike, picked or not: one that changed its shape would take the focus from who picked it. The
    # sheet of looks makes one of its two parts: a box round each row is another message to the browser.
    st.button(row.name, key=f"place_{row.peak}", on_click=show_place, args=(row.peak,), wrap=True)
    st.html(row.said)
    for key, said in row.inside:
        st.button(said, key=f"inside_{key}", on_click=show_place, args=(key,), type="tertiary", wrap=True)


def _short(found: views.Findings, place: Place, told: Told) -> str:
    """Return what is read from four metres: what changed, the street, the last count with its usual range, who."""
    change = told.changes.changes.get(str(place["peak"]))
    tag = [f"<b>{escape(change.tag)}</b>"] if change else []
    street = _told(headlines.split(str(place["name"]))[1])
    last, who = _last(found, place, when=""), _told(told.who(place))
    # A row has one line: where what changed or who has it takes the room, the name above says where.
    spare = WALL_LETTERS - len(str(place["word"])) - sum(map(len, [*tag, *street, *who]))
    return " · ".join([*tag, *(street if spare >= 0 else []), last, *who])


def _said(found: views.Findings, place: Place, told: Told, *, is_here: bool) -> str:
    """Return all that a row says below its name, as HTML."""
    change, who = told.changes.changes.get(str(place["peak"])), told.who(place)
    first = " · ".join(
        [*_told(headlines.split(str(place["name"]))[1]), _last(found, place, when=views.words.last_step(found))]
    )
    shown = [f"<b>{phrase('Shown on the map')}</b>"] if is_here else []
    who_has = [f"<b>{escape(who)}</b>"] if place["place"] in told.settled else _told(who)
    whole = [_whole(found, place)] if len(found.steps) > 1 else []  # of a single step it would be the same count again
    more = [*shown, *who_has, *_told(change.said if change else ""), *whole]
    return "<br/>".join([first, *([" · ".join(more)] if more else [])])


def _told(text: str) -> list[str]:
    return [escape(text)] if text else []


def _last(found: views.Findings, place: Place, *, when: str) -> str:
    """Return the last step with its usual range: what the meeting decides on."""
    usual = "" if found.controlled else views.words.usual(place)
    count = f"<b>{views.words.number(place['count_last'], found)}</b>"
    return ", ".join([" ".join([count, *_told(when)]), *_told(usual)])


def _whole(found: views.Findings, place: Place) -> str:
    # The name and the count are those of the busiest part, because only equal sizes are ranked.
    count, together = (views.words.number(place[name], found) for name in ("count", "count_together"))
    several = phrase("since {begun}: {count} here, {together} in all {n} parts")
    said = several if place["cells"] > 1 else phrase("since {begun}: {count}")
    begun = views.days.begun(found.steps[0].start)
    return said.format(begun=begun, count=count, together=together, n=place["cells"])


def _inside(found: views.Findings, listed: pd.DataFrame) -> dict[Any, tuple[tuple[str, str], ...]]:
    """Return key and words of the next busiest cells of each large place, so that one row never hides them."""
    rows = np.flatnonzero(np.isin(found.peaks["place"].to_numpy(), listed["place"].to_numpy()))
    columns = (found.peaks[name].array.take(rows).tolist() for name in ("place", "location", "name", "count"))
    cells: dict[Any, tuple[tuple[str, str], ...]] = {}
    for place, key, name, count in zip(*columns, strict=True):
        if len(before := cells.get(place, ())) < INSIDE:
            said = phrase("within it: {name} · {count}")
            said = said.format(name=plain(name), count=views.words.number(count, found))
            cells[place] = (*before, (str(key), said))
    return cells


def _how_sure(found: views.Findings, settled: dict[Any, str]) -> None:
    """Say how firm the words of the places to decide are; of a single one the headline says it."""
    if said := kept_with(found, ("sureness", repr(settled)), lambda: headlines.sureness(found, settled)):
        st.html(f'<p class="hs-row">{escape(said)}</p>')


def _since_said(changes: views.since.Since, *, controlled: bool) -> None:
    nothing_kept = changes.day is None and changes.other is None
    if controlled and nothing_kept:  # nor can a list be kept
        return
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
    if (found.places["cells"].to_numpy() > 1).any():
        lines.append(
            "Of a place with several adjoining parts, rank and counts are those of the busiest: only pieces of equal "
            "size are compared. “Here” is that part; what all parts hold together stands last."
        )
    lines.append(decision_rule(found, police_found=police_found))
    lines.append(
        "“New” is said of the records: hot only of late. “Joined the list” is of the meeting: not on its list then."
    )
    lines.append("Since the last meeting: ▲ and ▼ only where the last count lies outside the place’s usual range.")
    lines.append("“Agreed”: an action is open there and its review is still to come, so nothing is left to decide.")
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
    columns = (listed[name].tolist() for name in ("rank", "word", "count_last", "usual_high"))
    others = [
        f"place {rank} ({word or 'no pattern'})"
        for rank, word, last_count, high in zip(*columns, strict=True)
        if word not in ("new", "worsening") and last_count > high
    ]
    if found.controlled or not others:
        return rule
    named = views.words.listed(others)
    return f"{rule} Above it too, but neither new nor worsening: {named}."
