"""What surrounds each place of an answer: deprivation, needs, residents, and what is near. Never part of a score."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import pandas as pd
from pyproj import Transformer

from hotspot import context, grid, stats
from hotspot.access import LOCAL, Scope
from hotspot.config import Parameters, Settings
from hotspot.context import Layer
from hotspot.pipeline.analysis import Analysis, analyse
from hotspot.pipeline.preparing import Prepared, prepare

NEAR = "reach_"
THIN = "Of {n} parts: {parts}. It is relative to this area, and every part counts alike, which is a choice."


@dataclass(frozen=True)
class Around:
    """What surrounds the places of one answer.

    Attributes
    ----------
    locations, lsoas : DataFrame
        Index = that of ``findings.locations``, and LSOA 2021 code: one column a layer, ``<layer>_decile`` and
        ``<layer>_rank`` where ranked nationally, ``reach_<type>_m`` and ``reach_<type>`` (distance to and name of the
        nearest facility), NaN where not known.
    layers : tuple of Layer
        What is loaded, with source, weighting and caveat.
    missing : tuple of str
        What is not loaded, and how to add it.
    facilities : DataFrame
        name, type, type_key, lon, lat: what is open and stands somewhere.
    correlations : DataFrame
        layer, title, rho, low, high, n: rank correlation of each layer with the records by LSOA.
    """

    locations: pd.DataFrame
    lsoas: pd.DataFrame
    layers: tuple[Layer, ...]
    missing: tuple[str, ...]
    facilities: pd.DataFrame
    correlations: pd.DataFrame


@dataclass(frozen=True)
class _Ground:
    """What does not depend on the question: layers and reach by LSOA."""

    surroundings: context.Surroundings
    facilities: pd.DataFrame


def around(
    parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL, analysis: Analysis | None = None
) -> Around:
    """Return what surrounds each place of an answer.

    Parameters
    ----------
    parameters : Parameters
        The question.
    settings, scope
        Where the store is and who asks.
    analysis : Analysis, optional
        The answer to these parameters, where it is at hand; otherwise it is made.
    """
    answer = analysis or analyse(parameters, settings=settings, scope=scope)
    held = prepare(parameters.area, settings, scope)
    ground = _ground(parameters.area, settings, scope, held.digest)
    locations = answer.findings.locations
    by_place = _on_places(parameters.area, settings, scope, held.digest, tuple(locations.index))
    layers = ground.surroundings.layers
    return Around(
        locations=by_place,
        lsoas=ground.surroundings.by_lsoa,
        layers=layers,
        missing=ground.surroundings.missing,
        facilities=ground.facilities,
        correlations=correlations(answer.lsoas["count"], ground.surroundings.by_lsoa, layers),
    )


@lru_cache(maxsize=4)
def _ground(area: str, settings: Settings, scope: Scope, digest: str) -> _Ground:
    # The digest of what is held is part of the key, as in ``preparing``.
    held = prepare(area, settings, scope)
    plain = context.surroundings(held.tables, held.areas, held.profile)
    open_now, said = context.facilities(held.tables)
    back = Transformer.from_crs(held.areas.crs, "EPSG:4326", always_xy=True)
    lon, lat = back.transform(held.areas.lsoa["x_m"].to_numpy(), held.areas.lsoa["y_m"].to_numpy())
    near = _near(lon, lat, held.areas.lsoa.index, open_now, held)
    by_lsoa = plain.by_lsoa.join(near)
    layers = plain.layers
    thin = context.protection_index(by_lsoa)
    if thin.notna().any():
        by_lsoa, layers = by_lsoa.assign(**{context.INDEX: thin}), (*layers, _thin_layer(by_lsoa))
    whole = dataclasses.replace(plain, by_lsoa=by_lsoa, layers=layers, missing=(*plain.missing, *said))
    return _Ground(whole, open_now)


def _near(lon: pd.Series, lat: pd.Series, index: pd.Index, facilities: pd.DataFrame, held: Prepared) -> pd.DataFrame:
    return context.reach(lon, lat, facilities, held.areas.crs).set_axis(index, axis=0).add_prefix(NEAR)


def _thin_layer(by_lsoa: pd.DataFrame) -> Layer:
    parts = context.index_parts(by_lsoa.columns)
    told = THIN.format(n=len(parts), parts=", ".join(context.part_name(part) for part in parts))
    return Layer(
        context.INDEX, "Thin protection", "protection", "0 best placed to 100 thinnest here", "worse",
        "Made here from the layers of protection", "", "", f"{told} {context.STRAIGHT}",
    )  # fmt: skip


@lru_cache(maxsize=8)
def _on_places(area: str, settings: Settings, scope: Scope, digest: str, places: tuple[str, ...]) -> pd.DataFrame:
    held = prepare(area, settings, scope)
    ground = _ground(area, settings, scope, digest)
    if not places or places[0] in held.areas.lsoa.index:
        return ground.surroundings.by_lsoa.reindex(list(places))
    numbers = ground.surroundings.by_lsoa.select_dtypes("number")
    averaged = numbers[[name for name in numbers if not str(name).startswith(NEAR)]]
    outlines: gpd.GeoSeries = grid.outlines(list(places))
    layers = context.on_cells(dataclasses.replace(ground.surroundings, by_lsoa=averaged), outlines, held.areas)
    lon, lat = grid.centres(list(places))
    return layers.join(_near(lon, lat, layers.index, ground.facilities, held))


def correlations(count: pd.Series, by_lsoa: pd.DataFrame, layers: tuple[Layer, ...]) -> pd.DataFrame:
    """Return the rank correlation of the records of each LSOA with each layer.

    Every LSOA of the area takes part, whichever district is looked at. Records are counts: LSOAs hold about as many
    residents each, and the row "Residents" shows how far that is from true here.
    """
    held = by_lsoa.reindex(count.index)
    found = [stats.spearman(count, held[layer.key]) for layer in layers]
    rows = [(one.key, one.title, *dataclasses.astuple(rho)) for one, rho in zip(layers, found, strict=True)]
    return pd.DataFrame(rows, columns=["layer", "title", "rho", "low", "high", "n"])
