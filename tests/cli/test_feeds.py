"""Feeds and mappings as somebody types them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hotspot import access, cli, sources
from hotspot.cli import feeds
from hotspot.store import ParquetStore

REGISTER = ["feed", "register", "--source", "force/made", "--provider", "police", "--owner", "Made Police"]
EXTRACT = "\n".join(
    [
        "Ref,Offence date,Offence time,Offence title,Longitude,Latitude,Code",
        *(f"D{n},{n + 1:02d}/0{n % 2 + 3}/2025,22:15,Robbery,-1.48,52.92,x" for n in range(20)),
        "",
    ]
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path / "home"))
    (tmp_path / "march.csv").write_text(EXTRACT)
    return tmp_path / "home"


def test_a_feed_is_registered_logged_and_listed(home: Path, capsys) -> None:
    assert cli.main(["feed", "list"]) == 0 and "No feed is registered" in capsys.readouterr().out
    assert cli.main([*REGISTER, "--gateway", "cda", "--review", "2027-01-31", "--analyst", "--reason", "audit"]) == 0
    said = capsys.readouterr().out
    assert "You are its analyst" in said and "No area counts force/made yet" in said
    assert cli.main(["feed", "list"]) == 0
    assert "Made Police; Crime and Disorder Act 1998, section 115; review by 31 January 2027" in capsys.readouterr().out
    assert [one.detail.partition(":")[0] for one in access.trail(home)] == ["register", "analyst"]
    assert access.trail(home)[1].detail.endswith("reason: audit")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--gateway", "cda", "--review", "soon"], "not a date"),
        (["--gateway", "cda", "--owner", ""], "no owner"),
        (["--gateway", "cda", "--analyst"], "says why exact numbers of force/made are needed"),
    ],
)
def test_what_cannot_be_registered_is_explained(home: Path, capsys, more: list[str], said: str) -> None:
    assert cli.main([*REGISTER, *more]) == 1
    assert said in capsys.readouterr().err and access.feeds(home) == {}


def test_from_an_unknown_file_to_next_months_drop(home: Path, tmp_path: Path, capsys) -> None:
    file = str(tmp_path / "march.csv")
    assert cli.main(["add", file]) == 1 and "python -m hotspot map" in capsys.readouterr().err
    assert cli.main(["map", file]) == 0
    shown = capsys.readouterr().out
    assert "Offence date + Offence time" in shown and "Left out: Code" in shown and "D1 " not in shown
    assert sources.mappings(home).keys() == {"memphis", "toronto"}
    assert cli.main(["map", file, "--save", "made"]) == 1  # of which feed?
    assert cli.main(["map", file, "--save", "made", "--source", "force/made"]) == 0
    assert "feed register --source force/made" in capsys.readouterr().out
    assert cli.main(["add", file]) == 1
    refused = capsys.readouterr().err
    assert refused.count("not registered") == 1 and "feed register" in refused  # once, though it holds two months
    assert cli.main([*REGISTER, "--gateway", "cda"]) == 0
    assert cli.main(["add", file]) == 0
    parts = ParquetStore(home).parts()
    assert [(part.source, part.period, part.kept) for part in parts] == [
        ("force/made", "2025-03", 10), ("force/made", "2025-04", 10)]  # fmt: skip


def test_a_later_delivery_of_one_month_takes_its_place(home: Path, tmp_path: Path, capsys) -> None:
    file = str(tmp_path / "march.csv")
    cli.main([*REGISTER, "--gateway", "cda"])
    cli.main(["map", file, "--save", "made", "--source", "force/made"])
    cli.main(["add", file])
    rows = EXTRACT.splitlines()
    (tmp_path / "again.csv").write_text("\n".join([rows[0], *(one for one in rows[1:] if "/03/" in one), rows[1], ""]))
    assert cli.main(["add", str(tmp_path / "again.csv")]) == 0
    said = capsys.readouterr().out
    assert "How it differs from what was held is not told" in said and "takes the place of" not in said  # seen in bands
    assert [(part.period, part.kept) for part in ParquetStore(home).parts()] == [("2025-04", 10), ("2025-03", 11)]


def test_nothing_comes_in_after_the_review_date(home: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    file = str(tmp_path / "march.csv")
    cli.main([*REGISTER, "--gateway", "cda", "--review", "2026-06-30"])
    cli.main(["map", file, "--save", "made", "--source", "force/made"])
    monkeypatch.setattr(feeds, "today", lambda: date(2026, 7, 1))
    assert cli.main(["add", file]) == 1
    assert "due for review on 30 June 2026" in capsys.readouterr().err
    assert cli.main(["feed", "list"]) == 0 and "is not opened" in capsys.readouterr().out
    monkeypatch.setattr(feeds, "today", lambda: date(2026, 6, 30))
    assert cli.main(["add", file]) == 0


def test_columns_are_corrected_by_name(home: Path, tmp_path: Path, capsys) -> None:
    file = str(tmp_path / "march.csv")
    assert cli.main(["map", file, "--column", "record_id=", "--column", "context=Code"]) == 0
    shown = capsys.readouterr().out
    assert "Context: Code" in shown and "Left out: Ref" in shown and "record_id" not in shown
    assert cli.main(["map", file, "--column", "shoe=Code"]) == 1 and "names no field" in capsys.readouterr().err
    assert cli.main(["map", file, "--column", "context=Gone"]) == 1


def test_the_hospitals_cleaner_from_the_terminal(home: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "ed.csv").write_text(
        "Arrival date time,Assault date time,Location of assault\n02/03/2025 00:40,01/03/2025 23:50,Red Lion\n"
    )
    (tmp_path / "venues.csv").write_text("name,lon,lat,type\nRed Lion,-1.47,52.92,Pub\n")
    raw, out = str(tmp_path / "ed.csv"), str(tmp_path / "clean.csv")
    assert cli.main(["clean-istv", raw, "--gazetteer", str(tmp_path / "venues.csv"), "--out", out]) == 0
    assert "1 rows cleaned" in capsys.readouterr().out
    for command in (["add", raw], ["map", raw]):
        assert cli.main(command) == 1 and "must not leave the hospital" in capsys.readouterr().err
    register = ["feed", "register", "--source", "ed/royal", "--provider", "health", "--owner", "H", "--gateway", "s16"]
    assert cli.main(register) == 0 and cli.main(["add", out]) == 0
    assert [(part.source, part.kept) for part in ParquetStore(home).parts()] == [("ed/royal", 1)]
