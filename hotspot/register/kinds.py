"""The kinds of documents, each a table of fields: data, so that a form, a check and an export read the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hotspot.errors import ParameterError
from hotspot.register.fields import Field, value_of

TIERS = ("primary", "secondary", "tertiary")
STATUSES = ("proposed", "agreed", "running", "done", "late", "dropped")
CAPACITIES = ("established", "developing", "aspirational")
SHARING = ("received", "late", "missing", "not agreed")

_WHERE = {
    "place": Field("Place", needed=True, said=True),
    "cells": Field("Hexagons", "texts"),
    "resolution": Field("Hexagon size", "whole"),
    "shape": Field("Drawn area", "shape"),
}
_WHEN = {"start": Field("Start", "date"), "end": Field("End", "date")}

KINDS: dict[str, dict[str, Field]] = {
    "action": {
        "what": Field("What", needed=True, said=True),
        **_WHERE,
        "tier": Field("Tier", choices=TIERS),
        "owner": Field("Owner (a role or a team)", needed=True, said=True),
        **_WHEN,
        "due": Field("Due", "date"),
        "review": Field("Review", "date"),
        "status": Field("Status", needed=True, choices=STATUSES),
        "cost": Field("Cost", "amount"),
        "scan": Field("Scan: what is the problem", said=True),
        "analyse": Field("Analyse: why here, why then", said=True),
        "respond": Field("Respond: what will be done", said=True),
        "assess": Field("Assess: how shall we know", said=True),
        "catalogue": Field("Kind of action in the catalogue"),
        "comparison": Field("Agreed comparison places", "texts"),
        "meeting": Field("Agreed at the meeting of", "date"),
    },
    "project": {
        "what": Field("Project", needed=True, said=True),
        **_WHERE,
        "csp": Field("Community safety partnership"),
        "fund": Field("Fund", said=True),
        "provider": Field("Provider", said=True),
        "ages": Field("Ages", said=True),
        "days": Field("Session days", said=True),
        "hours": Field("Session hours", said=True),
        "capacity": Field("Capacity (places a session)", "whole"),
        "status": Field("Status", needed=True, choices=CAPACITIES),
        "tier": Field("Tier", choices=TIERS),
        "owner": Field("Owner (a role or a team)", said=True),
        **_WHEN,
        "review": Field("Review", "date"),
        "cost": Field("Cost", "amount"),
        "lon": Field("Longitude", "number"),
        "lat": Field("Latitude", "number"),
    },
    "note": {
        "partner": Field("Partner", needed=True, said=True),
        **_WHERE,
        "date": Field("Date", "date", needed=True),
        "text": Field("Note", needed=True, said=True),
    },
    "zone_set": {
        "name": Field("Name", needed=True, said=True),
        "shape": Field("Zones", "shape", needed=True),
        "note": Field("Note", said=True),
    },
    "visit_log": {
        "name": Field("Name", needed=True, said=True),
        "visits": Field("Visits", "rows", needed=True),
        "note": Field("Note", said=True),
    },
    "outline": {
        "name": Field("Name", needed=True, said=True),
        "shape": Field("Drawn area", "shape", needed=True),
    },
    "indicator": {
        "name": Field("Indicator", needed=True, said=True),
        "period": Field("Period", needed=True, said=True),
        "value": Field("Value", "number"),
        "numerator": Field("Numerator", "amount"),
        "denominator": Field("Denominator", "amount"),
        "unit": Field("Unit", said=True),
        "source": Field("Source", needed=True, said=True),
        "csp": Field("Community safety partnership"),
    },
    "sharing": {
        "partner": Field("Partner", needed=True, said=True),
        "source": Field("Source", needed=True),
        "month": Field("Month", "month", needed=True),
        "state": Field("State", needed=True, choices=SHARING),
    },
    "meeting": {
        "date": Field("Date of the meeting", "date", needed=True),
        "list": Field("The list that was shown", "rows", needed=True),
        "asked": Field("What was chosen when it was kept; empty is the whole area as it opens"),
        "note": Field("Note", said=True),
    },
}


def fields(kind: str) -> Mapping[str, Field]:
    """Return the fields of a kind.

    Raises
    ------
    ParameterError
        There is no such kind.
    """
    if kind not in KINDS:
        raise ParameterError(
            f"The register keeps no documents of kind '{kind}'.", f"Choose one of: {', '.join(KINDS)}."
        )
    return KINDS[kind]


def checked(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as it is kept: every field of its kind, in order, checked.

    Raises
    ------
    ParameterError
        A field is unknown, missing, or not what it must be; or the end lies before the start.

    >>> checked("sharing", {"partner": "Ambulance", "source": "demo/ambulance", "month": "2024-03", "state": "missing"})
    {'partner': 'Ambulance', 'source': 'demo/ambulance', 'month': '2024-03', 'state': 'missing'}
    """
    known = fields(kind)
    strange = [name for name in body if name not in known]
    if strange:
        raise ParameterError(f"A document of kind '{kind}' has no field '{strange[0]}'.", f"Use: {', '.join(known)}.")
    kept = {name: value_of(field, body.get(name)) for name, field in known.items()}
    missing = [known[name].title for name, value in kept.items() if known[name].needed and not value]
    if missing:
        raise ParameterError(f"Not said: {', '.join(missing).lower()}.", "Fill it in and save again.")
    if kept.get("start") and kept.get("end") and kept["end"] < kept["start"]:
        raise ParameterError("It ends before it starts.", "Change the start or the end.")
    return kept
