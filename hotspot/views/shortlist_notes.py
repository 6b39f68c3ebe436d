"""What a reader must know beside a list of places to act: its order, how much hangs on it, and what it does not say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hotspot.config.area_profile import WEIGHTS
from hotspot.language import phrase, phrase_many, to_phrase
from hotspot.views import words
from hotspot.views.shortlist import change
from hotspot.views.words import listed as as_list

BY_COUNT = to_phrase(
    "Ordered by count alone. A combined order by the weights that this area agreed can be shown instead."
)


def order_said(acting: Any, *, by_weights: bool) -> str:
    """Return by what the list is ordered, and how much hangs on it."""
    if acting.combined is None:
        why = "the area profile has none yet" if not acting.profile.weights else "no layer they speak of is loaded"
        return f"Ordered by count alone: no combined order is shown, because weights must be agreed first, and {why}."
    if not by_weights:
        return phrase(BY_COUNT)
    weights = [f"{WEIGHTS[part]} {100 * weight:,.0f} %" for part, weight in acting.combined.weights.items()]
    left = acting.combined.left_out
    missing = f" Not loaded, so left out: {as_list([WEIGHTS[part] for part in left])}." if left else ""
    return f"Ordered by agreed weights: {as_list(weights)}.{missing} {sensitivity_said(acting)}"


def sensitivity_said(acting: Any) -> str:
    """Return how many of the first places stay when the weights are varied."""
    found = acting.sensitivity
    return (
        f"Varying each weight by up to half, {found.median} of the first {found.head} stay as a rule and {found.worst} "
        f"at worst; {found.by_count} of them come first by count alone, too."
    )


def cut_said(acting: Any, places: pd.DataFrame) -> str:
    """Return that a list by count ends inside a tie, or before a band of counts whose places cannot be told apart."""
    holding = acting.shortlist.holding
    if acting.shortlist.controlled and int(places["count"].iloc[-1]) > (lowest := min(holding)):
        many, held = holding[lowest], words.number(lowest, acting.findings)
        said = phrase_many(
            "1 more place holds {held}.",
            "{n} more places hold {held} each. Which of them hold most is not told, so none of them is listed.", many,
        )  # fmt: skip
        return said.format(n=f"{many:,}", held=held)
    last = int(places["count"].iloc[-1])
    out = acting.shortlist.holding.get(last, 0) - int((places["count"] == last).sum())
    if out <= 0:
        return ""
    more = "1 more place holds" if out == 1 else f"{out} more places hold"
    return f"The list ends inside a tie: {more} as many as the last one here ({words.number(last, acting.findings)})."


def last_time_said(acting: Any) -> str:
    """Return how the places of last year's list went on; empty where less than two years are held."""
    past = acting.shortlist.last_time
    if past is None:
        return ""
    return (
        f"Records a month at the {past.places} places that headed this list a year ago: {change(past.fall)} in the 12 "
        f"months since (everywhere together: {change(past.area_fall)}). Whatever was done there is in that figure."
    )


CARE = (
    to_phrase(
        "Places are one size (hexagons) and ordered by how many records they hold. Scores and categories supply the "
        "words and never the order."
    ),
    to_phrase("Need, what is thin and who is near are context, not cause. Deprivation never enters a hot-spot score."),
    to_phrase(
        "Distances are straight lines, from the middle of the hexagon for what is thin and from the middle of its "
        "records for who is near: a river or a railway makes the walk longer. What no list names is not known to be "
        "missing."
    ),
    to_phrase("Offences that police activity finds are never ranked: they follow patrols."),
    to_phrase(
        "Ratings are averages of other places, on the day they were read; 'not checked' means that nobody read them "
        "off the source for this list."
    ),
)


def care(acting: Any, places: pd.DataFrame) -> Sequence[str]:
    """Return what a reader must know beside this list."""
    said = [*map(phrase, CARE), cut_said(acting, places), last_time_said(acting), *acting.around.missing]
    return [text for text in said if text]
