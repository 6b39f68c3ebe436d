"""The same sums as in `kernel_sum` and `kernel_mesh`, compiled: for millions of points.

Import it only above the sizes stated there: loading the compiler takes seconds. The two paths agree to 1e-9 and are
tested against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from numpy.typing import NDArray

if TYPE_CHECKING:
    from hotspot.stats.kernel_mesh import Axis

Floats = NDArray[np.float64]


def exact_sum(u: Floats, v: Floats, w: Floats, shape: tuple[int, int], width: float, quartic: bool) -> Floats:
    """Return the sum of quartic (or else Gaussian) hills at the centres, every height worked out."""
    surface = np.zeros(shape)
    (_add_quartic if quartic else _add_gaussian)(u, v, w, width, surface)
    return surface


def shared(u: Floats, v: Floats, w: Floats, y: Axis, x: Axis) -> Floats:
    """Return the mesh with each point's weight shared among the 3 x 3 nodes around it."""
    mesh = np.zeros((y.nodes, x.nodes))
    _share(u, v, w, mesh.reshape(-1), (x.nodes, x.first, 1 / x.spacing, y.first, 1 / y.spacing))
    return mesh


@njit(cache=True, nogil=True)
def _add_quartic(u, v, w, width, surface):  # type: ignore[no-untyped-def]
    n_y, n_x = surface.shape
    peak = 3 / np.pi
    for k in range(len(u)):
        for i in range(max(0, int(np.ceil(v[k] - width))), min(n_y, int(np.floor(v[k] + width)) + 1)):
            left = 1 - ((i - v[k]) / width) ** 2
            for j in range(max(0, int(np.ceil(u[k] - width))), min(n_x, int(np.floor(u[k] + width)) + 1)):
                height = max(left - ((j - u[k]) / width) ** 2, 0.0)
                surface[i, j] += w[k] * peak * height * height


@njit(cache=True, nogil=True)
def _add_gaussian(u, v, w, width, surface):  # type: ignore[no-untyped-def]
    n_y, n_x = surface.shape
    reach = 4 * width
    for k in range(len(u)):
        for i in range(max(0, int(np.ceil(v[k] - reach))), min(n_y, int(np.floor(v[k] + reach)) + 1)):
            along = ((i - v[k]) / width) ** 2
            for j in range(max(0, int(np.ceil(u[k] - reach))), min(n_x, int(np.floor(u[k] + reach)) + 1)):
                q = ((j - u[k]) / width) ** 2 + along
                if q < 16:
                    surface[i, j] += w[k] * np.exp(-q / 2) / (2 * np.pi)


@njit(cache=True, nogil=True)
def _share(u, v, w, flat, axes):  # type: ignore[no-untyped-def]
    n_x, first_x, nodes_x, first_y, nodes_y = axes
    # Unsigned positions spare a test for negative ones at each addition; written out, the loop is twice as fast.
    one, two, up = np.uint64(1), np.uint64(2), np.uint64(n_x)
    for k in range(len(u)):
        column, row = (u[k] + first_x) * nodes_x, (v[k] + first_y) * nodes_y
        i, j = int(row + 0.5), int(column + 0.5)
        s, t, c = column - j, row - i, w[k] / 4
        west, middle, east = (0.5 - s) ** 2, 1.5 - 2 * s * s, (0.5 + s) ** 2
        at = np.uint64((i - 1) * n_x + j - 1)
        south = c * (0.5 - t) ** 2
        flat[at] += south * west
        flat[at + one] += south * middle
        flat[at + two] += south * east
        at += up
        here = c * (1.5 - 2 * t * t)
        flat[at] += here * west
        flat[at + one] += here * middle
        flat[at + two] += here * east
        at += up
        north = c * (0.5 + t) ** 2
        flat[at] += north * west
        flat[at + one] += north * middle
        flat[at + two] += north * east
