"""What an analyst asks besides: how concentrated, what sticks out, do incidents follow one another, what of edges.

Numbers in, tables out, inside the gate; ``disclosure`` decides what leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from hotspot import stats

Floats = NDArray[np.float64]

HALF = 0.5
LORENZ_POINTS = 101
SHUFFLINGS = 999
DISTANCES_M = (0, 100, 200, 400)
INTERVALS_DAYS = (0, 7, 14, 28)
WINDOWS_DAYS = (365, 182, 91, 28)
MOST_PAIRS = 100_000  # pairs of incidents near each other; a table of more takes minutes
FEWEST_TIMED = 50
LEAST_RESIDENTS_KM2 = 500.0  # fewer around a place, and one incident becomes an enormous risk
STEPS_A_RADIUS = 5
FEWEST_M = 500.0  # residents are known by neighbourhood: a narrower hill would draw the centres of neighbourhoods


def concentrated(counts: ArrayLike, rng: np.random.Generator) -> pd.DataFrame:
    """Return in one row how few places hold half of the incidents, what chance gives, and the generalised Gini.

    Returns
    -------
    DataFrame
        incidents, places, share_of_places, under_random, random_low, random_high, gini.
    """
    x = np.asarray(counts)
    found = stats.concentration(x, share=HALF, rng=rng)
    low, high = found.random_interval
    row = {"incidents": int(x.sum()), "places": len(x), "share_of_places": found.share_of_places}
    row |= {"under_random": found.under_random, "random_low": low, "random_high": high}
    return pd.DataFrame([row | {"gini": stats.generalised_gini(x)}])


def busiest_first(counts: ArrayLike) -> pd.DataFrame:
    """Return the share of incidents that each share of the places holds, busiest first: the Lorenz curve, turned over.

    Returns
    -------
    DataFrame
        share_of_places, share_of_incidents, at most 101 rows from (0, 0) to (1, 1).
    """
    curve = stats.lorenz(counts)
    places, held = 1 - curve.share_of_places[::-1], 1 - curve.share_of_incidents[::-1]
    at = np.unique(np.linspace(0, len(places) - 1, LORENZ_POINTS).round().astype(int))
    return pd.DataFrame({"share_of_places": places[at], "share_of_incidents": held[at]})


def beside_neighbours(counts: ArrayLike, weights: sparse.csr_array) -> pd.DataFrame:
    """Return local Moran's I of each place with the mean of its neighbours and what the pair of them says.

    Returns
    -------
    DataFrame
        count, around (mean of the neighbours), moran, quarter (``busy among busy``, ``busy among quiet``, ``quiet among
        busy``, ``quiet among quiet``; empty where there is no answer).
    """
    x = np.asarray(counts, dtype=float)
    near = sparse.csr_array(weights - sparse.diags_array(weights.diagonal()))
    reach = np.asarray(near.sum(axis=1)).ravel()
    around = np.divide(near @ x, reach, out=np.full(len(x), np.nan), where=reach > 0)
    moran = stats.local_moran(x, weights)
    busy, among = x > x.mean(), around > x.mean()
    said = np.where(busy, "busy", "quiet").astype(object) + " among " + np.where(among, "busy", "quiet").astype(object)
    quarter = np.where(np.isnan(moran), "", said)
    return pd.DataFrame({"count": x, "around": around, "moran": moran, "quarter": quarter})


@dataclass(frozen=True)
class NearRepeats:
    """Pairs of incidents by distance and interval, and over which days; ``table`` is empty where too few are timed."""

    table: pd.DataFrame
    days: int
    incidents: int


def near_repeats(x_m: Floats, y_m: Floats, days: Floats, rng: np.random.Generator) -> NearRepeats:
    """Return how many pairs of incidents lie close in place and time, against 999 shufflings of the dates.

    The last year is looked at, or the longest of half a year, a quarter and four weeks that has a number of pairs a
    machine can shuffle.

    Returns
    -------
    NearRepeats
        Its table: from_m, to_m, from_days, to_days, pairs, ratio, p.
    """
    window, recent = _window(x_m, y_m, days)
    if recent.sum() < FEWEST_TIMED:
        return NearRepeats(pd.DataFrame(), window, int(recent.sum()))
    found = stats.knox(
        x_m[recent], y_m[recent], days[recent], distances_m=DISTANCES_M, intervals_days=INTERVALS_DAYS,
        n_permutations=SHUFFLINGS, rng=rng,
    )  # fmt: skip
    rows = [
        {"from_m": DISTANCES_M[i], "to_m": DISTANCES_M[i + 1], "from_days": INTERVALS_DAYS[j],
         "to_days": INTERVALS_DAYS[j + 1], "pairs": int(found.observed[i, j]), "ratio": found.ratio[i, j],
         "p": found.p[i, j]}
        for i in range(len(DISTANCES_M) - 1) for j in range(len(INTERVALS_DAYS) - 1)
    ]  # fmt: skip
    return NearRepeats(pd.DataFrame(rows), window, int(recent.sum()))


def _window(x_m: Floats, y_m: Floats, days: Floats) -> tuple[int, NDArray[np.bool_]]:
    where = np.column_stack([x_m, y_m])
    for window in WINDOWS_DAYS:
        recent = days > days.max(initial=0) - window
        from scipy.spatial import cKDTree  # here, because loading it takes time that the first page does not have

        tree = cKDTree(where[recent])
        pairs = (tree.count_neighbors(tree, DISTANCES_M[-1]) - recent.sum()) // 2
        if pairs <= MOST_PAIRS:
            break
    return window, recent


@dataclass(frozen=True)
class Ground:
    """What a hill of incidents stands on, in metres of one projected system: the area and where residents are."""

    outline: Any
    x_m: Floats
    y_m: Floats
    residents: Floats


def on_the_ground(
    incidents_m: tuple[Floats, Floats], ground: Ground, places_m: tuple[Floats, Floats], *, bandwidth_m: float
) -> pd.DataFrame:
    """Return for each place how much of its hill lies inside the area, and incidents per 1,000 residents around it.

    Parameters
    ----------
    incidents_m, places_m : (array, array)
        Eastings and northings.
    ground : Ground
        The area's outline and its residents, who stand at the middle of their neighbourhood.
    bandwidth_m : float
        Radius of the quartic hill, raised to 500 m: residents are known by neighbourhood only.

    Returns
    -------
    DataFrame
        inside (the edge factor: 1 well inside, about 0.5 on a straight border, where the density is half of what it
        should be), per_1000 (incidents per 1,000 residents within the hill; NaN where fewer than 500 residents per km2
        live around), residents_km2.
    """
    radius = max(bandwidth_m, FEWEST_M)
    cells = _cells(ground.outline, radius)
    x, y = np.meshgrid(cells.x_centres_m, cells.y_centres_m)
    shapely.prepare(ground.outline)
    inside = shapely.contains_xy(ground.outline, x, y)
    factor = stats.edge_factor(cells, inside, radius)
    happened = stats.kernel_density(*incidents_m, cells, bandwidth_m=radius)
    known = np.isfinite(ground.residents)
    live = stats.kernel_density(
        ground.x_m[known], ground.y_m[known], cells, bandwidth_m=radius, weights=ground.residents[known]
    )
    risk = stats.kernel_ratio(happened, live, floor=LEAST_RESIDENTS_KM2 / 1e6)
    row, column = _at(cells, *places_m)
    return pd.DataFrame(
        {
            "inside": factor[row, column],
            "per_1000": 1000 * risk[row, column],
            "residents_km2": 1e6 * live[row, column],
        }
    )


def _cells(outline: Any, radius: float) -> stats.Grid:
    west, south, east, north = outline.bounds
    step = max(radius / STEPS_A_RADIUS, max(east - west, north - south) / 400)
    n_x, n_y = int((east - west) / step) + 1, int((north - south) / step) + 1
    return stats.Grid(west, south, step, n_x, n_y)


def _at(cells: stats.Grid, x_m: Floats, y_m: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the row and column of the cell that holds each point, or of the nearest one."""
    column = np.clip(((x_m - cells.x_min_m) / cells.step_m).astype(int), 0, cells.n_x - 1)
    row = np.clip(((y_m - cells.y_min_m) / cells.step_m).astype(int), 0, cells.n_y - 1)
    return row, column
