"""Rows written column by column say what rows written one by one say."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.views import rows

HOSTILE = ["Castle Hill", 'said "no"', "a\nb\t\\", "Café – ‹b›", "", "\x00", "🔪", "nan", ","]
TEXTS = st.lists(st.text() | st.sampled_from(HOSTILE), max_size=9)


def one_by_one(groups: list[int], keys: list[str], names: list[str], texts: list[str]) -> list[dict[str, object]]:
    held = zip(groups, keys, names, texts, strict=True)
    return [{"c": group, "i": key, "n": name, "t": text} for group, key, name, text in held]


def columns(groups: list[int], keys: list[str], names: list[str], texts: list[str]) -> rows.Columns:
    return rows.Columns(
        np.array(groups, dtype=np.int64),
        rows.names(pd.Index(keys, dtype="str"), str),
        rows.names(pd.Series(names, dtype="str"), str.upper),
        rows.each(texts, str.lower),
    )


@settings(deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_columns_say_what_rows_say(said, chance):
    groups = [chance.randrange(12) for _ in said]
    others = [said[::-1], chance.sample(said, len(said)), said]
    expected = one_by_one(groups, others[0], [one.upper() for one in others[1]], [one.lower() for one in said])
    written = columns(groups, *others).written()
    assert json.loads(written) == expected
    assert written == json.dumps(expected, sort_keys=True, separators=(",", ":"))


def test_features_hold_the_same_rows_round_their_shapes():
    said = (["a", "b"], ["One", "Two"], ["1", "2"])
    shapes = rows.shapes(np.array([1.5, 2.5], dtype=object), lambda these: [f'{{"x":{one}}}' for one in these])
    whole = json.loads(columns([0, 4], *said).around(shapes))
    assert [one["geometry"] for one in whole["features"]] == [{"x": 1.5}, {"x": 2.5}]
    assert [one["properties"] for one in whole["features"]] == one_by_one([0, 4], said[0], ["ONE", "TWO"], said[2])
    assert whole["type"] == "FeatureCollection" and {one["type"] for one in whole["features"]} == {"Feature"}


@pytest.mark.parametrize("other", [["a", "c"], ["a"], ["a", "b", "c"], ["b", "a"]])
def test_other_names_are_never_taken_for_those_before(other):
    assert rows.names(pd.Series(["a", "b"], dtype="str"), str.upper).to_pylist() == ["A", "B"]
    assert rows.names(pd.Series(other, dtype="str"), str.upper).to_pylist() == [one.upper() for one in other]


def test_the_same_names_are_spelled_once_for_each_way_of_saying_them():
    asked = []

    def said(name: str) -> str:
        asked.append(name)
        return name

    held = [rows.names(pd.Series(["a", "b"], dtype="str"), said).to_pylist() for _ in range(3)]
    assert held == [["a", "b"]] * 3 and asked == ["a", "b"]
    assert rows.names(pd.Series(["a", "b"], dtype="str"), str.upper).to_pylist() == ["A", "B"]


def test_only_the_last_few_columns_are_held():
    asked = []
    for k in (*range(rows.MOST_KEPT + 1), 0):
        rows.names(pd.Series([str(k)], dtype="str"), asked.append)
    assert asked == [*map(str, range(rows.MOST_KEPT + 1)), "0"]


def test_either_takes_row_by_row():
    one, other = (rows.spelled(said) for said in (["a", "b"], ["x", "y"]))
    assert rows.either(np.array([True, False]), one, other).to_pylist() == ["a", "y"]
