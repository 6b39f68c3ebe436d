"""The filters on screen: a hostile link explains itself, the map stays where it is, and what is chosen is said."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from hotspot import findings, pipeline
from hotspot.config import PLACES, Parameters
from hotspot.language import speaking
from hotspot.ui import filter_words
from tests.pages.made_pages import PAGES as FOLDER
from tests.pages.made_pages import deck, held, opened, texts
from tests.views import made

PAGES = ["hot_now", "emerging", "weekend", "district", "act", "worked"]
HOSTILE = [
    {"area": "atlantis"},
    {"area": "demo" * 3000},
    {"area": "<script>alert(1)</script>"},
    {"area": "../../etc/passwd"},
    {"resolution": "8.5"},
    {"resolution": "99999999999999999999"},
    {"resolution": "-1"},
    {"alpha": "nan"},
    {"alpha": "1e400"},
    {"rings": "1000000"},
    {"lag": "-3"},
    {"seed": "-1"},
    {"permutations": "99999999999"},
    {"bandwidth_m": "inf"},
    {"bandwidth_m": "-5"},
    {"start": "2025-W01-1"},
    {"start": "20250101"},
    {"start": "2025-13"},
    {"end": "9999-12"},
    {"start": "2025-06", "end": "2025-01"},
    {"start": "1999-01", "end": "1999-12"},
    {"step": "weekend", "hours": "after_school"},
    {"hours": "midnight feast"},
    {"hour_band": "00-24"},
    {"csps": "E22000001,'; DROP TABLE csp;--"},
    {"csps": ",".join(f"D{n}" for n in range(5000))},
    {"lads": "x" * 500},
    {"wards": "D05999999"},
    {"outline": "../../../home"},
    {"outline": "0123456789ab"},
    {"sources": "police_uk/nowhere"},
    {"offence": "[click](http://example.org)"},
    {"geography": "planet"},
    {"method": "magic"},
]


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing held but what ships."""
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))


def read_out(page: AppTest) -> str:
    return " ".join([box.value for box in (*page.error, *page.warning, *page.info)])


