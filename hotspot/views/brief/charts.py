"""The few charts of a pack, drawn for paper: months, hours of the week, partnerships side by side. All read in grey."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hotspot.findings.hours import clock
from hotspot.views.brief.drawing import DOTS_PER_INCH, MM
from hotspot.views.brief.picture import Still

DARK, PALE = "#2f3640", "#b7bcc3"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _drawn(width_mm: float, height_mm: float, draw: Callable[[Axes], None]) -> bytes:
    style: Any = {"font.family": "DejaVu Sans", "font.size": 7, "axes.linewidth": 0.5}
    with mpl.rc_context(style):
        figure = Figure(figsize=(width_mm * MM, height_mm * MM), dpi=DOTS_PER_INCH, layout="constrained")
        Still(figure)
        axes = figure.add_subplot()
        draw(axes)
        axes.spines[["top", "right"]].set_visible(False)
        written = io.BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def months_png(monthly: pd.DataFrame, said: str, width_mm: float, height_mm: float) -> bytes:
    """Return bars of records by month: the last 12 dark, those before pale."""

    def draw(axes: Axes) -> None:
        places = np.arange(len(monthly))
        colours = [DARK if n >= len(monthly) - 12 else PALE for n in places]
        axes.bar(places, monthly["count"].to_numpy(), color=colours, width=0.8)
        ticks = [n for n, month in zip(places, monthly["month"], strict=True) if month.month in (1, 4, 7, 10)]
        axes.set_xticks(ticks, [f"{monthly['month'].iloc[n]:%b %Y}" for n in ticks], rotation=45, ha="right")
        axes.set_ylabel(said)
        axes.set_ylim(0)

    return _drawn(width_mm, height_mm, draw)


def hours_png(grid: pd.DataFrame, said: str, width_mm: float, height_mm: float) -> bytes:
    """Return the hours of a window as a grid: a row a weekday, shade and number the records of each hour."""

    def draw(axes: Axes) -> None:
        table = grid.pivot_table(index="weekday", columns="hour", values="count", aggfunc="sum")
        most = max(float(table.to_numpy().max()), 1.0)
        axes.imshow(table.to_numpy(), cmap="Greys", vmin=0, vmax=most * 1.3, aspect="auto")
        for (row, column), value in np.ndenumerate(table.to_numpy()):
            ink = "white" if value > 0.75 * most else "black"
            axes.annotate(f"{value:,.0f}", (column, row), ha="center", va="center", color=ink)
        axes.set_xticks(range(table.shape[1]), [clock(hour) for hour in table.columns])
        axes.set_yticks(range(table.shape[0]), [DAYS[int(day)] for day in table.index])
        axes.set_title(said, fontsize=7, loc="left")

    return _drawn(width_mm, height_mm, draw)


def rates_png(districts: pd.DataFrame, mine: str, said: str, size_mm: Sequence[float]) -> bytes:
    """Return the rates of the partnerships with their intervals, one's own dark; those without a rate left out."""
    held = districts[districts["rate"].notna()].sort_values("rate")

    def draw(axes: Axes) -> None:
        for place, (code, row) in enumerate(held.iterrows()):
            ink = DARK if code == mine else "#8a9099"
            axes.plot([row["rate_lower"], row["rate_upper"]], [place, place], color=ink, linewidth=1.6)
            axes.plot([row["rate"]], [place], marker="D" if code == mine else "o", color=ink, markersize=4)
        axes.set_yticks(range(len(held)), [str(name) for name in held["name"]])
        axes.set_xlim(0)
        axes.set_xlabel(said)

    return _drawn(size_mm[0], size_mm[1], draw)
