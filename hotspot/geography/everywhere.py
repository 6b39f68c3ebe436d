"""Every LSOA that is held, of whichever partnership: for accounts of files, which know no area."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from hotspot.geography.areas import BRITISH_GRID, DEGREES, Areas, exact_fit
from hotspot.geography.membership import latest, membership


def everywhere(tables: Mapping[str, pa.Table]) -> Areas:
    """Return the places of all partnerships at once, fit for ``settle`` and for nothing that draws.

    The outlines of districts and partnerships are left out: joining 35,000 LSOAs would take a minute, and an account of
    rows needs only their codes.

    Raises
    ------
    DataError
        No LSOA boundaries are held, or nothing says which district they lie in.
    """
    held = membership(tables)
    boundary = latest(tables["boundary_lsoa21"], "code").set_index("code")
    shapes = shapely.make_valid(shapely.from_wkb(boundary["geometry"].reindex(held.index).to_numpy()))
    lsoa = gpd.GeoDataFrame(held, geometry=shapes, crs=DEGREES)
    lsoa.index.name = "lsoa21"
    none = gpd.GeoDataFrame({"name": pd.Series(dtype=str)}, geometry=[], crs=DEGREES)
    return Areas(lsoa, none, none, exact_fit(tables), None, BRITISH_GRID, ())


def nowhere() -> Areas:
    """Return no place at all: for accounts of records before any boundary is added."""
    text = pd.Series(dtype="str")
    columns = ("name", "lad_code", "lad_name", "ward_name", "csp_code", "csp_name")
    lsoa = gpd.GeoDataFrame({name: text for name in columns}, geometry=[], crs=DEGREES)
    none = gpd.GeoDataFrame({"name": text}, geometry=[], crs=DEGREES)
    return Areas(lsoa, none, none, exact_fit({}), None, BRITISH_GRID, ())
