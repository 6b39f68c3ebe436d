"""The page Weekend nights on the demonstration, in every state that a reader can bring it to."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from hotspot import pipeline
from hotspot.errors import HoursUnknownError
from tests.pages.made_pages import decks, opened, texts

ROOT = Path(__file__).resolve().parents[2]
TRUTH = tomllib.loads((ROOT / "data" / "TRUTH.toml").read_text(encoding="utf-8"))
CELL = {place["key"]: place["h3_8"] for place in TRUTH["place"]}


pytestmark = pytest.mark.usefixtures("empty_home")


def weekend(**query: str) -> AppTest:
    page = opened("weekend", **query)
    assert not page.exception
    return page


def table(page: AppTest, column: str) -> Any:
    return next(one.value for one in page.dataframe if column in one.value.columns)


def test_a_place_without_a_record_in_the_window_has_a_page() -> None:
    """A quiet place of a link has no list of busy places; it used to break the page."""
    page = weekend(at="881945c047fffff")
    assert not page.error
    assert "Fern Avenue" in texts(page)


# Words that join an English sentence and are none in Welsh; "a" and "to" are, and names hold "ward" and "near".
ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|with|from|than|against|which|where|last|this|each|not)\b", re.IGNORECASE
)
# Said by parts that other pages share, or said in English on purpose.
SHARED = ("python -m hotspot", "No cold spots:", "(Machine-made", "hexagons on the map", "neighbourhoods on the map")


@pytest.mark.parametrize(
    "query", [{}, {"when": "after_school"}, {"csp": "D22000002"}, {"at": CELL["castle_hill"]}], ids=str
)
def test_in_welsh_no_english_sentence_is_left(query: dict[str, str]) -> None:
    page = weekend(lang="cy", **query)
    names = {name for one in page.dataframe for name in one.value.get("Lle", ())} | {"Safer Aldersea"}
    lines = re.sub(r"(?s)<style.*?</style>", "", texts(page)).split("\n")
    told = [line for line in lines if not any(text in line for text in SHARED)]
    told += [box.label for box in page.selectbox] + [one.proto.label for one in page.get("download_button")]
    told += [str(name) for one in page.dataframe for name in one.value.columns]
    left = [re.sub(r"<[^>]+>", " ", one) for one in told]
    for name in names:
        left = [one.replace(name, "") for one in left]
    assert [one for one in left if ENGLISH.search(one)] == []
    assert any("digwyddiad" in one for one in left)


def test_the_english_reader_after_a_welsh_one_is_told_the_same_in_english() -> None:
    """What is found is kept for both: in English, whoever asks first."""
    st.cache_resource.clear()
    welsh, english = texts(weekend(lang="cy")), texts(weekend())
    assert "noson penwythnos" in welsh and "weekend nights" not in welsh
    assert "weekend nights" in english and "penwythnos" not in english and "digwyddiad" not in english


def test_it_says_what_is_new_and_later_at_castle_hill() -> None:
    page = weekend()
    said = texts(page)
    assert not page.error
    assert "More and later: " in said and "near Castle Hill" in said
    assert "made-up county" in said
    assert "not evidence against any one premises" in said
    assert "Left out, because their hour is not known:" in said


def test_four_bands_share_one_scale_and_ask_nobody_for_a_base_map() -> None:
    page = weekend()
    maps = decks(page)[:4]
    assert {deck["mapStyle"] for deck in maps} == {"__MAP_STYLE__"}
    layers = [next(layer for group in deck["layers"] for layer in (group if isinstance(group, list) else [group])
                   if layer["id"] == "cells") for deck in maps]  # fmt: skip
    assert len({layer["getFillColor"] for layer in layers}) == 1
    assert len({tuple(row["i"] for row in layer["data"]) for layer in layers}) == 1
    assert len({tuple(row["c"] for row in layer["data"]) for layer in layers}) == 4


def test_a_band_of_its_own_is_one_large_map_and_the_link_keeps_it() -> None:
    page = weekend(band="00-03")
    assert "**00-03**" in texts(page) and "**18-21**" not in texts(page)


def test_a_shift_in_the_link_is_judged_and_a_broken_one_passed_over() -> None:
    assert "A shift 23:00-03:00 covers" in texts(weekend(shift="23-27"))
    assert "A shift 22:00-02:00 covers" in texts(weekend(shift="soon"))


def test_every_pair_is_listed_with_its_reason() -> None:
    pairs = table(weekend(), "Pair")
    assert len(pairs) == 13 and set(pairs["Counted"]) == {"yes", "no, shown only"}


def test_the_hours_of_a_place_and_of_a_district() -> None:
    assert "near Castle Hill) and around" in texts(weekend(at=CELL["castle_hill"]))
    assert re.search(r"Hour by hour, Safer Aldersea, \d+ \w+ \d+ to \d+ \w+ 2025", texts(weekend(csp="D22000002")))
    assert "Hour by hour, Demonstration" in texts(weekend(at="88195c8051ffffe"))


def test_a_district_of_the_filters_is_the_one_that_is_shown() -> None:
    asked = {"area": "demo", "csps": "D22000007"}
    page = weekend(**asked)
    (where,) = (box for box in page.selectbox if box.label == "Where")
    assert where.value == "D22000007" and f"Hour by hour, {where.format_func(where.value)}" in texts(page)
    where.select("").run()
    assert "Hour by hour, Demonstration" in texts(page) and not page.exception


def test_after_school_has_its_own_hours_days_and_bands() -> None:
    page = weekend(when="after_school")
    assert "**15-18**" in texts(page) and "Only weekend nights" in texts(page)
    assert "near Eastgate bus interchange" in table(page, "Per 100 premises")["Place"].iloc[0]


def test_who_else_knows_is_on_the_page_and_in_the_panel_of_hot_now() -> None:
    held = table(weekend(), "What it says").set_index("Place")
    assert held.loc[held.index.str.contains("near Castle Hill"), "What it says"].tolist() == ["hidden here"]
    panel = texts(opened("hot_now", area="demo", at=CELL["chapel_wharf"]))
    assert "months that all hold: police" in panel and "Hidden here" in panel


def test_a_source_of_months_is_told_calmly_with_its_plain_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise HoursUnknownError("All 1,234 records are left out: 1,234 known only to the month.", "Add hours.")

    st.cache_resource.clear()
    monkeypatch.setattr(pipeline, "evening", refuse)
    page = weekend()
    assert not page.error and not page.get("deck_gl_json_chart")
    assert "1,234 records" in page.info[0].value and "made-up records (Police)" in page.info[0].value


def test_simple_maps_are_one_picture_and_the_rest_stays() -> None:
    page = weekend()
    assert len(page.get("deck_gl_json_chart")) == 5 and not page.get("image")
    page.toggle(key="simple_bands").set_value(True).run()
    assert not page.exception and len(page.get("image")) == 2 and not page.get("deck_gl_json_chart")
    page.toggle(key="simple_weekend_spots").set_value(False).run()
    assert not page.exception and len(page.get("deck_gl_json_chart")) == 5


def test_each_colour_of_the_emerging_weekends_is_said_upon_the_map() -> None:
    """Two red places stood beside place 1, "long-standing", and nothing but the legend said what they are."""
    page = weekend()
    (words,) = [one for deck in decks(page) for group in deck["layers"] for one in group if one["id"] == "worded"]
    said = [row["s"] for row in words["data"]]
    assert sorted(said) == ["long-standing", "on and off", "worsening"]


def test_band_captions_are_of_the_district_that_is_shown() -> None:
    county, district = (re.findall(r"\*\*\d\d-\d\d\*\* · ([\d,]+) incident", texts(page)) for page in (
        weekend(), weekend(csp="D22000002")))  # fmt: skip
    assert len(county) == len(district) == 4
    assert all(int(a) < int(b) for a, b in zip(district, county, strict=True))


def test_every_map_has_its_table_and_the_sheet_can_be_taken_away() -> None:
    page = weekend()
    assert {"18-21", "21-00"} <= set(table(page, "18-21").columns) and len(table(page, "Word")) > 5
    buttons = [one.proto.label for one in page.get("download_button")]
    assert buttons[:3] == ["Hours shown (CSV)", "Licensing sheet (CSV)", "Licensing sheet (page to print)"]


def test_a_second_opening_and_another_window_keep_the_page_whole() -> None:
    page = weekend()
    page.selectbox(key="choose_when").select("day_drinking").run()
    assert not page.exception and "**18-21**" in texts(page) and "**14-18**" in texts(page)
