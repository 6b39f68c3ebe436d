"""Which places of a cube are hot or cold in some step, for whoever needs their bins and no score.

Few bins come near to being hot or cold. A neighbourhood sum tells at once on which side of a bar its score lies, so
that scores are made of those few alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hotspot.stats.moments import ROUNDING
from hotspot.stats.scoring import Reading, Scoring, Window, blocks, lag_of, prepare, score_rows
from hotspot.stats.significance import NEAR, NEAREST, far, surely

_Far = tuple[NDArray[np.float64], NDArray[np.intp], int]  # scores, where they stand, how many tests there are


class Marks(NamedTuple):
    """The places that are hot or cold in some step: their rows, and their bins in each step."""

    places: NDArray[np.intp]
    bins: NDArray[np.int8]


def marked(reading: Reading, *, lag: int | None = None, window: Window = "entire_cube") -> Marks:
    """Return the places of a cube that are hot or cold in some step, with their bins.

    The same bins as `confidence_bins` gives the scores of `space_time_gi_star`, for whoever needs no score.

    Parameters
    ----------
    reading : Reading
        Of the cube's values and weights.
    lag, window
        As for `space_time_gi_star`.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> values = np.zeros((30, 5))
    >>> values[0, 4] = 9
    >>> found = marked(Reading(values, sparse.csr_array(np.eye(30))), lag=0)
    >>> found
    Marks(places=array([0]), bins=array([[0, 0, 0, 0, 3]], dtype=int8))
    """
    scoring = prepare(reading, lag=lag_of(lag, window), window=window, again=True)
    away, where, tests = _scored(reading, scoring) if scoring.sums is None else _summed(reading, scoring, scoring.sums)
    sure, told = surely(away, tests)
    n, t = reading.x.shape
    place = where[sure] // t
    step = where[sure] - place * t
    ever = np.bincount(place, minlength=n) > 0
    places = np.flatnonzero(ever)
    bins = np.zeros((len(places), t), dtype=np.int8)
    bins[(np.cumsum(ever) - 1)[place], step] = told
    return Marks(places, bins)


def _scored(reading: Reading, scoring: Scoring) -> _Far:
    """Return the far scores of a cube whose sums nobody keeps, made some places at a time."""
    t, tests, parts = reading.x.shape[1], 0, []
    for block in blocks(*reading.x.shape) or [slice(0, 0)]:
        away, where, some = far(score_rows(reading.x, scoring, block).reshape(-1))
        parts.append((away, where + block.start * t))
        tests += some
    away, where = (np.concatenate(part) for part in zip(*parts, strict=True))
    return away, where, tests


def _summed(reading: Reading, scoring: Scoring, sums: NDArray[np.float64]) -> _Far:
    """Return the far scores of a cube whose sums are there: of the sums near enough to the middle no score is made."""
    of, (middle, width) = reading.kinds.of, _of_each_kind(reading, scoring)
    scored = np.isfinite(middle) & np.isfinite(width) & (width != 0)
    tests = int(np.bincount(of, minlength=len(scored)) @ np.count_nonzero(scored, axis=1))
    # A hair nearer than the bar, for rounding; one that was not beyond it is at no cut either.
    room = NEAREST * (1 - NEAR) * width - ROUNDING * np.abs(middle)
    high, low = middle + room, middle - room
    least = 0.0 if reading.rows.data.min(initial=0) >= 0 else -np.inf  # sums above the level are never below 0
    cold = np.fmax.reduce(low, axis=None, initial=-np.inf) > least
    parts = []
    for block in blocks(*sums.shape) or [slice(0, 0)]:
        mine, kind = sums[block], of[block]
        beyond = mine > high.take(kind, axis=0)
        if cold:
            beyond |= mine < low.take(kind, axis=0)
        parts.append(np.flatnonzero(beyond) + block.start * sums.shape[1])
    where = np.concatenate(parts)
    place = where // sums.shape[1]
    kind = (of[place] - place) * sums.shape[1] + where  # of its kind and its step, counted on
    away = (sums.take(where) - middle.take(kind)) / width.take(kind)
    return away, where, tests


def _of_each_kind(reading: Reading, scoring: Scoring) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what is taken off a sum and what it is divided by, for each kind of neighbourhood in each step."""
    of, (n, t) = reading.kinds.of, reading.x.shape
    one = np.zeros(len(reading.kinds.reach), dtype=np.intp)
    one[of] = np.arange(n)  # a place of each kind
    back = np.minimum(np.arange(t), scoring.root.shape[1] - 1)
    return scoring.reach[one][:, None] * scoring.centre, scoring.root[one][:, back] * scoring.spread
