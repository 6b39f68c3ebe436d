"""Whether coordinates look like longitude and latitude in the British Isles.

Published police points are snapped to anonymous places and a few always lie far away, so an odd position is only
reported: nothing is moved, swapped or converted without the reader.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hotspot.sources.columns import Mask

_WEST, _SOUTH, _EAST, _NORTH = -9.0, 49.0, 2.5, 61.5


def off_globe(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Mask:
    """Return which positions are no longitude and latitude at all (metres of a national grid, for instance).

    >>> off_globe(np.array([-1.5, 435000.0, np.nan]), np.array([52.9, 336000.0, np.nan])).tolist()
    [False, True, False]
    """
    return (np.abs(lon) > 180) | (np.abs(lat) > 90)


def oddities(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[str, ...]:
    """Return a sentence for each way in which positions look wrong, with the suggested mend.

    >>> oddities(np.array([52.9, 0.0, -1.5]), np.array([-1.5, 0.0, 52.9]))[0]
    '1 position looks as if longitude and latitude were swapped: check the column order; nothing was changed.'
    """
    swapped = inside(lat, lon)
    zero = (lon == 0) & (lat == 0)
    away = ~(inside(lon, lat) | swapped | zero | np.isnan(lon) | np.isnan(lat))
    found = (
        (swapped, "as if longitude and latitude were swapped: check the column order; nothing was changed."),
        (zero, "like a placeholder (0, 0): it counts as outside every area."),
        (away, "wrong for the British Isles: it counts as outside every area."),
    )
    return tuple(f"{_how_many(int(mask.sum()))} {words}" for mask, words in found if mask.any())


def inside(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Mask:
    """Return which positions lie in the box around the British Isles."""
    return (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)


def _how_many(count: int) -> str:
    return "1 position looks" if count == 1 else f"{count:,} positions look"
