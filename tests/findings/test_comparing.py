"""Two periods and two districts held against each other: by hand, by the statistics' own words, and their laws."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot import findings, stats
from hotspot.disclosure import Step
from hotspot.errors import DataError
from hotspot.findings import comparing
from tests.views import made

COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12)


def months(first: int, last: int, year: int = 2025) -> tuple[Step, ...]:
    days = pd.date_range(f"{year}-01-01", periods=12, freq="MS")
    return tuple(Step(day.date(), day.date().replace(day=28), "", 28) for day in days[first - 1 : last])


def test_one_pair_says_what_the_difference_of_two_counts_says() -> None:
    row = comparing.judged([29], [20], (1, 1)).iloc[0]
    found = stats.count_difference(20, 29)
    assert (row["change"], row["low"], row["high"]) == (found.estimate, found.low, found.high)
    assert row["p"] == stats.e_test(20, 29)
    assert findings.VERDICTS[row["verdict"]] == "not clearly different"


def test_a_longer_period_is_held_against_the_shorter_day_for_day() -> None:
    """30 in 30 days against 60 in 60 days is no difference; against 30 in 60 days it is 15 more."""
    table = comparing.judged([30, 30], [60, 30], (30, 60))
    assert table["change"].tolist() == [0.0, 15.0]


def test_what_is_clear_alone_is_only_perhaps_among_many() -> None:
    """20 against 8 leaves out 0 by itself; beside 99 places of 5 and 5 the false discovery rate stops it."""
    alone = comparing.judged([20], [8], (1, 1))
    among = comparing.judged([20] + [5] * 99, [8] + [5] * 99, (1, 1))
    assert alone["low"].iloc[0] > 0 and alone["verdict"].iloc[0] == 2
    assert among["verdict"].tolist() == [1] + [0] * 99


def test_places_that_hold_nothing_are_no_test_among_many() -> None:
    busy = comparing.judged([30, 4], [8, 5], (1, 1))
    padded = comparing.judged([30, 4] + [0] * 5000, [8, 5] + [0] * 5000, (1, 1))
    assert padded["verdict"].tolist() == [*busy["verdict"], *[0] * 5000]


@settings(deadline=None, max_examples=25)
@given(COUNTS, st.sampled_from([(1.0, 1.0), (90.0, 365.0)]))
def test_exchanging_the_two_exchanges_more_and_fewer(
    pairs: list[tuple[int, int]], exposure: tuple[float, float]
) -> None:
    a, b = zip(*pairs, strict=True)
    there, back = comparing.judged(a, b, exposure), comparing.judged(b, a, exposure[::-1])
    scale = exposure[1] / exposure[0]
    assert np.allclose(there["change"] * scale, -back["change"])
    assert np.allclose(there["low"] * scale, -back["high"])
    assert (there["verdict"] == -back["verdict"]).all()


def test_the_same_places_are_asked_for() -> None:
    found = made.findings()
    fewer = dataclasses.replace(found, locations=found.locations.iloc[1:])
    with pytest.raises(DataError, match="not of the same places"):
        comparing.two_periods(found, fewer)


def test_places_are_joined_by_key_and_not_by_order() -> None:
    found = made.findings()
    turned = dataclasses.replace(found, locations=found.locations.iloc[::-1])
    table = comparing.two_periods(found, turned)
    assert table["first"].tolist() == table["second"].tolist() == found.locations["count"].tolist()
    assert (table["change"] == 0).all()


def test_a_quarter_that_is_not_whole_is_left_out() -> None:
    spans = comparing.whole_spans(months(2, 12), "quarter")
    assert [span.start.month for span in spans] == [4, 7, 10]
    assert [span.steps for span in spans] == [(2, 3, 4), (5, 6, 7), (8, 9, 10)]
    assert len(comparing.whole_spans(months(2, 12), "month")) == 11


def test_quarters_and_months_of_a_district_add_up_to_its_records() -> None:
    found = made.findings()
    mine = (found.locations["csp_code"] == "E1").to_numpy()
    for every, many in (("month", 12), ("quarter", 4)):
        table = comparing.by_span(found, "E1", every)
        assert len(table) == many and table["count"].sum() == found.counts[mine].sum()
        assert table["before"].isna().all() and table["verdict"].isna().all()


def test_a_quarter_stands_beside_the_same_quarter_a_year_before() -> None:
    found = made.findings()
    steps = (*months(1, 12, 2024), *months(1, 12, 2025))
    two_years = dataclasses.replace(found, steps=steps, counts=np.hstack([found.counts, 2 * found.counts]))
    table = comparing.by_span(two_years, "E2", "quarter")
    assert table["before"].isna().tolist() == [True] * 4 + [False] * 4
    assert table["count"].iloc[4:].tolist() == (2 * table["before"].iloc[4:]).tolist()
    assert (table["verdict"].iloc[4:] == 2).all()
    assert table["start"].iloc[4] == date(2025, 1, 1)


def test_a_leap_february_is_held_against_the_shorter_one_day_for_day() -> None:
    """2,800 in 28 days and 2,900 in 29 are as many a day; without the day's share it would be 100 more, clearly."""
    found = made.findings()
    one = found.locations[found.locations["csp_code"] == "E1"].head(1)
    days = pd.date_range("2023-01-01", "2024-12-01", freq="MS")
    steps = tuple(Step(day.date(), (day + pd.offsets.MonthEnd(0)).date(), "", day.days_in_month) for day in days)
    counts = 100 * np.array([[day.days_in_month for day in days]])
    table = comparing.by_span(dataclasses.replace(found, locations=one, steps=steps, counts=counts), "E1", "month")
    february = table[table["start"] == date(2024, 2, 1)].iloc[0]
    assert (february["count"], february["before"], february["change"]) == (2900, 2800, pytest.approx(0.0, abs=1e-9))
    assert (table["change"].iloc[12:].abs() < 1e-9).all() and (table["verdict"].iloc[12:] == 0).all()


def test_two_districts_by_hand() -> None:
    """Two districts of 1,000 and 2,000 residents over a year: rates by division, the whole in the last row."""
    found = made.findings()
    table = comparing.two_districts(found, "E1", "E2", (1000.0, 2000.0))
    a, b = ((found.counts[(found.locations["csp_code"] == code).to_numpy()]).sum() for code in ("E1", "E2"))
    whole = table.iloc[-1]
    assert len(table) == 5 and (whole["first"], whole["second"]) == (a, b)
    assert whole["rate_first"] == pytest.approx(a) and whole["rate_second"] == pytest.approx(b / 2)
    assert whole["change"] == pytest.approx(whole["rate_first"] - whole["rate_second"])
    assert (table["change"] - (table["rate_first"] - table["rate_second"])).abs().max() < 1e-9
    assert table.iloc[:-1]["first"].sum() == a
