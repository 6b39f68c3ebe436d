"""What lies under a map: outlines, and the roads, water, parks, stations and names that are held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from hotspot.pipeline.preparing import Prepared

KIND = "base"
STREETS = ("street", "street, poorly lit")
WARD = "ward"
Bounds = tuple[float, float, float, float]


def no_features() -> pd.DataFrame:
    """Return the table of an area of which nothing but boundaries is held.

    >>> list(no_features().columns)
    ['type', 'name', 'geometry']
    """
    return pd.DataFrame({name: pd.Series(dtype=object) for name in ("type", "name", "geometry")})


@dataclass(frozen=True)
class Base:
    """The ground under a map, in degrees (EPSG:4326): the area's outline, its CSPs and its LSOAs.

    Attributes
    ----------
    features : DataFrame
        type, name, geometry: what a base map file brought (land, water, roads, stations, towns ...) and the wards.
    streets : callable
        West, south, east, north in, the streets there as such a table out: too many to be drawn at once.
    """

    outline: Any
    csp: gpd.GeoDataFrame
    lsoa: gpd.GeoDataFrame
    features: pd.DataFrame = field(default_factory=no_features)
    streets: Callable[[Bounds], pd.DataFrame] = field(default=lambda _: no_features())


def base_of(held: Prepared) -> Base:
    """Return the ground of an area; what does not depend on a question is read once."""
    features = held.once("base features", lambda: _features(held))
    areas = held.areas
    return Base(areas.outline, areas.csp, areas.lsoa, features, lambda bounds: _streets_in(held, bounds))


def _features(held: Prepared) -> pd.DataFrame:
    table = held.tables[KIND]
    streets = pc.is_in(table["type"], pa.array(STREETS))
    return pd.concat([_shaped(table.filter(pc.invert(streets))), _wards(held.areas.lsoa)], ignore_index=True)


def _shaped(table: pa.Table) -> pd.DataFrame:
    frame = table.select(["type", "name", "geometry"]).to_pandas()
    return frame.assign(geometry=shapely.from_wkb(frame["geometry"].to_numpy(dtype=object)))


def _wards(lsoa: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return each ward's name where its residents live on average, which no outline is needed for."""
    if "ward_name" not in lsoa.columns or lsoa["ward_name"].isna().all():
        return no_features()
    middles = lsoa.geometry.representative_point()
    weight = lsoa["population"].fillna(1.0).clip(lower=1.0)
    keys = [lsoa["lad_code"], lsoa["ward_name"]]
    total = weight.groupby(keys).sum()
    lon = (middles.x * weight).groupby(keys).sum() / total
    lat = (middles.y * weight).groupby(keys).sum() / total
    names = total.index.get_level_values("ward_name")
    return pd.DataFrame({"type": WARD, "name": names, "geometry": shapely.points(lon.to_numpy(), lat.to_numpy())})


def _streets_in(held: Prepared, bounds: Bounds) -> pd.DataFrame:
    table, tree = held.once("base streets", lambda: _indexed(held.tables[KIND]))
    return table.iloc[tree.query(shapely.box(*bounds))]


def _indexed(table: pa.Table) -> tuple[pd.DataFrame, shapely.STRtree]:
    frame = _shaped(table.filter(pc.is_in(table["type"], pa.array(STREETS))))
    return frame, shapely.STRtree(frame["geometry"].to_numpy())
