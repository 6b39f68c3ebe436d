"""The combined order: by hand, and laws that an agreement relies on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspot.errors import ParameterError
from hotspot.targeting import combined, parts_of, sensitivity

PLACES = pd.DataFrame(
    {
        "count": [50, 40, 30, 20],
        "count_12m": [5, 10, 20, 8],
        "need_decile": [9.0, 1.0, np.nan, 5.0],
        "thin_share": [np.nan] * 4,
    },
    index=list("abcd"),
)


def test_by_hand() -> None:
    found = combined(PLACES, {"count": 1, "need": 1})
    # count: 1, 2/3, 1/3, 0. need: of three known, decile 1 first: 0, 1, (not known: the middle), 1/2.
    assert found.table["score"].to_dict() == pytest.approx({"b": 5 / 6, "a": 0.5, "c": 5 / 12, "d": 0.25})
    assert list(found.table.index) == ["b", "a", "c", "d"] and list(found.table["combined_rank"]) == [1, 2, 3, 4]
    assert found.weights == {"count": 0.5, "need": 0.5} and found.left_out == ()


def test_the_score_is_the_sum_of_what_is_shown() -> None:
    found = combined(PLACES, {"count": 3, "last_12_months": 2, "need": 1})
    again = sum(found.weights[part] * found.table[f"part_{part}"] for part in found.weights)
    assert np.allclose(found.table["score"], again) and sum(found.weights.values()) == pytest.approx(1)


def test_a_layer_that_is_not_loaded_is_left_out_and_said() -> None:
    found = combined(PLACES, {"count": 1, "thin_protection": 3})
    assert found.left_out == ("thin_protection",) and found.weights == {"count": 1.0}
    assert list(found.table.index) == list("abcd")


@pytest.mark.parametrize("agreed", [{}, {"luck": 1.0}, {"thin_protection": 1.0}, {"need": 0.0}])
def test_without_usable_weights_there_is_no_combined_order(agreed: dict[str, float]) -> None:
    with pytest.raises(ParameterError):
        combined(PLACES, agreed)


def test_equal_scores_share_a_rank_and_keep_the_order_of_counts() -> None:
    even = PLACES.assign(need_decile=[3.0, 3.0, 3.0, 3.0])
    found = combined(even, {"need": 1})
    assert list(found.table.index) == list("abcd") and set(found.table["combined_rank"]) == {1}


@given(st.floats(0.01, 100), st.lists(st.floats(0.01, 10), min_size=3, max_size=3))
def test_only_the_proportion_of_weights_matters(times: float, weights: list[float]) -> None:
    agreed = dict(zip(("count", "last_12_months", "need"), weights, strict=True))
    one, other = (combined(PLACES, {k: v * t for k, v in agreed.items()}) for t in (1.0, times))
    assert list(one.table.index) == list(other.table.index)


def test_sensitivity_by_definition() -> None:
    rng = np.random.default_rng(3)
    places = pd.DataFrame({name: rng.permutation(30) for name in ("count", "count_12m")}, index=range(30))
    agreed = {"count": 2.0, "last_12_months": 1.0}
    found = sensitivity(places, agreed, np.random.default_rng(11))
    parts = parts_of(places)[["count", "last_12_months"]].to_numpy()

    def head(weights: np.ndarray) -> set[int]:
        return set(np.argsort(-np.round(parts @ weights, 9), kind="stable")[:10])

    base, first = np.array([2 / 3, 1 / 3]), head(np.array([2 / 3, 1 / 3]))
    draws = np.random.default_rng(11).uniform(0.5, 1.5, (1000, 2))
    corners = np.array([[0.5, 1], [1, 0.5], [1.5, 1], [1, 1.5]])
    stay = [len(first & head(base * one)) for one in np.vstack([corners, draws])]
    assert (found.head, found.median, found.worst) == (10, int(np.median(stay)), min(stay))
    assert 0 < found.worst < found.median < 10  # the two parts are unrelated here, so the list must turn a little
    assert found.by_count == len(first & set(range(10)))


def test_one_weight_alone_cannot_turn_the_list() -> None:
    found = sensitivity(PLACES, {"count": 1.0}, np.random.default_rng(1), head=2)
    assert (found.median, found.worst, found.by_count) == (2, 2, 2)
