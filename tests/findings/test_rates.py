"""Rates by residents and year: a whole year divides by one year, so that a reader's own division gives the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot import stats
from hotspot.findings import district_rates, lsoa_rates
from hotspot.findings.rates import UNTOLD, calendar_years, trend_words
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


NAMES = pd.DataFrame({"name": ["One", "Two"], "ambiguous": False}, index=pd.Index(["E1", "E2"], name="csp_code"))


def by_month(counts: list[int], first: str = "2023-01-01"):
    """Findings of two districts of one neighbourhood each, which both hold these counts month by month."""
    found = made.findings()
    two = found.locations.groupby("csp_code").head(1).sort_values("csp_code").assign(population=1000.0)
    starts = pd.date_range(first, periods=len(counts), freq="MS")
    lengths = starts.days_in_month
    steps = tuple(
        replace(found.steps[0], start=day.date(), end=(day + pd.Timedelta(days=int(n) - 1)).date(), days=int(n))
        for day, n in zip(starts, lengths, strict=True)
    )
    return replace(found, locations=two, steps=steps, counts=np.array([counts, counts]))


def test_the_trend_of_a_district_is_that_of_a_neighbourhood_with_the_same_counts() -> None:
    """One record more each month from February on: as counts a rise, per day none; both tables speak of the counts."""
    counts = [280, 281, 282, 283, 284]
    found = by_month(counts, "2023-02-01")
    days = [step.days for step in found.steps]
    assert days == [28, 31, 30, 31, 30] and stats.mann_kendall([np.divide(counts, days)]).p[0] == 1.0
    assert lsoa_rates(found)["trend_word"].tolist() == ["rising (may be season)"] * 2
    assert district_rates(found, NAMES)["trend_word"].tolist() == ["rising (may be season)"] * 2


def test_of_too_few_steps_no_trend_is_told_and_none_denied() -> None:
    found = by_month([1, 2, 3, 4])
    assert set(lsoa_rates(found)["trend_word"]) == set(district_rates(found, NAMES)["trend_word"]) == {UNTOLD}
    assert set(district_rates(by_month([1, 2, 3, 4, 5]), NAMES)["trend_word"]) == {"rising (may be season)"}


def test_of_bands_and_of_districts_that_nobody_can_tell_apart_no_trend_is_told() -> None:
    found = by_month([1, 2, 3, 4, 5])
    assert district_rates(replace(found, controlled=True), NAMES)["trend_word"].isna().all()
    assert lsoa_rates(replace(found, controlled=True))["trend_word"].isna().all()
    assert district_rates(found, NAMES.assign(ambiguous=[True, False]))["trend_word"].isna().sum() == 1


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
