"""Retention and erasure as a data-protection officer would check them: are the bytes gone from the disk?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspot import access, cli, pipeline
from hotspot.config import Settings
from hotspot.errors import HotspotError, ParameterError
from hotspot.pipeline import Chosen
from hotspot.pipeline.retaining import first_month_kept
from hotspot.store import ParquetStore

NOW = datetime(2026, 11, 22, 9, 0)
HEAD = "Ref,Offence date,Offence time,Offence title,Longitude,Latitude"
STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
    "{id},2015-01,Made Police,Made Police,-1.47,52.92,On or near High Street,,,Robbery,,\n"
)
Add = Callable[..., None]


def extract(months: tuple[str, ...], mark: str) -> str:
    """Return an extract of 20 rows a month; the mark stands for the offence in every row."""
    lines = [f"{m}{n},{m}-{n:02d},22:15,{mark},-1.48{n},52.92" for m in months for n in range(1, 21)]
    return "\n".join([HEAD, *lines, ""])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path / "home"))
    file = tmp_path / "first.csv"
    file.write_text(extract(("2025-11",), "first"))
    owner = ["--provider", "police", "--owner", "Made Police", "--gateway", "cda"]
    assert cli.main(["feed", "register", "--source", "force/made", *owner]) == 0
    assert cli.main(["map", str(file), "--save", "made", "--source", "force/made"]) == 0
    return tmp_path / "home"


@pytest.fixture
def add(home: Path, tmp_path: Path) -> Add:
    def added(*months: str, mark: str = "secret") -> None:
        file = tmp_path / f"{mark}-{'-'.join(months)}.csv"
        file.write_text(extract(months, mark))
        assert cli.main(["add", str(file)]) == 0

    return added


def tables(home: Path) -> str:
    """Return mark and month of every record in every Parquet file on the disk, whether the store names it or not."""
    files = [path for path in home.rglob("*") if path.is_file() and path.read_bytes()[:4] == b"PAR1"]
    held = [pq.read_table(file) for file in files]
    return " ".join(
        f"{row['category']}{row['from_local']:%Y-%m}"
        for table in held
        if "from_local" in table.column_names
        for row in table.select(["category", "from_local"]).to_pylist()
    )


def names_in(home: Path) -> bytes:
    """Return every byte of every other file, where a manifest might still name what is gone."""
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".parquet")


def run(action: Callable[..., tuple[str, ...]], *first: object, home: Path, really: bool) -> str:
    return "\n".join(action(*first, Settings(home), at=NOW, really=really))


def test_without_yes_nothing_is_deleted_and_nothing_logged(home: Path, add: Add) -> None:
    add("2025-09", "2025-11")
    before, log = tables(home), access.trail(home)
    said = run(pipeline.retention, 12, home=home, really=False)
    assert "Nothing was deleted" in said and "2025-09, shown in bands" in said and ", 2025-11," not in said
    assert "nothing" in run(pipeline.erase_records, Chosen(source="force/made"), home=home, really=False).lower()
    assert tables(home) == before and access.trail(home) == log


def test_numbers_are_told_to_whoever_may_see_them(home: Path, add: Add) -> None:
    add("2025-09")
    who = access.Scope(audience="analyst", analyst_of=("force/made",))
    (own,) = pipeline.would_expire(12, Settings(home), as_of=NOW.date(), scope=who).going
    (other,) = pipeline.would_expire(12, Settings(home), as_of=NOW.date()).going
    assert (own.rows, other.rows) == (20, None) and own.file == other.file == "secret-2025-09.csv"


def test_what_was_shown_is_deleted_and_nothing_else(home: Path, add: Add) -> None:
    add("2025-08")
    shown = pipeline.would_erase(Chosen(source="force/made"), Settings(home), as_of=NOW.date())
    add("2025-09")
    before = tables(home)
    with pytest.raises(HotspotError, match="has changed since"):
        pipeline.delete(shown, Settings(home), at=NOW)
    assert tables(home) == before


def test_retention_deletes_old_months_from_the_disk_and_keeps_the_rest(home: Path, add: Add) -> None:
    add("2025-09", "2025-10", "2025-11")
    assert "secret2025-09" in tables(home)
    doomed = [part for part in ParquetStore(home).parts() if part.period != "2025-11"]
    said = run(pipeline.retention, 12, home=home, really=True)
    assert said.startswith("Deleted for good:") and "backups and copies" in said
    left = tables(home)
    assert "secret2025-09" not in left and "secret2025-10" not in left and left.count("secret2025-11") == 20
    assert not any(part.sha256.encode() in names_in(home) for part in doomed)
    assert [part.period for part in ParquetStore(home).parts()] == ["2025-11"]
    assert pipeline.verify(Settings(home)) == []


def test_what_a_newer_delivery_replaced_goes_too(home: Path, add: Add) -> None:
    add("2025-09", mark="older")
    add("2025-09", mark="newer")
    assert "older2025-09" in tables(home)  # kept for undo
    run(pipeline.retention, 12, home=home, really=True)
    assert tables(home) == "" and ParquetStore(home).everything() == ()


def test_what_an_undo_took_back_goes_too(home: Path, add: Add) -> None:
    add("2025-09", mark="undone")
    pipeline.undo(Settings(home), at=NOW)
    assert ParquetStore(home).parts() == () and "undone2025-09" in tables(home)  # a version just left still names it
    run(pipeline.retention, 12, home=home, really=True)
    assert tables(home) == ""


def test_what_was_set_aside_as_damaged_goes_too(home: Path, add: Add) -> None:
    add("2025-09")
    (file,) = (home / "store" / "parts").glob("*.parquet")
    file.write_bytes(file.read_bytes()[:-40] + bytes(40))
    assert pipeline.verify(Settings(home)) and any((home / "store" / "quarantine").iterdir())
    run(pipeline.retention, 12, home=home, really=True)
    assert not any((home / "store" / "quarantine").iterdir()) and ParquetStore(home).everything() == ()


def test_a_notice_of_damage_tells_no_number_of_records_that_may_be_restricted(home: Path, add: Add) -> None:
    add("2025-09")
    (file,) = (home / "store" / "parts").glob("*.parquet")
    file.write_bytes(file.read_bytes()[:-40] + bytes(40))
    store = ParquetStore(home)
    store.table("hour_records")
    said = [*store.notices, *pipeline.verify(Settings(home)), *ParquetStore(home).notices]
    assert len(said) == 3 and all("its rows are left out" in one for one in (said[0], said[2]))
    assert not any("20" in one.replace("2025", "") for one in said)


def test_published_records_stay_however_old(home: Path, add: Add, tmp_path: Path) -> None:
    (tmp_path / "street.csv").write_text(STREET.format(id="a" * 64))
    assert cli.main(["add", str(tmp_path / "street.csv")]) == 0
    add("2025-09")
    run(pipeline.retention, 1, home=home, really=True)
    assert [part.source for part in ParquetStore(home).parts()] == ["police_uk/made"]
    assert "No record of a restricted feed is older" in run(pipeline.retention, 1, home=home, really=True)


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        (Chosen(source="force/made", period="2025-09"), ["2025-11"]),
        (Chosen(file="secret-2025-09-2025-11.csv"), []),
        (Chosen(source="force/made"), []),
    ],
)
def test_erase_takes_what_is_chosen_and_nothing_else(home: Path, add: Add, chosen: Chosen, left: list[str]) -> None:
    add("2025-09", "2025-11")
    run(pipeline.erase_records, chosen, home=home, really=True)
    assert [part.period for part in ParquetStore(home).parts()] == left
    assert {month for month in ("2025-09", "2025-11") if f"secret{month}" in tables(home)} == set(left)


def test_of_a_shared_source_a_month_goes_whole_so_that_no_earlier_delivery_comes_back(home: Path, add: Add) -> None:
    add("2025-09", "2025-10", mark="older")
    add("2025-09", mark="newer")
    chosen = Chosen(file="newer-2025-09.csv")
    told = run(pipeline.erase_records, chosen, home=home, really=False)
    assert "2025-09 of force/made: goes whole" in told and "[2025-10]" not in told and "2025-10 of" not in told
    shown = pipeline.would_erase(chosen, Settings(home), as_of=NOW.date())
    assert shown.months == ("2025-09 of force/made",) and len(shown.going) == 2
    run(pipeline.erase_records, chosen, home=home, really=True)
    assert {f"{mark}{month}" for mark in ("older", "newer") for month in ("2025-09", "2025-10")
            if f"{mark}{month}" in tables(home)} == {"older2025-10"}  # fmt: skip
    with_undo = [part.period for part in ParquetStore(home).everything()]
    assert with_undo == ["2025-10"]  # nothing that taking back could show anew
    with pytest.raises(HotspotError, match="changed since|deleted already"):
        pipeline.delete(shown, Settings(home), at=NOW)


def test_an_earlier_delivery_goes_alone_for_it_is_shown_nowhere(home: Path, add: Add) -> None:
    add("2025-09", mark="older")
    add("2025-09", mark="newer")
    shown = pipeline.would_erase(Chosen(file="older-2025-09.csv"), Settings(home), as_of=NOW.date())
    assert shown.months == () and [one.file for one in shown.going] == ["older-2025-09.csv"]
    pipeline.delete(shown, Settings(home), at=NOW)
    assert "newer2025-09" in tables(home) and "older" not in tables(home)


def test_a_published_month_goes_file_by_file(home: Path, add: Add, tmp_path: Path) -> None:
    for mark in "ab":
        (tmp_path / f"street-{mark}.csv").write_text(STREET.format(id=mark * 64))
        assert cli.main(["add", str(tmp_path / f"street-{mark}.csv")]) == 0
    shown = pipeline.would_erase(Chosen(file="street-b.csv"), Settings(home), as_of=NOW.date())
    assert shown.months == () and [one.file for one in shown.going] == ["street-b.csv"]


def test_erase_by_the_sha256_of_status(home: Path, add: Add) -> None:
    add("2025-09", "2025-11")
    first = pipeline.status(Settings(home))["files"][0]["sha256"]
    run(pipeline.erase_records, Chosen(sha256=first[:10]), home=home, really=True)
    assert [part.sha256 == first for part in ParquetStore(home).parts()] == [False]


@pytest.mark.parametrize("fields", [{}, {"period": "2025-09"}, {"sha256": "abc"}])
def test_a_choice_that_is_too_wide_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ParameterError):
        Chosen(**fields)


def test_erasing_what_is_not_held_is_refused(home: Path, add: Add) -> None:
    add("2025-09")
    with pytest.raises(HotspotError, match="Nothing that is held"):
        run(pipeline.erase_records, Chosen(source="force/other"), home=home, really=True)


@pytest.mark.parametrize("months", [0, -1, 100_000])
def test_a_period_that_nobody_means_is_refused(home: Path, months: int) -> None:
    with pytest.raises(ParameterError):
        run(pipeline.retention, months, home=home, really=True)


def test_the_log_says_what_went_and_holds_no_value_of_a_record(home: Path, add: Add) -> None:
    add("2025-08", "2025-09")
    run(pipeline.retention, 12, home=home, really=True)
    *_, begun, done = access.trail(home)
    told = "2 parts, 2025-08 to 2025-09; older than 12 months, before 2025-11"
    assert (begun.act, begun.what, begun.detail) == (access.ERASE, "force/made", f"begun: {told}")
    assert (done.at, done.act, done.what, done.detail) == (NOW.isoformat(), access.ERASE, "force/made", f"done: {told}")
    assert "secret" not in f"{begun}{done}"


def test_the_command_line_asks_for_yes(home: Path, add: Add, capsys: pytest.CaptureFixture[str]) -> None:
    add("2025-09")
    assert cli.main(["erase", "--source", "force/made"]) == 0 and "Add --yes" in capsys.readouterr().out
    assert "secret" in tables(home)
    assert cli.main(["erase", "--source", "force/made", "--yes"]) == 0
    assert tables(home) == ""
    assert cli.main(["retention", "--months", "0"]) == 1
    assert cli.main(["retention", "--months", "12", "--yes"]) == 0


def test_a_copied_folder_is_a_backup_that_works_elsewhere(home: Path, add: Add, tmp_path: Path) -> None:
    add("2025-09", "2025-11")
    answers = pipeline.status(Settings(home)), access.feeds(home), access.trail(home)
    copy = Path(shutil.copytree(home, tmp_path / "another" / "place"))
    shutil.rmtree(home)
    assert (pipeline.status(Settings(copy)), access.feeds(copy), access.trail(copy)) == answers
    assert pipeline.verify(Settings(copy)) == [] and tables(copy).count("secret2025-09") == 20


@given(today=st.dates(date(2000, 1, 1), date(2100, 12, 31)), months=st.integers(1, 600))
def test_the_oldest_month_kept_is_counted_by_hand(today: date, months: int) -> None:
    year, month = today.year, today.month
    for _ in range(months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    assert first_month_kept(today, months) == f"{year:04d}-{month:02d}"
