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
from hotspot.config import HOURS, SMALL_PARTS, AreaProfile, Measure, Parameters, Settings
from hotspot.disclosure import TableRelease
from hotspot.errors import DataError
from hotspot.findings.hours import Hours, Told
from hotspot.language import sentence
from hotspot.measures import hours, premises, weekends
from hotspot.nights import Preset
from hotspot.pipeline.base_map import Base, base_of
from hotspot.pipeline.evening_notes import beside, no_hours
from hotspot.pipeline.naming import named_places
from hotspot.pipeline.preparing import Prepared, completed, prepare, reference_of

GRID_WEEKS = 52
PLACES = 8


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
    began: pd.Series


def evening(parameters: Parameters, window: WeekWindow, *, settings: Settings, scope: Scope = LOCAL) -> Evening:
    """Answer which hours of which nights, here and at the busiest places, against the same weekends last year.

    Raises
    ------
    HotspotError
        No record's hour is known (the number left out is said), or the window never came round.
    """
    ready = ready_for(parameters, window.preset, settings, scope, prepare(parameters.area, settings, scope).digest)
    here, region, name, asked_about = _here(ready, window.where)
    released = _released(ready, here, asked_about, scope)
    late = weekends.late_from(ready.preset)
    closing = _closing(ready, region)
    level = _level(ready, window.where)
    told = Told(ready.preset, name, level, ready.recent[0], ready.recent[-1], late, closing, _notes(ready))
    held, asked = ready.held, ready.asked
    found = findings.hours.hours(released, ready.named, told)
    base = base_of(held)
    return Evening(asked, window, held.profile, held.profile.measure(asked.offence), base, found, asked.sources)


@lru_cache(maxsize=6)
def ready_for(parameters: Parameters, key: str, settings: Settings, scope: Scope, digest: str) -> Ready:
    """Return what every place of a window shares; kept for the last few questions, because a page asks it often."""
    held = prepare(parameters.area, settings, scope)
    asked = completed(parameters.without(*SMALL_PARTS, *HOURS), held)  # a window and a place are asked for here
    disclosure.refuse_beside(asked.sources, scope, "Hours and nights")
    rows = incidents.select(held.incidents, held.profile, reference_of(asked))
    everything = incidents.of_sources(held.incidents.frame, asked)
    found = hours.spread(rows, incidents.placeholders(everything))
    if found.table.empty:
        raise no_hours(found, held)
    preset = nights.PRESETS[key]
    days = _days(everything, asked, preset, held.profile)
    inside = hours.in_preset(found.table, days, preset)
    # The mask is of every record held, as on the other pages: a place must not come and go with what is counted.
    mask = cube.cube(rows, held.seen, held.areas, asked.changed(step="month"), known=held)
    place = _places(rows, mask)
    return Ready(
        held, asked, preset, found, inside, days, days[days > days[-1] - pd.Timedelta(weeks=GRID_WEEKS)],
        weekends.matched(days, preset, held.profile.calendar), place, rows["csp_code"], mask, named_places(mask, held),
        premises.licensed(held.tables["facilities"].to_pandas()), rows[["lon", "lat"]],
        hours.began(rows, found),
    )  # fmt: skip


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


def _level(ready: Ready, where: str) -> str:
    if where in ready.held.areas.csp.index:
        return "district"
    return "place" if where in ready.named.index else "area"


def _here(ready: Ready, where: str) -> tuple[pd.DataFrame, Any, str, pd.Index[Any]]:
    """Return the incidents of a place within the window, its outline, its name, and all that was recorded there."""
    areas = ready.held.areas
    if where in areas.csp.index:
        mine = ready.csp[ready.csp == where].index
        return _of(ready, mine), areas.csp.geometry[where], str(areas.csp.at[where, "name"]), mine
    if where in ready.named.index:
        near = measures.weights_of(ready.mask, areas, 1)[[ready.named.index.get_loc(where)]].nonzero()[1]
        around = ready.named.iloc[np.sort(near)]
        mine = ready.place[ready.place.isin(around.index)].index
        shape = shapely.union_all(around.geometry.to_numpy())
        return _of(ready, mine), shape, sentence("{name} and around", name=ready.named.at[where, "name"]), mine
    return ready.inside, areas.outline, ready.held.profile.name, ready.place.index


def _of(ready: Ready, rows: pd.Index[Any]) -> pd.DataFrame:
    return ready.inside[ready.inside["row"].isin(rows)]


def _closing(ready: Ready, region: Any) -> pd.Series:
    """Return licensed premises inside an outline by closing hour."""
    held = ready.premises
    inside = shapely.contains_xy(region, held["lon"].to_numpy(), held["lat"].to_numpy())
    return held.loc[inside, "closing"].value_counts().sort_index().rename("premises")


