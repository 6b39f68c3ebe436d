"""Every page in every state: nothing held, a broken link, a refusal, enough data, a second opening."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest

from hotspot import findings, pipeline, views
from hotspot.config import Parameters
from hotspot.errors import DataError
from hotspot.ui import all_places, reports
from tests.pages.made_pages import deck, held, opened, texts
from tests.views import made

ALL = ["hot_now", "emerging", "district", "data", "methods"]
MAPPED = ["hot_now", "emerging", "district"]


@pytest.mark.parametrize("name", [*ALL, "weekend"])
def test_nothing_held_says_what_to_do(name, monkeypatch):
    held(monkeypatch, anything=False)
    page = opened(name)
    assert not page.exception
    if name != "methods":
        assert any("python -m hotspot add" in box.value for box in page.info)
        assert not page.get("deck_gl_json_chart")


@pytest.mark.parametrize("name", ALL)
def test_a_page_opens_without_app_and_a_second_time(name, monkeypatch):
    held(monkeypatch)
    page = opened(name)
    assert not page.exception
    assert not page.error
    assert not page.run().exception


@pytest.mark.parametrize("name", MAPPED)
def test_maps_ask_nobody_for_a_base_map(name, monkeypatch):
    held(monkeypatch)
    assert deck(opened(name))["mapStyle"] == "__MAP_STYLE__"


@pytest.mark.parametrize(
    ("query", "said"),
    [({"area": "atlantis"}, "Nothing is held"), ({"area": "made", "resolution": "many"}, "not a whole number"),
     ({"area": "made", "method": "guess"}, "not a method")],
)  # fmt: skip
def test_a_broken_link_explains_itself_and_offers_a_way_on(query, said, monkeypatch):
    held(monkeypatch)
    page = opened("hot_now", **query)
    assert not page.exception
    assert said in page.error[0].value
    next(one for one in page.button if one.label.startswith("Start again")).click().run()
    assert not page.error
    assert page.get("deck_gl_json_chart")


def test_a_refusal_is_two_sentences_and_keeps_the_filters(monkeypatch):
    held(monkeypatch)

    def refuse(*_, **__):
        raise DataError("There is a gap from 2019-03 to 2024-12.", "Choose dates on one side of it.")

    monkeypatch.setattr(pipeline, "analyse", refuse)
    page = opened("hot_now")
    assert not page.exception
    assert page.error[0].value == "**There is a gap from 2019-03 to 2024-12.**  \nChoose dates on one side of it."
    assert {box.label for box in page.selectbox} >= {"Area", "From", "To"}


def test_hot_now_says_the_headline_the_age_and_the_caveat(monkeypatch):
    held(monkeypatch)
    said = texts(opened("hot_now"))
    assert "3 places need a decision." in said
    assert "Recorded violence, to 31 December 2025 (" in said
    assert made.measure().caveat in said
    assert "Open Government Licence" in said


def test_the_table_holds_the_findings_row_by_row(monkeypatch):
    held(monkeypatch)
    table = opened("hot_now").dataframe[0].value
    places = made.findings().places
    assert table["Place"].tolist() == places["name"].tolist()
    assert table["Records"].tolist() == places["count"].tolist()
    assert table["Rank"].tolist() == places["rank"].tolist()


def test_a_long_table_is_sent_to_those_who_open_it(monkeypatch):
    held(monkeypatch)
    short = opened("hot_now", open_folds=False)
    monkeypatch.setattr(all_places, "MANY", 0)
    closed, unfolded = opened("hot_now", open_folds=False), opened("hot_now")
    (fold,) = (one.label for one in unfolded.expander if one.label.startswith("All "))
    assert fold.endswith("places with records, as a table")
    assert len(closed.dataframe) == len(short.dataframe) - 1
    assert any(table.value.equals(short.dataframe[0].value) for table in unfolded.dataframe)


def test_the_list_shows_a_place_on_the_map(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now")
    third = made.findings().places.iloc[2]
    before = deck(page)["initialViewState"]
    page.button(key=f"place_{third['peak']}").click().run()
    assert page.query_params["at"] in (third["peak"], [third["peak"]])
    assert f"<h3>{third['name']}</h3>" in texts(page)
    assert deck(page)["initialViewState"] != before
    assert abs(deck(page)["initialViewState"]["longitude"] - third["lon"]) < 0.02


def test_a_link_to_a_place_that_is_gone_shows_the_one_in_the_headline(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now", area="made", at="88195c8051ffffe")
    assert not page.exception
    found = made.findings()
    assert f"<h3>{found.locations.at[views.headlines.first_place(found), 'name']}</h3>" in texts(page)


def test_a_link_holds_settings_and_never_a_count(monkeypatch):
    asked = held(monkeypatch)
    page = opened("emerging", area="made", resolution="7", rules="legacy")
    assert (asked[0].resolution, asked[0].rules) == (7, "legacy")
    page.selectbox(key="choose_alpha").select(0.05).run()
    assert asked[-1].alpha == 0.05
    assert set(page.query_params) == {"area", "resolution", "rules", "alpha"}


def test_another_measure_is_counted_when_chosen(monkeypatch):
    asked = held(monkeypatch)
    page = opened("hot_now")
    page.selectbox(key="choose_offence").select("possession").run()
    assert asked[-1].offence == "possession"


def test_a_chosen_district_leaves_only_its_own_places(monkeypatch):
    asked = held(monkeypatch)
    page = opened("hot_now", area="made")
    whole = deck(page)["initialViewState"]
    page.multiselect(key="choose_csps").select("E1").run()
    assert asked[-1].csps == ("E1",)
    assert set(page.dataframe[0].value["District"]) == {"Westborough"}
    assert deck(page)["initialViewState"] == whole  # the places change, where the reader looks does not
    page.selectbox(key="choose_reference").select("district").run()
    assert asked[-1].reference == "district"


def test_the_same_question_is_answered_once(monkeypatch):
    asked = held(monkeypatch)
    opened("hot_now")
    opened("hot_now")
    assert len(asked) == 1


def test_emerging_shows_why_and_the_steps(monkeypatch):
    held(monkeypatch)
    page = opened("emerging")
    assert "Hot in 9 of 12 steps." in page.dataframe[-1].value["Why"].tolist()
    assert "N</b>&nbsp;new hot" in texts(page)
    assert any("Step by step" in element.value for element in page.markdown)


def test_a_district_shows_its_own_neighbourhoods(monkeypatch):
    held(monkeypatch)
    page = opened("district", area="made", csp="E1", show="imd_decile")
    rows = made.analysis().lsoas
    assert len(page.dataframe[-1].value) == (rows["csp_code"] == "E1").sum()
    assert "Deprivation, in tenths of the country" in texts(page)
    assert "Westborough: 900 records" in page.code[0].value


def test_a_district_that_cannot_be_told_apart_says_why(monkeypatch):
    held(monkeypatch)
    page = opened("district", area="made", csp="E3")
    assert not page.exception
    notes = page.dataframe[-2].value["Note"].tolist()
    assert any(note.startswith("Shares a local authority") for note in notes)
    assert "NaN" not in page.get("deck_gl_json_chart")[0].proto.json


def test_data_shows_what_became_of_every_row(monkeypatch):
    held(monkeypatch)
    page = opened("data")
    row = page.dataframe[0].value.iloc[0]
    assert (row["Rows read"], row["Kept"], row["Rejected"], row["Flagged"]) == (
        2214,
        2190,
        "24 bad month",
        "12 without a location",
    )
    assert "2018-11 to 2024-12" in texts(page)
    assert any("1 institution with 412 records" in box.label for box in page.expander)


def test_my_district_says_that_its_files_hold_more_than_the_district(monkeypatch):
    """Its tables are of one district; findings.csv and map.png are of the whole area, and nothing said so."""
    held(monkeypatch)
    said = "These files hold all hexagons of the whole area, not those of Westborough alone"
    page = opened("district", area="made", csp="E1")
    assert said in texts(page) and not page.exception
    assert "These files hold" not in texts(opened("district", area="made"))
    assert "These files hold" not in texts(opened("hot_now", area="made", csp="E1"))  # there they are its own alone


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"geography": "lsoa"}, "all neighbourhoods of the whole area"), ({"wards": ("W1",)}, "of the part chosen in")],
)
def test_what_the_files_of_a_district_hold_follows_the_question(asked, said):
    analysis = made.analysis(Parameters("made", **asked))
    told = reports._held_by_files(analysis, "E1")
    assert said in told and "Westborough" in told
    assert "csp_name" in told and "csp_name" in views.files.table(analysis.findings)
    alone = dataclasses.replace(analysis, findings=findings.narrowed(analysis.findings, ["E1"]))
    assert reports._held_by_files(alone, "E1") == ""


def test_the_simple_map_needs_no_webgl(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now")
    page.toggle[0].set_value(True).run()
    assert not page.exception
    assert not page.get("deck_gl_json_chart")
    assert page.get("image")


def test_without_a_document_the_page_says_so(monkeypatch, tmp_path):
    held(monkeypatch)
    monkeypatch.setattr("hotspot.ui.held.DOCS", tmp_path)
    page = opened("methods")
    assert "methods.md is missing" in page.warning[0].value


def test_the_sections_of_methods_are_listed_first_and_each_link_has_its_heading():
    page = opened("methods")
    contents = next(one.proto.body for one in page.get("html") if "hs-contents" in one.proto.body)
    titles = [re.sub(r"\\", "", one.value) for one in page.header]
    assert re.findall(r'href="#([\w-]+)"', contents) == [one.proto.anchor for one in page.header]
    assert [html.unescape(one) for one in re.findall(r">([^<]+)</a>", contents)] == titles and len(titles) > 20
    told = "".join(one.value for one in page.markdown)
    assert ".md)" not in told and "trust.md" in told
