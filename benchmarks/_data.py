"""Seeded counts and neighbours for the measurements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hotspot.stats import size


def lattice(rows: int, columns: int, *, six: bool = False) -> sparse.csr_array:
    """Return binary weights of a lattice, diagonal included: 8 neighbours a cell, or 6 as hexagons have."""
    row, column = np.divmod(np.arange(rows * columns), columns)
    pairs = [
        (row + down, column + right)
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
        if not six or (down, right) not in ((-1, -1), (1, 1))
    ]
    left, right = [], []
    for there_row, there_column in pairs:
        inside = (there_row >= 0) & (there_row < rows) & (there_column >= 0) & (there_column < columns)
        left.append(np.flatnonzero(inside))
        right.append((there_row * columns + there_column)[inside])
    i, j = np.concatenate(left), np.concatenate(right)
    return sparse.csr_array((np.ones(len(i)), (i, j)), shape=(rows * columns, rows * columns))


def town(rows: int, columns: int, steps: int, seed: int = 0) -> NDArray[Any]:
    """Return counts with a busy centre, a rising quarter and much quiet around, as a real force has."""
    rng = np.random.default_rng(seed)
    row, column = np.divmod(np.arange(rows * columns), columns)
    centre = np.exp(-((row - rows / 2) ** 2 + (column - columns / 2) ** 2) / (2 * (rows / 10) ** 2))
    rising = (row < rows / 8)[:, None] * np.linspace(0, 1, steps)
    return rng.poisson(0.4 + 6 * centre[:, None] + rising).astype(np.int32)


@contextmanager
def compiled_from(bins: float) -> Iterator[None]:
    """Set the size from which the compiled path is taken, to measure either path at any size."""
    before = size.COMPILED_FROM
    size.COMPILED_FROM = bins  # type: ignore[assignment]
    try:
        yield
    finally:
        size.COMPILED_FROM = before
