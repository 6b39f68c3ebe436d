"""The area of one partnership: its LSOAs, districts and Community Safety Partnerships, ready to be counted in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from hotspot.config import AreaProfile
from hotspot.errors import DataError
from hotspot.geography.membership import latest, membership, partnerships
from hotspot.geography.metres import shapes_in_metres
from hotspot.geography.own_layer import with_own_layer

DEGREES = "EPSG:4326"
BRITISH_GRID = "EPSG:27700"  # the reference system of the published population-weighted centroids


@dataclass(frozen=True)
class Areas:
    """The places of one partnership.

    Attributes
    ----------
    lsoa : GeoDataFrame, index LSOA 2021 code, sorted
        name, lad_code, lad_name, ward_name, csp_code, csp_name, ambiguous_csp, geometry (EPSG:4326), x_m and y_m (where
        its residents live on average; a point inside where that is not loaded), area_km2, population (residents at the
        latest mid-year held, missing where none is).
    csp, lad : GeoDataFrame, index code, sorted
        name, geometry (EPSG:4326); csp also has ambiguous and why (empty, or the reason why there are no figures).
    lookup11 : DataFrame
        lsoa11, lsoa21, chgind: every pair of the exact-fit lookup that is held, not only this area's.
    outline : shapely geometry
        The whole area, EPSG:4326.
    crs : str
        The projected reference system in metres.
    notes : tuple of str
        What a reader should know about these places.
    """

    lsoa: gpd.GeoDataFrame
    csp: gpd.GeoDataFrame
    lad: gpd.GeoDataFrame
    lookup11: pd.DataFrame
    outline: Any
    crs: str
    notes: tuple[str, ...]


def areas(tables: Mapping[str, pa.Table], profile: AreaProfile) -> Areas:
    """Return the places of the profile's Community Safety Partnerships.

    Parameters
    ----------
    tables : mapping of kind -> pyarrow.Table
        Boundaries, lookups, centroids and population as stored; of two rows for one code the later part's counts.
    profile : AreaProfile
        Names the partnerships and the projected reference system.

    Raises
    ------
    DataError
        Boundaries or lookups are missing, or a partnership of the profile is in none of them: the message names it.
    """
    tables = with_own_layer(tables, profile)
    pairs = partnerships(tables)
    held = _within(membership(tables), pairs, profile)
    lsoa = _lsoas(held, tables, profile.crs)
    lad = _dissolved(lsoa, "lad_code", "lad_name")
    csp = _csps(_districts_or(lsoa, lad), lsoa, pairs, tables, profile)
    whole = lad if lsoa["lad_code"].notna().all() else lsoa
    outline = shapely.union_all(whole.geometry.array)
    return Areas(lsoa, csp, lad, exact_fit(tables), outline, profile.crs, _notes(lsoa, csp, tables))


def _within(held: pd.DataFrame, pairs: pd.DataFrame, profile: AreaProfile) -> pd.DataFrame:
    """Keep the LSOAs of the profile's partnerships, and those of a district that may be theirs."""
    mine = pairs.loc[pairs["csp_code"].isin(profile.csps), "lad_code"]
    kept = held[held["csp_code"].isin(profile.csps) | held["lad_code"].isin(mine)]
    covered = set(kept["csp_code"]) | set(pairs.loc[pairs["lad_code"].isin(kept["lad_code"]), "csp_code"])
    missing = [code for code in profile.csps if code not in covered]
    if missing:
        raise DataError(
            f"No loaded LSOA lies in {', '.join(missing)} of {profile.name}.",
            "Add the LSOA 2021 boundaries and lookups that cover it, or mend the codes in the area profile.",
        )
    return kept


def _lsoas(held: pd.DataFrame, tables: Mapping[str, pa.Table], crs: str) -> gpd.GeoDataFrame:
    boundary = latest(tables["boundary_lsoa21"], "code").set_index("code")
    shapes = shapely.make_valid(shapely.from_wkb(boundary["geometry"].reindex(held.index).to_numpy()))
    lsoa = gpd.GeoDataFrame(held, geometry=shapes, crs=DEGREES)
    lsoa.index.name = "lsoa21"
    population = _population(tables.get("population_lsoa21"))
    metres = gpd.GeoSeries(shapes_in_metres(lsoa.geometry.to_numpy(), crs), index=lsoa.index, crs=crs)
    lsoa["x_m"], lsoa["y_m"] = _middles(metres, tables.get("lsoa21_centroids"), crs)
    measured = population["area_km2"].reindex(lsoa.index)
    # The statistical area is exact; that of a generalised outline is off by a tenth and more in a small LSOA.
    lsoa["area_km2"] = measured.where(measured > 0, metres.area / 1e6)
    lsoa["population"] = population["population"].reindex(lsoa.index).astype(float)
    return lsoa


def _population(table: pa.Table | None) -> pd.DataFrame:
    """Return residents and area by code, at the latest mid-year held for that code."""
    held = latest(table, ["lsoa_code", "year"])
    if held.empty:
        return pd.DataFrame(columns=["population", "area_km2"], dtype=float)
    newest = held.sort_values("year").drop_duplicates("lsoa_code", keep="last").set_index("lsoa_code")
    return newest.reindex(columns=["population", "area_km2"])


