"""Shares by tenths, against hand-made neighbourhoods and a slow loop."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspot.findings.equality import shares, tenths

CODES = ["A", "B", "C", "D"]


def found(counts, significant=(True, True, False, False), population=(100, 300, 400, 200), controlled=False):
    places = pd.DataFrame({"significant": significant, "population": population}, index=CODES)
    return SimpleNamespace(locations=places, counts=np.array(counts), controlled=controlled)


def rng():
    return np.random.default_rng(1)


def test_by_hand():
    # Tenth 1 is A and B, tenth 10 is C; nothing is known of D.
    told = shares(found([[6] * 6, [2] * 6, [1] * 6, [1] * 6]), pd.Series({"A": 1.0, "B": 1.0, "C": 10.0}), rng=rng())
    assert told["tenth"].tolist() == [*range(1, 11), 0]
    rows = told.set_index("tenth")
    assert rows.loc[1, ["neighbourhoods", "hot", "hot_share", "records", "records_share"]].tolist() == [
        2,
        2,
        1,
        48,
        0.8,
    ]
    assert rows.loc[1, ["residents", "residents_share"]].tolist() == [400, 0.4] and rows.at[
        1, "times"
    ] == pytest.approx(2)
    assert rows.loc[10, ["hot_share", "records_share", "residents_share"]].tolist() == [0, 0.1, 0.4]
    assert rows.loc[0, ["neighbourhoods", "records", "residents"]].tolist() == [1, 6, 200]
    assert rows.loc[5, ["neighbourhoods", "hot_share", "records_share"]].tolist() == [0, 0, 0]
    # Every month alike: redrawing months moves nothing.
    assert rows.at[1, "records_low"] == pytest.approx(0.8) and rows.at[1, "records_high"] == pytest.approx(0.8)
    # Wilson, 2 of 2: 2 / (2 + 1.96^2).
    assert rows.at[1, "hot_low"] == pytest.approx(2 / (2 + 1.959964**2), abs=1e-6) and rows.at[1, "hot_high"] == 1


def test_the_intervals_of_records_are_those_of_redrawn_months():
    counts = np.random.default_rng(7).poisson(3, size=(4, 12))
    told = shares(found(counts), pd.Series({"A": 1.0, "B": 2.0, "C": 3.0, "D": 3.0}), rng=rng()).set_index("tenth")
    slow, draws = np.random.default_rng(99), []
    for _ in range(4000):
        months = slow.integers(0, 12, 12)
        draws.append(counts[0, months].sum() / counts[:, months].sum())
    low, high = np.quantile(draws, [0.025, 0.975])
    assert told.loc[1, ["records_low", "records_high"]].to_numpy(float) == pytest.approx([low, high], abs=0.012)


def test_few_steps_have_no_interval():
    told = shares(found([[1] * 5] * 4), pd.Series(dict.fromkeys(CODES, 1.0)), rng=rng())
    assert told[["records_low", "records_high"]].isna().all(axis=None) and told["records"].sum() == 20


def test_a_controlled_release_shares_out_no_record():
    told = shares(found([[4] * 6] * 4, controlled=True), pd.Series(dict.fromkeys(CODES, 1.0)), rng=rng())
    assert told[["records", "records_share", "records_low", "records_high", "times"]].isna().all(axis=None)
    assert told["hot"].sum() == 2


def test_where_residents_of_one_are_unknown_no_share_of_residents_is_given():
    told = shares(found([[1] * 6] * 4, population=(100, np.nan, 1, 1)), pd.Series({"A": 1.0}), rng=rng())
    assert told[["residents", "residents_share", "times"]].isna().all(axis=None)


def test_nothing_hot_and_nothing_recorded_is_no_division_by_zero():
    told = shares(found([[0] * 6] * 4, significant=[False] * 4), pd.Series({"A": 1.0}), rng=rng())
    assert told[["hot_share", "hot_low", "records_share", "records_low", "times"]].isna().all(axis=None)


@given(st.lists(st.floats(0, 1, width=16) | st.just(float("nan")), min_size=1, max_size=60))
def test_a_higher_value_is_never_in_a_later_tenth(values):
    told = tenths(pd.Series(values))
    pairs = [(v, t) for v, t in zip(values, told, strict=True) if v == v]
    assert all(t == 0 for v, t in zip(values, told, strict=True) if v != v)
    assert all(1 <= t <= 10 for _, t in pairs)
    assert all(a[1] <= b[1] for a in pairs for b in pairs if a[0] > b[0])
    assert all(a[1] == b[1] for a in pairs for b in pairs if a[0] == b[0])


def test_forty_different_values_make_ten_equal_tenths():
    assert tenths(pd.Series(np.arange(40.0))).value_counts().unique().tolist() == [4]
