"""Dates and times as people type them."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from hotspot.sources.moments import guess_format, has_times, moments, precisions

ZONE = "Europe/London"


def column(*words: object) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(words)])


def read(*columns: pa.ChunkedArray, written: str = "%d/%m/%Y") -> list[str]:
    return [str(pd.Timestamp(one)) for one in moments(columns, written, ZONE).local]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (("2025-03-01", "2025-12-31 10:00"), "%Y-%m-%d"),
        (("01/03/2025", "31/12/2025 23:59"), "%d/%m/%Y"),
        (("03/31/2025", "12/31/2025"), "%m/%d/%Y"),
        (("01/02/2025", "03/04/2025"), "%d/%m/%Y"),  # in Britain the day comes first
        (("01-Mar-2025", "31-Dec-2025"), "%d-%b-%Y"),
        (("1.3.2025", "31.12.2025"), "%d.%m.%Y"),
        (("2025-03", "2025-04"), "%Y-%m"),
    ],
)
def test_the_way_a_date_is_written_is_guessed(words: tuple[str, ...], written: str) -> None:
    assert guess_format(column(*words)) == written


@pytest.mark.parametrize("words", [("Robbery", "Assault"), ("12", "13"), (None, None)])
def test_what_is_no_date_has_no_format(words: tuple[str | None, ...]) -> None:
    assert guess_format(pa.chunked_array([pa.array(words, pa.string())])) is None


def test_one_column_or_two() -> None:
    assert read(column("01/03/2025 22:15", "01/03/2025 10:15 PM")) == ["2025-03-01 22:15:00"] * 2
    times = column("22:15", "2215", "915", "7", "10:15 pm")
    assert read(column(*["01/03/2025"] * 5), times) == [
        f"2025-03-01 {clock}:00" for clock in ("22:15", "22:15", "09:15", "07:00", "22:15")
    ]


def test_a_spreadsheets_midnight_gives_way_to_the_time_beside_it() -> None:
    days, times = column("2025-03-01T00:00:00", "2025-03-01T00:00:00"), column("22:15:00", "00:00:00")
    assert read(days, times, written="%Y-%m-%d") == ["2025-03-01 22:15:00", "2025-03-01 00:00:00"]


def test_a_row_without_a_time_is_known_to_the_day() -> None:
    days = column("01/03/2025", "01/03/2025", "01/03/2025", "x", None)
    found = moments([days, column("22:15", None, "unknown", "", "")], "%d/%m/%Y", ZONE)
    assert precisions(found).tolist() == ["minute", "day", "day", "none", "none"]
    assert found.unreadable_time.tolist() == [False, False, True, False, False]
    assert found.unreadable.tolist() == [False, False, False, True, False]
    assert found.blank.tolist() == [False, False, False, False, True]


def test_99_99_is_no_time() -> None:
    found = moments([column("01/03/2025"), column("99:99")], "%d/%m/%Y", ZONE)
    assert (found.timed.tolist(), found.unreadable_time.tolist()) == ([False], [True])


@pytest.mark.parametrize(
    ("times", "exact"),
    [(["22:15", "00:00"], "minute"), (["22:00", "00:00"], "hour"), (["00:00", "00:00"], "day")],
)
def test_the_file_decides_how_exact_its_times_are(times: list[str], exact: str) -> None:
    found = moments([column("02/03/2025", "03/03/2025"), column(*times)], "%d/%m/%Y", ZONE)
    assert precisions(found).tolist() == [exact, exact]


def test_a_stated_offset_is_brought_to_the_clocks_of_the_area() -> None:
    words = column("2025-07-01T22:30:00Z", "2025-07-01T22:30:00+02:00", "2025-07-01 22:30", "2025-01-01 22:30 UTC")
    assert read(words, written="%Y-%m-%d") == [
        "2025-07-01 23:30:00", "2025-07-01 21:30:00", "2025-07-01 22:30:00", "2025-01-01 22:30:00"]  # fmt: skip


def test_a_column_of_counts_is_no_column_of_times() -> None:
    assert has_times(column("22:15", None), alone=True) and has_times(column("2215", "0030"), alone=True)
    assert not has_times(column("5000", "9999"), alone=True) and not has_times(column("Robbery"), alone=True)


@pytest.mark.parametrize("year", ["0001", "1066", "1899", "2101", "9999"])
def test_a_year_beyond_reach_is_unreadable_and_never_another_year(year: str) -> None:
    found = moments([column(f"{year}-07-01 20:00", "2025-07-01 20:00")], "%Y-%m-%d", "Europe/London")
    assert found.unreadable.tolist() == [True, False] and found.timed.tolist() == [False, True]
    assert pd.isna(found.local[0]) and found.local[1] == pd.Timestamp("2025-07-01 20:00")
