"""Licensed premises around a place, with their closing times: what stands there, never who is to blame."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import geography

REACH_M = 500.0  # about six minutes on foot: where people stand after closing
LICENSED = r"\b(?:licensed premises|pubs?|public house|bars?|night ?clubs?)\b"
COLUMNS = "name lon lat closing".split()


def licensed(facilities: pd.DataFrame) -> pd.DataFrame:
    """Return the licensed premises of a facility table with their closing hour.

    Returns
    -------
    DataFrame
        ``name``, ``lon``, ``lat``, ``closing``: hours after the midnight that begins the night's date (02:00 is 26.0),
        NaN where the file does not say.

    >>> rows = pd.DataFrame(
    ...     {"name": ["The Gate"], "type": ["pub"], "lon": [1.0], "lat": [54.0], "hours": ["until 02:00"]}
    ... )
    >>> licensed(rows)["closing"].tolist()
    [26.0]
    """
    if facilities.empty:
        return pd.DataFrame(columns=COLUMNS).astype({"lon": float, "lat": float, "closing": float})
    mine = facilities[facilities["type"].astype("str").str.lower().str.contains(LICENSED, na=False)]
    said = mine["hours"].astype("str") if "hours" in mine.columns else pd.Series("", index=mine.index)
    parts = said.str.extract(r"(\d{1,2}):(\d{2})\s*$").astype(float)
    closing = parts[0] + parts[1] / 60
    return mine.assign(closing=closing.where(closing >= 12, closing + 24))[COLUMNS].dropna(subset=["lon", "lat"])


def within_reach(
    premises: pd.DataFrame, lon: NDArray[np.float64], lat: NDArray[np.float64], crs: str
) -> list[NDArray[np.int64]]:
    """Return for each point the positions of the premises within 500 m."""
    if premises.empty or not len(lon):
        return [np.array([], dtype=np.int64) for _ in lon]
    from scipy.spatial import cKDTree  # here, because loading it takes time that the first page does not have

    tree = cKDTree(np.column_stack(geography.in_metres(premises["lon"].to_numpy(), premises["lat"].to_numpy(), crs)))
    points = np.column_stack(geography.in_metres(np.asarray(lon), np.asarray(lat), crs))
    return [np.array(sorted(found), dtype=np.int64) for found in tree.query_ball_point(points, REACH_M)]
