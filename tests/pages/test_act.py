"""The page Places to act in every state."""

from __future__ import annotations

import dataclasses
import html
import re
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from hotspot import pipeline, targeting
from hotspot.config.catalogue import catalogue
from hotspot.errors import ParameterError
from hotspot.language import phrase, speaking
from hotspot.measures.place_hours import TITLES
from hotspot.targeting.nearby import NEAR_TYPES, PROVISION
from hotspot.ui import acting as page_of
from tests.pages.made_pages import deck, held, opened, texts
from tests.views import made_acting


def shown(monkeypatch: pytest.MonkeyPatch, **how: Any) -> None:
    """Let the page see the made-up town."""
    held(monkeypatch)
    page_of._acting.clear()
    monkeypatch.setattr(pipeline, "places_to_act", lambda parameters, **_: made_acting.acting(parameters, **how))


def test_nothing_held_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    held(monkeypatch, anything=False)
    page = opened("act")
    assert not page.exception and any("python -m hotspot add" in box.value for box in page.info)


def test_the_page_shows_list_map_reasons_actions_table_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch)
    page = opened("act")
    assert not page.exception and not page.error
    said = texts(page)
    listed = made_acting.acting().listed()
    assert "20 of " in said and "If nothing is done" in said and "Ordered by count alone" in said
    assert "because: " in said and "rating not checked" in said and "Youth Endowment Fund" in said
    assert "context, not cause" in said and "never ranked" in said
    assert len(page.dataframe[0].value) == len(listed)
    spec = deck(page)
    assert spec["mapStyle"] == "__MAP_STYLE__"
    marks = next(layer for group in spec["layers"] for layer in group if layer["id"] == "marks")
    assert {mark["i"] for mark in marks["data"]} == set(listed.index)
    assert {button.proto.label for button in page.get("download_button")} == set(page_of.MIME)
    assert "<Den>" not in said and "&lt;Den&gt;" in said  # a name from a file is text and never markup


def test_a_name_goes_to_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch)
    page = opened("act")
    second = made_acting.acting().listed().index[1]
    page.button(key=f"place_{second}").click().run()
    assert not page.exception and second in page.query_params["at"]
    name = made_acting.acting().listed().at[second, "name"]
    assert f"<h3>2. {name}</h3>" in texts(page)


def test_the_order_by_agreed_weights_is_in_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch)
    page = opened("act", area="made", order="weights")
    assert not page.exception and "Ordered by agreed weights" in texts(page) and "of the first 10 stay" in texts(page)
    table = page.dataframe[0].value
    assert list(table["By weights"]) == sorted(table["By weights"])


def test_without_agreed_weights_there_is_nothing_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch, weights=False)
    page = opened("act", area="made", order="weights")
    assert not page.exception and "weights must be agreed first" in texts(page)
    assert "By weights" not in page.dataframe[0].value
    assert "choose_order" not in [group.key for group in page.get("button_group")]


def test_adjoining_places_fold_into_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch)
    page = opened("act", area="made", fold="yes")
    assert not page.exception and "adjoining place" in texts(page) and "records together" in texts(page)


def test_a_place_that_is_not_listed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch)
    acting = made_acting.acting()
    other = next(key for key in acting.findings.locations.index if key not in acting.listed().index)
    page = opened("act", area="made", at=other)
    assert not page.exception and any("not on this list" in box.value for box in page.info)


def test_police_found_offences_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    held(monkeypatch)
    page_of._acting.clear()

    def refused(*_: Any, **__: Any) -> None:
        raise ParameterError("Possession is not ranked: it is found where police search.", "Choose violence.")

    monkeypatch.setattr(pipeline, "places_to_act", refused)
    page = opened("act", area="made", offence="possession")
    assert not page.exception and "not ranked" in page.error[0].value and not page.dataframe
    assert not page.get("deck_gl_json_chart")


def test_bands_are_listed_with_ties(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch, weights=False, controlled=True)
    page = opened("act")
    assert not page.exception and not page.error and "Counts are bands" in texts(page)


def test_a_link_to_neighbourhoods_is_answered_by_hexagons_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch)
    page = opened("act", area="made", geography="lsoa")
    assert not page.exception and any("this page lists hexagons" in box.value for box in page.info)


NAMES = "Youth Endowment Fund|College of Policing|What Works|CBT|catalogue.toml"
ALIKE = {"bin", "cost"}  # words of both languages


def offered_for_everything(parameters: Any, **_: Any) -> Any:
    """Return the made-up town with the whole catalogue at its first place, each action for all it asks for."""
    acting = made_acting.acting(parameters)
    place = acting.listed().index[:1]
    asked = {"word": "worsening", "when": tuple(TITLES), "hours_known": False, "young": True, "young_percent": 90.0}
    asked |= {"thin": tuple(PROVISION), "near": tuple(NEAR_TYPES)}
    row = pd.DataFrame({name: [fact] for name, fact in asked.items()}, index=place)
    return dataclasses.replace(acting, actions=targeting.suiting(row, catalogue(), most=99))


def what_fits(page: AppTest) -> str:
    """Return the text from "What could be done here" on, without the names in it: heading, actions, what they are."""
    bodies = [element.proto.body for element in page.get("html")]
    first = next(n for n, body in enumerate(bodies) if "<dd style=" in body)
    heading = next(one.value for one in page.markdown if phrase("What could be done here") in one.value)
    return re.sub(NAMES, "", html.unescape(re.sub("<[^>]*>", " ", f"{heading} {bodies[first]} {bodies[first + 1]}")))


def test_what_fits_a_place_is_welsh_where_the_page_is(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch)
    monkeypatch.setattr(pipeline, "places_to_act", offered_for_everything)
    english = what_fits(opened("act"))
    with speaking("cy"):  # the test looks the heading up in its own thread
        welsh = what_fits(opened("act", lang="cy"))
    assert english.count("because: ") == welsh.count("oherwydd: ") == len(catalogue())
    said, translated = (set(re.findall(r"[^\W\d_]{3,}", text.lower())) for text in (english, welsh))
    assert {"because", "under", "rating", "primary", "prompt", "licensed", "patrols", "read", "hours"} <= said
    assert said & translated - ALIKE == set()
    numbers = [sorted(re.findall(r"\d+", text)) for text in (english, welsh)]
    assert numbers[0] == numbers[1]
