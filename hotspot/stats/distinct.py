"""The different values among many: thousands of places hold few different counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SMALL = 1 << 16  # up to which whole numbers are counted in place of being sorted


def distinct(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the different values in order, and which of them each value is, as ``numpy.unique`` does.

    Small whole numbers, as counts mostly are, need no sorting.

    >>> levels, which = distinct(np.array([4.0, 0.0, 4.0]))
    >>> levels, which
    (array([0., 4.]), array([1, 0, 1]))
    """
    flat = values.reshape(-1)
    if flat.size and 0 <= flat.min() and flat.max() < _SMALL:
        whole = flat.astype(np.intp)
        if (whole == flat).all():
            held = np.flatnonzero(np.bincount(whole))
            row = np.empty(int(held[-1]) + 1, dtype=np.intp)
            row[held] = np.arange(len(held))
            return held.astype(float), row[whole]
    levels, which = np.unique(flat, return_inverse=True)
    return levels, which
