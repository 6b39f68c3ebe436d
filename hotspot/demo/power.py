"""Which categories can counts of this size show at all? A power calculation for LSOA x 28-day steps.

Each of the seventeen categories is written into the expected counts of a quiet suburb of its own, as plain as the story
would dare: a hot place holds what the story's places hold, a cold one a tenth of its usual. Then whole cubes are drawn
and named by the product's own statistics. A category that comes out in fewer than four of five draws cannot be
promised, and none is planted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy import sparse

from hotspot import stats
from hotspot.demo.county import position
from hotspot.demo.records import Ground, points, weights
from hotspot.demo.rhythms import DAYS
from hotspot.demo.story import PLACES, POLICE, SERIOUS_MIXES
from hotspot.demo.streams import Stream, streams

STEPS, STEP_DAYS = 39, 28
ENOUGH = 0.8
HOT_A_STEP = {"recorded_violence": 18.0, "all_violence": 42.0}  # both some fifteen times an area's usual spread
COLD_SHARE = 0.1
DRAWS = 2000
GROUPS = ((1, 2, 3), (4, 5, 6), (7, 8), tuple(range(-8, 0)))  # few at once: each hot place raises the bar for all
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Template:
    """How a category would look: extra incidents (1 is hot) and the share of the usual that is left, per step."""

    hot: Floats
    left: Floats


def steps_of(days: pd.DatetimeIndex) -> NDArray[np.intp]:
    """Return the 28-day step of each day, end-aligned; the days before the first step have -1.

    >>> steps_of(pd.DatetimeIndex(["2025-12-31 23:00", "2025-12-04", "2025-12-03", "2023-01-01"])).tolist()
    [38, 38, 37, -1]
    """
    back = (DAYS[-1] - days.normalize()).days.to_numpy() // STEP_DAYS
    return np.asarray(np.where(back < STEPS, STEPS - 1 - back, -1), dtype=np.intp)


def touching(ground: Ground) -> sparse.csr_array:
    """Return which areas touch, each itself included: the neighbourhood of the default LSOA analysis."""
    shapes = ground.county.areas.geometry.to_numpy()
    here, there = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=5.0)
    return sparse.csr_array((np.ones(here.size), (here, there)), shape=(len(shapes), len(shapes)))


def expected(ground: Ground, wanted: list[Stream], rng: np.random.Generator) -> Floats:
    """Return the expected count of each area and step: where a stream's points fall, times when its days come."""
    tree = shapely.STRtree(ground.county.areas.geometry.to_numpy())
    step = steps_of(DAYS)
    total = np.zeros((len(ground.county.areas), STEPS))
    for stream in wanted:
        x, y = points(stream, ground, DRAWS, rng)
        place = np.bincount(tree.nearest(shapely.points(x, y)), minlength=len(total)) / DRAWS
        when = weights(stream, ground)
        share = np.bincount(step[step >= 0], when[step >= 0], minlength=STEPS) / when.sum()
        total += stream.count * np.outer(place, share)
    return total


def _templates() -> dict[int, Template]:
    """Return the template of each category by its code; cold mirrors hot."""
    step, full = np.arange(STEPS), np.ones(STEPS)
    last = {k: (step >= STEPS - k).astype(float) for k in (1, 2, 5)}
    first = (step < 14).astype(float)
    bursts = ((step % 8 < 2) | (step >= STEPS - 2)).astype(float)
    hot = [1.6 * last[1], last[5], np.linspace(0.7, 1.5, STEPS), full, np.linspace(1.5, 0.7, STEPS), bursts]
    hot += [last[5], full - last[2]]
    made = {code: Template(h, full) for code, h in enumerate(hot, start=1)}
    quiet = [last[2], last[5], np.linspace(0.85, 1.1, STEPS), full, np.linspace(1.1, 0.85, STEPS), bursts, last[5]]
    quiet += [full - last[2]]
    less = [np.clip(1 - (1 - COLD_SHARE) * q, 0, 1) for q in quiet]
    made |= {-code: Template(0 * full, share) for code, share in enumerate(less, start=1)}
    made[7] = Template(last[5], 1 - (1 - COLD_SHARE) * first)  # oscillating: hot now, cold once
    made[-7] = Template(first, less[6])
    return made


def _suburbs(ground: Ground, around: sparse.csr_array, n: int) -> list[NDArray[np.intp]]:
    """Return n neighbourhoods in town that share no neighbour and lie far from the story; the middle area first."""
    areas = ground.county.areas
    story = np.array([position(place) for place in PLACES])
    away = np.hypot(*(areas[["x_m", "y_m"]].to_numpy()[:, None] - story).transpose(2, 0, 1)).min(axis=1)
    reach = np.where(areas["settlement"] != "", np.asarray(around.sum(axis=1)), np.inf)
    order = np.argsort(np.abs(reach - np.median(reach)), kind="stable")
    taken = np.zeros(len(areas), dtype=bool)
    found: list[NDArray[np.intp]] = []
    for area in order:
        ring = around[[area]].indices
        if away[area] > 1500 and not taken[ring].any() and len(found) < n:
            taken[np.unique(around[ring].indices)] = True
            found.append(np.concatenate([[area], ring[ring != area]]))
    return found


def power(ground: Ground, measure: str, n_cubes: int, rng: np.random.Generator) -> dict[str, float]:
    """Return for each category the share of drawn cubes in which its template is named so.

    Parameters
    ----------
    ground : Ground
    measure : str
        ``recorded_violence`` (the local definition, the default) or ``all_violence``.
    n_cubes : int
        How many cubes are drawn; with 50 a share is known to about 0.06.
    rng : Generator
    """
    around, templates = touching(ground), _templates()
    usual = expected(ground, _counted(measure), rng)
    found: dict[int, float] = {}
    for group in GROUPS:
        changed, homes = usual.copy(), dict(zip(group, _suburbs(ground, around, len(group)), strict=True))
        for code, ring in homes.items():
            _write(changed, ring, templates[code], HOT_A_STEP[measure])
        drawn = [categories(rng.poisson(changed), around) for _ in range(n_cubes)]
        found |= {code: float(np.mean([names[ring[0]] == code for names in drawn])) for code, ring in homes.items()}
    return {stats.CATEGORIES[code]: share for code, share in found.items()}


def _write(usual: Floats, ring: NDArray[np.intp], template: Template, hot: float) -> None:
    """Write a template into a neighbourhood, its middle first: three fifths of what is hot happens in the middle."""
    usual[ring] *= template.left
    share = np.append(0.6, np.full(ring.size - 1, 0.4 / (ring.size - 1)))
    usual[ring] += hot * np.outer(share, template.hot)


def _counted(measure: str) -> list[Stream]:
    institutions = {place.key for place in PLACES if place.spread_m == 0}
    police = [s for s in streams() if s.source == POLICE and s.where not in institutions and s.mix != "possession"]
    return police if measure == "all_violence" else [s for s in police if s.mix in SERIOUS_MIXES]


def categories(counts: NDArray[np.integer], around: sparse.csr_array) -> NDArray[np.int8]:
    """Return the category of every place at the default settings: one step back, the whole cube, 90 %."""
    values = counts.astype(float)
    kendall = stats.mann_kendall(stats.space_time_gi_star(values, around, lag=0, window="entire_cube"))
    trend = np.where(kendall.p < 0.10, np.sign(kendall.z), 0).astype(np.int8)
    bins = stats.confidence_bins(stats.space_time_gi_star(values, around, lag=1, window="entire_cube"))
    return stats.classify(bins, trend)
