"""Patrol zones and visits: store to released counts at the finest places, to what zones hold and to a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd

from hotspot import access, disclosure, grid, incidents
from hotspot.access import LOCAL, Scope
from hotspot.config import HOURS, AreaProfile, Parameters, Settings
from hotspot.errors import DataError, ParameterError
from hotspot.findings import Findings
from hotspot.measures import hours
from hotspot.pipeline.analysis import Analysis, analyse
from hotspot.pipeline.base_map import Base
from hotspot.pipeline.built_up import built_up
from hotspot.pipeline.patrol_sets import visits_of, zones_of
from hotspot.pipeline.preparing import Prepared, completed, prepare, reference_of
from hotspot.targeting.coverage import belonging
from hotspot.targeting.dosage import Dosage, dosage
from hotspot.targeting.patrol import Plan, Request, plan
from hotspot.targeting.peak_hours import FIRST, LAST, Peak, peak_hours
from hotspot.targeting.sharing import peaks
from hotspot.targeting.zones import Checked
from hotspot.targeting.zones import held as zones_held

FINEST, COARSE = 10, 8
YEARS = 3
LOG_PEAK_HOURS = 6


@dataclass(frozen=True)
class ZoneCheck:
    """Zones judged, with what a page needs to show them.

    ``exact`` is False where points were moved to map points; ``built_up_said`` is how the built-up area was found.
    """

    checked: Checked
    outlines: gpd.GeoSeries
    locations: gpd.GeoDataFrame
    parameters: Parameters
    profile: AreaProfile
    base: Base
    exact: bool
    built_up_said: str
    run_card: dict[str, str]


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of the planner.

    Attributes
    ----------
    officer_hours, nights, units, officers, speed_kmh
        As in ``targeting.patrol.Request``.
    length : int
        Hours a night: the busiest run of so many is taken.
    starts : int or None
        The first of those hours, where the reader sets it; needed where no record's hour is known.
    zones : str
        Key of the zone set whose zones are to be visited; empty for the places where most happens.
    seed : int
        Another seed, other times.
    """

    officer_hours: float
    nights: tuple[date, ...]
    length: int = 6
    starts: int | None = None
    units: int = 2
    officers: int = 2
    speed_kmh: float = 20.0
    zones: str = ""
    seed: int = 1


@dataclass(frozen=True)
class Planned:
    """A plan, with what a page needs to show it; ``timed`` is how many incidents told the hours, 0 where none could."""

    plan: Plan
    wanted: Wanted
    peak: Peak
    timed: float
    exact: bool
    resolution: int
    profile: AreaProfile
    base: Base
    run_card: dict[str, str]


@dataclass(frozen=True)
class Fine:
    """The finest answer that the sources allow, and who asks."""

    held: Prepared
    found: Findings
    analysis: Analysis
    resolution: int
    exact: bool
    scope: Scope


def zones_checked(parameters: Parameters, zones: str, *, settings: Settings, scope: Scope = LOCAL) -> ZoneCheck:
    """Return what the zones of a set hold, against the best as many places of their size.

    Raises
    ------
    HotspotError
        The set is not there, only bands may be seen, or the offence is one that police find where they look.
    """
    fine = _fine(parameters, settings, scope)
    zoned = zones_of(zones, parameters.area, settings, scope)
    coarse = analyse(_gi_star(parameters, COARSE), settings=settings, scope=scope)
    mask, said = built_up(coarse.findings, fine.held)
    built_up_km2 = float(coarse.findings.locations["area_km2"].to_numpy()[mask].sum())
    checked = zones_held(zoned.geometry, fine.found, built_up_km2=built_up_km2, crs=fine.held.areas.crs)
    return ZoneCheck(
        checked, zoned.geometry, fine.found.locations, fine.analysis.parameters, fine.held.profile, fine.analysis.base,
        fine.exact, said, fine.analysis.run_card,
    )  # fmt: skip


