"""The equality evidence sheet of the demonstration, against pandas; and of a real county, with ages."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from hotspot import cli, pipeline
from hotspot.config import Parameters, Settings
from hotspot.context.young import young_share
from hotspot.views import equality

DEMO, NOWHERE = Parameters("demo"), Settings(Path("unused"))


@pytest.fixture(scope="module")
def sheet():
    return pipeline.equality_sheet(DEMO, settings=NOWHERE)


@pytest.mark.parametrize(
    ("source", "offence"),
    [("demo/police", "recorded_violence"), ("demo/ambulance", "ambulance_assaults"), ("demo/ed", "hospital_assaults")],
)
def test_shares_of_the_demonstration_equal_plain_pandas(sheet, source, offence):
    rows = sheet.table[(sheet.table["source"] == source) & (sheet.table["by"] == "deprivation")].set_index("tenth")
    asked = Parameters("demo", sources=(source,), offence=offence, geography="lsoa")
    lsoas = pipeline.analyse(asked, settings=NOWHERE).lsoas
    tables = pipeline.prepare("demo", NOWHERE).tables
    index = tables["imd2025_england"].to_pandas().set_index("lsoa_code")
    decile = pipeline.around(DEMO, settings=NOWHERE).lsoas["imd_without_crime_decile"]
    assert set(decile.dropna().index) == set(index.index)
    by = pd.DataFrame(lsoas[["count", "population", "significant"]]).groupby(decile.reindex(lsoas.index)).sum()
    for ours, theirs in (("records", "count"), ("residents", "population"), ("hot", "significant")):
        assert rows[ours].tolist() == by[theirs].tolist()
        assert rows[f"{ours}_share"].tolist() == pytest.approx((by[theirs] / by[theirs].sum()).tolist())
    assert (rows["records_low"] <= rows["records_share"]).all() and (
        rows["records_share"] <= rows["records_high"]
    ).all()


def test_each_source_stands_alone_with_its_own_months(sheet):
    spans = sheet.table.groupby("source")["period"].unique().map(list).to_dict()
    assert spans["demo/police"] == ["2023-01 to 2025-12"] and len({str(span) for span in spans.values()}) == 3
    assert any("Residents by age are not loaded" in said for said in sheet.missing)


def test_a_district_is_only_its_own_neighbourhoods():
    csp = "D22000004"
    sheet = pipeline.equality_sheet(DEMO.changed(csps=(csp,)), settings=NOWHERE)
    whole = pipeline.analyse(DEMO.changed(geography="lsoa"), settings=NOWHERE).lsoas
    police = sheet.table[sheet.table["source"] == "demo/police"]
    assert police["neighbourhoods"].sum() == (whole["csp_code"] == csp).sum()
    assert police["records"].sum() == whole.loc[whole["csp_code"] == csp, "count"].sum()
    assert ":" in sheet.area


def test_the_files_say_what_they_are_and_run_nothing(sheet):
    page = equality.equality_html(sheet).decode()
    assert "Demonstration." in page and "never persons" in page and "ethnicity" in page
    assert page.count("<table>") == 3 and page.count('scope="col"') == 21
    assert "<script" not in page and "http" not in page and "src=" not in page
    table = equality.equality_csv(sheet).decode("utf-8-sig").splitlines()
    assert table[0].startswith("source,measure,period,controlled,by,tenth") and len(table) == 1 + len(sheet.table)


def test_texts_of_a_profile_are_escaped(sheet):
    hostile = dataclasses.replace(sheet, area="<img src=x>", missing=("<b>no</b>",))
    page = equality.equality_html(hostile).decode()
    assert "<img" not in page and "<b>" not in page
    assert "&lt;img src=x&gt;" in page and "<li>&lt;b&gt;no&lt;/b&gt;</li>" in page  # said, as they were written


def test_the_command_line_writes_both_files(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path / "home"))
    assert cli.main(["equality", "--area", "demo", "--out", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == list(equality.FILES)
    assert "three most deprived tenths hold" in capsys.readouterr().out


def test_a_real_county_with_ages(real_home, shared):
    settings = real_home("derbyshire")
    ages = shared / "data" / "population" / "population_mid2020_lsoa11_single_year_of_age.parquet"
    assert all(line.ok for line in pipeline.add([ages], settings))
    sheet = pipeline.equality_sheet(Parameters("derbyshire"), settings=settings)
    by = sheet.table.set_index(["by", "tenth"])
    assert sheet.missing == () and set(sheet.table["by"]) == {"deprivation", "age"}
    for layer in ("deprivation", "age"):
        assert by.loc[layer, ["records_share", "residents_share"]].sum().tolist() == pytest.approx([1, 1])
        assert by.loc[layer, "neighbourhoods"].sum() == 651
    assert by.loc[("deprivation", 1), "times"] > by.loc[("deprivation", 10), "times"]
    # The youngest tenth by plain pandas on the raw file, for neighbourhoods whose code did not change.
    raw = pd.read_parquet(ages).set_index("lsoa11_code")
    share = raw[[str(year) for year in range(25)]].sum(axis=1) / raw["total_population"]
    held = pipeline.prepare("derbyshire", settings)
    ours = young_share(held.tables, held.areas)
    same = held.areas.lookup11[held.areas.lookup11["chgind"] == "U"]["lsoa11"]
    same = same[same.isin(ours.index)]
    assert len(same) > 600
    assert ours[same].to_numpy() == pytest.approx(share[same].to_numpy())
