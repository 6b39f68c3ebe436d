"""Where nothing was done, hardly anything is claimed, also where the place was picked because it was high.

A thousand seeds a case are in ``benchmarks/``; these are the few that every run repeats.
"""

from __future__ import annotations

import pytest
from scipy import stats as distributions

from benchmarks import evaluation
from benchmarks._data import lattice

SEEDS = 40
NEAR = lattice(evaluation.SIDE, evaluation.SIDE, six=True)


@pytest.mark.parametrize("case", [one for one in evaluation.CASES if not one.fall][3:5], ids=lambda case: case.name)
def test_claims_where_nothing_was_done(case: evaluation.Case) -> None:
    claims = sum(evaluation.outcome(case, seed, NEAR)[0] == "fell more" for seed in range(SEEDS))
    assert distributions.binomtest(claims, SEEDS, 0.05, alternative="greater").pvalue > 0.01


def test_a_plain_before_and_after_would_claim_often_and_a_true_fall_is_seen() -> None:
    hard, true = evaluation.CASES[3], next(one for one in evaluation.CASES if one.fall == 0.5)
    fooled = [evaluation.outcome(hard, seed, NEAR)[1] for seed in range(SEEDS)]
    assert sum(fooled) > SEEDS / 3  # or the cases above would be easy ones
    seen = [evaluation.outcome(true, seed, NEAR)[0] == "fell more" for seed in range(SEEDS)]
    assert sum(seen) > SEEDS / 3
