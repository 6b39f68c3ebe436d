"""Explanations: the flip named is a real one, it is the first that works, and the words fit the facts."""

from __future__ import annotations

import numpy as np
import pytest

from hotspot.errors import HotspotError
from hotspot.stats import CATEGORIES, RULES, classify, explain, sentences

STATE = {"N": 0, "H": 1, "C": -1}


def told(series, trend=0, rules="current"):
    return explain([[STATE[letter] for letter in series]], [trend], rules=rules)[0]


def nearer_changes(bins, trend):
    """Yield every single change to or from neither, smallest and latest first."""
    last = len(bins) - 1
    first = [last, None] if abs(bins[last]) <= 1 else [None, last]
    for step in [*first, *range(last - 1, -1, -1)]:
        now = trend if step is None else bins[step]
        for after in (0,) if now else (1, -1):
            changed, direction = bins.copy(), after if step is None else trend
            if step is not None:
                changed[step] = after
            yield step, changed, direction


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("t", [5, 12])
def test_the_flip_is_the_first_single_change_that_works(t, rules):
    rng = np.random.default_rng(t)
    bins, trend = rng.integers(-1, 2, (150, t)), rng.integers(-1, 2, 150)
    bins[::3] = np.where(rng.random((50, t)) < 0.95, 1, 0)
    bins[:, -1] *= rng.integers(1, 4, 150)
    codes = classify(bins, trend, rules=rules)
    for row, direct, code, one in zip(bins, trend, codes, explain(bins, trend, rules=rules), strict=True):
        works = {}
        for step, changed, direction in nearer_changes(row, direct):
            new = int(classify(changed[None], [direction], rules=rules)[0])
            if new != code:
                works.setdefault(step, set()).add(new)
        first = next(iter(works))
        assert one.flip_step == first
        assert one.flip_code in works[first]
        assert one.flip_code != code
        assert one.flip.endswith("show no pattern." if one.flip_code == 0 else f"{CATEGORIES[one.flip_code]}.")


@pytest.mark.parametrize(
    ("series", "trend", "reason", "change", "outcome"),
    [
        ("NNNNNNH", 0, "Hot in the last of 7 steps and never before.", "not hot", ""),
        ("NNNNNCC", 0, "Cold in the last 2 steps in a row and never before.", "not cold", ""),
        ("NNNNNNN", 0, "Neither hot nor cold in any of 7 steps.", "hot", "new hot"),
        (
            "HNHCNNN",
            0,
            "Neither hot nor cold in the last of 7 steps; hot in 2 and cold in 1 of those before.",
            "hot",
            "oscillating hot",
        ),
        ("H" * 11, 1, "Hot in 11 of 11 steps, the last included, and getting hotter.", "not hot", "historical hot"),
        ("C" * 11, -1, "Cold in 11 of 11 steps, the last included, and getting colder.", "not cold", "historical cold"),
        (
            "C" * 11,
            1,
            "Cold in 11 of 11 steps, the last included, but getting less cold.",
            "not cold",
            "historical cold",
        ),
        ("HHHHHHHHHN", 0, "Hot in 9 of 10 steps, but not in the last.", "hot", "persistent hot"),
        ("HNHNNNH", 0, "Hot in 3 of 7 steps, with breaks, the last included, and never cold.", "not hot", ""),
        (
            "CCCCCCCCCH",
            0,
            "Hot in the last of 10 steps, but cold in 9 of those before.",
            "not hot",
            "historical cold",
        ),
    ],
)
def test_says_why_and_what_would_flip_it(series, trend, reason, change, outcome):
    one = told(series, trend)
    assert one.reason == reason
    becomes = f"be called {outcome}" if outcome else "show no pattern"
    assert one.flip == f"If the last step were {change}, it would {becomes}."
    assert one.flip_step == len(series) - 1


@pytest.mark.parametrize(
    ("trend", "flip"),
    [
        (1, "If no trend were called, it would be called persistent hot."),
        (-1, "If no trend were called, it would be called persistent hot."),
        (0, "If the trend were upwards, it would be called intensifying hot."),
    ],
)
def test_where_the_last_step_is_sure_the_trend_is_the_smaller_change(trend, flip):
    one = explain([[3] * 11], [trend])[0]
    assert (one.flip, one.flip_step) == (flip, None)
    assert explain([[1] * 11], [trend])[0].flip_step == 10
    mirrored = explain([[-3] * 11], [-trend])[0]
    assert mirrored.flip == flip.replace("hot", "cold").replace("upwards", "downwards")
    # A category that does not hang on the trend still hangs on its last step.
    assert explain([[0] * 10 + [3]], [trend])[0].flip_step == 10


def test_legacy_places_look_further_back_where_the_last_step_does_not_decide():
    one = told("HNHNNNH", rules="legacy")
    assert (one.flip_step, CATEGORIES[one.flip_code]) == (5, "oscillating hot")
    assert one.flip == "If step 6 of 7 were cold, it would be called oscillating hot."
    assert told("HNHNNNN", rules="legacy").reason == (
        "Hot in 2 of 7 steps, with breaks, the last not included, and never cold."
    )


def test_cold_is_explained_as_hot_is():
    rng = np.random.default_rng(1)
    bins, trend = rng.integers(-1, 2, (200, 7)), rng.integers(-1, 2, 200)
    tied = bins.sum(axis=1) == 0
    for hot, cold in zip(explain(bins[~tied], trend[~tied]), explain(-bins[~tied], -trend[~tied]), strict=True):
        assert (hot.flip_step, hot.flip_code) == (cold.flip_step, -cold.flip_code)


def test_arguments_are_left_alone():
    bins, trend = np.eye(6, 8, dtype=np.int8), np.zeros(6, dtype=np.int8)
    before = bins.copy(), trend.copy()
    assert len(explain(bins, trend)) == 6
    np.testing.assert_array_equal(bins, before[0])
    np.testing.assert_array_equal(trend, before[1])


@pytest.mark.parametrize("rules", RULES)
def test_the_sentences_are_those_of_the_explanations(rules):
    rng = np.random.default_rng(3)
    bins, trend = rng.integers(-3, 4, (200, 7)), rng.integers(-1, 2, 200)
    bins[rng.random(200) < 0.6] = 0  # most places are never hot nor cold
    for rows in (slice(None), slice(0, 0), bins.any(axis=1), ~bins.any(axis=1)):
        reason, flip = sentences(bins[rows], trend[rows], rules=rules)
        told = explain(bins[rows], trend[rows], rules=rules)
        assert list(zip(reason.each, flip.each, strict=True)) == [(one.reason, one.flip) for one in told]


def test_sentences_refuse_what_explanations_refuse():
    for bins, trend in (([[0, 0, 0, 0, 1]], [0, 0]), ([[0, 1]], [0]), ([0, 0, 0, 0, 1], [0])):
        with pytest.raises(HotspotError):
            sentences(bins, trend)
