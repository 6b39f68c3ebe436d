"""Six roles and six districts: nobody sees anything of a district that is not theirs, on any page or in any file."""

from __future__ import annotations

import ast
import dataclasses
import inspect
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from hotspot import access, demo, pipeline
from hotspot.config import Parameters, Settings
from hotspot.errors import AccessError, HotspotError
from hotspot.pipeline import preparing, reading
from hotspot.ui import access as door
from hotspot.ui import answers
from tests.attacks import readers, ways
from tests.attacks.readers import AREA, DISTRICTS, LOOKED_AT, opened

PAIRS = list(zip(access.ROLES, DISTRICTS, strict=True))  # all 36, on every page: python -m benchmarks.trust pages
EVERY_PAGE = ("csp_officer",)
UI = Path(door.__file__).parent


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """One home for all: the caches are warm with the whole area before any reader of a district comes."""
    folder = tmp_path_factory.mktemp("roles")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOTSPOT_HOME", str(folder))
        patch.setenv(door.LOGIN, "on")
        readers.clear()
        everything = readers.give(folder, "opcc")
        for name in ("hot_now", "district"):
            assert not opened(name, everything).page.exception
        yield folder


@pytest.mark.parametrize(("role", "district"), PAIRS)
def test_no_page_and_no_file_holds_anything_of_another_district(role, district, home):
    who, forbidden = readers.give(home, role, district), readers.canaries(home, district)
    for name in LOOKED_AT[:-1] if role in EVERY_PAGE else ("district",):  # the last names every district, to give them
        seen = opened(name, who)
        assert not seen.page.exception, name
        assert not [box.value for box in seen.page.error], name
        assert forbidden.found(seen.sent) == [], name
        with readers.logged_in(who):
            for file, content in seen.downloads():
                assert forbidden.found(content) == [], (name, file)


def test_the_canaries_are_found_by_whoever_may_see_all(home):
    """The negative control: the same search on the same pages finds what it looks for."""
    who = readers.give(home, "opcc")
    forbidden = readers.canaries(home, DISTRICTS[1])
    for name in ("hot_now", "district", "act", "data"):
        seen = opened(name, who)
        assert len(forbidden.found(seen.sent)) > 5 or name == "data", name
    with readers.logged_in(who):
        files = dict(opened("hot_now", who).downloads())
        assert forbidden.found(files["findings.csv"])
        assert forbidden.found(files["findings.gpkg"])


def test_a_link_to_what_is_of_another_district_shows_nothing_of_it(home):
    mine, theirs = (ways.there(home, one) for one in DISTRICTS[1:3])
    who, forbidden = readers.give(home, "csp_officer", DISTRICTS[1]), readers.canaries(home, DISTRICTS[1])
    for way in ways.others(mine, theirs):
        assert ways.met(way, ways.taken(way, who), who, forbidden) == [], way.said


def test_pictures_and_pages_to_print_are_searched_too_and_hold_nothing_of_another_district(home):
    """With the control: the words of both are found where the reader sees every district."""
    mine, forbidden = ways.there(home, DISTRICTS[1]), readers.canaries(home, DISTRICTS[1])
    officer, everybody = readers.give(home, "csp_officer", DISTRICTS[1]), readers.give(home, "opcc")
    for way in (
        ways.Way("hot_now", pictures=True),
        ways.Way("hot_now", {"at": mine.cell}, prepared=True),
        ways.Way("hot_now", {"outline": mine.outline, "against": "periods", "wall": "1"}),
    ):
        assert ways.met(way, ways.taken(way, officer), officer, forbidden) == [], way.said
    pictured = ways.taken(ways.Way("hot_now", pictures=True), everybody)
    assert forbidden.found("\n".join(pictured.drawn).encode())
    prepared = ways.taken(ways.Way("hot_now", prepared=True), everybody)
    with readers.logged_in(everybody):
        files = dict(prepared.downloads())
    assert forbidden.found(files["brief.pdf"]) and forbidden.found(files["brief.xlsx"])


