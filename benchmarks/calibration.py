"""How often data without any pattern is called a pattern."""

from __future__ import annotations

import numpy as np

from benchmarks import Table
from benchmarks._data import lattice
from hotspot.stats import (
    classify,
    confidence_bins,
    direction,
    hamed_rao,
    mann_kendall,
    space_time_gi_star,
    unlagged_trend,
)

SEEDS, SIDE, STEPS = 200, 26, 36
EXPECTED_COUNTS = (4, 14, 42)
CELLS, LAG = 7, 1  # a cell and its six neighbours, at this step and the one before
TITLE = (
    "Calibration: 200 seeds without a pattern, 26 x 26 cells, 36 steps "
    "(goals: trend called at 10 % +- 3 points, at most 1 % of cells hot or cold)"
)


def table() -> Table:
    """Return one row for each expected neighbourhood count."""
    weights = lattice(SIDE, SIDE, six=True)
    rows = []
    for expected in EXPECTED_COUNTS:
        shares = np.array([_shares(expected, seed, weights) for seed in range(SEEDS)])
        print(f"expected count {expected}: {shares.mean(axis=0).round(4)}", flush=True)
        mean, worst = shares.mean(axis=0), shares[:, 4].max()
        rows.append((str(expected), *(f"{share:.2%}" for share in mean), f"{worst:.2%}"))
    return Table(
        (
            "expected neighbourhood count",
            "trend called (scores without lag)",
            "trend called (scores with lag 1)",
            "the same, Hamed-Rao",
            "bins significant",
            "cells named hot or cold",
            "cells with any hot or cold step",
            "worst seed, cells named",
        ),
        rows,
    )


def _shares(expected: float, seed: int, weights) -> tuple[float, ...]:
    """Return the shares of one seed."""
    rate = expected / (CELLS * (LAG + 1))
    counts = np.random.default_rng(seed).poisson(rate, (SIDE * SIDE, STEPS))
    z = space_time_gi_star(counts, weights, lag=LAG)
    bins = confidence_bins(z)
    trend = direction(unlagged_trend(counts, weights))
    codes = classify(bins, trend)
    calls = trend, direction(mann_kendall(z)), direction(hamed_rao(z))
    return (
        *(float(np.mean(call != 0)) for call in calls),
        float(np.mean(bins != 0)),
        float(np.mean(codes != 0)),
        float(np.mean((bins != 0).any(axis=1))),
    )
