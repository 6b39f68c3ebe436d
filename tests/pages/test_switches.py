"""What stands below maps that come in pairs or fours: switches that change what is drawn, for every map of the page."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.made_pages import decks, held, opened, texts

pytestmark = pytest.mark.usefixtures("empty_home")
YEARS = {"compared": "2025-01..2025-12", "against": "2024-01..2024-12"}


def compared() -> AppTest:
    return opened("hot_now", open_folds=False, area="demo", **YEARS)


def weekend(**query: str) -> AppTest:
    return opened("weekend", open_folds=False, area="demo", **query)


def shapes(page: AppTest) -> tuple[int, int]:
    """Return how many live maps a page has, and how many pictures."""
    assert not page.exception
    return len(page.get("deck_gl_json_chart")), len(page.get("image"))


def grounds(page: AppTest) -> list[Any]:
    """Return the colour of the paper under each map."""
    layers = [[one for group in deck["layers"] for one in (group if isinstance(group, list) else [group])]
              for deck in decks(page)]  # fmt: skip
    return [next(one["getFillColor"] for one in mine if one["id"] == "paper") for mine in layers]


PAIRS = [(compared, "compared", 3, 3), (weekend, "bands", 5, 2)]


@pytest.mark.parametrize(("make", "name", "maps", "pictures"), PAIRS, ids=["compare", "bands"])
def test_the_switch_below_several_maps_makes_pictures_of_every_map_and_takes_them_back(
    make: Any, name: str, maps: int, pictures: int
) -> None:
    page = make()
    assert shapes(page) == (maps, 0)
    page.toggle(key=f"simple_{name}").set_value(True).run()
    assert shapes(page) == (0, pictures)
    assert {one.value for one in page.toggle if one.label.startswith("Simple map")} == {True}
    page.toggle(key=f"simple_{name}").set_value(False).run()
    assert shapes(page) == (maps, 0)


@pytest.mark.parametrize(("make", "name", "maps", "_"), PAIRS, ids=["compare", "bands"])
def test_the_dark_map_is_dark_under_every_map_and_stands_in_the_address(
    make: Any, name: str, maps: int, _: int
) -> None:
    page = make()
    light = grounds(page)
    assert len(light) == maps and len(set(map(str, light))) == 1 and "map" not in page.query_params
    page.toggle(key=f"dark_simple_{name}").set_value(True).run()
    dark = grounds(page)
    assert shapes(page) == (maps, 0) and page.query_params["map"] == "dark"
    assert len(set(map(str, dark))) == 1 and max(dark[0]) < 60 < 200 < min(light[0])
    page.toggle(key=f"dark_simple_{name}").set_value(False).run()
    assert grounds(page) == light and "map" not in page.query_params


def test_what_compare_is_asked_for_changes_its_maps_its_table_and_the_address() -> None:
    page = compared()
    assert "places with records in either period" in texts(page) and "Quarter by quarter" not in texts(page)
    years = decks(page)[-2:]
    page.selectbox(key="choose_periods").set_value((3, 3)).run()
    assert (page.query_params["compared"], page.query_params["against"]) == ("2025-10..2025-12", "2025-07..2025-09")
    assert all(one != other for one, other in zip(years, decks(page)[-2:], strict=True))
    page.segmented_control(key="choose_comparison").set_value("districts").run()
    assert page.query_params["against"] == "districts" and "compared" not in page.query_params
    assert "Quarter by quarter" in texts(page) and "either period" not in texts(page)


def test_a_band_is_chosen_as_one_large_map_and_all_of_them_again() -> None:
    page = weekend()
    zooms = [deck["initialViewState"]["zoom"] for deck in decks(page)]
    page.segmented_control(key="choose_band").set_value("00-03").run()
    assert shapes(page)[0] == len(zooms) - 3 and page.query_params["band"] == "00-03"
    assert "**00-03**" in texts(page) and "**18-21**" not in texts(page)
    assert decks(page)[0]["initialViewState"]["zoom"] > zooms[0] + 0.5  # it has the room of several
    page.segmented_control(key="choose_band").set_value("all").run()
    assert [deck["initialViewState"]["zoom"] for deck in decks(page)] == zooms and "band" not in page.query_params
    assert "**18-21**" in texts(page)


@pytest.mark.parametrize(("step", "said"), [("month", "December 2025"), ("quarter", "From October to December 2025")])
def test_the_last_step_heads_its_column_by_its_own_months(step: str, said: str) -> None:
    page = opened("hot_now", area="demo", step=step)
    assert not page.exception
    table = next(one.value for one in page.dataframe if "Usual range" in one.value.columns)
    (heading,) = (name for name in table.columns if name.endswith(" 2025"))
    assert heading == said


def drawn(page: AppTest) -> list[tuple[str, str, bool]]:
    """Return what stands on a page from above to below: its kind, what it says, and whether in a column."""
    found: list[tuple[str, str, bool]] = []

    def walk(block: Any, in_column: bool) -> None:
        for one in block.children.values():
            if hasattr(one, "children"):
                walk(one, in_column or one.type == "column")
            else:
                said = getattr(one.proto, "body", "") or getattr(one.proto, "label", "")
                found.append((one.type, str(said), in_column))

    walk(page.main, False)
    return found


def at(found: list[tuple[str, str, bool]], said: str) -> int:
    (place,) = (k for k, one in enumerate(found) if one[1].startswith(said))
    return place


def test_the_zones_to_drop_and_add_stand_before_their_map_and_take_the_whole_width() -> None:
    found = drawn(opened("act", area="demo"))
    heading = at(found, "**Drop and add**")
    assert "These 6 zones hold" in found[heading - 1][1]
    assert found[heading + 1][0] == "dataframe" and not found[heading + 1][2]
    assert found[heading + 2][0] == "deck_gl_json_chart" and found[heading + 2][2]


def test_where_nothing_is_held_files_are_dropped_and_added_in_the_first_of_three_steps_and_there_alone() -> None:
    found = drawn(opened("data", area="demo"))
    steps = [at(found, f"### {n}. ") for n in (1, 2, 3)]
    assert steps[0] < at(found, "Choose files here") < at(found, "Or a whole folder") < steps[1] < steps[2]
    assert not [one for one in found if one[1] == "### Add more"]


def test_where_something_is_held_more_is_added_below_what_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    held(monkeypatch)
    found = drawn(opened("data", area="made"))
    order = [at(found, said) for said in ("### Sources, month by month", "### Add more", "Choose files here")]
    assert order == sorted(order) < [at(found, "### How good the records are")]
    assert not [one for one in found if "three steps" in one[1]]
