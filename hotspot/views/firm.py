"""How firm a place's word is: how far it holds when the settings of the analysis change, never how sure a count is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hotspot.language import phrase, to_phrase

CONFIDENCE = ((0.8, to_phrase("high")), (0.5, to_phrase("medium")), (0.0, to_phrase("low")))


def confidence(stability: Any) -> str:
    """Return how far the word holds when settings change: high, medium, low; nothing where it was not tried.

    >>> [confidence(s) for s in (0.9, 0.5, 0.1, None)]
    ['high', 'medium', 'low', '']
    """
    if stability is None or pd.isna(stability):
        return ""
    return next(word for least, word in CONFIDENCE if stability >= least)


def firm(place: pd.Series) -> str:
    """Return how firm a place's word is, for a headline; of a shaky one, what is sure and what is not.

    "Confidence: low" beside "needs a decision" would puzzle a meeting: the count is above its usual range all the same.

    >>> firm(pd.Series({"word": "new", "decide": True, "stability": 0.2}))
    'Clearly above usual; “new” is less sure.'
    """
    sure = confidence(place.get("stability"))
    if sure in ("", "high", "medium"):
        return _holding(place).format(level=phrase(sure)) if sure else ""
    if not place["word"]:
        return phrase("Whether it has a pattern is less sure.")
    said = (
        phrase("Clearly above usual; “{word}” is less sure.") if place["decide"] else phrase("“{word}” is less sure.")
    )
    return said.format(word=phrase(place["word"]))


def rough(place: pd.Series) -> bool:
    """Return whether so few records are expected around a place in a step that its scores are rough.

    A word can hold in every setting and rest on little all the same: one never stands without the other. Where control
    applies this is not known, and nothing is said.

    >>> rough(pd.Series({"low_expected_step": True})), rough(pd.Series({"low_expected_step": float("nan")}))
    (True, False)
    """
    return bool(place.get("low_expected_step") == 1)


def _holding(place: pd.Series) -> str:
    if not rough(place):
        return phrase("Confidence: {level}.")
    return phrase("Confidence: {level}, but on rough scores: fewer than 5 records are expected around it in a step.")


def how_sure(place: pd.Series) -> str:
    """Return in how many of the settings tried a place keeps its word; nothing where none was tried."""
    sure, tried = confidence(place.get("stability")), place.get("settings_tried")
    if not sure or not tried or pd.isna(tried):
        return ""
    same = round(float(place["stability"]) * int(tried))
    said = phrase(
        "Confidence in the word: {level}, {same} of {tried} settings tried (size of place, step of time, strictness) "
        "agree. The counts do not depend on it."
    ).format(level=phrase(sure), same=same, tried=int(tried))
    few = phrase(" Scores here are rough: fewer than 5 records are expected around it in a step.")
    return said + few if rough(place) else said
