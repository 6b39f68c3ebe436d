"""Plain names: a place is "Castle ward, Derby (near Albert Street)", never a bare cell id."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from hotspot.geography.areas import Areas
from hotspot.geography.metres import to_metres
from hotspot.geography.nearest import nearest_lsoa

REACH_M = 450.0  # about the inner radius of an H3 cell of resolution 8
FAR_M = 2000.0  # no street this near: the ward must do
_CANDIDATES = 24


def place_names(
    lon: ArrayLike,
    lat: ArrayLike,
    areas: Areas,
    streets: pd.DataFrame | None = None,
    *,
    homes: pd.DataFrame | None = None,
    reach_m: float = REACH_M,
) -> NDArray[np.str_]:
    """Return a name in plain words for each point: its ward and district, and the street that most records name there.

    Two cells of one ward may share a name where no street is known; a name is for reading, the id is for joining.

    Parameters
    ----------
    lon, lat : arrays of shape (n,)
        Degrees, for instance the middle of a cell.
    areas : Areas
        A point outside every LSOA (off a generalised coast) takes the nearest.
    streets : DataFrame, optional
        lon, lat, street, count: as ``incidents.streets`` makes it.
    homes : DataFrame, optional
        lsoa and street of each point as its own records state them (``cube.homes``); used wherever it knows.
    reach_m : float
        Elsewhere the street is the one with most records within this distance, else the nearest within 2 km.

    Returns
    -------
    array of str, shape (n,)
    """
    x, y = np.atleast_1d(np.asarray(lon, dtype=float)), np.atleast_1d(np.asarray(lat, dtype=float))
    if x.size == 0:
        return np.array([], dtype=str)
    lsoa = pd.Series(nearest_lsoa(x, y, areas))
    street = pd.Series(_streets(x, y, areas.crs, streets, reach_m))
    if homes is not None:
        lsoa = homes["lsoa"].reset_index(drop=True).fillna(lsoa)
        street = homes["street"].reset_index(drop=True).fillna(street)
    where = _wards(areas).loc[lsoa].to_numpy()
    return np.array([f"{w} (near {s})" if s else w for w, s in zip(where, street, strict=True)], dtype=str)


def lsoa_names(areas: Areas) -> pd.Series:
    """Return a name in plain words for each LSOA 2021: "Castle ward, Derby (Derby 013A)".

    Returns
    -------
    Series of str, index LSOA 2021 code
    """
    name = areas.lsoa["name"]
    told = _wards(areas)
    return told.where(told == name, told + " (" + name + ")")


def _wards(areas: Areas) -> pd.Series:
    """Return ward and district of each LSOA; the LSOA's own name where no lookup holds its ward."""
    lsoa = areas.lsoa
    ward = lsoa["ward_name"].astype("str")
    worded = ward.where(ward.str.endswith((" Ward", " ward"), na=False), ward + " ward")
    return (worded + ", " + lsoa["lad_name"].astype("str")).fillna(lsoa["name"])


def _streets(
    x: NDArray[np.float64], y: NDArray[np.float64], crs: str, streets: pd.DataFrame | None, reach_m: float
) -> NDArray[np.object_]:
    none = np.full(x.size, "", dtype=object)
    if streets is None or streets.empty:
        return none
    metres = to_metres(crs)
    tree = cKDTree(np.column_stack(metres.transform(streets["lon"].to_numpy(), streets["lat"].to_numpy())))
    away, which = tree.query(
        np.column_stack(metres.transform(x, y)), k=min(_CANDIDATES, len(streets)), distance_upper_bound=FAR_M
    )
    away, which = away.reshape(x.size, -1), which.reshape(x.size, -1)  # nearest first; inf and n where there is none
    count = np.append(streets["count"].to_numpy(), 0)[which]
    score = np.where(away <= reach_m, count, 0)
    best = np.where(score.max(axis=1) > 0, score.argmax(axis=1), 0)
    pick = np.arange(x.size), best
    return np.where(np.isfinite(away[pick]), np.append(streets["street"].to_numpy(dtype=object), "")[which[pick]], none)
