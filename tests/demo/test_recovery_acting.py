"""The story as the list of places to act tells it, at the settings a reader meets first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h3
import pandas as pd
import pytest

from hotspot import pipeline
from hotspot.config import Parameters, Settings
from hotspot.errors import ParameterError
from hotspot.views import shortlist as told
from hotspot.views import shortlist_notes, suited, thin

HOT = {"new", "worsening", "long-standing", "easing", "on and off", "was hot"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(Path(tmp_path_factory.mktemp("empty")))


@pytest.fixture(scope="module")
def acting(home: Settings) -> pipeline.Acting:
    return pipeline.places_to_act(Parameters("demo"), settings=home)


@pytest.fixture(scope="module")
def where(truth: dict[str, Any]) -> dict[str, str]:
    return {place["key"]: place["h3_8"] for place in truth["place"]}


def test_the_list_is_that_of_the_raw_records(acting: pipeline.Acting, serious: pd.DataFrame, where: Any) -> None:
    listed = acting.listed()
    held = serious[serious["lon"].notna() & (serious["source"] == "demo/police")]
    cells = [h3.latlng_to_cell(lat, lon, 8) for lat, lon in zip(held["lat"], held["lon"], strict=True)]
    plain = pd.Series(cells, index=held.index)
    recent = held["from_local"] >= "2025-01-01"
    for key in ("high_bridge", "quayside", "foundry_lane", "castle_hill", "eastgate"):
        here = plain == where[key]
        place = listed.loc[where[key]]
        assert (place["count"], place["count_12m"]) == (here.sum(), (here & recent).sum())
    assert acting.shortlist.years == pytest.approx(3, abs=0.01)


def test_the_hospital_is_not_on_the_list(acting: pipeline.Acting, where: dict[str, str]) -> None:
    listed = acting.listed()
    assert where["hospital"] not in listed.index and where["prison"] not in listed.index
    assert not listed["name"].str.contains("Hospital|Prison").any()


def test_castle_hill_is_new_and_said_in_the_second_line(acting: pipeline.Acting, where: dict[str, str]) -> None:
    listed = acting.listed()
    place = listed.loc[where["castle_hill"]]
    assert place["word"] == "new" and place["base"] == "12 months"
    assert place["when"][0] == "weekend_nights" and place["hours"].startswith("00:00-03:00")
    assert "Castle Hill and Mill Lane (new)" in told.second_line(listed)
    tried = acting.actions_at(where["castle_hill"])
    assert "licensing_review" in set(tried["key"]) and "after_school_programme" not in set(tried["key"])


def test_eastgate_is_after_school_without_a_youth_session(acting: pipeline.Acting, where: Any, truth: Any) -> None:
    place = acting.listed().loc[where["eastgate"]]
    assert place["when"] == (truth["effect"]["eastgate"]["window"],) and place["young"]
    assert "youth_session" in place["thin"] and thin.gap(place["gaps"][0]).startswith(
        "No youth session or youth club within 1.2 km: "
    )
    first = acting.actions_at(where["eastgate"]).iloc[0]
    assert first["key"] == "after_school_programme"
    because = "weekday afternoons in term; under-18s; no youth session within 1.2 km"
    assert suited.because(first["because"]).startswith(because)


def test_kingsway_is_there_for_its_violence_and_never_by_possession(
    acting: pipeline.Acting, home: Settings, where: dict[str, str], truth: dict[str, Any]
) -> None:
    place = acting.listed().loc[where["kingsway"]]
    assert place["word"] == "" and not place["decide"] and not place["steps_hot"] > len(acting.findings.steps) / 2
    with pytest.raises(ParameterError) as refused:
        pipeline.places_to_act(Parameters("demo", offence="possession"), settings=home)
    assert "where police search" in refused.value.what


@pytest.mark.parametrize("name", ["Wragmoor", "Saltrigg"])
def test_no_place_of_the_small_districts_is_claimed(
    name: str, acting: pipeline.Acting, home: Settings, truth: dict[str, Any]
) -> None:
    assert name in truth["effect"]["small_csps"]["names"]
    assert name not in set(acting.shortlist.places["csp_name"])
    csp = acting.findings.locations.query("csp_name == @name")["csp_code"].iloc[0]
    alone = pipeline.places_to_act(Parameters("demo", csps=(csp,)), settings=home)
    listed = alone.listed()
    assert set(listed["csp_name"]) == {name} and not set(listed["word"]) & HOT
    assert told.headline(alone, listed).startswith("Too few to rank")
    many = alone.shortlist.with_records
    assert (listed["rank_best"] == 1).all() and (listed["rank_worst"] == many).all()  # the counts order nothing


def test_the_agreed_weights_order_it_and_the_line_says_how_much_hangs_on_them(acting: pipeline.Acting) -> None:
    assert acting.combined is not None and acting.sensitivity is not None
    by_weights = acting.listed(by_weights=True)
    assert by_weights["combined_rank"].is_monotonic_increasing
    assert list(by_weights.index) != list(acting.listed().index)
    assert acting.sensitivity.worst <= acting.sensitivity.median <= acting.sensitivity.head == 10
    assert f"{acting.sensitivity.median} of the first 10 stay" in shortlist_notes.order_said(acting, by_weights=True)


def test_the_same_question_gives_the_same_answer(acting: pipeline.Acting, home: Settings) -> None:
    again = pipeline.places_to_act(Parameters("demo"), settings=home)
    pd.testing.assert_frame_equal(again.shortlist.places, acting.shortlist.places)
    assert again.sensitivity == acting.sensitivity
    pd.testing.assert_frame_equal(again.actions, acting.actions)


def test_neighbourhoods_of_different_sizes_are_not_ranked(home: Settings) -> None:
    with pytest.raises(ParameterError, match="different sizes"):
        pipeline.places_to_act(Parameters("demo", geography="lsoa"), settings=home)
