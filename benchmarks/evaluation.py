"""How often "Did it work" claims a success where nothing was done at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy import sparse
from scipy import stats as distributions

from benchmarks import Table
from benchmarks._data import lattice
from hotspot import stats
from hotspot.config import Measure
from hotspot.cube import Step
from hotspot.evaluate import Intervention, worked
from hotspot.findings import Findings

SEEDS, SIDE, MONTHS, HELD_LATE = 1000, 26, 36, 6
SHAPE, MEAN = (
    0.25,
    2.0,
)  # how unlike places are, and incidents a place and month: a busy city, where a claim is possible
BUSY = 20  # incidents in the year before: nobody acts where there were fewer
BURST = 0.15  # share of incidents that come with another
WANDER = 0.12  # standard deviation of a place's own drift in a month, on the logarithm
TITLE = (
    f"Claims of success where nothing was done: {SEEDS:,} seeds each "
    "(goal: at most 5 % within its binomial interval, also on places picked because they were high)"
)
OUTCOME = Measure("violence", "Violence", {})


@dataclass(frozen=True)
class Case:
    """One way the world may be and one way a place may be picked."""

    name: str
    pick: Callable[[np.ndarray, np.random.Generator], int]
    months: int = MONTHS
    burst: float = 0.0
    wander: float = 0.0
    fall: float = 0.0  # a true one at the picked place, from the start on


def at_random(before: np.ndarray, rng: np.random.Generator) -> int:
    """Pick any place with enough to act on."""
    busy = np.flatnonzero(before[:, -12:].sum(axis=1) >= min(BUSY, before[:, -12:].sum(axis=1).max()))
    return int(rng.choice(busy))


def most(before: np.ndarray, rng: np.random.Generator) -> int:
    """Pick the place with the most in the last year."""
    return int(np.argmax(before[:, -12:].sum(axis=1)))


def highest_rise(before: np.ndarray, rng: np.random.Generator) -> int:
    """Pick the place whose last half-year stands out most from its own past, or from the area where it has none."""
    last = before[:, -HELD_LATE:].sum(axis=1)
    past = before[:, :-HELD_LATE]
    usual = past.mean(axis=1) * HELD_LATE if past.shape[1] else np.full(len(last), last.mean())
    return int(np.argmax(last - usual))


CASES = (
    Case("any busy place, three years held", at_random),
    Case("the busiest place, three years held", most),
    Case("the place that rose most, three years held", highest_rise),
    Case("the busiest place, one year held: compared with the very months it was picked for", most, 12),
    Case("the place that rose most, one year held, incidents in bursts", highest_rise, 12, burst=BURST),
    Case("any busy place, three years held, every place wanders by itself", at_random, wander=WANDER),
    Case("the busiest place, three years held, every place wanders by itself", most, wander=WANDER),
    Case("a TRUE fall by half at the busiest place: here a claim is right", most, fall=0.5),
    Case("a TRUE fall by a fifth at the busiest place: here a claim is right", most, fall=0.2),
)


def drawn(case: Case, rng: np.random.Generator) -> np.ndarray:
    """Return counts of an area in which nothing is ever done, with a season and a common trend."""
    n = SIDE * SIDE
    rate = rng.gamma(SHAPE, MEAN / SHAPE, n)[:, None] * np.ones(case.months)
    month = np.arange(case.months)
    rate = rate * (1 + 0.15 * np.sin(2 * np.pi * month / 12)) * np.exp(rng.normal(0, 0.01) * month)
    rate = rate * np.exp(np.cumsum(rng.normal(0, case.wander, rate.shape), axis=1))
    counts = rng.poisson(rate / (1 + case.burst))
    return counts + rng.binomial(counts, case.burst)


def steps(months: int) -> tuple[Step, ...]:
    """Return the last so many months of three years."""
    starts = pd.date_range("2023-01-01", periods=MONTHS, freq="MS")[-months:]
    ends = starts + pd.offsets.MonthEnd(0)
    return tuple(
        Step(first.date(), last.date(), f"{first:%b %Y}", last.day) for first, last in zip(starts, ends, strict=True)
    )


def held(counts: np.ndarray, months: tuple[Step, ...], near: sparse.csr_array) -> Findings:
    """Return findings that hold these counts and nothing else."""
    n = len(counts)
    places = gpd.GeoDataFrame(
        {"name": [f"Place {k}" for k in range(n)], "csp_code": np.arange(n) // (n // 4), "csp_name": "District"},
        index=pd.Index([f"{k}" for k in range(n)], name="location"),
        geometry=gpd.GeoSeries([None] * n, crs="EPSG:4326").to_numpy(),
    )
    none = pd.DataFrame()
    return Findings(
        places, none, none, near, months, counts, counts.astype(float), counts.astype(np.int8), None, (), False, none
    )


def outcome(case: Case, seed: int, near: sparse.csr_array) -> tuple[str, bool, bool]:
    """Return the verdict of one seed, whether the plain count fell clearly, and whether the difference alone did."""
    rng = np.random.default_rng(seed)
    counts = drawn(case, rng)
    row = case.pick(counts[:, :-HELD_LATE], rng)
    counts[row, -HELD_LATE:] -= rng.binomial(counts[row, -HELD_LATE:], case.fall)
    found = held(counts, steps(case.months), near)
    result = worked(found, Intervention("Nothing", (f"{row}",), date(2025, 7, 1), date(2025, 12, 31)), OUTCOME)
    before, after = (int(result.counts.at["target", when]) for when in ("before", "after"))
    fell = after < before and stats.e_test(before, after) < 0.05
    return result.verdict, bool(fell), result.wdd.interval[1] < 0


def rates(case: Case, seeds: int) -> tuple[float, float, float, int]:
    """Return how often the plain count, the difference alone, and the page claim a success; and how often."""
    near = lattice(SIDE, SIDE, six=True)
    told = [outcome(case, seed, near) for seed in range(seeds)]
    claims = sum(verdict == "fell more" for verdict, _, _ in told)
    return sum(fell for _, fell, _ in told) / seeds, sum(diff for _, _, diff in told) / seeds, claims / seeds, claims


def table() -> Table:
    """Return one row for each case."""
    rows = []
    for case in CASES:
        plain, difference, claimed, claims = rates(case, SEEDS)
        low, high = distributions.binomtest(claims, SEEDS).proportion_ci(method="exact")
        rows.append((case.name, f"{plain:.1%}", f"{difference:.1%}", f"{claimed:.1%}", f"{low:.1%} to {high:.1%}"))
        print(rows[-1], flush=True)
    return Table(
        (
            "what was picked",
            "a plain before and after would claim",
            "the weighted displacement difference alone would claim",
            "claimed by the page",
            "its 95 % interval",
        ),
        rows,
    )
