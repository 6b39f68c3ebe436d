"""Quartic kernel density of a million points on a million cells against KDEpy."""

from __future__ import annotations

import numpy as np

from benchmarks import Contender, versioned
from benchmarks._towns import BANDWIDTH_M, CELLS, GRID, POINTS, error, towns
from hotspot.stats import kernel_density

TITLE = "(d) Quartic density, 1 million points on 1000 x 1000 cells (goal: KDEpy FFTKDE 7 x, error below 0.1 %)"


def contenders() -> list[Contender]:
    """Return ours and the peer, with a radius of 20 cells.

    KDEpy calls the kernel biweight and takes its standard deviation along one axis, radius / sqrt(7), as the bandwidth.
    """
    from KDEpy import FFTKDE

    points = towns()
    x, y = points.T.copy()
    nodes = np.array(np.meshgrid(GRID.x_centres_m, GRID.y_centres_m, indexing="ij")).reshape(2, -1).T

    def ours():
        return kernel_density(x, y, GRID, bandwidth_m=BANDWIDTH_M)

    def kdepy():
        share = FFTKDE(kernel="biweight", bw=BANDWIDTH_M / np.sqrt(7)).fit(points).evaluate(nodes)
        return share.reshape(CELLS, CELLS).T * POINTS

    ours()  # loads the compiler, once a process
    check = error(points, "quartic")
    return [
        Contender("hotspot", ours, 9, ours=True, check=check),
        Contender(versioned("KDEpy", "FFTKDE, biweight"), kdepy, 9, check=check),
    ]
