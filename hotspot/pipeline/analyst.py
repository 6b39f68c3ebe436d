"""The flow for the analyst's closer look: an answer's places and points to tables, through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from hotspot import access, cube, disclosure, geography, incidents
from hotspot.access import LOCAL, Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import HiddenError
from hotspot.findings import Findings
from hotspot.findings.rates import calendar_years
from hotspot.measures import analyst
from hotspot.pipeline import chosen
from hotspot.pipeline.analysis import Analysis, analyse, surface_of
from hotspot.pipeline.preparing import Prepared, prepare, reference_of

LISTED = 20
TIMED = ("minute", "hour")


@dataclass(frozen=True)
class Closer:
    """What an analyst asks besides; every table is empty where it was refused, and ``repeats_why`` says why.

    Attributes
    ----------
    concentration, curve : DataFrame
        One row on how few places hold half of the incidents, and the whole curve, busiest first.
    beside : DataFrame, index location
        name, csp_name, count, around, moran, quarter of every place.
    edges : DataFrame, index location
        The places listed first: name, count, inside, residents_km2, per_1000 (a year).
    bandwidth_m : float
        Radius behind ``edges``.
    repeats : DataFrame
        Pairs by distance and interval: from_m, to_m, from_days, to_days, pairs, ratio, p.
    repeats_said : str
        What the pairs are of, or why there are none.
    """

    concentration: pd.DataFrame
    curve: pd.DataFrame
    beside: pd.DataFrame
    edges: pd.DataFrame
    bandwidth_m: float
    repeats: pd.DataFrame
    repeats_said: str


def look_closer(
    parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL, analysis: Analysis | None = None
) -> Closer:
    """Return concentration, places that stick out, edges and residents, and near repeats of one answer.

    Raises
    ------
    HiddenError
        A restricted source is among those counted: these figures give single incidents away.
    """
    answer = analysis or analyse(parameters, settings=settings, scope=scope)
    found, asked = answer.findings, answer.parameters
    if found.controlled:
        raise HiddenError(
            "These figures would give single incidents of a restricted source away.",
            "Ask the source's own analyst, or count published sources alone.",
        )
    held = prepare(asked.area, settings, scope)
    rows = cube.within(incidents.select(held.incidents, held.profile, reference_of(asked)), found.steps, asked.step)
    rows = rows[rows["csp_code"].isin(asked.csps)] if asked.csps else rows
    rows = rows[chosen.records_in(rows, asked, held, chosen.chosen_shape(asked, settings, scope))]
    rng = np.random.default_rng(asked.seed)
    total = found.counts.sum(axis=1)

    def out(table: pd.DataFrame, counts: Sequence[str], leaves: Sequence[str]) -> pd.DataFrame:
        return disclosure.release_table(
            table, counts=counts, leaves=leaves, sources=asked.sources, scope=scope
        ).table  # fmt: skip

    spread = surface_of(rows, held, asked, scope)
    edges, radius = _edges(found, rows, held, max(spread.bandwidth_m if spread else 0.0, analyst.FEWEST_M))
    repeats, said = _repeats(rows, held, asked, scope, rng)
    return Closer(
        concentration=out(analyst.concentrated(total, rng), ["incidents"], ["places"]),
        curve=out(analyst.busiest_first(total), [], ["share_of_places"]),
        beside=out(_named(analyst.beside_neighbours(total, found.neighbours), found), ["count"], ["name", "csp_name"]),
        edges=out(edges, ["count"], ["name", "inside", "residents_km2"]),
        bandwidth_m=radius,
        repeats=out(repeats, ["pairs"], ["from_m", "to_m", "from_days", "to_days"]) if len(repeats) else repeats,
        repeats_said=said,
    )


def _named(table: pd.DataFrame, found: Findings) -> pd.DataFrame:
    names = found.locations[["name", "csp_name"]]
    return table.set_axis(names.index).assign(name=names["name"], csp_name=names["csp_name"])


def _projected(points: pd.DataFrame, crs: str) -> tuple[analyst.Floats, analyst.Floats]:
    return geography.in_metres(points["lon"].to_numpy(), points["lat"].to_numpy(), crs)


def _edges(found: Findings, rows: pd.DataFrame, held: Prepared, radius: float) -> tuple[pd.DataFrame, float]:
    """Return the places listed first with their edges and residents, and the radius that was used."""
    crs, lsoa = held.areas.crs, held.areas.lsoa
    outline = gpd.GeoSeries([held.areas.outline], crs="EPSG:4326").to_crs(crs).iloc[0]
    ground = analyst.Ground(outline, *(lsoa[name].to_numpy(dtype=float) for name in ("x_m", "y_m", "population")))
    located = rows[~rows["no_location"]]
    first = found.places.head(LISTED)
    table = analyst.on_the_ground(_projected(located, crs), ground, _projected(first, crs), bandwidth_m=radius)
    years = calendar_years(found.steps[0].start, found.steps[-1].end)  # of chosen hours, steps count nights
    table["per_1000"] = table["per_1000"] / years
    named = table.assign(name=first["name"].to_numpy(), count=first["count"].to_numpy())
    return named.set_axis(pd.Index(first["peak"], name="location")), radius


def _repeats(
    rows: pd.DataFrame, held: Prepared, asked: Parameters, scope: Scope, rng: np.random.Generator
) -> tuple[pd.DataFrame, str]:
    """Return pairs of incidents close in place and time, and what they are of or why they are refused."""
    sources = ", ".join(asked.sources)
    if access.moved_points(asked.sources, scope):
        return pd.DataFrame(), (
            f"Refused: {sources} moves its points to shared map points, so that every pair at one map point would look "
            "like a repeat at one address."
        )
    timed = rows[rows["precision"].isin(TIMED) & ~rows["no_location"] & rows["local"].notna()]
    if timed.empty:
        return pd.DataFrame(), f"Refused: {sources} does not say the day and hour of its records."
    days = (timed["local"].dt.normalize() - timed["local"].min().normalize()).dt.days.to_numpy(dtype=float)
    found = analyst.near_repeats(*_projected(timed, held.areas.crs), days, rng)
    left_out = (
        f"{len(rows) - len(timed):,} of {len(rows):,} records are left out: no location, or only their day known."
    )
    if found.table.empty:
        return found.table, f"Refused: only {found.incidents:,} timed records in the last {found.days} days. {left_out}"
    return found.table, f"{found.incidents:,} records of the last {found.days} days. {left_out}"
