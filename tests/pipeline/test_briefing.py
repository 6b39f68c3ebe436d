"""Briefs and packs from the store: the demonstration's story, and real files against a plain count."""

from __future__ import annotations

import re
import zipfile
from datetime import date

import h3
import pandas as pd
import pytest
from scipy import stats

from hotspot import access, pipeline
from hotspot.config import Parameters, Settings
from hotspot.errors import ParameterError
from hotspot.pipeline.briefing import focus_of
from hotspot.views.brief import needs, tasking
from hotspot.views.brief.given import Paper
from tests.views.brief.paper import flat, read

VIOLENCE = ("Violence and sexual offences", "Robbery")
INSTITUTION = r"(?i)(?:hospital|infirmary|prison|custody (?:suite|centre)|police (?:station|headquarters|hq|office))$"
DEMO = Parameters(area="demo")


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    return Settings(tmp_path_factory.mktemp("brief"))


def test_the_demonstrations_brief_is_about_the_new_place_and_knows_who_else_sees_it(settings):
    brief = pipeline.brief(DEMO, settings=settings, paper=Paper(as_of=date(2030, 1, 1)))
    text = flat(read(tasking.tasking_pdf(brief))[0].text)
    assert "Mill Lane" in brief.analysis.findings.locations.at[brief.focus, "name"]
    assert "New: Recorded serious violence" in text
    assert "Weekend nights" in text
    assert "ambulance" in text.lower()
    assert "Demonstration: a fictional place" in text
    # The made-up county's today is the last day of its records: nothing grows late while the clock goes on.
    assert brief.paper.as_of == date(2025, 12, 31)


def test_a_place_asked_for_is_taken_and_a_strange_one_refused(settings):
    found = pipeline.analyse(DEMO, settings=settings).findings
    other = str(found.places["peak"].iloc[3])
    assert focus_of(found, other) == other
    with pytest.raises(ParameterError, match="no place 'x'"):
        focus_of(found, "x")


def test_a_strange_partnership_and_a_strange_marking_are_refused(settings):
    with pytest.raises(ParameterError, match="no district"):
        pipeline.pack(DEMO, "E99999999", settings=settings)
    with pytest.raises(ParameterError, match="not a marking"):
        pipeline.brief(DEMO, settings=settings, paper=Paper(marking="SECRET"))


def test_the_demonstrations_pack_counts_the_years_as_the_districts_do(settings):
    pack = pipeline.pack(DEMO, "D22000001", settings=settings)
    rows = pack.year.table.set_index("key")
    assert rows.at["recorded_violence", "this"] == pack.analysis.districts.at["D22000001", "count_12m"]
    assert pack.year.monthly["count"].sum() == pack.analysis.districts.at["D22000001", "count"]
    ages = pack.year.table.query("group == 'age'")
    assert ages["this"].sum() == rows.at["recorded_violence", "this"]
    assert pd.isna(rows.at["ambulance_assaults", "before"])  # two of its months were not delivered
    text = flat(" ".join(page.text for page in read(needs.needs_assessment_pdf(pack))))
    assert "Hospital trust: 2023-01" in text
    assert "too few to judge" in text
    names = " ".join(name for name, _ in pack.worked)
    assert "Station Yard" in names and "Kingsway" not in names  # that one lies in another partnership


def test_a_restricted_source_leaves_no_exact_count_on_paper(tmp_path, monkeypatch, settings):
    exact = pipeline.brief(DEMO, settings=settings)
    place = exact.analysis.findings.locations.loc[exact.focus]
    monkeypatch.setattr(access, "is_open", lambda *_: False)
    closed = Settings(tmp_path)  # answers kept ready for the open source are of another home
    brief = pipeline.brief(DEMO, settings=closed)
    assert brief.analysis.findings.controlled
    text = flat(read(tasking.tasking_pdf(brief))[0].text)
    for shown in (
        f"{place['count_last']} in December",
        f"{place['count']} from January",
        f"{place['count_12m']} in the last",
    ):
        assert shown not in text
    assert f"{place['count']:,.0f}" not in text.replace(",", "")
    pack = pipeline.pack(DEMO, "D22000001", settings=closed)
    assert pack.year.monthly.empty
    assert pack.year.table.empty  # totals beside a map in bands could be set against it
    total = f"{exact.analysis.districts.at['D22000001', 'count']:,.0f}"
    assert total not in flat(" ".join(page.text for page in read(needs.needs_assessment_pdf(pack))))


