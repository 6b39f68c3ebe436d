"""Each point of the planted story is found again by the product's own pipeline, at the settings a reader meets first.

``test_planted`` counts the raw records; here nothing is counted by the test. Every expectation is read from the truth
file that the story's seed wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from hotspot import demo, pipeline, stats, views
from hotspot.config import Parameters, Settings
from hotspot.findings import Findings
from hotspot.findings.places import DECIDE
from hotspot.pipeline import Analysis

Truth = dict[str, Any]
WORDED = {"new": "new", "consecutive": "new", "intensifying": "worsening"}  # the categories that need a decision


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Analysis]:
    """Return a function that answers a question on the demonstration, each once."""
    settings = Settings(tmp_path_factory.mktemp("empty"))
    known: dict[tuple[Any, ...], Analysis] = {}

    def answered(**changes: Any) -> Analysis:
        key = tuple(sorted(changes.items()))
        if key not in known:
            known[key] = pipeline.analyse(Parameters(area="demo", **changes), settings=settings)
        return known[key]

    return answered


@pytest.fixture(scope="module")
def recorded(answer: Callable[..., Analysis]) -> Analysis:
    """Return the answer at the default settings."""
    return answer()


@pytest.fixture(scope="module")
def by_lsoa(answer: Callable[..., Analysis]) -> Analysis:
    """Return the answer by LSOA and 28 days, as the examples of the categories are planted."""
    return answer(geography="lsoa", step="28d")


@pytest.fixture(scope="module")
def story(truth: Truth) -> dict[str, dict[str, Any]]:
    return {place["key"]: place for place in truth["place"]}


def place_at(analysis: Analysis, cell: str) -> pd.Series:
    """Return the row of the ranked list that holds a location."""
    number = analysis.findings.locations.loc[cell, "place"]
    return analysis.findings.places.set_index("place").loc[number]


def counted(findings: Findings, location: str, first: str, last: str) -> int:
    """Return what a location holds between two days; the steps must fill that time exactly."""
    low, high = date.fromisoformat(first), date.fromisoformat(last)
    inside = [low <= step.start and step.end <= high for step in findings.steps]
    taken = [step for step, kept in zip(findings.steps, inside, strict=True) if kept]
    assert (taken[0].start, taken[-1].end) == (low, high)
    return int(findings.counts[findings.locations.index.get_loc(location), inside].sum())


def test_the_default_question_is_answered_over_all_three_years(recorded: Analysis, truth: Truth) -> None:
    first, last = recorded.findings.steps[0].start, recorded.findings.steps[-1].end
    assert (first.isoformat(), last.isoformat()) == (truth["first_day"], truth["last_day"])
    assert recorded.parameters.offence == "recorded_violence" and recorded.sources == ("demo/police",)
    assert set(recorded.measure.categories["demo"]) == set(truth["serious_categories"])


def test_the_hospital_heads_the_naive_count_and_is_set_aside(recorded: Analysis, truth: Truth, story: Truth) -> None:
    places, aside = recorded.findings.places, recorded.institutions
    planted = truth["effect"]["hospital"]["serious_records"]
    assert truth["effect"]["hospital"]["set_aside"]
    top = aside.loc[aside["count"].idxmax()]
    assert top["name"].startswith(story["hospital"]["name"])
    assert planted <= top["count"] < 1.01 * planted
    assert places["count"].max() < top["count"]
    named = [place["name"] for place in story.values() if place["institution"]]
    apart = aside["name"].str.contains("|".join(named))
    assert apart.sum() == len(named) and aside.loc[~apart, "count"].sum() < planted / 100  # a police station's few
    assert not places["name"].str.contains("|".join(named)).any()
    assert recorded.findings.locations.loc[story["hospital"]["h3_8"], "count"] < planted / 20


def test_castle_hill_is_new_and_needs_a_decision(recorded: Analysis, truth: Truth, story: Truth) -> None:
    effect, cell = truth["effect"]["castle_hill"], story["castle_hill"]["h3_8"]
    found = recorded.findings.locations.loc[cell]
    assert found["category_name"] == story["castle_hill"]["category"] + " hot"
    assert found["word"] == "new" and found["word"] in DECIDE
    assert found["count_last"] > found["usual_high"]
    row = place_at(recorded, cell)
    assert (row["urgent_word"], row["urgent_peak"]) == ("new", cell)
    at = recorded.findings.locations.index.get_loc(cell)
    moved = date.fromisoformat(effect["hours_moved"])
    hot = [step.end for step, label in zip(recorded.findings.steps, recorded.findings.bins[at], strict=True) if label]
    assert hot and min(hot) > moved  # hot since the hours moved, never before
    before = [step.end < moved for step in recorded.findings.steps]
    after = [step.start > moved for step in recorded.findings.steps]
    times = [recorded.findings.counts[at, kept].mean() for kept in (after, before)]
    planted = effect["police_per_28_days_since"] / effect["police_per_28_days_before"]
    assert times[0] / times[1] > planted / 2


def test_the_headline_counts_what_is_new_or_worsening_and_nothing_else(recorded: Analysis, story: Truth) -> None:
    planted = {place["h3_8"]: WORDED[p] for place in story.values() if (p := place["category"]) in WORDED}
    urgent = recorded.findings.places[recorded.findings.places["word"].isin(DECIDE)]
    assert dict(zip(urgent["peak"], urgent["word"], strict=True)) == planted
    assert views.headline(recorded.findings).startswith(f"{len(planted)} places need a decision.")


def test_the_list_kept_at_the_meeting_is_what_that_month_showed(answer: Callable[..., Analysis]) -> None:
    (meeting,) = demo.register()["meeting"]
    then = views.maps.marked(answer(end="2025-11").findings)
    shown = [(row["rank"], row["location"], row["word"], row["count"]) for row in meeting["list"]]
    assert shown == list(then[["rank", "peak", "word", "count"]].itertuples(index=False, name=None))


def test_since_the_meeting_the_list_tells_the_story(recorded: Analysis, story: Truth) -> None:
    meetings = pd.DataFrame([{**one, "asked": "", "date": date.fromisoformat(one["date"])}
                             for one in demo.register()["meeting"]])  # fmt: skip
    seen = views.since.since(recorded.findings, meetings)
    named = {place["h3_8"]: key for key, place in story.items()}
    kinds = {named[cell]: change.kind for cell, change in seen.changes.items()}
    assert kinds == {
        "mill_lane": "joined", "castle_hill": "up", "quayside": "up", "showground": "up", "canal_basin": "other word",
        "station_yard": "other word",
    }  # fmt: skip
    assert not seen.gone


def test_eastgate_is_hot_and_ranked(recorded: Analysis, story: Truth) -> None:
    found = recorded.findings.locations.loc[story["eastgate"]["h3_8"]]
    assert found["category"] > 0
    row = place_at(recorded, story["eastgate"]["h3_8"])
    assert story["eastgate"]["name"] in row["name"] and row["csp_name"] == story["eastgate"]["csp"]
    hot = recorded.findings.places[recorded.findings.places["category"] > 0]
    assert row["rank"] <= len(hot)


@pytest.fixture(scope="module")
def halves(recorded: Analysis, truth: Truth, story: Truth) -> dict[str, tuple[int, int]]:
    """Return for each place of the evaluation its count a year before and while the patrols ran."""
    effect = truth["effect"]["station_yard"]
    spans = effect["compared_with"], effect["patrols"]
    return {
        key: tuple(counted(recorded.findings, story[key]["h3_8"], *span) for span in spans) for key in effect["counts"]
    }


def test_station_yard_fell_as_planted(halves: dict[str, tuple[int, int]], truth: Truth) -> None:
    found = stats.percent_change(*halves["station_yard"])
    low, high = found.interval
    assert low < 100 * truth["effect"]["station_yard"]["change"] < high
    assert abs(found.estimate / 100 - truth["effect"]["station_yard"]["change"]) < 0.1


def test_most_of_its_fall_was_to_be_expected_and_no_effect_can_be_claimed(
    halves: dict[str, tuple[int, int]], truth: Truth
) -> None:
    effect, (before, after) = truth["effect"]["station_yard"], halves["station_yard"]
    expected = before * halves["minster_street"][1] / halves["minster_street"][0]
    assert abs((before - expected) / (before - after) - effect["share_of_fall_expected_anyway"]) < 0.2
    assert (before - expected) / (before - after) > 0.5
    net = stats.wdd(halves["station_yard"], halves["minster_street"], halves["dock_road"], halves["bath_row"])
    assert net.interval[0] < 0 < net.interval[1]
    assert abs(net.estimate - effect["weighted_displacement_difference"]) < net.se
    assert stats.e_test(round(expected), after) > 0.05


def test_dock_road_rose_where_its_like_fell(halves: dict[str, tuple[int, int]], truth: Truth) -> None:
    planted = truth["effect"]["station_yard"]["counts"]
    for place in ("dock_road", "bath_row"):
        was, now = planted[place]
        assert (halves[place][1] > halves[place][0]) == (now > was)
    near, like = halves["dock_road"], halves["bath_row"]
    assert 0 < near[1] - near[0] * like[1] / like[0] < 2 * truth["effect"]["station_yard"]["moved_to_dock_road"]


def test_possession_jumps_while_violence_is_flat(answer: Callable[..., Analysis], truth: Truth, story: Truth) -> None:
    effect, cell = truth["effect"]["kingsway"], story["kingsway"]["h3_8"]
    first, last = (date.fromisoformat(day) for day in effect["operation"])
    eve, start = (first - timedelta(days=1)).isoformat(), truth["first_day"]
    days = (first - date.fromisoformat(start)).days, (last - first).days + 1

    def change(found: Findings) -> stats.PercentChange:
        pair = counted(found, cell, start, eve), counted(found, cell, *effect["operation"])
        return stats.percent_change(*pair, exposure=days)

    possession = answer(offence="possession")
    assert possession.measure.police_found and not answer().measure.police_found
    low, high = change(possession.findings).interval
    planted = effect["possession_a_month_during"] / effect["possession_a_month_before"]
    assert low < 100 * (planted - 1) < high
    low, high = change(answer().findings).interval
    assert low < 100 * (effect["violence_ratio"] - 1) < high
    assert answer().findings.locations.loc[cell, "category"] == 0  # not in the default list of hot places


@pytest.mark.parametrize("changes", [{}, {"geography": "lsoa", "step": "28d"}, {"geography": "lsoa"}])
def test_no_hot_spot_is_claimed_where_there_is_too_little_to_judge(
    changes: dict[str, str], answer: Callable[..., Analysis], truth: Truth
) -> None:
    found, small = answer(**changes), truth["effect"]["small_csps"]
    assert small["claim"] == "none"
    here = found.findings.locations[found.findings.locations["csp_name"].isin(small["names"])]
    assert set(here["csp_name"]) == set(small["names"])
    assert (here["category"] == 0).all() and (here["bin"] <= 0).all() and (here["word"] == "").all()
    listed = found.findings.places[found.findings.places["csp_name"].isin(small["names"])]
    assert not listed["word"].any() and not listed["urgent_word"].any()
    year = found.districts.set_index("name").loc[small["names"], "count_12m"]
    assert (year < small["serious_a_year_at_most"]).all()


def test_chapel_wharf_is_hot_in_the_hospital_alone(answer: Callable[..., Analysis], truth: Truth, story: Truth) -> None:
    effect, cell = truth["effect"]["chapel_wharf"], story["chapel_wharf"]["h3_8"]
    hospital, police = answer(offence="hospital_assaults"), answer()
    seen, told = hospital.findings.locations.loc[cell], police.findings.locations.loc[cell]
    assert seen["category"] > 0 and seen["bin"] > 0
    assert told["category"] == 0 and told["bin"] == 0 and told["word"] == ""
    assert seen["count"] / told["count"] > effect["ed"] / effect["police"] / 5  # a third of attendances has no place
    assert place_at(hospital, cell)["rank"] <= 3


def planted_examples(truth: Truth) -> dict[str, str]:
    return {place["key"]: place["category"] + " hot" for place in truth["place"] if place["category"]}


def test_an_example_of_each_category_that_can_be_shown_is_found_by_lsoa(
    by_lsoa: Analysis, truth: Truth, story: Truth
) -> None:
    examples, locations = planted_examples(truth), by_lsoa.findings.locations
    reach = {name for name, share in truth["power"]["recorded_violence"].items() if share >= truth["power"]["enough"]}
    assert len(by_lsoa.findings.steps) == 39 and set(examples.values()) == reach
    assert {key: locations.loc[story[key]["lsoa"], "category_name"] for key in examples} == examples


def test_an_example_of_each_category_is_found_by_cell_at_the_default_settings(
    recorded: Analysis, truth: Truth, story: Truth
) -> None:
    examples, locations = planted_examples(truth), recorded.findings.locations
    assert {key: locations.loc[story[key]["h3_8"], "category_name"] for key in examples} == examples


def test_their_labels_hold_under_other_settings(by_lsoa: Analysis, truth: Truth, story: Truth) -> None:
    codes = [story[key]["lsoa"] for key in planted_examples(truth)]
    found = by_lsoa.findings.locations.loc[codes, ["stability", "settings_tried"]]
    assert (found["settings_tried"] >= 4).all()
    assert found["stability"].mean() >= truth["power"]["enough"]


@pytest.mark.parametrize(("geography", "step", "key"), [("h3", "month", "h3_8"), ("lsoa", "28d", "lsoa")])
def test_nothing_is_named_hot_where_nothing_was_planted(
    geography: str, step: str, key: str, answer: Callable[..., Analysis], story: Truth
) -> None:
    changes = {} if geography == "h3" else {"geography": geography, "step": step}
    locations: gpd.GeoDataFrame = answer(**changes).findings.locations
    planted = [place[key] for place in story.values() if not place["institution"]]
    grounds = locations.geometry[locations.index.isin(planted)].union_all()
    beside = shapely.dwithin(locations.geometry.to_numpy(), grounds, 1e-4)  # a score is that of a neighbourhood
    hot = set(locations.loc[locations["category"] > 0, "place"])
    assert len(hot) >= len(planted_examples({"place": list(story.values())}))
    assert hot <= set(locations.loc[beside, "place"])
