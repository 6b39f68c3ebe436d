"""Places as they are read out: each by a slow loop over its cells."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hotspot import findings, pipeline, stats
from hotspot.config import Parameters, Settings
from hotspot.findings.ranking import few_texts, ranked

SETTINGS = Settings(Path("none"))


@pytest.fixture(scope="module")
def found() -> findings.Findings:
    return pipeline.analyse(Parameters("demo"), settings=SETTINGS).findings


def slow_place(cells: pd.DataFrame) -> dict[str, Any]:
    """Read one place out, its cells the busiest first."""
    words = Counter(word for word in cells["word"] if word)
    urgent = next((key for key, row in cells.iterrows() if row["word"] and row["decide"]), "")
    return {
        "peak": cells.index[0],
        "cells": len(cells),
        "count_together": cells["count"].sum(),
        "parts": "; ".join(f"{word} in {n}" for word, n in sorted(words.items(), key=lambda one: (-one[1], one[0]))),
        "urgent_peak": urgent,
        "urgent_word": cells["word"][urgent] if urgent else "",
        "urgent_name": cells["name"][urgent] if urgent else "",
    }


def test_every_place_is_its_slow_reading(found: findings.Findings) -> None:
    held = found.locations[found.locations["count"] > 0]
    order = held.sort_values(["count", "count_12m"], ascending=False, kind="stable")
    slow = [{"place": place, **slow_place(cells)} for place, cells in order.groupby("place", sort=False)]
    assert found.places[list(slow[0])].to_dict("records") == slow
    assert found.places["count"].is_monotonic_decreasing
    assert (found.places["cells"] > 1).any() and (found.places["parts"].str.contains("; ")).any()


def test_points_kept_are_points_made(found: findings.Findings) -> None:
    inside = findings.points_inside(found.locations.geometry)
    assert ranked(found.locations, inside).equals(ranked(found.locations))


def test_nothing_happened_anywhere(found: findings.Findings) -> None:
    assert ranked(found.locations.assign(count=0)).empty


def test_a_file_holds_the_corrected_trend_of_the_scores(found: findings.Findings) -> None:
    late, plain = findings.with_late_columns(found), stats.mann_kendall(found.z.round(9))
    at = late.columns.get_loc("trend_p") + 1
    assert late.columns[at : at + 3].tolist() == ["trend_lagged", "trend_lagged_p", "hamed_rao_p"]
    np.testing.assert_array_equal(late["trend_lagged"], stats.direction(plain))
    np.testing.assert_array_equal(late["trend_lagged_p"], plain.p)
    assert set(late["trend_lagged"]) == {-1, 0, 1}
    np.testing.assert_array_equal(late["hamed_rao_p"], stats.hamed_rao(found.z.round(9)).p)
    assert late.drop(columns=["trend_lagged", "trend_lagged_p", "hamed_rao_p"]).equals(found.locations)


def test_where_no_scores_leave_there_is_no_corrected_trend() -> None:
    found = pipeline.analyse(Parameters("demo", method="gi_star", resolution=7), settings=SETTINGS).findings
    late = findings.with_late_columns(found)
    assert late[["trend_lagged_p", "hamed_rao_p"]].isna().all(axis=None) and (late["trend_lagged"] == 0).all()
    banded = findings.with_late_columns(dataclasses.replace(found, controlled=True))
    assert banded[["trend_lagged", "trend_lagged_p", "hamed_rao_p"]].isna().all(axis=None)


def test_few_texts_stand_in_their_rows_in_whatever_order_they_are_given():
    texts = ["bb", "", "é", "dddd"]
    rows = np.array([7, 2, 0, 4])
    expected = ["é", "", "", "", "dddd", "", "", "bb"]
    assert few_texts(texts, rows, 8).tolist() == expected
    assert few_texts(pd.array(["x", *texts], dtype="str")[1:], rows, 8).tolist() == expected
    assert few_texts([], np.array([], dtype=int), 2).tolist() == ["", ""]