def plain_cells(shared, force: str) -> pd.DataFrame:
    """Count 2025 by cell and month with pandas and h3 alone."""
    with zipfile.ZipFile(shared / "data" / "police_uk" / f"{force}-street.zip") as packed:
        names = [
            name for name in packed.namelist() if name.rpartition("/")[2].startswith("2025-") and name.endswith(".csv")
        ]
        raw = pd.concat([pd.read_csv(packed.open(name)) for name in sorted(names)], ignore_index=True)
    raw = raw[raw["Crime type"].isin(VIOLENCE) & ~raw["Location"].str.contains(INSTITUTION)]
    raw = raw[raw["Crime ID"].isna() | ~raw.duplicated(["Month", "Crime ID"])]
    points = raw.dropna(subset=["Longitude"])
    pairs = zip(points["Latitude"], points["Longitude"], strict=True)
    cell = pd.Series([h3.latlng_to_cell(lat, lon, 8) for lat, lon in pairs], index=points.index)
    return points.groupby([cell, points["Month"]]).size().unstack(fill_value=0)


@pytest.mark.parametrize("force", ["derbyshire", "devon-and-cornwall"])
def test_real_briefs_equal_a_plain_count(shared, real_home, force):
    brief = pipeline.brief(Parameters(area=force, start="2025-01", end="2025-12"), settings=real_home(force))
    plain = plain_cells(shared, force).loc[brief.focus]
    whole, last = int(plain.sum()), int(plain["2025-12"])
    low, high = stats.chi2.ppf(0.025, 2 * whole) / 2, stats.chi2.ppf(0.975, 2 * whole + 2) / 2
    usual = plain.drop("2025-12").sum() / (365 - 31) * 31
    text = flat(read(tasking.tasking_pdf(brief))[0].text)
    assert f"{last:,} in December 2025, usually {usual:.0f} (" in text
    assert f"{whole:,} from January to December 2025 (95 % interval {low:.0f}–{high:.0f})." in text
    assert f"{whole:,} in the last 12 months." in text
    listed = plain_cells(shared, force).sum(axis=1)
    keys = [str(key) for key in brief.analysis.findings.places["peak"].head(8)]
    rows = [f"{listed[key]:,}" for key in keys]
    told = re.findall(r"\d[\d,]*", text[text.index("Places on the map") :])
    assert all(count in told for count in rows)


def test_a_real_pack_counts_a_partnership_as_a_plain_sum_of_its_lsoas(shared, real_home):
    force, csp = "derbyshire", "E22000052"
    lookups = shared / "data" / "lookups"
    csps = pd.read_csv(lookups / "lookup_ltla24_csp24_pfa24.csv")
    csp = str(csps.loc[csps["ltla24_name"] == "Chesterfield", "csp24_code"].iloc[0])
    districts = set(csps.loc[csps["csp24_code"] == csp, "ltla24_code"])
    wards = pd.read_csv(next(lookups.glob("LSOA_(2021)_to_Electoral_Ward*")), encoding="utf-8-sig")
    inside = set(wards.loc[wards["LAD24CD"].isin(districts), "LSOA21CD"])
    with zipfile.ZipFile(shared / "data" / "police_uk" / f"{force}-street.zip") as packed:
        names = [
            name for name in packed.namelist() if name.rpartition("/")[2].startswith("2025-") and name.endswith(".csv")
        ]
        raw = pd.concat([pd.read_csv(packed.open(name)) for name in sorted(names)], ignore_index=True)
    raw = raw[raw["Crime type"].isin(VIOLENCE) & ~raw["Location"].str.contains(INSTITUTION)]
    raw = raw[raw["Crime ID"].isna() | ~raw.duplicated(["Month", "Crime ID"])]
    expected = int(raw["LSOA code"].isin(inside).sum())
    pack = pipeline.pack(Parameters(area=force, start="2025-01", end="2025-12"), csp, settings=real_home(force))
    row = pack.year.table.set_index("key").loc["recorded_violence"]
    assert row["this"] == expected
    assert pd.isna(row["before"])  # the gap from 2019 to 2025 is missing, never zero
    text = flat(" ".join(page.text for page in read(needs.needs_assessment_pdf(pack))))
    assert f"{expected:,} – the year before is not held" in text
    assert "Serious violence with a knife or sharp object: no source here tells them apart" in text
