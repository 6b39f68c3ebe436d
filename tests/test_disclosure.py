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
from hotspot.access import LOCAL, Feed, Scope
from hotspot.config import Measure, Parameters
from hotspot.cube import Cube, Step
from hotspot.errors import AccessError, DataError
from hotspot.measures import Measures

STEPS = tuple(Step(date(2025, m, 1), date(2025, m, 28), f"m{m}", 28) for m in range(1, 13))
FORCE = "force/made"


def _measures(counts: np.ndarray[Any, Any]) -> Measures:
    """Return made-up measures of a row of places, each the neighbour of the next."""
    n, t = counts.shape
    ids = tuple(f"c{i}" for i in range(n))
    outlines = gpd.GeoSeries.from_xy(range(n), [0] * n, index=list(ids)).buffer(0.4).set_crs("EPSG:4326")
    cube = Cube(ids, STEPS[:t], counts.astype(np.int32), "h3", 8, "whole", outlines, np.ones(n), (), 0.0)
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


YEAR = np.hstack([COUNTS, COUNTS])


def test_published_sources_pass_untouched() -> None:
    made = _measures(COUNTS)
    out = disclosure.release(made, sources=["police_uk/gwent"], scope=LOCAL)
    assert not out.controlled and out.exposure.empty
    pd.testing.assert_frame_equal(out.frame, made.frame)
    assert (out.counts == COUNTS).all()


AUDIENCES = pytest.mark.parametrize("audience", ["public", "beyond", "meeting", "analyst"])


@AUDIENCES
def test_a_restricted_source_is_never_part_of_a_sum(audience: str) -> None:
    # 6 published records known, "fewer than 8" of both together: the other source holds 0 or 1.
    with pytest.raises(AccessError, match="never as part of a sum"):
        disclosure.release(_measures(YEAR), sources=["police_uk/gwent", FORCE], scope=Scope(audience=audience))


@AUDIENCES
def test_a_source_nobody_registered_is_controlled_for_everybody(audience: str) -> None:
    out = disclosure.release(_measures(YEAR), sources=[FORCE], scope=Scope(audience=audience))
    assert out.controlled and len(out.steps) == 1 and (out.steps[0].start, out.steps[0].end) == (
        date(2025, 1, 1), date(2025, 12, 28))  # fmt: skip
    assert out.counts.ravel().tolist() == [10, 100, 70, 10, 4]
    assert np.isnan(out.z).all() and out.frame["z"].isna().all() and out.frame["lower"].isna().all()
    assert out.frame["stability"].isna().all() and not out.also.any()
    assert {"z", "lower", "stability"} <= set(out.exposure["number"])


def test_the_meeting_sees_exact_police_counts_and_no_exact_health_count() -> None:
    feeds = (Feed(FORCE, "police", "Force", "cda"), Feed("ed/royal", "health", "Trust", "s16", geography="h3-8"))
    for audience, exact in (("meeting", True), ("beyond", False), ("public", False)):
        scope = Scope(audience=audience, feeds=feeds)
        assert disclosure.may_see_raw([FORCE], scope) is exact
        assert disclosure.release(_measures(YEAR), sources=["ed/royal"], scope=scope).controlled


def test_section_17_and_an_ambulance_are_not_exact_at_the_meeting() -> None:
    feeds = (Feed(FORCE, "police", "Force", "s17"), Feed("ambulance/x", "ambulance", "Trust", "s16"))
    scope = Scope(audience="meeting", feeds=feeds)
    assert not disclosure.may_see_raw([FORCE], scope) and not disclosure.may_see_raw(["ambulance/x"], scope)
    assert disclosure.may_see_raw([FORCE], dataclasses.replace(scope, role="opcc"))


@pytest.mark.parametrize(("many", "resolution", "mask"), [(11, 8, "whole"), (12, 9, "whole"), (12, 8, "inhabited")])
def test_another_cut_does_not_pass_the_door(many: int, resolution: int, mask: str) -> None:
    made = _measures(YEAR[:, :many])
    made = dataclasses.replace(made, cube=dataclasses.replace(made.cube, resolution=resolution, mask=mask))
    with pytest.raises(AccessError, match="one cut only"):
        disclosure.release(made, sources=[FORCE], scope=LOCAL)


@pytest.mark.parametrize(
    "free",
    [{"start": "2025-02"}, {"end": "2025-11"}, {"resolution": 9}, {"geography": "lsoa"}, {"rings": 2}, {"alpha": 0.05},
     {"bandwidth_m": 300.0}, {"step": "week"}, {"reference": "district"}, {"window": "step"}],
)  # fmt: skip
def test_a_free_choice_is_refused_with_the_mend(free: dict[str, Any]) -> None:
    asked = Parameters("made", sources=(FORCE,), **free)
    with pytest.raises(AccessError) as refused:
        disclosure.fitted(asked, [FORCE], ("2023-01", "2025-12"), LOCAL)
    assert "Leave" in refused.value.fix or "2025-01 to 2025-12" in refused.value.fix


def test_the_usual_question_is_filled_in_and_fits_itself() -> None:
    fit = disclosure.fitted(Parameters("made"), [FORCE], ("2023-07", "2026-03"), LOCAL)
    assert (fit.start, fit.end, fit.resolution, fit.mask) == ("2025-01", "2025-12", 8, "whole")
    assert disclosure.fitted(fit, [FORCE], ("2023-07", "2026-03"), LOCAL) == fit
    feed = Feed(FORCE, "police", "Force", "cda", geography="lsoa", window="quarter")
    other = disclosure.fitted(Parameters("made"), [FORCE], ("2023-07", "2026-03"), Scope(feeds=(feed,)))
    assert (other.start, other.end, other.geography) == ("2026-01", "2026-03", "lsoa")
    with pytest.raises(AccessError, match="No whole calendar year"):
        disclosure.fitted(Parameters("made"), [FORCE], ("2025-02", "2026-01"), LOCAL)


def test_sexual_and_domestic_offences_have_no_places() -> None:
    only = Measure("domestic", "Domestic abuse", {"force": ("Domestic abuse: violence", "Sexual offences")})
    with pytest.raises(AccessError, match="not shown by place"):
        disclosure.refuse_sensitive(only, FORCE)
    disclosure.refuse_sensitive(Measure("v", "Violence", {"force": ("Sexual offences", "Robbery")}), FORCE)


def test_zero_and_seven_cannot_be_told_apart() -> None:
    zero, seven = YEAR * 0, YEAR * 0
    seven[0, 0] = 7
    seen = [
        disclosure.release(_measures(c), sources=[FORCE], scope=LOCAL).frame[["count", "count_12m"]]
        for c in (zero, seven)
    ]
    pd.testing.assert_frame_equal(*seen)


def test_a_sources_own_analyst_sees_everything_of_that_source_only() -> None:
    own = Scope(audience="analyst", analyst_of=("hospital/royal",))
    made = _measures(YEAR)
    assert not disclosure.release(made, sources=["hospital/royal", "police_uk/gwent"], scope=own).controlled
    assert disclosure.release(made, sources=[FORCE], scope=own).controlled


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
    made = dataclasses.replace(_measures(YEAR), notes=("3 of 17 incidents have no location.",))
    out = disclosure.release(made, sources=[FORCE], scope=LOCAL)
    assert not any(digit in note for note in out.notes for digit in ("3 of", "17"))
