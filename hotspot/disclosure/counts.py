"""A count as those beyond its source may see it: one band for 0 to 7, and fives above.

Zero is inside the band: otherwise the edge of an empty area would pin its neighbours.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

BAND_TOP = 7  # 0 to 7 are one band
BAND_WORD = "fewer than 8"
BAND_VALUE = 4  # the number the band counts as where one is needed
ROUND_TO = 5


def controlled_count(count: int) -> str:
    """Return a count as an audience beyond the source may see it.

    >>> [controlled_count(n) for n in (0, 1, 7, 8, 12, 13, 22, 23)]
    ['fewer than 8', 'fewer than 8', 'fewer than 8', '10', '10', '15', '20', '25']
    """
    return BAND_WORD if count <= BAND_TOP else str(int(controlled_values(np.array([count]))[0]))


def controlled_values(counts: ArrayLike) -> NDArray[np.int64]:
    """Return banded counts as numbers, where a chart or a rate needs one: the band counts as 4.

    >>> controlled_values(np.array([0, 7, 8, 23])).tolist()
    [4, 4, 10, 25]
    """
    exact = np.asarray(counts)
    rounded = ROUND_TO * np.floor(exact / ROUND_TO + 0.5).astype(np.int64)
    return np.where(exact <= BAND_TOP, BAND_VALUE, rounded)


def bounds(shown: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the least and the greatest count that a shown number can stand for: what every reader knows.

    >>> [side.tolist() for side in bounds(np.array([4, 10, 25]))]
    [[0, 8, 23], [7, 12, 27]]
    """
    value = np.asarray(shown, dtype=np.int64)
    band, half = value == BAND_VALUE, ROUND_TO // 2
    return np.where(band, 0, np.maximum(value - half, BAND_TOP + 1)), np.where(band, BAND_TOP, value + half)


def summed(shown: NDArray[np.int64]) -> float:
    """Return the sum of shown counts, the band counted as 4; missing where over half of them are in the band.

    A sum of the shown numbers tells nothing that they do not. It is refused where it would be mostly guesswork.

    >>> summed(np.array([4, 10, 15])), summed(np.array([4, 4, 10]))
    (29.0, nan)
    """
    mostly_band = (shown == BAND_VALUE).mean() > 0.5 if shown.size else True
    return float("nan") if mostly_band else float(shown.sum())
