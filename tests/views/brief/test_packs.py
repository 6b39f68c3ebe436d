"""The packs of a partnership, read back from their PDFs, and the differences they judge."""

from __future__ import annotations

import dataclasses
import io
import re
from datetime import date

import openpyxl
import pandas as pd
import pytest

from hotspot.views.brief import needs, pack_file, parts, review
from hotspot.views.brief.given import Paper
from hotspot.views.brief.speech import Speech
from tests.views.brief import made_brief
from tests.views.brief.paper import flat, is_tagged, read

ENGLISH = Speech("en")
NONE = float("nan")


@pytest.fixture(scope="module")
def pages():
    return read(needs.needs_assessment_pdf(made_brief.pack()))


def test_the_needs_assessment_has_five_pages_in_order_with_nothing_clipped(pages):
    assert len(pages) == 5
    for page, heading in zip(pages, ("1. Where", "2. When", "3. Trend", "4. Context", "5. Sources"), strict=True):
        assert heading in page.text
        assert "Page" in page.text
        left, bottom, right, top = page.boxes.T
        assert left.min() >= 20 and bottom.min() >= 10
        assert right.max() <= page.size[0] - 20 and top.max() <= page.size[1] - 10
        assert 0.01 < (page.grey < 200).mean() < 0.6


def test_it_says_what_is_missing_instead_of_leaving_it_blank(pages):
    text = flat(" ".join(page.text for page in pages))
    assert "Only the month is known" in text
    assert "No indicator is typed in yet" in text
    assert "Nothing is entered on who shares what" in text
    assert "Age: no source here states the age of a victim" in text
    assert "Sex, ethnicity and disability: not loaded" in text
    assert "No list of parks is loaded." in text
    assert "Context, not cause" in text


def test_paper_writes_a_minus_and_marks_thousands(pages):
    """A hyphen before a number is a minus that a spreadsheet wrote; four figures in a row are a year or a key."""
    for text in (flat(page.text) for page in pages):
        assert not re.search(r"(?<![\w/-])-\d", text)
        assert not re.search(r"(?<![\w.,-])(?!20\d\d\b)\d{4,}", text)
    assert any("1,010" in page.text for page in pages) and any("−90" in page.text for page in pages)


def test_this_year_against_last_has_intervals_and_calls_small_numbers_too_few(pages):
    text = flat(pages[2].text)
    assert "Recorded violence 920 1,010 −90 (−177 to −3): fewer" in text  # by exact limits
    homicides = text[text.index("Non-domestic homicides") :][:120]
    assert "too few to judge" in homicides
    weapons = text[text.index("Possession of weapons") :][:90]
    assert "follows patrols" in weapons


def test_the_review_says_what_was_done_and_what_worked():
    text = flat(" ".join(page.text for page in read(review.yearly_review_pdf(made_brief.pack()))))
    for said in (
        "Patrol the square 0",
        "Patrols, Castle Hill",
        "Too few to say.",
        "30 lists scored.",
        "No commissioned activity",
    ):
        assert said in text


def project(what: str, csp: str = "", cells: tuple[str, ...] = (), lon: float = NONE, lat: float = NONE) -> dict:
    told = {"place": "Hall", "provider": "Trust", "days": "Friday", "hours": "", "status": "established"}
    return {"key": what, "what": what, "csp": csp, "cells": list(cells), "lon": lon, "lat": lat, **told}


def test_a_pack_lists_its_own_projects_and_those_of_the_whole_area_alone():
    """A project of another partnership without a hexagon was taken for one of the whole area, and listed everywhere."""
    given = made_brief.pack()
    here, there = (given.analysis.base.csp.geometry[code].representative_point() for code in ("E1", "E2"))
    cells = given.analysis.findings.locations.query("csp_code == 'E1'").index[:1]
    held = pd.DataFrame([
        project("named by its name", "Westborough"), project("named by its code", "E1"),
        project("a hexagon here", cells=tuple(cells)), project("a point here", lon=here.x, lat=here.y),
        project("of the whole area"), project("another's, at a place here", "East Vale & Moor", tuple(cells)),
        project("another's", "East Vale & Moor"), project("a point elsewhere", lon=there.x, lat=there.y),
        project("another's with a point", "E2", lon=there.x, lat=there.y), project("elsewhere", cells=("88zz",)),
    ])  # fmt: skip
    given = dataclasses.replace(given, tables={**given.tables, "project": held})
    own = held["what"].tolist()[:6]
    assert [row[0] for row in parts.projects_grid(given).rows] == own
    sheet = openpyxl.load_workbook(io.BytesIO(pack_file("pack.xlsx", given)))["project"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == own


def test_same_pack_same_bytes_and_tagged():
    first = needs.needs_assessment_pdf(made_brief.pack())
    assert first == needs.needs_assessment_pdf(made_brief.pack())
    assert is_tagged(first)
    assert review.yearly_review_pdf(made_brief.pack()) == review.yearly_review_pdf(made_brief.pack())


def test_a_controlled_pack_shows_no_months_no_differences_and_no_rates():
    given = made_brief.pack(controlled=True)
    found = read(needs.needs_assessment_pdf(given))
    text = flat(" ".join(page.text for page in found))
    assert "A controlled release shows no months side by side." in text
    assert "bands: no difference is shown" in text
    assert "the totals of a restricted source are not shown" in text
    assert "900 records" not in text
    assert "per 1,000 residents and year (95" not in text
    assert not any("Records per 1,000" in alt for page in found for alt in page.alts)


def test_welsh_packs_are_marked():
    pages = read(needs.needs_assessment_pdf(made_brief.pack(paper=Paper("", "cy", date(2026, 1, 5)))))
    assert len(pages) == 5
    assert all("to be checked by a Welsh speaker" in flat(page.text) for page in pages)
    assert "Asesiad o anghenion" in pages[0].text


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (100, 100, "not clearly different"),
        (100, 200, "more"),
        (200, 100, "fewer"),
        (float("nan"), 3, "the year before is not held"),
    ],
)
def test_a_direction_is_said_only_where_the_interval_allows_it(before, after, word):
    assert parts.change(before, after, ENGLISH).endswith(word)


def test_the_matrix_of_sharing_shows_each_gap_as_a_letter():
    rows = [("Police", "demo/police", "2025-11", "received"), ("Police", "demo/police", "2025-12", "missing"),
            ("Hospital", "demo/ed", "2025-12", "late")]  # fmt: skip
    sharing = pd.DataFrame(rows, columns=["partner", "source", "month", "state"])
    given = made_brief.pack()
    given = dataclasses.replace(given, tables={**given.tables, "sharing": sharing})
    grid = parts.sharing_grid(given)
    assert grid.headings[-2:] == ("11/25", "12/25")
    assert grid.rows[0][-2:] == ("–", "L")
    assert grid.rows[1][-2:] == ("R", "M")
    assert "Hospital: 2025-12; Police: 2025-12" in parts.sharing_gaps(sharing, ENGLISH)


def test_the_workbook_holds_numbers_as_numbers():
    book = openpyxl.load_workbook(io.BytesIO(pack_file("pack.xlsx", made_brief.pack())))
    sheet = book["this year and last"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, head.index("this") + 1).value == 920
    assert {"places", "neighbourhoods", "months", "action", "indicator", "sharing", "run card"} <= set(book.sheetnames)