def multiplied(held, others):
    """Return the records with three times those of some districts, each with a name of its own."""
    theirs = held.filter(pc.is_in(held["lsoa_code"], pa.array(others)))
    fresh = pc.binary_join_element_wise(theirs["record_id"].cast(pa.string()), "again", "-")
    twice = theirs.set_column(theirs.column_names.index("record_id"), "record_id", fresh.cast(held["record_id"].type))
    return pa.concat_tables([held, twice, twice.slice(0, len(twice) // 2)])


def test_what_happens_elsewhere_changes_nothing_that_a_reader_of_one_district_gets(home, monkeypatch):
    """Not only no name: no score, rank, share or note depends on the records of others."""
    mine = access.Scope(role="csp_officer", audience="meeting", csps=(DISTRICTS[2],))
    asked, settings = Parameters(area=AREA), Settings(home)
    before = pipeline.analyse(asked, settings=settings, scope=mine)
    everywhere = pipeline.analyse(asked, settings=settings).findings.counts.sum()
    lsoa = readers.whole(home).areas.lsoa
    others = list(lsoa.index[lsoa["csp_code"] != DISTRICTS[2]])
    records = multiplied(demo.table("hour_records"), others)
    other = reading.Shipped("other", read=lambda kind: records if kind == "hour_records" else demo.table(kind))
    monkeypatch.setattr(preparing, "opened", lambda *_: other)
    after = pipeline.analyse(asked, settings=settings, scope=mine)
    assert pipeline.analyse(asked, settings=settings).findings.counts.sum() > 1.5 * everywhere
    assert np.array_equal(before.findings.counts, after.findings.counts)
    assert np.array_equal(before.findings.z, after.findings.z, equal_nan=True)
    assert before.findings.locations.drop(columns="geometry").equals(after.findings.locations.drop(columns="geometry"))
    assert before.notes == after.notes
    assert before.districts.drop(columns="geometry", errors="ignore").equals(
        after.districts.drop(columns="geometry", errors="ignore")
    )


def test_readers_at_the_same_moment_get_each_their_own(home):
    readers.clear()

    def look(district: str) -> set[str]:
        token = door._ON_BEHALF.set(readers.give(home, "csp_officer", district))
        try:
            return set(answers.analysis(Parameters(area=AREA)).findings.locations["csp_code"])
        finally:
            door._ON_BEHALF.reset(token)

    asked = [*DISTRICTS[:4], *DISTRICTS[:4], *DISTRICTS[:4]]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(look, asked)) == [{district} for district in asked]


def test_a_role_that_is_taken_away_acts_at_the_next_run(home):
    who = readers.give(home, "nte_lead", DISTRICTS[1])
    seen = opened("hot_now", who)
    assert seen.page.get("deck_gl_json_chart")
    access.take(home, *who, at=datetime(2026, 1, 2))
    file = seen.files["findings.csv"]
    with readers.logged_in(who), pytest.raises(AccessError, match="has changed"):
        file()
    after = readers.again(seen, who)
    assert not after.page.get("deck_gl_json_chart")
    assert not after.page.get("arrow_data_frame")
    assert after.files == {}
    assert "hold no role" in after.page.error[0].value


def test_a_narrowed_role_acts_at_the_next_run(home):
    who = readers.give(home, "csp_officer", DISTRICTS[1])
    seen = opened("hot_now", who)
    access.give(home, access.Holder(*who, "csp_officer", (DISTRICTS[2],)), at=datetime(2026, 1, 2))
    assert readers.canaries(home, DISTRICTS[2]).found(seen.sent)
    assert readers.canaries(home, DISTRICTS[2]).found(readers.again(seen, who).sent) == []


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize("who", [None, ("https://login.example", "nobody"), ("https://evil.example", "opcc-all")])
def test_whoever_holds_no_role_sees_nothing(name, who, home):
    readers.give(home, "opcc")
    seen = opened(name, who)
    assert not seen.page.exception
    assert seen.files == {}
    for kind in ("deck_gl_json_chart", "arrow_data_frame", "arrow_vega_lite_chart", "imgs", "selectbox"):
        assert not seen.page.get(kind), kind
    assert b"Merrowgate" not in seen.sent


@pytest.mark.parametrize("more", [{"csps": DISTRICTS[0]}, {"csps": DISTRICTS[0], "reference": "district"}])
def test_a_forged_link_to_another_district_is_refused(more, home):
    who = readers.give(home, "csp_officer", DISTRICTS[1])
    seen = opened("hot_now", who, area=AREA, **more)
    assert not seen.page.exception
    assert "no district" in seen.page.error[0].value
    assert not seen.page.get("deck_gl_json_chart")
    assert not set(readers.canaries(home, DISTRICTS[1]).found(seen.sent)) - {DISTRICTS[0]}  # what was typed comes back


@pytest.mark.parametrize("extra", ["at", "look", "csp"])
def test_a_forged_place_shows_nothing(extra, home):
    who = readers.give(home, "csp_officer", DISTRICTS[1])
    forbidden = readers.canaries(home, DISTRICTS[1])
    place = next(iter(sorted(code.decode() for code in forbidden.codes if code.startswith(b"88"))))
    place = DISTRICTS[0] if extra == "csp" else place
    seen = opened("district" if extra == "csp" else "hot_now", who, area=AREA, **{extra: place})
    assert not seen.page.exception
    assert not set(forbidden.found(seen.sent)) - {place}


def test_entries_of_others_are_neither_shown_nor_opened_nor_changed(home):
    settings = Settings(home)
    cell = {one: sorted(code for code in _own_cells(home, one))[0] for one in DISTRICTS[:2]}
    body = {"what": "Canary patrol", "place": "Canary Lane", "cells": [cell[DISTRICTS[0]]], "owner": "team",
            "status": "agreed"}  # fmt: skip
    at = datetime(2026, 1, 1)
    kept = pipeline.save_entry("action", body, AREA, settings, at=at, by="team")
    theirs, other = (access.Scope(role="csp_officer", audience="meeting", csps=(one,)) for one in DISTRICTS[:2])
    assert kept.key in set(pipeline.register_table("action", AREA, settings, theirs)["key"])
    assert kept.key not in set(pipeline.register_table("action", AREA, settings, other)["key"])
    tries = [
        lambda: pipeline.entry("action", kept.key, AREA, settings, other),
        lambda: pipeline.history(kept.key, settings, other),
        lambda: pipeline.withdraw(kept.key, settings, at=at, by="x", scope=other),
        lambda: pipeline.erase(kept.key, settings, at=at, by="x", scope=other),
        lambda: pipeline.save_entry("action", body, AREA, settings, at=at, by="x", scope=other),
        lambda: pipeline.save_entry(
            "action", {**body, "cells": [cell[DISTRICTS[1]]]}, AREA, settings, at=at, by="x", key=kept.key, scope=other
        ),
        lambda: pipeline.save_entry("action", body, AREA, settings, at=at, by="x", scope=access.Scope(role="public")),
    ]
    for forbidden in tries:
        with pytest.raises(HotspotError):
            forbidden()
    assert pipeline.entry("action", kept.key, AREA, settings, theirs).body["place"] == "Canary Lane"
    assert "Canary" not in opened("hot_now", readers.give(home, "nte_lead", DISTRICTS[1])).sent.decode(errors="replace")


def _own_cells(home, district):
    """Hexagons whose records lie in one district alone."""
    who = access.Scope(role="csp_officer", csps=(district,))
    own = pipeline.analyse(Parameters(area=AREA), settings=Settings(home), scope=who).findings.locations
    whole = pipeline.analyse(Parameters(area=AREA), settings=Settings(home)).findings.locations
    return set(own.index) & set(whole.index[whole["csp_code"] == district])


def test_section_17_records_are_the_commissioners_alone():
    feed = access.Feed("ed/royal", "health", "Royal", "s17")
    for role in access.ROLES:
        scope = access.Scope(role=role, feeds=(feed,))
        assert ("ed/royal" in access.shut(scope)) == (role != "opcc")


def test_every_question_of_a_page_says_who_asks():
    """A call of the pipeline that could say who asks and does not would be answered as if nobody logged in."""
    silent = []
    for path in sorted(UI.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if not (isinstance(call.func.value, ast.Name) and call.func.value.id == "pipeline"):
                continue
            asks = getattr(pipeline, call.func.attr)
            if not inspect.isfunction(asks) or "scope" not in inspect.signature(asks).parameters:
                continue
            place = list(inspect.signature(asks).parameters).index("scope")
            named = {word.arg for word in call.keywords}
            spread = None in named or any(isinstance(one, ast.Starred) for one in call.args)
            if not (spread or "scope" in named or len(call.args) > place):
                silent.append(f"{path.name}:{call.lineno} {call.func.attr}")
    assert silent == []


def test_every_kept_answer_is_kept_for_who_asked():
    """A cached function without the reader, or the reader's districts, among its arguments would serve anybody."""
    open_to_all = {"first_answer"}
    found = []
    for path in sorted(UI.glob("*.py")):
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            marks = [ast.unparse(mark) for mark in getattr(one, "decorator_list", [])]
            if any("cache_" in mark for mark in marks) and one.name not in open_to_all:
                found.append((one.name, one.args.args[0].arg))
    assert len(found) > 10
    asked = {name for name, first in found if first == "asked"}  # who asks, and what, as one name
    assert {name: first for name, first in found if first not in ("who", "csps", "asked")} == {}
    assert {name: _begins_with(getattr(answers, name)) for name in asked} == {"_analysis": "who", "_ground": "csps"}


def _begins_with(cached: Any) -> str:
    """Return the first field of what a cached function is asked by, which it has to be told apart by."""
    (first, *_) = get_type_hints(inspect.unwrap(cached)).values()
    assert answers._BY_WORDS[first] is repr
    return str(first._fields[0])


def test_a_kept_answer_is_told_apart_by_all_that_is_known_of_who_asked():
    """The name of a kept answer is made of words: a field that they leave out would be shared by those who differ."""
    plain = access.Scope()
    feed = access.Feed("force/a", "police", "the force", "cda")
    others = {
        "role": "csp_officer", "audience": "meeting", "csps": ("E1",), "analyst_of": ("a",), "feeds": (feed,),
        "lapsed": ("a",), "sources": ("a",),
    }  # fmt: skip
    assert set(others) == {one.name for one in dataclasses.fields(plain)}
    asked = [answers.Asked(dataclasses.replace(plain, **{name: value}), "", "", Parameters("a"))
             for name, value in others.items()]  # fmt: skip
    fields = {"source": "force/b", "provider": "local authority", "owner": "b", "gateway": "s17", "agreement": "b",
              "purpose": "b", "review": date(2026, 1, 1), "location": "snapped", "time": "month", "analyst": True,
              "geography": "lsoa", "window": "quarter"}  # fmt: skip
    assert set(fields) == {one.name for one in dataclasses.fields(feed)}
    feeds = [dataclasses.replace(feed, **{name: value}) for name, value in fields.items()]
    asked += [answers.Asked(dataclasses.replace(plain, feeds=(one,)), "", "", Parameters("a")) for one in feeds]
    asked.append(answers.Asked(plain, "", "", Parameters("a")))
    assert len({answers._BY_WORDS[answers.Asked](one) for one in asked}) == len(asked)


def test_every_file_and_every_part_of_a_page_goes_through_the_door():
    for path in sorted(UI.glob("*.py")):
        text = path.read_text("utf-8")
        for line in (line for line in text.splitlines() if "download_button" in line or "data=partial" in line):
            assert "data=partial" not in line, f"{path.name}: {line}"
        assert "st.fragment" not in text or path.name == "access.py", path.name
