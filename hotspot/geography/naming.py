"""Plain names: a place is "Castle ward, Derby (near Albert Street)", never a bare cell id."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray

from hotspot.geography.areas import Areas
from hotspot.geography.metres import in_metres
from hotspot.geography.nearest import nearest_lsoa

REACH_M = 450.0  # about the inner radius of an H3 cell of resolution 8
FAR_M = 2000.0  # no street this near: the ward must do
SIDES = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
SAME_DEGREES = 1e-4  # 11 m: nearer to the middle of those that share a name there is no side
_CANDIDATES = 24
Codes = NDArray[np.integer]


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

    Cells of one ward that would share a name are told apart by where they lie to each other. A name is for reading,
    the id is for joining.

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
    lsoa, street = (_stated(homes, column, x.size) for column in ("lsoa", "street"))
    # Only where its own records say nothing is it looked for what lies near: of most cells they say it.
    lost, nameless = (np.flatnonzero([one is None for one in told]) for told in (lsoa, street))
    lsoa[lost] = nearest_lsoa(x[lost], y[lost], areas)
    street[nameless] = _streets(x[nameless], y[nameless], areas.crs, streets, reach_m)
    where = _wards(areas).loc[lsoa].to_numpy()
    names = pd.Series([f"{w} (near {s})" if s else w for w, s in zip(where, street, strict=True)], dtype=str)
    busy = homes["records"].to_numpy(dtype=float) if homes is not None and "records" in homes else None
    return np.array(told_apart(names, x, y, busy), dtype=str)


def _stated(homes: pd.DataFrame | None, column: str, n: int) -> NDArray[np.object_]:
    """Return what the records of each point state, None where they state nothing."""
    if homes is None:
        return np.full(n, None, dtype=object)
    said: NDArray[np.object_] = homes[column].to_numpy(dtype=object, copy=True)
    said[homes[column].isna().to_numpy()] = None
    return said


def told_apart(
    names: pd.Series, lon: NDArray[np.float64], lat: NDArray[np.float64], busy: NDArray[np.float64] | None = None
) -> pd.Series:
    """Return names of which no two are alike: those that were shared say on which side of the others they lie.

    The busiest of them keeps the name as it is, for that is the place people mean.

    Parameters
    ----------
    names : Series of str
        In the order of the points.
    lon, lat : arrays of shape (n,)
        Degrees.
    busy : array of shape (n,), optional
        How many records each holds; NaN counts as none. Without it none keeps a shared name.

    Examples
    --------
    >>> told_apart(pd.Series(["Dock ward (near Quay)"] * 2), np.array([0.0, 0.0]), np.array([1.0, 2.0])).tolist()
    ['Dock ward (near Quay, south)', 'Dock ward (near Quay, north)']
    """
    shared = names.duplicated(keep=False).to_numpy()
    if not shared.any():
        return names
    rows, told = np.flatnonzero(shared), names.to_numpy(dtype=object, copy=True)
    of, bare = pd.factorize(told[rows])
    side = _sides(of, lon[rows], lat[rows])
    again = _turns(of * (len(SIDES) + 1) + side)
    for row, which, turn in zip(rows.tolist(), side.tolist(), again.tolist(), strict=True):
        said = (*SIDES, "middle")[which] + (f" {turn + 1}" if turn else "")
        told[row] = f"{told[row][:-1]}, {said})" if told[row].endswith(")") else f"{told[row]} ({said})"
    if busy is not None:
        busiest = np.lexsort((-np.nan_to_num(busy)[rows], of))
        told[rows[busiest[_turns(of[busiest]) == 0]]] = bare
    return pd.Series(told, index=names.index, dtype=names.dtype)


def _sides(of: Codes, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return on which side of the middle of its group each point lies, by its number in ``SIDES``; beyond for none."""
    n = np.bincount(of)
    middle_lon, middle_lat = ((np.bincount(of, one) / n)[of] for one in (lon, lat))
    east, north = (lon - middle_lon) * np.cos(np.radians(lat)), lat - middle_lat
    side = np.round(np.arctan2(east, north) / (np.pi / 4)).astype(np.intp) % len(SIDES)
    return np.where(np.hypot(east, north) < SAME_DEGREES, len(SIDES), side)


def _turns(key: Codes) -> NDArray[np.intp]:
    """Return how many of the same key come before each.

    >>> _turns(np.array([4, 7, 4, 4])).tolist()
    [0, 0, 1, 2]
    """
    order = np.argsort(key, kind="stable")
    turn = np.empty(len(key), dtype=np.intp)
    turn[order] = np.arange(len(key)) - np.searchsorted(key[order], key[order])
    return turn


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
    tree = shapely.STRtree(shapely.points(*in_metres(streets["lon"].to_numpy(), streets["lat"].to_numpy(), crs)))
    points = shapely.points(*in_metres(x, y, crs))
    named = streets["street"].to_numpy(dtype=object)
    at, nearest = tree.query_nearest(points, max_distance=FAR_M, all_matches=False)
    none[at] = named[nearest]
    at, busiest = _busiest(points, tree, streets["count"].to_numpy().astype(np.int64), reach_m)
    none[at] = named[busiest]
    return none


def _busiest(
    points: NDArray[np.object_], tree: shapely.STRtree, count: NDArray[np.int64], reach_m: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which points have a street in reach, and of its nearest ones that with most records, then the nearest."""
    at, street = tree.query(points, predicate="dwithin", distance=reach_m)
    away = shapely.distance(points[at], tree.geometries[street])
    order = np.lexsort((away, at))
    at, street = at[order], street[order]
    turn = np.arange(at.size) - np.searchsorted(at, at)  # 0 for the nearest of a point
    few = (turn < _CANDIDATES) & (count[street] > 0)
    at, street, turn = at[few], street[few], turn[few]
    best = np.lexsort((turn, -count[street], at))
    first = np.unique(at[best], return_index=True)[1]
    return at[best][first], street[best][first]
