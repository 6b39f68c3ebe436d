"""The LSOA that a point lies in or nearest to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike

from hotspot.geography.areas import Areas


def nearest_lsoa(lon: ArrayLike, lat: ArrayLike, areas: Areas) -> pd.Index[str]:
    """Return the code of the LSOA that holds each point, else of the nearest one.

    For places on the map, such as the middle of a cell off a generalised coast; never for records, which are settled
    by the code they state.

    Parameters
    ----------
    lon, lat : arrays of shape (n,)
        Degrees.
    """
    x, y = np.atleast_1d(np.asarray(lon, dtype=float)), np.atleast_1d(np.asarray(lat, dtype=float))
    if x.size == 0:
        return areas.lsoa.index[:0]
    return areas.lsoa.index[shapely.STRtree(areas.lsoa.geometry.array).nearest(shapely.points(x, y))]
