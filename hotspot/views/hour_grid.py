"""Hour by night as a table of coloured boxes, with closing times above and a shift laid below; real text, no script.

A table and not a drawing: its numbers stay as large as a wall needs at any width, a screen reader reads them, a search
finds them and a printer prints them.
"""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd

from hotspot.findings.hours import WEEKDAYS, Hours, clock, number
from hotspot.language import listed, phrase, phrase_many
from hotspot.measures.shifts import Cover
from hotspot.views import weekend_words
from hotspot.views.palettes import DENSITY, Colour, css, is_dark

STOPS: tuple[Colour, ...] = ((251, 243, 234), *(group.colour for group in DENSITY[1:]))
MINE, BEST = "#1f5f8b", "#ab2d00"
SHEET = """
<style>
.hs-hours {overflow-x: auto; print-color-adjust: exact; -webkit-print-color-adjust: exact}
.hs-hours table {border-collapse: separate; border-spacing: 2px; width: 100%; min-width: 620px; table-layout: fixed;
  font-size: clamp(15px, 1.35vw, 26px); color: #14171c; border: none; margin: 0}
.hs-hours th, .hs-hours td {padding: .3em .1em; text-align: center; border: none; position: relative;
  font-variant-numeric: tabular-nums; white-space: nowrap}
.hs-hours thead th {font-weight: 650; font-size: .82em; text-align: left; padding-left: 0}
.hs-hours th[scope=row] {text-align: left; font-size: .82em; font-weight: 650; white-space: normal; line-height: 1.15}
.hs-hours td.n {padding: .55em .1em; font-weight: 650}
.hs-hours td.s {font-size: .82em}
.hs-hours .tick {position: absolute; top: 0; bottom: 0; border-left: 4px solid #14171c; padding-left: .2em;
  font-size: .78em; line-height: 1.9em}
.hs-hours td.bar {color: #fff; font-weight: 650; border-radius: .2em; font-size: .9em}
.hs-hours .key {display: inline-block; width: 1.6em; height: .9em; vertical-align: middle}
.hs-sideways {display: none}
@media screen and (max-width: 700px) {
  /* a telephone shows half of the grid: it says that there is more, and the names of the rows stay while it moves */
  .hs-sideways {display: block; font-size: 1rem; margin: 0 0 .3rem; color: #3b4048; position: sticky; left: 0}
  .hs-hours th[scope=row] {position: sticky; left: 0; z-index: 1; background: #ffffff}
}
.hs-hours .legend {font-size: 1rem; margin: .3rem 0; color: #1c1f24}
</style>
"""


def occasions(hours: Hours) -> str:
    """Return what the window comes round on, in the plural: weekend nights, school days."""
    return weekend_words.occasions(hours)


def table_html(hours: Hours, cover: Cover) -> str:
    """Return the grid as HTML: a row a night, a column an hour (or band), closing times above, the shift below.

    One colour scale for all boxes: incidents per night, from zero. In a controlled release a column is a band, and the
    colour follows the count, because no rate may leave.
    """
    edges = hours.edges
    heads = "".join(
        f'<th scope="col" colspan="{_wide(edges, k)}">{_head(edges, k)}</th>' for k in range(len(edges) - 1)
    )
    rows = [_night(hours, weekday) for weekday in sorted(hours.grid["weekday"].unique())]
    body = [_closing(hours), *rows, _shares(hours), *_bars(hours, cover)]
    first = '<col style="width:12.5%">' + "<col>" * (edges[-1] - edges[0])
    said = phrase("Incidents by hour, {place}").format(place=weekend_words.where(hours))
    more = phrase("The grid goes on to the right: move it sideways.")
    return (
        f'<div class="hs-hours" role="region" tabindex="0" aria-label="{escape(said)}">'
        f'<p class="hs-sideways">{escape(more)}</p><table>'
        f"<colgroup>{first}</colgroup><thead><tr><td></td>{heads}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table>{_legend(hours)}</div>"
    )


def _wide(edges: tuple[int, ...], k: int) -> int:
    return edges[k + 1] - edges[k]


def _head(edges: tuple[int, ...], k: int) -> str:
    return clock(edges[k]) if _wide(edges, k) == 1 else f"{clock(edges[k])}–{clock(edges[k + 1])}"


def _level(hours: Hours) -> pd.Series:
    """Return what the colour of each box shows: incidents per night, or their number where no rate may leave."""
    return hours.grid["count"] if hours.controlled else hours.grid["count"] / hours.grid["nights"]


def colour(part: float) -> Colour:
    """Return the colour of a box, from 0 (nothing) to 1 (the highest of the grid).

    >>> colour(0.0), colour(1.0) == DENSITY[-1].colour
    ((251, 243, 234), True)
    """
    at = np.clip(part, 0, 1) * (len(STOPS) - 1)
    red, green, blue = (
        int(round(float(np.interp(at, range(len(STOPS)), [stop[k] for stop in STOPS])))) for k in range(3)
    )
    return red, green, blue


def _night(hours: Hours, weekday: int) -> str:
    level = _level(hours)
    top = float(level.max()) or 1.0
    mine = hours.grid[hours.grid["weekday"] == weekday].sort_values("hour")
    edges = hours.edges
    cells = [
        _box(hours, row, float(level[row.name]) / top, _wide(edges, k)) for k, (_, row) in enumerate(mine.iterrows())
    ]
    return f'<tr><th scope="row">{escape(phrase(WEEKDAYS[weekday]))}</th>{"".join(cells)}</tr>'


