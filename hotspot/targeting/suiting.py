"""Which actions of the catalogue fit a place, each with the reason why it is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hotspot.config.catalogue import TIERS, Action
from hotspot.context import PROTECTIVE, WITHIN_M
from hotspot.measures.place_hours import TITLES
from hotspot.targeting.nearby import NEAR_M, NEAR_TYPES

MOST = 6
UNDER_18S = "under-18s"
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
        Columns ``COLUMNS``: by place, then tier; ``because`` is a sentence part, ``hours_known`` is False where the
        hours should be looked up first.
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


def _row(place: Mapping[str, Any], action: Action) -> Row | None:
    suits = action.suits
    when = [TITLES[key] for key in place["when"] if key in suits.when]
    others = _others(place, action)
    if suits.young and pd.notna(place["young_percent"]) and not place["young"]:
        return None
    if suits.when and place["hours_known"] and not when:
        return None
    if not when and not others:
        return None
    young = [UNDER_18S] if suits.young and place["young"] else []
    source = action.source
    return {
        "key": action.key, "title": action.title, "tier": action.tier, "who": action.who,
        "because": "; ".join([*when, *young, *others]), "hours_known": bool(place["hours_known"]) or not suits.when,
        "impact": action.impact, "confidence": action.confidence, "cost": action.cost, "says": action.says,
        "source": source.title, "address": source.address, "read": source.read,
        "weight": _weight(place, action, when, young),
    }  # fmt: skip


def _weight(place: Mapping[str, Any], action: Action, when: Sequence[str], young: Sequence[str]) -> int:
    """Return how much speaks for an action, by kinds of reason: three libraries that are far away are one kind.

    Hours, ages and gaps are about this place alone and count double; a word or a station is true of many.
    """
    suits = action.suits
    own = [when, young, set(place["thin"]) & set(suits.thin)]
    common = [place["word"] in suits.words, set(place["near"]) & set(suits.near)]
    return 2 * sum(map(bool, own)) + sum(map(bool, common))


def _others(place: Mapping[str, Any], action: Action) -> list[str]:
    suits = action.suits
    thin = [key for key in place["thin"] if key in suits.thin]
    near = [key for key in place["near"] if key in suits.near]
    said = [f"the place is {place['word']}"] if place["word"] in suits.words else []
    said += [f"no {PROTECTIVE.get(key, key.replace('_', ' '))} within {WITHIN_M / 1000:,.1f} km" for key in thin]
    return said + [f"{NEAR_TYPES.get(key, key.replace('_', ' '))} within {NEAR_M:,.0f} m" for key in near]