_KEYS = [
    "weekday",
    "hour",
    "nights",
    "nights_held",
    "hours",
    "location",
    "name",
    "premises",
    "closing",
    "last_closing",
    "direction",
    "later",
]


def _released(ready: Ready, here: pd.DataFrame, mine: pd.Index[Any], scope: Scope) -> dict[str, TableRelease]:
    def out(table: pd.DataFrame, counts: list[str], leaves: list[str], **how: Any) -> TableRelease:
        return disclosure.release_table(
            table, counts=counts, leaves=leaves, sources=ready.asked.sources, scope=scope, **how
        )

    recent = here[here["night"].isin(ready.recent)]
    grid_ = hours.grid(recent, ready.recent, ready.preset, ready.held.profile.zone)
    everywhere = ready.inside[ready.inside["night"].isin(ready.recent)]
    bands = hours.band_counts(everywhere, ready.preset, ready.place, ready.mask.locations)
    located = hours.band_counts(recent, ready.preset, ready.place, ready.mask.locations).sum().to_frame().T
    here_row = {"count": float(recent["weight"].sum())} | _compared(ready, here)
    pairs = weekends.by_unit(here, ready.matched.pairs, ready.preset)
    counts = ["count", "now", "before", "n_now", "n_earlier"]
    return {
        "grid": out(grid_, ["count"], _KEYS, coarse=hours.band_grid(grid_, ready.preset)),
        "bands": out(bands, list(bands.columns), []),
        "located": out(located, list(located.columns), []),
        "change": out(pd.DataFrame([here_row]), counts, _KEYS),
        "places": out(_busiest(ready, recent), counts, _KEYS),
        "weekends": out(pairs, ["count", "count_before"], list(ready.matched.pairs.columns)),
        "left_out": out(_account(ready, mine), ["count"], ["reason", "within"]),
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
    # Of a quiet place nothing is listed; the columns of an empty list are those of a full one.
    return pd.DataFrame(rows or [_place(ready, "", 0.0, ready.inside.iloc[:0])]).head(len(rows))


def _place(ready: Ready, key: str, count: float, table: pd.DataFrame) -> dict[str, Any]:
    around = premises_around(ready, table)
    per_100 = 100 * count / (around["premises"] or float("nan"))
    return {"location": key, "count": count, **around, "per_100_premises": per_100} | _compared(ready, table)


def premises_around(ready: Ready, table: pd.DataFrame) -> dict[str, Any]:
    """Return the licensed premises within 500 m of the middle of some incidents, and when they close.

    Where no list of premises is loaded, or nothing says where the middle is, their number is not known: never 0.
    """
    if ready.premises.empty or table.empty:
        return {"premises": float("nan"), "closing": "", "last_closing": ""}
    points = ready.points.loc[table["row"].unique()].median()
    reach = premises.within_reach(
        ready.premises, points[["lon"]].to_numpy(), points[["lat"]].to_numpy(), ready.held.areas.crs
    )[0]
    closing = ready.premises["closing"].iloc[reach].value_counts().sort_index()
    said = ", ".join(f"{n} until {findings.hours.clock(hour)}" for hour, n in closing.items())
    last = "" if closing.empty else findings.hours.clock(float(closing.index[-1]))
    return {"premises": len(reach), "closing": said, "last_closing": last}


def _account(ready: Ready, mine: pd.Index[Any]) -> pd.DataFrame:
    """Return what became of every incident here in the grid's nights and the days between them.

    Counted, at other times, or its hour not known. ``within`` is False where a time that stands for "not known" lies
    outside the window: nobody misses it here.
    """
    began = ready.began[ready.began.index.isin(mine)]
    rows = began.index[began.between(ready.recent[0], ready.recent[-1])]
    lost = ready.spread.reasons[ready.spread.reasons.index.isin(rows)].value_counts(sort=False)
    inside = round(float(_of(ready, rows)["weight"].sum()))
    told = [("in these hours", inside), ("at other hours or days", len(rows) - int(lost.sum()) - inside), *lost.items()]
    table = pd.DataFrame(told, columns=["reason", "count"])
    return table.assign(within=[not hours.stands_outside(reason, ready.preset) for reason in table["reason"]])


def _notes(ready: Ready) -> tuple[str, ...]:
    said = []
    if len(ready.recent) and ready.days[0] >= ready.recent[0]:
        said.append(
            sentence("Less than a year is held, so the grid covers what there is and no weekend has a partner.")
        )
    return (*said, *beside(ready.held, ready.asked))
