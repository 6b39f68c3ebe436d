"""Which places are numbered: of a restricted source only those that surely come before the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from hotspot import views
from hotspot.findings import Findings
from hotspot.language import phrase
from hotspot.views import listing, maps, simple_map
from hotspot.views.brief import facts, tables
from hotspot.views.looking import MAP_WIDTH, View
from tests.views import made
from tests.views.brief import made_brief


def banded(*counts: int) -> Findings:
    found = made_brief.analysis(controlled=True).findings
    held = [*counts, *[4] * (len(found.places) - len(counts))]
    return replace(found, places=found.places.assign(count=held, decide=False))


@pytest.mark.parametrize(
    ("counts", "numbered"), [((40, 20, 10), 3), ((40, *[20] * 7), 8), ((40, *[20] * 9), 1), ((), 0)]
)
def test_only_whole_bands_are_numbered(counts: tuple[int, ...], numbered: int) -> None:
    found = banded(*counts)
    assert maps.marked(found)["peak"].tolist() == found.places["peak"].tolist()[:numbered]
    assert len(listing.listed(found)) == len(listing.listed(found, wall=True)) == numbered


def test_a_place_that_needs_a_decision_is_listed_whatever_its_band() -> None:
    found = banded(40)
    found.places.loc[found.places.index[12], "decide"] = True
    assert maps.marked(found)["peak"].tolist() == found.places["peak"].iloc[[0, 12]].tolist()


def test_what_is_not_listed_is_said_with_its_band() -> None:
    found = banded(40, 20)
    many = len(found.places) - 2
    assert listing.left_out(found) == (
        f"Not listed: {many} places in one band, fewer than 8. Which of them holds most is not told, so none is "
        "numbered."
    )
    assert "20" in listing.left_out(banded(40, *[20] * 9)) and listing.left_out(made.findings()) == ""
    assert listing.left_out(banded()).endswith("Choose a place on the map to see what is known of it.")


def test_brief_and_files_number_the_same_places_as_the_map() -> None:
    found = banded(40, 20)
    answer = replace(made_brief.analysis(controlled=True), findings=found)
    tied = made_brief.brief(analysis=answer, focus=str(found.places["peak"].iloc[5]))
    assert [row[0] for row in facts.places_grid(tied).rows] == tables.places(tied)["rank"].map(str).tolist()
    assert len(tables.places(tied)) == 2
    assert "Number" not in facts.facts(tied)[0].text  # it has none on the map
    assert facts.facts(replace(tied, focus=str(found.places["peak"].iloc[0])))[0].text.startswith("Number 1: ")
    level = replace(answer, findings=banded())
    assert facts.headline(made_brief.brief(analysis=level, focus="")) == (
        "No place comes first: many share the highest band."
    )


def test_the_simple_map_of_bands_draws_no_number_where_none_comes_first() -> None:
    answer, level = made.analysis(controlled=True), banded()
    plain = maps.Picture(level.locations, views.shading.by_word(level), [], False)
    without = simple_map.picture_png(plain, answer.base, "")
    assert simple_map.picture_png(replace(plain, marked=maps.marked(level)), answer.base, "") == without
    assert simple_map.picture_png(replace(plain, marked=maps.marked(banded(40))), answer.base, "") != without


LOOK = View(0.0, 50.0, 1.0, 51.0)
PIXEL = 1 / LOOK.pixels_a_degree


def coloured(*places: tuple[float, str, int]) -> gpd.GeoDataFrame:
    """Return places a hundred pixels wide, in a row from west to east: where, which word, how many records."""
    spots = [shapely.box(x - 50 * PIXEL, 50.5 - 30 * PIXEL, x + 50 * PIXEL, 50.5 + 30 * PIXEL) for x, _, _ in places]
    told = {"word": [word for _, word, _ in places], "count": [count for _, _, count in places]}
    return gpd.GeoDataFrame(told, geometry=spots, crs=4326)


def numbered(*places: tuple[float, str]) -> pd.DataFrame:
    return pd.DataFrame([(x, 50.5, word) for x, word in places], columns=["lon", "lat", "word"])


def said(listed: pd.DataFrame, locations: Any, look: View = LOOK, width_px: int = MAP_WIDTH) -> list[dict[str, Any]]:
    (layer,) = listing.worded(listed, look, width_px, locations)
    return list(layer.data)


def test_a_word_that_no_number_says_stands_once_upon_its_busiest_place() -> None:
    """Two red places beside place 1, "long-standing", said nothing but a colour."""
    held = coloured((0.3, "long-standing", 9), (0.5, "worsening", 4), (0.7, "worsening", 8), (0.9, "", 7))
    first, *others = said(numbered((0.3, "long-standing")), held)
    assert (first["s"], first["p"]) == ("long-standing", [0.3, 50.5])
    assert [(one["s"], one["p"], one["a"], one["o"]) for one in others] == [
        ("worsening", [0.7, 50.5], "middle", [0, 0])
    ]
    assert [one["s"] for one in said(numbered((0.5, "worsening")), held)] == ["worsening", "long-standing"]


def test_where_the_busiest_place_has_no_room_the_word_stands_upon_the_next() -> None:
    held = coloured((0.4, "long-standing", 9), (0.5, "worsening", 8), (0.8, "worsening", 4))
    marks = numbered((0.4, "long-standing"), *((0.5 + n * 24 * PIXEL, "") for n in (-1, 0, 1)))
    assert ("worsening", [0.8, 50.5]) in [(one["s"], one["p"]) for one in said(marks, held)]


def test_a_word_beside_a_number_lies_rather_on_no_place_of_another_word() -> None:
    west, east = 0.5, 0.5 + 100 * PIXEL
    held = coloured((west, "long-standing", 9), (east, "worsening", 4))
    assert said(numbered((west + 30 * PIXEL, "long-standing")), held)[0]["a"] == "end"  # to the right it lay on the red
    assert said(numbered((west + 30 * PIXEL, "long-standing")), held[:1])[0]["a"] == "start"


def test_in_a_near_view_each_colour_in_view_has_its_word_and_none_is_written_outside() -> None:
    held = coloured((0.1, "new", 9), (0.5, "worsening", 4), (0.9, "cold", 3))
    near = View(0.49, 50.49, 0.51, 50.51)
    listed = numbered((0.1, "new"), (0.9, "worsening"))
    assert [(one["s"], one["p"][0]) for one in said(listed, held, near)] == [
        ("new", 0.1), ("worsening", 0.9), ("worsening", 0.5),
    ]  # fmt: skip


def test_of_equals_in_a_band_the_word_stands_upon_the_first_by_key_and_without_any_number() -> None:
    held = coloured((0.2, "worsening", 4), (0.5, "worsening", 4), (0.8, "worsening", 4))
    assert [one["p"][0] for one in said(numbered(), held)] == [0.2]
    assert listing.worded(numbered(), LOOK, MAP_WIDTH, coloured((0.5, "", 1))) == []


def test_the_words_of_a_real_list_are_all_on_the_map() -> None:
    found = made.findings()
    look = views.maps.view_of(found.locations)
    words = {phrase(word) for word in found.locations["word"] if word}
    assert len(words) > 1
    assert {one["s"] for one in said(maps.marked(found).head(1), found.locations, look)} == words


def test_a_place_above_its_usual_range_is_kept_on_the_wall_before_a_busier_one_that_is_not() -> None:
    found = made.findings()
    nth = pd.Series(range(1, len(found.places) + 1), index=found.places.index)
    places = found.places.assign(decide=nth.isin([9, 10]), count_last=1, usual_high=9.0)
    places.loc[nth == 8, "count_last"] = 27
    held = replace(found, places=places)
    assert len(listing.listed(held)) == listing.ON_THE_WALL + 2
    assert nth[listing.listed(held, wall=True).index].tolist() == [1, 2, 3, 4, 5, 8, 9, 10]
