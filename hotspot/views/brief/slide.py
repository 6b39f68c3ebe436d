"""The brief as a picture for a screen or a slide: headline, map, six facts, the list and the open actions.

A picture has no tags and no text that a screen reader finds: the PDF is for reading, this is for showing.
"""

from __future__ import annotations

import io
from textwrap import shorten, wrap
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.image import imread

from hotspot.views.brief import facts, tasking
from hotspot.views.brief.drawing import MM
from hotspot.views.brief.given import Brief
from hotspot.views.brief.grid import Grid
from hotspot.views.brief.picture import Still

SIZE_MM = (297.0, 210.0)  # A4 on its side: a screen shows it whole, a printer too
TABLES_MM = 153.0  # from here down: the list left, the actions right
TABLE_LETTERS, ROW_MM, MOST_ROWS = 6.2, 2.95, 12
LISTED_MM, LISTED = (8.0, 16.0, 80.0, 106.0, 117.0, 128.0), (0, 1, 3, 6, 7)  # columns of the list that a slide has
ACTIONS_MM, ACTED = (150.0, 199.0, 228.0, 258.0, 274.0), (0, 1, 2, 4, 5)
DOTS_PER_INCH = 160
EDGE_MM, FACTS_MM = 8.0, 128.0
MAP_TOP_MM = 27.0
FACT_LETTERS, HEAD_LETTERS, OVERALL_LETTERS, FOOT_LETTERS = 98, 118, 190, 225
LETTER_MM = 1.25  # width of a letter of the tables
MOST_LINES = 34
POINT_MM = 0.353
INK, QUIET = "#14181e", "#4b525c"


def _write(figure: Figure, x: float, y: float, text: str, size: float, **how: Any) -> None:
    """Write a text whose upper left corner lies at x, y (mm from the upper left corner of the slide)."""
    style: dict[str, Any] = {"va": "top", "ha": "left", "color": INK, "linespacing": 1.25} | how
    figure.text(x / SIZE_MM[0], 1 - y / SIZE_MM[1], text, fontsize=size, **style)


def _facts(figure: Figure, told: tuple[facts.Fact, ...]) -> None:
    lines = {fact.title: [row for part in fact.text.split("\n") for row in wrap(part, FACT_LETTERS)] for fact in told}
    size = 8.4 if sum(map(len, lines.values())) + len(lines) <= MOST_LINES else 7.0
    y, step = MAP_TOP_MM, size * POINT_MM * 1.32
    for title, rows in lines.items():
        _write(figure, FACTS_MM, y, title, size, fontweight="bold")
        _write(figure, FACTS_MM, y + step, "\n".join(rows), size)
        y += (len(rows) + 1) * step + 2.2


def _table(figure: Figure, title: str, table: Grid, columns: tuple[int, ...], at_mm: tuple[float, ...]) -> None:
    """Write some columns of a table line by line, each cell cut where the next column begins."""
    _write(figure, at_mm[0], TABLES_MM, title, 8, fontweight="bold")
    rows = [table.headings, *table.rows[:MOST_ROWS]]
    for n, row in enumerate(rows):
        y = TABLES_MM + 4.6 + n * ROW_MM
        for column, x, until in zip(columns, at_mm, [*at_mm[1:], SIZE_MM[0] - EDGE_MM], strict=False):
            said = shorten(row[column], max(int((until - x) / LETTER_MM), 4), placeholder="…")
            _write(figure, x, y, said, TABLE_LETTERS, fontweight="normal" if n else "bold")


def _tables(figure: Figure, brief: Brief) -> None:
    """Write the list and the open actions, as on the page of paper; what finds no room is counted."""
    say, acted = facts.speech(brief), facts.actions(brief)
    _table(figure, say("places"), facts.places_grid(brief), LISTED, LISTED_MM)
    _table(figure, say("actions"), acted.grid, ACTED, ACTIONS_MM)
    left = len(acted.grid.rows) - MOST_ROWS
    note = " ".join([*([say("more_actions", n=left)] if left > 0 else []), acted.opening, acted.closing]).strip()
    y = TABLES_MM + 4.6 + (min(len(acted.grid.rows), MOST_ROWS) + 1.3) * ROW_MM
    _write(figure, ACTIONS_MM[0], y, "\n".join(wrap(note, 100)), TABLE_LETTERS, color=QUIET)


def slide_png(brief: Brief) -> bytes:
    """Return the brief as PNG bytes, the shape of a screen; the same brief gives the same bytes."""
    frame, high = tasking.frame(brief), TABLES_MM - MAP_TOP_MM - 3
    wide = high * tasking.MAP_MM[0] / tasking.MAP_MM[1]
    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(SIZE_MM[0] * MM, SIZE_MM[1] * MM), dpi=DOTS_PER_INCH)
        Still(figure)
        _write(figure, EDGE_MM, 3, frame.notice, 7, color=QUIET)
        for y in (3.0, SIZE_MM[1] - 5.5):
            _write(figure, SIZE_MM[0] / 2, y, frame.marking, 9, ha="center", fontweight="bold")
        _write(figure, EDGE_MM, 9, frame.title, 10, fontweight="bold")
        _write(figure, EDGE_MM, 14.5, "\n".join(wrap(facts.headline(brief), HEAD_LETTERS)[:1]), 11, fontweight="bold")
        _write(figure, EDGE_MM, 20, "\n".join(wrap(facts.overall(brief), OVERALL_LETTERS)[:2]), 7.5, color=QUIET)
        placed = (EDGE_MM / SIZE_MM[0], 1 - (TABLES_MM - 3) / SIZE_MM[1], wide / SIZE_MM[0], high / SIZE_MM[1])
        axes = figure.add_axes(placed)
        axes.imshow(imread(io.BytesIO(tasking.map_png(brief))), aspect="auto", interpolation="antialiased")
        axes.axis("off")
        _facts(figure, facts.facts(brief))
        _tables(figure, brief)
        foot = [row for text in frame.foot for row in wrap(text, FOOT_LETTERS)]
        _write(figure, EDGE_MM, SIZE_MM[1] - 15.5, "\n".join(foot[:4]), 5.6, color=QUIET)
        written = io.BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()
