"""A small made-up area: a strip of hexagon-like places with counts that a test writes."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy import sparse

from hotspot.config import Measure
from hotspot.evaluate import Intervention
from hotspot.findings import Findings

from .test_intervention import months

VIOLENCE = Measure("violence", "Violence", {})
POSSESSION = Measure("possession", "Possession of weapons", {}, police_found=True)


def area(counts: Any, *, csp: Any = None, controlled: bool = False) -> Findings:
    """Return findings of places in a row, each the neighbour of the next, over the months to December 2025."""
    held = np.asarray(counts)
    n, t = held.shape
    near = sparse.csr_array(np.eye(n) + np.eye(n, k=1) + np.eye(n, k=-1))
    first = pd.Period("2025-12", "M") - (t - 1)
    frame = gpd.GeoDataFrame(
        {
            "name": [f"Place {k}" for k in range(n)],
            "csp_code": ["E1"] * n if csp is None else csp,
            "csp_name": "District",
        },
        index=pd.Index([f"p{k}" for k in range(n)], name="location"),
        geometry=[shapely.box(k * 0.01, 52, (k + 1) * 0.01, 52.01) for k in range(n)],
        crs="EPSG:4326",
    )
    none = pd.DataFrame()
    z = np.zeros(held.shape)
    return Findings(
        frame, none, none, near, months(str(first), t), held, z, z.astype(np.int8), None, (), controlled, none
    )


def did(place: str, *more: str, start: date = date(2025, 7, 1), end: date | None = date(2025, 12, 31)) -> Intervention:
    return Intervention("Patrols", (place, *more), start, end)
