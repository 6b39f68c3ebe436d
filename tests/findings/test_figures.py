"""Numbers in words: thousands marked and a true minus in every text, digits that machines read in every column."""

from __future__ import annotations

import ast
import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.findings import figures
from tests.views import made

ROOT = Path(figures.__file__).parents[1]
ROOMS = ("measures", "findings", "evaluate", "targeting", "pipeline", "views", "ui")
ROUNDED = re.compile(r"\.[012]f")


def specs() -> list[tuple[str, str]]:
    """Return every fixed way in which the rooms that speak to people write a number, with where it stands."""
    found = []
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = ast.unparse(node.format_spec)
                found.append((f"{path.relative_to(ROOT)}:{node.lineno}", spec[2:-1]))
    return found


def test_every_rounded_number_has_its_thousands_marked() -> None:
    assert len(specs()) > 200
    assert not [one for one in specs() if ROUNDED.fullmatch(one[1])]


def test_per_cent_has_a_space_before_its_sign_as_everywhere() -> None:
    assert not [one for one in specs() if one[1].endswith("%")]


def test_signs_are_written_in_one_place() -> None:
    """A plus in a format brings a hyphen for a minus: only ``signed`` writes a sign."""
    assert not [one for one in specs() if one[1].startswith("+")]


@settings(deadline=None)
@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_number_in_words_is_the_number(value: float, digits: int) -> None:
    for said in (figures.figure(value, digits), figures.signed(value, digits)):
        read = float(said.replace(figures.MINUS, "-").replace(",", ""))
        assert read == round(value, digits) and "-" not in said
        assert not re.search(r"\d{4}", said.partition(".")[0])


@settings(deadline=None)
@given(st.floats(-5000, 5000), st.floats(0, 5000))
def test_an_interval_that_leaves_out_nothing_is_never_said_to_end_there(low: float, width: float) -> None:
    first, last = figures.ends(low, low + width).split(" to ")
    assert (first == "0") <= (abs(low) <= 0.5) and "-" not in first + last
    if low > 0.0005:
        assert first.startswith("+")


@pytest.mark.parametrize("text", ["18:00-05:59", "2025-12-31", "A-1", "police_uk/x-9", "well-lit"])
def test_what_is_no_minus_stays(text: str) -> None:
    assert figures.minus(text) == text


def test_columns_of_numbers_in_a_file_stay_numbers() -> None:
    from hotspot import views  # the files of a made-up analysis

    rows = list(csv.DictReader(io.StringIO(views.exports(made.analysis())["findings.csv"].decode("utf-8-sig"))))
    below = [float(row["z"]) for row in rows if row["z"].startswith("-")]
    assert below and all(value < 0 for value in below)
    assert all(float(row["count"]) >= 0 and figures.MINUS not in row["z"] for row in rows)
