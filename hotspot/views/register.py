"""The register in words and tables: what was agreed, who has it, what is late; and its files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pydeck as pdk

from hotspot.findings import Findings
from hotspot.language import phrase, phrase_many, to_phrase
from hotspot.views import maps, tooltips, word_sides, words
from hotspot.views.looking import MAP_WIDTH, View

PROJECT = [0, 77, 64]  # a dark green that no hot-spot word uses
OPEN = ("proposed", "agreed", "running")
SETTLED = ("agreed", "running")
ORDER = (
    to_phrase("done"), to_phrase("running"), to_phrase("agreed"), to_phrase("proposed"), to_phrase("late"),
    to_phrase("dropped"),
)  # fmt: skip
ACTIONS = {
    "what": "What",
    "place": "Place",
    "tier": "Tier",
    "owner": "Owner",
    "due": "Due",
    "state": "Status",
    "review": "Review",
    "start": "Start",
    "end": "End",
    "cost": "Cost (£)",
    "meeting": "Agreed on",
}
PROJECTS = {
    "what": "Project",
    "place": "Place",
    "status": "Status",
    "csp": "CSP",
    "fund": "Fund",
    "provider": "Provider",
    "ages": "Ages",
    "days": "Days",
    "hours": "Hours",
    "capacity": "Places a session",
    "start": "Since",
    "review": "Review",
    "cost": "Cost (£)",
}
NOTES = {"date": "Date", "partner": "Partner", "place": "Place", "text": "Note"}


def with_state(actions: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the actions with ``state``: their status, or late where something open is past its day.

    Parameters
    ----------
    actions : DataFrame
        Of the register.
    as_of : date
        Today; for the demonstration the last day of its records.
    """
    state = [
        "late" if status in OPEN and isinstance(due, date) and due < as_of else status
        for status, due in zip(actions["status"], actions["due"], strict=True)
    ]
    return actions.assign(state=pd.Series(state, index=actions.index, dtype=actions["status"].dtype))


def strip(actions: pd.DataFrame, as_of: date) -> str:
    """Return the last meeting's actions in one line: "7 actions: 5 done, 1 late, 1 dropped"; empty without any.

    What is tasked on the day is told behind it, so that the meeting never loses what it came to review; so is what an
    earlier meeting left late. Where no action names its meeting, all are counted.
    """
    if actions.empty:
        return ""
    held = with_state(actions, as_of)
    day = _meeting_day(actions, as_of)
    of = held["meeting"].map(lambda agreed: _order(agreed, day))
    last = held[of == 0]
    if last.empty:
        return ""
    many = phrase_many("1 action: {states}", "{n} actions: {states}", len(last))
    said = [many.format(n=len(last), states=_counted(last))]
    late, after = held[(of < 0) & (held["state"] == "late")], held[of > 0]
    said += [phrase("left from before: {states}").format(states=_counted(late))] if len(late) else []
    said += [phrase("since then: {states}").format(states=_counted(after))] if len(after) else []
    return "; ".join(said)


def _meeting_day(actions: pd.DataFrame, as_of: date) -> date | None:
    """Return the day of the last meeting before today that agreed anything, else of the only one that did."""
    days = sorted(day for day in actions["meeting"] if isinstance(day, date))
    before = [day for day in days if day < as_of]
    return (before or days)[-1] if days else None


def _order(agreed: Any, day: date | None) -> int:
    """Return 0 for what the last meeting agreed (all where none is named), 1 for what came after and -1 for before."""
    if day is None:
        return 0
    if not isinstance(agreed, date):
        return -1
    return (agreed > day) - (agreed < day)


def _counted(actions: pd.DataFrame) -> str:
    counts = actions["state"].value_counts()
    return ", ".join(f"{counts[state]} {phrase(state)}" for state in ORDER if counts.get(state))


def meeting_said(actions: pd.DataFrame, as_of: date) -> str:
    """Return which meeting the strip is of; empty where none is named."""
    day = _meeting_day(actions, as_of)
    return phrase("Meeting of {day}").format(day=words.day(day)) if day else ""


