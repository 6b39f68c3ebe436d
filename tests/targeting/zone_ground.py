"""Findings on a patch of hexagons, small enough to be checked on paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hotspot import grid
from hotspot.disclosure import Step
from hotspot.findings import Findings

CRS = "EPSG:27700"
PATCH = shapely.box(-1.50, 52.90, -1.46, 52.925)


def cells(resolution: int = 10) -> list[str]:
    return [str(name) for name in grid.names(grid.cells_inside(PATCH, resolution))]


def disc(key: str, keys: list[str], rings: int = 1) -> list[str]:
    """Return the hexagons within some rings of one, all of them on the patch."""
    row = grid.neighbours(keys, rings)[[keys.index(key)]]
    found = [keys[i] for i in row.nonzero()[1]]
    assert len(found) == 3 * rings**2 + 3 * rings + 1
    return found


def inner(keys: list[str], apart: int = 5) -> list[str]:
    """Return hexagons well inside the patch, no two within some rings of each other."""
    wide, far = grid.neighbours(keys, 3), grid.neighbours(keys, apart)
    chosen: list[int] = []
    for place in range(len(keys)):
        if wide[[place]].nnz == 37 and not set(far[[place]].nonzero()[1]) & set(chosen):
            chosen.append(place)
    return [keys[place] for place in chosen]


def area_of(held: list[str]) -> Any:
    return shapely.union_all(grid.outlines(held).to_numpy())


def months(number: int) -> tuple[Step, ...]:
    starts = [date(2023 + m // 12, m % 12 + 1, 1) for m in range(number + 1)]
    return tuple(
        Step(a, b - timedelta(days=1), f"{a:%Y-%m}", (b - a).days) for a, b in zip(starts, starts[1:], strict=False)
    )


def findings(keys: list[str], counts: np.ndarray, *, controlled: bool = False) -> Findings:
    outlines = grid.outlines(keys)
    frame = pd.DataFrame(
        {"name": [f"Place {n}" for n in range(len(keys))], "csp_name": "P", "area_km2": grid.area_km2(keys),
         "count": counts.sum(axis=1)},
        index=pd.Index(keys, name="location"),
    )  # fmt: skip
    nothing = np.zeros(counts.shape)
    return Findings(
        locations=gpd.GeoDataFrame(frame, geometry=outlines.to_numpy(), crs="EPSG:4326"), places=pd.DataFrame(),
        peaks=pd.DataFrame(), neighbours=grid.neighbours(keys, 1), steps=months(counts.shape[1]), counts=counts,
        z=nothing, bins=nothing.astype(np.int8), surface=None, notes=(), controlled=controlled, exposure=pd.DataFrame(),
    )  # fmt: skip


def series(**shapes: Any) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapes, crs="EPSG:4326")
