"""Hours and sources in words, and that nothing but a release is turned into findings."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from hotspot import disclosure, nights
from hotspot.access import LOCAL, Scope
from hotspot.errors import AccessError
from hotspot.findings import hours as found
from hotspot.findings import side_by_side

OPEN, CLOSED = ("demo/police",), ("demo/police", "nhs/royal")
GRID = pd.DataFrame({"weekday": 5, "hour": [22, 23], "count": [3.0, 12.4], "nights": 2, "hours": 2.0, "per_night": 1.0})


@pytest.mark.parametrize(
    ("direction", "said"),
    [(1.0, "+9 (+2 to +16): more than last year"), (0.0, "+9 (−2 to +20): not clearly different")],
)
def test_a_direction_only_where_the_interval_leaves_out_zero(direction, said) -> None:
    low, high = (2.0, 16.0) if direction else (-2.0, 20.0)
    assert found.told_change({"direction": direction, "difference": 9.0, "low": low, "high": high}) == said


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (0.3, 14.2, "+0.3 to +14.2"),
        (-14.2, -0.04, "−14.20 to −0.04"),
        (-0.3, 14.2, "0 to +14"),
        (0.6, 14.2, "+1 to +14"),
    ],
)
def test_an_interval_that_leaves_out_zero_is_not_rounded_to_one_that_holds_it(low, high, shown) -> None:
    """ "+7 (0 to +14): more than last year" would contradict itself."""
    row = {"direction": float((low > 0) - (high < 0)), "difference": 7.0, "low": low, "high": high}
    assert f"({shown})" in found.told_change(row)


def test_nothing_to_compare_with_is_said() -> None:
    assert "nothing alike" in found.told_change({"direction": float("nan"), "difference": float("nan")})
    assert "too few" in found.told_move({"later": float("nan")}, 26)


def test_an_open_table_leaves_as_it_is_and_a_mixed_one_in_bands() -> None:
    how = {"counts": ["count"], "leaves": ["weekday", "hour"], "scope": LOCAL}
    raw = disclosure.release_table(GRID, sources=OPEN, **how)
    assert not raw.controlled and raw.table.equals(GRID)
    kept = disclosure.release_table(GRID, sources=CLOSED, **how)
    assert kept.controlled and kept.table["count"].tolist() == [4, 10]
    assert kept.table[["nights", "hours", "per_night"]].isna().all().all()
    assert set(kept.exposure["number"]) == {"nights", "hours", "per_night"}
    assert GRID["count"].tolist() == [3.0, 12.4]


def test_single_hours_of_a_restricted_source_leave_as_bands() -> None:
    coarse = pd.DataFrame({"weekday": [5], "hour": [21], "count": [15.4]})
    kept = disclosure.release_table(
        GRID, counts=["count"], leaves=["weekday", "hour"], sources=CLOSED, scope=LOCAL, coarse=coarse
    )
    assert kept.table.values.tolist() == [[5, 21, 15]]


def test_the_analyst_of_the_source_sees_all_and_no_source_is_refused() -> None:
    analyst = Scope(role="analyst", audience="analyst", analyst_of=("nhs/royal",))
    how = {"counts": ["count"], "leaves": []}
    assert not disclosure.release_table(GRID, sources=CLOSED, scope=analyst, **how).controlled
    with pytest.raises(AccessError):
        disclosure.release_table(GRID, sources=(), scope=LOCAL, **how)


def test_findings_are_made_from_releases_only() -> None:
    first, last = pd.Timestamp("2025-01-03"), pd.Timestamp("2025-12-27")
    told = found.Told(
        nights.PRESETS["weekend_nights"], "here", "area", first, last, 26, pd.Series(dtype=float), ()
    )  # fmt: skip
    with pytest.raises(TypeError):
        found.hours({"grid": GRID}, gpd.GeoDataFrame(), told)


def test_hidden_places_come_first_and_the_word_survives_control() -> None:
    balance = pd.DataFrame(
        {"location": ["a", "b"], "source": "demo/ed", "count": [30, 90], "other": [3, 100], "ratio": [9.0, 0.9],
         "low": [3.0, 0.7], "high": [20.0, 1.2], "p": [0.0, 0.5], "word": ["hidden", ""]}
    )  # fmt: skip
    counts = pd.DataFrame({"demo/police": [3, 100], "demo/ed": [30, 90]}, index=["a", "b"])
    sources = {"demo/police": "Offences", "demo/ed": "Attendances"}
    for names in (OPEN, CLOSED):
        kept = disclosure.release_table(
            balance, counts=["count", "other"], leaves=["location", "source", "word"], sources=names, scope=LOCAL
        )
        other = disclosure.release_table(counts, counts=list(counts.columns), leaves=[], sources=names, scope=LOCAL)
        who = side_by_side.who_else(kept, other, pd.Series({"a": "Wharf", "b": "Hill"}), sources, ("2025-01",), ())
        assert who.table["name"].tolist() == ["Wharf", "Hill"]
        assert who.table["said"].iloc[0].startswith("Hidden here")
        assert who.controlled == (names == CLOSED)
    assert np.isnan(who.table["ratio"]).all() and who.counts["demo/police"].tolist() == [4, 100]