def actions_table(actions: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the actions as shown: what is open first, by its day; then the rest, the latest meeting first."""
    held = with_state(actions, as_of)
    rank = held["state"].map({"late": 0, "running": 1, "agreed": 2, "proposed": 3, "done": 4, "dropped": 5})
    day = pd.to_datetime(held["due"])
    order = held.assign(_rank=rank, _day=day).sort_values(["_rank", "_day"], kind="stable").index
    return held.loc[order, list(ACTIONS)].rename(columns=ACTIONS).set_axis(held.loc[order, "key"], axis=0)


def projects_table(projects: pd.DataFrame) -> pd.DataFrame:
    """Return the commissioned projects as shown."""
    return projects[list(PROJECTS)].rename(columns=PROJECTS).set_axis(projects["key"], axis=0)


def notes_table(notes: pd.DataFrame) -> pd.DataFrame:
    """Return the partners' notes as shown, the newest first."""
    held = notes.sort_values("date", ascending=False, kind="stable")
    return held[list(NOTES)].rename(columns=NOTES).set_axis(held["key"], axis=0)


def at_place(entries: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the entries that name this hexagon or small area."""
    return entries[entries["cells"].map(lambda cells: isinstance(cells, list) and key in cells).astype(bool)]


def owners(found: Findings, actions: pd.DataFrame) -> dict[Any, list[str]]:
    """Return for each place who has an open action there, in the order of the actions.

    Parameters
    ----------
    found : Findings
        Of today.
    actions : DataFrame
        With ``state`` (see ``with_state``).
    """
    place_of = found.locations["place"]
    told: dict[Any, list[str]] = {}
    for owner, state, cells in zip(actions["owner"], actions["state"], actions["cells"], strict=True):
        still = cells if state in (*OPEN, "late") else ()
        for place in {place_of[cell] for cell in still if cell in place_of.index}:
            told.setdefault(place, []).append(f"{owner}: {state}")
    return told


def agreed(found: Findings, actions: pd.DataFrame, as_of: date) -> dict[Any, str]:
    """Return for each place where something is agreed who has it and when it is reviewed: nothing is left to decide.

    What is late, or was to be reviewed before today, asks for a decision again; what is only proposed still does.

    Parameters
    ----------
    found : Findings
        Of today.
    actions : DataFrame
        Of the register.
    as_of : date
        Today; for the demonstration the last day of its records.
    """
    if actions.empty:
        return {}
    place_of, held = found.locations["place"], with_state(actions, as_of)
    told: dict[Any, list[str]] = {}
    for state, owner, review, cells in held[["state", "owner", "review", "cells"]].itertuples(index=False):
        if state in SETTLED and not (isinstance(review, date) and review < as_of):
            for place in {place_of[cell] for cell in cells if cell in place_of.index}:
                told.setdefault(place, []).append(_kept_by(owner, review))
    return {place: "; ".join(dict.fromkeys(said)) for place, said in told.items()}


def _kept_by(owner: str, review: Any) -> str:
    if not isinstance(review, date):
        return phrase("{owner}, no review date").format(owner=owner)
    return phrase("{owner}, review on {day}").format(owner=owner, day=words.day(review))


def points(
    projects: pd.DataFrame, marked: pd.DataFrame | None = None, look: View | None = None, width_px: int = MAP_WIDTH
) -> list[pdk.Layer]:
    """Return the commissioned projects as named points for a map; nothing where none has a point.

    Parameters
    ----------
    projects : DataFrame
        ``name``, ``status``, ``lon``, ``lat``.
    marked, look, width_px
        The places that the map numbers, where it looks and how wide it is: on a small one a name is written without its
        status, on the side where it covers no number, and left out where there is none.
    """
    if projects.empty:
        return []
    rows = [
        {"p": [round(lon, 4), round(lat, 4)], "s": tooltips.plain(f"{name} ({status})"), "a": "start", "o": [12, 0]}
        for name, status, lon, lat in projects[["name", "status", "lon", "lat"]].itertuples(index=False)
    ]
    named = rows
    if width_px < MAP_WIDTH and marked is not None and look is not None:
        short = [{**row, "s": tooltips.plain(name)} for row, name in zip(rows, projects["name"], strict=True)]
        named = word_sides.sided(short, marked, look, width_px)
    pixels = pdk.types.String("pixels")
    dots = pdk.Layer(
        "ScatterplotLayer", rows, id="projects", get_position="p", get_radius=8, radius_units=pixels,
        get_fill_color=[255, 255, 255], get_line_color=PROJECT, stroked=True, get_line_width=4,
        line_width_units=pixels, pickable=False,
    )  # fmt: skip
    names = pdk.Layer(
        "TextLayer", named, id="project_names", get_position="p", get_text="s", get_size=15, get_color=PROJECT,
        get_pixel_offset="o", get_text_anchor="a", font_family=maps.FONT, font_weight=600,
        background=True, get_background_color=[255, 255, 255, 225], background_padding=[4, 1],
        character_set=pdk.types.String("auto"), pickable=False,
    )  # fmt: skip
    return [dots, names]


def plain(entries: pd.DataFrame) -> pd.DataFrame:
    """Return a register table as plain rows for a file: hexagons joined, no drawn areas, days as text."""
    joined = entries["cells"].map(lambda held: " ".join(held) if isinstance(held, list) else "")
    rest: Any = entries.drop(columns=[name for name in ("cells", "shape", "comparison") if name in entries])
    return pd.DataFrame(rest.assign(hexagons=joined, at=entries["at"].astype(str)))
