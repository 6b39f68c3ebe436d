"""Gi* of a single map against esda."""

from __future__ import annotations

import numpy as np

from benchmarks import Contender, versioned
from benchmarks._data import lattice, town
from hotspot.stats import gi_star

ROWS, COLUMNS = 200, 250
TITLE = "(b) Gi* of one map, 50,000 cells (goal: esda G_Local 150 x)"


def contenders() -> list[Contender]:
    """Return ours and esda's G_Local without permutations, both given finished weights."""
    import esda
    import libpysal

    counts, weights = town(ROWS, COLUMNS, 1)[:, 0].astype(float), lattice(ROWS, COLUMNS)
    bare = weights.copy()
    bare.setdiag(0)
    bare.eliminate_zeros()
    peer = libpysal.weights.WSP(bare.tocsr()).to_W(silence_warnings=True)
    ours = gi_star(counts, weights)
    return [
        Contender("hotspot (plain numpy)", lambda: gi_star(counts, weights), 15, ours=True),
        Contender(
            versioned("esda", "binary, star, permutations off"),
            lambda: esda.G_Local(counts, peer, transform="B", star=True, permutations=0).Zs,
            5,
            check=lambda z: f"greatest difference {np.abs(z - ours).max():.0e}",
        ),
    ]
