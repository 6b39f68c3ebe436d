"""The patrols on Places to act, on the demonstration: zones judged, a plan made, a log held against it, bad files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from hotspot import demo, views

PAGE = """
from types import SimpleNamespace
from pathlib import Path
from hotspot import pipeline
from hotspot.config import Parameters, Settings
from hotspot.pipeline.base_map import base_of
from hotspot.ui import answers, zones

parameters = Parameters(area="{area}")
held = pipeline.prepare("demo", answers.settings())
zones.patrol_zones(SimpleNamespace(parameters=parameters, base=base_of(held)))
"""


@pytest.fixture
def page(empty: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("HOTSPOT_HOME", str(empty))
    return AppTest.from_string(PAGE.format(area="demo"), default_timeout=300).run()


def said(page: AppTest) -> str:
    return " ".join(one.proto.body for one in page.get("html")).replace("\N{NO-BREAK SPACE}", " ")


def test_zones_are_judged_with_map_tables_and_words(page: AppTest) -> None:
    assert not page.exception and not page.error
    assert "These 6 zones hold 14 %" in said(page) and "zones to drop" in said(page)
    (chart,) = page.get("deck_gl_json_chart")
    assert json.loads(chart.proto.json)["mapStyle"] == "__MAP_STYLE__"  # asks nobody for a base map
    assert page.dataframe[0].value["Drop"].tolist()[:3] == ["Wragmoor Cross", "Kelderby Market", "Staveling Green"]
    assert len(page.dataframe[1].value) == 6
    page.toggle[0].set_value(True).run()
    assert not page.exception and not page.get("deck_gl_json_chart") and page.get("image")


def test_a_bad_file_of_zones_is_two_sentences_and_the_rest_stays(page: AppTest) -> None:
    page.get("file_uploader")[0].set_value(("zones.geojson", b"{}", "application/geo+json")).run()
    assert not page.exception and len(page.error) == 1
    assert "These 6 zones hold" in said(page)


def test_a_name_that_is_markup_stays_text(page: AppTest) -> None:
    name = "<img src=x onerror=alert(1)>"
    data = demo.patrol_file(demo.ZONES).replace(b"Station Yard", name.encode())
    page.get("file_uploader")[0].set_value(("zones.geojson", data, "application/json")).run()
    assert not page.exception and not page.error
    shown = [one.value for one in page.markdown if "img src" in one.value]
    assert shown and not any("<img" in text.replace("\\<", "") for text in shown)


def test_own_zones_are_kept_and_can_be_chosen(page: AppTest) -> None:
    page.get("file_uploader")[0].set_value(("ours.geojson", demo.patrol_file(demo.ZONES), "application/json")).run()
    page.text_input(key="patrol_zone_by").set_value("Tasking team").run()
    page.button(key="patrol_zone_keep").click().run()
    assert not page.exception and not page.error
    chosen = page.selectbox(key="patrol_zone_set")
    assert chosen.options[chosen.index].startswith("ours (by Tasking team")
    assert "These 6 zones hold" in said(page)


def test_a_plan_is_made_and_offered(page: AppTest) -> None:
    page.segmented_control(key="patrol_part").set_value("plan").run()
    assert not page.exception
    next(button for button in page.button if button.label == "Make the plan").click().run()
    assert not page.exception and not page.error
    assert "visits of 15 minutes at" in said(page)
    assert [one.proto.label for one in page.get("download_button")] == list(views.patrol.PLAN_FILES)
    page.number_input(key="plan_hours").set_value(1.0)
    page.number_input(key="plan_units").set_value(40)
    next(button for button in page.button if button.label == "Make the plan").click().run()
    assert len(page.error) == 1 and "less than one visit" in page.error[0].value


def test_a_log_is_held_against_the_plan(page: AppTest) -> None:
    page.segmented_control(key="patrol_part").set_value("done").run()
    assert not page.exception and not page.error
    assert "of them began in the peak hours" in said(page)
    assert page.dataframe[0].value.set_index("Place").loc["Quayside Parade", "Of the plan"] == "9.7 %"


def test_the_picture_holds_what_the_map_holds(page: AppTest, tmp_path: Path) -> None:
    from hotspot import pipeline
    from hotspot.config import Parameters, Settings

    check = pipeline.zones_checked(Parameters(area="demo"), "demo-zones", settings=Settings(tmp_path))
    one, two = views.patrol_pictures.zones_png(check), views.patrol_pictures.zones_png(check)
    assert one == two and one.startswith(b"\x89PNG") and len(one) > 30_000
