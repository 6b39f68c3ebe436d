"""Steps: equal, end-aligned, a partial one dropped and said."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspot.cube import steps as time
from hotspot.errors import DataError, ParameterError

JAN, DEC = date(2025, 1, 1), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("step", "n", "first", "days", "said"),
    [
        ("month", 12, "Jan 2025", 31, ""),
        ("quarter", 4, "Jan 2025 to Mar 2025", 90, ""),
        ("28d", 13, "2 Jan 2025 to 29 Jan 2025", 28, "The first day, 1 Jan 2025, is left out"),
        ("week", 52, "2 Jan 2025 to 8 Jan 2025", 7, "The first day, 1 Jan 2025, is left out"),
        ("day", 365, "1 Jan 2025", 1, ""),
        ("weekend", 52, "weekend of 3 Jan 2025", 2, ""),
    ],
)
def test_a_year(step, n, first, days, said):
    made, notes = time.steps_between(JAN, DEC, step)
    assert (len(made), made[0].label, made[0].days) == (n, first, days)
    assert said in " ".join(notes)
    assert any("differ in length" in note for note in notes) == (step in time.MONTHS)


@given(st.dates(date(2020, 1, 1), date(2025, 1, 1)), st.integers(28, 400), st.sampled_from(["day", "week", "28d"]))
def test_steps_of_days_touch_are_equal_and_end_with_the_data(first, span, step):
    last = first + timedelta(days=span)
    made, _ = time.steps_between(first, last, step)
    assert made[-1].end == last
    assert len({one.days for one in made}) == 1
    assert all(b.start - a.end == timedelta(days=1) for a, b in zip(made, made[1:], strict=False))
    assert 0 <= (made[0].start - first).days < made[0].days


def test_quarters_are_end_aligned():
    made, notes = time.steps_between(date(2025, 2, 1), DEC, "quarter")
    assert [one.label for one in made] == ["Apr 2025 to Jun 2025", "Jul 2025 to Sep 2025", "Oct 2025 to Dec 2025"]
    assert notes[0] == "The first 2 months, from 1 Feb 2025, are left out: they make no whole step."


def test_a_weekend_whose_last_night_is_not_over_is_no_step():
    # 27 December 2025 is a Saturday: its night ends on Sunday the 28th.
    assert time.steps_between(date(2025, 12, 19), date(2025, 12, 27), "weekend")[0][-1].end == date(2025, 12, 20)
    assert time.steps_between(date(2025, 12, 19), date(2025, 12, 28), "weekend")[0][-1].end == date(2025, 12, 27)
    several, notes = time.steps_between(JAN, DEC, "weekend", together=4)
    assert (len(several), several[0].days, notes) == (13, 8, ())


def test_too_short_a_period_is_refused():
    with pytest.raises(DataError, match="not one whole step of '28d'"):
        time.steps_between(JAN, date(2025, 1, 20), "28d")


def timed(*moments, precision="minute"):
    local = pd.to_datetime(pd.Series(moments, dtype=object), format="ISO8601")
    month = local.dt.to_period("M").dt.to_timestamp()
    return pd.DataFrame({"local": local, "month": month, "precision": precision, "source": "demo/police"})


def test_incidents_find_their_day():
    made, _ = time.steps_between(JAN, date(2025, 1, 29), "28d")
    found = time.step_of(
        timed("2025-01-01 23:59", "2025-01-02 00:00", "2025-01-29 23:59", "2025-01-30", None), made, "28d"
    )
    assert found.tolist() == [-1, 0, 0, -1, -1]


def test_weekend_nights_belong_to_the_evening_they_began():
    made, _ = time.steps_between(JAN, date(2025, 1, 31), "weekend")
    moments = {
        "2025-01-03 17:59": -1,  # Friday, before the window
        "2025-01-03 18:00": 0,
        "2025-01-05 05:59": 0,  # Sunday morning is Saturday night
        "2025-01-05 06:00": -1,
        "2025-01-05 23:00": -1,  # Sunday night
        "2025-01-04 02:00": 0,
        "2025-01-03 02:00": -1,  # Thursday night
        "2025-01-10 22:00": 1,
    }
    assert time.step_of(timed(*moments), made, "weekend").tolist() == list(moments.values())


def test_months_place_records_that_know_only_their_month():
    frame = timed("2025-01-15", "2025-03-02", precision="month").assign(local=pd.NaT)
    made, _ = time.steps_between(JAN, date(2025, 3, 31), "month")
    assert time.step_of(frame, made, "month").tolist() == [0, 2]


@pytest.mark.parametrize(
    ("step", "fits"),
    [("month", [True] * 4), ("week", [False, True, True, True]), ("weekend", [False, False, True, True])],
)
def test_only_records_timed_well_enough_count(step, fits):
    frame = timed(*["2025-01-15"] * 4).assign(precision=["month", "day", "hour", "minute"])
    assert time.usable(frame, step).tolist() == fits


def test_a_source_that_is_too_coarse_is_refused():
    with pytest.raises(ParameterError, match="give the month only, too coarse for steps of 'week'"):
        time.usable(timed("2025-01-15", precision="month"), "week")
    assert np.array_equal(time.usable(timed(precision="month"), "week"), [])
