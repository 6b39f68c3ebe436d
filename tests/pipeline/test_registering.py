"""The register through its door: what ships beside what was entered, screened and bounded."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from hotspot import demo, pipeline, register
from hotspot.config import Settings
from hotspot.errors import HotspotError, ParameterError, SourceError

NOON = datetime(2026, 1, 14, 12, 0)
BODY: dict[str, Any] = {"what": "Marshals", "place": "Castle Hill", "owner": "Licensing team", "status": "agreed"}


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


def test_what_ships_stands_beside_what_was_entered_and_only_for_the_demonstration(home: Settings) -> None:
    pipeline.save_entry("action", BODY, "demo", home, at=NOON, by="Chair")
    table = pipeline.register_table("action", "demo", home)
    assert table["made_up"].tolist() == [True] * 9 + [False]
    assert table["what"].iloc[-1] == "Marshals" and table["cells"].iloc[-1] == []
    assert pipeline.register_table("action", "gwent", home).empty
    assert list(pipeline.register_table("action", "gwent", home)) == list(table)  # same columns always


def test_days_are_days_and_numbers_are_numbers(home: Settings) -> None:
    table = pipeline.register_table("action", "demo", home)
    patrols = table[table["place"] == "Station Yard"].iloc[0]
    assert (patrols["start"], patrols["end"]) == (date(2025, 7, 1), date(2025, 12, 31))
    assert table["cost"].dtype == float and patrols["due"] is None


def test_every_shipped_entry_fits_its_kind() -> None:
    shipped = demo.register()
    assert set(shipped) == {"action", "project", "note", "indicator", "sharing", "meeting"}
    for kind, bodies in shipped.items():
        for body in bodies:
            register.checked(kind, body)


def test_a_shipped_entry_stays_as_it_is(home: Settings) -> None:
    key = pipeline.register_table("action", "demo", home)["key"].iloc[0]
    with pytest.raises(ParameterError, match="stays as it is"):
        pipeline.save_entry("action", BODY, "demo", home, at=NOON, by="Chair", key=key)
    for act in (pipeline.withdraw, pipeline.erase):
        with pytest.raises(ParameterError, match="stays as it is"):
            act(key, home, at=NOON, by="Chair")
    assert pipeline.history(key, home)["changed"].tolist() == ["entered"]


@pytest.mark.parametrize(
    "words",
    ["ring 01632 960983", "write to warden@example.org", "he lives at NP20 1AB", "NHS 943 476 5919", "AB 12 34 56 C"],
)
@pytest.mark.parametrize("field", ["what", "owner", "scan"])
def test_words_that_lead_to_a_person_are_refused_and_not_repeated(home: Settings, field: str, words: str) -> None:
    with pytest.raises(ParameterError, match="nothing about a person is kept") as refused:
        pipeline.save_entry("action", BODY | {field: words}, "demo", home, at=NOON, by="Chair")
    assert words not in str(refused.value)
    assert pipeline.register_table("action", "demo", home)["made_up"].all()


def test_a_long_note_is_welcome(home: Settings) -> None:
    text = "The crush is at the taxi rank after the last bar closes, and the light on the north side is out. " * 5
    note = {"partner": "Street pastors", "place": "Castle Hill", "date": "2026-01-02", "text": text}
    kept = pipeline.save_entry("note", note, "demo", home, at=NOON, by="Pastors")
    assert kept.body["text"] == text.strip()


def test_the_history_says_what_changed(home: Settings) -> None:
    first = pipeline.save_entry("action", BODY, "demo", home, at=NOON, by="Chair")
    pipeline.save_entry(
        "action", BODY | {"status": "done", "cost": 5}, "demo", home, at=NOON, by="Chair", key=first.key
    )
    pipeline.withdraw(first.key, home, at=NOON, by="Chair")
    assert pipeline.history(first.key, home)["changed"].tolist() == ["entered", "Status, Cost", "withdrawn"]
    with pytest.raises(ParameterError, match="no such action"):
        pipeline.entry("action", first.key, "demo", home)


SQUARE = {"type": "Polygon", "coordinates": [[[-3.0, 51.5], [-2.9, 51.5], [-2.9, 51.6], [-3.0, 51.6], [-3.0, 51.5]]]}


def test_a_drawn_area_is_read_and_kept(home: Settings) -> None:
    feature = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": SQUARE}]}
    shape = pipeline.drawn_area(json.dumps(feature).encode())
    kept = pipeline.save_entry("action", BODY | {"shape": shape}, "demo", home, at=NOON, by="Chair")
    assert kept.body["shape"]["type"] == "Polygon" and len(kept.body["shape"]["coordinates"][0]) == 5


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "FeatureCollection", "features": []}',
        "not json",
        "[" * 100_000,
        '{"type":"Point","coordinates":[0,0]}',
    ],
)
def test_what_is_no_drawn_area_is_refused(text: str) -> None:
    with pytest.raises(HotspotError):
        pipeline.drawn_area(text.encode())
    with pytest.raises(SourceError, match="larger than 2 MB"):
        pipeline.drawn_area(b" " * 3_000_000)


def test_the_last_meetings_actions_are_the_storys(home: Settings) -> None:
    table = pipeline.register_table("action", "demo", home)
    last = table[table["meeting"] == table["meeting"].dropna().max()]
    assert last["status"].value_counts().to_dict() == {"done": 5, "late": 1, "dropped": 1}


def test_the_sharing_gaps_are_those_of_the_records(home: Settings) -> None:
    sharing = pipeline.register_table("sharing", "demo", home)
    gaps = sharing[sharing["state"] == "missing"].groupby("source")["month"].agg(list).to_dict()
    assert gaps == {"demo/ambulance": ["2024-03", "2024-04"], "demo/ed": ["2023-11"]}
    assert (sharing["state"] == "not agreed").sum() == 6  # the hospital joined in July 2023


@pytest.mark.parametrize("by", ["jo@example.org", "Jo 07700 900123", "A" * 121, "Team\x00", "Team\u202e"])
def test_who_saves_is_a_role_and_nothing_else_is_kept(home: Settings, by: str) -> None:
    key = pipeline.save_entry("action", BODY, "gwent", home, at=NOON, by="Chair").key
    for act in (
        lambda: pipeline.save_entry("action", BODY, "gwent", home, at=NOON, by=by),
        lambda: pipeline.withdraw(key, home, at=NOON, by=by),
        lambda: pipeline.erase(key, home, at=NOON, by=by),
    ):
        with pytest.raises(ParameterError):
            act()
    assert pipeline.register_table("action", "gwent", home)["by"].tolist() == ["Chair"]


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("action", BODY, "place"),
        *(
            ("project", {"what": "Club", "place": "Hall", "status": "established"}, field)
            for field in ("ages", "days", "hours")
        ),
        *(("indicator", {"name": "n", "period": "2024", "source": "s"}, field) for field in ("period", "unit")),
    ],
)
def test_every_typed_text_is_screened(home: Settings, kind: str, body: dict[str, Any], field: str) -> None:
    with pytest.raises(ParameterError, match="phone number"):
        pipeline.save_entry(kind, {**body, field: "ring 07700 900123"}, "gwent", home, at=NOON, by="Chair")
    assert pipeline.register_table(kind, "gwent", home).empty


@pytest.mark.parametrize(
    ("field", "value"),
    [("cost", "1e308"), ("cost", "nan"), ("start", "0001-01-01"), ("start", "9999-12-31"), ("due", "1899-12-31")],
)
def test_numbers_and_days_beyond_reach_are_refused(home: Settings, field: str, value: str) -> None:
    with pytest.raises(ParameterError, match="cannot be kept"):
        pipeline.save_entry("action", {**BODY, field: value}, "gwent", home, at=NOON, by="Chair")


def test_what_no_reader_sees_is_left_out_of_a_text(home: Settings) -> None:
    body = {**BODY, "what": "Close\u202e the\x1b[31m alley\ud800\ufffe", "respond": "One\nTwo"}
    kept = pipeline.save_entry("action", body, "gwent", home, at=NOON, by="Chair").body
    assert (kept["what"], kept["respond"]) == ("Close the[31m alley", "One\nTwo")
