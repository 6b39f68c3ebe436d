"""The command line as a reader types it: what it prints, what it keeps, and its exit codes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from hotspot import cli
from hotspot.config import Settings

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)


def _street(month: str, rows: int, place: str = "-1.47,52.92") -> str:
    line = "{id},{month},Derbyshire Constabulary,Derbyshire Constabulary,{place},On or near High Street,,,Robbery,,"
    return (
        "\n".join([HEADER, *(line.format(id=f"{month}{i:08x}", month=month, place=place) for i in range(rows))]) + "\n"
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home that the command line uses."""
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path / "home"))
    return tmp_path


def _status(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert cli.main(["status", "--json"]) == 0
    read: dict[str, object] = json.loads(capsys.readouterr().out)
    return read


def test_add_says_one_line_a_file_and_twice_is_a_no_op(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home / "anything.txt"
    file.write_text(_street("2025-01", 3), encoding="utf-8")
    assert cli.main(["add", str(file)]) == 0
    line = capsys.readouterr().out.strip()
    assert line.startswith("anything.txt: Police recorded crime") and "3 rows read, 3 kept, rejected: none." in line
    assert cli.main(["add", str(file)]) == 0
    assert "already held" in capsys.readouterr().out
    status = _status(capsys)
    assert (status["format"], status["version"], len(status["files"])) == (1, 1, 1)  # type: ignore[arg-type]


def test_a_zip_gives_one_entry_a_member_and_each_is_a_version(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(home / "x.zip", "w") as packed:
        packed.writestr("2025-01/a.csv", _street("2025-01", 2))
        packed.writestr("2025-03/b.csv", _street("2025-03", 4))
        packed.writestr("notes.csv", "colour,taste\nred,sweet\n")
    assert cli.main(["add", str(home / "x.zip")]) == 0
    said = capsys.readouterr()
    assert "warning, not taken" in said.err and "colour, taste" in said.err
    status = _status(capsys)
    assert [one["member"] for one in status["files"]] == ["2025-01/a.csv", "2025-03/b.csv"]  # type: ignore[attr-defined]
    assert status["version"] == 2
    assert status["sources"][0]["gaps"] == [["2025-02", "2025-02"]]  # type: ignore[index]
    assert status["sources"][0]["rows_by_csp"] == {"none": 6}  # type: ignore[index]


def test_undo_takes_the_whole_command_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, month in (("a.csv", "2025-01"), ("b.csv", "2025-02")):
        (home / name).write_text(_street(month, 2), encoding="utf-8")
    cli.main(["add", str(home / "a.csv")])
    cli.main(["add", str(home / "b.csv")])
    assert cli.main(["undo"]) == 0
    assert [one["name"] for one in _status(capsys)["files"]] == ["a.csv"]  # type: ignore[attr-defined]
    assert cli.main(["undo"]) == 0 and _status(capsys)["files"] == []
    assert cli.main(["undo"]) == 1
    assert "nothing to undo" in capsys.readouterr().err.lower()


@pytest.mark.parametrize("content", ["colour,taste\nred,sweet\n", "", HEADER.replace("Month", "When") + "\n"])
def test_a_named_file_that_is_refused_fails_the_command(
    content: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "odd.csv").write_text(content, encoding="utf-8")
    (home / "good.csv").write_text(_street("2025-01", 2), encoding="utf-8")
    assert cli.main(["add", str(home / "odd.csv"), str(home / "good.csv")]) == 1
    said = capsys.readouterr()
    assert "odd.csv: refused." in said.err and "good.csv: Police recorded crime" in said.out


def test_a_missing_path_and_an_empty_folder_fail(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["add", str(home / "nowhere.csv")]) == 1
    (home / "empty").mkdir()
    assert cli.main(["add", str(home / "empty")]) == 1
    assert "Nothing was taken" in capsys.readouterr().err


def test_a_later_file_of_the_same_month_takes_its_place(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "a.csv").write_text(_street("2025-01", 2), encoding="utf-8")
    (home / "b.csv").write_text(_street("2025-01", 3), encoding="utf-8")
    cli.main(["add", str(home / "a.csv")])
    assert cli.main(["add", str(home / "b.csv")]) == 0
    assert "takes the place of" in capsys.readouterr().out
    assert [one["kept"] for one in _status(capsys)["files"]] == [3]  # type: ignore[attr-defined]


def test_verify_names_a_damaged_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "a.csv").write_text(_street("2025-01", 2), encoding="utf-8")
    cli.main(["add", str(home / "a.csv")])
    assert cli.main(["verify"]) == 0
    part = next((home / "home" / "store" / "parts").iterdir())
    part.chmod(0o600)
    part.write_bytes(part.read_bytes()[:-9] + b"123456789")
    assert cli.main(["verify"]) == 1
    assert "a.csv" in capsys.readouterr().out


def test_a_refusal_is_two_sentences_and_no_traceback(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--area", "atlantis", "--out", str(home / "out")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("There is no area profile 'atlantis'. Choose one of:") and "Traceback" not in said


def test_a_run_writes_its_files_and_ten_lines(
    shared: Path,
    real_home: Callable[[str], Settings],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HOTSPOT_HOME", str(real_home("derbyshire").home))
    asked = ["run", "--area", "derbyshire", "--source", "police_uk", "--resolution", "7", "--csp", "E22000040"]
    assert cli.main([*asked, "--out", str(tmp_path / "one")]) == 0
    assert len(capsys.readouterr().out.strip().splitlines()) == 10
    assert cli.main([*asked, "--out", str(tmp_path / "two")]) == 0
    made = {path.name for path in (tmp_path / "one").iterdir()}
    assert made == {"findings.csv", "findings.geojson", "findings.gpkg", "map.png", "steps.csv"}
    for name in made - {"findings.gpkg"}:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    table = pd.read_csv(tmp_path / "one" / "findings.csv")
    shapes = gpd.read_file(tmp_path / "one" / "findings.gpkg")
    assert len(table) == len(shapes) == len(gpd.read_file(tmp_path / "one" / "findings.geojson"))
    assert table["count"].tolist() == shapes["count"].tolist()
    assert (table["count"] > 0).any()


@pytest.mark.parametrize("method", ["gi_star", "density"])
def test_the_other_methods_run_too(
    method: str, shared: Path, real_home: Callable[[str], Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOT_HOME", str(real_home("derbyshire").home))
    asked = ["run", "--area", "derbyshire", "--offence", "possession", "--resolution", "lsoa", "--method", method]
    assert cli.main([*asked, "--from", "2025-06", "--to", "2025-12", "--out", str(tmp_path)]) == 0
    table = pd.read_csv(tmp_path / "findings.csv")
    assert table["location"].str.match("E01").all()


def test_detail_finer_than_the_source_is_refused(
    shared: Path,
    real_home: Callable[[str], Settings],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HOTSPOT_HOME", str(real_home("derbyshire").home))
    for option, value, said in (
        ("--resolution", "9", "finer than"),
        ("--step", "week", "month only"),
        ("--bandwidth", "100", "finer than"),
        ("--to", "2018-12", ""),
    ):
        code = cli.main(["run", "--area", "derbyshire", option, value, "--out", str(tmp_path)])
        assert code == (0 if not said else 1)
        assert said in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_refused_before_the_work(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "file").write_text("x", encoding="utf-8")
    assert cli.main(["run", "--area", "demo", "--out", str(home / "file")]) == 1
    assert "Name another folder" in capsys.readouterr().err
