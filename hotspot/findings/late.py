"""Columns that a file shows and no page: worked out when a file is written, so that no answer waits for them."""

from __future__ import annotations

from typing import cast

import geopandas as gpd
import numpy as np

from hotspot import stats
from hotspot.findings.places import Findings
from hotspot.measures.places import SCORE_DECIMALS

BESIDE = "trend_lagged_p"  # the plain test of the same series


def with_late_columns(found: Findings) -> gpd.GeoDataFrame:
    """Return every column of every location: those that are at hand, and ``hamed_rao_p``.

    It is the p of the trend of the scores, corrected for their autocorrelation; missing where no scores leave.
    """
    locations = found.locations.copy()
    if BESIDE not in locations:
        return locations
    known = np.isfinite(found.z).all(axis=1) if len(found.z) == len(locations) else np.zeros(len(locations), dtype=bool)
    p = np.full(len(locations), np.nan)
    if known.any():
        p[known] = stats.hamed_rao(np.round(found.z[known], SCORE_DECIMALS)).p
    locations.insert(locations.columns.get_loc(BESIDE) + 1, "hamed_rao_p", p)
    return cast(gpd.GeoDataFrame, locations)
