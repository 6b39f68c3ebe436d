"""What a chart needs on a narrow screen, where its words would leave no room for what they are words of.

The widths are known to the browser alone, so these are expressions that it works out whenever the chart is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

NARROW_PX = 480
LETTERS = 24  # in a line of a narrow chart's words
SMALL_PX, USUAL_PX = 12, 14
LETTER_PX = 7  # width of one of the usual size, at most
ROW_PX = 44  # for a row of a chart: on a narrow one most names take up to three lines
_NARROW = f"containerSize()[0] < {NARROW_PX}"


def _lines(letters: int) -> str:
    """Return the expression for a word's lines, broken where a word of it ends."""
    return f"split(trim(replace(datum.label, regexp('(.{{1,{letters}}})(?: +|$)', 'g'), '$1\\n')), '\\n')"


def words(limit_px: int) -> dict[str, Any]:
    """Return how the names at an axis or in a legend are written: whole in one line, on a narrow chart in several.

    Parameters
    ----------
    limit_px : int
        From what width on a name is cut on a wide chart.

    Examples
    --------
    >>> sorted(words(300))
    ['labelExpr', 'labelFontSize', 'labelLimit']
    """
    size = {"expr": f"{_NARROW} ? {SMALL_PX} : {USUAL_PX}"}
    return {"labelExpr": f"{_NARROW} ? {_lines(LETTERS)} : datum.label", "labelLimit": limit_px, "labelFontSize": size}


def names(limit_px: int) -> dict[str, Any]:
    """Return how the names of a chart's rows are written: all, in as many lines as they need, level with their rows.

    Without the offset the first of several lines would be level with the row, and the others reach into the next.

    Parameters
    ----------
    limit_px : int
        From what width on a name goes on in another line on a wide chart.

    Examples
    --------
    >>> sorted(set(names(300)) - set(words(300)))
    ['labelFlush', 'labelOffset', 'labelOverlap']
    """
    narrow, wide = _lines(LETTERS), _lines(limit_px // LETTER_PX)
    up = [f"(1 - length({lines})) * {size / 2 + 1:g}" for lines, size in ((narrow, SMALL_PX), (wide, USUAL_PX))]
    return {
        **words(limit_px),
        "labelExpr": f"{_NARROW} ? {narrow} : {wide}",
        "labelOffset": {"expr": f"{_NARROW} ? {up[0]} : {up[1]}"},
        "labelOverlap": False,
        "labelFlush": False,  # it would move the first and the last
    }


def row_px(named: Iterable[str]) -> int:
    """Return the height of a chart's rows, in which on a narrow chart the longest of these names has room.

    >>> row_px(["Dock Road"]), row_px(["Showground ward, Hexbourne (near Eastgate bus interchange), south-east"])
    (44, 58)
    """
    lines = max((len(wrap(name, LETTERS)) for name in named), default=1)
    return max(ROW_PX, lines * (SMALL_PX + 2) + 2)


def columns(wide: int) -> dict[str, str]:
    """Return in how many columns a legend stands: on a narrow chart in one.

    >>> columns(2)
    {'expr': 'containerSize()[0] < 480 ? 1 : 2'}
    """
    return {"expr": f"{_NARROW} ? 1 : {wide}"}
