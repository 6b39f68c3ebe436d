"""The meeting on the real pages: exact police counts at place level, and of health care no count at all.

Twice: numbers that were planted are searched for, and two homes that differ by call-outs behind the same bands are
compared number by number. What differs between them would be a count of health care, however small.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotspot import access
from hotspot.ui import access as door
from hotspot.ui import reasons
from tests.attacks import readers
from tests.browser import restricted_home
from tests.browser.restricted_home import AMBULANCE, FORCE, NUMBER

FEW = (-1.41842, 52.92826)  # a hexagon with three call-outs in 2025; one more rounds no total to another number
WHY = "checking the extract before the meeting"
POLICE = {"area": "towns", "offence": "violence", "sources": FORCE}
CALLS = {"area": "towns", "offence": "call_outs", "sources": AMBULANCE}
WALK = [
    *((page, POLICE) for page in readers.LOOKED_AT[:-1]),
    *((page, CALLS) for page in ("hot_now", "emerging", "district", "weekend", "act", "worked", "data")),
    ("hot_now", CALLS | {"wall": "1"}),
    ("hot_now", CALLS | {"against": "periods"}),
    ("hot_now", CALLS | {"hour_band": "21-00"}),
    ("hot_now", CALLS | {"csps": "E22000040"}),
    ("district", {"area": "towns", "csp": "E22000040"}),
    ("hot_now", {"area": "towns"}),
]
# Digests, addresses and the second at which a file was made differ and say nothing. One in three hundred data versions
# ("19-643224018577") has no letter: it is known by its form, not by a letter in it.
HEX = re.compile(r"\b\d+-[0-9a-f]{12}\b|\b(?=\w*[a-f])[0-9a-f]{8,}\b|/media/\S+|\d{4}-\d\d-\d\dT[\d:.]+Z")


@pytest.fixture(scope="module")
def homes(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """Two homes: the second has one call-out more where there are few."""
    made = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(door.LOGIN, "on")
        for more in ({}, {FEW: 1}):
            folder = tmp_path_factory.mktemp("meeting") / "home"
            patch.setenv("HOTSPOT_HOME", str(folder))
            restricted_home.made(shared, folder, more_calls=more)
            made.append(folder)
        yield made


def heard(home: Path, role: str, feeds: tuple[str, ...] = ()) -> dict[str, str]:
    """Return all that a reader gets, page by page and file by file; the analyst of feeds has said why."""
    who, found = (readers.ISSUER, role), {}
    access.give(home, access.Holder(*who, role, feeds=feeds), at=readers.datetime(2026, 1, 1))
    said = {reasons.SAID: ((access.named(*who), feeds), WHY)} if feeds else {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOTSPOT_HOME", str(home))
        readers.clear()
        for page, link in WALK:
            seen = readers.opened(page, who, switched=said, **link)
            assert not seen.page.exception, (page, link)
            told = f"{page}?{'&'.join(link.values())}"
            found[told] = seen.sent.decode("latin-1")
            with readers.logged_in(who):
                found |= {f"{told} {name}": data.decode("latin-1") for name, data in seen.downloads()}
    return found


@pytest.fixture(scope="module")
def meeting(homes: list[Path]) -> list[dict[str, str]]:
    return [heard(home, "nte_lead") for home in homes]


def test_the_meeting_sees_exact_police_counts(homes: list[Path], meeting: list[dict[str, str]]) -> None:
    planted = restricted_home.secrets(homes[0], of=(FORCE,))
    police = {where: planted.found(said) for where, said in meeting[0].items() if FORCE in where}
    assert len({word for words in police.values() for word in words}) > 3
    assert any(words for where, words in police.items() if where.endswith("findings.csv"))
    assert any(words for where, words in police.items() if where.startswith("hot_now") and "csv" not in where)


def test_no_page_and_no_file_holds_a_count_of_health_care(homes: list[Path], meeting: list[dict[str, str]]) -> None:
    planted = restricted_home.secrets(homes[0], of=(AMBULANCE,))
    assert len(planted.words) > 5
    assert {where: met for where, said in meeting[0].items() if (met := planted.found(said))} == {}
    assert "fewer than 8" in meeting[0][f"hot_now?{'&'.join(CALLS.values())}"]


def test_a_call_out_more_behind_the_bands_changes_no_number(meeting: list[dict[str, str]]) -> None:
    """A total, a score, a row count or a place in an order would change by it."""
    first, second = (
        {where: Counter(NUMBER.findall(HEX.sub("", said).replace(",", " "))) for where, said in one.items()}
        for one in meeting
    )
    assert first.keys() == second.keys()
    assert {where: (first[where] - second[where]) + (second[where] - first[where])
            for where in first if first[where] != second[where]} == {}  # fmt: skip


def test_the_same_search_finds_them_for_the_analyst_of_the_feed(homes: list[Path]) -> None:
    planted = restricted_home.secrets(homes[0], of=(AMBULANCE,))
    told = heard(homes[0], "analyst", feeds=(FORCE, AMBULANCE))
    met = {word for where, said in told.items() if AMBULANCE in where for word in planted.found(said)}
    assert len(met) > 5
