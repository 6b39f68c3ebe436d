from __future__ import annotations

import dataclasses
from datetime import date

import pandas as pd
import pytest

from hotspot import views
from hotspot.views import maps, summaries, words
from tests.views import made


def test_the_headline_counts_decisions_and_names_the_first():
    found = made.findings()
    urgent = found.places[found.places["decide"]]
    said = views.headline(found)
    assert said.startswith(f"{len(urgent)} places need a decision. ")
    first = urgent.iloc[0]
    assert f"New: {first['name']}. {first['count_last']} in December 2025, usually {first['usual']:.0f} (" in said
    assert said.endswith("Confidence: medium.")


def test_a_shaky_word_is_said_as_such_and_never_as_low_confidence_in_the_count():
    found = made.findings()
    found.places["stability"] = 0.2
    said = views.headline(found)
    assert said.endswith("Clearly above usual; “new” is less sure.") and "low" not in said
    found.places["decide"], found.locations["decide"] = False, False
    assert views.headline(found).endswith(f"“{found.places.iloc[0]['word']}” is less sure.")
    found.places["word"] = ""
    assert views.headline(found).endswith("Whether it has a pattern is less sure.")


def test_the_panel_says_in_how_many_settings_the_word_holds():
    place = made.findings().places.iloc[0].copy()
    place["stability"], place["settings_tried"] = 0.4, 10
    said = dict(words.place_lines(made.analysis(), place))["Why this word"]
    assert "Confidence in the word: low, 4 of 10 settings tried" in said


def test_a_word_that_holds_on_few_expected_records_is_never_high_or_medium_without_saying_so():
    found = made.findings()
    found.places["low_expected_step"] = True
    few = "rough scores: fewer than 5 records are expected around it in a step."
    for stability, level in ((0.9, "high"), (0.6, "medium")):
        found.places["stability"] = stability
        assert views.headline(found).endswith(f"Confidence: {level}, but on {few}")
    place = found.places.iloc[0].copy()
    place["settings_tried"] = 10
    said = dict(words.place_lines(made.analysis(), place))["Why this word"]
    assert "Confidence in the word: medium, 6 of 10" in said and "Scores here are rough: fewer than 5 records" in said
    place["low_expected_step"] = False
    assert "rough" not in dict(words.place_lines(made.analysis(), place))["Why this word"]


def test_one_place_needs_a_decision():
    found = made.findings()
    found.places.loc[found.places["word"] == "new", ["word", "decide"]] = ["was hot", False]
    assert views.headline(found).startswith("1 place needs a decision. Worsening: ")


def test_without_a_new_place_the_most_recorded_is_named():
    found = made.findings()
    found.places["word"], found.places["decide"], found.locations["decide"] = "", False, False
    hot = int((found.places["bin"] > 0).sum())
    assert views.headline(found).startswith(f"{hot} places have more than chance would give. Most recorded: ")
    found.places["bin"] = 0
    assert views.headline(found).startswith(f"No place stands out. Most recorded: {found.places.iloc[0]['name']}.")


def test_nothing_recorded_is_said():
    found = made.findings()
    empty = dataclasses.replace(found, places=found.places.iloc[:0])
    assert views.headline(empty) == "Nothing recorded from January to December 2025."


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


def test_new_cells_inside_a_place_known_for_something_else_are_not_lost():
    found = made.findings()
    assert words.within(found) == ""
    keys = found.locations.index
    found.locations.loc[keys[1], "place"] = found.locations.loc[
        keys[3], "place"
    ]  # a new cell beside a long-standing one
    place = found.places.set_index("peak")["place"]
    found = dataclasses.replace(found, places=found.places[found.places["place"] != place[keys[1]]])
    said = words.within(found)
    assert said == f"Also, inside larger places: 1 new part. Busiest of them: {found.locations.loc[keys[1], 'name']}."


@pytest.mark.parametrize(("parts", "does"), [(1, "1 part of a larger one does."), (2, "2 parts of larger ones do.")])
def test_no_headline_says_that_nothing_needs_a_decision_where_a_part_of_a_place_does(parts, does):
    found = made.findings()
    found.places["decide"], found.locations["decide"] = False, False
    assert views.headline(found).startswith("No place needs a decision now. Most recorded: ")
    inside = found.locations.index[:parts]
    found.locations.loc[inside, ["decide", "word"]] = True, "worsening"
    first = found.locations.loc[inside].sort_values("count_last", ascending=False, kind="stable").iloc[0]
    said = f"No whole place needs a decision now, {does} Worsening: {first['name']}. {first['count_last']} in"
    assert views.headline(found).startswith(said)
    assert bool(words.within(found)) == (parts > 1)  # the only one is not said twice


def test_every_place_that_needs_a_decision_is_said_new_before_worsening():
    found = made.findings()
    found.places["decide"] = False
    assert words.further(found) == ""
    found.places.loc[:2, ["decide", "word"]] = [[True, "worsening"], [True, "new"], [True, "worsening"]]
    said = words.further(found)
    one, two, three = found.places["name"].iloc[:3]
    assert f"New: {two}. " in views.headline(found)
    assert said.startswith(f"Also to decide: worsening, {one}: ")
    assert f" Then worsening, {three}: " in said
    assert f"{two}:" not in said


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
