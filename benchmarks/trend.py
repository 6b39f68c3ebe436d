"""Mann-Kendall against pymannkendall."""

from __future__ import annotations

import numpy as np

from benchmarks import Contender, versioned
from benchmarks._data import compiled_from
from hotspot.stats import mann_kendall

SERIES, STEPS = 20_000, 104
TITLE = "(c) Mann-Kendall, 20,000 series of 104 steps (goal: pymannkendall 1,000 x)"


def contenders() -> list[Contender]:
    """Return our two paths and the peer, one call a series as it asks for."""
    import pymannkendall

    series = np.random.default_rng(0).poisson(1.5, (SERIES, STEPS)).astype(float)

    def path(from_bins):
        def run():
            with compiled_from(from_bins):
                return mann_kendall(series).z

        return run

    ours = path(0)()
    return [
        Contender("hotspot (compiled, as at this size)", path(0), 9, ours=True),
        Contender("hotspot (plain numpy)", path(np.inf), 5, check=_difference(ours)),
        Contender(
            versioned("pymannkendall"),
            lambda: np.array([pymannkendall.original_test(one).z for one in series]),
            1,
            check=_difference(ours),
        ),
    ]


def _difference(ours):
    return lambda z: f"greatest difference {np.abs(z - ours).max():.0e}"
