"""The flow for hours of the week: store to incidents to hours to release to findings, and who else knows a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hotspot import cube, disclosure, findings, grid, incidents, measures, nights
from hotspot.access import LOCAL, Scope
from hotspot.config import AreaProfile, Measure, Parameters, Settings
from hotspot.disclosure import TableRelease
from hotspot.errors import DataError
from hotspot.findings import Findings
from hotspot.findings.hours import Hours, Told
from hotspot.measures import hours, premises, weekends
from hotspot.nights import Preset
from hotspot.pipeline.analysis import Base
from hotspot.pipeline.naming import named_places
from hotspot.pipeline.preparing import Prepared, completed, prepare, reference_of

GRID_WEEKS = 52
PLACES = 8
COARSEST = 6


@dataclass(frozen=True)
class WeekWindow:
    """Which window of the week, and whose hours.

    Attributes
    ----------
    preset : str
        A key of ``nights.PRESETS``.
    where : str
        A CSP code, the key of a place (with the places that adjoin it: a town centre), or nothing for the whole area.
    """

    preset: str = "weekend_nights"
    where: str = ""


@dataclass(frozen=True)
class Evening:
    """One answered question about hours: the parts of ``Analysis`` that a page needs, and what was found."""

    parameters: Parameters
    window: WeekWindow
    profile: AreaProfile
    measure: Measure
    base: Base
    hours: Hours
    sources: tuple[str, ...]


@dataclass(frozen=True)
class WeekendSpots:
    """Emerging hot spots of weekend nights; ``findings`` is None where they were refused, and ``refused`` says why."""

    parameters: Parameters
    findings: Findings | None
    base: Base
    refused: str


@dataclass(frozen=True)
class Ready:
    """What every place of a window shares, made once."""

    held: Prepared
    asked: Parameters
    preset: Preset
    spread: hours.Spread
    inside: pd.DataFrame
    days: pd.DatetimeIndex
    recent: pd.DatetimeIndex
    matched: weekends.Matched
    place: pd.Series
    csp: pd.Series
    mask: cube.Cube
    named: gpd.GeoDataFrame
    premises: pd.DataFrame
    points: pd.DataFrame


def evening(parameters: Parameters, window: WeekWindow, *, settings: Settings, scope: Scope = LOCAL) -> Evening:
    """Answer which hours of which nights, here and at the busiest places, against the same weekends last year.

    Raises
    ------
    HotspotError
        No record's hour is known (the number left out is said), or the window never came round.
    """
    ready = _ready(parameters, window.preset, settings, scope, prepare(parameters.area, settings, scope).digest)
    here, region, name = _here(ready, window.where)
    released = _released(ready, here, window.where, scope)
    late = weekends.late_from(ready.preset)
    closing = _closing(ready, region)
    told = Told(ready.preset, name, ready.recent[0], ready.recent[-1], late, closing, _notes(ready))
    held, asked = ready.held, ready.asked
    found = findings.hours.hours(released, ready.named, told)
    base = Base(held.areas.outline, held.areas.csp, held.areas.lsoa)
    return Evening(asked, window, held.profile, held.profile.measure(asked.offence), base, found, asked.sources)


@lru_cache(maxsize=6)
def _ready(parameters: Parameters, key: str, settings: Settings, scope: Scope, digest: str) -> Ready:
    held = prepare(parameters.area, settings, scope)
    asked = completed(parameters, held)
    rows = incidents.select(held.incidents, held.profile, reference_of(asked))
    everything = incidents.of_sources(held.incidents.frame, asked)
    found = hours.spread(rows, hours.placeholders(everything))
    if found.table.empty:
        raise _month_only(rows, held, asked)
    preset = nights.PRESETS[key]
    days = _days(everything, asked, preset, held.profile)
    inside = hours.in_preset(found.table, days, preset)
    mask = cube.cube(rows, everything, held.areas, asked.changed(step="month"))
    place = _places(rows, mask)
    return Ready(
        held, asked, preset, found, inside, days, days[days > days[-1] - pd.Timedelta(weeks=GRID_WEEKS)],
        weekends.matched(days, preset, held.profile.calendar), place, rows["csp_code"], mask, named_places(mask, held),
        premises.licensed(held.tables["facilities"].to_pandas()), rows[["lon", "lat"]],
    )  # fmt: skip


def _month_only(rows: pd.DataFrame, held: Prepared, asked: Parameters) -> DataError:
    return DataError(
        f"{', '.join(asked.sources)} publishes no hours: all {len(rows):,} records of {held.profile.name} are left out "
        "here, because only their month is known.",
        "Add records with a date and time, such as your force's own extract, or use the pages of months.",
    )


def _days(everything: pd.DataFrame, asked: Parameters, preset: Preset, profile: AreaProfile) -> pd.DatetimeIndex:
    """Return every day or night of the window that is held whole, oldest first."""
    months = incidents.period(everything, asked)
    first = pd.Timestamp(asked.start if len(asked.start) > 7 else months.first)
    last = pd.Timestamp(asked.end) if len(asked.end) > 7 else pd.Period(months.last, "M").end_time.normalize()
    last = min(last, everything["local"].max().normalize())
    if preset.ends > 24:
        last -= pd.Timedelta(days=1)  # the small hours of the last night must be held too
    days = nights.days_of(preset.key, first, last, profile.calendar) if first <= last else pd.DatetimeIndex([])
    if days.empty:
        raise DataError(f"'{preset.title}' never came round in the months held.", "Choose a longer period.")
    return days


def _places(rows: pd.DataFrame, mask: cube.Cube) -> pd.Series:
    """Return the location of each incident, missing where it has none."""
    if mask.geography != "h3":
        return rows["lsoa"].astype("str")
    here = rows["lon"].notna() & rows["lat"].notna()
    cells = grid.names(grid.cells(rows.loc[here, "lon"], rows.loc[here, "lat"], mask.resolution or 8))
    return pd.Series(cells, index=rows.index[here]).reindex(rows.index)


def _here(ready: Ready, where: str) -> tuple[pd.DataFrame, Any, str]:
    """Return the incidents of a place within the window, its outline, and its name."""
    areas = ready.held.areas
    if where in areas.csp.index:
        mine = ready.csp[ready.csp == where].index
        return _of(ready, mine), areas.csp.geometry[where], str(areas.csp.at[where, "name"])
    if where in ready.named.index:
        near = measures.weights_of(ready.mask, areas, 1)[[ready.named.index.get_loc(where)]].nonzero()[1]
        around = ready.named.iloc[np.sort(near)]
        mine = ready.place[ready.place.isin(around.index)].index
        shape = shapely.union_all(around.geometry.to_numpy())
        return _of(ready, mine), shape, f"{ready.named.at[where, 'name']} and around"
    return ready.inside, areas.outline, ready.held.profile.name


def _of(ready: Ready, rows: pd.Index[Any]) -> pd.DataFrame:
    return ready.inside[ready.inside["row"].isin(rows)]


def _closing(ready: Ready, region: Any) -> pd.Series:
    """Return licensed premises inside an outline by closing hour."""
    held = ready.premises
    inside = shapely.contains_xy(region, held["lon"].to_numpy(), held["lat"].to_numpy())
    return held.loc[inside, "closing"].value_counts().sort_index().rename("premises")


_KEYS = ["weekday", "hour", "nights", "hours", "location", "name", "premises", "closing", "direction", "later"]


def _released(ready: Ready, here: pd.DataFrame, where: str, scope: Scope) -> dict[str, TableRelease]:
    def out(table: pd.DataFrame, counts: list[str], leaves: list[str], **how: Any) -> TableRelease:
        return disclosure.release_table(
            table, counts=counts, leaves=leaves, sources=ready.asked.sources, scope=scope, **how
        )

    recent = here[here["night"].isin(ready.recent)]
    grid_ = hours.grid(recent, ready.recent, ready.preset, ready.held.profile.zone)
    everywhere = ready.inside[ready.inside["night"].isin(ready.recent)]
    bands = hours.band_counts(everywhere, ready.preset, ready.place, ready.mask.locations)
    here_row = {"count": float(recent["weight"].sum())} | _compared(ready, here)
    pairs = weekends.by_unit(here, ready.matched.pairs, ready.preset)
    counts = ["count", "now", "before", "n_now", "n_earlier"]
    return {
        "grid": out(grid_, ["count"], _KEYS, coarse=hours.band_grid(grid_, ready.preset)),
        "bands": out(bands, list(bands.columns), []),
        "change": out(pd.DataFrame([here_row]), counts, _KEYS),
        "places": out(_busiest(ready, recent if ready.csp.isin([where]).any() else everywhere), counts, _KEYS),
        "weekends": out(pairs, ["count", "count_before"], list(ready.matched.pairs.columns)),
        "left_out": out(_account(ready), ["count"], ["reason"]),
        "placeholders": out(ready.spread.placeholders, [], ["midnight_heaped", "noon_heaped", "exact"]),
    }


def _compared(ready: Ready, table: pd.DataFrame) -> dict[str, float]:
    return weekends.change(table, ready.matched) | weekends.moved(table, ready.matched, ready.preset)


def _busiest(ready: Ready, everywhere: pd.DataFrame) -> pd.DataFrame:
    """Return the places with most incidents in the window, with change, hours and premises in reach."""
    where = ready.inside["row"].map(ready.place)
    total = everywhere["weight"].groupby(everywhere["row"].map(ready.place)).sum()
    total = total[total.index.isin(ready.mask.locations)].sort_values(ascending=False, kind="stable").head(PLACES)
    rows = [_place(ready, str(key), count, ready.inside[where == key]) for key, count in total.items()]
    return pd.DataFrame(rows)


def _place(ready: Ready, key: str, count: float, table: pd.DataFrame) -> dict[str, Any]:
    points = ready.points.loc[table["row"].unique()].median()
    reach = premises.within_reach(
        ready.premises, points[["lon"]].to_numpy(), points[["lat"]].to_numpy(), ready.held.areas.crs
    )[0]
    closing = ready.premises["closing"].iloc[reach].value_counts().sort_index()
    said = ", ".join(f"{n} until {findings.hours.clock(hour)}" for hour, n in closing.items())
    per_100 = 100 * count / len(reach) if len(reach) else float("nan")
    head = {"location": key, "count": count, "premises": len(reach), "closing": said, "per_100_premises": per_100}
    return head | _compared(ready, table)


def _account(ready: Ready) -> pd.DataFrame:
    """Return what became of every incident of the period: counted here, at other times, or its hour not known."""
    inside = float(ready.inside["weight"].sum())
    timed = ready.spread.total - int(ready.spread.left_out["count"].sum())
    told = [("in these hours", round(inside)), ("at other hours or days", timed - round(inside))]
    return pd.concat([pd.DataFrame(told, columns=["reason", "count"]), ready.spread.left_out], ignore_index=True)


def _notes(ready: Ready) -> tuple[str, ...]:
    said = []
    for source, row in ready.spread.placeholders.iterrows():
        if source in ready.asked.sources and (row["midnight_heaped"] or row["noon_heaped"]):
            kept = "those rows are left out" if row["exact"] else "they cannot be told from true ones and stay"
            said.append(
                f"{source}: {100 * row['midnight']:.1f} % of times are exactly 00:00 and {100 * row['noon']:.1f} % "
                f"exactly 12:00, more than people round to: {kept}."
            )
    if len(ready.recent) and ready.days[0] >= ready.recent[0]:
        said.append("Less than a year is held, so the grid covers what there is and no weekend has a partner.")
    return tuple(said)


def weekend_spots(parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL) -> WeekendSpots:
    """Return the emerging hot spots whose step is one weekend, coarsened until a neighbourhood expects five incidents.

    Only incidents of Friday and Saturday nights, 18:00 to 05:59, whose hour is known count. Steps go from 1 to 2, 4 and
    13 weekends; where even those expect too little, larger hexagons are tried, and last it is refused.
    """
    digest = prepare(parameters.area, settings, scope).digest
    ready = _ready(parameters, "weekend_nights", settings, scope, digest)
    held, asked = ready.held, ready.asked.changed(step="weekend", method="emerging")
    rows = incidents.select(held.incidents, held.profile, reference_of(asked))
    mine = rows[rows.index.isin(ready.inside["row"])]
    everything = incidents.of_sources(held.incidents.frame, asked)
    base = Base(held.areas.outline, held.areas.csp, held.areas.lsoa)
    refused = ""
    for resolution in range(asked.resolution, min(asked.resolution, COARSEST) - 1, -1):
        tried = asked.changed(resolution=resolution)
        try:
            counts = cube.cube(mine, everything, held.areas, reference_of(tried))
            measured = measures.measure(counts, held.areas, tried)
        except DataError as error:
            refused = refused or str(error)
            continue
        released = disclosure.release(measured, sources=tried.sources, scope=scope)
        found = findings.findings(released, named_places(counts, held))
        return WeekendSpots(tried, found, base, "")
    return WeekendSpots(asked, None, base, refused)
