"""The tasking brief, read back from its PDF: one A4 page, nothing clipped or blank, nothing that may not be seen."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import numpy as np
import pytest

from hotspot.findings.ranking import ranked
from hotspot.views import headlines
from hotspot.views.brief import facts, tasking
from hotspot.views.brief.given import Near, Paper
from tests.views.brief import made_brief
from tests.views.brief.paper import A4_POINTS, flat, fonts, is_tagged, read

LONG = (
    "Upper Netherthorpe-by-the-Wold with Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ward (near Street)"
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return tasking.tasking_pdf(made_brief.brief())


def inside(page) -> bool:
    left, bottom, right, top = page.boxes.T
    wide, high = page.size
    return bool((left >= 20).all() and (bottom >= 10).all() and (right <= wide - 20).all() and (top <= high - 10).all())


def test_one_a4_page_with_its_letters_inside(pdf):
    pages = read(pdf)
    assert len(pages) == 1
    assert pages[0].size == pytest.approx(A4_POINTS, abs=0.5)
    assert len(pages[0].boxes) > 1000
    assert inside(pages[0])


def test_the_picture_of_the_page_is_not_blank_and_has_many_greys(pdf):
    grey = read(pdf)[0].grey
    assert 0.03 < (grey < 200).mean() < 0.6
    map_part = grey[
        int(grey.shape[0] * 0.18) : int(grey.shape[0] * 0.45), int(grey.shape[1] * 0.06) : int(grey.shape[1] * 0.55)
    ]
    assert len(np.unique(map_part)) > 40


@pytest.mark.parametrize("language", ["en", "cy"])
def test_need_and_who_is_near_and_what_is_thin_stand_with_the_place_in_hand(language: str) -> None:
    brief = made_brief.brief(paper=Paper("OFFICIAL", language, date(2026, 1, 5)))
    said = facts.facts(brief)[0].text.splitlines()[1:]
    need, near, missing = said if language == "en" else (line.partition(": ")[2] for line in said)
    assert need.removeprefix("Need: ") == "Deprivation without Crime: tenth 2 of 10, where 1 is most in need."
    assert near.removeprefix("Near: ") == "Central Station (station); 3 licensed premises."
    assert "No youth session within 1.2 km: the nearest is Rowan Hall, 2.4 km away" in missing
    assert "; not known, for no list is loaded: family hub" in missing
    bare = dataclasses.replace(brief, around=Near())
    assert facts.facts(bare)[0].text.splitlines()[1:] == []  # where nobody looked, nothing is said


def test_it_is_tagged_in_its_language_with_embedded_fonts_and_no_clock(pdf):
    page = read(pdf)[0]
    assert is_tagged(pdf)
    assert {"Document", "H1", "H2", "P", "Figure", "Table", "TR", "TH", "TD"} <= set(page.tags)
    assert page.tags.count("H1") == 1
    assert any("Map of Madeshire" in alt and "Castle Hill" in alt for alt in page.alts)
    names, embedded = fonts(pdf)
    assert embedded
    assert all("DejaVuSans" in name for name in names)
    assert b"/Lang (en-GB)" in pdf
    assert b"D:20251231000000Z" in pdf


def test_the_same_brief_gives_the_same_bytes(pdf):
    assert tasking.tasking_pdf(made_brief.brief()) == pdf
    assert tasking.map_png(made_brief.brief()) == tasking.map_png(made_brief.brief())


def test_six_facts_the_markings_and_the_run_card_are_on_it(pdf):
    text = flat(read(pdf)[0].text)
    for heading in ("Where", "What", "How many, against usual", "When", "Who else knows", "How certain"):
        assert heading in text
    assert text.count("OFFICIAL-SENSITIVE") == 2
    for part in (
        "police_uk/made",
        "2025-01-01 to 2025-12-31",
        "abc123",
        "data version 3",
        "hotspot 0.1.0",
        "Page 1 of 1",
    ):
        assert part in text
    assert "Only the month is known" in text
    assert "No youth session within 1.2 km" in text


def test_figures_are_those_of_the_findings(pdf):
    brief = made_brief.brief()
    place = brief.analysis.findings.locations.loc[brief.focus]
    text = flat(read(pdf)[0].text)
    usual = f"usually {place['usual']:.0f} ({place['usual_low']:.0f}–{place['usual_high']:.0f})"
    assert f"{place['count_last']} in December 2025, {usual}." in text
    interval = f"(95 % interval {place['lower']:.0f}–{place['upper']:.0f})"
    assert f"{place['count']} from January to December 2025 {interval}" in text


def test_its_headline_is_about_its_own_place_and_the_whole_list_comes_below():
    brief = made_brief.brief()
    found = brief.analysis.findings
    for n in (0, 3):
        place = found.places.iloc[n]
        said = facts.headline(dataclasses.replace(brief, focus=str(place["peak"])))
        assert place["name"] in said and f"{place['count_last']} in December 2025" in said
        assert sum(name in said for name in found.places["name"]) == 1
    assert facts.overall(brief) == f"The whole list: {headlines.headline(found)}"
    key = str(found.places.loc[found.places["decide"], "peak"].iloc[0])
    agreed = made_brief.actions(1).assign(cells=[[key]])
    assert "Agreed already: " in facts.overall(dataclasses.replace(brief, actions=agreed))


def test_long_names_wrap_and_stay_inside():
    pages = read(tasking.tasking_pdf(made_brief.brief(name=LONG)))
    assert len(pages) == 1
    assert inside(pages[0])
    assert "Netherthorpe" in pages[0].text


def test_many_actions_stay_on_the_page_and_the_rest_is_counted():
    pages = read(tasking.tasking_pdf(made_brief.brief(actions=made_brief.actions(40, "Walk the long way round " * 3))))
    assert len(pages) == 1
    assert inside(pages[0])
    told = re.search(r"And (\d+) more in the register", flat(pages[0].text))
    written = len(re.findall(r"10/01/2026", pages[0].text))
    assert told and int(told[1]) + written == 40


def test_an_action_past_its_deadline_is_overdue_and_a_closed_one_is_only_counted():
    held = made_brief.actions(2, due=date(2026, 1, 1))
    held.loc[1, "status"] = "done"
    text = flat(read(tasking.tasking_pdf(made_brief.brief(actions=held)))[0].text)
    assert "overdue" in text
    assert "Overdue as of 5 January 2026. Besides, of all meetings: 1 done." in text
    assert text.count("01/01/2026") == 1


def test_a_place_on_the_map_is_in_the_table_or_named_as_left_out(monkeypatch):
    brief = made_brief.brief()
    every = [row[0] for row in facts.places_grid(brief).rows]
    whole = flat(read(tasking.tasking_pdf(brief))[0].text)
    monkeypatch.setattr(tasking, "ACTIONS_MM", 75.0)
    text = flat(read(tasking.tasking_pdf(brief))[0].text)
    told = re.search(r"left out here for want of room: ([\d, ]+)\.", text)
    assert told and set(told[1].split(", ")) < set(every)
    assert "for want of room" not in whole


def test_without_actions_the_page_says_so_and_leaves_rows_to_write_in():
    assert (
        "No open action is in the register"
        in read(tasking.tasking_pdf(made_brief.brief(actions=made_brief.actions(0))))[0].text
    )
    assert "The register of actions is not held" in read(tasking.tasking_pdf(made_brief.brief(actions=None)))[0].text


def test_a_controlled_brief_holds_no_exact_count():
    brief = made_brief.brief(controlled=True)
    text = flat(read(tasking.tasking_pdf(brief))[0].text)
    # What may be said with digits: dates, ranks, sizes, settings and the counts of parts in the key of the map.
    known = re.sub(
        r"\d{1,2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2} \w+ 20\d\d|20\d\d|\d+\.\d+ km|of 24|24 settings|12 months",
        "",
        text,
    )
    place = brief.analysis.findings.locations.loc[brief.focus]
    exact = {
        int(v) for v in brief.analysis.findings.places[["count", "count_12m", "count_last"]].head(8).to_numpy().ravel()
    }
    told = {int(n.replace(",", "")) for n in re.findall(r"(?<![\w.])\d[\d,]*(?![\w.])", known)}
    hidden = {n for n in exact if n > 7 and n % 5}
    assert hidden
    assert not told & {n for n in hidden if n > 12}  # smaller ones may be ranks
    assert "usually" not in text
    assert "interval" not in text
    assert f"{place['lower']:.0f}–" not in text


def test_welsh_is_marked_as_machine_made_and_to_be_checked():
    text = flat(read(tasking.tasking_pdf(made_brief.brief(paper=Paper("OFFICIAL", "cy", date(2026, 1, 5)))))[0].text)
    assert "Briff tasgio" in text
    assert "to be checked by a Welsh speaker" in text
    assert "Tudalen 1 o 1" in text
    assert "Camau gweithredu" in text


def test_a_made_up_place_is_said_to_be_one():
    brief = made_brief.brief()
    made_up = dataclasses.replace(brief.analysis, sources=("demo/police",))
    pages = read(tasking.tasking_pdf(made_brief.brief(analysis=made_up)))
    assert "Demonstration: a fictional place" in pages[0].text


def test_nothing_recorded_still_makes_a_page():
    brief = made_brief.brief()
    found = dataclasses.replace(brief.analysis.findings, places=brief.analysis.findings.places.iloc[:0])
    empty = dataclasses.replace(brief.analysis, findings=found)
    pages = read(tasking.tasking_pdf(made_brief.brief(analysis=empty, focus="")))
    assert len(pages) == 1
    assert "Nothing is recorded from January to December 2025" in flat(pages[0].text)


def test_the_place_in_hand_stays_on_the_list_where_room_is_short():
    brief = made_brief.brief(name="Netherthorpe on the Wold and Other Parishes ward, Madeshire (near the Old Market)")
    found = brief.analysis.findings
    last = found.places.iloc[-1]
    places = found.places.assign(decide=found.places["peak"] == last["peak"])
    whole = dataclasses.replace(brief.analysis, findings=dataclasses.replace(found, places=places))
    given = dataclasses.replace(brief, analysis=whole, focus=str(last["peak"]))
    text = flat(read(tasking.tasking_pdf(given))[0].text)
    table = text[text.index("Places on the map") :]
    assert f" {last['rank']} Netherthorpe" in table


def test_only_the_busiest_part_of_a_large_place_is_called_so_and_bears_its_number() -> None:
    """The place to decide on may be a corner of a larger one: 132 records are not the busiest beside 893."""
    whole = made_brief.brief()
    locations = whole.analysis.findings.locations.copy()
    busiest, corner = locations.index[[0, 1]]
    locations.loc[[busiest, corner], ["place", "count"]] = [[0, 893], [0, 132]]
    found = dataclasses.replace(whole.analysis.findings, locations=locations, places=ranked(locations))
    whole = dataclasses.replace(whole, analysis=dataclasses.replace(whole.analysis, findings=found))
    said = [facts.facts(dataclasses.replace(whole, focus=key))[0].text for key in (busiest, corner)]
    assert said[0].startswith(f"Number 1: {locations.at[busiest, 'name']}.")
    assert "The busiest of 2 adjoining areas with 1,025 records together." in said[0]
    assert said[1].startswith(f"Within number 1: {locations.at[corner, 'name']}.")
    assert f"the busiest is {locations.at[busiest, 'name']}" in said[1] and "The busiest of" not in said[1]
