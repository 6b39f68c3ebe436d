"""Every way out of a restricted feed, twice: with one more record behind the same bands nothing at all may change."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pyogrio
import pytest

from hotspot import grid, incidents, pipeline, views
from hotspot.access import Feed, Scope, scope
from hotspot.config import Parameters, Settings
from hotspot.demo import ready
from hotspot.errors import HotspotError
from hotspot.views.brief import needs, tasking
from tests.views.brief.paper import flat, read

FEEDS = (
    Feed("demo/police", "police", "Force", "cda"),
    Feed("demo/ambulance", "ambulance", "Trust", "s16", geography="h3-8"),
    Feed("demo/ed", "health", "Hospital", "s16", geography="h3-8"),
)
HOSPITAL = Parameters("demo", sources=("demo/ed",), offence="hospital_assaults")
CSP = "D22000001"


def one_more(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the records with one more of the hospital's where it has a single one in the year."""
    mine = frame[(frame["source"] == "demo/ed") & frame["month"].dt.year.eq(2025) & ~frame["institution"]]
    mine = mine[mine["lon"].notna() & mine["lad_code"].notna()]
    cell = pd.Series(grid.names(grid.cells(mine["lon"], mine["lat"], 8)), index=mine.index)
    single = cell[~cell.duplicated(keep=False)].index[:1]
    return pd.concat([frame, frame.loc[single].assign(record_id="one more")], ignore_index=True)


@pytest.fixture(scope="module", params=["public", "meeting"])
def worlds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    """Return, for one audience, how to ask in the world as it is and in the one with a record more."""
    clean = incidents.clean

    def with_one(*given: Any, **how: Any) -> Any:
        made = clean(*given, **how)
        return dataclasses.replace(made, frame=one_more(made.frame))

    who = Scope(audience=request.param, feeds=FEEDS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scope, "OPEN_FAMILIES", ("police_uk",))
        patched.setattr(ready, "read", lambda *_: None)  # what ships clean has no record more
        made = []
        for cleaned in (clean, with_one):
            patched.setattr(incidents, "clean", cleaned)
            how = {"settings": Settings(tmp_path_factory.mktemp("world")), "scope": who}
            made.append(how | {"held": len(pipeline.prepare("demo", **how).incidents.frame)})
        patched.setattr(incidents, "clean", clean)
        yield made


def both(worlds: list[dict[str, Any]], make: Callable[..., Any]) -> tuple[Any, Any]:
    """Return what leaves in each of the two worlds."""
    first, second = (make(settings=world["settings"], scope=world["scope"]) for world in worlds)
    return first, second


def test_the_worlds_differ_by_one_record(worlds: list[dict[str, Any]]) -> None:
    assert worlds[1]["held"] == worlds[0]["held"] + 1


def test_no_file_changes_by_a_record_behind_a_band(worlds: list[dict[str, Any]]) -> None:
    found = both(worlds, lambda **how: pipeline.analyse(HOSPITAL, **how))
    assert all(one.findings.controlled for one in found)
    files = [views.exports(one) for one in found]
    for name in ("findings.csv", "steps.csv", "findings.geojson", "map.png"):
        assert files[0][name] == files[1][name], name
    layers = [pyogrio.read_dataframe(io.BytesIO(one["findings.gpkg"])) for one in files]
    pd.testing.assert_frame_equal(*layers)
    assert views.headline(found[0].findings) == views.headline(found[1].findings)
    pd.testing.assert_frame_equal(found[0].districts, found[1].districts)
    rows = list(csv.DictReader(io.StringIO(files[0]["findings.csv"].decode("utf-8-sig"))))
    for name in ("count", "count_12m", "count_last"):
        shown = {float(row[name]) for row in rows}
        assert all(count == 4 or (count >= 10 and count % 5 == 0) for count in shown) and max(shown) > 10
    for name in ("z", "p", "expected", "lower", "upper", "slope_count", "trend_p", "usual"):
        assert {row[name] for row in rows} == {""}, name


def test_no_list_brief_or_pack_changes_by_a_record_behind_a_band(worlds: list[dict[str, Any]]) -> None:
    listed = both(worlds, lambda **how: pipeline.places_to_act(HOSPITAL, **how))
    pd.testing.assert_frame_equal(*(one.shortlist.places for one in listed))
    papers = both(worlds, lambda **how: tasking.tasking_pdf(pipeline.brief(HOSPITAL, **how)))
    assert [flat(page.text) for page in read(papers[0])] == [flat(page.text) for page in read(papers[1])]
    packs = both(worlds, lambda **how: needs.needs_assessment_pdf(pipeline.pack(HOSPITAL, CSP, **how)))
    assert [flat(page.text) for page in read(packs[0])] == [flat(page.text) for page in read(packs[1])]
    around = both(worlds, lambda **how: pipeline.around(HOSPITAL, **how))
    pd.testing.assert_frame_equal(*(pd.DataFrame(one.locations) for one in around))


def test_the_map_of_another_source_shows_no_place_for_its_sake(worlds: list[dict[str, Any]]) -> None:
    asked = Parameters("demo", sources=("demo/police",), method="gi_star")
    found = both(worlds, lambda **how: pipeline.analyse(asked, **how).findings)
    assert list(found[0].locations.index) == list(found[1].locations.index)
    assert found[0].locations["name"].tolist() == found[1].locations["name"].tolist()
    assert found[0].controlled is (worlds[0]["scope"].audience == "public")


@pytest.mark.parametrize("beside", ["evening", "weekend_spots", "who_else", "scorecard", "look_closer"])
def test_nothing_leaves_beside_the_map(worlds: list[dict[str, Any]], beside: str) -> None:
    how = {name: worlds[0][name] for name in ("settings", "scope")}
    window = {"evening": (pipeline.WeekWindow("weekend_nights", ""),)}.get(beside, ())
    with pytest.raises(HotspotError):
        getattr(pipeline, beside)(HOSPITAL, *window, **how)


def test_the_account_is_in_bands(real_home: Callable[[str], Settings]) -> None:
    settings = real_home("derbyshire")
    exact = pipeline.status(settings)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scope, "OPEN_FAMILIES", ("demo",))
        told = pipeline.status(settings)
    assert not any("in_bands" in one for one in exact["sources"])
    assert told["sources"] and all(one["rows"] % 5 == 0 and one["rows_by_csp"] == {} for one in told["sources"])
    street = [one for one in told["files"] if one.get("in_bands")]
    assert street and all(one["kept"] % 5 == 0 and not one["rejected"] and not one["flagged"] for one in street)
