"""Which actions of the catalogue fit a place, each with the reason why it is offered."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from hotspot.config.catalogue import TIERS, Action
from hotspot.context import PROTECTIVE, WITHIN_M
from hotspot.measures.place_hours import TITLES
from hotspot.targeting.nearby import NEAR_M, NEAR_TYPES

MOST = 6
IMPACT_ORDER = {"high": 0, "moderate": 1, "low": 2, "not checked": 3, "unclear": 4, "none": 5}
COLUMNS = "key title tier who because hours_known impact confidence cost says source address read".split()


def suiting(place: pd.Series, actions: Sequence[Action], *, most: int = MOST) -> pd.DataFrame:
    """Return the actions that fit a place, those with most reason first, then those with the better evidence.

    An action is offered only for a reason that stands on the place: its busy hours, its word, what is thin, who is
    near. One that asks for certain hours needs them, except where no hour is known: then another reason must carry it,
    and the row says so. One meant for under-18s is left out where records say that most are older. It is a prompt for a
    conversation, not advice: ratings are averages of other places.

    Parameters
    ----------
    place : Series
        One row of the shortlist: ``word``, ``when``, ``hours_known``, ``young``, ``young_said``, ``thin``, ``near``.
    actions : sequence of Action
        The catalogue.
    most : int
        How many to return.

    Returns
    -------
    DataFrame
        Columns ``COLUMNS``; ``because`` is a sentence part, ``hours_known`` False where hours should be looked up.
    """
    rows = [row for action in actions if (row := _row(place, action)) is not None]
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    frame = pd.DataFrame(rows)
    frame["order"] = frame["impact"].map(IMPACT_ORDER)
    ranked = frame.sort_values(["reasons", "order"], ascending=[False, True], kind="stable")
    return _every_tier(ranked, most)[COLUMNS].reset_index(drop=True)


def _every_tier(ranked: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the first rows, each tier that fits at all represented by its best; tiers in their order."""
    best = ranked.drop_duplicates("tier")
    rest = ranked.drop(best.index).head(max(0, most - len(best)))
    chosen = ranked.loc[ranked.index.isin(best.index.union(rest.index))]
    order = chosen["tier"].map({tier: k for k, tier in enumerate(TIERS)})
    return chosen.assign(tier_order=order).sort_values("tier_order", kind="stable")


def _row(place: pd.Series, action: Action) -> dict[str, object] | None:
    suits = action.suits
    when = [TITLES[key].split(" (")[0] for key in place["when"] if key in suits.when]
    others = _others(place, action)
    if suits.young and place["young_said"] and not place["young"]:
        return None
    if suits.when and place["hours_known"] and not when:
        return None
    if not when and not others:
        return None
    young = [str(place["young_said"]).split(" in ")[0]] if suits.young and place["young"] else []
    reasons = [*when, *young, *others]
    known = bool(place["hours_known"]) or not suits.when
    source = action.source
    return {
        "key": action.key, "title": action.title, "tier": action.tier, "who": action.who,
        "because": "; ".join(reasons), "hours_known": known, "impact": action.impact, "confidence": action.confidence,
        "cost": action.cost, "says": action.says, "source": source.title, "address": source.address,
        "read": source.read, "reasons": _weight(place, action, when, young),
    }  # fmt: skip


def _weight(place: pd.Series, action: Action, when: Sequence[str], young: Sequence[str]) -> int:
    """Return how much speaks for an action, by kinds of reason: three libraries that are far away are one kind.

    Hours, ages and gaps are about this place alone and count double; a word or a station is true of many.
    """
    suits = action.suits
    own = [when, young, set(place["thin"]) & set(suits.thin)]
    common = [place["word"] in suits.words, set(place["near"]) & set(suits.near)]
    return 2 * sum(map(bool, own)) + sum(map(bool, common))


def _others(place: pd.Series, action: Action) -> list[str]:
    suits = action.suits
    thin = [key for key in place["thin"] if key in suits.thin]
    near = [key for key in place["near"] if key in suits.near]
    said = [f"the place is {place['word']}"] if place["word"] in suits.words else []
    said += [f"no {PROTECTIVE.get(key, key.replace('_', ' '))} within {WITHIN_M / 1000:.1f} km" for key in thin]
    return said + [f"{NEAR_TYPES.get(key, key.replace('_', ' '))} within {NEAR_M:.0f} m" for key in near]
