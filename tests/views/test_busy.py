"""When a place is busy and what is near it: worked out in English, read in the reader's language."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest

from hotspot.language import speaking
from hotspot.measures.place_hours import TITLES
from hotspot.targeting.nearby import COUNTED, NEAR_TYPES, _said
from hotspot.targeting.peaks import ALL_WEEK
from hotspot.views import busy, shortlist
from tests.views import made_acting

ENGLISH = re.compile(r"\b(the|and|of|nights?|week|school|records?|premises|within|about|place|busiest|more|in)\b", re.I)


def test_every_window_and_every_kind_that_is_told_can_be_said_in_welsh() -> None:
    assert set(busy.WINDOWS) == {*TITLES.values(), ALL_WEEK}
    assert set(busy.KINDS) == {name for kind, name in NEAR_TYPES.items() if kind not in COUNTED}


@pytest.mark.parametrize(
    ("make", "said"),
    [
        *((busy.when, f"{title}: 48 %") for title in TITLES.values()),
        (busy.when, f"{TITLES['weekend_nights']}: 48 %; {TITLES['week_nights']}: 30 %"),
        (busy.when, ALL_WEEK),
        (busy.when, "hours not told: known of 7 records only"),
        (busy.young, "under-18s in 2 % of the 517 records with a known age"),
        *((busy.near, one) for one in _said({kind: list("abcd") for kind in NEAR_TYPES})),
    ],
)
def test_what_is_told_in_english_is_read_in_welsh_with_the_same_numbers(make, said: str) -> None:
    assert make(said) == said
    with speaking("cy"):
        welsh = make(said)
    assert not ENGLISH.search(welsh)
    assert re.findall(r"\d+", welsh.replace(" 18 oed", "")) == re.findall(r"\d+", said.replace("under-18s", ""))


def test_the_gist_of_a_place_is_welsh_but_for_its_name() -> None:
    place = pd.Series({
        "when": ("weekend_nights",), "when_said": f"{TITLES['weekend_nights']}: 48 %", "hours_known": True, "thin": (),
        "near_said": ("23 licensed premises",), "name": "Castell (near Stryd Fawr)",
    })  # fmt: skip
    with speaking("cy"):
        assert shortlist.gist(place) == "Nosweithiau Gwener a Sadwrn: 48 % · 23 eiddo trwyddedig o fewn 400 m · Castell"


@pytest.mark.parametrize("facilities", [True, False])
def test_of_a_place_with_nobody_near_it_is_said_whether_that_is_known(facilities: bool) -> None:
    acting = made_acting.acting()
    if not facilities:
        none = acting.around.facilities.iloc[:0]
        acting = dataclasses.replace(acting, around=dataclasses.replace(acting.around, facilities=none))
    place = acting.shortlist.places.iloc[0].copy()
    place["near_said"] = ()
    said = dict(shortlist.panel(acting, place, acting.shortlist.places))["Who is near"]
    assert said.startswith("No listed school" if facilities else "Not known: no list of schools")
