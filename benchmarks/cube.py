"""From located incidents to a cell x step cube, against the usual loop over points."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks import Contender, versioned
from hotspot.cube import count_cells

POINTS, STEPS, RESOLUTION, TOWNS = 10_000_000, 36, 8, 60
TITLE = "(f) Incidents to a cell x step cube, 10 million rows, 36 steps (goal: under 6 s)"


def incidents(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return longitude, latitude and step of points that crowd round the towns of a country, no two alike."""
    rng = np.random.default_rng(8)
    town = rng.choice(TOWNS, n, p=rng.dirichlet(np.ones(TOWNS)))
    lon = rng.uniform(-4, 1, TOWNS)[town] + rng.normal(0, 0.08, n)
    lat = rng.uniform(50.5, 54.5, TOWNS)[town] + rng.normal(0, 0.05, n)
    return lon, lat, rng.integers(0, STEPS, n)


def by_point(lon: np.ndarray, lat: np.ndarray, step: np.ndarray) -> pd.DataFrame:
    """Return the same cube by h3's own function for one point, and a cross table."""
    from h3.api import numpy_int as h3

    cells = np.fromiter(
        (h3.latlng_to_cell(y, x, RESOLUTION) for x, y in zip(lon, lat, strict=True)), np.uint64, len(lon)
    )
    return pd.crosstab(cells, step)


def contenders() -> list[Contender]:
    """Return ours and the loop over points, on the same incidents."""
    lon, lat, step = incidents(POINTS)
    ours = count_cells(lon, lat, step, RESOLUTION, STEPS)[1]
    return [
        Contender(
            versioned("h3ronpy", "hotspot.cube, threads"),
            lambda: count_cells(lon, lat, step, RESOLUTION, STEPS),
            5,
            ours=True,
            peak_memory=True,
        ),
        Contender(
            versioned("h3", "one call a point, pandas crosstab"),
            lambda: by_point(lon, lat, step),
            1,
            check=lambda table: "equal" if np.array_equal(table.to_numpy(), ours) else "DIFFERENT",
        ),
    ]
