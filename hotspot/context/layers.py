"""What surrounds violence in a place: deprivation, needs and residents, each said with its source and its doubts.

A layer explains and qualifies; it is never part of a hot-spot score. By LSOA every layer is as its publisher has it. By
hexagon it is an average over the people who live there, so it is smoother than the LSOAs it was made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from scipy import sparse

from hotspot.config import AreaProfile
from hotspot.context.domains import deprivation_layers
from hotspot.context.layer import OVER_LAND, SHARED_OUT, Layer, Loaded
from hotspot.context.needs import needs_layers
from hotspot.geography import Areas

KNOWN_SHARE = 0.5  # less of a hexagon's weight known than this: missing


@dataclass(frozen=True)
class Surroundings:
    """The layers of one area.

    Attributes
    ----------
    by_lsoa : DataFrame, index LSOA 2021 code
        One column a layer (its key), NaN where not known, never 0 instead; beside it ``<key>_decile`` and
        ``<key>_rank`` where it is ranked nationally (1 most deprived or most in need).
    layers : tuple of Layer
        Those that are loaded.
    missing : tuple of str
        What is not loaded and how to add it, a sentence each.
    """

    by_lsoa: pd.DataFrame
    layers: tuple[Layer, ...]
    missing: tuple[str, ...]


def surroundings(tables: Mapping[str, pa.Table], areas: Areas, profile: AreaProfile) -> Surroundings:
    """Return every layer that is loaded for an area.

    Parameters
    ----------
    tables : mapping of kind -> pyarrow.Table
        What is held: the country's index of deprivation, the Community Needs Index, residents.
    areas : Areas
        The area's LSOAs.
    profile : AreaProfile
        Its country says which index applies; indices of other countries and years are not looked at.
    """
    made = (deprivation_layers(tables, areas, profile), needs_layers(tables, areas, profile), _residents(areas))
    return Surroundings(
        pd.concat([one.frame for one in made], axis=1),
        tuple(layer for one in made for layer in one.layers),
        tuple(text for one in made for text in one.missing),
    )


def _residents(areas: Areas) -> Loaded:
    lsoa = areas.lsoa
    if lsoa["population"].isna().all():
        missing = "Residents are not loaded: add the population by LSOA of the Office for National Statistics."
        return Loaded(pd.DataFrame(index=lsoa.index), (), (missing,))
    frame = pd.DataFrame({"population": lsoa["population"], "density": lsoa["population"] / lsoa["area_km2"]})
    source, date = "Mid-year population estimates", "latest year held"
    caveat = "People who live there, not those who are about on a Saturday night."
    told = (
        ("population", "Residents", "people", SHARED_OUT),
        ("density", "Residents per km²", "people per km²", OVER_LAND),
    )
    layers = [Layer(key, name, "population", unit, "more", source, date, way, caveat) for key, name, unit, way in told]
    return Loaded(frame, tuple(layers), ())


def on_cells(surroundings: Surroundings, outlines: gpd.GeoSeries, areas: Areas) -> pd.DataFrame:
    """Return the layers of hexagons, or of any other outlines, from those of the LSOAs they overlap.

    Residents are shared out by area and add up. Everything else is the mean over the residents inside: the weight of an
    LSOA is its overlap with the hexagon times its residents per square kilometre, so that a field does not outvote a
    street. Within an LSOA people are taken to be spread evenly, which they are not; a hexagon smaller than an LSOA is
    given that LSOA's value. A mean of ranks or tenths is a mean, not the rank that such a place would have.

    Parameters
    ----------
    surroundings : Surroundings
        By LSOA.
    outlines : GeoSeries, index = location
        Polygons with a reference system.
    areas : Areas
        The outlines of the LSOAs.

    Returns
    -------
    DataFrame, index = location
        The columns of ``by_lsoa``. Missing where less than half of the weight is of LSOAs that have a value, and where
        an outline overlaps no LSOA.
    """
    shapes = areas.lsoa.geometry.to_crs(areas.crs)
    overlap = _overlap_km2(outlines.to_crs(areas.crs), shapes)
    whole = shapes.area.to_numpy() / 1e6
    held = surroundings.by_lsoa.reindex(areas.lsoa.index)
    people = areas.lsoa["population"].to_numpy(dtype=float)
    weights = overlap @ sparse.diags_array(np.nan_to_num(people) / whole)
    peopled = sparse.diags_array((weights.sum(axis=1) > 0).astype(float))
    alone = sparse.diags_array((weights.sum(axis=1) <= 0).astype(float))
    frame = pd.DataFrame(
        _mean(peopled @ weights + alone @ overlap, held.to_numpy(dtype=float)),
        index=outlines.index, columns=held.columns,
    )  # fmt: skip
    if "population" in frame:
        total, land = weights.sum(axis=1), overlap.sum(axis=1)
        unknown = (overlap @ np.isnan(people)) > 0
        frame["population"] = np.where(unknown | (land <= 0), np.nan, total)
        frame["density"] = frame["population"] / np.where(land > 0, land, np.nan)
    return frame


def _overlap_km2(outlines: gpd.GeoSeries, shapes: gpd.GeoSeries) -> sparse.csr_array:
    """Return the area that each outline (row) shares with each LSOA (column)."""
    mine, theirs = outlines.to_numpy(), shapes.to_numpy()
    row, column = shapely.STRtree(theirs).query(mine, predicate="intersects")
    km2 = shapely.area(shapely.intersection(mine[row], theirs[column])) / 1e6
    return sparse.csr_array((km2, (row, column)), shape=(len(mine), len(theirs)))


def _mean(weights: sparse.csr_array, values: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(values)
    of_known = weights @ known.astype(float)
    whole = weights.sum(axis=1)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weights @ np.where(known, values, 0.0)) / of_known
        return np.where((whole > 0) & (of_known >= KNOWN_SHARE * whole), mean, np.nan)
