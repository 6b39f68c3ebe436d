"""A made-up brief and pack, without a store: what the paper is given, by hand."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pandas as pd

from hotspot.config import Parameters
from hotspot.targeting.nearby import Nearby, Nearest, Need
from hotspot.views.brief.given import Brief, Near, Pack, Paper, Point, Year
from tests.views import made

CARD = {
    "area": "Madeshire", "measure": "Recorded violence", "sources": "police_uk/made", "settings": "area=made",
    "period": "2025-01-01 to 2025-12-31", "analysis": "abc123", "data version": "3", "method": "hotspot 0.1.0",
}  # fmt: skip


def analysis(*, controlled: bool = False, name: str = "", parameters: Parameters | None = None) -> Any:
    whole = made.analysis(parameters, controlled=controlled)
    found = whole.findings
    locations = found.locations.assign(settings_tried=24, low_expected_step=True)
    places = found.places
    if name:
        locations["name"], places = name, places.assign(name=name)
    found = dataclasses.replace(found, locations=locations, places=places)
    return dataclasses.replace(whole, findings=found, run_card=CARD)


def actions(n: int, what: str = "Patrol the square", due: date = date(2026, 1, 10)) -> pd.DataFrame:
    rows = [
        {"key": f"k{k}", "what": f"{what} {k}", "place": "Castle Hill", "owner": "Neighbourhood team", "due": due,
         "review": date(2026, 2, 1), "status": "agreed", "cells": []}
        for k in range(n)
    ]  # fmt: skip
    columns = ["key", "what", "place", "owner", "due", "review", "status", "cells"]
    return pd.DataFrame(rows, columns=columns)


def brief(*, controlled: bool = False, name: str = "", **changes: Any) -> Brief:
    answer = analysis(controlled=controlled, name=name)
    focus = str(answer.findings.places["peak"].iloc[0])
    middle = answer.findings.places.iloc[0]
    near = Near(
        near=(Nearby("station", ("Central Station",), 1), Nearby("licensed_premises", (), 3)),
        gaps=(Nearest(("youth_session",), 2_400.0, "Rowan Hall"),),
        looked_for=("youth_session", "community_centre", "library", "sports_ground"),
        need=(Need("imd_without_crime", 2.2),),
        points=(Point("Central Station", middle["lon"] + 0.002, middle["lat"] + 0.002),),
    )
    whole = Brief(
        analysis=answer, focus=focus, hours=(), no_hours="", who=None, around=near, actions=actions(3),
        paper=Paper("OFFICIAL-SENSITIVE", "en", date(2026, 1, 5)),
    )  # fmt: skip
    return dataclasses.replace(whole, **changes)


def year(*, controlled: bool = False) -> Year:
    rows = [
        ("measure", "recorded_violence", "Recorded violence", 920.0, 1010.0, False, controlled),
        ("measure", "possession", "Possession of weapons", 60.0, 20.0, True, controlled),
        ("home office", "homicide", "Non-domestic homicides", 2.0, 1.0, False, controlled),
    ]
    columns = ["group", "key", "title", "this", "before", "police_found", "controlled"]
    monthly = pd.DataFrame({"month": pd.date_range("2024-01-01", periods=24, freq="MS"), "count": range(60, 84)})
    missing = ("Hospital admissions: type them in.",)
    return Year(pd.DataFrame(rows, columns=columns), monthly, controlled, date(2025, 1, 1), date(2025, 12, 31), missing)


def pack(*, controlled: bool = False, **changes: Any) -> Pack:
    answer = analysis(controlled=controlled, parameters=Parameters(area="made", csps=("E1",)))
    quality = pd.DataFrame(
        {"rows": [2190], "no_location": [24], "gaps": [""], "months": [12], "first": ["2025-01"], "last": ["2025-12"]},
        index=["police_uk/made"],
    )
    indicator = pd.DataFrame(columns=["name", "period", "value", "numerator", "denominator", "unit", "source", "csp"])
    sharing = pd.DataFrame(columns=["partner", "source", "month", "state"])
    project = pd.DataFrame(columns=["key", "what", "place", "provider", "days", "hours", "status", "csp", "cells"])
    whole = Pack(
        analysis=dataclasses.replace(answer, quality=quality), csp="E1", name="Westborough",
        year=year(controlled=controlled), hours=(), no_hours="", around=made.around(),
        tables={"action": actions(2), "project": project, "indicator": indicator, "sharing": sharing},
        worked=(("Patrols, Castle Hill", ("Too few to say.",)),), scored=("30 lists scored.",),
        paper=Paper("OFFICIAL", "en", date(2026, 1, 5)),
    )  # fmt: skip
    return dataclasses.replace(whole, **changes)
