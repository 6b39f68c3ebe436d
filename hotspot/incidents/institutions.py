"""The institution register: hospitals, prisons, custody suites, police stations, which collect other places' records.

An assault reported in an emergency department is recorded there, wherever it happened; so is one that comes to light in
custody. Left in a ranking, a hospital is often the largest single point of a whole county. Such records are set aside
in a list of their own and counted. What is lost: incidents that did happen in the institution, such as assaults on its
staff, stand in that list too.

Two sources say what an institution is: the words of the record's own location, and a file of facilities with their
types. A street named after one ("Hospital Road", "Old Police Station Yard") is a street.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from hotspot.geography import Areas, in_metres

KINDS = {
    "Hospital": r"(?:hospital|infirmary)$",
    "Prison": r"(?:prison|young offenders?'? institution)$|^hmp\b",
    "Custody suite": r"custody (?:suite|centre)$",
    "Police station": r"police (?:station|headquarters|hq|office)$",
}
_NO_LONGER = r"^(?:the )?(?:old|former)\b"
FACILITY_REACH_M = 100.0  # a map point stands for its street, so a facility's own point is rarely nearer
SITE_M = 500.0  # map points of one kind this near belong to one site


def place_of(location: pd.Series) -> pd.Series:
    """Return what a location text names, without "On or near"; missing where it names nothing.

    >>> place_of(pd.Series(["On or near Hospital", "No Location", "On or near St Mary'S Gate"])).tolist()
    ['Hospital', nan, "St Mary's Gate"]
    """
    bare = location.astype("str").str.replace(r"^On or near\s*", "", regex=True).str.strip()
    bare = bare.str.replace(r"'S\b", "'s", regex=True)
    return bare.mask(bare.isin(["", "No Location"]))


def kind_by_words(location: pd.Series) -> pd.Series:
    """Return the kind of institution that each location text names, missing where it names none.

    >>> texts = ["On or near Hospital", "On or near Pear Tree Police Station", "On or near Hospital Road"]
    >>> kind_by_words(pd.Series(texts)).tolist()
    ['Hospital', 'Police station', nan]
    """
    words = place_of(location).str.lower()
    gone = words.str.contains(_NO_LONGER, na=False)
    kind = pd.Series(np.nan, index=location.index, dtype="str")
    for name, pattern in KINDS.items():
        kind = kind.mask(kind.isna() & ~gone & words.str.contains(pattern, na=False), name)
    return kind


def near_facility(
    lon: NDArray[np.float64], lat: NDArray[np.float64], facilities: pa.Table, crs: str
) -> tuple[pd.Series, pd.Series]:
    """Return kind and name of the institution within 100 m of each point, missing where the file has none.

    Parameters
    ----------
    lon, lat : arrays of shape (n,)
        Degrees; NaN is near nothing.
    facilities : pyarrow.Table
        name, type, lon, lat; a type that holds none of the words hospital, prison, custody, police is passed over.
    crs : str
        A projected reference system in metres.
    """
    kind, name = (pd.Series(np.nan, index=range(len(lon)), dtype="str") for _ in range(2))
    listed = facilities.select(["name", "type", "lon", "lat"]).to_pandas().dropna()
    words = {"hospital": "Hospital", "prison": "Prison", "custody": "Custody suite", "police": "Police station"}
    listed["kind"] = listed["type"].str.lower().str.extract(f"({'|'.join(words)})", expand=False).map(words)
    listed = listed.dropna(subset="kind")
    here = np.isfinite(lon) & np.isfinite(lat)
    if listed.empty or not here.any():
        return kind, name
    tree = shapely.STRtree(shapely.points(*in_metres(listed["lon"].to_numpy(), listed["lat"].to_numpy(), crs)))
    points = shapely.points(*in_metres(lon[here], lat[here], crs))
    near, which = tree.query_nearest(points, max_distance=FACILITY_REACH_M, all_matches=False)
    for told, column in ((kind, "kind"), (name, "name")):
        told.iloc[np.flatnonzero(here)[near]] = listed[column].to_numpy()[which]
    return kind, name


def name_sites(frame: pd.DataFrame, kind: pd.Series, text: pd.Series, areas: Areas) -> pd.Series:
    """Return the name of the institution of each record, missing for the rest.

    Map points of one kind within 500 m of each other are one site, named by its commonest text and LSOA.

    Parameters
    ----------
    frame : DataFrame
        lon, lat, lsoa, lsoa_name (as the record states it: all there is outside the area).
    kind, text : Series, the index of ``frame``
        Kind of institution or missing; the words or the facility that made it one.
    """
    named = pd.Series(np.nan, index=frame.index, dtype="str")
    known = kind.notna()
    if not known.any():
        return named
    mine = frame.loc[known, ["lon", "lat", "lsoa", "lsoa_name"]].assign(kind=kind[known], text=text[known])
    mine["where"] = mine["lsoa"].map(areas.lsoa["name"]).astype("str").fillna(mine["lsoa_name"].astype("str"))
    mine["where"] = mine["where"].fillna("place not stated")
    mine["site"] = _sites(mine, areas.crs)
    common = mine.groupby("site")[["text", "where"]].agg(lambda values: values.value_counts().index[0])
    named.loc[mine.index] = mine["site"].map(common["text"] + ", " + common["where"]).to_numpy()
    return named


def _sites(mine: pd.DataFrame, crs: str) -> NDArray[np.int32]:
    """Return the number of each record's site: points of one kind, chained by steps of at most 500 m."""
    points = mine[["kind", "lon", "lat"]].drop_duplicates(ignore_index=True)
    x, y = in_metres(points["lon"].fillna(0).to_numpy(), points["lat"].fillna(0).to_numpy(), crs)
    apart = points["kind"].factorize()[0] * 1e8  # kinds lie in different worlds
    here = shapely.points(x + apart, y)
    one, other = shapely.STRtree(here).query(here, predicate="dwithin", distance=SITE_M)
    links = csr_array((np.ones(len(one)), (one, other)), shape=(len(points), len(points)))
    points["site"] = connected_components(links, directed=False)[1]
    joined = mine[["kind", "lon", "lat"]].merge(points, on=["kind", "lon", "lat"], how="left")
    return np.asarray(joined["site"], dtype=np.int32)


def institutions_set_aside(frame: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Return one row per institution, the largest first.

    Parameters
    ----------
    frame : DataFrame
        Incidents; those without a site are passed over. Rows of any selection may be given.

    Returns
    -------
    DataFrame
        name, kind, csp_code, csp_name, lsoa, count (rows), months (in how many months), lon, lat (of its commonest map
        point). An institution outside the area has no csp_code.
    """
    columns = ["name", "kind", "csp_code", "csp_name", "lsoa", "count", "months", "lon", "lat"]
    named = frame["site"].notna().to_numpy()
    if not named.any():
        return pd.DataFrame(columns=columns)
    asked = ["site", "site_kind", "lsoa", "csp_code", "lon", "lat", "month"]
    mine = frame.loc[named, asked].astype({"site": "str", "site_kind": "str"})
    points = mine.groupby(["site", "lsoa", "csp_code", "site_kind", "lon", "lat"], dropna=False).size()
    largest = points.sort_values(ascending=False, kind="stable").reset_index().drop_duplicates("site").set_index("site")
    table = mine.groupby("site").agg(count=("site", "size"), months=("month", "nunique")).join(largest)
    table["csp_name"] = table["csp_code"].map(areas.csp["name"])
    table = table.rename_axis("name").reset_index().rename(columns={"site_kind": "kind"})
    return table.sort_values(["count", "name"], ascending=[False, True], ignore_index=True)[columns]
