"""Which district and Community Safety Partnership each LSOA lies in, from the lookups that are loaded.

A Community Safety Partnership (CSP) is not a local authority district (LAD): some hold several districts (East and
Mid Devon), and a few districts that were merged since lie in several (Buckinghamshire in four). Where a district lies
in several, no lookup by district can say which partnership a record belongs to, so those partnerships are *ambiguous*:
they get no figures, and say why.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from hotspot.errors import DataError

DISTRICT = ["lad_code", "lad_name", "ward_name"]


def latest(table: pa.Table | None, key: str | list[str]) -> pd.DataFrame:
    """Return one row per key, the one of the part that was accepted last.

    >>> latest(pa.table({"code": ["a", "a"], "n": [1, 2], "part": [1, 0]}), "code")["n"].tolist()
    [1]
    """
    if table is None or table.num_rows == 0:
        return pd.DataFrame(columns=[] if table is None else table.column_names)
    frame = table.to_pandas()
    if "part" in frame:
        frame = frame.sort_values("part", kind="stable")
    return frame.drop_duplicates(key, keep="last").reset_index(drop=True)


def membership(tables: Mapping[str, pa.Table]) -> pd.DataFrame:
    """Return the district and partnership of every LSOA 2021 that can be placed.

    Parameters
    ----------
    tables : mapping of kind -> pyarrow.Table
        What is held. The official lookups are used where they are loaded; else the columns that the boundary file
        itself brings.

    Returns
    -------
    DataFrame, index lsoa21
        name, lad_code, lad_name, ward_name, csp_code and csp_name (missing where the district lies in several
        partnerships), ambiguous_csp.

    Raises
    ------
    DataError
        No LSOA 2021 boundaries are held, or nothing says which district they lie in.
    """
    boundary = latest(tables.get("boundary_lsoa21"), "code")
    if boundary.empty:
        raise DataError(
            "No LSOA 2021 boundaries are loaded.",
            "Add the LSOA (December 2021) boundaries of the Open Geography Portal.",
        )
    placed = _districts(boundary.set_index("code"), latest(tables.get("lookup_lsoa21_ward_lad"), "lsoa21_code"))
    found = _partnerships(placed, partnerships(tables), boundary.set_index("code"))
    if found["lad_code"].isna().all():
        raise DataError(
            "Nothing says which district the LSOAs lie in.",
            "Add the lookup of LSOA 2021 to ward and local authority of the Open Geography Portal.",
        )
    return found.sort_index()


def partnerships(tables: Mapping[str, pa.Table]) -> pd.DataFrame:
    """Return each pair of district and partnership that is held, and whether the partnership is ambiguous.

    Returns
    -------
    DataFrame
        lad_code, csp_code, csp_name, several (the district lies in several partnerships), ambiguous (the partnership
        shares a district with another, or its boundary layer says so).
    """
    pairs = latest(tables.get("lookup_lad_csp_pfa"), ["lad_code", "csp_code"])
    if pairs.empty:
        return pd.DataFrame(columns=["lad_code", "csp_code", "csp_name", "several", "ambiguous"])
    pairs = pairs[["lad_code", "csp_code", "csp_name"]].copy()
    pairs["several"] = pairs["lad_code"].duplicated(keep=False)
    shared = set(pairs.loc[pairs["several"], "csp_code"]) | _said_ambiguous(tables)
    pairs["ambiguous"] = pairs["csp_code"].isin(shared)
    return pairs


def _said_ambiguous(tables: Mapping[str, pa.Table]) -> set[str]:
    layer = latest(tables.get("boundary_csp"), "code")
    if "ambiguous" not in layer:
        return set()
    return set(layer.loc[layer["ambiguous"].fillna(False).astype(bool), "code"])


def _districts(boundary: pd.DataFrame, lookup: pd.DataFrame) -> pd.DataFrame:
    own = boundary.reindex(columns=["name", *DISTRICT])
    if lookup.empty:
        return own
    told = lookup.set_index("lsoa21_code").reindex(own.index)[DISTRICT]
    return own.assign(**{name: told[name].where(told["lad_code"].notna(), own[name]) for name in DISTRICT})


def _partnerships(placed: pd.DataFrame, pairs: pd.DataFrame, boundary: pd.DataFrame) -> pd.DataFrame:
    """Add the partnership by district; a district that no lookup holds keeps what the boundary file says."""
    one = pairs[~pairs["several"].astype(bool)].set_index("lad_code")
    own = boundary.reindex(index=placed.index, columns=["csp_code", "csp_name", "ambiguous"])
    told = placed["lad_code"].isin(pairs["lad_code"])
    code = placed["lad_code"].map(one["csp_code"]).where(told, own["csp_code"])
    name = placed["lad_code"].map(one["csp_name"]).where(told, own["csp_name"])
    several = placed["lad_code"].isin(pairs.loc[pairs["several"].astype(bool), "lad_code"])
    ambiguous = several | code.isin(pairs.loc[pairs["ambiguous"].astype(bool), "csp_code"])
    own_word = own["ambiguous"].astype("boolean").fillna(False).astype(bool)
    return placed.assign(csp_code=code, csp_name=name, ambiguous_csp=ambiguous | (own_word & ~told))
