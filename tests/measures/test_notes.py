"""The sentence on concentration: the same whether chance is drawn or worked out."""

from __future__ import annotations

import numpy as np
import pytest

from hotspot import stats
from hotspot.measures import notes


@pytest.mark.parametrize("places", [stats.FEWEST_PLACES - 1, stats.FEWEST_PLACES])
def test_the_sentence_gives_the_found_share_and_that_of_chance(places):
    counts = np.zeros(places, dtype=int)
    counts[:20] = 30
    drawn = stats.concentration(counts, rng=np.random.default_rng(1), n_simulations=100)
    said = notes.concentrated(counts, seed=1)
    found, chance = (float(part.split()[-1]) for part in said.split(" %")[:2])
    assert said.startswith(f"Half of the incidents are in {100 * drawn.share_of_places:.2g} %")
    assert found == 2.0 and chance == pytest.approx(100 * drawn.under_random, abs=1)
    assert notes.concentrated(np.eye(1, places, dtype=int)[0], seed=1) == ""