def visit_plan(parameters: Parameters, wanted: Wanted, *, settings: Settings, scope: Scope = LOCAL) -> Planned:
    """Return visits of 15 minutes in the hours in which most happens, more where more happens.

    Raises
    ------
    HotspotError
        Only bands may be seen, no hour is known and none was set, or the hours hold no visit.
    """
    fine = _fine(parameters, settings, scope)
    by_hour = _by_hour(fine, {night.weekday() for night in wanted.nights})
    peak = _peak(by_hour.sum(), wanted)
    inside = by_hour.loc[:, [hour for hour in by_hour if peak.starts <= hour < peak.ends]].sum(axis=1)
    timed = float(by_hour.to_numpy().sum())
    counts = inside if timed else fine.found.locations["count"].astype(float)
    places = _zone_places(fine, counts, wanted.zones, settings, scope) if wanted.zones else _peak_places(fine, counts)
    asked = Request(
        wanted.officer_hours, wanted.nights, peak.starts, peak.ends, wanted.units, wanted.officers, wanted.speed_kmh
    )
    made = plan(places, asked, np.random.default_rng(wanted.seed))
    return Planned(
        made, wanted, peak, timed, fine.exact, fine.resolution, fine.held.profile, fine.analysis.base,
        fine.analysis.run_card | {"seed": str(wanted.seed)},
    )  # fmt: skip


def visits_compared(
    parameters: Parameters,
    log: pd.DataFrame | str,
    zones: str,
    *,
    settings: Settings,
    planned: pd.DataFrame | None = None,
    scope: Scope = LOCAL,
) -> Dosage:
    """Return a visit log against what was planned at the zones of a set, or against a plan's own visits.

    Parameters
    ----------
    parameters : Parameters
        Which incidents tell the peak hours.
    log : DataFrame or str
        Visits, or the key of a log.
    zones : str
        Key of the zone set.
    planned : DataFrame, optional
        Planned visits (``place``, ``start``, ``minutes``) in place of the minutes a night that the zones carry.
    """
    area = parameters.area
    done = visits_of(log, area, settings, scope) if isinstance(log, str) else log
    zoned = zones_of(zones, area, settings, scope)
    fine = _fine(parameters, settings, scope)
    night = pd.to_datetime(done["start"]) - pd.Timedelta(hours=FIRST)
    cover = belonging(
        zoned.geometry.to_crs(fine.held.areas.crs), fine.found.locations.geometry.to_crs(fine.held.areas.crs), "share"
    )
    by_hour = _by_hour(fine, set(night.dt.day_of_week))
    inside = pd.Series(np.minimum(1.0, cover.sum(axis=0)) @ by_hour.to_numpy(), index=by_hour.columns)
    peak = peak_hours(inside, LOG_PEAK_HOURS)
    if np.isnan(peak.share):
        raise DataError(
            "No record's hour is known at these zones, so visits cannot be held against the peak.",
            "Add records with a date and time, such as your force's own extract.",
        )
    wanted = zoned["minutes"].to_dict() if planned is None else planned
    return dosage(done, wanted, (peak.starts, peak.ends))


def _fine(parameters: Parameters, settings: Settings, scope: Scope) -> Fine:
    return _finest(parameters, settings, scope, prepare(parameters.area, settings, scope).digest)


@lru_cache(maxsize=3)
def _finest(parameters: Parameters, settings: Settings, scope: Scope, digest: str) -> Fine:
    # The digest of what is held is part of the key, so that an added file is seen by the next question.
    held = prepare(parameters.area, settings, scope)
    asked = completed(parameters, held)
    if held.profile.measure(asked.offence).police_found:
        raise ParameterError(
            "These offences are found where police look, so patrols judged by them would prove themselves right.",
            "Choose recorded violence in the filters.",
        )
    resolution = min(FINEST, access.finest(asked.sources, scope))
    analysis = analyse(_gi_star(asked, resolution), settings=settings, scope=scope)
    if analysis.findings.controlled:
        raise DataError(
            "Patrols cannot be planned or judged on counts that are shown in bands only.",
            "Ask the analyst of the restricted source, or choose a published source in the filters.",
        )
    exact = not access.moved_points(asked.sources, scope)
    return Fine(held, analysis.findings, analysis, resolution, exact, scope)


