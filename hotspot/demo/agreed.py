"""What the demonstration's partners agreed, did and heard: entries of the register that ship, told from the story.

A trainer can hold the page *Did it work* against them: patrols that cannot be claimed as a success, a knife operation
that found weapons and changed no violence, and a funded club on the wrong side of the city.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hotspot.demo import story
from hotspot.demo.places import FUNDED_CLUB

MEETING = "2025-12-10"
NEXT_MEETING = "2026-01-14"
PARTNERS = {story.POLICE: "Police", story.AMBULANCE: "Ambulance service", story.ED: "Hospital trust"}
RESOLUTION = 8

Bodies = list[dict[str, Any]]


def entries(places: Sequence[Mapping[str, Any]], facilities: pd.DataFrame) -> dict[str, Bodies]:
    """Return every shipped entry by kind, in the fields of the register.

    Parameters
    ----------
    places : sequence of dict
        The places of the truth file: ``key``, ``name``, ``h3_8``.
    facilities : DataFrame
        ``name``, ``type``, ``lon``, ``lat``.
    """
    at = {place["key"]: place for place in places}
    return {
        "action": _actions(at),
        "project": _projects(facilities),
        "note": _notes(at),
        "indicator": _indicators(),
        "sharing": _sharing(),
        "meeting": _meetings(at),
    }


def _where(place: Mapping[str, Any]) -> dict[str, Any]:
    return {"place": place["name"], "cells": [place["h3_8"]], "resolution": RESOLUTION}


def _actions(at: Mapping[str, Mapping[str, Any]]) -> Bodies:
    agreed = [
        {"what": what, **_where(at[key]), "tier": tier, "owner": owner, "due": due, "status": status,
         "review": NEXT_MEETING, "meeting": MEETING}
        for what, key, tier, owner, due, status in _OF_THE_MEETING
    ]  # fmt: skip
    return [*_evaluated(at), *agreed]


# what, where, tier, owner, due, status
_OF_THE_MEETING = (
    ("Licensing visit: later closing hour", "castle_hill", "primary", "Licensing team", "2025-12-19", "done"),
    ("Taxi marshals, Friday and Saturday 01:00-04:00", "castle_hill", "secondary", "Night-time economy lead",
     "2025-12-13", "done"),
    ("Staff of the interchange present 15:00-17:30 on school days", "eastgate", "secondary", "Bus company",
     "2025-12-15", "done"),
    ("Move one session of the funded club to Eastgate", "eastgate", "secondary", "Youth service", "2025-12-19",
     "late"),
    ("Lighting survey", "foundry_lane", "primary", "Highways team", "2025-12-17", "done"),
    ("Visit shops and takeaways about the new hot spot", "mill_lane", "secondary", "Neighbourhood policing team",
     "2025-12-20", "done"),
    ("Stewards for winter events", "showground", "primary", "Events team", "2025-12-22", "dropped"),
)  # fmt: skip


def _evaluated(at: Mapping[str, Mapping[str, Any]]) -> Bodies:
    first, last = story.PATROLS
    began, ended = story.KNIFE_OPERATION
    return [
        {"what": "Hotspot patrols", **_where(at["station_yard"]), "tier": "secondary",
         "owner": "Neighbourhood policing team", "start": first, "end": last, "status": "done", "cost": 42000,
         "meeting": "2025-06-18", "comparison": [at["minster_street"]["h3_8"]],
         "scan": "Street robberies and assaults round the station in the evening.",
         "analyse": "Most on Thursday to Saturday, near the taxi rank; few places to wait in the light.",
         "respond": "Fifteen-minute visits on foot, four a night, at changing times.",
         "assess": "Compare with Minster Street, which is alike and is left alone, and look at Dock Road."},
        {"what": "Knife operation", **_where(at["kingsway"]), "tier": "secondary", "owner": "Operations team",
         "start": began, "end": ended, "status": "done", "cost": 18000, "meeting": "2025-04-16",
         "scan": "Knives carried near the shopping streets.",
         "assess": "Serious violence before and after; searches find weapons wherever they are made."},
    ]  # fmt: skip


def _projects(facilities: pd.DataFrame) -> Bodies:
    club = facilities.loc[facilities["name"] == FUNDED_CLUB].iloc[0]
    return [
        {"what": FUNDED_CLUB, "place": "Northmoor", "csp": "Safer Merrowgate", "fund": "Serious Violence Duty fund",
         "provider": "Northmoor Youth Trust", "ages": "11-17", "days": "Monday to Friday", "hours": "16:00-19:00",
         "capacity": 40, "status": "established", "tier": "primary", "owner": "Youth service", "start": "2024-04-01",
         "review": "2026-03-31", "cost": 65000, "lon": round(float(club["lon"]), 5),
         "lat": round(float(club["lat"]), 5)},
    ]  # fmt: skip


def _notes(at: Mapping[str, Mapping[str, Any]]) -> Bodies:
    said = (
        ("castle_hill", "Street pastors", "2025-11-29", "The crush is at the taxi rank after the last bar closes."),
        ("eastgate", "Schools partnership", "2025-11-18", "Pupils of three schools change buses here and wait long."),
        ("chapel_wharf", "Hospital trust", "2025-10-07", "Many patients say Chapel Wharf; few say they told police."),
        ("dock_road", "Business association", "2025-09-24", "Groups that stood at the station now stand here."),
    )
    return [
        {"partner": partner, **_where(at[key]), "date": day, "text": text} for key, partner, day, text in said
    ]  # fmt: skip


def _indicators() -> Bodies:
    said = (
        ("Hospital admissions for assault with a sharp object", "2024/25", 23, "Hospital trust"),
        ("Hospital admissions for assault with a sharp object", "2023/24", 19, "Hospital trust"),
        ("The same, under 25", "2024/25", 6, "Hospital trust"),
        ("Non-domestic homicides", "2024/25", 1, "Police"),
        ("First-time entrants to youth justice", "2024/25", 41, "Youth justice service"),
    )
    counted = [
        {"name": name, "period": period, "value": value, "unit": "in the county", "source": source}
        for name, period, value, source in said
    ]
    survey = {"name": "Feel safe after dark", "period": "2025", "value": 61, "numerator": 244, "denominator": 400,
              "unit": "per cent of those asked", "source": "Residents' survey"}  # fmt: skip
    return [*counted, survey]


def _sharing() -> Bodies:
    months = [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)]
    return [
        {"partner": partner, "source": source, "month": month, "state": _state(source, month)}
        for source, partner in PARTNERS.items()
        for month in months
    ]


def _state(source: str, month: str) -> str:
    if source == story.ED and month < story.ED_JOINED[:7]:
        return "not agreed"
    return "missing" if month in story.SILENT_MONTHS[source] else "received"


# What the list was on the day of the meeting, with records to the end of November 2025; a test makes it anew.
_SHOWN = (
    (1, "high_bridge", "long-standing", 536), (2, "quayside", "worsening", 473), (3, "foundry_lane", "easing", 416),
    (4, "canal_basin", "long-standing", 346), (5, "minster_street", "on and off", 338),
    (6, "station_yard", "was hot", 315), (7, "eastgate", "on and off", 281), (8, "showground", "on and off", 239),
    (10, "castle_hill", "new", 121),
)  # fmt: skip


def _meetings(at: Mapping[str, Mapping[str, Any]]) -> Bodies:
    rows = [
        {"rank": rank, "name": at[key]["name"], "location": at[key]["h3_8"], "word": word, "count": count}
        for rank, key, word, count in _SHOWN
    ]
    return [{"date": MEETING, "list": rows, "note": "Tasking meeting, data to the end of November 2025."}]
