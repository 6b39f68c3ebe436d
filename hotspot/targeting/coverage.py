"""Zones and places of their size as shares of hexagons: what belongs to which, and which places hold most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import sparse
from scipy import stats as distributions

from hotspot import grid
from hotspot.findings import Findings
from hotspot.targeting.periods import Periods, periods

By = Literal["share", "centre"]
SMALLEST_SHARED = 3.0  # a zone of fewer hexagons than this stands for whole hexagons
WIDEST_RINGS = 10
ALIKE = 0.01  # hexagons of one area differ by about as much in size

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


def cells_in(drawn: gpd.GeoSeries, cells: gpd.GeoSeries) -> float:
    """Return how many hexagons the middle zone has room for."""
    return float(np.median(drawn.area) / np.median(cells.area))


def laid(drawn: gpd.GeoSeries, cells: gpd.GeoSeries, found: Findings, by: By | None) -> tuple[Ground, By]:
    """Return the ground under zones and how hexagons belong to them; both in metres."""
    by = by or ("share" if cells_in(drawn, cells) >= SMALLEST_SHARED else "centre")
    weights = belonging(drawn, cells, by)
    area = cells.area.to_numpy() / 1e6
    shared = by == "share"
    union = shapely.union_all(drawn.to_numpy()).area / 1e6 if shared else float(weights.max(axis=0) @ area)
    keys = tuple(str(key) for key in found.locations.index)
    when = periods(found.steps)
    one = float(np.median(area))
    size = max(union / len(drawn), one)
    counts = found.counts[:, when.looked_at].astype(float)
    return Ground(keys, counts, weights, discs(list(keys), size / one), size, union, when), by


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


def best(ground: Ground, counts: Floats) -> NDArray[np.intp]:
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


def taken(ground: Ground, chosen: NDArray[np.intp]) -> Floats:
    """Return the share of each hexagon that the chosen places cover, the last place in part so that areas agree."""
    parts = np.minimum(1.0, ground.places - np.arange(len(chosen)))
    return np.asarray(ground.discs[chosen].T @ parts)


def line(ground: Ground, steps: slice | NDArray[np.bool_]) -> float:
    """Return what a zone must reach to be kept: the incidents per km2 of the last of the best places, in some steps."""
    counts = ground.counts[:, steps].sum(axis=1)
    return (1 - ALIKE) * float((ground.discs[best(ground, counts)[-1:]] @ counts)[0] / ground.disc_km2)


def years_best(ground: Ground, counts: Floats, area_km2: Floats) -> NDArray[np.int64]:
    """Return in how many of the years held each place was as good as the last of the best places of that year."""
    lines = [line(ground, year) for year in ground.periods.years]
    reached = [
        counts[:, year].sum(axis=1) / area_km2 >= most for year, most in zip(ground.periods.years, lines, strict=True)
    ]
    return np.asarray(np.sum(reached, axis=0), dtype=np.int64)


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
