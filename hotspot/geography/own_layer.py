"""Profiles whose small areas are not LSOAs: another country, or wards that a partnership prefers."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from hotspot.config import AreaProfile
from hotspot.errors import DataError


def with_own_layer(tables: Mapping[str, pa.Table], profile: AreaProfile) -> Mapping[str, pa.Table]:
    """Return the tables with the profile's own small areas in the place of the LSOAs, where it has some.

    They all lie in its one partnership, which counts as one district too. A code of theirs says nothing about any
    other set of areas, so every lookup of LSOAs is left out.

    Raises
    ------
    DataError
        The outlines are not held, or the profile names several partnerships and no file can say which area is whose.
    """
    if not profile.boundary:
        return tables
    if len(profile.csps) != 1:
        raise DataError(
            f"{profile.name} has small areas of its own and {len(profile.csps)} partnerships.",
            "Name one partnership in its profile: nothing says which area lies in which.",
        )
    held = tables.get("boundary_area")
    mine = None if held is None or not held.num_rows else held.filter(pc.field("layer") == profile.key)
    if mine is None or not mine.num_rows:
        raise DataError(
            f"No outlines of the small areas of {profile.name} are loaded.",
            f"Add the file whose columns are called {profile.boundary['code']} and {profile.boundary['name']}.",
        )
    without = {kind: table for kind, table in tables.items() if "lsoa" not in kind and not kind.startswith("lookup")}
    return {**without, "boundary_lsoa21": _placed(mine, profile), "population_lsoa21": _residents(mine)}


def _placed(mine: pa.Table, profile: AreaProfile) -> pa.Table:
    (code,) = profile.csps
    said = {"lad_code": code, "lad_name": profile.name, "csp_code": code, "csp_name": profile.name}
    table = mine.select([name for name in ("code", "name", "geometry", "part") if name in mine.column_names])
    for column, word in said.items():
        table = table.append_column(column, pa.array([word] * table.num_rows, pa.string()))
    return table


def _residents(mine: pa.Table) -> pa.Table:
    columns = {"lsoa_code": mine["code"]}
    if "population" in mine.column_names:
        columns |= {"year": mine["year"], "population": mine["population"]}
    return pa.table(columns) if len(columns) > 1 else pa.table({name: [] for name in ("lsoa_code", "year")})