def _middles(metres: gpd.GeoSeries, table: pa.Table | None, crs: str) -> tuple[pd.Series, pd.Series]:
    inside = metres.representative_point()
    centroid = latest(table, "lsoa21_code")
    if centroid.empty:
        return inside.x, inside.y
    points = gpd.GeoSeries(
        gpd.points_from_xy(centroid["x_m"], centroid["y_m"]), index=centroid["lsoa21_code"], crs=BRITISH_GRID
    ).reindex(metres.index)
    held = points.notna() & ~points.is_empty
    chosen = inside.where(~held, points.to_crs(crs))
    return chosen.x, chosen.y


def _dissolved(lsoa: gpd.GeoDataFrame, code: str, name: str) -> gpd.GeoDataFrame:
    joined = lsoa[lsoa[code].notna()][[code, name, "geometry"]].dissolve(by=code).sort_index()
    return joined.rename(columns={name: "name"})[["name", "geometry"]]


def _districts_or(lsoa: gpd.GeoDataFrame, lad: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the districts with their partnership, where each lies in one alone; else the LSOAs.

    Partnerships are then joined from a few whole districts instead of hundreds of LSOAs, which is most of the work.
    """
    pairs = lsoa[["lad_code", "csp_code", "csp_name"]].drop_duplicates()
    if pairs["lad_code"].isna().any() or pairs["lad_code"].duplicated().any():
        return lsoa
    return lad.join(pairs.set_index("lad_code"))


def _csps(
    parts: gpd.GeoDataFrame,
    lsoa: gpd.GeoDataFrame,
    pairs: pd.DataFrame,
    tables: Mapping[str, pa.Table],
    profile: AreaProfile,
) -> gpd.GeoDataFrame:
    """Return one row per partnership; an ambiguous one has the outline of its own layer, or none."""
    made = _dissolved(parts, "csp_code", "csp_name")
    named = pairs.drop_duplicates("csp_code").set_index("csp_code")
    layer = latest(tables.get("boundary_csp"), "code").reindex(columns=["code", "name", "geometry"]).set_index("code")
    codes = pd.Index(sorted(profile.csps), name="csp_code")
    name = made["name"].reindex(codes).fillna(named["csp_name"].reindex(codes)).fillna(layer["name"].reindex(codes))
    drawn = pd.Series(shapely.from_wkb(layer["geometry"].to_numpy()), index=layer.index, dtype=object).reindex(codes)
    shape = made["geometry"].reindex(codes)
    flagged = set(lsoa.loc[lsoa["ambiguous_csp"], "csp_code"].dropna()) | set(
        named.index[named["ambiguous"].astype(bool)]
    )
    csp = gpd.GeoDataFrame({"name": name}, geometry=shape.where(shape.notna(), drawn).to_numpy(), crs=DEGREES)
    csp["ambiguous"] = codes.isin(flagged)
    csp["why"] = [_why(code, pairs) if doubtful else "" for code, doubtful in csp["ambiguous"].items()]
    return csp


def _why(code: str, pairs: pd.DataFrame) -> str:
    mine = pairs.loc[pairs["csp_code"] == code, "lad_code"]
    others = pairs.loc[pairs["lad_code"].isin(mine) & (pairs["csp_code"] != code), "csp_name"].unique()
    if len(others) == 0:
        return "No figures: its boundary layer says that it cannot be told from its neighbours."
    return f"No figures: its district also holds {', '.join(sorted(others))}, and records only name the district."


def exact_fit(tables: Mapping[str, pa.Table]) -> pd.DataFrame:
    """Return every pair of the exact-fit lookup that is held: lsoa11, lsoa21, chgind."""
    held = latest(tables.get("lookup_lsoa11_lsoa21"), ["lsoa11_code", "lsoa21_code"])
    held = held.rename(columns={"lsoa11_code": "lsoa11", "lsoa21_code": "lsoa21"})
    pairs = held.reindex(columns=["lsoa11", "lsoa21", "chgind"]).astype("str")
    return pairs.sort_values(["lsoa11", "lsoa21"], ignore_index=True)


def _notes(lsoa: gpd.GeoDataFrame, csp: gpd.GeoDataFrame, tables: Mapping[str, pa.Table]) -> tuple[str, ...]:
    said = [f"{name}: {why}" for name, why in csp.loc[csp["ambiguous"], ["name", "why"]].itertuples(index=False)]
    of_census = lsoa.index.str.startswith(("E", "W")).any()
    if of_census and latest(tables.get("lookup_lsoa11_lsoa21"), "lsoa11_code").empty:
        said.append("Records that state an LSOA of 2011 cannot be placed: no lookup from LSOA 2011 to 2021 is loaded.")
    nobody = int(np.isnan(lsoa["population"].to_numpy()).sum())
    if nobody:
        said.append(f"{nobody} of {len(lsoa)} LSOAs have no population loaded, so they have no rate.")
    return tuple(said)
