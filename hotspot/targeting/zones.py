"""Are the patrol zones still right? What they hold, against the best as many places of their size.

A zone is judged by the hexagons it lies in. Every place that is compared has the same size, and both sides cover the
same area, so that a large zone wins nothing by being large. The best places are named twice: picked from the months
before the ones that are scored (what could have been known) and picked from the scored months themselves (hindsight,
which no one could have reached).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy import sparse
from scipy import stats as distributions

from hotspot import grid
from hotspot.errors import DataError, ParameterError
from hotspot.findings import Findings
from hotspot.stats import count_difference
from hotspot.targeting.periods import Periods, periods

By = Literal["share", "centre"]
SMALLEST_SHARED = 3.0  # a zone of fewer hexagons than this stands for whole hexagons
WIDEST_RINGS = 10
MOST_ZONES = 500
INSIDE = 0.5  # a place with this share of its incidents in zones is held already
YEARS = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """What zones are judged on, made once.

    Attributes
    ----------
    keys : tuple of str
        Hexagons, sorted.
    counts : array (n, t)
        Incidents in each step.
    weights : array (zones, n)
        Share of each hexagon that belongs to each zone.
    discs : sparse array (n, n)
        Row i: the share of each hexagon in the place round hexagon i.
    disc_km2, zones_km2 : float
        Area of one place; area that all zones cover together, as judged.
    periods : Periods
        Which steps are scored, and which came before.
    """

    keys: tuple[str, ...]
    counts: Floats
    weights: Floats
    discs: sparse.csr_array
    disc_km2: float
    zones_km2: float
    periods: Periods

    @property
    def covered(self) -> Floats:
        """Share of each hexagon that any zone covers."""
        return np.asarray(np.minimum(1.0, self.weights.sum(axis=0)))

    @property
    def places(self) -> float:
        """How many places have the area of all zones together."""
        return self.zones_km2 / self.disc_km2


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
        Area of all zones as drawn, and that over the built-up area.
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
    how: By = by or ("share" if _cells_in(drawn, cells) >= SMALLEST_SHARED else "centre")
    ground = _ground(drawn, cells, found, how)
    if ground.counts[:, ground.periods.scored].sum() == 0:
        raise DataError("Nothing was recorded in the months to be scored.", "Choose a longer period.")
    zones, best = _zones_table(ground, drawn, found), _best_table(ground, found)
    return Checked(
        zones=zones, best=best, totals=_totals(ground), swaps=_swaps(zones, best, ground),
        total=int(ground.counts[:, ground.periods.scored].sum()), by=how, places=ground.places,
        place_km2=ground.disc_km2, area_km2=float(shapely.union_all(drawn.to_numpy()).area / 1e6),
        built_up_share=float(shapely.union_all(drawn.to_numpy()).area / 1e6 / built_up_km2),
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


def _cells_in(drawn: gpd.GeoSeries, cells: gpd.GeoSeries) -> float:
    """Return how many hexagons the middle zone has room for."""
    return float(np.median(drawn.area) / np.median(cells.area))


def _ground(drawn: gpd.GeoSeries, cells: gpd.GeoSeries, found: Findings, by: By) -> Ground:
    weights = belonging(drawn, cells, by)
    area = cells.area.to_numpy() / 1e6
    shared = by == "share"
    union = shapely.union_all(drawn.to_numpy()).area / 1e6 if shared else float(weights.max(axis=0) @ area)
    keys = tuple(str(key) for key in found.locations.index)
    when = periods(found.steps)
    one = float(np.median(area))
    size = max(union / len(drawn), one)
    return Ground(
        keys, found.counts[:, when.looked_at].astype(float), weights, discs(list(keys), size / one), size, union, when
    )


def discs(keys: list[str], hexagons: float) -> sparse.csr_array:
    """Return round places of one size: row i holds the share of each hexagon in the place round hexagon i.

    Rings are added until the size is reached, the outermost in part, so that every place has exactly the same area.

    >>> around = grid.cells_inside(shapely.box(-1.6, 52.8, -1.4, 53.0), 8)
    >>> float(discs(list(grid.names(around)), 4.0).sum(axis=1).max())
    4.0
    """
    rings = next((k for k in range(WIDEST_RINGS) if _hexagons(k) >= hexagons - 1e-9), WIDEST_RINGS)
    outer = grid.neighbours(keys, rings)
    if rings == 0:
        return outer
    inner = grid.neighbours(keys, rings - 1)
    part = min(1.0, (hexagons - _hexagons(rings - 1)) / (6 * rings))
    return sparse.csr_array(inner * (1 - part) + outer * part)


def _hexagons(rings: int) -> int:
    return 3 * rings**2 + 3 * rings + 1


def belonging(drawn: gpd.GeoSeries, cells: gpd.GeoSeries, by: By) -> Floats:
    """Return the share of each hexagon that belongs to each zone, array (zones, hexagons).

    Parameters
    ----------
    drawn, cells : GeoSeries
        Zones and hexagons, both in metres.
    by : "share" or "centre"
        The part inside; or 1 where the middle is inside, and for a zone that holds no middle the hexagon it lies in.
    """
    weights = np.zeros((len(drawn), len(cells)))
    shapes = cells.to_numpy()
    tree = shapely.STRtree(shapes)
    zone, cell = tree.query(drawn.to_numpy(), predicate="intersects")
    if by == "share":
        inside = shapely.area(shapely.intersection(drawn.to_numpy()[zone], shapes[cell]))
        weights[zone, cell] = inside / shapely.area(shapes[cell])
        return weights
    middles = shapely.centroid(shapes)
    weights[zone, cell] = shapely.contains(drawn.to_numpy()[zone], middles[cell])
    for row in np.flatnonzero(weights.sum(axis=1) == 0):
        weights[row, tree.query(shapely.point_on_surface(drawn.to_numpy()[row]), predicate="within")] = 1.0
    return weights


def _best(ground: Ground, counts: Floats) -> NDArray[np.intp]:
    """Return the hexagons in the middle of the best places, best first, by incidents; no two places share a hexagon."""
    gain = ground.discs @ counts
    reach = ground.discs.astype(bool).astype(float)
    taken = np.zeros(len(counts))
    chosen: list[int] = []
    while len(chosen) < np.ceil(ground.places - 1e-9):
        free = reach @ taken == 0
        if not free.any():
            break
        chosen.append(int(np.argmax(np.where(free, gain, -1.0))))
        taken[reach[[chosen[-1]]].indices] = 1.0
    return np.array(chosen, dtype=np.intp)


def _taken(ground: Ground, chosen: NDArray[np.intp]) -> Floats:
    """Return the share of each hexagon that the chosen places cover, the last place in part so that areas agree."""
    parts = np.minimum(1.0, ground.places - np.arange(len(chosen)))
    return np.asarray(ground.discs[chosen].T @ parts)


def _totals(ground: Ground) -> pd.DataFrame:
    scored = ground.counts[:, ground.periods.scored].sum(axis=1)
    earlier = ground.counts[:, ground.periods.earlier].sum(axis=1)
    covers = {
        "zones": ground.covered,
        "beforehand": _taken(ground, _best(ground, earlier)),
        "hindsight": _taken(ground, _best(ground, scored)),
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


def share_interval(part: float, whole: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact (Clopper-Pearson) interval of a share; parts of incidents are allowed.

    Incidents that come in clumps make it too narrow.

    >>> [round(end, 3) for end in share_interval(31, 100)]
    [0.221, 0.41]
    >>> share_interval(0, 10)[0], share_interval(10, 10)[1]
    (0.0, 1.0)
    """
    tail = (1 - confidence) / 2
    low = float(distributions.beta.ppf(tail, part, whole - part + 1)) if part > 0 else 0.0
    high = float(distributions.beta.ppf(1 - tail, part + 1, whole - part)) if part < whole else 1.0
    return low, high


