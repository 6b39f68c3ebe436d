"""My district's surroundings: one picking for map and scatter, words that warn, nothing loaded said plainly."""

from __future__ import annotations

import dataclasses

import pandas as pd

from hotspot import pipeline
from hotspot.errors import DataError
from hotspot.views import surrounding, words
from tests.pages.made_pages import decks, held, opened, texts
from tests.views import made


def layer(spec, name):
    found = [one for group in spec["layers"] for one in (group if isinstance(group, list) else [group])]
    return next((one for one in found if one["id"] == name), None)


def test_the_district_is_mapped_with_a_warning_and_its_table_has_the_nearest_youth_session(monkeypatch):
    held(monkeypatch)
    page = opened("district", area="made", csp="E1")
    said = texts(page)
    assert surrounding.CAUTION.replace("'", "&#x27;") in said
    assert "Violence and deprivation" in said and "thirds of the whole area" in said
    _, spec = decks(page)
    assert spec["mapStyle"] == "__MAP_STYLE__"
    mine = (made.analysis().lsoas["csp_code"] == "E1").sum()
    assert len(layer(spec, "cells")["data"]["features"]) == mine
    assert list(page.dataframe[-1].value)[:6] == [
        "Neighbourhood", "Records", "95 % interval", "Trend", "Decile without Crime (1 = most deprived)",
        "Nearest youth session, km",
    ]  # fmt: skip


def test_the_picked_neighbourhood_is_ringed_on_both_and_told_beside(monkeypatch):
    held(monkeypatch)
    code = made.lsoas(made.findings()).index[20]
    page = opened("district", area="made", at=code)
    assert layer(decks(page)[1], "picked") is not None
    charts = [one.proto.spec for one in page.get("vega_lite_chart") if '"pick"' in one.proto.spec]
    assert len(charts) == 1 and code in charts[0]
    said = texts(page)
    assert f"<h3>{made.lsoas(made.findings()).at[code, 'name']}</h3>" in said
    assert "=1+1 &lt;b&gt;Hall&lt;/b&gt;" in said and "<b>Hall" not in said
    assert "Not known, for no list is loaded" in said and "park" in said


def test_the_picked_neighbourhood_says_how_many_of_how_many_residents_and_which_way(monkeypatch):
    held(monkeypatch)
    row = made.analysis().lsoas.iloc[20]
    said = texts(opened("district", area="made", at=row.name))
    assert ">How many</dt>" in said
    assert f"{row['count']:,} {words.period(made.findings())} (95" in said
    assert f"interval {row['lower']:,.0f}–{row['upper']:,.0f}), {row['count_last']:,} in December 2025, usually" in said
    assert f"{row['rate']:,.1f} per 1,000 residents a year" in said and f"Trend: {row['trend_word']}." in said


def test_a_hexagon_picked_on_the_outline_map_is_told_too(monkeypatch):
    held(monkeypatch)
    cell = made.findings().locations.index[5]
    page = opened("district", area="made", around="outline", at=cell)
    assert layer(decks(page)[1], "outline") is not None
    assert f"<h3>{made.findings().locations.at[cell, 'name']}</h3>" in texts(page)


def test_choices_stand_in_the_address(monkeypatch):
    held(monkeypatch)
    page = opened("district", area="made", around="protection")
    assert page.selectbox(key="choose_with").options == ["Thin protection"]
    page = opened("district", area="made")
    page.selectbox(key="choose_with").select("income").run()
    assert page.query_params["with"] in ("income", ["income"])
    assert not page.exception


def test_without_any_layer_the_page_says_so(monkeypatch):
    held(monkeypatch)
    bare = dataclasses.replace(
        made.around(), layers=(), missing=("Deprivation is not loaded: add the file.",),
        locations=pd.DataFrame(index=made.findings().locations.index),
        lsoas=pd.DataFrame(index=made.lsoas(made.findings()).index), correlations=made.around().correlations.iloc[:0],
    )  # fmt: skip
    monkeypatch.setattr(pipeline, "around", lambda *_, **__: bare)
    page = opened("district", area="made")
    assert not page.exception and not page.error
    said = texts(page)
    assert "No layer of need or protection is loaded" in said and "Deprivation is not loaded" in said
    assert len(decks(page)) == 1


def test_a_refusal_is_shown_as_one(monkeypatch):
    held(monkeypatch)

    def refuse(*_, **__):
        raise DataError("The index is of another year.", "Add the one of 2025.")

    monkeypatch.setattr(pipeline, "around", refuse)
    page = opened("district", area="made")
    assert not page.exception
    assert page.error[0].value == "**The index is of another year.**  \nAdd the one of 2025."


def test_the_simple_map_has_both_kinds(monkeypatch):
    for kind in ("need", "outline"):
        held(monkeypatch)
        page = opened("district", area="made", around=kind)
        maps = len(page.get("deck_gl_json_chart"))
        page.toggle[0].set_value(True).run()
        assert not page.exception and maps == 2
        assert not page.get("deck_gl_json_chart") and len(page.get("image")) == maps
