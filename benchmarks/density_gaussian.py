"""Gaussian kernel density of a million points on a million cells against a filtered histogram."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from benchmarks import Contender, versioned
from benchmarks._towns import BANDWIDTH_M, CELLS, GRID, SIDE_M, STEP_M, error, towns
from hotspot.stats import kernel_density

TITLE = "(d) Gaussian density, 1 million points on 1000 x 1000 cells (goal: histogram + filter 5 x, error below 0.1 %)"


def contenders() -> list[Contender]:
    """Return ours and the peer, with a standard deviation of 20 cells, and of 5 for a second opinion."""
    points = towns()
    x, y = points.T.copy()
    sides = [[0, SIDE_M], [0, SIDE_M]]

    def ours(deviation_m):
        return lambda: kernel_density(x, y, GRID, bandwidth_m=deviation_m, kernel="gaussian")

    def histogram_and_filter(deviation_m):
        def run():
            counts = np.histogram2d(y, x, bins=CELLS, range=sides)[0]
            return ndimage.gaussian_filter(counts, deviation_m / STEP_M, mode="constant", truncate=4) / STEP_M**2

        return run

    ours(BANDWIDTH_M)()  # loads the compiler, once a process
    check, peer = error(points, "gaussian"), versioned("scipy", "histogram2d + gaussian_filter")
    return [
        Contender("hotspot", ours(BANDWIDTH_M), 9, ours=True, check=check),
        Contender(peer, histogram_and_filter(BANDWIDTH_M), 9, check=check),
        Contender("hotspot, 5 cells", ours(5 * STEP_M), 9),
        Contender(f"{peer}, 5 cells", histogram_and_filter(5 * STEP_M), 9),
    ]
