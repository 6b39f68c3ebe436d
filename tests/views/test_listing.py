"""Which places are numbered: of a restricted source only those that surely come before the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotspot import views
from hotspot.findings import Findings
from hotspot.views import listing, maps, simple_map
from hotspot.views.brief import facts, tables
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
