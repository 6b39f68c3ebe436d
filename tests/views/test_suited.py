"""What fits a place: each reason, rating and source in words, the same facts in both languages."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest

from hotspot.config import catalogue
from hotspot.context.domains import TITLES
from hotspot.context.needs import NEEDS
from hotspot.language import speaking
from hotspot.measures import place_hours
from hotspot.targeting.nearby import NEAR_M, NEAR_TYPES, NEED, PROVISION, Need
from hotspot.targeting.suiting import KINDS, Reason
from hotspot.views import busy, shortlist, shortlist_tables, suited, thin
from tests.views import made_acting

REASONS = {
    "when": {Reason("when", key): title for key, title in place_hours.TITLES.items()},
    "young": {Reason("young"): "under-18s"},
    "word": {Reason("word", word): f"the place {'' if word == 'was hot' else 'is '}{word}" for word in catalogue.WORDS},
    "thin": {Reason("thin", key): f"no {key.replace('_', ' ')} within 1.2 km" for key in PROVISION},
    "near": {Reason("near", key): f"{name} within {NEAR_M:.0f} m" for key, name in NEAR_TYPES.items()},
}
ALL = {reason: said for kind in REASONS.values() for reason, said in kind.items()}
READ: dict[str, Any] = {
    "because": (Reason("word", "new"),), "hours_known": True, "impact": "moderate", "confidence": "low",
    "cost": "not checked", "source": "Youth Endowment Fund, toolkit, policing", "read": date(2026, 11, 22),
}  # fmt: skip
UNREAD = READ | dict.fromkeys(("impact", "confidence", "cost"), "not checked") | {"read": None}


def test_every_kind_of_reason_has_its_words() -> None:
    assert set(REASONS) == set(KINDS)
    assert set(suited.WORDS) == set(catalogue.WORDS) and set(busy.TYPES) == set(NEAR_TYPES)
    assert set(catalogue.WHEN) == set(place_hours.TITLES)
    assert set(suited.RATINGS) == {*catalogue.IMPACTS, *catalogue.DEGREES} - {catalogue.UNREAD}


@pytest.mark.parametrize(("reason", "said"), ALL.items())
def test_a_reason_is_said_in_both_languages_with_the_same_numbers(reason: Reason, said: str) -> None:
    assert suited.because([reason]) == said
    with speaking("cy"):
        welsh = suited.because([reason])
    assert not set(said.split()) & set(welsh.split()) - {"1.2", "km", "400", "m", "18"}
    assert re.findall(r"\d+", welsh) == re.findall(r"\d+", said)


def test_reasons_follow_one_another_and_unknown_hours_are_said() -> None:
    both = (Reason("when", "week_nights"), Reason("thin", "library"))
    assert suited.because(both) == "nights from Sunday to Thursday; no library within 1.2 km"
    assert suited.why(READ | {"because": both}) == f"because: {suited.because(both)}"
    unknown = suited.why(READ | {"because": both, "hours_known": False})
    assert unknown == f"because: {suited.because(both)}; its hours are not known here"


def test_a_rating_is_said_with_the_day_of_reading_and_one_that_nobody_read_with_where_to_look() -> None:
    assert suited.ratings(READ) == "impact moderate, confidence low"
    assert suited.source(READ) == "Youth Endowment Fund, toolkit, policing, read 22 November 2026"
    assert suited.ratings(UNREAD) == "rating not checked"
    assert suited.source(UNREAD) == "To check: Youth Endowment Fund, toolkit, policing"
    assert suited.ratings(UNREAD | {"cost": "high"}) == "cost high"
    with speaking("cy"):
        assert suited.ratings(READ) == "effaith: cymedrol, hyder: isel"
        assert suited.source(READ).startswith("Youth Endowment Fund, pecyn cymorth, plismona, ")
        assert suited.source(READ).endswith("22 Tachwedd 2026")


def test_need_is_said_in_tenths_in_both_languages() -> None:
    assert set(thin.NEEDS) == set(NEED) and {NEED[0]: TITLES[NEED[0]], NEED[1]: NEEDS[NEED[1]][1]} == thin.NEEDS
    assert thin.need(Need(NEED[1], 2.6)) == "Community need (all three): tenth 3 of 10, where 1 is most in need"
    for key, title in thin.NEEDS.items():
        with speaking("cy"):
            said = thin.need(Need(key, 2.6))
        assert title not in said and "tenth" not in said and re.findall(r"\d+", said) == ["3", "10", "1"]


def test_panel_table_and_files_tell_need_and_reasons_the_files_in_english_whoever_asks() -> None:
    acting = made_acting.acting()
    listed = acting.listed(top=1)
    need = thin.need(listed["need"].iloc[0][0])
    assert need.startswith("Deprivation without Crime: tenth ")
    with speaking("cy"):
        welsh = dict(shortlist.panel(acting, listed.iloc[0], listed))["Angen"]
        files = shortlist_tables.exports(acting, listed)
        shown = shortlist_tables.table(acting, listed).iloc[0]
    assert welsh.startswith("Amddifadedd heb Droseddu: ") and shown["Need"] == need
    rows = {name: list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig")))) for name in files if "csv" in name}
    assert rows["shortlist.csv"][0]["need"] == need and need.encode() in files["shortlist.geojson"]
    because = [row["because"] for row in rows["actions.csv"]]
    assert len(because) == len(acting.actions_at(str(listed.index[0]))) > 1
    assert set(because) == {"no youth session within 1.2 km", "the place is new"}
