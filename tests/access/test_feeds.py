"""Feeds: registered once, logged for good, shut when their agreement is due for review."""

from __future__ import annotations

import dataclasses
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest

from hotspot import access
from hotspot.access import Feed, Scope
from hotspot.errors import AccessError

WHY = "checking the extract before the meeting"
NOW = datetime(2026, 3, 1, 9, 30)
FORCE = Feed("force/derbyshire", "police", "Derbyshire Constabulary", "cda", review=date(2027, 1, 1))
HOSPITAL = Feed("ed/royal-derby", "health", "University Hospitals", "s16", location="street")


def test_a_feed_comes_back_as_it_was_registered(tmp_path: Path) -> None:
    more = {"agreement": "ISA 12", "purpose": "tasking", "location": "street", "time": "hour"}
    full = dataclasses.replace(FORCE, **more, analyst=True)
    assert access.feeds(tmp_path) == {} and list(tmp_path.iterdir()) == []  # to look makes nothing
    assert access.register(tmp_path, full, at=NOW, reason=WHY) == "new"
    assert access.feeds(tmp_path) == {full.source: full}
    assert access.register(tmp_path, FORCE, at=NOW) == "changed: agreement, purpose, location, time, analyst"


def test_every_registration_is_logged_and_the_log_only_grows(tmp_path: Path) -> None:
    access.register(tmp_path, dataclasses.replace(FORCE, analyst=True), at=NOW, reason=WHY)
    access.register(tmp_path, FORCE, at=NOW)
    logged = access.trail(tmp_path)
    assert [(one.at, one.act, one.what) for one in logged] == [("2026-03-01T09:30:00", "change", FORCE.source)] * 3
    assert [one.detail.partition(":")[0] for one in logged] == ["register", "analyst", "register"]
    assert WHY in logged[1].detail
    with sqlite3.connect(tmp_path / "log" / "access.sqlite") as database:
        for change in ("DELETE FROM audit", "UPDATE audit SET detail = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                database.execute(change)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_becomes_an_analyst_without_saying_why(tmp_path: Path, reason: str) -> None:
    with pytest.raises(AccessError, match="says why"):
        access.register(tmp_path, dataclasses.replace(FORCE, analyst=True), at=NOW, reason=reason)
    assert access.feeds(tmp_path) == {} and access.trail(tmp_path) == ()


def test_an_analyst_without_a_reason_sees_what_others_do() -> None:
    full = Scope(audience="analyst", analyst_of=(FORCE.source, "police_uk/gwent"), feeds=(FORCE,))
    assert access.exact_of(full) == (FORCE.source,)
    assert access.before_a_reason(full) == Scope(feeds=(FORCE,))
    assert access.before_a_reason(dataclasses.replace(full, role="analyst")).audience == "meeting"


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "Derbyshire"},
        {"provider": "spies"},
        {"gateway": "a friend"},
        {"location": "roughly"},
        {"time": "second"},
        {"owner": " "},
        {"source": "ed/royal", "gateway": "published"},
        {"provider": "ambulance", "gateway": "published"},
        {"provider": "published"},
    ],
)
def test_what_no_rule_covers_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(AccessError):
        dataclasses.replace(FORCE, **wrong)


def test_health_is_never_open_and_a_published_feed_is() -> None:
    paper = Feed("open/toronto", "published", "Toronto Police Service", "published")
    scope = Scope(feeds=(paper, HOSPITAL, FORCE))
    assert access.is_open([paper.source, "police_uk/gwent"], scope)
    assert not access.is_open([paper.source])  # nobody registered it
    assert not access.is_open([paper.source, HOSPITAL.source], scope)
    assert not access.is_open([FORCE.source], scope)


def test_a_feed_is_shut_the_day_after_its_review(tmp_path: Path) -> None:
    access.register(tmp_path, FORCE, at=NOW)
    on_the_day = access.local_scope(tmp_path, as_of=date(2027, 1, 1))
    after = access.local_scope(tmp_path, as_of=date(2027, 1, 2))
    assert access.shut(on_the_day) == {}
    assert "01 January 2027" in access.shut(after)[FORCE.source]
    assert on_the_day != after  # two answers, two cache keys


def test_section_17_is_for_the_commissioner_and_its_own_analyst() -> None:
    feed = dataclasses.replace(FORCE, gateway="s17")
    assert list(access.shut(Scope(feeds=(feed,)))) == [feed.source]
    assert access.shut(Scope(role="opcc", feeds=(feed,))) == {}
    assert access.shut(Scope(audience="analyst", analyst_of=(feed.source,), feeds=(feed,))) == {}


def test_the_local_user_is_analyst_of_what_the_register_says(tmp_path: Path) -> None:
    assert access.local_scope(tmp_path, as_of=NOW.date()) == access.LOCAL
    access.register(tmp_path, HOSPITAL, at=NOW)
    assert access.local_scope(tmp_path, as_of=NOW.date()).audience == "public"
    access.register(tmp_path, dataclasses.replace(FORCE, analyst=True), at=NOW, reason=WHY)
    scope = access.local_scope(tmp_path, as_of=NOW.date())
    assert (scope.audience, scope.analyst_of) == ("analyst", (FORCE.source,))


def test_the_registered_precision_decides_how_fine_a_map_may_be() -> None:
    scope = Scope(feeds=(FORCE, HOSPITAL))
    assert [access.finest([source], scope) for source in (FORCE.source, HOSPITAL.source)] == [10, 9]
    assert access.finest([FORCE.source, "police_uk/derbyshire"], scope) == 8
    assert access.moved_points([HOSPITAL.source], scope) and not access.moved_points([FORCE.source], scope)


def test_a_damaged_register_is_said_and_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "log" / "access.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"not a database at all, but long enough to look at" * 20)
    with pytest.raises(AccessError, match="cannot be used"):
        access.feeds(tmp_path)
