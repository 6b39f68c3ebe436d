"""Deprivation of an area's LSOAs, each index on its own vintage of codes and in its own country.

The English index of 2025 is on LSOAs of 2021, that of 2019 and the Welsh one on LSOAs of 2011. Deciles of different
years do not compare, and those of England and Wales do not either: each ranks its own country's LSOAs at one date. So
nothing here joins across vintages or borders; a code that an index does not hold has no decile.

A decile says how an LSOA stands against the country, 1 the most deprived tenth. It says nothing about any one resident,
and the index holds a Crime domain (9.3 % in England), so that a link with violence is partly built in: see
``without_crime``. Sources: English indices of deprivation 2019 and 2025; Welsh Index of Multiple Deprivation 2019.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from hotspot.config import AreaProfile
from hotspot.context.rescored import without_crime
from hotspot.errors import DataError, ParameterError
from hotspot.geography import Areas

INDICES = {
    ("England", "2021"): ("imd2025_england", "English index 2025"),
    ("England", "2011"): ("imd2019_england", "English index 2019"),
    ("Wales", "2011"): ("wimd2019", "Welsh index 2019"),
    ("Demonstration", "2021"): ("imd2025_england", "Made-up index"),
}
COUNTRY_OF_LETTER = {"E": "England", "W": "Wales", "D": "Demonstration"}
ON_2021_CODES = ("England", "Demonstration")
OTHER = "decile_without_crime"
COLUMNS = ["index_name", "imd_decile", "imd_rank", "imd_note"]


def deprivation(tables: Mapping[str, pa.Table], areas: Areas, profile: AreaProfile) -> pd.DataFrame:
    """Return the deprivation of each LSOA 2021 of the area.

    England has the index of 2025, on the same codes. Wales has the index of 2019, brought over from LSOAs of 2011: an
    unchanged or split LSOA keeps the decile; a merged one keeps it only where all its parts agree; an irregular change
    has none.

    Parameters
    ----------
    tables : mapping of kind -> pyarrow.Table
        ``imd2025_england``, ``wimd2019``.
    areas : Areas
        The area's LSOAs and the exact-fit lookup.
    profile : AreaProfile
        Its country decides which index applies; another country has none.

    Returns
    -------
    DataFrame, index LSOA 2021 code
        index_name, imd_decile (1 the most deprived), imd_rank (missing after a merge), imd_note (why there is no
        decile, or that it was brought over), decile_without_crime (what to lay over violence, since the published index
        counts crime too; in Wales missing after a merge).
    """
    codes = pd.Series(areas.lsoa.index, index=areas.lsoa.index)
    if profile.country in ON_2021_CODES:
        return by_code(codes, "2021", tables).join(_other_decile(tables, "imd2025_england"))
    if profile.country != "Wales":
        return _nothing(codes.index, "No deprivation index of this country is known.").assign(**{OTHER: np.nan})
    brought = _brought_over(by_code(areas.lookup11.set_index("lsoa21")["lsoa11"], "2011", tables), areas)
    return brought.join(carried(_other_decile(tables, "wimd2019").to_frame(), areas))


def _other_decile(tables: Mapping[str, pa.Table], kind: str) -> pd.Series:
    """Return the decile without the Crime domain by code; empty where the file does not hold every domain."""
    table = index_by_code(tables, kind)
    try:
        return without_crime(table.reset_index())[OTHER]
    except (DataError, KeyError):
        return pd.Series(dtype=float, name=OTHER)


def by_code(codes: pd.Series, vintage: str, tables: Mapping[str, pa.Table]) -> pd.DataFrame:
    """Return the deprivation of stated codes, from the index of their own vintage and country.

    Parameters
    ----------
    codes : Series of str
        LSOA codes as records state them.
    vintage : str
        ``2011`` or ``2021``: the set the codes are from, see ``geography.vintage_of``.
    tables : mapping of kind -> pyarrow.Table
        The indices that are held.

    Returns
    -------
    DataFrame, the index of ``codes``
        index_name, imd_decile, imd_rank, imd_note. A Welsh code of 2021 has none here: no index is on those codes.

    Raises
    ------
    ParameterError
        The vintage is neither.
    """
    if vintage not in ("2011", "2021"):
        raise ParameterError(f"'{vintage}' is not a vintage of LSOA codes.", "Say 2011 or 2021.")
    found = _nothing(codes.index, "")
    country = codes.astype("str").str[:1].map(COUNTRY_OF_LETTER)
    for (where, when), (kind, title) in INDICES.items():
        mine = ((country == where) & (when == vintage)).to_numpy()
        table = index_by_code(tables, kind)
        if not mine.any() or table.empty:
            continue
        rows = table.reindex(codes[mine])
        found.loc[mine, "index_name"] = title
        found.loc[mine, ["imd_decile", "imd_rank"]] = rows[["IMD_decile", "IMD_rank"]].to_numpy()
    missing = found["imd_decile"].isna()
    found.loc[missing, "imd_note"] = f"No index that is loaded holds this code of {vintage}."
    return found


def _nothing(index: pd.Index, note: str) -> pd.DataFrame:
    return pd.DataFrame({"index_name": "", "imd_decile": np.nan, "imd_rank": np.nan, "imd_note": note}, index=index)


def index_by_code(tables: Mapping[str, pa.Table], kind: str) -> pd.DataFrame:
    """Return an index by code, of two rows for one code the part's that was added last."""
    table = tables.get(kind)
    if table is None or table.num_rows == 0:
        return pd.DataFrame()
    frame = table.to_pandas()
    if "part" in frame:
        frame = frame.sort_values("part", kind="stable")
    return frame.drop_duplicates("lsoa_code", keep="last").set_index("lsoa_code")


