"""A link or a name never becomes a picture that the browser would fetch."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from hotspot.errors import HiddenError, ProfileError
from hotspot.ui import refusals, tables
from hotspot.ui.plain import plain


@pytest.mark.parametrize("text", ["![x](http://example.org/p.png)", "<img src=x>", ":material/home:", "a_b*c*`d`$e$"])
def test_no_mark_is_left_bare(text: str) -> None:
    shown = plain(text)
    assert re.sub(r"\\(.)", r"\1", shown) == text
    assert not re.search(r"(?<!\\)[`*_\[\]!<>#~$:|]", shown)


def test_a_refusal_shows_a_hostile_link_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(refusals.st, "error", said.append)
    refusals.refuse(ProfileError("There is no area profile '![x](http://h/p.png)'.", "Choose one."))
    assert "![x](" not in said[0] and r"\!\[x\](" in said[0]


def test_a_refusal_of_a_restricted_source_names_it_as_the_pages_do(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(refusals.st, "info", said.append)
    refusals.refuse(HiddenError("Hours of {source} are not shown.", "Look in a/b.", source="ambulance/two-towns"))
    assert plain("Hours of ambulance (Two Towns) are not shown.") in said[0]
    assert plain("Look in a/b.") in said[0]  # what merely looks like a source stays as it was written


def test_a_table_shows_differences_with_a_minus_and_leaves_other_texts_alone() -> None:
    table = pd.DataFrame({"Interval of the difference": ["-18 to +4"], "Code": ["A -1"], "Records": [-1]})
    shown = tables.in_print(table)
    assert shown.iloc[0].tolist() == ["−18 to +4", "A -1", -1]
    assert table.iloc[0, 0] == "-18 to +4"


def test_thousands_are_marked_in_whole_numbers_and_in_large_rates_alone() -> None:
    table = pd.DataFrame({"Records": [3], "Rate": [1234.5], "p": [0.0412], "Place": ["A"], "Nothing": [float("nan")]})
    assert tables._forms(table) == {"Records": "localized", "Rate": "localized"}


def test_numbers_of_a_column_have_decimals_alike_and_a_minus_and_still_sort_as_numbers() -> None:
    table = pd.DataFrame({"Change": [-18, 1], "Rank correlation": [0.4, -0.38], "Distance": [3.0, 2.4]})
    assert tables._forms(table) == {"Distance": "%.1f"}
    shown = tables._with_minus(table, ("Change",))
    assert shown.data.equals(table)  # the numbers are what they were
    printed = shown.to_string()
    assert "−18 0.40" in printed and "+1 −0.38" in printed and "-" not in printed
    assert tables._with_minus(table[["Distance"]]).equals(table[["Distance"]])
    assert tables._with_minus(table).uuid == shown.uuid  # the same table is not sent anew with every run
