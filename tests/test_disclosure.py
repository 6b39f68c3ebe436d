"""The door: what passes untouched, what is controlled, and that nothing slips past."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from hotspot import disclosure, findings
from hotspot.access import LOCAL, Scope
from hotspot.cube import Cube, Step
from hotspot.errors import AccessError, DataError
from hotspot.measures import Measures

STEPS = tuple(Step(date(2025, m, 1), date(2025, m, 28), f"m{m}", 28) for m in range(1, 7))


def _measures(counts: np.ndarray[Any, Any]) -> Measures:
    """Return made-up measures of a row of places, each the neighbour of the next."""
    n, t = counts.shape
    ids = tuple(f"c{i}" for i in range(n))
    outlines = gpd.GeoSeries.from_xy(range(n), [0] * n, index=list(ids)).buffer(0.4).set_crs("EPSG:4326")
    cube = Cube(ids, STEPS[:t], counts.astype(np.int32), "h3", 8, "inhabited", outlines, np.ones(n), (), 0.0)
    total = counts.sum(axis=1)
    frame = pd.DataFrame(
        {"count": total, "lower": total * 0.5, "count_12m": total, "count_last": counts[:, -1], "z": total / 7.0},
        index=pd.Index(ids, name="location"),
    )
    frame["category"] = np.where(total > 20, 3, 0)
    frame["bin"] = np.where(total > 20, 3, 0)
    frame["reason"], frame["flip"], frame["stability"] = "why", "flip", 1.0
    near = sparse.csr_array(np.eye(n) + np.eye(n, k=1) + np.eye(n, k=-1))
    z = np.ones((n, t))
    return Measures(cube, frame, z, z.astype(np.int8), np.zeros((n, 17), dtype=bool), near, ())


def _named(made: Measures) -> gpd.GeoDataFrame:
    shuffled = made.cube.outlines.sample(frac=1, random_state=3)
    return gpd.GeoDataFrame({"name": "Place " + shuffled.index}, index=shuffled.index, geometry=shuffled)


COUNTS = np.array([[0, 1, 0, 2, 0, 1], [9, 8, 7, 8, 9, 9], [5, 5, 6, 5, 5, 9], [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]])


def test_the_published_examples_of_a_controlled_count(golden: dict[str, Any]) -> None:
    for count, said in golden["controlled_count"].items():
        assert disclosure.controlled_count(int(count)) == said


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_a_controlled_count_is_the_band_or_within_two(count: int) -> None:
    said = disclosure.controlled_count(count)
    if count <= 7:
        assert said == "fewer than 8"
    else:
        assert int(said) % 5 == 0 and abs(int(said) - count) <= 2


def test_published_sources_pass_untouched() -> None:
    made = _measures(COUNTS)
    out = disclosure.release(made, sources=["police_uk/gwent"], scope=LOCAL)
    assert not out.controlled and out.exposure.empty
    pd.testing.assert_frame_equal(out.frame, made.frame)
    assert (out.counts == COUNTS).all()


@pytest.mark.parametrize("audience", ["public", "beyond", "meeting", "analyst"])
def test_one_restricted_source_controls_the_mixture(audience: str) -> None:
    out = disclosure.release(
        _measures(COUNTS), sources=["police_uk/gwent", "hospital/royal"], scope=Scope(audience=audience)
    )
    assert out.controlled
    assert set(out.counts.ravel()) <= {4, 10}
    assert np.isnan(out.z).all() and out.frame["z"].isna().all() and out.frame["lower"].isna().all()
    assert out.frame["stability"].isna().all()
    assert {"z", "lower", "stability"} <= set(out.exposure["number"])


def test_zero_and_seven_cannot_be_told_apart() -> None:
    zero, seven = COUNTS * 0, COUNTS * 0
    seven[0, 0] = 7
    seen = [
        disclosure.release(_measures(c), sources=["hospital/royal"], scope=LOCAL).frame[["count", "count_12m"]]
        for c in (zero, seven)
    ]
    pd.testing.assert_frame_equal(*seen)


def test_a_sources_own_analyst_sees_everything_of_that_source_only() -> None:
    own = Scope(audience="analyst", analyst_of=("hospital/royal",))
    made = _measures(COUNTS)
    assert not disclosure.release(made, sources=["hospital/royal", "police_uk/gwent"], scope=own).controlled
    assert disclosure.release(made, sources=["hospital/royal", "hospital/other"], scope=own).controlled


def test_nothing_leaves_without_naming_its_sources() -> None:
    with pytest.raises(AccessError, match="No source is named"):
        disclosure.release(_measures(COUNTS), sources=[], scope=LOCAL)


def test_findings_accept_a_release_and_nothing_else() -> None:
    made = _measures(COUNTS)
    with pytest.raises(TypeError, match=r"disclosure\.Release"):
        findings.findings(made, _named(made))  # type: ignore[arg-type]


def test_results_are_joined_by_key_not_by_order() -> None:
    made = _measures(COUNTS)
    out = disclosure.release(made, sources=["police_uk/gwent"], scope=LOCAL)
    found = findings.findings(out, _named(made))
    assert list(found.locations.index) == list(made.cube.locations)
    assert list(found.locations["name"]) == [f"Place c{i}" for i in range(5)]
    assert list(found.locations["count"]) == COUNTS.sum(axis=1).tolist()


def test_adjoining_significant_cells_are_one_place_with_one_row() -> None:
    made = _measures(COUNTS)
    found = findings.findings(disclosure.release(made, sources=["police_uk/gwent"], scope=LOCAL), _named(made))
    places = found.places
    assert list(places["rank"]) == [1, 2, 3]
    assert list(places["name"]) == ["Place c1", "Place c3", "Place c0"]
    assert list(places["count"]) == [50, 6, 4]
    assert places.loc[0, "cells"] == 2 and places.loc[0, "count_together"] == 85 and places.loc[0, "peak"] == "c1"


def test_equal_counts_share_a_rank() -> None:
    found = findings.findings(
        disclosure.release(_measures(np.full((3, 5), 2)), sources=["police_uk/gwent"], scope=LOCAL),
        _named(_measures(np.full((3, 5), 2))),
    )
    assert list(found.places["rank"]) == [1, 1, 1]


def test_a_location_without_a_name_is_refused() -> None:
    made = _measures(COUNTS)
    out = disclosure.release(made, sources=["police_uk/gwent"], scope=LOCAL)
    with pytest.raises(DataError, match="1 locations have no name"):
        findings.findings(out, _named(made).drop(index="c2"))


def test_the_usual_range_divides_by_days() -> None:
    months = (Step(date(2025, 1, 1), date(2025, 1, 31), "", 31), Step(date(2025, 2, 1), date(2025, 2, 28), "", 28))
    low, high, mean = findings.usual_range(np.array([[31, 5]]), months)
    assert mean[0] == pytest.approx(28.0)
    assert low[0] < 28 < high[0]


def test_a_decision_needs_more_than_usual_and_is_never_asked_for_what_police_find() -> None:
    rising = np.array([[1, 1, 1, 1, 1, 9], [9, 9, 9, 9, 9, 2], [0, 0, 0, 0, 0, 0]])
    made = _measures(rising)
    made.frame["category"] = [1, 3, 1]
    out = disclosure.release(made, sources=["police_uk/gwent"], scope=LOCAL)
    found = findings.findings(out, _named(made))
    assert found.locations["decide"].tolist() == [True, False, False]
    assert "neighbourhood around it" in found.locations["reason"].iloc[2]
    assert not findings.findings(out, _named(made), follows_patrols=True).locations["decide"].any()


def test_the_confidence_asked_for_decides_what_is_significant_in_one_map() -> None:
    made = _measures(COUNTS)
    made.frame["bin"] = [1, 2, 3, 0, 0]
    out = disclosure.release(made, sources=["police_uk/gwent"], scope=LOCAL)
    for alpha, many in ((0.10, 3), (0.05, 2), (0.01, 1)):
        found = findings.findings(out, _named(made), method="gi_star", alpha=alpha)
        assert found.locations["significant"].sum() == many


def test_no_exact_count_leaves_in_a_sentence() -> None:
    made = dataclasses.replace(_measures(COUNTS), notes=("3 of 17 incidents have no location.",))
    out = disclosure.release(made, sources=["hospital/royal"], scope=LOCAL)
    assert not any(digit in note for note in out.notes for digit in ("3 of", "17"))
