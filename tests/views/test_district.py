"""What the page of one district says: its paragraph has the tables' own numbers and cites them; one trend, once."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pandas as pd
import pytest

from hotspot.disclosure import Step
from hotspot.views import district, tables
from hotspot.views.brief import parts, trends
from hotspot.views.brief.speech import Speech
from tests.views import made
from tests.views.brief import made_brief

ENGLISH = Speech("en")


def two_years(factor: float = 2.0):
    """The made-up findings with a year before that held so many times as much."""
    found = made.findings()
    starts = pd.date_range("2024-01-01", periods=24, freq="MS")
    ends = starts + pd.offsets.MonthEnd(0)
    steps = tuple(Step(a.date(), b.date(), f"{a:%b %Y}", (b - a).days + 1) for a, b in zip(starts, ends, strict=True))
    counts = np.hstack([(factor * found.counts).astype(int), found.counts])
    return dataclasses.replace(found, steps=steps, counts=counts)


def test_the_paragraph_is_cited():
    analysis = made.analysis()
    said = district.paragraph(analysis, analysis.districts.loc["E1"], analysis.findings, date(2026, 1, 5))
    assert said.startswith("Westborough: 900 records of recorded violence from January to December 2025, 9.0 per 1,000")
    assert "Source: data.police.uk (Made), from January to December 2025, read on 5 January 2026" in said
    assert analysis.parameters.digest in said
    assert said.endswith("Contains OS data © Crown copyright and database right.")


def test_every_number_of_the_paragraph_stands_in_a_table_of_the_page():
    analysis, found = made.analysis(), two_years()
    said = district.paragraph(analysis, analysis.districts.loc["E1"], found, date(2026, 1, 5))
    row = tables.districts(analysis.districts, analysis.findings).loc["E1"]
    assert f"{row['Records']:,} records" in said
    assert f"{row['Rate per 1,000 a year']:.1f} per 1,000 residents" in said
    assert f"95 % interval {row['95 % interval']}" in said
    of_mine = analysis.lsoas[analysis.lsoas["csp_code"] == "E1"]
    first = tables.lsoas(of_mine, analysis.findings).iloc[0]
    assert (
        f"Most of them in {first['Neighbourhood']}: {first['Records']:,} (95 % interval {first['95 % interval']})"
        in said
    )
    months = district.spans(found, "E1", "month")
    before, this = months["count"].iloc[:12].sum(), months["count"].iloc[12:].sum()
    assert f"The last 12 months against the 12 before: {parts.change(before, this, ENGLISH)}." in said


def test_no_number_of_bands_is_in_the_paragraph():
    analysis = made.analysis(controlled=True)
    said = district.paragraph(analysis, analysis.districts.loc["E1"], analysis.findings, date(2026, 1, 5))
    assert "per 1,000" not in said and "Month by month" not in said and "Most of them" not in said


def test_months_and_quarters_stand_beside_the_year_before():
    held = district.spans(two_years(), "E1", "quarter")
    table = district.spans_table(held)
    assert table["When"].tolist()[:2] == ["Oct–Dec 2025", "Jul–Sep 2025"] and len(table) == 8
    assert table["In words"].tolist() == ["clearly fewer"] * 4 + ["the year before is not held"] * 4
    assert (table["A year before"].iloc[:4] > table["Records"].iloc[:4]).all()
    assert len(district.spans(two_years(), "E1", "month")) == 24


@pytest.mark.parametrize(
    ("word", "before", "this", "two"),
    [
        ("falling", 998, 923, True), ("falling", 998, 700, False), ("no clear trend", 998, 990, False),
        ("no clear trend", 998, 700, True), ("rising (may be season)", 700, 998, False), ("rising", 998, 700, True),
    ],
)  # fmt: skip
def test_trend_and_year_are_said_together_and_why_they_may_differ(word, before, this, two):
    said = trends.said(word, before, this, ENGLISH)
    assert said.startswith(f"Month by month: {word}. The last 12 months against the 12 before: ")
    assert parts.change(before, this, ENGLISH) in said
    assert ("These are two questions" in said) is two


def test_the_pack_says_the_trend_with_the_year_of_its_own_table():
    pack = made_brief.pack()
    row = pack.year.table.query("group == 'measure'").iloc[0]
    assert parts.change(row["before"], row["this"], ENGLISH) in trends.of_pack(pack)


def test_of_many_districts_that_cannot_be_told_apart_three_are_named():
    analysis = made.analysis()
    one = analysis.districts.iloc[[0]].assign(rate=3.0, rate_lower=2.0, rate_upper=4.0, trend_word="no clear trend")
    several = pd.concat([one.assign(name=f"D{k}") for k in range(5)])
    said = district.line(dataclasses.replace(analysis, districts=several), "")
    assert "D2, 3.0 (2.0–4.0) and 2 more; their intervals overlap." in said and "D3" not in said


def test_a_line_says_where_the_district_stands_and_which_move():
    analysis = made.analysis()
    table = analysis.districts.assign(
        rate=[2.0, 5.0, np.nan][: len(analysis.districts)], rate_lower=1.0, rate_upper=6.0, trend_word="no clear trend"
    )
    table.loc[table.index[0], "trend_word"] = "rising"
    given = dataclasses.replace(analysis, districts=table)
    names = table["name"]
    said = district.line(given, "")
    period = "from January to December 2025"  # a rate a year, of which years
    assert said == (
        f"Most per 1,000 residents and year, {period}: {names.iloc[1]}, 5.0 (1.0–6.0) and {names.iloc[0]}, 2.0 "
        f"(1.0–6.0); their intervals overlap."
    )
    assert f"{district.headline(given, '')} {said}".count("too close to call") == 1
    assert district.headline(given, "") == (
        f"Most records per resident: {names.iloc[1]} and {names.iloc[0]}, too close to call. Rising: {names.iloc[0]}."
    )
    assert district.headline(given, table.index[0]) == (
        f"{names.iloc[0]}: rank 2 of 2 districts in records per resident, rising."
    )
    own = district.line(given, table.index[0])
    assert own == f"2.0 (1.0–6.0) per 1,000 residents and year, {period}; the intervals allow rank 1 to 2."
    apart = dataclasses.replace(
        given, districts=table.assign(rate_lower=[1.0, 4.0, np.nan], rate_upper=[3.0, 6.0, np.nan])
    )
    said = district.line(apart, "")
    assert said.startswith(f"Most per 1,000 residents and year, {period}: {names.iloc[1]}, 5.0 (4.0–6.0).")
    assert district.line(apart, table.index[0]).endswith(f"{period}.")
    banded = dataclasses.replace(made.analysis(controlled=True), districts=table)
    assert district.line(banded, "") == district.headline(banded, "") == ""


def test_a_town_centre_says_that_its_rate_misleads_and_a_place_without_residents_has_none():
    found, lsoas = made.findings(), made.analysis().lsoas
    row = lsoas.assign(town_centre=lsoas.index == lsoas.index[3])
    assert district.told(found, row.iloc[3])[2].startswith("A town centre: few residents")
    assert not [line for line in district.told(found, row.iloc[4]) if "town centre" in line]
    assert not [line for line in district.told(found, row.iloc[4].drop(["rate", "trend_word"])) if "residents" in line]
