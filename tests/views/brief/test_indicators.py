"""Typed-in indicators: too few to judge, or a difference with its interval."""

from __future__ import annotations

import pandas as pd
import pytest

from hotspot.views.brief.indicators import judged
from hotspot.views.brief.speech import Speech

COLUMNS = ["name", "period", "value", "numerator", "denominator", "unit", "source", "csp"]
NONE = float("nan")


def told(*rows: tuple) -> pd.Series:
    table = pd.DataFrame([("x", *row, "Trust", "") for row in rows], columns=COLUMNS)
    return judged(table, Speech("en")).iloc[0]


def test_small_counts_are_too_few_to_judge():
    assert (
        told(("2023/24", 19, NONE, NONE, "admissions"), ("2024/25", 23, NONE, NONE, "admissions"))["judged"]
        == "too few to judge"
    )
    assert told(("2024/25", 6, NONE, NONE, ""))["judged"] == "too few to judge"


def test_the_latest_period_stands_first_whatever_the_order_typed_in():
    row = told(("2024/25", 230, NONE, NONE, ""), ("2023/24", 190, NONE, NONE, ""))
    assert (row["period"], row["value"]) == ("2024/25", "230")
    assert row["before"] == "190 (2023/24)"


def test_a_clear_rise_and_an_unclear_one():
    assert told(("2023", 100, NONE, NONE, ""), ("2024", 200, NONE, NONE, ""))["judged"].endswith(": more")
    assert told(("2023", 100, NONE, NONE, ""), ("2024", 110, NONE, NONE, ""))["judged"].endswith(
        ": not clearly different"
    )


def test_shares_are_compared_as_shares():
    row = told(("2024", 50, 200, 400, "per cent"), ("2025", 61, 244, 400, "per cent"))
    assert row["value"] == "61 per cent (244 of 400)"
    # Two shares of 400: 0.11 with a standard error of about 0.035.
    assert row["judged"] == "+11 (+4 to +18) points: more"


@pytest.mark.parametrize("unit", ["per 100,000", "%", "rate"])
def test_a_rate_without_its_numerator_is_shown_and_not_judged(unit):
    assert (
        told(("2023", 40, NONE, NONE, unit), ("2024", 80, NONE, NONE, unit))["judged"]
        == "not judged: type in its numerator"
    )


def test_one_period_alone_has_no_change():
    assert told(("2024", 400, NONE, NONE, ""))["judged"].startswith("one period alone")
