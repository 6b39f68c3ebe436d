"""Did it work and the register on screen, on the demonstration: the story told, entries made, refusals spoken."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from hotspot import pipeline, views
from hotspot.config import Settings
from hotspot.ui import folds, tables, tasking
from tests.pages.made_pages import PAGES, deck, texts

YARD, CASTLE = "88194424c5fffff", "88194426edfffff"
SLOW = 300


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    st.cache_data.clear()
    return Settings(tmp_path)


def shown(name: str, **query: str) -> AppTest:
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=SLOW)
    for fold in folds.ALL:
        page.session_state[fold] = True
    for key, value in {"area": "demo", **query}.items():
        page.query_params[key] = value
    return page.run()


def field(page: AppTest, label: str, kind: str = "text_input"):
    return next(one for one in getattr(page, kind) if one.label.startswith(label))


def press(page: AppTest, label: str) -> AppTest:
    return next(one for one in page.button if one.label == label).click().run()


def test_the_page_opens_with_the_patrols_and_claims_nothing(home: Settings) -> None:
    page = shown("worked")
    said = texts(page)
    assert not page.exception and not page.error
    assert "Hotspot patrols, Station Yard: 57 before, 39 after" in said
    assert "no effect can be claimed" in said and "Dock Road) went from 20 to 24" in said
    assert "reduced" not in said.lower()
    assert "7 actions: 5 done, 1 late, 1 dropped" in said
    spec = deck(page)
    assert spec["mapStyle"] == "__MAP_STYLE__"


def test_possession_is_refused_with_the_reason_and_the_register_stays(home: Settings) -> None:
    page = shown("worked", offence="possession")
    assert not page.exception
    assert any("police activity finds these offences" in box.value for box in page.error)
    assert "Actions, with owners and dates" in texts(page)


def test_the_link_names_the_action_and_the_comparison(home: Settings) -> None:
    key = pipeline.actions_begun("demo", home).set_index("what")["key"]
    page = shown("worked", tried=key["Knife operation"])
    assert "Knife operation, Kingsway" in texts(page)
    page = shown("worked", like="88194424c1fffff")  # Dock Road is next door
    assert any("too near" in box.value for box in page.error)


def test_ones_own_places_and_dates_can_be_looked_at_without_keeping_them(home: Settings) -> None:
    page = shown("worked", tried="own", at=YARD)
    assert any("the first day" in box.value for box in page.info)
    field(page, "First day", "date_input").set_value("2025-07-01")
    page = page.run()
    assert "57 before, 39 after" in texts(page)
    assert pipeline.register_table("action", "demo", home)["made_up"].all()


def test_a_place_is_tasked_noted_changed_and_withdrawn(home: Settings) -> None:
    page = shown("hot_now", at=CASTLE)
    field(page, "What will be done").set_value("Close the alley at night")
    for one in page.text_input:
        if one.label.startswith("Saved by"):
            one.set_value("Tasking chair")
    refused = press(page, "Task it")  # without an owner
    assert refused.error and field(refused, "What will be done").value == "Close the alley at night"
    field(refused, "Owner").set_value("Highways team")
    page = press(refused, "Task it")
    assert not page.exception and not page.error
    assert not field(page, "What will be done").value
    held = pipeline.register_table("action", "demo", home)
    mine = held[~held["made_up"]].iloc[0]
    assert (mine["what"], mine["owner"], mine["cells"], mine["by"]) == (
        "Close the alley at night", "Highways team", [CASTLE], "Tasking chair",
    )  # fmt: skip
    page = shown("worked")
    page.selectbox(key=f"change_status_{mine['key']}").set_value("done")
    for one in page.text_input:
        one.set_value("Analyst") if one.label.startswith("Saved by") else None
    page = press(page.run(), "Save the change")
    assert pipeline.history(mine["key"], home)["changed"].tolist() == ["entered", "Status"]
    page = press(page, "Withdraw it (its history stays)")
    assert pipeline.register_table("action", "demo", home)["made_up"].all()
    assert not any(
        one.label == "Withdraw it (its history stays)" for one in page.button
    )  # nothing of one's own is left


def test_a_note_is_erased_for_good_only_when_that_is_asked_for(home: Settings) -> None:
    body = {"partner": "Pastors", "place": "Castle Hill", "date": "2026-01-02", "text": "Busy at the rank."}
    entry = pipeline.save_entry("note", body, "demo", home, at=datetime(2026, 1, 3), by="Pastors")
    page = shown("worked")
    assert next(one for one in page.button if one.label == "Erase it for good").disabled
    page.checkbox[-1].check()
    for one in page.text_input:
        if one.label.startswith("Saved by"):
            one.set_value("Data protection officer")
    page = press(page.run(), "Erase it for good")
    assert not page.exception and pipeline.history(entry.key, home).empty


def test_a_phone_number_in_a_note_is_refused_and_nothing_is_kept(home: Settings) -> None:
    page = shown("hot_now", at=CASTLE)
    field(page, "Partner").set_value("Street pastors")
    field(page, "What is known", "text_area").set_value("Ask the warden on 01632 960983")
    for one in page.text_input:
        if one.label.startswith("Saved by"):
            one.set_value("Pastors")
    page = press(page, "Keep the note")
    assert any("nothing about a person is kept" in box.value for box in page.error)
    assert pipeline.register_table("note", "demo", home)["made_up"].all()


def test_the_list_of_the_meeting_is_kept(home: Settings) -> None:
    page = shown("hot_now")
    for one in page.text_input:
        if one.label.startswith("Saved by"):
            one.set_value("Chair")
    press(page.run(), "Keep the list")
    meetings = pipeline.register_table("meeting", "demo", home)
    assert len(meetings) == 2
    assert meetings.iloc[-1]["list"][0]["rank"] == 1


def test_the_project_stands_on_the_map_of_places_to_act(home: Settings) -> None:
    spec = deck(shown("act"))
    flat = [layer for entry in spec["layers"] for layer in (entry if isinstance(entry, list) else [entry])]
    dots = next(layer for layer in flat if layer["id"] == "projects")
    assert [row["s"] for row in dots["data"]] == ["Northmoor Youth Club (established)"]


def test_a_damaged_register_is_said_and_the_map_still_stands(home: Settings) -> None:
    (home.home / "log").mkdir()
    (home.home / "log" / "register.sqlite").write_bytes(b"not a database at all" * 100)
    for name in ("hot_now", "act"):
        page = shown(name)
        assert not page.exception
        assert any("The register" in box.value and "cannot be used" in box.value for box in page.error)
        assert page.get("deck_gl_json_chart")


def test_small_areas_are_evaluated_too(home: Settings) -> None:
    page = shown("worked", geography="lsoa")
    assert not page.exception and not page.error
    assert "Hotspot patrols, Station Yard" in texts(page)


def test_a_ward_is_chosen_on_my_district_and_leaves_its_neighbourhoods_alone(home: Settings) -> None:
    page = shown("district", csp="D22000005")
    wards = page.selectbox(key="choose_ward").options
    assert wards[0] == "All wards" and "Mill Lane, Kelderby" in wards
    assert "Shown: the neighbourhood with most records" in texts(page)
    assert "lie in one class" not in texts(page)
    page.selectbox(key="choose_ward").select("Mill Lane, Kelderby").run()
    assert not page.exception
    assert page.query_params["ward"] in ("Mill Lane, Kelderby", ["Mill Lane, Kelderby"])
    (rows,) = [one.value for one in page.dataframe if "Neighbourhood" in one.value]
    assert len(rows) < 74 and rows["Neighbourhood"].str.startswith("Mill Lane ward").all()
    page.selectbox(key="choose_ward").select("Norbyholme, Kelderby").run()
    assert "All 6 neighbourhoods lie in one class: under 1." in texts(page)
    page.selectbox(key="choose_district").select("D22000001").run()
    assert "ward" not in page.query_params  # another district has other wards


def test_a_tasked_place_is_agreed_and_leaves_the_count_and_the_next_one_is_at_hand(home: Settings) -> None:
    page = shown("hot_now")
    assert "Task it**: Mill Lane ward" in "".join(one.label for one in page.expander)
    field(page, "What will be done").set_value("Visible patrols")
    field(page, "Owner").set_value("Neighbourhood team")
    for one in page.text_input:
        one.set_value("Tasking chair") if one.label.startswith("Saved by") else None
    page = press(page, "Task it")
    said = texts(page)
    assert "2 places need a decision. New: Castle ward" in said and "Agreed already: Mill Lane ward." in said
    assert "To decide</h3>" not in said and "To decide (2)" in said and "Agreed (1)" in said
    review = views.words.day(date.today() + tasking.UNTIL_REVIEW)
    assert f"agreed: Neighbourhood team, review on {review}" in said
    assert "Task it**: Castle ward" in "".join(one.label for one in page.expander)


def by(page: AppTest, who: str) -> None:
    """Write who saves into every form of the page."""
    for one in page.text_input:
        if one.label.startswith("Saved by"):
            one.set_value(who)


def look_at(page: AppTest, place: str) -> AppTest:
    page.query_params["at"] = place
    return page.run()


def test_what_was_written_for_a_place_is_there_when_one_comes_back_to_it(home: Settings) -> None:
    page = shown("hot_now", at=CASTLE)
    field(page, "What will be done").set_value("Close the alley at night")
    field(page, "Review on", "date_input").set_value(date(2027, 3, 1))
    field(page, "Scan", "text_area").set_value("An alley without light")
    page = look_at(page, YARD)
    assert not page.session_state[folds.TASK]  # nothing was begun at this place
    page.session_state[folds.TASK] = True
    page = page.run()
    assert not field(page, "What will be done").value and not field(page, "Scan", "text_area").value
    page = look_at(page, CASTLE)
    assert page.session_state[folds.TASK]
    assert field(page, "What will be done").value == "Close the alley at night"
    assert field(page, "Review on", "date_input").value == date(2027, 3, 1)
    assert field(page, "Scan", "text_area").value == "An alley without light"
    page.session_state[folds.TASK] = False  # folded up by hand, it stays so, and draws nothing
    page = page.run()
    assert not any(one.label == "What will be done?" for one in page.text_input)


def test_what_was_saved_is_said_above_the_button_until_the_next_thing_is_done(home: Settings) -> None:
    page = shown("hot_now", at=CASTLE)
    field(page, "What will be done").set_value("Close the alley at night")
    field(page, "Owner").set_value("Highways team")
    field(page, "Due", "date_input").set_value(date(2027, 2, 1))
    field(page, "Review on", "date_input").set_value(date(2027, 3, 1))
    by(page, "Tasking chair")
    page = press(page, "Task it")
    days = "Highways team, due 1 February 2027, review on 1 March 2027"
    said = [one.value for one in page.get("html") if "Saved: Close the alley at night · " in one.value]
    assert len(said) == 1 and 'role="status"' in said[0] and "Castle ward" in said[0] and days in said[0]
    assert f"</b>: Close the alley at night · {days}" in texts(page)
    assert above(page, "Task it").value == said[0] and not page.success
    assert "Saved: Close" not in texts(page.run())


def test_what_was_saved_is_said_above_the_folds_where_the_form_is_gone(home: Settings) -> None:
    page = shown("hot_now")  # no place is picked: once it is tasked, the next one is at hand, with its form folded
    field(page, "What will be done").set_value("Visible patrols")
    field(page, "Owner").set_value("Neighbourhood team")
    by(page, "Tasking chair")
    page = press(page, "Task it")
    assert [one.value for one in page.success if "Saved" in one.value and "Mill Lane ward" in one.value]


def test_a_refusal_stands_above_the_button(home: Settings) -> None:
    page = shown("hot_now", at=CASTLE)
    field(page, "What will be done").set_value("Close the alley at night")
    field(page, "Owner").set_value("Highways team")
    page = press(page, "Task it")
    assert "The box 'Saved by' is empty." in above(page, "Task it").value
    assert field(page, "What will be done").value == "Close the alley at night"


def test_nothing_is_reviewed_before_it_is_tasked_however_old_the_records_are(home: Settings) -> None:
    page = shown("hot_now", at=CASTLE)
    assert field(page, "Review on", "date_input").value == date.today() + tasking.UNTIL_REVIEW
    assert {field(page, name, "date_input").value for name in ("Due", "First day", "Last day")} == {None}


def above(page: AppTest, label: str) -> Any:
    """Return what stands right above a button."""
    shown = [one for one in page.main if not isinstance(one, Block)]
    return shown[next(n for n, one in enumerate(shown) if one.type == "button" and one.label == label) - 1]


def test_no_day_that_is_over_is_taken_when_something_is_tasked(home: Settings) -> None:
    page = shown("hot_now", at=CASTLE)
    days = [one for one in page.date_input if one.label in ("Review on", "First day", "Last day", "Due")]
    assert len(days) == 4 and {one.min for one in days} == {date(2025, 12, 31)}


def test_a_column_of_days_is_wide_enough_for_a_day_however_its_first_rows_look():
    told = pd.DataFrame({"Start": [None, None, date(2025, 7, 1)], "What": ["a", "b", "c"]})
    assert tables._has_days(told["Start"]) and not tables._has_days(told["What"])


def test_an_action_without_a_first_day_is_missed_by_nobody(home: Settings) -> None:
    page = AppTest.from_file(str(PAGES / "worked.py"), default_timeout=SLOW).run()
    assert any("say no first day, so they are not offered" in told.value for told in page.caption)


def test_a_column_is_wide_enough_for_a_text_much_longer_than_the_others():
    """A browser takes such a text for an exception and cuts it: "below the line, not cl"."""
    verdicts = pd.Series(["keep", "keep", "below the line, not clearly", "drop", "drop", "drop"])
    assert tables._cut("Verdict", verdicts) >= 6 * len("below the line, not clearly")
    late = pd.Series(["3.4 (2.9–4.0)"] * 12 + ["at most 0.3, too few to say how much"])
    assert tables._cut("Ambulance to police", late) >= 6 * 36
    assert tables._cut("Verdict", pd.Series(["keep", "drop"] * 4)) == 0  # what is measured rightly is left alone
    assert tables._cut("Records", pd.Series([1, 1_000_000])) == 0
    assert tables._cut("Why", pd.Series(["short"] * 12 + ["a sentence " * 9])) == 0  # that may take what is left
