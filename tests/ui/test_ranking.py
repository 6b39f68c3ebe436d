"""The list of Hot now says why some of its places need a decision and others do not."""

from __future__ import annotations

from dataclasses import replace

from hotspot.ui.ranking import decision_rule
from tests.views import made


def test_the_rule_names_the_places_above_their_range_that_are_neither_new_nor_worsening() -> None:
    found = made.findings()
    places = found.places.assign(word="on and off", count_last=3, usual_low=0.0, usual_high=9.0, decide=False)
    assert decision_rule(replace(found, places=places), police_found=False).endswith("above its usual range.")
    places.loc[places.index[1], "count_last"] = 10
    told = decision_rule(replace(found, places=places), police_found=False)
    assert told.endswith(f"Above it too, but neither new nor worsening: place {places['rank'].iloc[1]} (on and off).")
    places["word"] = "new"
    assert "Above it too" not in decision_rule(replace(found, places=places), police_found=False)


def test_no_rule_where_no_place_has_a_word_and_another_for_what_police_activity_finds() -> None:
    found = made.findings()
    assert decision_rule(replace(found, places=found.places.assign(word="")), police_found=False) == ""
    assert decision_rule(replace(found, places=found.places.iloc[:0]), police_found=False) == ""
    assert "follow patrols" in decision_rule(replace(found, places=found.places.assign(word="new")), police_found=True)
