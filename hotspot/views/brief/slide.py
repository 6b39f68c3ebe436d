"""The brief as a picture for a screen or a slide: headline, map and six facts, with marking and run card.

A picture has no tags and no text that a screen reader finds: the PDF is for reading, this is for showing.
"""

from __future__ import annotations

import io
from textwrap import wrap
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.image import imread

from hotspot.views.brief import facts, tasking
from hotspot.views.brief.drawing import MM
from hotspot.views.brief.given import Brief
from hotspot.views.brief.picture import Still

SIZE_MM = (297.0, 167.0)  # as wide as a screen
DOTS_PER_INCH = 160
EDGE_MM, FACTS_MM = 8.0, 128.0
MAP_TOP_MM = 27.0
FACT_LETTERS, HEAD_LETTERS, FOOT_LETTERS = 98, 118, 225
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


def slide_png(brief: Brief) -> bytes:
    """Return the brief as PNG bytes, the shape of a screen; the same brief gives the same bytes."""
    frame, high = tasking.frame(brief), SIZE_MM[1] - MAP_TOP_MM - 17
    wide = high * tasking.MAP_MM[0] / tasking.MAP_MM[1]
    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(SIZE_MM[0] * MM, SIZE_MM[1] * MM), dpi=DOTS_PER_INCH)
        Still(figure)
        _write(figure, EDGE_MM, 3, frame.notice, 7, color=QUIET)
        for y in (3.0, SIZE_MM[1] - 5.5):
            _write(figure, SIZE_MM[0] / 2, y, frame.marking, 9, ha="center", fontweight="bold")
        _write(figure, EDGE_MM, 9, frame.title, 10, fontweight="bold")
        said = wrap(facts.headline(brief), HEAD_LETTERS)[:2]
        _write(figure, EDGE_MM, 15, "\n".join(said), 11, fontweight="bold")
        placed = (EDGE_MM / SIZE_MM[0], 17 / SIZE_MM[1], wide / SIZE_MM[0], high / SIZE_MM[1])
        axes = figure.add_axes(placed)
        axes.imshow(imread(io.BytesIO(tasking.map_png(brief))), aspect="auto", interpolation="antialiased")
        axes.axis("off")
        _facts(figure, facts.facts(brief))
        foot = [row for text in frame.foot for row in wrap(text, FOOT_LETTERS)]
        _write(figure, EDGE_MM, SIZE_MM[1] - 15.5, "\n".join(foot[:4]), 5.6, color=QUIET)
        written = io.BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()
