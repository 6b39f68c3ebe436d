"""Emergency-department records: refused raw, cleaned at the hospital, and not a word of a description survives."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from hotspot import access, grid
from hotspot.access import Feed
from hotspot.errors import SourceError
from hotspot.sources import Refused, Taken, clean_istv, read_paths, recognisers
from hotspot.sources.gazetteer import Gazetteer, Place
from hotspot.sources.istv import COLUMNS, CONFIDENCES, LOCATION_TYPES, METHODS, is_raw

RAW = ["Site code", "Arrival date time", "Assault date time", "Assault location type", "Location of assault",
       "Assault description", "Method of assault"]  # fmt: skip
ROWS = [
    ["RTG02", "02/03/2025 00:40", "01/03/2025 23:50", "", "The Red Lion", "Glassed by Darren Swithenbank", "bottle"],
    ["RTG02", "02/03/2025 01:40", "02/03/2025 01:10", "", "outside Wetherspons", "Kicked by masked doorman", "Fist"],
    ["RTG02", "02/03/2025 02:40", "", "", "Fiddlers Elbow Passage", "Unknown male, limping, swore in Polish", ""],
    ["RTG02", "02/03/2025 03:40", "02/03/2025 03:10", "Own home", "14 Rowan Road", "Zbigniew threw it", "kettle"],
    ["RTG02", "", "02/03/2025 05:10", "", "Market Place", "Stabbed in the thigh near the fountain", "Knife"],
]  # fmt: skip
VENUES = [["name", "lon", "lat", "type"], ["Red Lion", -1.4746, 52.9219, "Pub"],
          ["Wetherspoons", -1.4767, 52.9225, "Pub"],
          ["Market Place", -1.4770, 52.9230, "Street"], ["Rowan Road", -1.50, 52.93, "Street"],
          ["Bell", -1.47, 52.92, "Pub"], ["Bell", -1.60, 52.80, "Pub"]]  # fmt: skip


def written(rows: list[list[object]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


@pytest.fixture
def files(put: Callable[[str, bytes], Path]) -> tuple[Path, Path]:
    return put("ed.csv", written([RAW, *ROWS])), put("venues.csv", written(VENUES))


@pytest.fixture
def cleaned(files: tuple[Path, Path], tmp_path: Path) -> Path:
    assert "5 rows cleaned into out.csv" in clean_istv(*files, tmp_path / "out.csv")
    return tmp_path / "out.csv"


def test_no_word_of_a_description_survives(cleaned: Path) -> None:
    lists = {word for words in (METHODS, LOCATION_TYPES, CONFIDENCES) for entry in words for word in entry.split()}
    texts = {word.lower() for row in ROWS for place in (0, 3, 4, 5, 6) for word in re.findall(r"\w+", row[place])}
    body = cleaned.read_text().split("\n", 1)[1].lower()
    survived = texts & set(re.findall(r"\w+", body)) - lists
    assert survived == set()
    assert "rtg" not in body and "14" not in re.findall(r"\w+", body)


def test_the_cleaned_rows_by_hand(cleaned: Path) -> None:
    rows = pd.read_csv(cleaned, dtype=str, keep_default_na=False)
    assert tuple(rows.columns) == COLUMNS and rows.values.tolist() == sorted(rows.values.tolist())
    by_time = rows.set_index("assault_local")
    red_lion = str(grid.names(grid.cells([-1.4746], [52.9219], 9))[0])
    assert by_time.loc["2025-03-01 23:50"].tolist() == [
        "2025-03-02 00:40", "sharp object", "licensed premises", red_lion, "exact"]  # fmt: skip
    assert by_time.loc["2025-03-02 01:10", ["method", "location_type", "confidence"]].tolist() == [
        "body part", "licensed premises", "likely"]  # fmt: skip
    assert by_time.loc["2025-03-02 03:10"].tolist()[2:] == ["home", "", "none"]  # a home has no cell, whatever matches
    assert by_time.loc["2025-03-02 05:10"].tolist()[1:3] == ["sharp object", "street or open space"]
    assert by_time.loc[""].tolist() == ["2025-03-02 02:40", "other or not known", "other or not known", "", "none"]


def test_the_raw_file_is_refused_whole_and_leaves_nothing(files: tuple[Path, Path], tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*")}
    (refused,) = read_paths([files[0]], local=recognisers(tmp_path))
    assert isinstance(refused, Refused) and "clean-istv" in refused.fix
    assert not any(name in refused.what + refused.fix for name in ("Darren", "Red Lion", "RTG02"))
    assert {path for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize(
    ("names", "raw"),
    [
        (RAW, True),
        (["attendance_datetime", "incident_time", "location_text", "description"], True),
        (["ED arrival", "Date of assault", "Assault location (free text)"], True),
        (COLUMNS, False),
        (["Call time", "Arrived at scene", "Call type", "Longitude", "Latitude"], False),
        (["Crime ID", "Month", "Location", "Crime type"], False),
    ],
)
def test_raw_headings_are_told_from_others(names: list[str], raw: bool) -> None:
    assert is_raw(names) is raw


def test_the_cleaned_form_is_taken_for_the_one_registered_department(cleaned: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (refused,) = read_paths([cleaned], local=recognisers(home))
    assert isinstance(refused, Refused) and "--source ed/NAME" in refused.fix
    for source in ("ed/royal", "ed/other"):
        access.register(home, Feed(source, "health", "Hospitals", "s16"), at=datetime(2026, 1, 1))
    assert isinstance(next(read_paths([cleaned], local=recognisers(home))), Refused)
    (taken,) = read_paths([cleaned], local=recognisers(home, source="ed/royal"))
    assert isinstance(taken, Taken) and (taken.source, taken.period, taken.kept) == ("ed/royal", "2025-03", 5)
    rows = taken.table.to_pandas().set_index("from_local").sort_index()
    assert rows["precision"].tolist() == ["minute", "day", "minute", "minute", "minute"]
    assert rows["knife"].sum() == 2 and rows["location"].isna().all() and rows["record_id"].isna().all()
    middle = grid.centres(grid.cells([-1.4746], [52.9219], 9))
    assert (rows["lon"].iloc[0], rows["lat"].iloc[0]) == (pytest.approx(middle[0][0]), pytest.approx(middle[1][0]))
    assert rows["context"].tolist()[3] == "domestic"


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("sharp object", "glassed by Darren", "a word in row"),
        ("licensed premises", "The Red Lion", "a word in row"),
        ("exact", "sure", "a word in row"),
    ],
)
def test_a_cleaned_form_with_other_words_is_refused(
    cleaned: Path, tmp_path: Path, was: str, now: str, said: str
) -> None:
    access.register(tmp_path, Feed("ed/royal", "health", "Hospitals", "s16"), at=datetime(2026, 1, 1))
    cleaned.write_text(cleaned.read_text().replace(was, now, 1))
    (refused,) = read_paths([cleaned], local=recognisers(tmp_path))
    assert isinstance(refused, Refused) and said in refused.what and now not in refused.what


def test_cells_that_are_too_fine_or_none_are_refused(cleaned: Path, tmp_path: Path) -> None:
    access.register(tmp_path, Feed("ed/royal", "health", "Hospitals", "s16"), at=datetime(2026, 1, 1))
    text, cell = cleaned.read_text(), str(grid.names(grid.cells([-1.4746], [52.9219], 9))[0])
    finer = str(grid.names(grid.cells([-1.4746], [52.9219], 10))[0])
    for other in (finer, "High Street", "8900"):
        cleaned.write_text(text.replace(cell, other))
        (refused,) = read_paths([cleaned], local=recognisers(tmp_path))
        assert isinstance(refused, Refused) and "cell" in refused.what, other


def test_the_cleaner_writes_over_nothing_and_no_cell_finer_than_nine(files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="exists already"):
        clean_istv(*files, files[0])
    with pytest.raises(SourceError, match="resolution 10"):
        clean_istv(*files, tmp_path / "x.csv", resolution=10)
    assert not (tmp_path / "x.csv").exists() and files[0].read_bytes() == written([RAW, *ROWS])


def test_a_name_is_found_whole_inside_or_with_a_slip_and_else_not() -> None:
    lion, square = Place(0, 0, "Pub"), Place(1, 1, "Street")
    names = Gazetteer({"red lion": (lion,), "lion square": (square,), "bell": (lion, square)})
    assert names.find("THE RED-LION (PH)") == ((lion,), "exact")
    assert names.find("alley behind the Red Lion, 3 am") == ((lion,), "likely")
    assert names.find("Red Loin") == ((lion,), "likely")
    assert names.find("Bell") == ((lion, square), "exact")
    assert names.find("Redlands") == names.find("") == ((), "none")