@pytest.mark.parametrize("n", range(len(HOSTILE)))
@pytest.mark.usefixtures("demo")
def test_a_hostile_link_explains_itself_on_every_page(n: int) -> None:
    # Each on two of the pages that honour it, so that every page meets a dozen.
    where = ["hot_now", "act", "emerging"] if set(HOSTILE[n]) <= set(PLACES) else PAGES
    for name in {where[n % len(where)], where[(n + 1 + n // len(where)) % len(where)]}:
        page = opened(name, **{"area": "demo", **HOSTILE[n]})
        assert not page.exception
        said = read_out(page)
        assert len(re.split(r"\.(?:\*\*)?\s", said)) >= 2, (name, HOSTILE[n], said)
        assert "Traceback" not in said
        assert len(said) < 5000


CHANGES = [
    ({"csps": ("C1",)}, "Castle"),
    ({"csps": ("C1", "C2")}, "Both"),
    ({"lads": ("L1",)}, "Port"),
    ({"wards": ("W1",)}, "Quay, Port"),
    ({"outline": "0123456789ab"}, "Centre"),
    ({"sources": ("police_uk/x",)}, "data.police.uk (X)"),
    ({"offence": "robbery"}, "Robbery"),
    ({"start": "2025-01"}, "January 2025"),
    ({"end": "2025-12"}, "December 2025"),
    ({"geography": "lsoa"}, "neighbourhoods"),
    ({"resolution": 6}, "36 km²"),
    ({"step": "week"}, "by week"),
    ({"method": "density"}, "density"),
    ({"rings": 2}, "2 rings"),
    ({"lag": 0}, "0 earlier steps"),
    ({"window": "step"}, "within a step"),
    ({"alpha": 0.01}, "99 % sure"),
    ({"rules": "legacy"}, "legacy"),
    ({"mask": "whole"}, "every hexagon"),
    ({"reference": "district"}, "part alone"),
    ({"bandwidth_m": 500.0}, "radius 500 m"),
    ({"edge": "corrected"}, "border mended"),
    ({"hours": "after_school"}, "after school"),
    ({"hour_band": "21-00"}, "21:00 to 00:00"),
    ({"permutations": 99}, "99 reallocations"),
    ({"seed": 2}, "draw 2"),
]
LINK = {"area": "made", "resolution": "7", "method": "gi_star", "start": "2025-07", "end": "2025-12"}


def test_what_is_chosen_is_said_in_one_line_and_cleared_at_once(monkeypatch) -> None:
    asked = held(monkeypatch)
    page = opened("hot_now", **LINK, csps="E1", at="88195c8051ffffe", alpha="0.05")
    label = next(box.label for box in page.expander if box.label.startswith("Change what"))
    for words in ("hexagons of 5 km²", "July to December 2025", "one map of the period", "95 % sure"):
        assert words in label
    assert str(made.analysis().base.csp.at["E1", "name"]) in label
    page.button(key="clear_filters").click().run()
    assert asked[-1] == Parameters("made")
    assert set(page.query_params) <= {"area", "at"}


@pytest.mark.parametrize(
    ("key", "value"), [("choose_offence", "possession"), ("choose_method", "gi_star"), ("choose_period", 1)]
)
def test_a_filter_never_moves_the_map(key, value, monkeypatch) -> None:
    asked = held(monkeypatch)
    page = opened("hot_now")
    before = deck(page)["initialViewState"]
    page.selectbox(key=key).select(value).run()
    assert deck(page)["initialViewState"] == before
    page.multiselect(key="choose_csps").select("E1").run()
    assert asked[-1].csps == ("E1",)
    assert deck(page)["initialViewState"] == before
    page.button(key="look_at_part").click().run()
    flown = deck(page)["initialViewState"]
    assert flown != before
    page.multiselect(key="choose_csps").select("E2").run()
    assert deck(page)["initialViewState"] == flown  # another part alone does not move it: only the button does


def test_the_map_stays_at_a_place_that_another_filter_ends(monkeypatch) -> None:
    held(monkeypatch)
    page = opened("hot_now")
    place = made.findings().places.iloc[2]["peak"]
    page.button(key=f"place_{place}").click().run()
    at_place = deck(page)["initialViewState"]
    whole = made.analysis()
    without = findings.only(whole.findings, whole.findings.locations.index != place)
    monkeypatch.setattr(pipeline, "analyse", lambda *_, **__: dataclasses.replace(whole, findings=without))
    page.selectbox(key="choose_method").select("gi_star").run()
    assert deck(page)["initialViewState"] == at_place


def test_filters_survive_a_change_of_page(monkeypatch) -> None:
    asked = held(monkeypatch)
    page = opened("hot_now", **LINK, csps="E1")
    again = AppTest.from_file(str(FOLDER / "emerging.py"), default_timeout=300)
    again.session_state["asked_parameters"] = page.session_state["asked_parameters"]
    again.run()
    assert not again.exception
    assert (asked[-1].resolution, asked[-1].start, asked[-1].csps) == (7, "2025-07", ("E1",))
    assert again.query_params["csps"] in ("E1", ["E1"])


def test_a_page_that_asks_for_its_own_place_leaves_the_part_aside_and_says_so(monkeypatch) -> None:
    asked = held(monkeypatch)
    page = opened("district", area="made", csps="E1", hours="after_school")
    assert not page.exception
    assert asked[-1].csps == () and asked[-1].hours == ""
    assert (
        "Not applied on this page, and kept for the others: the chosen part of the area and the chosen hours"
        in texts(page)
    )
    assert page.query_params["hours"] in ("after_school", ["after_school"])


def test_no_address_holds_a_count(monkeypatch) -> None:
    held(monkeypatch)
    page = opened("hot_now", **LINK)
    page.button(key=f"place_{made.findings().places.iloc[0]['peak']}").click().run()
    page.multiselect(key="choose_csps").select("E1").run()
    assert set(page.query_params) <= {*Parameters.__dataclass_fields__, "at", "look"}
    counts = {str(count) for count in made.findings().places["count"]}
    said = {str(page.query_params[name]).strip("[]'") for name in page.query_params if name not in LINK}
    assert "E1" in said and not counts & said


@pytest.mark.parametrize("page", list(filter_words.NOT_HERE))
def test_what_a_page_leaves_aside_is_at_its_default_there(page: str) -> None:
    chosen = Parameters("x", lads=("L1",), wards=("W1",), outline="0123456789ab", hours="after_school")
    here = filter_words.applied(chosen, page)
    assert all(getattr(here, name) == getattr(Parameters("x"), name) for name in filter_words.NOT_HERE[page])
    assert filter_words.left_aside(chosen, page) and not filter_words.left_aside(here, page)


def test_a_restricted_source_is_named_with_the_places_it_is_registered_in() -> None:
    none: dict[str, dict[str, str]] = {"csps": {}, "lads": {}, "wards": {}}
    registered = pipeline.Offered(none, {}, {}, (), (), False, "ambulance/x", ("h3", 7))
    assert "hexagons of 5 km²" in filter_words.line(Parameters("x"), "Area", registered, {}, {})


def test_every_filter_that_is_not_at_its_default_is_named() -> None:
    parts = {"csps": {"C1": "Castle"}, "lads": {"L1": "Port"}, "wards": {"W1": "Quay, Port"}}
    offered = pipeline.Offered(parts, {"Both": ("C1", "C2")}, {}, (), (), True, "")
    titles = {"recorded_violence": "Recorded violence", "robbery": "Robbery"}
    assert {name for change, _ in CHANGES for name in change} == set(Parameters.__dataclass_fields__) - {"area"}
    usual = filter_words.line(Parameters("x"), "Area", offered, titles, {})
    for change, said in CHANGES:
        line = filter_words.line(Parameters("x", **change), "Area", offered, titles, {"0123456789ab": "Centre"})
        assert said in line and said not in usual


def test_the_line_names_the_made_up_area_in_the_readers_language():
    offered = pipeline.Offered({"csps": {}, "lads": {}, "wards": {}}, {}, {}, (), (), False, "")
    with speaking("cy"):
        made_up = filter_words.line(Parameters("demo"), "Demonstration: a fictional place", offered, {}, {})
        real = filter_words.line(Parameters("x"), "Sir Gaerfyrddin", offered, {}, {})
    assert made_up.startswith("Arddangosiad: lle dychmygol · ") and real.startswith("Sir Gaerfyrddin · ")
