"""Use my own data: three steps on the page Data, with real rows added through the page, from nothing to Hot now."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from hotspot import config, pipeline
from hotspot.config import FirstProfile, Settings
from hotspot.errors import ProfileError
from hotspot.pipeline.beginning import NEEDS
from hotspot.schema import KINDS
from tests.pages.made_pages import texts
from tests.pages.test_adding import press, street

NOW = datetime(2026, 11, 22, 9, 0)

LOOKUP = (
    "LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM\n"
    "E07000030,Eden,E22000048,Eden,E23000002,Cumbria\n"
    "E06000015,Derby,E22000040,Derby,E23000018,Derbyshire\n"
)
SLOW = 300


def script() -> None:
    from hotspot import ui

    ui.first_steps()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    st.cache_data.clear()
    st.cache_resource.clear()
    return tmp_path


def steps() -> AppTest:
    page = AppTest.from_function(script, default_timeout=SLOW).run()
    assert not page.exception
    return page


def added(home: Path, **files: bytes | str) -> None:
    for name, content in files.items():
        held = content.encode() if isinstance(content, str) else content
        lines = pipeline.add([pipeline.Upload(f"{name}.csv", held)], Settings(home))
        assert all(line.ok for line in lines), [line.text for line in lines]


def test_every_kind_that_an_area_needs_is_a_kind_of_file() -> None:
    assert {kind for need in NEEDS for kind in need.kinds} <= set(KINDS)
    assert all(need.kinds for need in NEEDS)


def test_with_nothing_held_the_steps_say_what_is_needed_and_from_where(home: Path) -> None:
    page = steps()
    said = texts(page)
    assert said.count("missing") >= 4 and "data.police.uk" in said and "Open Geography Portal" in said
    assert "No records are held yet" in said
    assert [one.label.split(",")[0] for one in page.file_uploader] == [
        "Choose files here", "Or a whole folder", "One file: CSV"]  # fmt: skip
    assert said.count('rel="noopener noreferrer"') == 8  # each publisher has a link, which the reader alone opens
    assert not any(one.label == "Open Hot now" for one in page.button)


def test_records_of_a_known_force_find_their_area_and_say_what_is_still_missing(home: Path) -> None:
    added(home, june=street(12))
    page = steps()
    assert "held</b>: Recorded crime" in texts(page)
    assert "**Derby and Derbyshire**" in texts(page)
    assert any("No LSOA 2021 boundaries are loaded" in one.value for one in page.error)
    assert not any(one.label == "Open Hot now" for one in page.button)


def test_records_that_no_area_counts_get_an_area_of_their_own(home: Path) -> None:
    added(home, june=street(12).replace(b"Derbyshire Constabulary", b"Cumbria Constabulary"))
    assert pipeline.areas_held(Settings(home)).keys() == {"demo"}  # without an area they are on no screen
    page = steps()
    assert "police\\_uk/cumbria" in texts(page) and "on no screen" in texts(page)
    assert not page.text_input  # nothing says which partnerships there are
    added(home, lookup=LOOKUP)
    page = steps()
    assert page.text_input[0].value == "Cumbria" and page.multiselect[0].value == ["E22000048"]
    page = press(page, "Make this area")
    assert pipeline.areas_held(Settings(home)) == {"cumbria": "Cumbria"}
    assert pipeline.unclaimed(Settings(home)) == []
    made = config.profile("cumbria", home)
    assert made.csps == ("E22000048",) and made.sources == ("police_uk/cumbria",)
    assert "Not agreed yet" in made.definition["words"]


HOSTILE = (
    'Quote " and \\ backslash', "Line\nbreak = 1", "name = 'x'\n[groups]", "Café ☕ \x7f", "a [measures.x] [night] b",
    "\u202eeripS\u2066", "../../etc/passwd", "=1+1", "<b>![x](http://e.org)</b>", "\ud800 half", "a" * 5_000,
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("source", ["police_uk/some-force", "force/some"])
def test_a_name_can_never_write_more_of_a_profile_than_its_name(source: str, name: str, home: Path) -> None:
    first = FirstProfile(name, ("W22000001",), source, name, counted=(name, 'Robbery "armed"\x7f'))
    made = config.profile(pipeline.begin_profile(first, Settings(home), at=NOW), home)
    shown = "".join(sign for sign in name if sign not in "\x7f\u202e\u2066\ud800")
    assert made.name == " ".join(shown.split())[:300]  # on one line
    assert made.country == "Wales" and made.groups == {} and made.csps == ("W22000001",) and made.sources == (source,)
    if source == "force/some":
        (measure,) = made.measures.values()
        assert measure.categories == {"force": (name.replace("\ud800", "?"), 'Robbery "armed"\x7f')}


def test_more_than_a_profile_can_hold_is_refused_before_it_is_written(home: Path) -> None:
    words = tuple(f"{n} {'x' * 60_000}" for n in range(3))  # a cell may hold 64 kB
    with pytest.raises(ProfileError, match="such long ones"):
        pipeline.begin_profile(FirstProfile("Mine", ("E22000040",), "force/x", counted=words), Settings(home), at=NOW)
    assert not [*home.rglob("*.toml")] and not [*home.rglob("*.part")]


def test_a_profile_that_is_there_is_never_replaced(home: Path) -> None:
    first = FirstProfile("Mine", ("E22000048",), "police_uk/cumbria")
    pipeline.begin_profile(first, Settings(home), at=NOW)
    before = (home / "profiles" / "cumbria.toml").read_bytes()
    for again in (first, FirstProfile("Other", ("E22000040",), "police_uk/derbyshire")):
        with pytest.raises(ProfileError, match="already"):
            pipeline.begin_profile(again, Settings(home), at=NOW)
    for empty in (FirstProfile(" ", ("E22000048",), "police_uk/x"), FirstProfile("X", (), "police_uk/x")):
        with pytest.raises(ProfileError, match="no name or no partnership"):
            pipeline.begin_profile(empty, Settings(home), at=NOW)
    assert (home / "profiles" / "cumbria.toml").read_bytes() == before
    assert not (home / "profiles" / "derbyshire.toml").exists()


def test_the_steps_lead_to_a_screen_of_ones_own(real_home, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = real_home("derbyshire")
    monkeypatch.setenv("HOTSPOT_HOME", str(settings.home))
    st.cache_resource.clear()
    page = AppTest.from_function(script, default_timeout=SLOW)
    page.query_params["own"] = "1"
    page.query_params["area"] = "demo"  # where the reader came from, and what is gone by now
    page.run()
    said = texts(page)
    assert not page.exception and not page.error
    checked = said.split("### 3. Check")[1]  # the first step names the files of the last drop, by month
    assert "142,237 rows kept" in checked and "2018-11" not in checked.split("Months missing")[0]
    assert "2019-03 to 2024-12" in said
    assert any(one.label == "Open Hot now" for one in page.button)
    assert "".join(page.query_params["area"]) == "derbyshire"


def outlines() -> None:
    from types import SimpleNamespace

    import streamlit as st

    from hotspot.config import Parameters
    from hotspot.ui import address, own_outline

    st.session_state[address.PARAMETERS] = Parameters(area="demo")
    found = SimpleNamespace(parameters=Parameters(area="demo"), findings=SimpleNamespace(controlled=False))
    own_outline.own_outlines(found)


def test_an_outline_that_is_kept_says_so_and_where_it_shows(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "read_outline", lambda *_: {"type": "Polygon"})
    monkeypatch.setattr(pipeline, "keep_outline", lambda *_, **__: "0123456789ab")
    page = AppTest.from_function(outlines, default_timeout=SLOW).run()
    page.file_uploader[0].set_value([("centre.geojson", b"{}", "application/json")])
    page = page.run()
    page.text_input(key="data_outline_by").input("CSP team")
    page = press(page.run(), "Keep and show it")
    (said,) = page.success
    assert "outline centre is kept" in said.value and "Which part of it" in said.value
    assert not page.run().success  # once


def bands() -> None:
    from types import SimpleNamespace

    import pandas as pd

    from hotspot import views
    from hotspot.ui import own_data

    views.words.period = lambda _: "from January to December 2025"
    quality = pd.DataFrame({"rows": [1440], "no_location": [3], "gaps": [""]})
    own_data._told("own", "Own", SimpleNamespace(quality=quality, findings=SimpleNamespace(controlled=True)))


def test_of_records_shown_in_bands_the_check_tells_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from hotspot import views

    monkeypatch.setattr(views.words, "period", views.words.period)  # put back afterwards
    page = AppTest.from_function(bands, default_timeout=SLOW).run()
    said = texts(page)
    assert not page.exception and "Shown in bands" in said and "1,440" not in said and " 3 " not in said
