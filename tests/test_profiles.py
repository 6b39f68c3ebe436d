"""The area profiles that ship: whole, honest about what the source cannot separate, and of police-found lines apart."""

from __future__ import annotations

import re

import pytest

from hotspot import config

SHIPPED = ("cambridgeshire", "cornwall", "derbyshire", "devon-and-cornwall", "gwent")


@pytest.mark.parametrize("key", SHIPPED)
def test_a_profile_says_its_definition_and_what_the_source_cannot_separate(key):
    held = config.profile(key)
    assert {"words", "included", "excluded", "gaps"} <= set(held.definition)
    assert "cannot" in held.definition["gaps"] or "knows neither" in held.definition["gaps"]
    assert held.country == ("Wales" if key == "gwent" else "England")
    assert held.crs == "EPSG:27700"


@pytest.mark.parametrize("key", SHIPPED)
def test_the_default_measure_is_recorded_violence_and_possession_stands_apart(key):
    held = config.profile(key)
    first = next(iter(held.measures.values()))
    assert (first.key, first.title, first.police_found) == ("recorded_violence", "Recorded violence", False)
    assert first.categories["police_uk"] == ("Violence and sexual offences", "Robbery")
    assert "not serious violence" in first.caveat
    assert held.measure("possession").police_found
    others = [one for one in held.measures.values() if not one.police_found]
    assert not any("Possession of weapons" in one.categories["police_uk"] for one in others)


@pytest.mark.parametrize("key", SHIPPED)
def test_groups_hold_partnerships_of_the_profile_each_once(key):
    held = config.profile(key)
    assert all(re.fullmatch(r"[EW]\d{8}", code) for code in held.csps)
    grouped = [code for codes in held.groups.values() for code in codes]
    assert set(grouped) <= set(held.csps)
    assert len(grouped) == len(set(grouped))
    assert list(held.csps) == sorted(set(held.csps))


def test_definitions_differ_by_partnership():
    words = {config.profile(key).definition["words"] for key in ("cambridgeshire", "cornwall", "derbyshire", "gwent")}
    assert len(words) == 4
    derbyshire, cornwall = (config.profile(key).definition for key in ("derbyshire", "cornwall"))
    assert "domestic abuse" in derbyshire["excluded"]
    assert "domestic abuse" in cornwall["included"]


def test_safer_devon_is_four_partnerships():
    assert len(config.profile("devon-and-cornwall").groups["Safer Devon"]) == 4
