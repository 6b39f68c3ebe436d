"""What fits a place, in the reader's language: why an action is offered, how it is rated and where that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hotspot.config.catalogue import UNREAD
from hotspot.language import phrase, to_phrase
from hotspot.targeting.suiting import Reason
from hotspot.views import busy, thin
from hotspot.views.days import day

# A sentence for each word: in Welsh they are not all built alike.
WORDS = {
    "new": to_phrase("the place is new"), "worsening": to_phrase("the place is worsening"),
    "long-standing": to_phrase("the place is long-standing"), "easing": to_phrase("the place is easing"),
    "on and off": to_phrase("the place is on and off"), "was hot": to_phrase("the place was hot"),
}  # fmt: skip
UNDER_18S = to_phrase("under-18s")
MEASURED = {
    "impact": to_phrase("impact {rating}"), "confidence": to_phrase("confidence {rating}"),
    "cost": to_phrase("cost {rating}"),
}  # fmt: skip
RATINGS = {
    "high": to_phrase("high"), "moderate": to_phrase("moderate"), "low": to_phrase("low"),
    "none": to_phrase("no effect found"), "unclear": to_phrase("unclear"),
}  # fmt: skip


def because(reasons: Sequence[Reason]) -> str:
    """Return why an action is offered.

    >>> because([Reason("when", "after_school"), Reason("young"), Reason("thin", "library"), Reason("near", "school")])
    'weekday afternoons in term; under-18s; no library within 1.2 km; school within 400 m'
    """
    return "; ".join(map(_reason, reasons))


def _reason(reason: Reason) -> str:
    if reason.kind == "young":
        return phrase(UNDER_18S)
    if reason.kind == "word":
        return phrase(WORDS[reason.key])
    return {"when": busy.window, "thin": thin.missing, "near": busy.beside}[reason.kind](reason.key)


def why(action: Mapping[Any, Any] | pd.Series) -> str:
    """Return why an action is offered, and that the hours of the place, which it asks for, are not known.

    >>> why({"because": (Reason("word", "new"),), "hours_known": False})
    'because: the place is new; its hours are not known here'
    """
    known, unknown = phrase("because: {reasons}"), phrase("because: {reasons}; its hours are not known here")
    return (known if action["hours_known"] else unknown).format(reasons=because(action["because"]))


def ratings(action: Mapping[Any, Any] | pd.Series) -> str:
    """Return how the source rates an action, as far as anybody read it there.

    >>> ratings({"impact": "none", "confidence": "low", "cost": "not checked"})
    'impact no effect found, confidence low'
    """
    read = {what: action[what] for what in MEASURED if action[what] != UNREAD}
    said = [phrase(MEASURED[what]).format(rating=phrase(RATINGS[rating])) for what, rating in read.items()]
    return ", ".join(said) or phrase("rating not checked")


def source(action: Mapping[Any, Any] | pd.Series) -> str:
    """Return where the rating was read and when; where none was read, where to look."""
    title = phrase(action["source"])
    if all(action[what] == UNREAD for what in MEASURED):
        return phrase("To check: {source}").format(source=title)
    return phrase("{source}, read {day}").format(source=title, day=day(action["read"]))
