"""Hours, gaps, neighbours and fitting actions: by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from hotspot.access import Scope
from hotspot.config.catalogue import Action, Source, Suits, catalogue
from hotspot.context import Layer
from hotspot.disclosure import TableRelease, release_table
from hotspot.measures import place_hours
from hotspot.targeting import peaks, suiting, surrounded
from hotspot.targeting.suiting import KINDS

CALENDAR = {"holidays": "GB-ENG", "terms": [["2025-06-02", "2025-07-22"]]}
PLACES = pd.Index(["a", "b"], name="location")


def spread_of(*moments: tuple[str, float]) -> pd.DataFrame:
    """Return a spread: each moment a row of its own with its weight, on the night it belongs to."""
    when = pd.to_datetime([moment for moment, _ in moments])
    night = (when - pd.Timedelta(hours=6)).normalize()
    hour = ((when - night) / pd.Timedelta(hours=1)).astype(int)
    weights = [weight for _, weight in moments]
    return pd.DataFrame({"row": range(len(when)), "night": night, "hour": hour, "weight": weights})


def test_windows_and_hours_by_hand() -> None:
    # Friday night, the same night after midnight, a Wednesday in term, a Sunday night.
    table = spread_of(("2025-06-13 23:00", 1.0), ("2025-06-14 02:00", 0.5), ("2025-06-11 15:00", 1.0),
                      ("2025-06-15 20:00", 1.0))  # fmt: skip
    place = pd.Series(["a", "a", "a", "b"])
    ages = pd.Series(["under 18", None, "25+", "18-24"], dtype=object)
    found = place_hours.by_place(table, place, ages, PLACES, CALENDAR)
    assert found.loc["a", ["timed", "weekend_nights", "after_school", "week_nights"]].tolist() == [2.5, 1.5, 1.0, 0.0]
    assert found.loc["b", ["timed", "weekend_nights", "week_nights"]].tolist() == [1.0, 0.0, 1.0]
    assert found.loc["a", ["hour_23", "hour_02", "hour_15"]].tolist() == [1.0, 0.5, 1.0]
    assert found.loc["a", ["aged", "young"]].tolist() == [2.0, 1.0] and found.at["b", "young"] == 0


def test_the_windows_share_of_the_time_is_that_of_the_clock() -> None:
    shares = place_hours.exposures(pd.Timestamp("2025-06-02"), pd.Timestamp("2025-06-08"), CALENDAR, "Europe/London")
    expected = {"after_school": 5 * 4, "weekend_nights": 2 * 12, "week_nights": 5 * 12, "day_drinking": 7}
    assert shares == pytest.approx({key: hours / 168 for key, hours in expected.items()})


def released(**counts: float) -> TableRelease:
    row = dict.fromkeys(place_hours.COUNTS, 0.0) | counts
    frame = pd.DataFrame([row], index=pd.Index(["a"], name="location"))
    return TableRelease(frame, False, pd.DataFrame())


def test_a_window_is_busy_at_twice_the_pace() -> None:
    busy = released(
        timed=100, after_school=70, weekend_nights=15, hour_15=30, hour_16=30, hour_17=10, aged=90, young=81
    )
    row = peaks(busy, {"after_school": 0.09, "weekend_nights": 0.14}).table.loc["a"]
    assert (row["when"], row["when_percent"], row["timed"]) == (("after_school",), (70.0,), 100.0)
    assert row["hours"] == "15:00-18:00 (70 %)"
    assert row["young"] and (row["young_percent"], row["aged"]) == (90.0, 90.0)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"timed": 9, "weekend_nights": 9}, False),
        ({"timed": 20, "weekend_nights": 6}, True),  # twice the pace, yet by chance
        ({"timed": 300, "day_drinking": 40}, True),  # surely busier, yet a small part
    ],
)
def test_few_records_and_small_windows_are_not_named(counts: dict[str, float], told: bool) -> None:
    row = peaks(released(**counts), {"weekend_nights": 0.14, "day_drinking": 0.04}).table.loc["a"]
    assert row["when"] == row["when_percent"] == () and row["timed"] == counts["timed"]
    assert bool(row["hours"]) is told


@pytest.mark.parametrize(
    ("aged", "young", "percent", "mostly"), [(9, 9, None, False), (10, 4, 40.0, False), (10, 5, 50.0, True)]
)
def test_how_many_are_under_18_is_told_of_ten_known_ages(
    aged: int, young: int, percent: float | None, mostly: bool
) -> None:
    row = peaks(released(timed=100, aged=aged, young=young), {}).table.loc["a"]
    assert (None if np.isnan(row["young_percent"]) else row["young_percent"]) == percent and row["young"] == mostly


def test_hours_of_a_restricted_source_are_not_told() -> None:
    frame = released(timed=100, weekend_nights=90).table
    shut = release_table(
        frame, counts=list(place_hours.COUNTS), leaves=[], sources=["force/made"], scope=Scope(audience="meeting")
    )
    found = peaks(shut, {"weekend_nights": 0.14})
    assert shut.controlled and found.why_none and found.table.loc["a", "when"] == ()
    assert found.table.loc["a", ["timed", "aged", "young_percent"]].isna().all()


FACILITIES = pd.DataFrame(
    {
        "name": ["High School", "The Gate", "The Lamp", "Far School"],
        "type_key": ["school", "licensed_premises", "licensed_premises", "school"],
        "lon": [-1.470, -1.471, -1.470, -1.400],
        "lat": [52.922, 52.922, 52.923, 52.922],
    }
)
LAYERS = (Layer("imd_without_crime", "Deprivation without Crime", "need", "score", "worse", "s", "2025", "", ""),)


def test_need_gaps_and_neighbours_by_hand() -> None:
    listed = pd.DataFrame({"lon": [-1.470, -1.300], "lat": [52.922, 52.922]}, index=PLACES)
    around = pd.DataFrame(
        {
            "imd_without_crime_decile": [2.2, np.nan], "population": [900.0, np.nan],
            "reach_youth_session_m": [1500.0, 200.0], "reach_youth_session": ["Den", "Hut"],
            "reach_library_m": [3100.0, 900.0], "reach_library": ["Allenton", "Mill"],
        },
        index=PLACES,
    )  # fmt: skip
    found = surrounded(listed, around, LAYERS, FACILITIES, "EPSG:27700")
    first, second = found.loc["a"], found.loc["b"]
    assert first["need"] == (("imd_without_crime", 2.2),)
    assert surrounded(listed, around, (), FACILITIES, "EPSG:27700").at["a", "need"] == ()  # a layer that nobody holds
    assert first["thin"] == ("youth_session", "library") and second["thin"] == ()
    assert first["gaps"][1] == (("library",), 3100.0, "Allenton")
    assert first["who_near"] == (("school", ("High School",), 1), ("licensed_premises", (), 2))
    assert first["near"] == ("school", "licensed_premises") and second["near"] == second["who_near"] == ()
    assert second["need"] == () and np.isnan(second["population"])
    assert first["looked_for"] == ("youth_session", "library") and np.isnan(first["thin_share"])  # two are no index


def test_a_youth_club_does_what_a_youth_session_does() -> None:
    around = pd.DataFrame({"reach_youth_session_m": [1500.0], "reach_youth_session": ["Den"],
                           "reach_youth_club_m": [300.0], "reach_youth_club": ["Club"]}, index=PLACES[:1])  # fmt: skip
    listed = pd.DataFrame({"lon": [-1.47], "lat": [52.922]}, index=PLACES[:1])
    assert surrounded(listed, around, (), FACILITIES, "EPSG:27700").at["a", "thin"] == ()


def test_a_distance_that_is_not_known_is_no_gap() -> None:
    around = pd.DataFrame({"reach_library_m": [np.nan], "reach_library": [None]}, index=PLACES[:1])
    listed = pd.DataFrame({"lon": [-1.47], "lat": [52.922]}, index=PLACES[:1])
    found = surrounded(listed, around, (), FACILITIES, "EPSG:27700").loc["a"]
    assert found["thin"] == () and found["looked_for"] == ()


def test_nothing_loaded_is_nothing_known_and_never_a_gap() -> None:
    listed = pd.DataFrame({"lon": [-1.47], "lat": [52.922]}, index=PLACES[:1])
    bare = surrounded(listed, pd.DataFrame(index=PLACES[:1]), (), FACILITIES.iloc[:0], "EPSG:27700").loc["a"]
    assert bare["thin"] == () and bare["looked_for"] == () and bare["near"] == () and bare["need"] == ()


def action(key: str, impact: str = "not checked", tier: str = "primary", **suits: object) -> Action:
    source = Source("A toolkit", "https://example.org", date(2026, 1, 1))
    return Action(key, key, "council", tier, impact, "low", "low", "Read.", Suits(**suits), source)  # type: ignore[arg-type]


def one_place(facts: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame({name: [fact] for name, fact in facts.items()}, index=["a"])


AFTERNOONS: dict[str, object] = (
    {"word": "new", "when": ("after_school",), "hours_known": True, "young": True, "young_percent": 90.0,
     "thin": ("youth_session",), "near": ("school",)}
)  # fmt: skip


def test_an_action_says_why_it_is_offered() -> None:
    asks = {"words": ("new", "easing"), "near": ("school", "station"), "thin": ("library", "youth_session")}
    club = action("club", when=("after_school", "week_nights"), young=True, **asks)
    found = suiting(one_place(AFTERNOONS), [club]).iloc[0]
    reasons = (("when", "after_school"), ("young", ""), ("word", "new"), ("thin", "youth_session"), ("near", "school"))
    assert found["because"] == reasons and {kind for kind, _ in reasons} == set(KINDS)


def test_what_is_true_of_one_place_alone_counts_double_and_each_kind_once() -> None:
    place = one_place(AFTERNOONS | {"thin": ("library", "family_hub"), "near": ("school", "station")})
    held = [
        action("two_neighbours", near=("school", "station")),
        action("two_gaps", thin=("library", "family_hub")),
        action("word_and_neighbour", words=("new",), near=("school",)),
        action("hours_and_age", when=("after_school",), young=True),
        action("gap_and_word", thin=("library",), words=("new",)),
    ]
    order = ["hours_and_age", "gap_and_word", "two_gaps", "word_and_neighbour", "two_neighbours"]
    for most in range(1, len(held)):  # at every length the ones with most reason are kept; ties stay in their order
        assert set(suiting(place, held, most=most)["key"]) == set(order[:most])
    assert list(suiting(place, held)["key"]) == order


@pytest.mark.parametrize(
    ("changes", "suits", "offered"),
    [
        ({}, {"when": ("weekend_nights",)}, False),  # other hours
        ({}, {"when": ("weekend_nights",), "near": ("school",)}, False),  # other hours, whatever else
        ({"hours_known": False, "when": ()}, {"when": ("weekend_nights",), "near": ("school",)}, True),
        ({"hours_known": False, "when": ()}, {"when": ("after_school",)}, False),  # nothing else speaks for it
        ({"young": False, "young_percent": 2.0}, {"thin": ("youth_session",), "young": True}, False),
        ({"young": False, "young_percent": np.nan}, {"thin": ("youth_session",), "young": True}, True),  # not known
        ({"thin": ()}, {"thin": ("youth_session",)}, False),
        ({"thin": ()}, {"thin": ("youth_session",), "young": True}, False),  # that most are young is no reason alone
        ({}, {"words": ("easing",)}, False),
    ],
)
def test_where_an_action_fits(changes: dict[str, object], suits: dict[str, object], offered: bool) -> None:
    place = one_place(AFTERNOONS | changes)
    found = suiting(place, [action("it", **suits)])
    assert (len(found) == 1) is offered
    if offered and suits.get("when"):
        assert not found.iloc[0]["hours_known"]


def test_each_tier_that_fits_is_there_and_evidence_breaks_ties() -> None:
    many = [action(f"p{k}", near=("school",)) for k in range(9)]
    held = [*many, action("good", impact="high", near=("school",)), action("late", tier="tertiary", words=("new",))]
    found = suiting(one_place(AFTERNOONS), held, most=3)
    assert list(found["key"]) == ["good", "p0", "late"] and list(found["tier"]) == ["primary", "primary", "tertiary"]


def test_every_shipped_action_can_be_offered_somewhere() -> None:
    for one in catalogue():
        place = AFTERNOONS | {
            "word": (one.suits.words or ("new",))[0], "when": one.suits.when[:1] or ("after_school",),
            "thin": one.suits.thin[:1], "near": one.suits.near[:1],
        }  # fmt: skip
        assert list(suiting(one_place(place), [one])["key"]) == [one.key]
