"""Are the patrol zones still right? What they hold, against the best as many places of their size.

A zone is judged by the hexagons it lies in. Every place that is compared has the same size, and both sides cover the
same area, so that a large zone wins nothing by being large. The best places are named twice: picked from the months
before the ones that are scored (what could have been known) and picked from the scored months themselves (hindsight,
which no one could have reached).
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hotspot import grid
from hotspot.errors import DataError, ParameterError
from hotspot.findings import Findings
from hotspot.stats import count_difference
from hotspot.targeting.coverage import By, Ground, best, laid, line, share_interval, taken, years_best
from hotspot.targeting.periods import Periods

MOST_ZONES = 500
INSIDE = 0.5  # a place with this share of its incidents in zones is held already


@dataclass(frozen=True)
class Checked:
    """What was found of a set of zones.

    Attributes
    ----------
    zones : DataFrame, index zone
        ``area_km2`` (as drawn), ``count`` (all months looked at), ``count_scored``, ``share`` with ``low`` and ``high``
        (95 %) of the scored months, ``per_km2``, ``years_best`` of ``years``, ``verdict`` (keep, weak, drop, outside),
        ``overlaps``, ``hexagons``.
    best : DataFrame, index hexagon in the middle
        The places that next year's zones would be: ``name``, ``csp_name``, ``lon``, ``lat``, ``count``,
        ``count_scored``, ``years_best``, ``years``, ``inside`` (share of its incidents already in zones), ``verdict``
        (held, add), ``hexagons``.
    totals : DataFrame, index zones, beforehand, hindsight
        ``held``, ``share``, ``low``, ``high``; ``more``, ``more_low``, ``more_high``: share above that of the zones.
    swaps : DataFrame
        ``drop``, ``drop_count``, ``add``, ``add_count``, ``gain_a_year`` with ``low`` and ``high``, ``clear``.
    total : int
        Incidents in the scored months.
    by : str
        ``share``: a hexagon counts for the part of it inside a zone; ``centre``: whole, where its middle is inside.
    places : float
        How many places were compared; ``place_km2`` the size of one.
    area_km2, built_up_share : float
        Area of all zones as drawn; the area judged (whole hexagons where ``by`` is centre) over the built-up area.
    resolution : int
        Of the hexagons.
    periods : Periods
        What was scored and what came before.
    """

    zones: pd.DataFrame
    best: pd.DataFrame
    totals: pd.DataFrame
    swaps: pd.DataFrame
    total: int
    by: By
    places: float
    place_km2: float
    area_km2: float
    built_up_share: float
    resolution: int
    periods: Periods


def held(shapes: gpd.GeoSeries, found: Findings, *, built_up_km2: float, crs: str, by: By | None = None) -> Checked:
    """Return what zones hold, against the best as many places over the same area.

    Parameters
    ----------
    shapes : GeoSeries, index = name of the zone
        Polygons in degrees (EPSG:4326).
    found : Findings
        Released findings by H3 cell, at the finest resolution that their locations allow.
    built_up_km2 : float
        The area that shares of area refer to.
    crs : str
        A projected system in metres.
    by : "share" or "centre", optional
        How a hexagon belongs to a zone. By default the part inside it counts (incidents are taken as spread evenly
        over a hexagon) where zones are clearly larger than hexagons; else each zone stands for the whole hexagons
        whose middle lies inside it, or the one it lies in: the zone itself then cannot be judged, only its hexagon.

    Raises
    ------
    DataError
        Only bands may be seen, nothing was recorded, too few months, or too many zones.
    ParameterError
        The findings are not by hexagon.
    """
    _refuse(shapes, found)
    drawn = shapes.to_crs(crs)
    cells = found.locations.geometry.to_crs(crs)
    ground, how = laid(drawn, cells, found, by)
    if ground.counts[:, ground.periods.scored].sum() == 0:
        raise DataError("Nothing was recorded in the months to be scored.", "Choose a longer period.")
    zones, places = _zones_table(ground, drawn, found), _best_table(ground, found)
    return Checked(
        zones=zones, best=places, totals=_totals(ground), swaps=_swaps(zones, places, ground),
        total=int(ground.counts[:, ground.periods.scored].sum()), by=how, places=ground.places,
        place_km2=ground.disc_km2, area_km2=float(shapely.union_all(drawn.to_numpy()).area / 1e6),
        built_up_share=ground.zones_km2 / built_up_km2,
        resolution=int(grid.resolutions(ground.keys[:1])[0]), periods=ground.periods,
    )  # fmt: skip


def _refuse(shapes: gpd.GeoSeries, found: Findings) -> None:
    if found.controlled:
        raise DataError(
            "Zones cannot be checked on counts that are shown in bands only.",
            "Ask the analyst of the restricted source, or choose a published source in the filters.",
        )
    if not len(shapes) or len(shapes) > MOST_ZONES:
        raise DataError(f"There are {len(shapes):,} zones.", f"Give 1 to {MOST_ZONES} zones in one set.")
    if not len(found.locations) or len(str(found.locations.index[0])) != 15:
        raise ParameterError("Zones are judged on hexagons.", "Ask by hexagon instead of by neighbourhood.")


def _totals(ground: Ground) -> pd.DataFrame:
    scored = ground.counts[:, ground.periods.scored].sum(axis=1)
    earlier = ground.counts[:, ground.periods.earlier].sum(axis=1)
    covers = {
        "zones": ground.covered,
        "beforehand": taken(ground, best(ground, earlier)),
        "hindsight": taken(ground, best(ground, scored)),
    }
    total = scored.sum()
    rows = {}
    for name, cover in covers.items():
        low, high = share_interval(float(cover @ scored), float(total))
        apart = cover - ground.covered  # incidents that both hold cancel out
        more = count_difference(float(np.maximum(-apart, 0) @ scored), float(np.maximum(apart, 0) @ scored))
        rows[name] = {
            "held": float(cover @ scored), "share": float(cover @ scored / total), "low": low, "high": high,
            "more": more.estimate / total, "more_low": more.low / total, "more_high": more.high / total,
        }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index")


def _zones_table(ground: Ground, drawn: gpd.GeoSeries, found: Findings) -> pd.DataFrame:
    counts = ground.weights @ ground.counts
    scored, whole = counts[:, ground.periods.scored].sum(axis=1), counts.sum(axis=1)
    total = ground.counts[:, ground.periods.scored].sum()
    cells_km2 = found.locations["area_km2"].to_numpy()
    hexagons = ground.weights.sum(axis=1)
    drawn_km2 = drawn.area.to_numpy() / 1e6
    judged = np.where(hexagons > 0, np.maximum(drawn_km2, ground.weights @ cells_km2), drawn_km2)
    ends = [share_interval(part, float(total)) for part in scored]
    table = pd.DataFrame(
        {
            "area_km2": drawn_km2, "hexagons": hexagons, "count": whole, "count_scored": scored,
            "share": scored / total, "low": [low for low, _ in ends], "high": [high for _, high in ends],
            "per_km2": whole / judged, "judged_km2": judged, "years_best": years_best(ground, counts, judged),
            "years": len(ground.periods.years), "overlaps": _overlaps(drawn),
        },
        index=pd.Index(drawn.index, name="zone"),
    )  # fmt: skip
    reach = line(ground, slice(None))
    low = [count_difference(c, reach * a).clear and c < reach * a for c, a in zip(whole, judged, strict=True)]
    verdict = np.select([hexagons == 0, whole / judged >= reach, np.array(low)], ["outside", "keep", "drop"], "weak")
    return table.assign(verdict=verdict)


def _overlaps(drawn: gpd.GeoSeries) -> list[str]:
    """Return for each zone the others that share more than a hundredth of its area."""
    shapes, names = drawn.to_numpy(), [str(name) for name in drawn.index]
    shared = shapely.area(shapely.intersection(shapes[:, None], shapes[None, :])) / shapely.area(shapes)[:, None]
    return [", ".join(names[j] for j in np.flatnonzero(row > 0.01) if j != i) for i, row in enumerate(shared)]


def _best_table(ground: Ground, found: Findings) -> pd.DataFrame:
    whole = ground.counts.sum(axis=1)
    chosen = best(ground, whole)
    members = ground.discs[chosen]
    counts = members @ ground.counts
    inside = members @ (whole * ground.covered) / np.maximum(members @ whole, 1e-9)
    peaks = [row.indices[np.argmax(whole[row.indices])] for row in (members[[i]] for i in range(len(chosen)))]
    named = found.locations.iloc[peaks]
    lon, lat = grid.centres([ground.keys[i] for i in chosen])
    return pd.DataFrame(
        {
            "name": named["name"].to_numpy(), "csp_name": named["csp_name"].to_numpy(), "lon": lon, "lat": lat,
            "count": counts.sum(axis=1), "count_scored": counts[:, ground.periods.scored].sum(axis=1),
            "years_best": years_best(ground, counts, np.full(len(chosen), ground.disc_km2)),
            "years": len(ground.periods.years), "inside": inside,
            "verdict": np.where(inside >= INSIDE, "held", "add"),
            "hexagons": [tuple(ground.keys[j] for j in members[[i]].indices) for i in range(len(chosen))],
        },
        index=pd.Index([ground.keys[i] for i in chosen], name="location"),
    )  # fmt: skip


def _swaps(zones: pd.DataFrame, places: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    """Return zones to give up, the emptiest first, each beside the fullest place that no zone holds yet."""
    out = zones[zones["verdict"].isin(["drop", "weak"])].sort_values("per_km2", kind="stable")
    new = places[places["verdict"] == "add"].sort_values("count", ascending=False, kind="stable")
    years = ground.periods.days / 365.25
    rows = []
    for (zone, old), (key, place) in zip(out.iterrows(), new.iterrows(), strict=False):
        scale = ground.disc_km2 / old["judged_km2"]
        gain = count_difference(old["count"], place["count"], exposure=(1.0, scale))
        rows.append({
            "drop": zone, "drop_count": old["count"] * scale, "add": place["name"], "location": key,
            "add_count": place["count"], "gain_a_year": gain.estimate / years, "low": gain.low / years,
            "high": gain.high / years, "clear": gain.clear and gain.estimate > 0,
        })  # fmt: skip
    columns = "drop drop_count add location add_count gain_a_year low high clear".split()
    return pd.DataFrame(rows, columns=columns)
