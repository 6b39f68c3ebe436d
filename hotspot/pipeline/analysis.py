"""The flow, a room a line: store to incidents to cube to measures to release to findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from hotspot import (
    __version__,
    access,
    config,
    context,
    cube,
    disclosure,
    findings,
    geography,
    grid,
    incidents,
    measures,
)
from hotspot.access import LOCAL, Scope
from hotspot.config import AreaProfile, Measure, Parameters, Settings
from hotspot.errors import DataError, ParameterError
from hotspot.findings import Findings
from hotspot.pipeline.reading import incident_table, opened, reference_tables


@dataclass(frozen=True)
class Base:
    """The ground under a map, in degrees (EPSG:4326): the area's outline, its CSPs and its LSOAs."""

    outline: Any
    csp: gpd.GeoDataFrame
    lsoa: gpd.GeoDataFrame


@dataclass(frozen=True)
class Prepared:
    """Everything about an area that does not depend on the parameters of an analysis."""

    profile: AreaProfile
    areas: geography.Areas
    incidents: incidents.Incidents
    streets: pd.DataFrame
    tables: Mapping[str, pa.Table]
    digest: str
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Analysis:
    """One answered question, with everything a reader needs to judge it.

    Attributes
    ----------
    parameters : Parameters
        With every default filled in: dates and sources are those that were used.
    findings : Findings
        By H3 cell, or by LSOA where the parameters say so.
    districts, lsoas : DataFrame, GeoDataFrame
        One row per CSP and per LSOA: counts, rates per 1,000 residents and year, trend, deprivation.
    institutions, quality : DataFrame
        What was set aside, and how good the records are.
    run_card : dict
        The provenance line of every export.
    """

    parameters: Parameters
    profile: AreaProfile
    measure: Measure
    findings: Findings
    base: Base
    districts: pd.DataFrame
    lsoas: gpd.GeoDataFrame
    institutions: pd.DataFrame
    quality: pd.DataFrame
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    run_card: dict[str, str]


def analyse(parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL) -> Analysis:
    """Answer one question from what the store holds.

    Parameters
    ----------
    parameters : Parameters
        The question. Empty dates mean the last unbroken run of months, empty sources all of the area's.
    settings : Settings
        Where the store is.
    scope : Scope
        Who asks; the answer is for nobody else.

    Raises
    ------
    HotspotError
        Anything that stands in the way, with its mend.
    """
    held = prepare(parameters.area, settings, scope)
    asked = _completed(parameters, held)
    _refuse_too_fine(asked, scope)
    measure = held.profile.measure(asked.offence)
    counted = incidents.select(held.incidents, held.profile, _reference(asked))

    def recount(other: Parameters) -> cube.Cube:
        # The mask is of every record held, whatever is asked: it must not move with a filter.
        return cube.cube(counted, held.incidents.frame, held.areas, _reference(other))

    counts = recount(asked)
    measured = measures.measure(counts, held.areas, asked, recount=recount, finest=access.finest(asked.sources, scope))
    surface = _surface(counted, held, asked, scope)
    released = disclosure.release(measured, sources=asked.sources, scope=scope, surface=surface)
    whole = findings.findings(released, _named(counts, held), method=asked.method)
    by_lsoa = _by_lsoa(whole, asked, held, recount, scope)
    # Chosen CSPs narrow what is listed; unless the district is the reference, they are still scored against the area.
    found = findings.narrowed(whole, asked.csps)
    return Analysis(
        parameters=asked,
        profile=held.profile,
        measure=measure,
        findings=found,
        base=Base(held.areas.outline, held.areas.csp, held.areas.lsoa),
        districts=findings.district_rates(by_lsoa, held.areas.csp),
        lsoas=findings.lsoa_rates(by_lsoa),
        institutions=_set_aside(held, asked),
        quality=held.incidents.quality,
        sources=asked.sources,
        notes=_notes(found, held),
        run_card=_run_card(asked, held, measure, found),
    )


@lru_cache(maxsize=4)
def _prepared(area: str, settings: Settings, scope: Scope, digest: str) -> Prepared:
    # The digest of the store is part of the key, so that an added file is seen by the next question.
    profile = config.profile(area, settings.home)
    store = opened(area, settings)
    tables = reference_tables(store)
    shut = {source: why for source, why in access.shut(scope).items() if source in profile.sources}
    raw = incident_table(store, [source for source in profile.sources if source not in shut])
    if raw.num_rows == 0:
        raise DataError(
            " ".join([f"No records of {profile.name} are held.", *shut.values()]),
            f"Add the files of {', '.join(profile.sources)}: python -m hotspot add FOLDER.",
        )
    areas = geography.areas(tables, profile)
    clean = incidents.clean(raw, areas, profile, facilities=tables["facilities"])
    notices = (*store.notices, *shut.values())
    return Prepared(profile, areas, clean, incidents.streets(clean.frame), tables, store.digest, notices)


