"""What a browser draws beside the rows of a chart: every name, whole, level with its row, over no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hotspot.context.domains import TITLES
from tests.browser.looking import NARROW, WIDE, rested

LAYERS = [*TITLES.values(), "Income deprivation affecting children"]
PLACES = [
    "Docks", "Showground ward, Hexbourne (near Eastgate bus interchange), south-east", "Castle Hill",
    *(f"Highfields ward, Merrowgate (near Mill Lane {n})" for n in range(12)),
]  # fmt: skip
SCRIPT = f"""
from types import SimpleNamespace
import pandas as pd, streamlit as st
from hotspot.views import correlation, hours
st.set_page_config(layout="wide")
st.title("Rows")
def rows(names):
    said = {{"low": 0.1, "high": 0.95, "change_said": "", "direction": 0.0, "now": 9, "before": 4}}
    down = [0.9 - n / 40 for n in range(len(names))]
    return pd.DataFrame({{"layer": names, "title": names, "name": names, "rho": down, "difference": down, **said}})
st.altair_chart(correlation.intervals(rows({LAYERS!r})), width="stretch")
st.altair_chart(hours.change_chart(SimpleNamespace(places=rows({PLACES!r}))), width="stretch")
"""
# Of each chart its box, the words at its axes with theirs, and the marks of its rows from above to below.
DRAWN = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')].map(chart => {
  const box = one => (({left, right, top, bottom}) => ({left, right, top, bottom}))(one.getBoundingClientRect());
  const said = one => one.children.length ? [...one.children].map(line => line.textContent) : [one.textContent];
  const labels = [...chart.querySelectorAll('.role-axis-label text')];
  const words = labels.map(one => ({said: said(one).join(' '), ...box(one)}));
  const marks = [...chart.querySelectorAll('.mark-symbol path')].map(box).sort((a, b) => a.top - b.top);
  return {box: box(chart), words, marks};
})"""
LETTER_PX = 3  # of a line's box are over and under its letters


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Serve a page with two of the charts of rows, one with the names of layers and one with those of places."""
    folder = tmp_path_factory.mktemp("rows")
    (folder / "rows.py").write_text(SCRIPT)
    return serve(folder, folder / "rows.py")


def middle(one: dict[str, Any]) -> float:
    return float(one["top"] + one["bottom"]) / 2


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_name_stands_whole_and_level_with_its_row_and_over_no_other(
    size: tuple[int, int], address: str, page: Page
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    expect(page.locator('[data-testid="stVegaLiteChart"] svg')).to_have_count(2)
    rested(page)
    for chart, names in zip(page.evaluate(DRAWN), (LAYERS, PLACES), strict=True):
        rows = [one for one in chart["words"] if one["said"] in names]
        assert [one["said"] for one in rows] == names  # an end that is cut off is another text
        assert len(chart["marks"]) == len(rows)
        for row, mark in zip(rows, chart["marks"], strict=True):
            assert abs(middle(row) - middle(mark)) < 3, row["said"]
            assert row["left"] >= chart["box"]["left"] - 1 and row["right"] < mark["left"]
        for row, below in zip(rows, rows[1:], strict=False):
            assert row["bottom"] - LETTER_PX <= below["top"] + LETTER_PX, f"{row['said']} over {below['said']}"
