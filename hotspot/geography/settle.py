"""Which LSOA a record belongs to: the code it states, brought to the 2021 set; its point only where it states none.

Points in published police data are moved to the nearest of a list of anonymous map points, and boundaries are
generalised, so that a point disagrees with the stated code for 7 to 15 rows in 100. The code is right: it was made from
the true place.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray

from hotspot.geography.areas import DEGREES, Areas

Whole = NDArray[np.intp]
VINTAGES = ("2021", "2011", "none")


def settle(codes: pd.Series, lon: ArrayLike, lat: ArrayLike, areas: Areas) -> pd.DataFrame:
    """Return the LSOA 2021, district and partnership of each record.

    A 2021 code counts as it is. A code of the 2011 set alone goes through the exact-fit lookup: unchanged or merged (M)
    to its one successor; split (S) to the successor that holds the point, else to the nearest, flagged; an irregular
    change (X) likewise, flagged. A record without a code goes where its point lies.

    Parameters
    ----------
    codes : Series of str, shape (n,)
        Stated LSOA codes, missing where a record states none.
    lon, lat : arrays of shape (n,)
        Degrees, NaN where there is no location.
    areas : Areas
        The places of the area.

    Returns
    -------
    DataFrame, the index of ``codes``
        lsoa21, lad_code, csp_code (missing outside the area), vintage ("2021", "2011", "none"), and the flags
        split_nearest, irregular, by_point, outside_area. A split code without a point keeps its district but has no
        LSOA: its successors share the district.
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    located = np.isfinite(x) & np.isfinite(y)
    each, stated = pd.factorize(codes)
    known = _stated(pd.Index(stated), areas)
    # A missing code has position -1, which takes the last row of `known`: the one that stands for "none stated".
    place, several = known["place"].to_numpy()[each], known["several"].to_numpy()[each]
    district = np.where(several, known["first"].to_numpy()[each], place)
    split_nearest = np.zeros(len(each), dtype=bool)
    rows, found, away = _among_children(np.flatnonzero(several & located), each, (x, y), stated, areas)
    place[rows], district[rows], split_nearest[rows] = found, found, away
    rows = np.flatnonzero((each == -1) & located)
    place[rows] = district[rows] = _holding(x[rows], y[rows], areas)
    by_point = np.zeros(len(each), dtype=bool)
    by_point[rows] = place[rows] >= 0
    settled = pd.DataFrame(
        {
            "lsoa21": _taken(areas.lsoa.index, place),
            "lad_code": _taken(areas.lsoa["lad_code"], district),
            "csp_code": _taken(areas.lsoa["csp_code"], district),
            "vintage": pd.Categorical.from_codes(known["vintage"].to_numpy()[each], VINTAGES),
            "split_nearest": split_nearest,
            "irregular": known["irregular"].to_numpy()[each] & (district >= 0),
            "by_point": by_point,
            "outside_area": (district < 0) & ((each >= 0) | located),
        }
    )
    return settled.set_index(codes.index)


def vintage_of(codes: pd.Series, areas: Areas) -> str:
    """Return which set of LSOA codes a file is written in, judged by all its codes together.

    One code cannot tell: most LSOAs of 2011 kept their code in 2021. A file with codes of the 2011 set alone, and none
    of the 2021 set alone, is of 2011.

    Parameters
    ----------
    codes : Series of str
        Every code that the file states.
    areas : Areas
        Its exact-fit lookup knows both sets.

    Returns
    -------
    str
        ``2011``, ``2021``, ``mixed`` (codes that only the one and codes that only the other set has: the change came
        within the file), or ``either`` (every code is in both, or in neither).
    """
    stated = pd.Index(codes.dropna().unique())
    old, new = stated.isin(areas.lookup11["lsoa11"]), stated.isin(areas.lookup11["lsoa21"])
    only_old, only_new = bool((old & ~new).any()), bool((new & ~old).any())
    if only_old and only_new:
        return "mixed"
    return "2011" if only_old else "2021" if only_new else "either"


def _taken(values: pd.Index | pd.Series, place: Whole) -> pd.api.extensions.ExtensionArray:
    """Return the value at each place, missing where the place is -1."""
    return pd.array(values, dtype="str").take(place, allow_fill=True)


def _stated(codes: pd.Index, areas: Areas) -> pd.DataFrame:
    """Return, for each code that is stated and last for none: place, vintage, irregular, several, first successor.

    place is the row in ``areas.lsoa`` or -1; several says that the point must choose between successors.
    """
    fit = areas.lookup11
    is21 = codes.isin(areas.lsoa.index) | codes.isin(fit["lsoa21"])
    is11 = ~is21 & codes.isin(fit["lsoa11"])
    mine = _children(areas).groupby("lsoa11")["place"].agg(["size", "first"]).reindex(codes)
    size = np.where(is11, mine["size"].fillna(0), 0)
    first = np.where(is11, mine["first"].fillna(-1), -1).astype(np.intp)
    irregular = is11 & codes.isin(fit.loc[fit["chgind"] == "X", "lsoa11"])
    place = np.where(is21, areas.lsoa.index.get_indexer(codes), np.where(size == 1, first, -1)).astype(np.intp)
    known = pd.DataFrame(
        {
            "place": place,
            "vintage": np.select([is21, is11], [0, 1], 2),
            "irregular": irregular,
            "several": size > 1,
            "first": first,
        }
    )
    none = pd.DataFrame({"place": [-1], "vintage": [2], "irregular": [False], "several": [False], "first": [-1]})
    return pd.concat([known, none], ignore_index=True)


def _children(areas: Areas) -> pd.DataFrame:
    """Return lsoa11 and the row of each of its successors that lies in the area."""
    place = areas.lsoa.index.get_indexer(areas.lookup11["lsoa21"])
    return pd.DataFrame({"lsoa11": areas.lookup11["lsoa11"], "place": place})[place >= 0]


def _among_children(
    rows: Whole, each: Whole, point: tuple[NDArray[np.float64], NDArray[np.float64]], stated: pd.Index, areas: Areas
) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """Return the rows, the successor that holds the point or is nearest to it, and whether it is only the nearest."""
    asked = pd.DataFrame({"row": rows, "lsoa11": np.asarray(stated)[each[rows]]})
    pairs = asked.astype({"lsoa11": "str"}).merge(_children(areas), on="lsoa11")
    if pairs.empty:
        return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, bool)
    at = gpd.GeoSeries(gpd.points_from_xy(point[0][pairs["row"]], point[1][pairs["row"]]), crs=DEGREES)
    shapes = gpd.GeoSeries(areas.lsoa.geometry.array[pairs["place"].to_numpy()], crs=DEGREES)
    pairs["away_m"] = shapely.distance(at.to_crs(areas.crs).array, shapes.to_crs(areas.crs).array)
    best = pairs.sort_values(["row", "away_m", "place"]).drop_duplicates("row")
    return best["row"].to_numpy(), best["place"].to_numpy(), best["away_m"].to_numpy() > 0


def _holding(x: NDArray[np.float64], y: NDArray[np.float64], areas: Areas) -> Whole:
    """Return the row of the LSOA that holds each point, -1 for none; on a shared edge the first by code."""
    found = np.full(x.size, -1, dtype=np.intp)
    point, place = shapely.STRtree(areas.lsoa.geometry.array).query(shapely.points(x, y), predicate="intersects")
    order = np.lexsort((-place, point))
    found[point[order]] = place[order]  # the last one written, the smallest place, stays
    return found
