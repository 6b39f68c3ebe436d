"""A million points in towns, and how far a surface of them is from the exact sum."""

from __future__ import annotations

import numpy as np

from hotspot.stats import Grid, kernel_compiled

POINTS, CELLS, STEP_M, BANDWIDTH_M = 1_000_000, 1000, 20.0, 400.0
SIDE_M = CELLS * STEP_M
GRID = Grid(0, 0, STEP_M, CELLS, CELLS)


def towns():
    """Return the points: 40 towns of different size, and a quarter of the points anywhere."""
    rng = np.random.default_rng(0)
    centre, size = rng.uniform(0.15, 0.85, (40, 2)) * SIDE_M, rng.uniform(200, 1000, 40)
    town = rng.integers(0, 40, POINTS)
    points = centre[town] + rng.normal(size=(POINTS, 2)) * size[town, None]
    points[: POINTS // 4] = rng.uniform(0, SIDE_M, (POINTS // 4, 2))
    # One of the peers refuses points beyond its grid of centres.
    return np.clip(points, 0.51 * STEP_M, SIDE_M - 0.51 * STEP_M)


def error(points, kernel):
    """Return a check of every fifth row and column, the peak's among them, against the exact sum."""

    def remark(surface):
        rows, columns = np.array(np.unravel_index(surface.argmax(), surface.shape)) % 5
        u, v = (points.T / STEP_M - 0.5 - [[columns], [rows]]) / 5
        seen, width = surface[rows::5, columns::5], BANDWIDTH_M / STEP_M / 5
        exact = kernel_compiled.exact_sum(u, v, np.ones(POINTS), seen.shape, width, kernel == "quartic")
        exact /= BANDWIDTH_M**2
        return f"greatest error {np.abs(seen - exact).max() / exact.max():.3%} of the peak"

    return remark