def carried(values: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Return numbers known on LSOAs of 2011 for the LSOAs of 2021 that are the same or part of one.

    An unchanged LSOA keeps its numbers and the parts of a split one inherit them. A merged LSOA has several parents and
    an irregular one none of its own: both are missing rather than guessed. For ranks, scores and deciles, never counts.

    Parameters
    ----------
    values : DataFrame, index LSOA 2011 code
        Numbers that a part shares with its whole.
    areas : Areas
        The area's LSOAs and the exact-fit lookup.

    Returns
    -------
    DataFrame, index LSOA 2021 code
        The same columns.
    """
    fit = areas.lookup11[areas.lookup11["lsoa21"].isin(areas.lsoa.index)]
    alone = fit[fit["chgind"].isin(["U", "S"]) & ~fit["lsoa21"].duplicated(keep=False)].set_index("lsoa21")["lsoa11"]
    found = values.reindex(alone).set_axis(alone.index, axis=0)
    return found.reindex(areas.lsoa.index)


def _brought_over(parents: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Return each LSOA 2021's deprivation from its predecessors'; one row of ``parents`` per pair of the lookup."""
    change = areas.lookup11.set_index("lsoa21")["chgind"]
    mine = parents.assign(change=change.to_numpy()).loc[parents.index.isin(areas.lsoa.index)]
    grouped = mine.groupby(level=0)
    found = grouped[["index_name", "imd_decile", "imd_rank", "imd_note", "change"]].first()
    merged, irregular = grouped.size() > 1, grouped["change"].agg(lambda signs: (signs == "X").any())
    agree = grouped["imd_decile"].agg(lambda deciles: deciles.nunique(dropna=False) == 1)
    found.loc[merged | irregular, "imd_rank"] = np.nan
    found.loc[(merged & ~agree) | irregular, "imd_decile"] = np.nan
    found.loc[found["change"] == "S", "imd_note"] = "Decile of the LSOA of 2011 that it was split from."
    found.loc[merged & agree, "imd_note"] = "Decile that all the LSOAs of 2011 it was merged from share."
    found.loc[merged & ~agree, "imd_note"] = "Merged from LSOAs of 2011 in different deciles."
    found.loc[irregular, "imd_note"] = "Its outline changed irregularly in 2021."
    whole = found.reindex(areas.lsoa.index)
    return whole[COLUMNS].fillna({"index_name": "", "imd_note": "The lookup from LSOA 2011 does not hold it."})
