"""A combined order of places, by weights that a partnership has agreed, and how much hangs on them.

Counts alone order the list until weights are agreed in the area profile. Then each place has a rank in each part, the
parts are weighed, and every part is shown: a score that nobody can take apart is not an agreement. Deprivation and thin
protection may speak for *acting* at a place that is already on the list of counts; they never make a place hot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot.config.area_profile import WEIGHTS
from hotspot.errors import ParameterError

# Part -> column of the listed places, and whether a high value speaks for acting.
PARTS: dict[str, tuple[str, bool]] = {
    "count": ("count", True),
    "last_12_months": ("count_12m", True),
    "need": ("need_decile", False),
    "thin_protection": ("thin_share", True),
}
NOT_KNOWN = 0.5  # a place whose part is not known stands in the middle of that part
SWING = 0.5  # weights are varied by up to half
DRAWS = 1000
HEAD = 10


class Combined(NamedTuple):
    """Places in a combined order.

    Attributes
    ----------
    table : DataFrame, index location
        In the combined order: ``combined_rank``, ``score`` (0 to 1), and for each part that counts ``part_<name>``
        (0 to 1, the share of the places that it stands before).
    weights : dict
        Those that were used, summing to 1: a part that is known of no place is left out.
    left_out : tuple of str
        Agreed parts that no layer is loaded for.
    """

    table: pd.DataFrame
    weights: dict[str, float]
    left_out: tuple[str, ...]


class Sensitivity(NamedTuple):
    """How many of the first places stay when weights are varied.

    Attributes
    ----------
    head : int
        How many are looked at.
    median, worst : int
        How many of them stay, in the middle and in the worst of the draws.
    by_count : int
        How many of them the count alone lists first, too.
    """

    head: int
    median: int
    worst: int
    by_count: int


def parts_of(places: pd.DataFrame) -> pd.DataFrame:
    """Return each place's standing in each part, 0 to 1, ties sharing the middle.

    Ranks are compared and not values: a place with ten times the count is not ten times as urgent, and no unit has to
    be set against another.

    >>> rows = pd.DataFrame({"count": [30, 20, 10], "count_12m": [5, 5, 9], "need_decile": [9, 1, float("nan")]})
    >>> parts_of(rows).round(2).values.tolist()
    [[1.0, 0.25, 0.0], [0.5, 0.25, 1.0], [0.0, 1.0, 0.5]]
    """
    found = {}
    for part, (column, high_first) in PARTS.items():
        if column in places and places[column].notna().any():
            values = places[column].astype(float)
            rank = values.rank(ascending=high_first, method="average")
            known = int(values.notna().sum())
            found[part] = ((rank - 1) / (known - 1) if known > 1 else rank * 0 + NOT_KNOWN).fillna(NOT_KNOWN)
    return pd.DataFrame(found, index=places.index)


def combined(places: pd.DataFrame, agreed: Mapping[str, float]) -> Combined:
    """Return places in the combined order of agreed weights.

    Parameters
    ----------
    places : DataFrame, index location
        A list already chosen by count, most first, with the columns of ``PARTS`` that are known.
    agreed : mapping
        Part -> weight, as the area profile has them.

    Raises
    ------
    ParameterError
        No weights are agreed, or none of an agreed part is loaded.
    """
    strange = set(agreed) - set(WEIGHTS)
    if strange or not agreed:
        raise ParameterError(
            "No weights are agreed for this area." if not agreed else f"{', '.join(sorted(strange))} is no part.",
            f"Agree them in the area profile under [weights]: {', '.join(WEIGHTS)}.",
        )
    parts = parts_of(places)
    used = {part: float(weight) for part, weight in agreed.items() if part in parts and weight > 0}
    if not used:
        raise ParameterError("No layer of the agreed weights is loaded.", "Add one, or agree a weight for count.")
    total = sum(used.values())
    weights = {part: weight / total for part, weight in used.items()}
    score = _scores(parts[[*weights]].to_numpy(), np.array(list(weights.values())))
    table = parts[[*weights]].add_prefix("part_").assign(score=score)
    # Of equal scores the place with more records comes first: the list arrives in that order.
    order = table.iloc[np.argsort(-np.round(score, 9), kind="stable")]
    rank = order["score"].round(9).rank(ascending=False, method="min").astype(int)
    left = tuple(part for part, weight in agreed.items() if weight > 0 and part not in parts)
    return Combined(order.assign(combined_rank=rank), weights, left)


def _scores(parts: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(parts @ weights)


def sensitivity(
    places: pd.DataFrame, agreed: Mapping[str, float], rng: np.random.Generator, *, head: int = HEAD
) -> Sensitivity:
    """Return how many of the first places stay when each agreed weight is varied by up to half.

    Weights are an agreement and not a measurement: if the list turns over when they change a little, the list says
    little. Each draw multiplies every weight by its own number between 0.5 and 1.5; the corners, where one weight alone
    is halved or raised by half, are always among them.

    Parameters
    ----------
    places : DataFrame
        The list by count.
    agreed : mapping
        Part -> weight.
    rng : numpy Generator
        Source of the draws.
    head : int
        How many places are looked at.

    Returns
    -------
    Sensitivity
    """
    found = combined(places, agreed)
    parts = parts_of(places)[[*found.weights]].to_numpy()
    weights = np.array(list(found.weights.values()))
    head = min(head, len(places))
    first = set(np.argsort(-np.round(parts @ weights, 9), kind="stable")[:head])
    times = rng.uniform(1 - SWING, 1 + SWING, (DRAWS, len(weights)))
    corners = np.vstack([np.eye(len(weights)) * swing + 1 for swing in (-SWING, SWING)])
    stay = [_stay(parts @ (weights * one), first, head) for one in np.vstack([corners, times])]
    by_count = len(first & set(range(head)))
    return Sensitivity(head, int(np.median(stay)), int(min(stay)), by_count)


def _stay(score: NDArray[np.float64], first: set[int], head: int) -> int:
    return len(first & set(np.argsort(-np.round(score, 9), kind="stable")[:head]))
