"""When a place is busy, how young those involved are and who is near: facts, read in the reader's language."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hotspot.language import speaking
from hotspot.measures.place_hours import TITLES
from hotspot.targeting.nearby import COUNTED, NEAR_TYPES, Nearby
from hotspot.views import busy, shortlist, shortlist_tables
from tests.views import made_acting

ENGLISH = re.compile(r"\b(the|and|of|nights?|week|school|records?|premises|within|about|place|busiest|more|in)\b", re.I)
NIGHT: dict[str, Any] = {
    "when": ("weekend_nights",), "when_percent": (48.2,), "timed": 1_517.0, "aged": 1_204.0, "young_percent": 2.4,
    "young": False, "hours": "22:00-01:00 (30 %)", "hours_known": True,
}  # fmt: skip


def test_every_window_and_every_type_that_is_told_has_its_words() -> None:
    assert {key: said.format(clock="") for key, said in busy.WINDOWS.items()} == TITLES
    assert busy.KINDS == {kind: name for kind, name in NEAR_TYPES.items() if kind not in COUNTED}
    assert tuple(busy.COUNTS) == COUNTED


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"when": tuple(TITLES)[:2], "when_percent": (47.5, 30.5)},
         "weekday afternoons in term (15:00-18:59): 48 %; Friday and Saturday nights (18:00-05:59): 30 %"),
        ({"when": tuple(TITLES)[2:], "when_percent": (100.0, 20.0)},
         "nights from Sunday to Thursday (18:00-05:59): 100 %; Saturday daytime (14:00-20:59): 20 %"),
        ({"when": (), "when_percent": ()}, "spread over the week"),
        ({"when": (), "when_percent": (), "timed": 9.0}, "hours not told: known of 9 records only"),
        ({"when": (), "when_percent": (), "timed": np.nan}, ""),
    ],
)  # fmt: skip
def test_when_a_place_is_busy_is_said_with_the_same_numbers_in_both_languages(facts: Any, said: str) -> None:
    place = pd.Series(NIGHT | facts)
    assert busy.when(place) == said
    assert busy.when(place, clocks=False) == re.sub(r" \(\d\d:00-\d\d:59\)", "", said)
    with speaking("cy"):
        welsh = busy.when(place)
    assert not ENGLISH.search(welsh) and re.findall(r"\d+", welsh) == re.findall(r"\d+", said)


def test_how_many_are_under_18_is_said_of_known_ages_alone() -> None:
    said = "under-18s in 2 % of the 1,204 records with a known age"
    assert busy.young(NIGHT) == said and busy.young(NIGHT | {"young_percent": np.nan, "aged": 9.0}) == ""
    with speaking("cy"):
        welsh = busy.young(NIGHT)
    assert not ENGLISH.search(welsh) and "2 %" in welsh and "1,204" in welsh


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Nearby("licensed_premises", (), 23), "23 licensed premises"),
        (Nearby("school", ("Park", "Hill"), 2), "Park, Hill (school)"),
        (Nearby("station", ("Park", "Hill"), 4), "Park, Hill and 2 more (station)"),
        (Nearby("bus_interchange", ("A (school) and 9 more (x)",), 1), "A (school) and 9 more (x) (bus interchange)"),
    ],
)
def test_who_is_near_is_named_or_counted(found: Nearby, said: str) -> None:
    assert busy.near(found) == said
    with speaking("cy"):
        welsh = busy.near(found)
    for name in found.names:  # a name stays as it is, whatever it looks like
        assert name in welsh
        welsh = welsh.replace(name, "")
    assert not ENGLISH.search(welsh) and str(found.in_all - len(found.names) or "") in welsh


def test_the_gist_of_a_place_is_welsh_but_for_its_name() -> None:
    facts = {"thin": (), "who_near": (Nearby("licensed_premises", (), 23),), "name": "Castell (near Stryd Fawr)"}
    place = pd.Series(NIGHT | facts)
    assert shortlist.gist(place) == "Friday and Saturday nights: 48 % · 23 licensed premises within 400 m · Castell"
    with speaking("cy"):
        assert shortlist.gist(place) == "Nosweithiau Gwener a Sadwrn: 48 % · 23 eiddo trwyddedig o fewn 400 m · Castell"


def test_a_file_and_the_table_of_the_list_say_it_in_english_whoever_asks() -> None:
    acting = made_acting.acting()
    places = acting.listed(top=1)
    facts = NIGHT | {"who_near": (Nearby("licensed_premises", (), 23), Nearby("school", ("Park",), 1))}
    places = places.assign(**{name: [fact] for name, fact in facts.items()})
    with speaking("cy"):
        file = shortlist_tables.exports(acting, places)["shortlist.csv"]
        shown = shortlist_tables.table(acting, places).iloc[0]
    (row,) = csv.DictReader(io.StringIO(file.decode("utf-8-sig")))
    assert row["when_said"] == shown["When"] == "Friday and Saturday nights (18:00-05:59): 48 %"
    assert row["young_said"] == "under-18s in 2 % of the 1,204 records with a known age"
    assert row["near_said"] == shown["Near"] == "23 licensed premises; Park (school)"
    assert row["hours"] == "22:00-01:00 (30 %)"


@pytest.mark.parametrize("facilities", [True, False])
def test_of_a_place_with_nobody_near_it_is_said_whether_that_is_known(facilities: bool) -> None:
    acting = made_acting.acting()
    if not facilities:
        none = acting.around.facilities.iloc[:0]
        acting = dataclasses.replace(acting, around=dataclasses.replace(acting.around, facilities=none))
    place = acting.shortlist.places.iloc[0].copy()
    place["who_near"] = ()
    said = dict(shortlist.panel(acting, place, acting.shortlist.places))["Who is near"]
    assert said.startswith("No listed school" if facilities else "Not known: no list of schools")
