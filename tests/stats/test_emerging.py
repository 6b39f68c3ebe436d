"""Categories: golden series, the table of rules written out again, mirror symmetry, and the faults of peers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from hotspot.errors import DataError, ParameterError
from hotspot.stats import (
    CATEGORIES,
    LETTERS,
    RULES,
    also_matches,
    classify,
    confidence_bins,
    direction,
    space_time_gi_star,
    trend_decides,
    unlagged_trend,
)

STATE = {"N": 0, "H": 1, "C": -1}
TREND = {"none": 0, "up": 1, "down": -1}
MIRRORED = [0, *range(9, 17), *range(1, 9)]


def bins_of(*series):
    return np.array([[STATE[letter] for letter in one] for one in series], dtype=np.int8)


def named(series, trend="none", rules="current"):
    return CATEGORIES[int(classify(bins_of(series), [TREND[trend]], rules=rules)[0])]


def every_history(t):
    """Return all 3^t histories, each with each trend."""
    bins = np.array(np.meshgrid(*[[-1, 0, 1]] * t, indexing="ij"), dtype=np.int8).reshape(t, -1).T
    return np.repeat(bins, 3, axis=0), np.tile(np.array([-1, 0, 1], dtype=np.int8), len(bins))


def slow_rules(series, trend, legacy):
    """Write the table of the method out for one side ("H") of one series; return the names that hold."""
    n, h, c = len(series), series.count("H"), series.count("C")
    run = len(list(itertools.takewhile(lambda step: step == "H", reversed(series))))
    hot_now, mostly = series[-1] == "H", 10 * h >= 9 * n
    holds = {
        "new": hot_now and h == 1,
        "consecutive": hot_now and run == h and run >= (1 if legacy else 2) and not mostly,
        "intensifying": hot_now and mostly and trend == 1,
        "persistent": hot_now and mostly and trend == 0,
        "diminishing": hot_now and mostly and trend == -1,
        "sporadic": (hot_now or legacy) and not mostly and c == 0 and h >= (1 if legacy else 2) and run < h,
        "oscillating": hot_now and c >= 1 and not mostly,
        "historical": not hot_now and mostly,
    }
    return [name for name, true in holds.items() if true]


def slow_category(series, trend, legacy):
    flipped = series.translate(str.maketrans("HC", "CH"))
    hot, cold = slow_rules(series, trend, legacy), slow_rules(flipped, -trend, legacy)
    every = [f"{name} hot" for name in hot] + [f"{name} cold" for name in cold]
    mostly = ("intensifying", "persistent", "diminishing")
    order = [*mostly, "oscillating", "new", "consecutive", "sporadic"]
    if series[-1] == "N":
        candidates = [f"{name} {side}" for name in ("historical", "sporadic") for side in ("hot", "cold")]
    else:
        candidates = [f"{name} {'hot' if series[-1] == 'H' else 'cold'}" for name in order]
    chosen = next((name for name in candidates if name in every), "no pattern")
    return chosen, set(every) - {chosen}


@pytest.mark.parametrize("rules", RULES)
def test_matches_golden_series(golden, rules):
    for case in golden["emerging_hot_spots"]:
        assert named(case["series"], case["trend"], rules) == case[rules], case


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("t", [5, 6])
def test_is_the_table_of_rules_for_every_history(t, rules):
    bins, trend = every_history(t)
    codes, also = classify(bins, trend, rules=rules), also_matches(bins, trend, rules=rules)
    names = np.array(list(CATEGORIES.values()))
    letters = np.array(["C", "N", "H"])
    for row, direct, code, others in zip(bins, trend.tolist(), codes.tolist(), also, strict=True):
        chosen, rest = slow_category("".join(letters[row + 1]), direct, rules == "legacy")
        assert CATEGORIES[code] == chosen
        assert set(names[others]) == rest


@pytest.mark.parametrize("rules", RULES)
def test_is_the_table_of_rules_near_nine_tenths(rules):
    rng = np.random.default_rng(0)
    letters = np.array(["C", "N", "H"])
    for t in (9, 10, 11, 20, 30):
        bins = rng.choice([-1, 0, 1], size=(150, t), p=[0.04, 0.06, 0.9]).astype(np.int8)
        trend = rng.integers(-1, 2, 150)
        for row, direct, code in zip(bins, trend.tolist(), classify(bins, trend, rules=rules).tolist(), strict=True):
            assert CATEGORIES[code] == slow_category("".join(letters[row + 1]), direct, rules == "legacy")[0]


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("t", [5, 6, 10])
def test_a_trend_changes_a_category_where_it_is_said_to(t, rules):
    bins, _ = every_history(t)
    decides = trend_decides(bins)
    falling, none, rising = (classify(bins, np.full(len(bins), trend), rules=rules) for trend in (-1, 0, 1))
    changes = (falling != none) | (none != rising)
    # A place that was mostly hot and is not at last keeps its category whatever the trend.
    lasts = bins[:, -1] == np.sign(bins.sum(axis=1))
    np.testing.assert_array_equal(changes, decides & lasts)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("t", [5, 6, 7, 10])
def test_cold_mirrors_hot_for_every_history(t, rules):
    bins, trend = every_history(t)
    assert len(bins) == 3 * 3**t
    codes = classify(bins, trend, rules=rules)
    np.testing.assert_array_equal(classify(-bins, -trend, rules=rules), -codes)
    mirrored = also_matches(-bins, -trend, rules=rules)
    np.testing.assert_array_equal(mirrored[:, MIRRORED], also_matches(bins, trend, rules=rules))
    # The final step's sign decides; without one only a memory or (legacy) an on-and-off place is left.
    assert (np.sign(codes[bins[:, -1] != 0]) == bins[:, -1][bins[:, -1] != 0]).all()
    without = set(np.abs(codes[bins[:, -1] == 0]).tolist())
    assert without <= ({0, 6, 8} if rules == "legacy" else {0, 8})


def test_levels_of_confidence_do_not_matter():
    bins = np.array([[0, 3, -2, 1, 2], [0, 1, -1, 1, 1]])
    assert np.ptp(classify(bins, [0, 0])) == 0


@pytest.mark.parametrize(
    ("series", "trend", "ours"),
    [
        ("CCCCCCCCCC", "up", "diminishing cold"),  # a peer: "intensifying hotspot"
        ("CCCCCCCCCH", "none", "oscillating hot"),  # a peer: "consecutive hotspot"
        ("HHHHHHHHHN", "none", "historical hot"),  # a peer: "persistent hotspot"
        ("HHHHHHHHHC", "none", "oscillating cold"),
        ("NHHHHHHHHH", "up", "intensifying hot"),
        ("HHHHHHHHHN", "down", "historical hot"),
    ],
)
def test_names_what_peers_get_wrong(series, trend, ours):
    assert named(series, trend) == ours
    assert named(series, trend, "legacy") == ours


def test_a_permanently_cold_area_that_warms_is_not_called_hot(lattice):
    rng = np.random.default_rng(2)
    counts = rng.poisson(60, (144, 20))
    quiet = (np.arange(144) // 12 < 4) & (np.arange(144) % 12 < 4)
    counts[quiet] = rng.poisson(np.linspace(2, 22, 20), (16, 20))
    bins = confidence_bins(space_time_gi_star(counts, lattice(12, 12)))
    trend = direction(unlagged_trend(counts, lattice(12, 12)))
    inner = np.flatnonzero(quiet)[[0, 1, 2, 4, 5, 6]]
    assert {CATEGORIES[code] for code in classify(bins, trend)[inner].tolist()} == {"diminishing cold"}


def test_results_stay_with_their_places_when_ids_are_not_sorted(lattice):
    rng = np.random.default_rng(6)
    counts, weights = rng.poisson(4, (64, 12)), lattice(8, 8)
    counts[:3] += rng.poisson(12, (3, 12))
    order = rng.permutation(64)

    def codes(x, w):
        bins = confidence_bins(space_time_gi_star(x, w))
        return classify(bins, direction(unlagged_trend(x, w)))

    expected = codes(counts, weights)
    assert len(set(expected.tolist())) > 1
    moved = weights[order][:, order].tocsr()
    np.testing.assert_array_equal(codes(counts[order], moved), expected[order])


def test_codes_letters_and_names_belong_together():
    assert list(CATEGORIES) == [0, *range(1, 9), *range(-1, -9, -1)]
    assert "".join(LETTERS[code] for code in range(1, 9)) == "NCIPDSOH"
    assert "".join(LETTERS[-code] for code in range(1, 9)) == "ncipdsoh"
    assert classify(np.zeros((1, 5)), [0]).dtype == np.int8
    assert also_matches(np.zeros((3, 5)), [0, 0, 0]).shape == (3, 17)


def test_every_other_rule_that_holds_is_listed():
    also = also_matches(bins_of("HHHHHHHHHC"), [0])[0]
    assert [name for name, holds in zip(CATEGORIES.values(), also, strict=True) if holds] == [
        "historical hot",
        "new cold",
    ]


def test_refuses_too_few_steps_and_what_does_not_fit():
    with pytest.raises(DataError, match="too few"):
        classify(np.zeros((3, 4)), [0, 0, 0])
    with pytest.raises(ParameterError, match="one trend a place"):
        classify(np.zeros((3, 6)), [0, 0])
    with pytest.raises(ParameterError, match="current, legacy"):
        classify(np.zeros((1, 6)), [0], rules="newest")
