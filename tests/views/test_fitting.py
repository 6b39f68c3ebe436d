"""Names beside the rows of a chart: each whole, in lines that have room (``browser/test_rows_of_charts`` sees them)."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from hotspot.views import correlation, fitting

LONG = "Showground ward, Hexbourne (near Eastgate bus interchange), south-east"


def lines(expression: str, label: str) -> list[list[str]]:
    """Work out what the browser makes of a label: on a narrow chart, and on a wide one."""
    made = []
    for letters in re.findall(r"regexp\('\(\.\{1,(\d+)\}\)", expression):
        made.append(re.sub(rf"(.{{1,{letters}}})(?: +|$)", r"\1\n", label).strip().split("\n"))
    return made


@pytest.mark.parametrize("limit", [260, 300, 330])
def test_a_long_name_is_broken_and_never_cut(limit: int) -> None:
    held = fitting.names(limit)
    narrow, wide = lines(held["labelExpr"], LONG)
    for broken, size in ((narrow, fitting.SMALL_PX), (wide, fitting.USUAL_PX)):
        assert " ".join(broken) == LONG
        assert max(map(len, broken)) * fitting.LETTER_PX * size / fitting.USUAL_PX <= held["labelLimit"]
    assert len(wide) > 1
    assert lines(held["labelExpr"], "Docks") == [["Docks"], ["Docks"]]


def drawn(names: list[str]) -> dict[str, Any]:
    table = pd.DataFrame({"layer": names, "title": names, "rho": 0.3, "low": 0.2, "high": 0.4})
    return dict(correlation.intervals(table).to_dict())


def test_each_line_of_the_chart_of_links_has_room_for_two_lines_of_its_name() -> None:
    most = 2 * (fitting.SMALL_PX + 2)
    few, many = (drawn([f"Education and skills {n}" for n in range(rows)])["height"] for rows in (4, 12))
    assert (many - few) / 8 > most
