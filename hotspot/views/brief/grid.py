"""Tables on paper: cells wrap, headings come again on each page, and a screen reader hears rows and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hotspot.views.brief.sheet import INK, MARGIN_MM, PALE, RULE, Sheet

PAD = 1.0


@dataclass(frozen=True)
class Grid:
    """A table ready for paper.

    Attributes
    ----------
    headings : tuple of str
    rows : tuple of tuple of str
        Every cell as the text it shows.
    widths : tuple of float
        Millimetres of each column.
    right : frozenset of int
        The columns of numbers, set to the right.
    size : float
        Points of its letters.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    size: float = 7.5


def _cells(sheet: Sheet, grid: Grid, row: Sequence[str], *, bold: bool) -> tuple[list[list[str]], float]:
    sheet.ink(INK, grid.size, bold=bold)
    lines = [sheet.lines(text, width - 2 * PAD) or [""] for text, width in zip(row, grid.widths, strict=True)]
    return lines, max(len(cell) for cell in lines) * sheet.line_height() + 2 * PAD


def _row(sheet: Sheet, grid: Grid, lines: list[list[str]], height: float, *, heading: bool) -> None:
    with sheet.artefact():
        sheet.set_draw_color(*RULE)
        sheet.set_fill_color(*PALE)
        if heading:
            sheet.rect(MARGIN_MM, sheet.y, sum(grid.widths), height, style="F")
        sheet.line(MARGIN_MM, sheet.y + height, MARGIN_MM + sum(grid.widths), sheet.y + height)
    sheet.ink(INK, grid.size, bold=heading)
    x, y = MARGIN_MM, sheet.y
    with sheet.group("TR"):
        for number, (cell, width) in enumerate(zip(lines, grid.widths, strict=True)):
            with sheet.tagged("TH" if heading else "TD"):
                sheet.set_xy(x + PAD, y + PAD)
                align = "R" if number in grid.right else "L"
                sheet.multi_cell(width - 2 * PAD, sheet.line_height(), "\n".join(cell), align=align)
            x += width
    sheet.set_xy(MARGIN_MM, y + height)


def draw(sheet: Sheet, grid: Grid, *, lowest: float | None = None) -> int:
    """Write a table from the present height on and return how many of its rows were written.

    Parameters
    ----------
    sheet : Sheet
        Where to write.
    grid : Grid
        What to write.
    lowest : float, optional
        Rows that would reach below this height (mm) are left out, and the caller says so; without it the table goes on
        on a new page.
    """
    heading, high = _cells(sheet, grid, grid.headings, bold=True)
    first, then = _cells(sheet, grid, grid.rows[0], bold=False) if grid.rows else ([], 0.0)
    if lowest is None:
        sheet.need(high + then)
    with sheet.group("Table"):
        _row(sheet, grid, heading, high, heading=True)
        for number, row in enumerate(grid.rows):
            lines, height = _cells(sheet, grid, row, bold=False)
            if lowest is not None and sheet.y + height > lowest:
                return number
            if lowest is None and sheet.need(height):
                _row(sheet, grid, heading, high, heading=True)
            _row(sheet, grid, lines, height, heading=False)
    return len(grid.rows)


def height_of(sheet: Sheet, grid: Grid) -> float:
    """Return how high a table would be on one page (mm)."""
    total = _cells(sheet, grid, grid.headings, bold=True)[1]
    return total + sum(_cells(sheet, grid, row, bold=False)[1] for row in grid.rows)


def ruled(sheet: Sheet, grid: Grid, rows: int, height: float) -> None:
    """Write a table's headings with empty rows below, to be filled in by hand."""
    heading, high = _cells(sheet, grid, grid.headings, bold=True)
    with sheet.group("Table"):
        _row(sheet, grid, heading, high, heading=True)
    with sheet.artefact():
        for number in range(1, rows + 1):
            y = sheet.y + number * height
            sheet.line(MARGIN_MM, y, MARGIN_MM + sum(grid.widths), y)
        edges = [MARGIN_MM + sum(grid.widths[:n]) for n in range(len(grid.widths) + 1)]
        for x in edges:
            sheet.line(x, sheet.y, x, sheet.y + rows * height)
    sheet.set_xy(MARGIN_MM, sheet.y + rows * height)
