"""The catalogue of actions: what ships is usable, and a partnership's own file is checked line by line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hotspot.config.catalogue import TIERS, catalogue, parse_catalogue
from hotspot.errors import ProfileError

OWN = """
[bins]
title = "Knife bins"
who = "Police"
tier = "secondary"
impact = "low"
says = "Read."
[bins.suits]
words = ["new"]
[bins.source]
title = "A toolkit"
address = "https://example.org"
read = 2026-01-31
"""


def test_what_ships_covers_every_tier_and_says_where_each_rating_was_read() -> None:
    shipped = catalogue()
    assert {action.tier for action in shipped} == set(TIERS)
    assert len({action.key for action in shipped}) == len(shipped) >= 12
    for action in shipped:
        assert action.source.address.startswith("https://")
        unread = {action.impact, action.confidence, action.cost} == {"not checked"}
        assert (action.source.read is None) is unread  # a day of reading stands where something was read, never else
        assert unread or action.source.read >= date(2026, 1, 1)


def test_an_own_file_adds_replaces_and_removes(tmp_path: Path) -> None:
    theirs = OWN.replace("[bins", "[cctv") + "[street_lighting]\nleave_out = true\n"
    (tmp_path / "catalogue.toml").write_text(OWN + theirs, encoding="utf-8")
    found = {action.key: action for action in catalogue(tmp_path)}
    assert found.keys() == {action.key for action in catalogue()} - {"street_lighting"} | {"bins"}
    assert found["cctv"].title == "Knife bins" and found["bins"].cost == "not checked"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('tier = "secondary"', 'tier = "first"', "line 5, action 'bins': 'first' is no tier"),
        ('title = "Knife bins"', "title = 5", "line 3, action 'bins': it has no title"),
        ('who = "Police"', 'whose = "Police"', "line 4, action 'bins': 'whose' is not known"),
        ('words = ["new"]', 'words = ["hot"]', "line 9, action 'bins': 'hot' is not known in words"),
        ('words = ["new"]', 'words = "new"', "line 9, action 'bins': words is not a list of texts"),
        ('words = ["new"]', "", "line 8, action 'bins': it says nowhere where it suits"),
        ('words = ["new"]', 'weather = ["rain"]', "line 9, action 'bins': 'weather' says nothing of where"),
        ("read = 2026-01-31", "", "line 10, action 'bins': it does not say where its rating was read"),
        (
            '"https://example.org"',
            '"javascript:alert(1)"',
            "line 12, action 'bins': 'javascript:alert(1)' is no address",
        ),
        ('impact = "low"', 'impact = "huge"', "line 6, action 'bins': 'huge' is no impact"),
        ('says = "Read."', 'says = "Read.', "is not valid TOML"),
        ('impact = "low"', f"impact = {'9' * 5000}", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_its_mend(old: str, new: str, said: str) -> None:
    assert old in OWN
    with pytest.raises(ProfileError) as refused:
        parse_catalogue(OWN.replace(old, new, 1), "own.toml")
    assert said in refused.value.what and refused.value.fix.endswith((".", "]."))


def test_something_that_is_no_table_or_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="not a table"):
        parse_catalogue("bins = 5", "own.toml")
    (tmp_path / "catalogue.toml").mkdir()
    with pytest.raises(ProfileError, match="cannot be read"):
        catalogue(tmp_path)
    (tmp_path / "catalogue.toml").rmdir()
    (tmp_path / "catalogue.toml").write_bytes(b"[a]\ntitle = '\xe9'")
    with pytest.raises(ProfileError, match="UnicodeDecodeError"):
        catalogue(tmp_path)
