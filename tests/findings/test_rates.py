"""Rates by residents and year: a whole year divides by one year, so that a reader's own division gives the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.findings import district_rates
from hotspot.findings.rates import calendar_years, trend_words
from tests.views import made


def test_the_rate_of_a_calendar_year_is_the_count_over_the_residents() -> None:
    """1,000 records among 1,757 residents from January to December are 569.2 per 1,000 a year, and not 569.5."""
    found = made.findings()
    assert (found.steps[0].start, found.steps[-1].end) == (date(2025, 1, 1), date(2025, 12, 31))
    locations = found.locations.assign(population=100.0)
    names = pd.DataFrame({"name": ["One", "Two"], "ambiguous": False}, index=pd.Index(["E1", "E2"], name="csp_code"))
    table = district_rates(replace(found, locations=locations), names)
    assert table["rate"].to_numpy() == pytest.approx(
        (table["count"] / table["population"] * 1000).to_numpy(), rel=1e-12
    )


def test_two_whole_years_without_a_leap_day_are_no_longer_called_less_than_two() -> None:
    found = made.findings()
    first, last = found.steps[0], found.steps[-1]
    two = (replace(first, start=date(2022, 1, 1)), replace(last, end=date(2023, 12, 31)))
    short = (two[0], replace(last, end=date(2023, 12, 30)))
    up = pd.Series([1])
    assert trend_words(up, replace(found, steps=two)).tolist() == ["rising"]
    assert trend_words(up, replace(found, steps=short)).tolist() == ["rising (may be season)"]


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 4000), st.integers(1, 4000))
def test_years_grow_with_every_day_and_stay_within_two_days_of_the_count(first: date, days: int, more: int) -> None:
    last = first + timedelta(days=days)
    assert calendar_years(first, last) < calendar_years(first, last + timedelta(days=more))
    assert calendar_years(first, last) == pytest.approx((days + 1) / 365.25, abs=2 / 365)
