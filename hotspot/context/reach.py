"""How far it is to the nearest facility of each type, in a straight line."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pyproj import Transformer

DEGREES = "EPSG:4326"
STRAIGHT = "Straight-line distance: a river, a railway or a locked gate makes the walk longer."


def reach(
    lon: ArrayLike, lat: ArrayLike, facilities: pd.DataFrame, crs: str, kinds: Collection[str] | None = None
) -> pd.DataFrame:
    """Return the nearest facility of each type and the straight-line distance to it.

    It misleads where the walk is not straight, where the nearest one is full, shut or not for this age, and at the edge
    of the area: a facility beyond it is only seen where the list holds it.

    Parameters
    ----------
    lon, lat : arrays of shape (n,)
        Degrees: where the residents of an area live on average, or the middle of a hexagon.
    facilities : DataFrame
        name, type_key, lon, lat, as ``facilities`` returns them.
    crs : str
        The area's projected reference system in metres.
    kinds : collection of str, optional
        Only these type keys.

    Returns
    -------
    DataFrame of n rows
        ``<type_key>_m`` (metres) and ``<type_key>`` (name of the nearest). A type that no list holds has no column: it
        is not known, which is not the same as far.

    >>> one = pd.DataFrame({"name": ["Den"], "type_key": ["youth_club"], "lon": [-1.47], "lat": [52.92]})
    >>> reach([-1.47], [52.93], one, "EPSG:27700").round().to_dict("records")
    [{'youth_club_m': 1112.0, 'youth_club': 'Den'}]
    """
    from scipy.spatial import cKDTree  # here, because loading it takes a second that no other page needs

    x, y = np.atleast_1d(np.asarray(lon, dtype=float)), np.atleast_1d(np.asarray(lat, dtype=float))
    metres = Transformer.from_crs(DEGREES, crs, always_xy=True)
    known = np.isfinite(x) & np.isfinite(y)
    points = np.column_stack(metres.transform(x[known], y[known]))
    columns: dict[str, object] = {}
    for kind, of_type in facilities.groupby("type_key", sort=True):
        if kinds is not None and kind not in kinds:
            continue
        away, name = np.full(x.size, np.nan), np.full(x.size, None, dtype=object)
        if known.any():
            tree = cKDTree(np.column_stack(metres.transform(of_type["lon"].to_numpy(), of_type["lat"].to_numpy())))
            away[known], which = tree.query(points)
            name[known] = of_type["name"].to_numpy(dtype=object)[which]
        columns[f"{kind}_m"], columns[str(kind)] = away, name
    return pd.DataFrame(columns, index=pd.RangeIndex(x.size))
