"""Aoristic weights: sharing an incident among the hours of the week in which it may have happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotspot.errors import ParameterError

Floats = NDArray[np.float64]

WEEK_H = 168
CHUNK = 20_000  # incidents at once, which keeps the working arrays near 50 MB


def aoristic_weights(start_h: ArrayLike, end_h: ArrayLike) -> Floats:
    """Return the share of each incident that belongs to each hour of the week.

    A car broken into between 18:00 and 08:00 is no evidence for 18:00, for 08:00, or for the midpoint. Aoristic
    analysis gives every hour in the interval an equal share per minute, and adds the shares up. It smooths: a peak in
    the sum is real, but sharper peaks may hide in it. Long intervals (a holiday) carry almost no information, so show
    how much of the total rests on intervals of a few hours.

    Parameters
    ----------
    start_h : array of shape (n,)
        The earliest time, in hours from Monday 00:00 local time (10.5 is Monday 10:30); any week will do.
    end_h : array of shape (n,)
        The latest time on the same clock, so that it may exceed 168; NaN where only one time is known.

    Returns
    -------
    array of shape (n, 168)
        Column k is the hour from k to k + 1 after Monday 00:00. Each row sums to 1.

    Raises
    ------
    ParameterError
        If the arrays do not match or a start is missing.

    Notes
    -----
    Exact to the minute: an interval from 10:55 to 11:55 gives 5/60 to hour 10 and 55/60 to hour 11. Without an end, or
    with an end not after the start, everything goes to the hour of the start. From 7 days on each hour gets 1/168.
    Source: J. H. Ratcliffe, Aoristic analysis: the spatial interpretation of unspecific temporal events, International
    Journal of Geographical Information Science 14 (2000) 669-679.

    Examples
    --------
    >>> aoristic_weights([10 + 55 / 60], [11 + 55 / 60])[0, 9:13].round(3)
    array([0.   , 0.083, 0.917, 0.   ])
    """
    start, end = np.asarray(start_h, dtype=float), np.asarray(end_h, dtype=float)
    if start.ndim != 1 or start.shape != end.shape or not np.isfinite(start).all():
        raise ParameterError(
            f"There are {start.size} starts and {end.size} ends, or a start is missing.",
            "Give one start and one end (or NaN) for each incident; leave out those whose time is unknown.",
        )
    weights = np.empty((len(start), WEEK_H))
    for first in range(0, len(start), CHUNK):
        part = slice(first, first + CHUNK)
        weights[part] = _weights(start[part], end[part])
    return weights


def _weights(start: Floats, end: Floats) -> Floats:
    length = end - start
    known = length > 0  # False for NaN as well
    begin = np.where(known, start, np.floor(start)) % WEEK_H
    length = np.where(known, np.minimum(length, WEEK_H), 1.0)
    # How much of the interval has passed at the end of each hour; an interval that begins on Sunday may end in the
    # second week, which is folded back on the first.
    passed = np.clip(np.arange(2 * WEEK_H + 1) - begin[:, None], 0.0, length[:, None]) / length[:, None]
    share = np.diff(passed, axis=1)
    return np.asarray(share[:, :WEEK_H] + share[:, WEEK_H:])
