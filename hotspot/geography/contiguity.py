"""Which LSOAs touch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import sparse

from hotspot.errors import ParameterError
from hotspot.geography.areas import Areas
from hotspot.geography.metres import shapes_in_metres

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]
SLIVER_M = 5.0  # generalising an outline may part two neighbours by a few metres, never by a street


def contiguity(codes: Sequence[str], areas: Areas) -> sparse.csr_array:
    """Return which LSOAs share an edge or a corner (queen contiguity), each LSOA itself included.

    Outlines no more than 5 m apart touch. An island touches nothing and keeps only itself: its own count decides its
    score (the Isles of Scilly are one such LSOA). LSOAs differ in size a thousandfold, so that a neighbourhood is a few
    streets in a city and a whole moor in the country.

    Parameters
    ----------
    codes : sequence of str, sorted, each once
        LSOA 2021 codes; row and column i of the result belong to ``codes[i]``.
    areas : Areas
        Their outlines.

    Returns
    -------
    sparse array of shape (n, n), float64, symmetric, ones

    Raises
    ------
    ParameterError
        The codes are not sorted, or one is not of this area.
    """
    held = list(codes)
    if held != sorted(set(held)):
        raise ParameterError("The LSOA codes are not sorted, or one comes twice.", "Use the cube's own locations.")
    row = areas.lsoa.index.get_indexer(held)
    if (row < 0).any():
        raise ParameterError(
            f"{held[int(np.argmin(row))]} is not an LSOA of this area.", "Use the cube's own locations."
        )
    here, there = _touching(shapes_in_metres(areas.lsoa.geometry.to_numpy()[row], areas.crs))
    return sparse.csr_array((np.ones(here.size), (here, there)), shape=(len(held), len(held)))


def _touching(shapes: NDArray[np.object_]) -> Pairs:
    """Return which shapes touch which, both ways round, and each itself."""
    boxes = shapely.box(*(shapely.bounds(shapes) + [-SLIVER_M, -SLIVER_M, SLIVER_M, SLIVER_M]).T)
    here, there = shapely.STRtree(shapes).query(boxes)
    once = here < there
    here, there = here[once], there[once]  # who touches whom is the same both ways round
    shapely.prepare(shapes)
    near = shapely.dwithin(shapes[here], shapes[there], SLIVER_M)
    here, there, own = here[near], there[near], np.arange(len(shapes))
    return np.concatenate([here, there, own]), np.concatenate([there, here, own])
