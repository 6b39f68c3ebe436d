"""Every page that cannot answer: a broken link, a refusal, too few months, nothing recorded; each says what to do."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from hotspot import measures, pipeline
from hotspot.errors import DataError
from hotspot.findings.narrowing import NARROWED
from hotspot.views import legends, tables
from tests.pages.made_pages import held, opened, texts
from tests.views import made

ASKING = ("hot_now", "emerging", "weekend", "district", "act", "worked", "data")  # every page but Methods has filters
UI = Path(__file__).resolve().parents[2] / "hotspot" / "ui"
MAPPED = ("hot_now", "emerging", "district")


@pytest.mark.parametrize("name", ASKING)
def test_a_broken_link_explains_itself_on_every_page(name, monkeypatch):
    held(monkeypatch)
    page = opened(name, area="atlantis")
    assert not page.exception
    assert any("Nothing is held" in box.value for box in page.error)
    assert any("This link cannot be used as it stands" in box.value for box in page.warning)
    assert any(button.label.startswith("Start again") for button in page.button)


def test_a_broken_link_names_every_fault_and_goes_on_with_the_rest(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now", area="made", resolution="99", alpha="x", csps="E1,ZZ", end="2025-11", rules="legacy")
    said = " ".join(box.value for box in page.error)
    assert len(page.error) == 3
    assert "resolution 99 is out of reach" in said and "'x' is not a number for alpha" in said and "district ZZ" in said
    page.button(key="keep_link").click().run()
    assert not page.exception and not page.error
    left = {name: value if isinstance(value, str) else value[0] for name, value in page.query_params.items()}
    assert left == {"area": "made", "csps": "E1", "end": "2025-11", "rules": "legacy"}


def test_a_link_to_another_area_keeps_what_means_something_here(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now", area="atlantis", csps="A1", rules="legacy")
    page.button(key="keep_link").click().run()
    left = {name: value if isinstance(value, str) else value[0] for name, value in page.query_params.items()}
    assert left == {"area": "made", "rules": "legacy"}


def test_notes_of_the_whole_area_say_so_where_a_part_is_shown(monkeypatch):
    held(monkeypatch)
    noted = dataclasses.replace(
        made.findings(), notes=(NARROWED, "Chosen by ward: X.", "Half of the incidents are in 1 %.")
    )
    monkeypatch.setattr(pipeline, "analyse", lambda p, **_: dataclasses.replace(made.analysis(p), findings=noted))
    said = "Of the whole area, not of the part that is shown:"
    assert said not in texts(opened("district"))
    shown = texts(opened("district", csp="E1"))
    assert shown.index("Chosen by ward: X.") < shown.index(said) < shown.index("Half of the incidents")


@pytest.mark.parametrize("name", ["hot_now", "emerging", "district", "worked", "data"])
def test_what_is_missing_is_said_in_two_sentences_with_the_mending(name, monkeypatch):
    held(monkeypatch)

    def refuse(*_, **__):
        raise DataError("No LSOA 2021 boundaries are loaded.", "Add them on the page Data.")

    monkeypatch.setattr(pipeline, "analyse", refuse)
    page = opened(name)
    assert not page.exception
    assert "**No LSOA 2021 boundaries are loaded.**  \nAdd them on the page Data." in [box.value for box in page.error]
    assert {box.label for box in page.selectbox} >= {"Area"}  # the filters stay, to ask for something else


def few_steps(steps):
    """The made-up findings as an area with so few months has them: counts, and no categories."""
    found = made.findings()
    none = found.locations.assign(category=0, category_name="", letter="", word="")
    cut = {name: getattr(found, name)[:, -steps:] for name in ("counts", "z", "bins")}
    places = found.places.assign(word="", decide=False)
    return dataclasses.replace(found, locations=none, places=places, steps=found.steps[-steps:], **cut)


@pytest.mark.parametrize("name", MAPPED)
def test_two_months_are_enough_for_a_page_and_too_few_for_a_category(name, monkeypatch):
    held(monkeypatch)
    thin = few_steps(2)
    monkeypatch.setattr(pipeline, "analyse", lambda p, **_: dataclasses.replace(made.analysis(p), findings=thin))
    page = opened(name)
    assert not page.exception
    if name == "emerging":
        assert any("need at least 5 steps" in box.value and "page Data" in box.value for box in page.info)


@pytest.mark.parametrize("name", MAPPED)
def test_a_period_with_no_record_says_so(name, monkeypatch):
    held(monkeypatch)
    thin = few_steps(12)
    empty = dataclasses.replace(
        thin, locations=thin.locations.assign(count=0), places=thin.places.iloc[:0], peaks=thin.peaks.iloc[:0],
        counts=np.zeros_like(thin.counts),
    )  # fmt: skip
    monkeypatch.setattr(pipeline, "analyse", lambda p, **_: dataclasses.replace(made.analysis(p), findings=empty))
    page = opened(name)
    assert not page.exception
    if name == "hot_now":
        assert "Nothing recorded in this period" in texts(page)
    if name == "emerging":
        assert any("No place has a pattern" in box.value for box in page.info)


def test_the_fewest_steps_are_those_of_the_measure():
    assert legends.FEWEST_STEPS == measures.FEWEST_STEPS


@pytest.mark.parametrize(
    "part", ["answers", "comparing", "analyst", "equality", "patrol", "acting", "zones", "context"]
)
def test_what_takes_long_is_said_in_words_while_it_lasts(part):
    """Each of these rooms of the pages has long work; the sign that it lasts says what is being done."""
    tree = ast.parse((UI / f"{part}.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    said = [word.value.value for node in calls for word in node.keywords
            if word.arg == "show_spinner" and isinstance(word.value, ast.Constant)]  # fmt: skip
    assert any(isinstance(words, str) and words.endswith("…") for words in said)
    assert True not in said  # Streamlit's own words name a function, which tells a reader nothing


@pytest.mark.parametrize("name", ["hot_now", "emerging", "district"])
def test_a_district_that_the_area_does_not_have_is_named_and_left_out_by_one_button(name, monkeypatch):
    asked = held(monkeypatch)
    page = opened(name, area="made", csp="E99")
    assert not page.exception and len(page.dataframe)
    assert any("E99" in box.value and "does not have" in box.value for box in page.warning)
    assert {one.csps for one in asked} == {()}
    page.button(key="leave_district_out").click().run()
    assert not page.warning and "csp" not in page.query_params


def test_a_district_of_the_area_is_not_warned_of(monkeypatch):
    held(monkeypatch)
    assert not opened("district", area="made", csp="E1").warning


def test_a_choice_that_does_not_exist_is_said_and_the_usual_shown(monkeypatch):
    held(monkeypatch)
    page = opened("district", area="made", show="<b>nonsense</b>")
    assert not page.exception
    assert "show=&lt;b&gt;nonsense&lt;/b&gt;" in texts(page)
    assert page.session_state["choose_layer"] == "rate"


@pytest.mark.parametrize("controlled", [False, True])
def test_outlines_are_brought_in_on_the_page_data_too_and_none_of_a_restricted_source(controlled, monkeypatch):
    held(monkeypatch)
    monkeypatch.setattr(pipeline, "analyse", lambda *_, **__: made.analysis(controlled=controlled))
    page = opened("data", area="made")
    assert not page.exception
    assert controlled != any(box.label.startswith("Outlines of my own") for box in page.expander)


def test_the_quality_of_a_restricted_source_is_a_sentence_and_no_table_without_columns(monkeypatch):
    open_, banded = made.analysis(), made.analysis(controlled=True)
    for answer, many in ((open_, 1), (dataclasses.replace(banded, quality=banded.quality.iloc[:0]), 0)):
        held(monkeypatch)  # nothing is kept from the answer before
        monkeypatch.setattr(pipeline, "analyse", lambda *_, answer=answer, **__: answer)
        page = opened("data", area="made")
        assert not page.exception
        assert sum("What" in frame.value.columns for frame in page.dataframe) == many
        assert ("is not told of a restricted source" in texts(page)) is (many == 0)


def test_a_restricted_source_has_no_empty_chart_and_its_hexagons_are_called_so(monkeypatch):
    held(monkeypatch)
    banded = made.analysis(controlled=True)
    unknown = dict.fromkeys(("rate", "rate_lower", "rate_upper"), np.nan)
    banded = dataclasses.replace(
        banded, districts=banded.districts.assign(**unknown), lsoas=banded.lsoas.assign(**unknown)
    )
    monkeypatch.setattr(pipeline, "analyse", lambda *_, **__: banded)
    page = opened("district", area="made", csp="E1")
    assert not page.exception
    said = texts(page)
    assert "no rate per resident is given" in said and " hexagons, records " in said
    assert "rate" not in page.segmented_control(key="choose_layer").options


def test_where_no_place_of_a_restricted_source_is_counted_my_district_says_so_instead_of_a_grey_map(monkeypatch):
    held(monkeypatch)
    banded = made.analysis(controlled=True)
    hidden = dataclasses.replace(banded, lsoas=banded.lsoas.assign(count=np.nan))
    monkeypatch.setattr(pipeline, "analyse", lambda *_, **__: hidden)
    page = opened("district", area="made")
    assert not page.exception and "no neighbourhood and no hexagon is counted" in page.info[0].value
    assert not page.get("deck_gl_json_chart") and not page.dataframe
    assert not [box for box in page.segmented_control if box.label == "Colour by"]


def test_emerging_of_a_restricted_source_leaves_out_the_columns_that_it_cannot_fill(monkeypatch):
    held(monkeypatch)
    banded = made.analysis(controlled=True)
    places = banded.findings.locations.assign(flip="", also_matches="", stability=np.nan)
    hidden = dataclasses.replace(banded, findings=dataclasses.replace(banded.findings, locations=places))
    monkeypatch.setattr(pipeline, "analyse", lambda *_, **__: hidden)
    page = opened("emerging", area="made")
    table = next(frame.value for frame in page.dataframe if "Why" in frame.value.columns)
    assert "Place" in table and not {"What would change it", "Also fits", "Stability"} & set(table)


def test_a_restricted_source_says_on_each_page_what_it_does_not_show_and_nothing_is_called_wrong(monkeypatch):
    held(monkeypatch)
    banded = made.analysis(controlled=True)
    told = dataclasses.replace(banded.findings, notes=(*banded.findings.notes, "A district is left out."))
    monkeypatch.setattr(type(banded), "by_lsoa", lambda _: told)
    monkeypatch.setattr(pipeline, "analyse", lambda *_, **__: banded)
    district = texts(opened("district", area="made"))
    assert "Districts of a restricted source are not ranked." in district and "A district is left out." in district
    worked = opened("worked", area="made")
    assert "cannot be judged here" in worked.info[0].value and not worked.error
    assert not [box for box in worked.selectbox if box.label == "What was done"]  # nothing is asked for in vain
    assert "keep today" not in texts(opened("hot_now", area="made"))


def test_what_a_restricted_source_hides_is_told_calmly_and_a_fault_as_one():
    def page():
        from hotspot.errors import DataError, HiddenError
        from hotspot.ui.refusals import refuse

        refuse(HiddenError("Hours are not shown.", "Choose another source."))
        refuse(DataError("There is a gap.", "Add the month."))

    shown = AppTest.from_function(page, default_timeout=300).run()
    assert "Hours are not shown." in shown.info[0].value and "There is a gap." in shown.error[0].value


def test_what_is_hidden_is_named_in_words_and_once():
    told = pd.DataFrame({"number": ["z", "z_last", "lower", "count of 2 of 9 places"], "why_hidden": list("ssif")})
    shown = tables.hidden(told)
    assert shown["Number"].tolist() == [tables.SCORES, "the interval of a count", "count of 2 of 9 places"]
    assert shown["Why it is hidden"].tolist() == ["s", "i", "f"]
