"""Which actions of the catalogue fit a place, each with the reasons why it is offered: facts, which the views word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from hotspot.config.catalogue import TIERS, Action, Suits

MOST = 6
# Kinds of reasons and what each counts, as they are told. Hours, ages and gaps are about this place alone and count
# double; a word or a station is true of many.
KINDS = {"when": 2, "young": 2, "word": 1, "thin": 2, "near": 1}
IMPACTS = ("high", "moderate", "low", "not checked", "unclear", "none")
COLUMNS = "location key title tier who because hours_known impact confidence cost says source address read".split()
Row = dict[str, Any]


def suiting(places: pd.DataFrame, actions: Sequence[Action], *, most: int = MOST) -> pd.DataFrame:
    """Return the actions that fit each place, those with most reason first, then those with the better evidence.

    An action is offered only for a reason that stands on the place: its busy hours, its word, what is thin, who is
    near. One that asks for certain hours needs them, except where no hour is known: then another reason must carry it,
    and the row says so. One meant for under-18s is left out where records say that most are older. It is a prompt for a
    conversation, not advice: ratings are averages of other places.

    Parameters
    ----------
    places : DataFrame, index location
        ``word``, ``when``, ``hours_known``, ``young``, ``young_percent``, ``thin``, ``near``.
    actions : sequence of Action
        The catalogue.
    most : int
        How many at each place; every tier that fits at all keeps its best.

    Returns
    -------
    DataFrame
        Columns ``COLUMNS``: by place, then tier; ``because`` is a tuple of ``Reason``, ``hours_known`` is False where
        the hours should be looked up first.
    """
    columns = ["word", "when", "hours_known", "young", "young_percent", "thin", "near"]
    rows: list[Row] = []
    for key, place in zip(places.index, places[columns].to_dict("records"), strict=True):
        fitting = [row for action in actions if (row := _row(place, action))]
        rows += [{**row, "location": str(key)} for row in _chosen(fitting, most)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _chosen(rows: list[Row], most: int) -> list[Row]:
    """Return the first rows, each tier that fits represented by its best; tiers in their order."""
    ranked = sorted(rows, key=lambda row: (-row["weight"], IMPACTS.index(row["impact"])))
    tiers = [row["tier"] for row in ranked]
    best = [row for k, row in enumerate(ranked) if row["tier"] not in tiers[:k]]
    rest = [row for row in ranked if row not in best][: max(0, most - len(best))]
    kept = [row for row in ranked if row in best or row in rest]
    return sorted(kept, key=lambda row: TIERS.index(row["tier"]))


class Reason(NamedTuple):
    """Why an action is offered: a kind of ``KINDS``, and which busy hours, word, gap or neighbour of the place."""

    kind: str
    key: str = ""


def _row(place: Mapping[str, Any], action: Action) -> Row | None:
    suits = action.suits
    reasons = _reasons(place, suits)
    kinds = {reason.kind for reason in reasons}
    if suits.young and pd.notna(place["young_percent"]) and not place["young"]:
        return None
    if suits.when and place["hours_known"] and "when" not in kinds:
        return None
    if not kinds - {"young"}:  # that most are under 18 is no reason alone
        return None
    source = action.source
    return {
        "key": action.key, "title": action.title, "tier": action.tier, "who": action.who, "because": reasons,
        "hours_known": bool(place["hours_known"]) or not suits.when, "impact": action.impact,
        "confidence": action.confidence, "cost": action.cost, "says": action.says, "source": source.title,
        "address": source.address, "read": source.read, "weight": sum(KINDS[kind] for kind in kinds),
    }  # fmt: skip


def _reasons(place: Mapping[str, Any], suits: Suits) -> tuple[Reason, ...]:
    """Return what stands on the place of that which an action asks for; three libraries far away are one kind."""
    found = {
        "when": [key for key in place["when"] if key in suits.when],
        "young": [""] if suits.young and place["young"] else [],
        "word": [place["word"]] if place["word"] in suits.words else [],
        "thin": [key for key in place["thin"] if key in suits.thin],
        "near": [key for key in place["near"] if key in suits.near],
    }
    return tuple(Reason(kind, key) for kind in KINDS for key in found[kind])
