"""The story of Station Yard and Kingsway, told by the evaluation as data/TRUTH.toml says it was planted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hotspot import pipeline
from hotspot.config import Parameters, Settings
from hotspot.errors import DataError, ParameterError

ASKED = Parameters(area="demo")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def analysis(home: Settings) -> pipeline.Analysis:
    return pipeline.analyse(ASKED, settings=home)


@pytest.fixture(scope="module")
def patrols(home: Settings, analysis: pipeline.Analysis) -> pipeline.DidItWork:
    return pipeline.did_it_work(ASKED, entry(home, "Hotspot patrols"), settings=home, of=analysis)


def entry(home: Settings, what: str) -> pipeline.Tried:
    begun = pipeline.actions_begun("demo", home)
    return pipeline.as_tried(begun[begun["what"] == what].iloc[0].to_dict())


def place(truth: dict[str, Any], key: str) -> str:
    return str(next(one["h3_8"] for one in truth["place"] if one["key"] == key))


def test_the_register_says_what_was_planted(home: Settings, truth: dict[str, Any]) -> None:
    asked = entry(home, "Hotspot patrols")
    first, last = (date.fromisoformat(day) for day in truth["effect"]["station_yard"]["patrols"])
    assert (asked.start, asked.end, asked.cells) == (first, last, (place(truth, "station_yard"),))
    asked = entry(home, "Knife operation")
    first, last = (date.fromisoformat(day) for day in truth["effect"]["kingsway"]["operation"])
    assert (asked.start, asked.end, asked.cells) == (first, last, (place(truth, "kingsway"),))


def test_station_yard_is_not_claimed_as_a_success(patrols: pipeline.DidItWork, truth: dict[str, Any]) -> None:
    planted, result = truth["effect"]["station_yard"], patrols.worked
    assert result.verdict == "not shown" and "no effect can be claimed" in patrols.headline
    assert result.interval[0] < planted["weighted_displacement_difference"] < result.interval[1]
    before, after = result.counts.loc["target", ["before", "after"]]
    assert abs(before - planted["counts"]["station_yard"][0]) <= 6  # a hexagon is not the planted spot
    assert abs(after - planted["counts"]["station_yard"][1]) <= 6


def test_minster_street_is_matched_by_itself(
    home: Settings, analysis: pipeline.Analysis, truth: dict[str, Any], patrols: pipeline.DidItWork
) -> None:
    asked = entry(home, "Hotspot patrols")
    matched = pipeline.Tried(**{**vars(asked), "comparison": ()})
    found = pipeline.did_it_work(ASKED, matched, settings=home, of=analysis)
    assert found.worked.comparison.index.tolist() == [place(truth, "minster_street")]
    assert found.worked.verdict == "not shown"


def test_dock_road_rose_next_door_and_is_shown(patrols: pipeline.DidItWork, truth: dict[str, Any]) -> None:
    ring = patrols.worked.ring
    dock = ring.loc[place(truth, "dock_road")]
    assert dock["after"] > dock["before"] and ring.index[0] == place(truth, "dock_road")
    assert "Dock Road) went from" in patrols.words[2]
    assert patrols.worked.wdq < 0  # more came into the ring than where nothing was done


def test_no_place_that_another_action_touched_is_compared_with(
    patrols: pipeline.DidItWork, truth: dict[str, Any]
) -> None:
    offered = {*patrols.worked.comparison.index, *patrols.worked.candidates.index}
    for key in ("castle_hill", "eastgate", "kingsway", "dock_road"):
        assert place(truth, key) not in offered


def test_kingsways_violence_stayed_flat_and_is_not_claimed(
    home: Settings, analysis: pipeline.Analysis, truth: dict[str, Any]
) -> None:
    found = pipeline.did_it_work(ASKED, entry(home, "Knife operation"), settings=home, of=analysis)
    low, high = found.worked.change.interval
    assert low < 100 * (truth["effect"]["kingsway"]["violence_ratio"] - 1) < high
    assert found.worked.verdict in ("not shown", "too few")


def test_possession_is_refused_as_an_outcome_before_anything_is_counted(home: Settings) -> None:
    with pytest.raises(DataError, match="police activity finds these offences"):
        pipeline.did_it_work(ASKED.changed(offence="possession"), entry(home, "Knife operation"), settings=home)


def test_months_that_a_source_did_not_deliver_are_refused(home: Settings) -> None:
    asked = pipeline.Tried("Marshals", date(2024, 2, 1), date(2024, 6, 30), ("88194426edfffff",))
    with pytest.raises(DataError, match="do not reach both before and into"):
        pipeline.did_it_work(ASKED.changed(offence="ambulance_assaults"), asked, settings=home)


def test_no_success_is_claimed_in_the_small_partnerships(
    home: Settings, analysis: pipeline.Analysis, truth: dict[str, Any]
) -> None:
    names = truth["effect"]["small_csps"]["names"]
    where = analysis.findings.locations
    small = where[where["csp_name"].isin(names)].nlargest(5, "count")
    for cell in small.index:
        asked = pipeline.Tried("Anything", date(2025, 7, 1), date(2025, 12, 31), (str(cell),))
        assert pipeline.did_it_work(ASKED, asked, settings=home, of=analysis).worked.verdict in ("too few", "not shown")


def test_a_drawn_area_counts_as_its_hexagon_does(
    home: Settings, analysis: pipeline.Analysis, truth: dict[str, Any], patrols: pipeline.DidItWork
) -> None:
    shape = analysis.findings.locations.geometry[place(truth, "station_yard")].__geo_interface__
    asked = pipeline.Tried("Drawn", date(2025, 7, 1), date(2025, 12, 31), shape=shape)
    others = {**vars(asked), "key": patrols.tried.key}
    found = pipeline.did_it_work(ASKED, pipeline.Tried(**others), settings=home, of=analysis)
    assert found.worked.counts.equals(patrols.worked.counts)


def test_somewhere_else_is_refused(home: Settings, analysis: pipeline.Analysis) -> None:
    asked = pipeline.Tried("Nowhere", date(2025, 7, 1), None, ("88195c82dbfffff",))
    with pytest.raises(DataError, match="names no place of this area"):
        pipeline.did_it_work(ASKED, asked, settings=home, of=analysis)


def test_a_comparison_place_of_elsewhere_is_refused_and_never_passed_over(
    home: Settings, analysis: pipeline.Analysis
) -> None:
    asked = pipeline.Tried(**{**vars(entry(home, "Hotspot patrols")), "comparison": ("88195c82dbfffff",)})
    with pytest.raises(ParameterError, match="not in this area"):
        pipeline.did_it_work(ASKED, asked, settings=home, of=analysis)
