"""What may be said of a before and after: counts by hand, each refusal, and each of the four verdicts."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pytest

from hotspot import evaluate, stats
from hotspot.errors import DataError, ParameterError
from hotspot.evaluate import Intervention

from .made import POSSESSION, VIOLENCE, area, did

QUIET = np.full((40, 36), 1)


def town(after: int = 20, *, other: int = 20, ring_after: int = 4, noise: int = 0) -> np.ndarray:
    """Return a town in which p5 and p20 held 20 a month; p5 holds `after` since July 2025, its ring `ring_after`."""
    counts = QUIET.copy() if not noise else np.random.default_rng(noise).poisson(1, QUIET.shape)
    counts[[4, 6, 19, 21]] = 4
    counts[[5, 20]] = 20
    counts[5, 30:] = after
    counts[20, 30:] = other
    counts[[4, 6], 30:] = ring_after
    return counts


def test_the_four_counts_by_hand() -> None:
    result = evaluate.worked(area(town(8, other=18, ring_after=5)), did("p5"), VIOLENCE)
    assert result.counts.to_dict("index") == {
        "target": {"places": 1, "before": 120, "after": 48},
        "comparison": {"places": 1, "before": 120, "after": 108},
        "ring": {"places": 2, "before": 48, "after": 60},
        "ring_comparison": {"places": 2, "before": 48, "after": 48},
    }
    assert result.wdd.estimate == (48 - 120) - (108 - 120) + (60 - 48) - (48 - 48) == -48
    assert result.wdd == stats.wdd((120, 48), (120, 108), (48, 60), (48, 48))
    assert result.wdq == pytest.approx((60 / 108 - 48 / 120) / (48 / 108 - 120 / 120))
    assert result.series["period"].tolist() == [""] * 18 + ["before"] * 6 + [""] * 6 + ["after"] * 6


def test_a_great_fall_is_called_a_fall_and_never_an_effect() -> None:
    result = evaluate.worked(area(town(4)), did("p5"), VIOLENCE)
    assert result.verdict == "fell more"
    said = " ".join((evaluate.headline(result), *evaluate.told(result), *evaluate.CANNOT, evaluate.CLAIMED_IF))
    for word in ("reduced", "prevented", "caused", "worked", "success", "thanks to", "because of the"):
        assert word not in said.lower(), word


def test_a_fall_that_the_comparison_shares_is_not_claimed() -> None:
    result = evaluate.worked(area(town(8, other=8)), did("p5"), VIOLENCE)
    assert result.verdict == "not shown"
    assert "fell too, from 120 to 48: no effect can be claimed" in evaluate.headline(result)


def test_what_moved_next_door_is_taken_off() -> None:
    alone = evaluate.worked(area(town(8)), did("p5"), VIOLENCE)
    moved = evaluate.worked(area(town(8, ring_after=10)), did("p5"), VIOLENCE)
    assert alone.verdict == "fell more" and moved.verdict == "not shown"
    assert moved.wdq == -1.0 and "Place 4 went from 24 to 60" in evaluate.told(moved)[2]


def test_a_fall_within_what_its_own_past_leads_to_expect_is_not_claimed() -> None:
    counts = town()
    counts[5, :18] = counts[20, :18] = 8  # both were high in the year before alone
    counts[5, 24:30] = counts[20, 24:30] = 8
    counts[5, 30:], counts[20, 30:] = 10, 20
    result = evaluate.worked(area(counts), did("p5"), VIOLENCE)
    assert result.interval[1] < 0  # the difference alone would claim it
    assert result.verdict == "not shown" and "than its own past leads to expect" in evaluate.headline(result)


def test_places_that_moved_apart_before_are_no_comparison() -> None:
    counts = town(3)
    counts[5, :18] = 5
    counts[20, :18] = 35
    result = evaluate.worked(area(counts), did("p5"), VIOLENCE, comparison=["p20"])
    assert result.drift.p < 0.001 and result.verdict == "not shown"
    assert "moved apart before anything was done" in evaluate.headline(result)


def test_a_comparison_of_another_size_claims_nothing() -> None:
    counts = town(1)
    counts[20] = 5
    result = evaluate.worked(area(counts), did("p5"), VIOLENCE, comparison=["p20"])
    assert not result.alike and result.verdict == "not shown"
    assert any("held 120 before, the one compared with 30" in text for text in evaluate.told(result))


def test_few_incidents_are_too_few_whatever_happened() -> None:
    counts = QUIET.copy()
    counts[5, 30:] = 0
    result = evaluate.worked(area(counts), did("p5"), VIOLENCE)
    assert result.verdict == "too few" and "Too few to judge" in evaluate.headline(result)
    assert "not even to nothing" in " ".join(evaluate.told(result))


def test_a_rise_is_told_as_plainly() -> None:
    assert evaluate.worked(area(town(40)), did("p5"), VIOLENCE).verdict == "rose more"


def test_what_police_find_is_no_outcome_and_bands_make_no_difference() -> None:
    with pytest.raises(DataError, match="police activity finds these offences"):
        evaluate.worked(area(town(4)), did("p5"), POSSESSION)
    with pytest.raises(DataError, match="no difference can be made from bands"):
        evaluate.worked(area(town(4), controlled=True), did("p5"), VIOLENCE)


def test_places_that_are_not_there_are_refused() -> None:
    for places in (("p99",), (), ("p5", "p99")):
        with pytest.raises(ParameterError, match="Choose its places on the map"):
            evaluate.worked(area(town(4)), Intervention("x", places, date(2025, 7, 1)), VIOLENCE)


def test_another_actions_place_is_neither_compared_with_nor_a_measure_of_the_area() -> None:
    result = evaluate.worked(area(town(4)), did("p5"), VIOLENCE, touched=["p20", "not here"])
    assert "p20" not in result.comparison.index and "p20" not in result.candidates.index


def test_a_place_without_neighbours_is_judged_without_a_ring() -> None:
    found = area(town(4))
    alone = found.neighbours.tolil()
    alone[5, [4, 6]] = alone[[4, 6], 5] = 0
    result = evaluate.worked(dataclasses.replace(found, neighbours=alone.tocsr()), did("p5"), VIOLENCE)
    assert result.counts.at["ring", "places"] == 0
    assert "nothing can be said of displacement" in " ".join(evaluate.told(result))


def test_the_same_question_has_the_same_answer() -> None:
    found = area(town(8, noise=3))
    before = found.counts.copy()
    one, other = (evaluate.worked(found, did("p5"), VIOLENCE) for _ in range(2))
    assert evaluate.told(one) == evaluate.told(other)
    assert (found.counts == before).all()
