from __future__ import annotations

import dataclasses
from datetime import date

import pandas as pd
import pytest

from hotspot import views
from hotspot.views import headlines, maps, summaries, words
from tests.views import made


def test_the_panel_says_in_how_many_settings_the_word_holds():
    place = made.findings().places.iloc[0].copy()
    place["stability"], place["settings_tried"] = 0.4, 10
    said = dict(words.place_lines(made.analysis(), place))["Why this word"]
    assert "Confidence in the word: low, 4 of 10 settings tried" in said


def test_a_word_that_holds_on_few_expected_records_is_never_high_or_medium_without_saying_so():
    found = made.findings()
    few = "rough scores: fewer than 5 records are expected around it in a step."
    for stability, level in ((0.9, "high"), (0.6, "medium")):
        places = found.places.assign(stability=stability, low_expected_step=True)
        found = dataclasses.replace(found, places=places)
        assert headlines.told(found.places.iloc[0], found).endswith(f"Confidence: {level}, but on {few}")
        assert headlines.sureness(found).endswith(f": confidence: {level}, but on {few}")
    place = found.places.iloc[0].copy()
    place["settings_tried"] = 10
    said = dict(words.place_lines(made.analysis(), place))["Why this word"]
    assert "Confidence in the word: medium, 6 of 10" in said and "Scores here are rough: fewer than 5 records" in said
    place["low_expected_step"] = False
    assert "rough" not in dict(words.place_lines(made.analysis(), place))["Why this word"]


def test_a_month_only_source_never_says_weeks():
    analysis = made.analysis()
    said = [views.headline(analysis.findings), *views.summary(analysis)]
    said += [text for _, text in words.place_lines(analysis, analysis.findings.places.iloc[0])]
    assert not any("week" in text or "28 days" in text for text in said)


def test_a_total_of_chosen_districts_is_never_called_that_of_the_area():
    whole = made.analysis()
    code, name = whole.base.csp.index[0], whole.base.csp["name"].iloc[0]
    chosen = dataclasses.replace(whole, parameters=whole.parameters.changed(csps=(code,)))
    assert summaries.area_said(whole) == whole.profile.name
    assert views.summary(chosen)[0].startswith(f"{name} ({whole.profile.name}): ")


def test_other_steps_are_said_in_days():
    assert words.span(date(2025, 12, 4), date(2025, 12, 31)) == "in the 28 days to 31 December 2025"
    assert words.span(date(2024, 7, 1), date(2025, 12, 31)) == "from July 2024 to December 2025"


def test_age_is_counted_from_the_last_day():
    analysis = made.analysis()
    said = words.freshness(analysis, date(2026, 2, 21))
    assert said == "Recorded violence, to 31 December 2025 (52 days old)"


def test_a_controlled_headline_holds_no_small_number():
    found = made.findings(controlled=True)
    said = views.headline(found)
    assert "fewer than 8 in December 2025" in said or " 10 in December 2025" in said
    assert "usually" not in said


def test_the_summary_has_ten_lines():
    assert len(views.summary(made.analysis())) == 10


def test_the_panel_has_four_lines_and_says_what_is_not_known():
    lines = dict(words.place_lines(made.analysis(), made.findings().places.iloc[0]))
    assert list(lines) == ["How many", "Why this word", "When", "Who else knows"]
    assert "neither day nor hour" in lines["When"]


def test_made_up_records_are_not_credited_to_anybody():
    assert "made up" in words.attribution(["demo/police"])
    assert "data.police.uk" not in words.attribution(["demo/police", "demo/ed"])
    assert "Open Government Licence" in words.attribution(["demo/police", "police_uk/gwent"])


def test_a_partners_feed_is_not_credited_to_the_police():
    said = words.attribution(["ambulance/towns"])
    assert "ambulance (Towns)" in said and "data.police.uk" not in said and "Office for National Statistics" in said
    both = words.attribution(["police_uk/gwent", "fire/gwent"])
    assert "data.police.uk" in both and "not published: fire (Gwent)." in both


def test_a_single_step_is_said_once():
    found = made.findings()
    one = dataclasses.replace(found, steps=found.steps[-1:])
    analysis = dataclasses.replace(made.analysis(), findings=one)
    assert dict(words.place_lines(analysis, one.places.iloc[0]))["How many"].count("December 2025") == 1


def test_a_place_far_down_that_needs_a_decision_stands_in_the_list():
    found = made.findings()
    far = pd.concat([found.places.assign(decide=False)] * 10, ignore_index=True)
    far.loc[len(far) - 1, "decide"] = True
    marked = maps.marked(dataclasses.replace(found, places=far))
    assert list(marked.index) == [*range(maps.LISTED), len(far) - 1]


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA])
def test_an_unknown_count_is_a_dash(value):
    assert words.number(value, made.findings()) == "–"


def test_status_says_what_is_held_and_what_is_missing():
    file = {"name": "a.zip", "member": "x.csv", "kind": "police_uk_street", "rows_read": 2214, "kept": 2190,
            "rejected": {"bad month": 24}, "flagged": {"no_location": 0}}  # fmt: skip
    source = {"source": "police_uk/made", "months": ["2018-10", "2025-01"], "gaps": [["2018-11", "2024-12"]]}
    said = views.status_text({"version": 2, "files": [file], "sources": [source]})
    assert "2,214 read, 2,190 kept; rejected: 24 bad month; flagged: none" in said
    assert "2018-11 to 2024-12 missing" in said
    assert "python -m hotspot add" in views.status_text({"version": 0, "files": [], "sources": []})