def _line(ground: Ground, steps: slice | NDArray[np.bool_]) -> float:
    """Return the incidents per km2 of the last of the best places in some steps: what a zone must reach to be kept."""
    counts = ground.counts[:, steps].sum(axis=1)
    return float((ground.discs[_best(ground, counts)[-1:]] @ counts)[0] / ground.disc_km2)


def _years_best(ground: Ground, counts: Floats, area_km2: Floats) -> NDArray[np.int64]:
    """Return in how many of the years held each place was as good as the last of the best places of that year."""
    reached = [counts[:, year].sum(axis=1) / area_km2 >= _line(ground, year) for year in ground.periods.years]
    return np.sum(reached, axis=0).astype(np.int64)


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
            "per_km2": whole / judged, "judged_km2": judged, "years_best": _years_best(ground, counts, judged),
            "years": len(ground.periods.years), "overlaps": _overlaps(drawn),
        },
        index=pd.Index(drawn.index, name="zone"),
    )  # fmt: skip
    line = _line(ground, slice(None))
    low = [count_difference(c, line * a).clear and c < line * a for c, a in zip(whole, judged, strict=True)]
    verdict = np.select([hexagons == 0, whole / judged >= line, np.array(low)], ["outside", "keep", "drop"], "weak")
    return table.assign(verdict=verdict)


def _overlaps(drawn: gpd.GeoSeries) -> list[str]:
    """Return for each zone the others that share more than a hundredth of its area."""
    shapes, names = drawn.to_numpy(), [str(name) for name in drawn.index]
    shared = shapely.area(shapely.intersection(shapes[:, None], shapes[None, :])) / shapely.area(shapes)[:, None]
    return [", ".join(names[j] for j in np.flatnonzero(row > 0.01) if j != i) for i, row in enumerate(shared)]


def _best_table(ground: Ground, found: Findings) -> pd.DataFrame:
    whole = ground.counts.sum(axis=1)
    chosen = _best(ground, whole)
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
            "years_best": _years_best(ground, counts, np.full(len(chosen), ground.disc_km2)),
            "years": len(ground.periods.years), "inside": inside,
            "verdict": np.where(inside >= INSIDE, "held", "add"),
            "hexagons": [tuple(ground.keys[j] for j in members[[i]].indices) for i in range(len(chosen))],
        },
        index=pd.Index([ground.keys[i] for i in chosen], name="location"),
    )  # fmt: skip


def _swaps(zones: pd.DataFrame, best: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    """Return zones to give up, the emptiest first, each beside the fullest place that no zone holds yet."""
    out = zones[zones["verdict"].isin(["drop", "weak"])].sort_values("per_km2", kind="stable")
    new = best[best["verdict"] == "add"].sort_values("count", ascending=False, kind="stable")
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
