"""Every LSOA that is held, of whichever partnership: for accounts of files, which know no area."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.compute
import shapely

from hotspot.geography.areas import BRITISH_GRID, DEGREES, Areas, exact_fit
from hotspot.geography.membership import latest, membership


def everywhere(tables: Mapping[str, pa.Table]) -> Areas:
    """Return the places of all partnerships at once, fit for ``settle`` and for nothing that draws.

    The outlines of districts and partnerships are left out: joining 35,000 LSOAs would take a minute, and an account of
    rows needs only their codes.

    An LSOA that only a lookup names counts as well: a record's district comes from the code it states, not from the
    outlines that happen to be loaded.

    Raises
    ------
    DataError
        No LSOA is held, or nothing says which district they lie in.
    """
    known = {**tables, "boundary_lsoa21": _every_code(tables)}
    held = membership(known)
    boundary = latest(known["boundary_lsoa21"], "code").set_index("code")
    shapes = shapely.make_valid(shapely.from_wkb(boundary["geometry"].reindex(held.index).to_numpy()))
    lsoa = gpd.GeoDataFrame(held, geometry=shapes, crs=DEGREES)
    lsoa.index.name = "lsoa21"
    none = gpd.GeoDataFrame({"name": pd.Series(dtype=str)}, geometry=[], crs=DEGREES)
    return Areas(lsoa, none, none, exact_fit(tables), None, BRITISH_GRID, ())


def _every_code(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return the boundary table with a row, without a shape, for every further LSOA that the lookups name."""
    boundary = tables["boundary_lsoa21"]
    lookup = tables["lookup_lsoa21_ward_lad"].select(["lsoa21_code"]).rename_columns(["code"])
    known = pa.compute.is_in(lookup["code"], boundary["code"].combine_chunks())
    further = lookup.filter(pa.compute.invert(known))
    further = further.append_column("name", further["code"])
    earliest = pa.array([-1] * len(further), pa.int32())  # any part that has the shape comes later, and so stands
    return pa.concat_tables([further.append_column("part", earliest), boundary], promote_options="default")


def nowhere() -> Areas:
    """Return no place at all: for accounts of records before any boundary is added."""
    text = pd.Series(dtype="str")
    columns = ("name", "lad_code", "lad_name", "ward_name", "csp_code", "csp_name")
    lsoa = gpd.GeoDataFrame({name: text for name in columns}, geometry=[], crs=DEGREES)
    none = gpd.GeoDataFrame({"name": text}, geometry=[], crs=DEGREES)
    return Areas(lsoa, none, none, exact_fit({}), None, BRITISH_GRID, ())
