"""The whole line on real files, against plain counts of the raw CSVs that share no code with it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from hotspot import config, pipeline
from hotspot.config import Parameters, Settings
from hotspot.errors import DataError

Home = Callable[[str], Settings]
LOOKUPS = {
    "ward": "LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv",
    "fit": "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv",
    "csp": "lookup_ltla24_csp24_pfa24.csv",
}


def _rows(shared: Path, force: str) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(shared / "data" / "police_uk" / f"{force}-street.zip") as held:
        for member in held.namelist():
            yield from csv.DictReader(io.TextIOWrapper(held.open(member), "utf-8-sig"))


def _lookup(shared: Path, name: str) -> Iterator[dict[str, str]]:
    with (shared / "data" / "lookups" / LOOKUPS[name]).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _plain_csp(shared: Path) -> Callable[[str], str]:
    """Return stated code -> CSP by the three lookups alone; every child of a split 2011 code shares its district."""
    district = {row["LSOA21CD"]: row["LAD24CD"] for row in _lookup(shared, "ward")}
    children = {row["LSOA11CD"]: row["LSOA21CD"] for row in _lookup(shared, "fit")}
    partnerships = defaultdict(list)
    for row in _lookup(shared, "csp"):
        partnerships[row["ltla24_code"]].append(row["csp24_code"])

    def csp(code: str) -> str:
        found = partnerships[district.get(code) or district.get(children.get(code, ""), "")]
        return found[0] if len(found) == 1 else "none"

    return csp


def _status(settings: Settings) -> dict[str, Any]:
    return pipeline.status(settings)


@pytest.mark.large
@pytest.mark.parametrize(
    ("force", "rows"), [("derbyshire", 142_237), ("devon-and-cornwall", 206_942), ("cambridgeshire", 117_606)]
)
def test_rows_by_csp_equal_a_plain_count_to_the_row(force: str, rows: int, shared: Path, real_home: Home) -> None:
    csp = _plain_csp(shared)
    raw = list(_rows(shared, force))
    plain = Counter(csp(row["LSOA code"]) for row in raw)
    without_code = sum(1 for row in raw if not row["LSOA code"] and row["Longitude"])
    status = _status(real_home(force))
    mine = next(one for one in status["sources"] if one["source"] == f"police_uk/{force}")
    differs = {code: n - plain[code] for code, n in mine["rows_by_csp"].items() if n != plain[code]}
    assert sum(mine["rows_by_csp"].values()) == rows == sum(plain.values())
    # A row that states no code but has a point goes where the point lies: the only rows that may differ.
    by_point = -differs.pop("none", 0)
    assert by_point == sum(differs.values()) <= without_code
    assert min(differs.values(), default=0) >= 0
    files = [one for one in status["files"] if one["kind"] == "police_uk_street"]
    assert sum(one["rows_read"] for one in files) == rows
    assert all(one["kept"] + sum(one["rejected"].values()) == one["rows_read"] for one in status["files"])


def test_derbyshire_repeats_gap_and_the_run_of_2025(shared: Path, real_home: Home) -> None:
    settings = real_home("derbyshire")
    status = _status(settings)
    assert sum(one["flagged"].get("repeated_id", 0) for one in status["files"]) == 2_518
    assert status["sources"][0]["gaps"] == [["2019-03", "2024-12"]]
    with pytest.raises(DataError, match="2019-03 to 2024-12"):
        pipeline.analyse(Parameters("derbyshire", start="2018-10", end="2025-12"), settings=settings)
    found = pipeline.analyse(Parameters("derbyshire"), settings=settings)
    assert (found.parameters.start, found.parameters.end) == ("2025-01", "2025-12")
    assert len(found.findings.steps) == 12


def test_a_hospital_is_derbyshires_largest_point_and_does_not_head_the_list(shared: Path, real_home: Home) -> None:
    violence = ("Violence and sexual offences", "Robbery")
    rows = [row for row in _rows(shared, "derbyshire") if row["Crime type"] in violence and row["Month"] >= "2025"]
    place, most = Counter((row["Location"], row["Longitude"], row["Latitude"]) for row in rows).most_common(1)[0]
    assert "Hospital" in place[0]
    found = pipeline.analyse(Parameters("derbyshire"), settings=real_home("derbyshire"))
    first = found.institutions.iloc[0]
    assert "Hospital" in first["name"] and first["count"] >= most * 0.9
    assert "Hospital" not in found.findings.places.iloc[0]["name"]
    counted = found.findings.locations["count"].sum() + found.institutions["count"].sum()
    assert counted <= len(rows)


def test_derbyshire_counts_by_lsoa_equal_plain_pandas(shared: Path, real_home: Home) -> None:
    frame = pd.DataFrame(_rows(shared, "derbyshire"))
    frame = frame[frame["Crime type"].isin(["Violence and sexual offences", "Robbery"]) & (frame["Month"] >= "2025")]
    named = frame["Crime ID"] != ""
    frame = frame[~(named & frame.duplicated(["Month", "Crime ID"]))]
    text = frame["Location"].str.replace("On or near ", "").str.strip().str.lower()
    gone = text.str.contains(r"^(?:the )?(?:old|former)\b")
    institution = text.str.contains(
        r"(?:hospital|infirmary|prison|young offenders?'? institution|custody (?:suite|centre)"
        r"|police (?:station|headquarters|hq|office))$|^hmp\b"
    )
    plain = frame[~institution | gone].groupby("LSOA code").size()
    found = pipeline.analyse(Parameters("derbyshire", geography="lsoa"), settings=real_home("derbyshire"))
    mine = found.findings.locations["count"]
    held = plain.reindex(mine.index, fill_value=0)
    assert (mine - held).loc[lambda d: d != 0].to_dict() == {}


@pytest.mark.large
def test_gwent_by_cell_and_by_lsoa_on_welsh_deprivation(shared: Path, real_home: Home) -> None:
    settings = real_home("gwent")
    status = _status(settings)
    stated = {row["LSOA21CD"] for row in _lookup(shared, "ward")}
    old = sum(1 for row in _rows(shared, "gwent") if row["LSOA code"] and row["LSOA code"] not in stated)
    assert sum(one["flagged"].get("vintage_2011", 0) for one in status["files"]) == old == 915
    by_cell = pipeline.analyse(Parameters("gwent", resolution=8), settings=settings)
    by_lsoa = pipeline.analyse(Parameters("gwent", geography="lsoa"), settings=settings)
    for one in (by_cell, by_lsoa):
        assert len(one.findings.steps) == 42
        assert any("per day" in note for note in one.notes)
    assert set(by_lsoa.lsoas["index_name"]) == {"Welsh index 2019"} | (set(by_lsoa.lsoas["index_name"]) & {""})


def test_the_three_csps_that_hold_seven_districts(shared: Path, real_home: Home) -> None:
    seven = {"E22000362": 2, "E22000363": 2, "E22000364": 3}
    held = pipeline.prepare("devon-and-cornwall", real_home("devon-and-cornwall"))
    assert held.areas.lsoa.groupby("csp_code")["lad_code"].nunique().loc[list(seven)].to_dict() == seven
    csp = _plain_csp(shared)
    plain = Counter(
        csp(row["LSOA code"])
        for row in _rows(shared, "devon-and-cornwall")
        if row["Month"] == "2025-06" and row["Crime type"] == "Robbery"
    )
    frame = held.incidents.frame
    june = frame[(frame["month"] == "2025-06-01") & (frame["category"] == "Robbery")]
    assert june["csp_code"].value_counts().reindex(list(seven)).to_dict() == {code: plain[code] for code in seven}


def test_cornwall_and_the_isles_of_scilly_are_two_partnerships(shared: Path, real_home: Home) -> None:
    found = pipeline.analyse(Parameters("cornwall"), settings=real_home("devon-and-cornwall"))
    assert list(found.districts["name"]) == ["Cornwall", "Isles of Scilly"]
    assert found.districts["count"].sum() == found.lsoas["count"].sum()


@pytest.mark.parametrize("area", ["cambridgeshire", "cornwall", "derbyshire", "devon-and-cornwall", "gwent"])
def test_the_shipped_profiles_are_complete(area: str, shared: Path, real_home: Home) -> None:
    profile = config.profile(area)
    assert profile.measures["recorded_violence"].caveat and profile.measures["possession"].police_found
    assert pipeline.check_profile(area, real_home("derbyshire")) == []


def test_what_has_no_place_is_said(shared: Path, real_home: Home) -> None:
    settings = real_home("cambridgeshire")
    found = pipeline.analyse(Parameters("cambridgeshire"), settings=settings)
    frame = pd.DataFrame(_rows(shared, "cambridgeshire"))
    frame = frame[frame["Crime type"].isin(["Violence and sexual offences", "Robbery"]) & (frame["Month"] >= "2025")]
    first = frame[~((frame["Crime ID"] != "") & frame.duplicated(["Month", "Crime ID"]))]
    nowhere = int(((first["LSOA code"] == "") & (first["Longitude"] == "")).sum())
    assert any(note.startswith(f"{nowhere:,} records state no place") for note in found.findings.notes)


def test_the_density_holds_what_the_cube_holds(real_home: Home) -> None:
    asked = Parameters("derbyshire", start="2025-02", step="quarter", method="density")
    found = pipeline.analyse(asked, settings=real_home("derbyshire")).findings
    assert found.surface is not None and found.surface.density is not None
    held = found.surface.density.sum() * found.surface.step_m**2
    assert held == pytest.approx(found.counts.sum(), rel=0.005)


def test_cells_and_districts_differ_only_by_borders(real_home: Home) -> None:
    settings = real_home("derbyshire")
    derby = "E22000040"
    narrow = pipeline.analyse(Parameters("derbyshire", csps=(derby,)), settings=settings)
    table = narrow.districts.loc[derby, "count"]
    assert narrow.findings.counts.sum() == pytest.approx(table, rel=0.01)
    assert set(narrow.findings.places["csp_code"]) == {derby}
    assert any("district table" in note for note in narrow.findings.notes)