def _box(hours: Hours, row: pd.Series, part: float, wide: int) -> str:
    fill = colour(part)
    ink = "#ffffff" if is_dark(fill) else "#14171c"
    said = number(row["count"], controlled=hours.controlled)
    tip = _tip(hours, row)
    style = f"background:{css(fill)};color:{ink}"
    return f'<td class="n" colspan="{wide}" style="{style}" title="{escape(tip)}">{escape(said)}</td>'


def _tip(hours: Hours, row: pd.Series) -> str:
    """Return what a box says when the pointer is on it: how many, on how many nights, how often, how sure."""
    gaps = {
        "day": phrase(WEEKDAYS[int(row["weekday"])]),
        "hour": clock(row["hour"]),
        "incidents": weekend_words.incidents(row["count"], controlled=hours.controlled),
    }
    tip = phrase("{day} from {hour}: {incidents}").format(**gaps)
    if hours.controlled:
        return tip
    rest = {
        "nights": weekend_words.counted(hours, int(row["nights"])),
        "real": f"{row['hours']:,.0f}",
        "each": f"{row['per_night']:,.2f}",
        "low": f"{row['lower']:,.2f}",
        "high": f"{row['upper']:,.2f}",
    }
    return tip + phrase(" on {nights}, {real} real hours; {each} each (95 % {low} to {high})").format(**rest)


def _closing(hours: Hours) -> str:
    """Return the row of closing times: a tick where premises close, with how many."""
    held = hours.closing[(hours.closing.index >= hours.edges[0]) & (hours.closing.index < hours.edges[-1])]
    if held.empty:
        return ""
    cells = [_ticks(held, hour) for hour in range(hours.edges[0], hours.edges[-1])]
    return f'<tr><th scope="row">{escape(phrase("Premises closing"))}</th>{"".join(cells)}</tr>'


def _ticks(closing: pd.Series, hour: int) -> str:
    held = closing[(closing.index >= hour) & (closing.index < hour + 1)]
    ticks = "".join(
        f'<span class="tick" style="left:{100 * (at - hour):,.0f}%" title="{escape(_close(at, n))}">{n}</span>'
        for at, n in held.items()
    )
    return f"<td>{ticks}</td>"


def _close(at: float, n: int) -> str:
    return phrase("{n} close at {clock}").format(n=n, clock=clock(at))


def _shares(hours: Hours) -> str:
    by_hour = hours.grid.groupby("hour")["count"].sum().sort_index()
    total = float(by_hour.sum())
    if not total:
        return ""
    edges = hours.edges
    cells = [
        f'<td class="s" colspan="{_wide(edges, k)}">{100 * count / total:,.0f} %</td>'
        for k, count in enumerate(by_hour)
    ]
    return f'<tr><th scope="row">{escape(phrase("Share of all"))}</th>{"".join(cells)}</tr>'


def _bars(hours: Hours, cover: Cover) -> list[str]:
    if np.isnan(cover.share):
        return []
    length = cover.ends - cover.starts
    mine = _bar(hours, phrase("Your shift"), cover.starts, length, cover.share, MINE)
    best = phrase_many("Best hour", "Best {n} hours", length).format(n=length)
    return [mine, _bar(hours, best, cover.best_starts, length, cover.best_share, BEST)]


def _bar(hours: Hours, said: str, starts: int, length: int, share: float, paint: str) -> str:
    before, after = starts - hours.edges[0], hours.edges[-1] - starts - length
    gaps = [f'<td colspan="{gap}"></td>' if gap else "" for gap in (before, after)]
    bar = f'<td class="bar" colspan="{length}" style="background:{paint}">{100 * share:,.0f} %</td>'
    return f'<tr><th scope="row">{escape(said)}</th>{gaps[0]}{bar}{gaps[1]}</tr>'


def _legend(hours: Hours) -> str:
    top = float(_level(hours).max())
    per = phrase("Colour: incidents per {unit}").format(unit=weekend_words.occasion(hours))
    said = phrase("Colour: incidents") if hours.controlled else per
    parts, digits = np.linspace(0, 1, 6), 0 if hours.controlled else 2
    boxes = "".join(
        f'<span class="key" style="background:{css(colour(part))}"></span> {part * top:.{digits}f} &nbsp; '
        for part in parts
    )
    return f'<p class="legend"><b>{escape(said)}</b> &nbsp; {boxes}</p>' if top else ""


def account(hours: Hours) -> str:
    """Return in a sentence how many records of the place shown these hours leave out, and why.

    A clock time outside the window that stands for "not known" is in the full account only: nobody looks for noon here.
    """
    lost = hours.left_out.iloc[2:]
    lost = lost[lost["within"].astype(bool) & (lost["count"] > 0)]
    if lost.empty:
        return phrase("No record here is left out for want of its hour.")
    counted = (number(n, controlled=hours.controlled) for n in lost["count"])
    why = (weekend_words.reason(str(reason)) for reason in lost["reason"])
    said = listed([f"{n} {reason}" for n, reason in zip(counted, why, strict=True)])
    return phrase("Left out, because their hour is not known: {said}.").format(said=said)