def _gi_star(parameters: Parameters, resolution: int) -> Parameters:
    return parameters.without(*HOURS).changed(
        geography="h3", resolution=resolution, method="gi_star", step="month", window="entire_cube"
    )


def _by_hour(fine: Fine, weekdays: set[int]) -> pd.DataFrame:
    """Return released incidents by place and hour of the nights of some weekdays, over up to three years."""
    held, asked = fine.held, fine.analysis.parameters
    rows = incidents.select(held.incidents, held.profile, reference_of(asked))
    everything = incidents.of_sources(held.incidents.frame, asked)
    table = hours.spread(rows, incidents.placeholders(everything)).table
    last = pd.Timestamp(fine.found.steps[-1].end)
    table = table[table["night"].dt.day_of_week.isin(weekdays) & (table["night"] > last - pd.DateOffset(years=YEARS))]
    points = rows[rows["lon"].notna() & rows["lat"].notna()]
    place = pd.Series(grid.names(grid.cells(points["lon"], points["lat"], fine.resolution)), index=points.index)
    counted = table["weight"].groupby([table["row"].map(place), table["hour"]]).sum().unstack(fill_value=0.0)
    whole = counted.reindex(index=fine.found.locations.index, columns=range(FIRST, LAST), fill_value=0.0)
    # Control is settled by ``_fine``; the release stands here so that no raw number takes another way out.
    columns = list(whole.columns)
    return disclosure.release_table(whole, counts=columns, leaves=[], sources=asked.sources, scope=fine.scope).table


def _peak(by_hour: pd.Series, wanted: Wanted) -> Peak:
    if wanted.starts is not None:
        ends = wanted.starts + wanted.length
        total = float(by_hour.sum())
        inside = float(by_hour.loc[wanted.starts : ends - 1].sum())
        return Peak(wanted.starts, ends, inside / total if total else float("nan"))
    if float(by_hour.sum()) == 0:
        raise DataError(
            "No record's hour is known on these nights, so no peak can be found.", "Set the first hour yourself."
        )
    return peak_hours(by_hour, wanted.length)


def _placed(frame: pd.DataFrame, points: gpd.GeoSeries, crs: str) -> pd.DataFrame:
    metres = points.to_crs(crs)
    return frame.assign(
        lon=points.x.to_numpy(), lat=points.y.to_numpy(), x_m=metres.x.to_numpy(), y_m=metres.y.to_numpy()
    )


def _peak_places(fine: Fine, counts: pd.Series) -> pd.DataFrame:
    near = fine.found.neighbours
    adjoining = np.split(near.indices, near.indptr[1:-1])
    chosen = peaks(counts.to_numpy(), adjoining)
    located = fine.found.locations.iloc[chosen]
    lon, lat = grid.centres(list(located.index))
    frame = pd.DataFrame({"name": located["name"], "count": counts.to_numpy()[chosen]}, index=located.index)
    return _placed(frame, gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326"), fine.held.areas.crs)


def _zone_places(fine: Fine, counts: pd.Series, zones: str, settings: Settings, scope: Scope) -> pd.DataFrame:
    zoned = zones_of(zones, fine.analysis.parameters.area, settings, scope)
    crs = fine.held.areas.crs
    cover = belonging(zoned.geometry.to_crs(crs), fine.found.locations.geometry.to_crs(crs), "share")
    frame = pd.DataFrame({"name": zoned.index, "count": cover @ counts.to_numpy()}, index=zoned.index.astype(str))
    return _placed(frame, zoned.geometry.representative_point(), crs)
