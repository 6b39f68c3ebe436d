"""The arithmetic behind a kernel density: the sum of many hills at the centres of a lattice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CHUNK = 1_000_000  # hill heights worked out at once: 8 MB an array


@dataclass(frozen=True)
class Lattice:
    """The corner, spacing and size of the lattice of cells whose centres are wanted, in metres."""

    x_min_m: float
    y_min_m: float
    step_m: float
    n_x: int
    n_y: int


@dataclass(frozen=True)
class Kernel:
    """A round hill of volume 1: how far it reaches, in bandwidths, and how high it is at a squared distance."""

    reach: float
    height: Callable[[Floats], Floats]


def _quartic(q: Floats) -> Floats:
    return np.asarray(3 / np.pi * np.maximum(1 - q, 0) ** 2)


def _gaussian(q: Floats) -> Floats:
    return np.where(q < 16, np.exp(-q / 2) / (2 * np.pi), 0.0)


KERNELS = {"quartic": Kernel(1.0, _quartic), "gaussian": Kernel(4.0, _gaussian)}


def kernel_sum(x: Floats, y: Floats, w: Floats, lattice: Lattice, bandwidth_m: float, kernel: Kernel) -> Floats:
    """Return the sum of the hills at the lattice's centres, per square metre, shape (n_y, n_x)."""
    # In units of a cell, with the south-westernmost centre at (0, 0).
    u = (x - lattice.x_min_m) / lattice.step_m - 0.5
    v = (y - lattice.y_min_m) / lattice.step_m - 0.5
    width = bandwidth_m / lattice.step_m
    reach = kernel.reach * width
    near = (u > -reach) & (u < lattice.n_x - 1 + reach) & (v > -reach) & (v < lattice.n_y - 1 + reach)
    near &= w > 0
    return exact_sum(u[near], v[near], w[near], (lattice.n_y, lattice.n_x), width, kernel) / bandwidth_m**2


def exact_sum(u: Floats, v: Floats, w: Floats, shape: tuple[int, int], width: float, kernel: Kernel) -> Floats:
    """Add up every hill at every centre it reaches; distances in cells."""
    half = int(np.ceil(kernel.reach * width))
    offsets = np.arange(-half, half + 1)
    padded = np.zeros((shape[0] + 4 * half + 2, shape[1] + 4 * half + 2))
    origin = 2 * half
    size = max(1, CHUNK // len(offsets))
    for start in range(0, len(u), size):
        part = slice(start, start + size)
        column, row = np.rint(u[part]).astype(np.int64), np.rint(v[part]).astype(np.int64)
        across = ((column - u[part])[:, None] + offsets) ** 2 / width**2
        for offset in offsets:
            along = (row + offset - v[part]) ** 2 / width**2
            height = w[part][:, None] * kernel.height(across + along[:, None])
            node = (row + offset + origin)[:, None] * padded.shape[1] + (column[:, None] + offsets + origin)
            np.add.at(padded.reshape(-1), node.reshape(-1), height.reshape(-1))
    return padded[origin : origin + shape[0], origin : origin + shape[1]].copy()
