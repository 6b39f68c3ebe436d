"""The brief and the packs from the pages, and the two short forms: prepared only when asked, refusals shown."""

from __future__ import annotations

from datetime import date

import pytest

from hotspot import pipeline
from hotspot.config import Settings
from hotspot.errors import DataError
from hotspot.ui import answers, folds
from tests.pages.made_pages import STATUS, held, opened, texts
from tests.views.brief import made_brief


@pytest.fixture
def briefed(monkeypatch, tmp_path):
    """Let the pages see the made-up area, and note what they ask the paper for."""
    held(monkeypatch)
    asked = []

    def brief(parameters, **how):
        asked.append((parameters, how))
        return made_brief.brief()

    def pack(parameters, csp, **how):
        asked.append((csp, how))
        return made_brief.pack()

    files = [{"notes": [], **file} for file in STATUS["files"]]
    monkeypatch.setattr(pipeline, "status", lambda *_: {**STATUS, "files": files})
    monkeypatch.setattr(pipeline, "brief", brief)
    monkeypatch.setattr(pipeline, "pack", pack)
    monkeypatch.setattr(answers, "settings", lambda: Settings(tmp_path))
    return asked


def downloads(page):
    return [element.proto.label for element in page.get("download_button")]


@pytest.mark.parametrize("name", ["hot_now"])
def test_a_brief_is_made_when_asked_for_and_not_before(name, briefed):
    page = opened(name)
    assert not page.exception
    assert briefed == []
    assert "brief.pdf" not in downloads(page)
    page.selectbox(key="marking_brief").set_value("OFFICIAL-SENSITIVE")
    today = date.today()
    page.button(key="prepare_brief").click().run()
    assert not page.exception
    paper = briefed[0][1]["paper"]
    assert (paper.marking, paper.language) == ("OFFICIAL-SENSITIVE", "en")
    assert paper.as_of in {today, date.today()}  # midnight may come between
    assert {"brief.pdf", "brief.png", "brief.csv", "brief.xlsx", "brief.geojson", "brief.gpkg"} <= set(downloads(page))


def test_a_change_of_marking_takes_the_old_files_away(briefed):
    page = opened("hot_now")
    page.button(key="prepare_brief").click().run()
    assert "brief.pdf" in downloads(page)
    page.selectbox(key="marking_brief").set_value("").run()
    assert "brief.pdf" not in downloads(page)


def test_asking_again_reads_the_register_again(briefed):
    page = opened("hot_now")
    page.button(key="prepare_brief").click().run()
    page.button(key="prepare_brief").click().run()
    assert len(briefed) == 2


def test_a_refused_brief_says_why(briefed, monkeypatch):
    def refuse(*_, **__):
        raise DataError("There is a gap.", "Choose dates on one side of it.")

    monkeypatch.setattr(pipeline, "brief", refuse)
    page = opened("hot_now")
    page.button(key="prepare_brief").click().run()
    assert not page.exception
    assert any("There is a gap" in box.value for box in page.error)


def test_packs_ask_for_a_district_first(briefed):
    page = opened("district")
    assert "Choose your district above" in texts(page)
    page = opened("district", csp="E1")
    page.button(key="prepare_pack").click().run()
    assert not page.exception
    assert briefed[-1][0] == "E1"
    assert {"needs-assessment.pdf", "yearly-review.pdf", "pack.xlsx"} <= set(downloads(page))


def test_an_indicator_is_typed_in_kept_and_judged(briefed):
    page = opened("data")
    assert "None yet." in texts(page)
    fields = {field.label: field for field in page.text_input}
    fields["Indicator"].set_value("Suspensions")
    fields["Period"].set_value("2025/26")
    fields["Value"].set_value("12")
    next(field for field in page.text_input if field.label == "Source").set_value("Education")
    next(button for button in page.button if button.label == "Save the indicator").click().run()
    assert not page.exception
    assert any("Saved" in box.value for box in page.success)
    kept = pipeline.register_table("indicator", "made", answers.settings())
    assert kept[["name", "period", "value", "source"]].to_numpy().tolist() == [
        ["Suspensions", "2025/26", 12.0, "Education"]
    ]
    shown = next(frame.value for frame in page.dataframe if "Judged" in frame.value)
    assert shown["Judged"].tolist() == ["too few to judge"]


def test_a_value_that_is_no_number_and_words_about_a_person_are_refused(briefed):
    page = opened("data")
    fields = {field.label: field for field in page.text_input}
    fields["Indicator"].set_value("Suspensions")
    fields["Period"].set_value("2025/26")
    fields["Value"].set_value("many")
    next(field for field in page.text_input if field.label == "Source").set_value("ring 07700 900123")
    next(button for button in page.button if button.label == "Save the indicator").click().run()
    assert not page.exception
    assert page.error
    assert pipeline.register_table("indicator", "made", answers.settings()).empty


def test_a_month_of_sharing_is_entered_and_its_gap_named(briefed):
    page = opened("data")
    next(field for field in page.text_input if field.label == "Partner").set_value("Ambulance")
    next(field for field in page.text_input if field.label == "Month").set_value("2025-11")
    next(box for box in page.selectbox if box.label == "State").set_value("missing")
    next(button for button in page.button if button.label == "Save the month").click().run()
    assert not page.exception
    assert "Ambulance\\: 2025-11" in texts(page)
    kept = pipeline.register_table("sharing", "made", answers.settings())
    assert kept[["partner", "month", "state"]].to_numpy().tolist() == [["Ambulance", "2025-11", "missing"]]


def test_a_fold_costs_nothing_until_it_is_opened_and_keeps_what_was_typed_when_it_is_closed(briefed):
    page = opened("hot_now", open_folds=False)
    assert not page.exception and folds.BRIEF in [box.key for box in page.expander]
    assert "prepare_brief" not in [button.key for button in page.button]
    page.session_state[folds.BRIEF] = True
    page.run()
    page.selectbox(key="marking_brief").set_value("OFFICIAL-SENSITIVE")
    page.session_state[folds.BRIEF] = False
    assert page.run().selectbox(key="marking_brief").value == "OFFICIAL-SENSITIVE"
