"""Two periods or two districts side by side: two maps on one colour scale."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot.findings import VERDICTS, days_of
from hotspot.views import legends, maps, words
from hotspot.views.given import Analysis
from hotspot.views.palettes import DENSITY, ColourClass, css
from hotspot.views.shading import Shading

MARKED = 8  # clearly different places that carry their number of the table on both maps
MONTH_DAYS = 30
HALF = 1.45  # how much a view must widen where two maps share the width


class Comparison(Protocol):
    """Two finished answers and what differs between them."""

    @property
    def pair(self) -> Any:
        """What was set against what."""

    @property
    def first(self) -> Analysis:
        """The one that is described."""

    @property
    def second(self) -> Analysis:
        """The one that it is held against."""

    @property
    def places(self) -> Any:
        """Every place in both periods."""

    @property
    def together(self) -> pd.DataFrame:
        """All places together; the last row is the whole."""


def of_periods(both: Comparison) -> bool:
    """Return whether two periods are compared, and not two districts."""
    return bool(both.pair.kind == "periods")


def titles(both: Comparison) -> tuple[str, str]:
    """Return what stands over each map: its months, or its district."""
    if of_periods(both):
        said = [words.period(one.findings) for one in (both.first, both.second)]
        first, second = (text.removeprefix("from ").removeprefix("in ") for text in said)
        return first, second
    names = both.first.districts["name"]
    return str(names[both.pair.first]), str(names[both.pair.second])


def months_of(both: Comparison) -> tuple[set[int], set[int], bool]:
    """Return the months of the year of both periods, and whether both are of as many months."""
    each = []
    for one in (both.first, both.second):
        start, end = one.findings.steps[0].start, one.findings.steps[-1].end
        each.append(pd.period_range(start, end, freq="M"))
    return set(each[0].month), set(each[1].month), len(each[0]) == len(each[1])


def as_counts(both: Comparison) -> bool:
    """Return whether the maps may show plain counts: both periods are of as many months."""
    return months_of(both)[2]


@dataclass(frozen=True)
class Side:
    """One of the two maps: its places with a number each, their words and their name."""

    locations: Any
    value: NDArray[np.float64]
    texts: list[str]
    title: str


def sides(both: Comparison) -> tuple[Side, Side]:
    """Return both maps: two periods show every place that holds something in either, so that both show the same."""
    if not of_periods(both):
        first, second = (_district_side(one, title) for one, title in zip(both_of(both), titles(both), strict=True))
        return first, second
    table = listed(both)
    names, days = titles(both), [days_of(one.findings) for one in both_of(both)]
    said = [
        f"{names[0]}: {a:,}\n{names[1]}: {b:,}\n{VERDICTS[v]}"
        for a, b, v in zip(table["first"], table["second"], table["verdict"], strict=True)
    ]
    values = [table[name].to_numpy(dtype=float) for name in ("first", "second")]
    if not as_counts(both):
        values = [value / length * MONTH_DAYS for value, length in zip(values, days, strict=True)]
    first, second = (Side(table, value, said, name) for value, name in zip(values, names, strict=True))
    return first, second


def counted_days(both: Comparison) -> str:
    """Return what the days of both periods are called: days or nights where only some hours of each count."""
    return "days or nights of these hours" if both.first.parameters.by_the_hour else "days"


def both_of(both: Comparison) -> tuple[Analysis, Analysis]:
    """Return both answers, the one that is described first."""
    return both.first, both.second


def _district_side(answer: Analysis, title: str) -> Side:
    held = answer.findings.locations
    held = held[held["count"] > 0]
    said = [f"{count:,} {words.period(answer.findings)}" for count in held["count"]]
    return Side(held, held["count"].to_numpy(dtype=float), said, title)


def listed(both: Comparison) -> Any:
    """Return the places of both periods in the order of the table: the clear ones first, then the most recorded."""
    held = both.places[(both.places["first"] + both.places["second"]) > 0]
    order = pd.DataFrame({"sure": held["verdict"].abs(), "most": held[["first", "second"]].max(axis=1)})
    return held.loc[order.sort_values(["sure", "most"], ascending=False, kind="stable").index]


def shadings(both: Comparison) -> tuple[Shading, Shading]:
    """Return the shading of both maps on one scale: the same colour means the same number on either.

    Classes widen evenly in proportion, so that quiet places differ too; the last ends at the highest number of both.
    """
    one, other = sides(both)
    top = max((float(side.value.max()) for side in (one, other) if side.value.size), default=0.0)
    counts = as_counts(both) if of_periods(both) else True
    edges = _edges(top, whole=counts)
    unit = "hexagon" if one.locations.index.str.len().max() == 15 else "neighbourhood"
    title = f"Records in each {unit}" if counts else f"Records in {MONTH_DAYS} days, in each {unit}"
    classes = (ColourClass("none", DENSITY[0].colour, DENSITY[0].opacity), *_classes(edges, top, whole=counts))
    first, second = (Shading(title, classes, np.digitize(side.value, edges).astype(np.int64)) for side in (one, other))
    return first, second


def _edges(top: float, *, whole: bool) -> list[float]:
    """Return where the classes begin: each reaches as many times higher than the one below, up to the highest number.

    >>> _edges(229, whole=True), _edges(8.1, whole=False)
    ([1.0, 3.0, 9.0, 26.0, 77.0], [1e-09, 0.1, 0.3, 0.9, 2.7])
    """
    if whole:
        return sorted({1.0, *(float(round(top ** (k / 5))) for k in range(1, 5) if top > 1)})
    return sorted({1e-9, *(float(f"{top / part:.2g}") for part in (81, 27, 9, 3) if top > 0)})


def _classes(edges: list[float], top: float, *, whole: bool) -> tuple[ColourClass, ...]:
    if whole:
        ends = [*(int(edge) - 1 for edge in edges[1:]), max(int(top), int(edges[-1]))]
        said = [f"{int(a):,} to {b:,}" if b > a else f"{int(a):,}" for a, b in zip(edges, ends, strict=True)]
    else:
        said = [f"{a:g} to under {b:g}" for a, b in zip(edges[:-1], edges[1:], strict=True)] + [
            f"{edges[-1]:g} and more"
        ]
        said[0] = f"under {edges[1]:g}" if len(edges) > 1 else "any"
    return tuple(ColourClass(text, group.colour, group.opacity) for text, group in zip(said, DENSITY[1:], strict=False))


def legend(both: Comparison) -> str:
    """Return the one legend of both maps as HTML: a box and a word a class, with how many places hold it on each."""
    one, other = shadings(both)
    a, b = titles(both)
    items = "".join(
        f'<span style="white-space:nowrap;margin-right:1.2em"><span style="{legends._BOX};background:'
        f'{css(group.colour)}"></span>{escape(group.label)}&nbsp;<b>{m:,}</b>&nbsp;|&nbsp;<b>{n:,}</b></span>'
        for group, m, n in zip(one.classes, one.sizes, other.sizes, strict=True)
        if m or n
    )
    heading = f"<b>{escape(one.title)}</b>: one scale for both (number of places: {escape(a)} | {escape(b)})"
    return f'<div class="hs-legend" role="note">{heading}<br/>{items}</div>'


def pictures(both: Comparison, *, picked: str = "", look_at: maps.View | None = None) -> tuple[maps.Picture, ...]:
    """Return both maps, ready to be drawn live or as an image.

    Parameters
    ----------
    both : Comparison
        What is compared.
    picked : str
        Key of the place to outline on both.
    look_at : View, optional
        Where both look, the whole area if not said; two districts each look at their own, as far away.
    """
    whole = look_at or maps.view_of(both.first.base.outline)
    looks = (whole, whole) if of_periods(both) else _as_far([side.locations for side in sides(both)])
    marked = _marked(both) if of_periods(both) else None
    return tuple(
        maps.Picture(
            locations=side.locations,
            shading=shading,
            texts=side.texts,
            hexagons=both.first.parameters.geography == "h3",
            marked=marked,
            picked=(picked,) if picked in side.locations.index else (),
            look_at=None if look is None else wider(look),
        )
        for side, shading, look in zip(sides(both), shadings(both), looks, strict=True)
    )


def wider(view: maps.View, times: float = HALF) -> maps.View:
    """Return a view with more round it: half the width of a page shows half of what a view allows for."""
    lon, lat = (view.lon_max - view.lon_min) * (times - 1) / 2, (view.lat_max - view.lat_min) * (times - 1) / 2
    return maps.View(view.lon_min - lon, view.lat_min - lat, view.lon_max + lon, view.lat_max + lat)


def _as_far(tables: list[Any]) -> list[maps.View | None]:
    """Return a view of each table, all of one size, so that a kilometre is as long on either map."""
    views = [maps.view_of(table) if len(table) else None for table in tables]
    wide = max((one.lon_max - one.lon_min for one in views if one), default=0.0)
    high = max((one.lat_max - one.lat_min for one in views if one), default=0.0)
    return [None if one is None else _centred(one, wide / 2, high / 2) for one in views]


def _centred(view: maps.View, lon: float, lat: float) -> maps.View:
    x, y = (view.lon_min + view.lon_max) / 2, (view.lat_min + view.lat_max) / 2
    return maps.View(x - lon, y - lat, x + lon, y + lat)


def _marked(both: Comparison) -> pd.DataFrame | None:
    table = listed(both)
    clear = table[table["verdict"].abs() == 2].head(MARKED)
    if clear.empty:
        return None
    middle = clear.geometry.representative_point()
    return pd.DataFrame(
        {
            "peak": clear.index, "name": clear["name"].to_numpy(), "rank": np.arange(1, len(clear) + 1),
            "lon": middle.x.to_numpy(), "lat": middle.y.to_numpy(),
        }
    )  # fmt: skip
