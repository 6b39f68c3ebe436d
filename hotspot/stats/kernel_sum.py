"""The arithmetic behind a kernel density: the sum of many hills at the centres of a grid.

Distances here are in cells, with the south-westernmost centre at (0, 0); heights are those of a hill of bandwidth 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hotspot.stats import kernel_mesh

Floats = NDArray[np.float64]

EXACT_UP_TO = 10_000_000
"""Number of hill heights up to which they are all worked out, which takes about a quarter of a second."""

COMPILED_FROM = 100_000_000
"""Number of hill heights from which the compiled sum pays for the seconds that loading its compiler takes."""

_CHUNK = 1_000_000  # hill heights held at once: 8 MB an array


class Height(Protocol):
    """The height of a hill at squared distances in bandwidths, in an array of its own or in a given one."""

    def __call__(self, q: Floats, out: Floats | None = None) -> Floats:
        """Return the heights."""


@dataclass(frozen=True)
class Kernel:
    """A round hill of volume 1: its reach in bandwidths, its height at a squared distance, its sum over a mesh."""

    reach: float
    height: Height
    mesh_sum: Callable[[Floats, Floats, Floats, tuple[int, int], float], Floats | None]


def quartic(q: Floats, out: Floats | None = None) -> Floats:
    """Return the height of the quartic hill at a squared distance in bandwidths."""
    height: Floats = np.subtract(1, q, out=np.empty(np.shape(q)) if out is None else out)
    np.maximum(height, 0, out=height)
    np.square(height, out=height)
    height *= 3 / np.pi
    return height


def gaussian(q: Floats, out: Floats | None = None) -> Floats:
    """Return the height of the Gaussian hill, cut at 4 standard deviations, at a squared distance in bandwidths."""
    height = np.where(q < 16, np.exp(-q / 2) / (2 * np.pi), 0.0)
    if out is None:
        return height
    out[...] = height
    return out


KERNELS = {
    "quartic": Kernel(1.0, quartic, kernel_mesh.quartic_sum),
    "gaussian": Kernel(4.0, gaussian, kernel_mesh.gaussian_sum),
}


def kernel_sum(u: Floats, v: Floats, w: Floats, shape: tuple[int, int], width: float, kernel: str) -> Floats:
    """Return the sum of the hills at the centres of a grid.

    Parameters
    ----------
    u, v, w : arrays of shape (n,)
        Column, row and weight of each point; column and row are not whole numbers.
    shape : (n_y, n_x)
        The size of the grid.
    width : float
        The bandwidth in cells.
    kernel : {"quartic", "gaussian"}
        The shape of the hill.

    Returns
    -------
    array of shape (n_y, n_x)
        Exact for small sums; for large ones within 0.1 % of the peak.

    Examples
    --------
    >>> kernel_sum(np.array([1.0]), np.array([0.0]), np.array([2.0]), (1, 3), 2.0, "quartic").round(3)
    array([[1.074, 1.91 , 1.074]])
    """
    hill = KERNELS[kernel]
    reach = hill.reach * width
    u, v, w = reaching(u, v, w, shape, reach)
    if len(u) * (2 * reach + 1) ** 2 > EXACT_UP_TO:
        surface = hill.mesh_sum(u, v, w, shape, width)
        if surface is not None:
            return surface
    return exact_sum(u, v, w, shape, width, kernel)


def reaching(u: Floats, v: Floats, w: Floats, shape: tuple[int, int], reach: float) -> tuple[Floats, Floats, Floats]:
    """Return the points whose hills may reach the grid; the sums below take no others."""
    east, north = shape[1] - 1 + reach, shape[0] - 1 + reach
    if len(u) and u.min() > -reach and u.max() < east and v.min() > -reach and v.max() < north:
        return u, v, w  # the usual case, and no copies
    near = (u > -reach) & (u < east) & (v > -reach) & (v < north)
    return u[near], v[near], w[near]


def exact_sum(u: Floats, v: Floats, w: Floats, shape: tuple[int, int], width: float, kernel: str) -> Floats:
    """Return the sum of the hills with every height worked out."""
    hill = KERNELS[kernel]
    half = int(np.ceil(hill.reach * width))
    if len(u) * (2 * half + 1) ** 2 >= COMPILED_FROM:
        from hotspot.stats import kernel_compiled

        return kernel_compiled.exact_sum(u, v, w, shape, width, kernel == "quartic")
    offsets = np.arange(-half, half + 1)
    # Hills may begin up to one reach outside the grid and end up to two outside it.
    margin = 2 * half + 1
    padded = np.zeros((shape[0] + 2 * margin, shape[1] + 2 * margin))
    size = max(1, _CHUNK // len(offsets))
    for start in range(0, len(u), size):
        part = slice(start, start + size)
        column, row = np.rint(u[part]).astype(np.int64), np.rint(v[part]).astype(np.int64)
        across = (column[:, None] + offsets - u[part][:, None]) ** 2 / width**2
        node = (row - half + margin)[:, None] * padded.shape[1] + (column[:, None] + offsets + margin)
        height = np.empty(across.shape)  # one array for all rows: to take a new one each time costs more than the sums
        for offset in offsets:
            along = (row + offset - v[part]) ** 2 / width**2
            hill.height(np.add(across, along[:, None], out=height), out=height)
            height *= w[part][:, None]
            np.add.at(padded.reshape(-1), node.reshape(-1), height.reshape(-1))
            node += padded.shape[1]  # a row further north
    return padded[margin : margin + shape[0], margin : margin + shape[1]].copy()
