"""Filters, own outlines and comparisons as attacks: cuts of a restricted feed that could be subtracted from its map."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import shapely

from hotspot import pipeline
from hotspot.access import Feed, Scope, ledger, scope
from hotspot.config import Parameters, Settings
from hotspot.errors import AccessError, HotspotError, ParameterError
from hotspot.register.fields import DEEPEST

FEEDS = (Feed("demo/ed", "health", "Hospital", "s16", geography="h3-8"), Feed("demo/police", "police", "Force", "cda"))
HOSPITAL = Parameters("demo", sources=("demo/ed",), offence="hospital_assaults")
NOW = datetime(2026, 1, 1)
BOX = shapely.geometry.mapping(shapely.box(1.2, 54.0, 1.3, 54.1))


def collection(geometry: str) -> bytes:
    """Return a file with one feature, whose properties name a person."""
    feature = '{"type": "Feature", "properties": {"name": "Jo Bloggs, 07700 900123"}, "geometry": ' + geometry + "}"
    return ('{"type": "FeatureCollection", "features": [' + feature + "]}").encode()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The demonstration with the hospital's and the force's records as restricted feeds."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scope, "OPEN_FAMILIES", ("police_uk",))
        yield Settings(tmp_path_factory.mktemp("narrowed"))


@pytest.fixture(scope="module")
def slivers(home: Settings) -> tuple[str, str]:
    """Two outlines that differ by one hexagon with few records, kept by the feed's analyst."""
    own = Scope(audience="analyst", analyst_of=("demo/ed",), feeds=FEEDS)
    places = pipeline.analyse(HOSPITAL, settings=home, scope=own).findings.locations
    alone = places[places["count"].between(1, 7)].iloc[0]
    wide = alone.geometry.buffer(0.03)
    keys = []
    for name, shape in (("wide", wide), ("without", wide.difference(alone.geometry.buffer(1e-5)))):
        read = pipeline.read_outline(collection(json.dumps(shapely.geometry.mapping(shape))), "demo", home, own)
        keys.append(pipeline.keep_outline(read, name, "demo", home, at=NOW, by="team", scope=own))
    return keys[0], keys[1]


def test_two_outlines_give_a_small_count_to_whoever_may_see_it_and_to_nobody_else(
    home: Settings, slivers: tuple[str, str]
) -> None:
    own = Scope(audience="analyst", analyst_of=("demo/ed",), feeds=FEEDS)
    wide, without = (
        pipeline.analyse(HOSPITAL.changed(outline=key), settings=home, scope=own).findings for key in slivers
    )
    left = set(wide.locations.index) - set(without.locations.index)
    assert len(left) == 1
    assert 1 <= wide.counts.sum() - without.counts.sum() <= 7  # the control: the attack works on exact numbers
    for audience in ("meeting", "beyond", "public"):
        for key in slivers:
            for reference in ("area", "district"):
                asked = HOSPITAL.changed(outline=key, reference=reference)
                with pytest.raises(AccessError, match="cannot be changed"):
                    pipeline.analyse(asked, settings=home, scope=Scope(audience=audience, feeds=FEEDS))


@pytest.mark.parametrize("audience", ["meeting", "public"])
@pytest.mark.parametrize(
    "more",
    [
        {"wards": ("D05000031",)}, {"lads": ("D07000002",)}, {"hours": "weekend_nights"}, {"hour_band": "21-00"},
        {"step": "weekend"}, {"step": "week"}, {"csps": ("D22000002",), "reference": "district"},
        {"geography": "lsoa"}, {"resolution": 7}, {"start": "2025-02"}, {"bandwidth_m": 300.0}, {"mask": "occupied"},
    ],
)  # fmt: skip
def test_no_filter_makes_a_second_cut_of_a_restricted_feed(home: Settings, audience: str, more: dict[str, Any]) -> None:
    with pytest.raises(HotspotError):
        pipeline.analyse(HOSPITAL.changed(**more), settings=home, scope=Scope(audience=audience, feeds=FEEDS))


def test_one_district_of_it_is_a_part_of_the_same_list(home: Settings, tmp_path: Path) -> None:
    """Narrowing the list is no second cut: each place has the band that it has on the whole map."""
    home = dataclasses.replace(home, home=tmp_path)  # a ledger in which nothing else was written
    who = Scope(audience="meeting", feeds=FEEDS)
    whole, part = (
        pipeline.analyse(asked, settings=home, scope=who).findings.locations
        for asked in (HOSPITAL, HOSPITAL.changed(csps=("D22000002",)))
    )
    assert len(part) and part["count"].equals(whole.loc[part.index, "count"])
    assert len({one.digest for one in ledger.ledger(home.home)}) == 1


