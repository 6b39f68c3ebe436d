"""What a word gives away: whether a category or a significance class would narrow a small count.

A place is called hot where its neighbourhood holds at least so many records: one inequality about a few places. Beside
the bands, which everybody sees, it may say that a place marked "fewer than 8" holds at least 6, or at most 1. Such a
word does not leave. Whether it leaves is settled from the bands and the threshold alone, for every answer that was
possible, so that a word that is missing tells nothing either.

The reader is taken to know the thresholds exactly, which he would have to guess: mean and spread do not leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hotspot.disclosure.counts import BAND_TOP, BAND_VALUE, bounds

NARROWEST = 3  # the least width of what may be known of a count in the band
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Known:
    """What everybody knows of each neighbourhood from the shown numbers.

    Attributes
    ----------
    least, greatest : arrays (n,)
        Bounds of the sum over the neighbourhood.
    any_band : bool array (n,)
        Whether some member is in the band: else there is nothing to protect.
    """

    least: Floats
    greatest: Floats
    any_band: Truths


def known(shown: NDArray[np.int64], neighbours: sparse.csr_array) -> Known:
    """Return what the shown numbers say of each neighbourhood."""
    low, high = bounds(shown)
    near = (neighbours > 0).astype(float)
    return Known(near @ low.astype(float), near @ high.astype(float), near @ (shown == BAND_VALUE).astype(float) > 0)


def thresholds(values: Floats, z: Floats, bins: NDArray[np.int8], neighbours: sparse.csr_array, *, lag: int) -> Floats:
    """Return from which neighbourhood sum on a place is hot, (n, t, 3): at 90, 95 and 99 %.

    Parameters
    ----------
    values : array (n, t)
        What was scored: counts, or counts per day.
    z, bins : arrays (n, t)
        The scores and their significance.
    neighbours : sparse array (n, n)
        Binary weights of the scores, diagonal set.
    lag : int
        How many earlier steps belong to a neighbourhood.
    """
    n, t = values.shape
    members = np.asarray((neighbours > 0).sum(axis=1), dtype=float)
    deep = np.minimum(np.arange(t), lag) + 1
    reach = members[:, None] * deep[None, :]
    spread = values.std() * np.sqrt(np.maximum(n * t * reach - reach**2, 0) / max(n * t - 1, 1))
    return np.stack([values.mean() * reach + _cut(z, bins, level) * spread for level in range(3)], axis=-1)


def _cut(z: Floats, bins: NDArray[np.int8], level: int) -> float:
    """Return the least score that was called hot at a level; where none was, no score is known to reach it."""
    known, hot = z[np.isfinite(z)], z[(bins > level) & np.isfinite(z)]
    if hot.size:
        return float(hot.min())
    return float(known.max()) + 1e-6 if known.size else np.inf


def class_may_leave(edges: Floats, of: Known) -> Truths:
    """Return where the class of a single map may leave: none of its answers may narrow a count in the band.

    Parameters
    ----------
    edges : array (n, 3)
        The sums from which on a place is hot at each level.
    """
    least = np.ceil(edges - 1e-9)
    first = np.concatenate([np.zeros((len(least), 1)), least], axis=1)
    last = np.concatenate([least - 1, np.full((len(least), 1), np.inf)], axis=1)
    possible = (first <= of.greatest[:, None]) & (last >= of.least[:, None])
    low = np.maximum(first - (of.greatest - BAND_TOP)[:, None], 0)
    high = np.minimum(last - of.least[:, None], BAND_TOP)
    fine = ~possible | (high - low >= NARROWEST)
    return np.asarray(fine.all(axis=1) | ~of.any_band)


def pattern_may_leave(edges: Floats, days: Floats, of: Known, *, lag: int) -> Truths:
    """Return where a category may leave, which tells at most in which steps of the window a place was hot.

    Parameters
    ----------
    edges : array (n, t)
        The sums from which on a place is hot in each step, per unit of ``days``.
    days : array (t,)
        What a count was divided by before it was scored; ones where it was not.
    """
    steps = edges.shape[1]
    apart = -(-steps // (lag + 1))  # steps whose neighbourhoods have no record in common
    least, most = np.ceil(edges * days.min() - 1e-9).min(axis=1), np.ceil(edges * days.max() - 1e-9).max(axis=1)
    never_tells = least - 1 >= NARROWEST  # "never hot" bounds each step from above
    quiet = apart * (least - 1) - of.least
    never_tells &= (quiet < 0) | (quiet >= NARROWEST)
    always_tells = apart * most <= of.greatest - NARROWEST  # "always hot" bounds the window from below
    return np.asarray((never_tells & (always_tells | (least > of.greatest))) | ~of.any_band)


def edges_of(cube_counts: NDArray[np.integer], days: Floats, **scored: Any) -> Floats:
    """Return the threshold of each step at 90 %, (n, t), of counts divided by days as they were scored."""
    return thresholds(cube_counts / days, **scored)[:, :, 0]
