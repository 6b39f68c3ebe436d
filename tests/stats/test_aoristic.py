"""Aoristic weights: worked numbers, minute by minute, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.errors import ParameterError
from hotspot.stats.aoristic import CHUNK, aoristic_weights

MINUTE = st.integers(0, 3 * 168 * 60)


def slow_weights(start_minute, end_minute):
    """Drop one grain for every minute of the interval into the hour it belongs to."""
    hours = np.zeros(168)
    for minute in range(start_minute, end_minute):
        hours[minute // 60 % 168] += 1
    return hours / hours.sum()


def test_matches_worked_numbers(golden):
    ((interval, hours),) = golden["aoristic"].items()
    start, end = ((lambda h, m: int(h) + int(m) / 60)(*clock.split(":")) for clock in interval.split("-"))
    weights = aoristic_weights([start], [end])[0]
    assert {str(hour): weights[hour] for hour in np.flatnonzero(weights)} == pytest.approx(hours, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(MINUTE, st.integers(1, 168 * 60))
def test_every_minute_counts_the_same(start, length):
    found = aoristic_weights([start / 60], [(start + length) / 60])[0]
    assert found == pytest.approx(slow_weights(start, start + length), abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.tuples(MINUTE, st.one_of(st.none(), MINUTE)), max_size=8))
def test_every_incident_counts_once(intervals):
    start = np.array([a / 60 for a, _ in intervals])
    end = np.array([np.nan if b is None else b / 60 for _, b in intervals])
    weights = aoristic_weights(start, end)
    assert weights.shape == (len(intervals), 168)
    assert weights.sum(axis=1) == pytest.approx(np.ones(len(intervals)))
    assert (weights >= 0).all()


@pytest.mark.parametrize("end", [np.nan, 26.5, 20.0])
def test_without_a_later_end_all_goes_to_the_hour_of_the_start(end):
    weights = aoristic_weights([26.5], [end])[0]
    assert weights[26] == 1 and weights.sum() == 1


@pytest.mark.parametrize("days", [7, 7.5, 30])
def test_a_week_or_more_says_nothing(days):
    assert aoristic_weights([50.25], [50.25 + 24 * days])[0] == pytest.approx(np.full(168, 1 / 168))


def test_sunday_night_runs_into_monday_morning():
    weights = aoristic_weights([167], [170])[0]
    assert weights[[167, 0, 1]] == pytest.approx([1 / 3] * 3)


def test_many_incidents_are_worked_out_in_parts_without_a_seam():
    start = np.arange(CHUNK + 5) % 168.0
    weights = aoristic_weights(start, start + 2)
    assert (weights.argmax(axis=1)[-5:] == start[-5:].astype(int)).all()
    assert weights.sum() == pytest.approx(CHUNK + 5)


def test_a_missing_start_is_refused():
    with pytest.raises(ParameterError, match="start"):
        aoristic_weights([np.nan], [3.0])
    with pytest.raises(ParameterError):
        aoristic_weights([1.0, 2.0], [3.0])
