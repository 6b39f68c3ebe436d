"""When a place is busy, how young those involved are and who is near it, in the reader's language: facts in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from hotspot.language import phrase, to_phrase
from hotspot.measures.place_hours import clock
from hotspot.targeting.nearby import Nearby
from hotspot.targeting.peaks import FEW_TIMED

WINDOWS = {
    "after_school": to_phrase("weekday afternoons in term{clock}"),
    "weekend_nights": to_phrase("Friday and Saturday nights{clock}"),
    "week_nights": to_phrase("nights from Sunday to Thursday{clock}"),
    "day_drinking": to_phrase("Saturday daytime{clock}"),
}
KINDS = {
    "school": to_phrase("school"), "station": to_phrase("station"), "bus_interchange": to_phrase("bus interchange"),
}  # fmt: skip
TYPES = KINDS | {"licensed_premises": to_phrase("licensed premises")}
COUNTS = {"licensed_premises": to_phrase("{n} licensed premises")}


def when(place: Mapping[Any, Any] | pd.Series, *, clocks: bool = True) -> str:
    """Return the busy windows of a place, with their clock or without; nothing where no hours are told.

    >>> night = {"when": ("weekend_nights",), "when_percent": (48.2,), "timed": 517.0}
    >>> when(night), when(night, clocks=False)
    ('Friday and Saturday nights (18:00-05:59): 48 %', 'Friday and Saturday nights: 48 %')
    >>> when(night | {"when": (), "when_percent": ()}), when(night | {"timed": 7.0})
    ('spread over the week', 'hours not told: known of 7 records only')
    """
    timed = place["timed"]
    if pd.isna(timed):
        return ""
    if timed < FEW_TIMED:
        return phrase("hours not told: known of {n} records only").format(n=f"{timed:,.0f}")
    held = zip(place["when"], place["when_percent"], strict=True)
    said = [f"{window(key, clocks=clocks)}: {percent:,.0f} %" for key, percent in held]
    return "; ".join(said) or phrase("spread over the week")


def window(key: str, *, clocks: bool = False) -> str:
    """Return a window of the week, with its clock or without.

    >>> window("weekend_nights"), window("weekend_nights", clocks=True)
    ('Friday and Saturday nights', 'Friday and Saturday nights (18:00-05:59)')
    """
    return phrase(WINDOWS[key]).format(clock=f" ({clock(key)})" if clocks else "")


def young(place: Mapping[Any, Any] | pd.Series) -> str:
    """Return how many were under 18; nothing where too few ages are known.

    >>> young({"young_percent": 2.1, "aged": 517.0}), young({"young_percent": float("nan"), "aged": 3.0})
    ('under-18s in 2 % of the 517 records with a known age', '')
    """
    if pd.isna(place["young_percent"]):
        return ""
    said = phrase("under-18s in {share} % of the {n} records with a known age")
    return said.format(share=f"{place['young_percent']:,.0f}", n=f"{place['aged']:,.0f}")


def near(found: Nearby) -> str:
    """Return who of a type is near, counted or by name.

    >>> near(Nearby("licensed_premises", (), 23)), near(Nearby("school", ("Park School", "Hill School"), 4))
    ('23 licensed premises', 'Park School, Hill School and 2 more (school)')
    """
    if found.kind in COUNTS:
        return phrase(COUNTS[found.kind]).format(n=found.in_all)
    names, more = ", ".join(found.names), found.in_all - len(found.names)
    said = phrase("{names} and {n} more").format(names=names, n=more) if more else names
    return f"{said} ({phrase(KINDS[found.kind])})"


def beside(kind: str) -> str:
    """Return that something of a type is near.

    >>> beside("licensed_premises")
    'licensed premises within 400 m'
    """
    return within(phrase(TYPES[kind]))


def within(what: str) -> str:
    """Return that something is about five minutes away on foot."""
    return phrase("{what} within 400 m").format(what=what)
