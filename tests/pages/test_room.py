"""Hot now for the meeting: the wall view in every state, what is picked in list, map and table, and new data."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from hotspot import pipeline
from hotspot.errors import DataError
from tests.pages.made_pages import deck, held, opened, texts
from tests.views import made

WALL = {"area": "made", "wall": "1"}


def buttons(page):
    return [button.key for button in page.button]


def listed(page):
    return [key for key in buttons(page) if str(key).startswith("place_")]


def test_the_wall_shows_headline_map_and_list_and_nothing_to_choose(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now", **WALL)
    assert not page.exception
    assert "3 places need a decision." in texts(page)
    assert deck(page)["layers"]
    assert len(listed(page)) == 8
    assert not page.selectbox and not page.multiselect and not page.dataframe and not page.expander and not page.toggle
    assert "leave_wall" in buttons(page)


def test_what_needs_a_decision_is_never_left_out_on_the_wall(monkeypatch):
    held(monkeypatch)
    urgent = made.findings().places.query("decide")["peak"]
    assert set("place_" + urgent) <= set(listed(opened("hot_now", **WALL)))


def test_leaving_and_entering_the_wall_keeps_the_picked_place_and_the_filters(monkeypatch):
    asked = held(monkeypatch)
    third = made.findings().places.iloc[2]["peak"]
    page = opened("hot_now", **WALL, at=third, look=third, offence="possession")
    assert f".st-key-place_{third} + * {{background" in texts(page)
    page.button(key="leave_wall").click().run()
    assert "wall" not in page.query_params
    assert f".st-key-place_{third} + * {{background" in texts(page)
    page.button(key="wall").click().run()
    assert page.query_params["wall"] in ("1", ["1"])
    assert {one.offence for one in asked} == {"possession"}


def test_the_wall_says_what_to_do_while_nothing_is_held_and_offers_the_way_out(monkeypatch):
    held(monkeypatch, anything=False)
    page = opened("hot_now", wall="1")
    assert not page.exception
    assert any("Nothing is loaded yet" in box.value for box in page.info)
    assert "leave_wall" in buttons(page)


def test_the_wall_shows_a_refusal_and_the_way_out(monkeypatch):
    held(monkeypatch)

    def refuse(*_, **__):
        raise DataError("There is a gap from 2019-03 to 2024-12.", "Choose dates on one side of it.")

    monkeypatch.setattr(pipeline, "analyse", refuse)
    page = opened("hot_now", **WALL)
    assert "There is a gap" in page.error[0].value
    assert "leave_wall" in buttons(page)


def test_other_pages_have_no_wall_view(monkeypatch):
    held(monkeypatch)
    page = opened("emerging", **WALL)
    assert not page.exception
    assert page.dataframe
    assert "wall" not in buttons(page) and "leave_wall" not in buttons(page)


def test_the_list_begins_with_what_needs_a_decision(monkeypatch):
    held(monkeypatch)
    places = made.findings().places.set_index("peak")
    order = [bool(places.at[key.removeprefix("place_"), "decide"]) for key in listed(opened("hot_now"))]
    assert sum(order) == 3
    assert order == sorted(order, reverse=True)


def test_a_picked_place_is_marked_in_list_and_map_and_let_go_again(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now", area="made")
    second = made.findings().places.iloc[1]["peak"]
    assert "Shown on the map" not in texts(page)
    page.button(key=f"place_{second}").click().run()
    assert texts(page).count("Shown on the map") == 1
    assert {"picked", "picked_place"} <= set(_layer_ids(page))
    page.button(key="whole_hot_now_map").click().run()
    assert "at" not in page.query_params
    assert "Shown on the map" not in texts(page)
    assert "picked" not in _layer_ids(page)


def _layer_ids(page):
    flat = json.dumps(deck(page)["layers"])
    return [name for name in ("picked", "picked_place") if f'"id": "{name}"' in flat]


def test_a_place_that_the_filters_took_away_is_let_go_and_said(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now", area="made", at="881954a0a1fffff")
    assert not page.exception
    assert "is not on this map" in texts(page)
    assert "at" not in page.query_params
    assert "is not on this map" not in texts(page.run())


def test_a_neighbourhood_that_was_picked_elsewhere_is_left_alone(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now", area="made", at="E01000001")
    assert "is not on this map" not in texts(page)
    assert page.query_params["at"] in ("E01000001", ["E01000001"])


def test_the_line_since_the_last_meeting_says_what_to_do_first(monkeypatch):
    held(monkeypatch)
    assert "No list of an earlier meeting is kept" in texts(opened("hot_now"))


def test_list_and_map_say_what_joined_left_and_moved(monkeypatch):
    held(monkeypatch)
    places = made.findings().places
    rows = [
        {"location": places["peak"].iloc[0], "rank": 1, "word": "easing", "count": 1},
        {"location": places["peak"].iloc[-1], "rank": 2, "word": "new", "count": 1},
    ]
    kept = {"key": "m", "version": 1, "date": pd.Timestamp("2025-12-10").date(), "list": rows, "asked": "", "note": ""}
    tables = {"meeting": pd.DataFrame([kept])}
    real = pipeline.register_table
    monkeypatch.setattr(pipeline, "register_table", lambda kind, *more: tables.get(kind, real(kind, *more)))
    page = opened("hot_now")
    said, drawn = texts(page), json.dumps(deck(page), ensure_ascii=False)
    assert "Before, on 10 December 2025: easing" in said
    assert "1 left it" in said and f"{places['name'].iloc[-1]}: place 2 on 10 December 2025" in said
    assert "Joined the list since 10 December 2025" in said
    assert "before: easing" in drawn and "joined the list" in drawn and "left the list" in drawn


@pytest.mark.parametrize("by_itself", [False, True])
@pytest.mark.parametrize("changes", [False, True])
def test_new_data_is_told_once_it_is_there(by_itself, changes, monkeypatch):
    """The version is looked at as the page begins and where the news stands; the wall draws itself again."""
    held(monkeypatch)
    versions, looks = iter(["1", "2"] if changes else ["1", "1"]), []
    monkeypatch.setattr("hotspot.ui.live._held", lambda: looks.append(next(versions, "2")) or looks[-1])
    page = opened("hot_now", **(WALL if by_itself else {"area": "made"}))
    assert not page.exception
    assert ("New data" in texts(page)) == ("show_news" in buttons(page)) == (changes and not by_itself)
    assert len(looks) == (4 if changes and by_itself else 2)
