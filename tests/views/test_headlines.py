"""The headline names every place that needs a decision, the clearest first, and says apart what is agreed."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from hotspot import views
from hotspot.findings import Findings
from hotspot.views import headlines, listing
from tests.views import made


def asked(*rows: tuple[str, int, float], found: Findings | None = None) -> Findings:
    """Return findings whose first places ask for a decision: word, last count, usual count."""
    held = found or made.findings()
    names = [f"Ward {n}, Town (near Street {n})" for n in range(len(held.places))]
    places = held.places.assign(decide=False, name=names)
    for n, (word, last, usual) in enumerate(rows):
        places.loc[places.index[n], ["decide", "word", "count_last", "usual"]] = [True, word, last, usual]
    places["decide"] = places["decide"].astype(bool)
    return dataclasses.replace(held, places=places, locations=held.locations.assign(decide=False))


def short(found: Findings, n: int) -> str:
    return headlines.split(str(found.places["name"].iloc[n]))[0].partition(", ")[0]


def test_every_place_is_named_and_the_clearest_comes_first() -> None:
    found = asked(("worsening", 24, 14.0), ("new", 17, 4.0), ("new", 19, 1.0))
    assert views.headline(found) == (
        f"3 places need a decision. New: {short(found, 2)}, 19 in December 2025, usually 1; {short(found, 1)}, 17, "
        f"usually 4. Worsening: {short(found, 0)}, 24, usually 14."
    )
    assert headlines.first_place(found) == found.places["peak"].iloc[2]


def test_a_clear_worsening_place_comes_before_a_doubtful_new_one() -> None:
    found = asked(("new", 5, 3.0), ("worsening", 40, 10.0))
    assert headlines.urgent(found)["word"].tolist() == ["worsening", "new"]


def test_many_places_are_all_named_without_their_counts() -> None:
    found = asked(*(("new", 9 - n, 1.0) for n in range(5)))
    said = views.headline(found)
    assert said.startswith("5 places need a decision. New: ") and "usually" not in said
    assert all(short(found, n) in said for n in range(5))


def test_wards_of_one_name_keep_their_districts_and_places_of_one_ward_their_streets() -> None:
    found = asked(("new", 9, 1.0), ("new", 8, 1.0))
    found.places.loc[found.places.index[:2], "name"] = ["Castle ward, X (near A Street)", "Castle ward, Y"]
    assert "New: Castle ward, X, 9 in December 2025, usually 1; Castle ward, Y, 8" in views.headline(found)


def test_two_places_of_one_ward_keep_their_streets() -> None:
    found = asked(("new", 9, 1.0), ("new", 8, 1.0))
    names = ["Castle ward, X (near A Street)", "Castle ward, X (near B Street)"]
    found.places.loc[found.places.index[:2], "name"] = names
    assert all(name in views.headline(found) for name in names)


def test_a_single_place_is_said_with_its_usual_range_and_how_sure_it_is() -> None:
    found = asked(("worsening", 24, 14.0))
    said = views.headline(found)
    assert said.startswith(f"1 place needs a decision. Worsening: {found.places['name'].iloc[0]}. 24 in December 2025")
    assert said.endswith("Confidence: medium.") and headlines.sureness(found) == ""
    found = dataclasses.replace(found, places=found.places.assign(stability=0.2))
    said = views.headline(found)
    assert said.endswith("Clearly above usual; “worsening” is less sure.") and "low" not in said


def test_how_sure_several_are_is_said_below_and_once_where_it_is_the_same() -> None:
    found = asked(("new", 19, 1.0), ("new", 17, 4.0), ("worsening", 24, 14.0))
    found.places["stability"] = [0.9, 0.9, 0.2, *[0.5] * (len(found.places) - 3)]
    assert headlines.sureness(found) == (
        f"{short(found, 0)} and {short(found, 1)}: confidence: high. "
        f"{short(found, 2)}: clearly above usual; “worsening” is less sure."
    )


def test_what_is_agreed_leaves_the_count_and_is_said_apart() -> None:
    found = asked(("worsening", 24, 14.0), ("new", 17, 4.0))
    agreed = {found.places["place"].iloc[1]: "Street team, review on 14 January 2026"}
    said = views.headline(found, agreed)
    assert said.startswith(f"1 place needs a decision. Worsening: {found.places['name'].iloc[0]}. ")
    assert said.endswith(f" Agreed already: {short(found, 1)}.")
    assert headlines.first_place(found, agreed) == found.places["peak"].iloc[0]
    both = dict.fromkeys(found.places["place"].iloc[:2], "Street team")
    assert views.headline(found, both) == (
        f"Nothing is left to decide. Agreed: {short(found, 0)} and {short(found, 1)}."
    )


def test_an_action_at_a_place_that_asks_for_nothing_is_not_in_the_headline() -> None:
    found = asked(("new", 17, 4.0))
    assert views.headline(found, {found.places["place"].iloc[3]: "Street team"}) == views.headline(found)


def test_a_controlled_headline_holds_no_usual_count_and_goes_new_first() -> None:
    found = asked(("worsening", 24, 14.0), ("new", 4, 3.0), found=made.findings(controlled=True))
    assert headlines.urgent(found)["word"].tolist() == ["new", "worsening"]
    assert "usually" not in views.headline(found) and "fewer than 8 in December 2025" in views.headline(found)


def test_a_controlled_headline_never_says_that_nothing_needs_a_decision() -> None:
    said = views.headline(asked(found=made.findings(controlled=True)))
    assert said.startswith(headlines.NOT_TOLD) and "No place needs" not in said


def test_where_nothing_is_to_decide_the_most_recorded_is_named() -> None:
    found = asked()
    assert views.headline(found).startswith(f"No place needs a decision now. Most recorded: {short(found, 0)}")
    assert headlines.first_place(found) == found.places["peak"].iloc[0]
    found.places["word"] = ""
    hot = int((found.places["bin"] > 0).sum())
    assert views.headline(found).startswith(f"{hot} places have more than chance would give. Most recorded: ")
    found.places["bin"] = 0
    assert views.headline(found).startswith(f"No place stands out. Most recorded: {found.places.iloc[0]['name']}.")
    empty = dataclasses.replace(found, places=found.places.iloc[:0])
    assert views.headline(empty) == "Nothing recorded from January to December 2025."
    assert headlines.first_place(empty) == ""


@pytest.mark.parametrize(("parts", "does"), [(1, "1 part of a larger one does."), (2, "2 parts of larger ones do.")])
def test_no_headline_says_that_nothing_needs_a_decision_where_a_part_of_a_place_does(parts: int, does: str) -> None:
    found = asked()
    inside = found.locations.index[:parts]
    found.locations.loc[inside, ["decide", "word"]] = True, "worsening"
    first = found.locations.loc[inside].sort_values("count_last", ascending=False, kind="stable").iloc[0]
    said = f"No whole place needs a decision now, {does} Worsening: {first['name']}. {first['count_last']} in"
    assert views.headline(found).startswith(said)
    assert bool(headlines.within(found)) == (parts > 1)  # the only one is not said twice
    assert headlines.first_place(found) == first.name
    agreed = dict.fromkeys(found.locations.loc[inside, "place"], "Street team")
    assert views.headline(found, agreed).startswith("Nothing is left to decide. Agreed: ")


def test_new_cells_inside_a_place_known_for_something_else_are_not_lost() -> None:
    found = made.findings()
    assert headlines.within(found) == ""
    keys = found.locations.index
    found.locations.loc[keys[1], "place"] = found.locations.loc[keys[3], "place"]
    place = found.places.set_index("peak")["place"]
    found = dataclasses.replace(found, places=found.places[found.places["place"] != place[keys[1]]])
    said = headlines.within(found)
    assert said == f"Also, inside larger places: 1 new part. Busiest of them: {found.locations.loc[keys[1], 'name']}."


def test_the_wall_lists_what_is_to_decide_first_of_all_and_by_rank() -> None:
    found = made.findings()
    many = dataclasses.replace(found, places=pd.concat([found.places] * 3, ignore_index=True))
    many.places["rank"] = range(1, len(many.places) + 1)
    many.places["decide"] = False
    many.places.loc[many.places.index[-2:], "decide"] = True
    kept = listing.listed(many, wall=True)
    assert kept["rank"].tolist() == [1, 2, 3, 4, 5, 6, len(many.places) - 1, len(many.places)]
    assert len(listing.listed(many)) == 10


def test_each_numbered_place_that_has_a_word_says_it_on_the_map_without_colour() -> None:
    places = made.findings().places.head(8).copy()
    places.loc[places.index[0], "word"] = ""
    near = views.maps.view_of(made.findings().locations)  # from afar the numbers lie on one another
    (layer,) = listing.worded(places, near)
    assert [one["s"] for one in layer.data] == places["word"].tolist()[1:] and all(places["word"].iloc[1:])
    assert listing.worded(places.assign(word=""), near) == []


def banded(*counts: int) -> views.Findings:
    """Return findings of a restricted source whose most recorded places hold these bands, and all others the lowest."""
    found = asked(found=made.findings(controlled=True))
    held = [*counts, *[4] * (len(found.places) - len(counts))]
    return dataclasses.replace(found, places=found.places.assign(count=held, count_last=held))


def test_of_bands_only_a_place_that_stands_alone_is_the_most_recorded() -> None:
    alone, two, many = banded(40, 20), banded(40, 40, 20), banded()
    assert f"Most recorded: {alone.places['name'].iloc[0]}. 40 in December 2025" in views.headline(alone)
    assert headlines.first_place(alone) == alone.places["peak"].iloc[0]
    both = f"Most recorded, in one band: {short(two, 0)} and {short(two, 1)}. Each 40 in December 2025."
    assert views.headline(two).endswith(both)
    level = f"None comes first: {len(many.places)} places share the highest band, fewer than 8."
    assert views.headline(many).endswith(level) and headlines.first_place(many) == ""
