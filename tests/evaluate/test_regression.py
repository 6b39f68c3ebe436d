"""What was to be expected with nothing done, held against drawing areas in which nothing was done."""

from __future__ import annotations

import numpy as np
import pytest

from hotspot.evaluate import periods
from hotspot.evaluate.regression import restlessness, without_action

from .made import area, did

DAYS = np.full(36, 30.0)


def drawn(rng: np.random.Generator, places: int = 300, busy: float = 1.0) -> np.ndarray:
    return rng.poisson(rng.gamma(0.3, busy / 0.3, places)[:, None] * np.ones(36))


def picked_high(seed: int) -> tuple[float, int, int, bool]:
    """Return expected, before, after and whether after is in the range, of a place picked by its last half-year."""
    counts = drawn(np.random.default_rng(seed))
    row = int(np.argmax(counts[:, 24:30].sum(axis=1) - counts[:, :24].mean(axis=1) * 6))
    found = area(counts)
    when = periods(found.steps, did(f"p{row}"))
    untouched = np.setdiff1d(np.arange(300), [row - 1, row, row + 1])
    alone = without_action(counts, DAYS, np.array([row]), untouched, when)
    after = int(counts[row, 30:].sum())
    return alone.expected, int(counts[row, 24:30].sum()), after, alone.low <= after <= alone.high


def test_a_place_picked_because_it_was_high_falls_as_much_as_expected() -> None:
    told = np.array([picked_high(seed) for seed in range(200)])
    expected, before, after, inside = told.T
    assert before.mean() > 1.15 * after.mean()  # it falls by itself
    assert expected.mean() == pytest.approx(after.mean(), rel=0.08)
    assert inside.mean() > 0.9


def test_by_hand_where_places_are_all_alike_the_areas_mean_is_expected() -> None:
    counts = np.full((200, 36), 2)
    counts[7, 24:30] = 6  # luck: 72 + 24 incidents in the history would be 60
    found = area(counts)
    when = periods(found.steps, did("p7"))
    alone = without_action(counts, DAYS, np.array([7]), np.delete(np.arange(200), 7), when)
    assert alone.expected == pytest.approx(12, rel=0.06)
    assert alone.fall == pytest.approx(1 - alone.expected / counts[7, 18:24].sum())


def test_the_areas_own_trend_is_carried_along() -> None:
    counts = drawn(np.random.default_rng(1), busy=5)
    halved = counts.copy()
    halved[:, 30:] //= 2
    found = area(counts)
    when = periods(found.steps, did("p7"))
    rest = np.delete(np.arange(300), 7)
    one, other = (without_action(each, DAYS, np.array([7]), rest, when) for each in (counts, halved))
    assert other.expected == pytest.approx(one.expected * halved[rest, 30:].sum() / counts[rest, 30:].sum())


def test_restless_places_widen_every_margin_and_calm_ones_do_not_narrow_it() -> None:
    rng = np.random.default_rng(4)
    when = periods(area(np.ones((5, 36), dtype=int)).steps, did("p2"))
    calm = rng.poisson(20, (400, 36))
    assert 1 <= restlessness(calm, when) < 1.15
    even = np.full((400, 36), 20)
    assert restlessness(even, when) == 1
    restless = rng.poisson(20 * rng.gamma(8, 1 / 8, (400, 2))[:, [0] * 24 + [1] * 12])
    share = restlessness(restless, when)
    assert share > 2


def test_one_place_that_really_changed_widens_nothing_and_few_places_tell_nothing() -> None:
    rng = np.random.default_rng(5)
    when = periods(area(np.ones((5, 36), dtype=int)).steps, did("p2"))
    calm = rng.poisson(20, (400, 36))
    changed = calm.copy()
    changed[0, 30:] *= 10
    assert restlessness(changed, when) == pytest.approx(restlessness(calm, when), abs=0.05)
    assert restlessness(rng.poisson(20 * rng.gamma(2, 0.5, (19, 1)), (19, 36)), when) == 1