@pytest.mark.parametrize("audience", ["meeting", "public"])
@pytest.mark.parametrize("pair", [("2025-01..2025-12", "2024-01..2024-12"), ("2025-07..2025-12", "2025-01..2025-06"),
                                  ("D22000001", "D22000002")])  # fmt: skip
def test_nothing_of_a_restricted_feed_is_set_side_by_side(home: Settings, audience: str, pair: tuple[str, str]) -> None:
    who = Scope(audience=audience, feeds=FEEDS)
    with pytest.raises(AccessError):
        pipeline.compare(HOSPITAL, pipeline.Pair.read(*pair), settings=home, scope=who)


def test_the_meeting_compares_what_it_sees_exactly(home: Settings) -> None:
    asked = Parameters("demo", sources=("demo/police",))
    both = pipeline.compare(asked, pipeline.Pair.read("2025-07..2025-12", "2024-07..2024-12"), settings=home,
                            scope=Scope(audience="meeting", feeds=FEEDS))  # fmt: skip
    assert both.places["first"].sum() > 100


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def ring(first: str) -> str:
    return '{"type": "Polygon", "coordinates": [[' + f"{first}, [1.3, 54], [1.3, 54.1], {first}]]}}"


HOSTILE = {
    "deep coordinates": '{"type": "Polygon", "coordinates": ' + nested(90_000) + "}",
    "deep document": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "no end": ring("[1e999, 54]"),
    "no number": ring("[NaN, 54]"),
    "a formula": ring('["=cmd", 54]'),
    "no area": '{"type": "Polygon", "coordinates": [[[1.2, 54], [1.2, 54], [1.2, 54], [1.2, 54]]]}',
    "a line": '{"type": "LineString", "coordinates": [[1.2, 54], [1.3, 54.1]]}',
    "nothing": "null",
    "beyond the globe": ring("[1e30, 54]"),
    "too many corners": json.dumps(shapely.geometry.mapping(shapely.Point(1.25, 54.05).buffer(0.05, quad_segs=9000))),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_outline_is_refused(home: Settings, name: str) -> None:
    with pytest.raises(HotspotError):
        pipeline.read_outline(collection(HOSTILE[name]), "demo", home)


@pytest.mark.parametrize("said", [b"", b"\x00" * 100, b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>"])
def test_a_file_that_is_no_outline_is_refused(home: Settings, said: bytes) -> None:
    with pytest.raises(HotspotError):
        pipeline.read_outline(said, "demo", home)


def test_of_an_outline_the_shape_alone_is_kept(home: Settings) -> None:
    """Names and whatever else stands in the file goes; a shape that crosses itself is mended."""
    bow = {"type": "Polygon", "coordinates": [[[1.2, 54.0], [1.3, 54.1], [1.3, 54.0], [1.2, 54.1], [1.2, 54.0]]]}
    for geometry in (BOX, bow):
        kept = pipeline.read_outline(collection(json.dumps(geometry)), "demo", home)
        assert set(kept) == {"type", "coordinates"} and "Bloggs" not in json.dumps(kept)
        assert shapely.geometry.shape(kept).is_valid


def test_a_link_holds_the_key_of_an_outline_and_never_its_shape(home: Settings, slivers: tuple[str, str]) -> None:
    said = Parameters("demo", outline=slivers[0]).to_query()
    assert said == {"area": "demo", "outline": slivers[0]} and len(slivers[0]) == 12
    elsewhere = dataclasses.replace(home, home=Path(home.home) / "another")
    with pytest.raises(ParameterError, match="not held here"):
        pipeline.analyse(
            Parameters("demo", sources=("demo/police",), outline=slivers[0]), settings=elsewhere,
            scope=Scope(audience="meeting", feeds=FEEDS),
        )  # fmt: skip
    for wrong in ("../../etc/passwd", "' OR 1=1", "x" * 5000):
        with pytest.raises(ParameterError):
            Parameters.from_query({"area": "demo", "outline": wrong})


def test_a_shape_of_great_depth_is_not_kept(home: Settings) -> None:
    deep: Any = []
    for _ in range(DEEPEST + 1):
        deep = [deep]
    with pytest.raises(ParameterError, match="inside one another"):
        pipeline.keep_outline({"type": "Polygon", "coordinates": deep}, "deep", "demo", home, at=NOW, by="team")
