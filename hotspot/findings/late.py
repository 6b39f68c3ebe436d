"""Columns that a file shows and no page: worked out when a file is written, so that no answer waits for them."""

from __future__ import annotations

from typing import Any, cast

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from hotspot import stats
from hotspot.findings.places import Findings

SCORE_DECIMALS = 9
BESIDE = "trend_p"  # of the scores without a lag
LATE = ("trend_lagged", "trend_lagged_p", "hamed_rao_p")


def with_late_columns(found: Findings) -> gpd.GeoDataFrame:
    """Return every column of every location: those that are at hand, and the trend of the scores with their lag.

    ``trend_lagged`` and ``trend_lagged_p`` are its direction and plain p, which calls a trend too often because
    neighbouring steps share counts; ``hamed_rao_p`` is the p corrected for that. Missing where no scores leave.
    """
    locations = found.locations.copy()
    if BESIDE not in locations:
        return locations
    scored = not found.controlled and len(found.z) == len(locations)
    told = _of_scores(found.z) if scored else dict.fromkeys(LATE, np.nan)
    for turn, (name, column) in enumerate(told.items(), start=locations.columns.get_loc(BESIDE) + 1):
        locations.insert(turn, name, column)
    return cast(gpd.GeoDataFrame, locations)


def _of_scores(z: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    # Scores that are equal on paper differ in their last bits and would count as a rise or a fall.
    scores = np.round(z, SCORE_DECIMALS)
    plain, known = stats.mann_kendall(scores), np.isfinite(z).all(axis=1)
    corrected = np.full(len(z), np.nan)
    if known.any():
        corrected[known] = stats.hamed_rao(scores[known]).p
    return dict(zip(LATE, (stats.direction(plain), plain.p, corrected), strict=True))