def prepare(area: str, settings: Settings, scope: Scope = LOCAL) -> Prepared:
    """Return the clean incidents and places of an area, from memory where nothing has changed.

    Raises
    ------
    HotspotError
        There is no such area, no records of it are held, or its boundaries are missing.
    """
    return _prepared(area, settings, scope, opened(area, settings).digest)


def _completed(parameters: Parameters, held: Prepared) -> Parameters:
    """Return the parameters with every default said: the sources and the months that are really used."""
    offence = parameters.offence or next(iter(held.profile.measures))
    offered = incidents.sources_offering(held.incidents, held.profile.measure(offence))
    sources = tuple(
        source
        for source in offered
        if not parameters.sources or any(source.startswith(asked) for asked in parameters.sources)
    )
    if not sources:
        raise DataError(
            f"No source called {', '.join(parameters.sources)} is held for {held.profile.name}.",
            f"Choose one of: {', '.join(held.incidents.sources)}.",
        )
    asked = parameters.changed(offence=offence, sources=sources)
    period = incidents.period(incidents.of_sources(held.incidents.frame, asked), asked)
    return asked.changed(start=asked.start or period.first, end=asked.end or period.last)


def _refuse_too_fine(asked: Parameters, scope: Scope) -> None:
    finest = access.finest(asked.sources, scope)
    if asked.geography == "h3" and asked.resolution > finest:
        raise ParameterError(
            f"H3 resolution {asked.resolution} is finer than the locations of {', '.join(asked.sources)} allow.",
            f"Choose {finest} or less: a point that stands for a street cannot tell which side of it.",
        )


def _reference(parameters: Parameters) -> Parameters:
    """Return the parameters that count for the reference area: chosen CSPs narrow it only where it is the district."""
    return parameters if parameters.reference == "district" else parameters.changed(csps=())


def _surface(counted: pd.DataFrame, held: Prepared, parameters: Parameters, scope: Scope) -> measures.Surface | None:
    located = counted.loc[~counted["no_location"], ["lon", "lat"]]
    if len(located) < 2:
        return None
    return measures.surface(
        located["lon"].to_numpy(),
        located["lat"].to_numpy(),
        held.areas.crs,
        asked=parameters.bandwidth_m,
        snapped=access.moved_points(parameters.sources, scope),
    )


def _named(counts: cube.Cube, held: Prepared) -> gpd.GeoDataFrame:
    """Return name, district, outline and context of every location of a cube."""
    lsoa = held.areas.lsoa
    if counts.geography == "lsoa":
        named = lsoa.loc[list(counts.locations)].copy()
        named["name"] = geography.lsoa_names(held.areas)
        return _with_context(named, held)
    lon, lat = grid.centres(list(counts.locations))
    named = gpd.GeoDataFrame(index=pd.Index(counts.locations, name="location"), geometry=counts.outlines)
    named["name"] = geography.place_names(lon, lat, held.areas, held.streets)
    near = lsoa.loc[geography.nearest_lsoa(lon, lat, held.areas)]
    for column in ("csp_code", "csp_name", "lad_name"):
        named[column] = near[column].to_numpy()
    named["area_km2"] = counts.area_km2
    return named


def _with_context(named: gpd.GeoDataFrame, held: Prepared) -> gpd.GeoDataFrame:
    deprived = context.deprivation(held.tables, held.areas, held.profile)
    busy = context.town_centres(held.incidents.frame, held.areas)
    return cast(gpd.GeoDataFrame, named.join(deprived).join(busy))


def _by_lsoa(found: Findings, asked: Parameters, held: Prepared, recount: Any, scope: Scope) -> Findings:
    if asked.geography == "lsoa":
        return found
    counts = recount(asked.changed(geography="lsoa"))
    measured = measures.measure(counts, held.areas, asked.changed(geography="lsoa"))
    released = disclosure.release(measured, sources=asked.sources, scope=scope)
    return findings.findings(released, _named(counts, held), method=asked.method)


def _set_aside(held: Prepared, asked: Parameters) -> pd.DataFrame:
    rows = incidents.select(held.incidents, held.profile, _reference(asked), institutions=True)
    return incidents.institutions_set_aside(rows, held.areas)


def _notes(found: Findings, held: Prepared) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*held.notices, *found.notes, *held.areas.notes]))


def _run_card(asked: Parameters, held: Prepared, measure: Measure, found: Findings) -> dict[str, str]:
    return {
        "area": held.profile.name,
        "measure": measure.title,
        "sources": ", ".join(asked.sources),
        "period": f"{found.steps[0].start:%Y-%m-%d} to {found.steps[-1].end:%Y-%m-%d}",
        "settings": "; ".join(f"{key}={value}" for key, value in asked.to_query().items()),
        "analysis": asked.digest,
        "data version": held.digest,
        "method": f"hotspot {__version__}, {asked.rules} rules",
    }
