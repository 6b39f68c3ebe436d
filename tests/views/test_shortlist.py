"""Places to act in words, tables and files."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re

import pandas as pd
import pytest

from hotspot.language import speaking
from hotspot.pipeline.acting import Acting
from hotspot.views import maps, shortlist, shortlist_notes, shortlist_tables, sides, thin
from tests.views import made, made_acting


@pytest.fixture(scope="module")
def acting() -> Acting:
    return made_acting.acting()


def test_the_headline_says_how_much_the_list_holds(acting: Acting) -> None:
    listed = acting.listed()
    share = 100 * listed["count"].sum() / acting.findings.counts.sum()
    said = shortlist.headline(acting, listed)
    assert said.startswith(f"20 of {acting.shortlist.with_records} places hold {share:.0f} % of the records. Most: ")
    assert "Castle Hill" in shortlist.second_line(listed)


def test_the_panel_says_what_is_not_known(acting: Acting) -> None:
    listed = acting.listed()
    place = listed.iloc[0]
    said = dict(shortlist.panel(acting, place, listed))
    assert said["When"] == acting.hours_why_none
    assert f"{place['count']} in 12 months" in said["How many"] and "95 % interval" in said["How many"]
    assert f"Place {place['rank']} by count" in said["How sure"]
    assert f"({place['expected_low']:.0f}–{place['expected_high']:.0f})" in said["If nothing is done"]
    assert "tenth" in said["Need"]


def test_the_list_speaks_welsh_in_whole_sentences_and_its_files_do_not(acting: Acting) -> None:
    listed, english = acting.listed(), shortlist_tables.exports(acting, acting.listed())
    with speaking("cy"):
        said = dict(shortlist.panel(acting, listed.iloc[0], listed))
        lines = [
            shortlist.headline(acting, listed),
            shortlist.second_line(listed),
            shortlist.line(acting, listed.iloc[0]),
        ]
        assert {"How many", "When", "Need", "How sure"}.isdisjoint(said) and "Pa mor sicr" in said
        assert not re.search(r"\b(places|hold|and|in the|needs?|Most)\b", " ".join(lines)), lines
        assert shortlist_tables.exports(acting, listed) == english


def test_a_tie_a_small_count_and_a_cut_are_said(acting: Acting) -> None:
    listed = acting.listed(top=20)
    last = listed.iloc[-1]
    more = acting.shortlist.holding[int(last["count"])] - int((listed["count"] == last["count"]).sum())
    assert more > 0 and f"{more} more places hold" in shortlist_notes.cut_said(acting, listed)
    tied = listed[listed["tied"]].iloc[0]
    assert "tied" in shortlist.how_sure(acting, tied)
    few = tied.copy()
    few["count"] = 4
    assert "too few to act on alone" in shortlist.how_sure(acting, few)


def test_confidence_on_few_expected_records_says_so_in_the_same_brackets(acting: Acting) -> None:
    place = acting.listed().iloc[0].copy()
    place["word"], place["stability"], place["settings_tried"], place["low_expected_step"] = "new", 0.9, 10, True
    said = shortlist.how_sure(acting, place)
    assert said.endswith(
        "(confidence: high, but on rough scores: fewer than 5 records are expected around it in a step)."
    )
    place["low_expected_step"] = False
    assert shortlist.how_sure(acting, place).endswith("(confidence: high).")


def test_the_order_is_said_with_its_weights_and_how_they_matter(acting: Acting) -> None:
    assert shortlist_notes.order_said(acting, by_weights=False).startswith("Ordered by count alone.")
    said = shortlist_notes.order_said(acting, by_weights=True)
    assert "records over up to three years 67 %" in said and "of the first 10 stay" in said
    none = shortlist_notes.order_said(made_acting.acting(weights=False), by_weights=True)
    assert "weights must be agreed first" in none


def test_the_table_shows_every_part_of_the_combined_order(acting: Acting) -> None:
    listed = acting.listed(by_weights=True)
    table = shortlist_tables.table(acting, listed, by_weights=True)
    parts = [name for name in table if name.endswith("(0-100)")]
    assert len(parts) == len(made_acting.WEIGHTS) + 1 and list(table["By weights"]) == list(listed["combined_rank"])
    assert not [name for name in shortlist_tables.table(acting, acting.listed()) if name.endswith("(0-100)")]
    ranks = shortlist_tables.table(acting, acting.listed())["Rank"]
    assert [rank for rank in ranks if rank.endswith("=")] and ranks.iloc[0].rstrip("=") == "1"


def test_marks_carry_the_numbers_of_the_list(acting: Acting) -> None:
    listed = acting.listed(by_weights=True)
    picture = shortlist_tables.picture(acting, listed, picked=str(listed.index[0]), look_at=None)
    assert picture.marked is not None
    assert dict(zip(picture.marked["peak"], picture.marked["rank"], strict=True)) == listed["combined_rank"].to_dict()
    spec = maps.deck(picture, maps.ground(acting.base)).to_json()
    assert '"map_provider":null' in spec.replace(" ", "") or "mapProvider" not in spec


def test_files_hold_the_list_and_no_formula(acting: Acting) -> None:
    listed = acting.listed()
    files = shortlist_tables.exports(acting, listed)
    rows = list(csv.DictReader(io.StringIO(files["shortlist.csv"].decode("utf-8-sig"))))
    assert [row["location"] for row in rows] == list(listed.index)
    assert [int(row["count"]) for row in rows] == list(listed["count"])
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if re.match(r"\s*[=+@]", cell)]
    assert any("=High School" in cell for cell in cells)  # it is there, told apart from a formula
    features = json.loads(files["shortlist.geojson"])
    assert len(features["features"]) == 20 and features["run_card"]["run"] == acting.parameters.digest
    assert "crs" not in features
    actions = list(csv.DictReader(io.StringIO(files["actions.csv"].decode("utf-8-sig"))))
    assert {row["location"] for row in actions} <= set(listed.index) and all(row["because"] for row in actions)


def test_same_list_same_bytes(acting: Acting) -> None:
    again = made_acting.acting()
    assert shortlist_tables.exports(acting, acting.listed()) == shortlist_tables.exports(again, again.listed())


def test_bands_are_shown_as_bands() -> None:
    banded = made_acting.acting(weights=False, controlled=True)
    listed = banded.listed()
    table = shortlist_tables.table(banded, listed)
    assert not {"95 % interval", "A year", "Rank could be"} & set(table)
    said = dict(shortlist.panel(banded, listed.iloc[0], listed))
    assert "If nothing is done" not in said and "bands" in said["How sure"]
    assert "%" not in shortlist.headline(banded, listed)
    quiet = listed.assign(decide=False, word="")
    assert shortlist.second_line(quiet, controlled=True) == shortlist.NOT_TOLD
    assert shortlist.second_line(quiet) == shortlist.NO_DECISION
    folded = pd.Series({"more": 2, "count_together": 17})
    assert shortlist.more_said(folded, controlled=True) == "with 2 adjoining places"  # bands do not add up
    wordless = listed.iloc[0].copy()
    wordless["word"] = ""
    assert "neither new nor rising" not in shortlist.how_long(banded, wordless)  # the word may be what is hidden
    assert shortlist_tables.exports(banded, listed)["shortlist.csv"]


def test_places_of_a_band_that_goes_on_beyond_the_list_are_counted_and_not_named() -> None:
    banded = made_acting.acting(weights=False, controlled=True)
    short = dataclasses.replace(banded.shortlist, holding={4: 265, 40: 3})
    acting = dataclasses.replace(banded, shortlist=short)
    first = pd.DataFrame({"count": [40, 40, 40]})
    assert shortlist_notes.cut_said(acting, first).startswith("265 more places hold fewer than 8 each. Which of them")
    whole = pd.DataFrame({"count": [40, 4]})
    assert "The list ends inside a tie: 264 more places" in shortlist_notes.cut_said(acting, whole)


def test_a_line_names_what_changed_word_by_word_and_counts_the_rest() -> None:
    found = made.findings()
    found.places["word"] = "on and off"
    assert shortlist.by_word(found) == ""
    found.places.loc[found.places.index[:4], "word"] = ["was hot", "new", "new", "new"]
    one, *others = (shortlist.short_name(name) for name in found.places["name"].iloc[:4])
    assert shortlist.by_word(found) == f"New: {others[0]}, {others[1]} and 1 more. Was hot: {one}."


def test_sides_of_one_place_are_said_as_one_place() -> None:
    found = made.findings()
    found.places["word"] = ""
    at = found.places.index[:4]
    names = ("Canal Basin", "Canal Basin, south-east", "Canal Basin, north", "Kingsway")
    found.places.loc[at, "name"] = [f"A ward, B (near {name})" for name in names]
    found.places.loc[at, "word"] = "was hot"
    held = found.places.loc[at].assign(decide=False)
    said = "Canal Basin (also its south-east and north) and Kingsway"
    assert shortlist.second_line(held).endswith(f"Was hot, no longer: {said}.")
    assert shortlist.by_word(found) == f"Was hot: {said}."
    with speaking("cy"):
        assert "south" not in shortlist.second_line(held)


def test_what_is_thin_is_said_alike_on_screen_and_in_files_and_in_welsh_too(acting: Acting) -> None:
    listed = acting.listed()
    rows = pd.read_csv(io.BytesIO(shortlist_tables.exports(acting, listed)["shortlist.csv"])).set_index("location")
    missing = [place for _, place in listed.iterrows() if place["thin"]]
    assert missing
    for place in missing:
        row = rows.loc[str(place.name)]
        assert thin.gaps(place).replace(". No ", ".; No ") == row["thin_said"]
        with speaking("cy"):
            said = f"{thin.gaps(place)} {thin.in_short(place)} {thin.nothing(place)}"
        assert not re.search(r"\b(no|within|nearest|away|Nothing|Not known|youth|library|sports)\b", said), said


def test_a_name_with_a_number_beside_its_side_is_a_side_too() -> None:
    assert sides.together(["Mill Lane, north 2", "Mill Lane"]) == {"Mill Lane (also its north 2)": 2}
