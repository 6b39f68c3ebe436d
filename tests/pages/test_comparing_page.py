"""Compare, on Hot now and My district of the demonstration: as a link opens it, as it is chosen, as it is refused."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from hotspot import pipeline
from tests.pages.made_pages import decks, opened, texts

YEARS = {"compared": "2025-01..2025-12", "against": "2024-01..2024-12"}


pytestmark = pytest.mark.usefixtures("empty_home")


def shown(name: str, **query: str) -> AppTest:
    page = opened(name, area="demo", **query)
    assert not page.exception
    return page


def pair_of_maps(page: AppTest) -> list[dict[str, Any]]:
    return decks(page)[-2:]


def cells(deck: dict[str, Any]) -> dict[str, Any]:
    layers = [layer for group in deck["layers"] for layer in (group if isinstance(group, list) else [group])]
    return next(layer for layer in layers if layer["id"] == "cells")


def refused(page: AppTest) -> str:
    return " ".join(box.value.replace("\\", "") for box in page.error)


def test_a_page_that_is_not_asked_compares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("nobody asked")

    monkeypatch.setattr(pipeline, "compare", fail)
    page = shown("hot_now")
    assert len(page.get("deck_gl_json_chart")) == 1
    assert "against" not in page.query_params


def test_a_link_shows_two_maps_on_one_scale_their_table_and_the_sentence() -> None:
    page = shown("hot_now", **YEARS)
    one, other = pair_of_maps(page)
    assert cells(one)["getFillColor"] == cells(other)["getFillColor"]
    assert one["initialViewState"] == other["initialViewState"]
    assert {deck["mapStyle"] for deck in (one, other)} == {"__MAP_STYLE__"}
    assert "places the two periods differ clearly" in texts(page) and "one scale for both" in texts(page)
    table = next(one.value for one in page.dataframe if "In words" in one.value.columns)
    assert "Castle Hill" in table["Place"].iloc[0] and table["In words"].iloc[0] == "clearly more"
    assert page.query_params["against"] == "2024-01..2024-12"


def test_it_is_chosen_step_by_step_and_kept_in_the_address() -> None:
    page = shown("hot_now")
    page.segmented_control(key="choose_comparison").set_value("periods").run()
    assert page.selectbox(key="choose_periods").value == (12, 12)
    assert "January to December 2024" in texts(page)
    page.selectbox(key="choose_periods").set_value((3, 12)).run()
    assert page.query_params["compared"] == "2025-10..2025-12"
    assert page.query_params["against"] == "2024-10..2024-12"
    page.segmented_control(key="choose_comparison").set_value("nothing").run()
    assert "against" not in page.query_params and len(page.get("deck_gl_json_chart")) == 1


def test_months_of_ones_own_choice_that_overlap_can_be_mended_where_they_are() -> None:
    page = shown("hot_now", compared="2025-01..2025-12", against="2025-06..2025-08")
    assert "The two periods overlap: June 2025 to August 2025 is in both." in refused(page)
    assert [page.selectbox(key=f"own_month_{k}").value for k in range(4)] == [
        "2025-01",
        "2025-12",
        "2025-06",
        "2025-08",
    ]
    page.selectbox(key="own_month_0").set_value("2025-09")
    page.button(key="FormSubmitter:own_months_form-Compare these months").click().run()
    assert not page.error
    assert page.query_params["compared"] == "2025-09..2025-12"
    assert "part of a difference may be the season" in texts(page)


BROKEN = [
    ({"against": "2020-01..2020-12"}, "reaches beyond what is held: January 2023 to December 2025"),
    ({"against": "2024-13..2024-14"}, "is not a month"),
    ({"against": "../../etc"}, "is not a period"),
    ({"compared": "D22000001", "against": "E00000000"}, "no district E00000000"),
    ({"compared": "D22000001", "against": "D22000001"}, "cannot be compared with itself"),
    ({"compared": "2024-01..2024-02", "against": "<b>x</b>"}, "cannot be compared with"),
]


def test_a_broken_link_explains_itself_and_the_rest_of_the_page_stands() -> None:
    page = shown("hot_now")
    for query, said in BROKEN:
        for name in ("compared", "against"):
            page.query_params[name] = query.get(name, "")
        page.run()
        assert not page.exception
        assert said in refused(page), query
        assert "Read with care" in texts(page)


def test_my_district_compares_itself_with_another_quarter_by_quarter() -> None:
    page = shown("district", csp="D22000001")
    page.segmented_control(key="choose_comparison").set_value("districts").run()
    assert page.selectbox(key="choose_first_district").value == "D22000001"
    page.selectbox(key="choose_second_district").set_value("D22000003").run()
    assert page.query_params["against"] == "D22000003"
    assert "per 1,000 residents a year" in texts(page)
    table = next(one.value for one in page.dataframe if "Difference" in one.value.columns)
    assert len(table) == 13
    districts = next(one.value for one in page.dataframe if "Residents" in one.value.columns)
    row = districts.loc["D22000001"]
    column = next(name for name in table.columns if name.startswith("Per 1,000") and row["District"] in name)
    assert table[column].iloc[-1] == row["Rate per 1,000 a year"]
    assert len(pair_of_maps(page)) == 2


def test_two_periods_of_my_district_are_of_my_district() -> None:
    page = shown("district", csp="D22000001", **YEARS)
    table = next(one.value for one in page.dataframe if "No." in one.value.columns)
    assert table["District"].nunique() == 1


def test_my_district_says_its_months_and_its_quarters() -> None:
    page = shown("district", csp="D22000001")
    table = next(one.value for one in page.dataframe if "A year before" in one.value.columns)
    assert table["When"].iloc[0] == "Oct–Dec 2025" and len(table) == 12
    page.segmented_control(key="choose_every").set_value("month").run()
    months = next(one.value for one in page.dataframe if "A year before" in one.value.columns)
    assert len(months) == 36 and page.query_params["every"] == "month"
    assert months["Records"].sum() == table["Records"].sum()
