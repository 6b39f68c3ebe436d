"""The whole emerging-hot-spot run against PyEhsa."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks import Contender, versioned
from benchmarks._data import compiled_from, lattice, town
from hotspot.stats import classify, confidence_bins, direction, space_time_gi_star, two_sided_p, unlagged_trend

ROWS, COLUMNS, STEPS = 50, 100, 36
TITLE = "(a) Emerging hot spots, 5,000 cells x 36 steps: Gi*, significance, trend, category (goal: PyEhsa 1,000 x)"


def whole_run(counts, weights):
    """Score, correct, test and name: what a page shows for a cube."""
    z = space_time_gi_star(counts, weights)
    trend = direction(unlagged_trend(counts, weights))
    return classify(confidence_bins(z), trend)


def contenders() -> list[Contender]:
    """Return our two paths and PyEhsa; all start from the counts and the finished weights."""
    counts, weights = town(ROWS, COLUMNS, STEPS), lattice(ROWS, COLUMNS)

    def path(from_bins):
        def run():
            with compiled_from(from_bins):
                return whole_run(counts, weights)

        return run

    path(0)()  # the compiler's own time is not part of a run
    return [
        Contender("hotspot (plain numpy, as at this size)", path(np.inf), 9, ours=True, check=_labels),
        Contender("hotspot (compiled)", path(0), 9, ours=True, check=_labels),
        Contender(versioned("pyehsa", "permutations off"), _peer(counts, weights), 3),
    ]


def _labels(codes) -> str:
    return f"{np.count_nonzero(codes):,} places named"


def _peer(counts, weights):
    """Return PyEhsa's Gi* and classification on the same cube, its p-values replaced by the normal ones."""
    import libpysal
    from pyehsa import EhsaClassification, GiStar

    cells = [f"{i:05d}" for i in range(len(counts))]
    frame = pd.DataFrame(
        {
            "cell": np.repeat(cells, STEPS),
            "step": np.tile(np.arange(STEPS), len(counts)),
            "count": counts.ravel(),
        }
    )
    starts = np.split(weights.indices, weights.indptr[1:-1])
    near = {cell: [cells[j] for j in starts[i]] for i, cell in enumerate(cells)}
    w = libpysal.weights.W(near, id_order=cells, silence_warnings=True)
    w.transform = "r"
    GiStar._calculate_p_values = staticmethod(lambda values, times, nb, wt, n, observed, nsim: two_sided_p(observed))

    def run():
        scored = GiStar.calculate_gi_star_spacetime(frame, w, "cell", "step", "count", k=1, nsim=1)
        return EhsaClassification.perform_emerging_hotspot_analysis(
            scored, w, "cell", "step", original_value_field="count"
        )

    return run
