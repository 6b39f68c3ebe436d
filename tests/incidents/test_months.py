"""Months held, months missing, and the run that is used."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspot import incidents
from hotspot.config import Parameters
from hotspot.errors import DataError, ParameterError

HELD = ["2018-12", "2019-01", "2019-02", "2025-01", "2025-02", "2025-03"]


def frame(months=HELD, source="a"):
    return pd.DataFrame({"source": source, "month": pd.to_datetime(months)})


def period(start="", end="", months=HELD):
    found = incidents.period(frame(months), Parameters(area="x", start=start, end=end))
    return found.first, found.last


@given(st.sets(st.integers(0, 60), min_size=1))
def test_gaps_and_months_fill_the_calendar(places):
    months = [str(pd.Period("2020-01", "M") + n) for n in places]
    missing = [str(m) for a, b in incidents.gaps(months) for m in pd.period_range(a, b, freq="M")]
    assert sorted([*months, *missing]) == [str(m) for m in pd.period_range(min(months), max(months), freq="M")]


def test_the_last_unbroken_run_is_the_default():
    assert incidents.last_unbroken(HELD) == ("2025-01", "2025-03")
    assert incidents.last_unbroken(["2025-01"]) == ("2025-01", "2025-01")
    assert period() == ("2025-01", "2025-03")
    assert period(end="2019-02") == ("2018-12", "2019-02")
    assert period(start="2025-02-10", end="2025-03-09") == ("2025-02", "2025-03")


@pytest.mark.parametrize(
    ("start", "end", "named"),
    [
        ("2018-12", "2025-03", "2019-03 to 2024-12"),
        ("2019-02", "2019-05", "2019-03 to 2019-05"),
        ("2025-01", "2025-06", "2025-04 to 2025-06"),
        ("2018-11", "2019-02", "for 2018-11, inside"),
        ("2020-01", "2020-03", "2020-01 to 2020-03"),
    ],
)
def test_a_gap_is_refused_by_name(start, end, named):
    with pytest.raises(DataError, match=named):
        period(start, end)


def test_two_sources_hold_what_both_hold():
    both = pd.concat([frame(), frame(["2025-01", "2025-03"], "b")])
    assert incidents.months_held(both) == ("2025-01", "2025-03")


def test_refusals():
    with pytest.raises(ParameterError, match="comes before"):
        period("2025-03", "2025-01")
    with pytest.raises(DataError, match="No month"):
        incidents.last_unbroken([])
