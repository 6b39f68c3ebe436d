"""Why a number is hidden: one row for each kind of number that did not leave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SCORE = "Exact scores and densities can be turned back into single incidents."
WHY = {
    "lower": "An interval gives its count away.",
    "upper": "An interval gives its count away.",
    "stability": "Shown as low, medium or high.",
    "trend": "A trend over the steps of a window tells of each step.",
    "count": "Too few: 0 to 7 are one band, so that nobody can tell none from some.",
    "word": "Beside the counts that are shown, either answer could narrow a small count to fewer than four values.",
}
COLUMNS = ["number", "why_hidden"]
_NOTHING = pd.DataFrame([], columns=COLUMNS)  # of open sources, as with almost every answer: a copy takes a tenth


def exposure(hidden: Sequence[str]) -> pd.DataFrame:
    """Return one row per hidden number with the reason.

    >>> exposure(["z", "lower"])["why_hidden"].tolist()
    ['Exact scores and densities can be turned back into single incidents.', 'An interval gives its count away.']
    """
    if not hidden:
        return _NOTHING.copy()
    return pd.DataFrame([(name, _why(name)) for name in hidden], columns=COLUMNS)


def _why(name: str) -> str:
    return WHY.get(name, WHY["trend"] if name.startswith(("trend", "slope", "hamed")) else SCORE)


def withheld(words: pd.Series, band: NDArray[np.bool_]) -> pd.DataFrame:
    """Return rows on the counts within the band and the words that would have narrowed them."""
    told = [
        (f"count of {int(band.sum()):,} of {len(band):,} places", WHY["count"]),
        (f"category or significance of {int(words.sum()):,} of {len(band):,} places", WHY["word"]),
    ]
    return pd.DataFrame(told, columns=COLUMNS)
