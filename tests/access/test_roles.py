"""The table of roles: who may be given what, what it opens, and what is written down of it."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

import pytest

from hotspot import access
from hotspot.access import Feed, Holder, Scope
from hotspot.access.database import FILE
from hotspot.errors import AccessError

AT = datetime(2026, 11, 22, 9, 0)
TODAY = date(2026, 11, 22)
BOSS = Holder("https://login.example", "boss", "admin")
FEEDS = (
    Feed("force/x", "police", "Force X", "cda"),
    Feed("ed/royal", "health", "Royal", "s17"),
    Feed("ambulance/y", "ambulance", "Y", "s16", review=date(2026, 1, 1)),
)


def opened(home, *said):
    access.give(home, Holder("https://login.example", "me", *said), at=AT)
    return access.scope_of(home, "https://login.example", "me", as_of=TODAY)


@pytest.mark.parametrize(
    ("said", "why"),
    [(("king",), "no role"), (("csp_officer",), "belongs to a district"), (("public", (), (), "meeting"), "never of"),
     (("csp_officer", ("A",), (), "analyst"), "never of")],
)  # fmt: skip
def test_what_no_rule_covers_is_refused(said, why):
    with pytest.raises(AccessError, match=why):
        Holder("https://login.example", "me", *said)


def test_a_role_is_of_issuer_and_subject_together(tmp_path):
    opened(tmp_path, "opcc")
    for issuer, subject in (("https://evil.example", "me"), ("https://login.example", "you"), ("", "")):
        with pytest.raises(AccessError, match="hold no role"):
            access.scope_of(tmp_path, issuer, subject, as_of=TODAY)


@pytest.mark.parametrize(
    ("said", "audience", "exact", "closed"),
    [(("public",), "public", (), {"ed/royal", "ambulance/y"}),
     (("csp_officer", ("A",)), "meeting", (), {"ed/royal", "ambulance/y"}),
     (("nte_lead",), "meeting", (), {"ed/royal", "ambulance/y"}),
     (("analyst", (), ("force/x",)), "analyst", ("force/x",), {"ed/royal", "ambulance/y"}),
     (("analyst", (), ("ed/royal",)), "meeting", (), {"ed/royal", "ambulance/y", "force/x"}),
     (("analyst",), "meeting", (), {"ed/royal", "ambulance/y"}),
     (("opcc",), "meeting", (), {"ambulance/y"}),
     (("admin",), "public", (), {"ed/royal", "ambulance/y"})],
)  # fmt: skip
def test_what_each_role_opens(said, audience, exact, closed, tmp_path):
    for feed in FEEDS:
        access.register(tmp_path, feed, at=AT)
    scope = opened(tmp_path, *said)
    assert (scope.role, scope.audience, scope.analyst_of) == (said[0], audience, exact)
    assert set(access.shut(scope, [feed.source for feed in FEEDS])) == closed


def test_a_role_of_certain_feeds_opens_no_published_one_either():
    scope = Scope(role="nte_lead", sources=("force/x",))
    assert set(access.shut(scope, ["force/x", "police_uk/gwent"])) == {"police_uk/gwent"}


def test_the_last_administrator_stays(tmp_path):
    access.give(tmp_path, BOSS, at=AT)
    with pytest.raises(AccessError, match="Nobody would be left"):
        access.take(tmp_path, BOSS.issuer, BOSS.subject, at=AT)
    with pytest.raises(AccessError, match="Nobody would be left"):
        access.give(tmp_path, Holder(BOSS.issuer, BOSS.subject, "public"), at=AT)
    access.give(tmp_path, Holder(BOSS.issuer, "second", "admin"), at=AT)
    access.take(tmp_path, BOSS.issuer, BOSS.subject, at=AT)
    assert [one.subject for one in access.holders(tmp_path)] == ["second"]


def test_every_change_is_written_down_with_who_made_it_and_stays(tmp_path):
    access.register(tmp_path, FEEDS[0], at=AT)  # a log begun before anybody could log in
    access.give(tmp_path, BOSS, at=AT)
    access.give(tmp_path, Holder("https://login.example", "me", "opcc"), at=AT, by="boss at https://login.example")
    access.take(tmp_path, "https://login.example", "me", at=AT, by="boss at https://login.example")
    access.note(tmp_path, access.EXPORT, "findings.csv", "digest", at=AT, who="me")
    told = [(one.act, one.who.split()[0], one.detail) for one in access.trail(tmp_path)]
    assert told == [
        ("change", "this", "register: new"), ("change", "this", "admin given"), ("change", "boss", "opcc given"),
        ("change", "boss", "opcc taken away"), ("export", "me", "digest"),
    ]  # fmt: skip
    with sqlite3.connect(tmp_path / FILE) as database:
        for forbidden in ("DELETE FROM audit", "UPDATE audit SET who = ''"):
            with pytest.raises(sqlite3.DatabaseError, match="only grows"):
                database.execute(forbidden)


def test_a_damaged_table_lets_nobody_in(tmp_path):
    opened(tmp_path, "opcc")
    for file in (tmp_path / FILE).parent.glob("access.sqlite*"):
        file.write_bytes(b"not a database" * 100)
    with pytest.raises(AccessError, match="cannot be used"):
        access.scope_of(tmp_path, "https://login.example", "me", as_of=TODAY)


def test_only_some_roles_write():
    able = {act: {role for role in access.ROLES if access.may(Scope(role=role), act)} for act in ("enter", "add")}
    assert able == {"enter": {"csp_officer", "nte_lead", "analyst", "opcc"}, "add": {"analyst", "admin"}}
    assert not access.may(Scope(role="unheard of"), "enter")
    with pytest.raises(AccessError, match="changes nothing"):
        access.require(Scope(role="public"), "enter")
