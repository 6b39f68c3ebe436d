"""Which LSOAs touch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy import sparse

from hotspot.errors import ParameterError
from hotspot.geography.areas import Areas

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
    unknown = [code for code in held if code not in areas.lsoa.index]
    if unknown:
        raise ParameterError(f"{unknown[0]} is not an LSOA of this area.", "Use the cube's own locations.")
    shapes = areas.lsoa.geometry.loc[held].to_crs(areas.crs).array
    here, there = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=SLIVER_M)
    return sparse.csr_array((np.ones(here.size), (here, there)), shape=(len(held), len(held)))
