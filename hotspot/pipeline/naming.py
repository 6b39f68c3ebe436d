"""The plain name, district and context of every location, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import context, cube, findings, geography, grid
from hotspot.pipeline.preparing import Prepared, named_key


def homes_of(locations: Sequence[str], resolution: int, held: Prepared) -> pd.DataFrame:
    """Return the LSOA and the plain name of H3 cells, by what their own records state, else by where they lie."""
    lon, lat = grid.centres(list(locations))
    stated = _stated(locations, resolution, held).assign(lsoa=lsoas_of(locations, resolution, held))
    name = geography.place_names(lon, lat, held.areas, held.naming[1], homes=stated)
    return pd.DataFrame({"lsoa": stated["lsoa"], "name": name}, index=stated.index)


def lsoas_of(locations: Sequence[str], resolution: int, held: Prepared) -> pd.Series[str]:
    """Return the LSOA of H3 cells, by what their own records state, else by where they lie."""
    lsoa = _stated(locations, resolution, held)["lsoa"]
    silent = np.flatnonzero(lsoa.isna())
    if silent.size:
        lon, lat = grid.centres([locations[row] for row in silent.tolist()])
        lsoa = lsoa.copy()
        lsoa.iloc[silent] = geography.nearest_lsoa(lon, lat, held.areas)
    return lsoa


def _stated(locations: Sequence[str], resolution: int, held: Prepared) -> pd.DataFrame:
    """Return what the records of H3 cells state of them; read once for all cells of a resolution."""

    def stated() -> cube.Stated:
        return cube.stated(held.naming[0], held.profile.default_categories)

    def homes() -> pd.DataFrame:
        return cube.homes(held.once(("stated", held.banded), stated), None, resolution)

    whole = held.once(("homes", resolution, held.banded), homes)
    return whole.reindex(pd.Index(locations, name="location"))


def named_places(counts: cube.Cube, held: Prepared) -> gpd.GeoDataFrame:
    """Return name, district, outline and context of every location of a cube."""
    if counts.geography == "lsoa":
        return held.once(("lsoas", counts.locations), lambda: _lsoas(counts.locations, held)).copy()
    # No question changes what the hexagons of an area are called or where they lie, and every question asks for it.
    key = named_key(counts.resolution, held.banded)
    known = held.once(key, lambda: hexagons(counts.outlines, counts.area_km2, counts.resolution or 8, held))
    if known.index.equals(counts.outlines.index):
        return cast(gpd.GeoDataFrame, known.copy(deep=False))
    at = known.index.get_indexer(list(counts.locations))
    if (at >= 0).all():
        return cast(gpd.GeoDataFrame, known.take(at))
    more = hexagons(counts.outlines, counts.area_km2, counts.resolution or 8, held)
    held.kept[key] = max(known, more, key=len)
    return more.copy()


def points_in(counts: cube.Cube, held: Prepared) -> NDArray[np.float64]:
    """Return longitude and latitude of a point inside each location of a cube."""
    return held.lately(("inside", counts.locations), lambda: findings.points_inside(counts.outlines))


def hexagons(
    outlines: gpd.GeoSeries, area_km2: NDArray[np.float64], resolution: int, held: Prepared
) -> gpd.GeoDataFrame:
    """Return name, district and outline of H3 cells, given their outlines by name."""
    lsoa = held.areas.lsoa
    homes = homes_of(list(outlines.index), resolution, held)
    named = gpd.GeoDataFrame(index=outlines.index.rename("location"), geometry=outlines)
    named["name"] = homes["name"]
    # A cell on a border belongs where most of its records say, not where its middle happens to lie.
    near = lsoa.loc[homes["lsoa"]]
    for column in ("csp_code", "csp_name", "lad_name"):
        named[column] = near[column].to_numpy()
    named["area_km2"] = area_km2
    return named


def _lsoas(codes: Sequence[str], held: Prepared) -> gpd.GeoDataFrame:
    named = held.areas.lsoa.loc[list(codes)].copy()
    named["name"] = geography.lsoa_names(held.areas)
    return _with_context(named, held)


def _with_context(named: gpd.GeoDataFrame, held: Prepared) -> gpd.GeoDataFrame:
    deprived = context.deprivation(held.tables, held.areas, held.profile)
    busy = context.town_centres(held.incidents.frame, held.areas)
    return cast(gpd.GeoDataFrame, named.join(deprived).join(busy))
