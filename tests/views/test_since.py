"""Joined, left and moved since the last meeting: by hand, each rule on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from hotspot.views import maps, since, word_sides
from hotspot.views.looking import NARROW_WIDTH, View
from tests.views import made

DAY = date(2025, 12, 10)
LOOK = View(0.0, 50.0, 1.0, 51.0)


def meeting(rows, day=DAY, asked=""):
    return pd.DataFrame([{"date": day, "list": rows, "asked": asked}])


def row(place, **other):
    return {"location": place["peak"], "rank": int(place["rank"]), "word": place["word"], **other}


@pytest.fixture
def found():
    """The made-up places, none in need of a decision and each well inside its usual range."""
    held = made.findings()
    return replace(held, places=held.places.assign(decide=False, usual_low=0.0, usual_high=1e6))


@pytest.fixture
def kept(found):
    return [row(place) for _, place in maps.marked(found).iterrows()]


def test_the_same_list_again_changes_nothing(found, kept):
    seen = since.since(found, meeting(kept))
    assert (seen.changes, seen.gone, seen.elsewhere) == ({}, (), 0)
    assert seen.said == "Since 10 December 2025: no place joined the list, left it or moved."
    assert since.tags(seen, found.places, LOOK) == []


def test_without_a_kept_list_the_line_says_what_to_do(found):
    assert since.since(found, meeting([]).iloc[:0]).said.startswith("No list of an earlier meeting is kept: keep today")


def test_the_last_meeting_counts_whatever_the_order(found, kept):
    both = pd.concat([meeting(kept), meeting([], date(2025, 11, 12))])
    assert since.since(found, both).day == DAY


def test_a_place_that_was_not_listed_joined_down_to_where_that_list_ended(found, kept):
    seen = since.since(found, meeting(kept[1:4]))
    new = [peak for peak, one in seen.changes.items() if one.kind == since.JOINED]
    assert new == [kept[0]["location"]]  # rank 1 of a list of 3; the ranks from 5 on are only a longer list
    assert seen.changes[new[0]].tag == "+ joined the list"
    assert seen.said == "Since 10 December 2025: 1 joined the list."


def test_no_word_stands_where_the_map_has_no_number(found, kept):
    seen = since.since(found, meeting(kept[1:4]))
    (words,) = since.tags(seen, found.places[found.places["peak"] == kept[0]["location"]], LOOK)
    assert [one["s"] for one in words.data] == ["+ joined the list"]
    assert [one["s"] for layer in since.tags(seen, found.places.iloc[:0], LOOK) for one in layer.data] == []


def test_a_place_that_needs_a_decision_joined_however_low_it_stands(found, kept):
    last = kept[-1]["location"]
    urgent = replace(found, places=found.places.assign(decide=found.places["peak"] == last))
    assert since.since(urgent, meeting(kept[:3])).changes[last].kind == since.JOINED


def test_what_was_listed_and_is_not_is_gone_with_where_it_stands_now(found, kept):
    lowest = found.places.iloc[-1]
    seen = since.since(found, meeting([*kept, row(lowest, rank=9)]))
    assert [one.kind for one in seen.gone] == [since.LEFT]
    assert seen.gone[0].said == f"{lowest['name']}: place 9 on 10 December 2025, place {lowest['rank']} now"
    ring, words = since.tags(seen, found.places.iloc[:0], LOOK)
    assert (ring.id, words.id) == ("gone", "since")
    assert [one["s"] for one in words.data] == ["× left the list"]


def test_rows_of_another_map_are_counted_and_never_called_gone(found, kept):
    seen = since.since(found, meeting([*kept, {"location": "E01000001", "rank": 9, "word": "new"}]))
    assert (seen.gone, seen.elsewhere) == ((), 1)
    assert seen.said.endswith("1 of that list are not on this map.")


def test_another_word_is_told_with_the_old_one(found, kept):
    seen = since.since(found, meeting([{**kept[0], "word": "easing"}, *kept[1:]]))
    assert {one.kind for one in seen.changes.values()} == {since.OTHER}
    assert seen.changes[kept[0]["location"]].said == "Before, on 10 December 2025: easing"
    assert seen.changes[kept[0]["location"]].tag == "◆ before: easing"


@pytest.mark.parametrize(
    ("then", "usual", "kind"),
    [
        ({"rank": 7}, (0.0, 1e6), None),  # another rank inside the usual range is chance
        ({"rank": 7}, (-2.0, -1.0), since.UP),
        ({"rank": 7}, (1e6, 2e6), since.DOWN),
        ({}, (-2.0, -1.0), None),  # the same rank, and no count was kept: nothing is known to have changed
        ({"count": 1}, (-2.0, -1.0), since.UP),
    ],
)
def test_a_place_moved_only_beyond_its_usual_range(found, kept, then, usual, kind):
    first = kept[0]["location"]
    low, high = (found.places[name].where(found.places["peak"] != first, edge)
                 for name, edge in zip(("usual_low", "usual_high"), usual, strict=True))  # fmt: skip
    ranged = replace(found, places=found.places.assign(usual_low=low, usual_high=high))
    seen = since.since(ranged, meeting([{**kept[0], **then}, *kept[1:]]))
    assert [one.kind for one in seen.changes.values()] == ([kind] if kind else [])


def test_bands_never_move(found, kept):
    shut = replace(found, controlled=True, places=found.places.assign(usual_high=-1.0))
    assert since.since(shut, meeting([{**one, "rank": 99} for one in kept])).changes == {}


def test_a_list_of_other_choices_is_not_compared(found, kept):
    seen = since.since(found, meeting(kept[1:]), asked="offence=ambulance_assaults")
    assert (seen.changes, seen.gone, seen.day) == ({}, (), None)
    assert seen.said.startswith("The list kept on 10 December 2025 was made with other choices")
    both = pd.concat([meeting(kept[1:], asked="hours=weekend_nights"), meeting(kept, date(2025, 11, 12))])
    assert since.since(found, both).day == date(2025, 11, 12)


def test_a_list_kept_today_waits_for_the_next_meeting(found, kept):
    both = pd.concat([meeting(kept[1:], date(2025, 11, 12)), meeting(kept)])
    assert since.since(found, both, today=DAY).day == date(2025, 11, 12)
    assert since.since(found, both, today=date(2025, 12, 11)).day == DAY
    assert since.since(found, meeting(kept), today=DAY).day == DAY  # the only one: better than nothing


def test_a_word_goes_to_the_side_where_it_covers_no_number():
    near = 40 / LOOK.pixels_a_degree  # pixels to the right
    marks = pd.DataFrame({"lon": [0.5, 0.5 + near, 0.2], "lat": [50.5, 50.5, 50.2]})
    rows = [{"p": [lon, lat], "s": "long-standing"} for lon, lat in marks.itertuples(index=False)]
    assert [one["a"] for one in word_sides.beside("x", rows, marks, LOOK).data] == ["end", "start", "start"]
    both = pd.concat([marks, pd.DataFrame({"lon": [0.5 - near], "lat": [50.5]})])
    assert [(one["a"], one["o"]) for one in word_sides.beside("x", rows[:1], both, LOOK).data] == [("middle", [0, 26])]


def test_on_a_small_map_a_word_covers_no_number_either():
    """What is 80 pixels apart on a usual map is nearer on a telephone."""
    apart = 80 / LOOK.pixels_a_degree
    marks = pd.DataFrame({"lon": [0.5, 0.5 + apart], "lat": [50.5, 50.5]})
    rows = [{"p": [0.5, 50.5], "s": "▲ more"}]
    assert [one["a"] for one in word_sides.beside("x", rows, marks, LOOK).data] == ["start"]
    assert [one["a"] for one in word_sides.beside("x", rows, marks, LOOK, NARROW_WIDTH).data] == ["end"]


def test_a_word_stands_below_an_earlier_one_and_where_there_is_no_room_not_at_all():
    step = 20 / LOOK.pixels_a_degree
    crowd = pd.DataFrame([{"lon": 0.5 + x * step, "lat": 50.5 + y * step} for x in range(-6, 7) for y in range(-3, 4)])
    assert word_sides.beside("x", [{"p": [0.5, 50.5], "s": "worsening"}], crowd, LOOK).data == []
    two = pd.DataFrame({"lon": [0.5, 0.5 + 150 / LOOK.pixels_a_degree], "lat": [50.5, 50.5]})
    rows = [{"p": [lon, lat], "s": "long-standing"} for lon, lat in two.itertuples(index=False)]
    placed = word_sides.beside("x", rows[::-1] + rows[:1], two, LOOK).data
    assert [one["a"] for one in placed] == ["start", "start", "end"]
