"""Two periods or two districts side by side: one colour scale for both maps, the table and the sentence beside them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot.findings import VERDICTS, days_of
from hotspot.views import files, legends, maps, words
from hotspot.views.given import Analysis
from hotspot.views.palettes import DENSITY, ColourClass, css
from hotspot.views.shading import Shading

MARKED = 8  # clearly different places that carry their number of the table on both maps
MONTH_DAYS = 30
HALF = 1.45  # how much a view must widen where two maps share the width
BOTH_CHANCE = (
    "An interval is what chance alone leaves open; it supposes that records come singly. 'Perhaps' means that the "
    "interval leaves out 0 but that so many places are compared that some would do so by chance; 'clearly' holds "
    "against that too (false discovery rate of 5 %)."
)
SEASON = "The two periods are not the same months of the year: part of a difference may be the season."
PICKED_OUT = "A place that stood out in one period will, on average, be quieter in the next with nobody doing anything."
RESIDENTS = (
    "Rates are per resident: a district with a busy town centre counts the visitors' records and not the visitors. "
    "Hexagons on a border count whole for one district on the map; the figures in the table count each record under "
    "its own."
)


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


def _months(both: Comparison) -> tuple[set[int], set[int], bool]:
    """Return the months of the year of both periods, and whether both are of as many months."""
    each = []
    for one in (both.first, both.second):
        start, end = one.findings.steps[0].start, one.findings.steps[-1].end
        each.append(pd.period_range(start, end, freq="M"))
    return set(each[0].month), set(each[1].month), len(each[0]) == len(each[1])


def as_counts(both: Comparison) -> bool:
    """Return whether the maps may show plain counts: both periods are of as many months."""
    return _months(both)[2]


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
        first, second = (_district_side(one, title) for one, title in zip(_both(both), titles(both), strict=True))
        return first, second
    table = listed(both)
    names, days = titles(both), [days_of(one.findings) for one in _both(both)]
    said = [
        f"{names[0]}: {a:,}\n{names[1]}: {b:,}\n{VERDICTS[v]}"
        for a, b, v in zip(table["first"], table["second"], table["verdict"], strict=True)
    ]
    values = [table[name].to_numpy(dtype=float) for name in ("first", "second")]
    if not as_counts(both):
        values = [value / length * MONTH_DAYS for value, length in zip(values, days, strict=True)]
    first, second = (Side(table, value, said, name) for value, name in zip(values, names, strict=True))
    return first, second


def _unit(both: Comparison) -> str:
    return "days or nights of these hours" if both.first.parameters.by_the_hour else "days"


def _both(both: Comparison) -> tuple[Analysis, Analysis]:
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
        said = [f"{int(a)} to {b}" if b > a else f"{int(a)}" for a, b in zip(edges, ends, strict=True)]
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


def signed(value: float, digits: int = 0) -> str:
    """Return a difference with its sign, a proper minus and no "-0".

    >>> signed(9.2), signed(-0.3), signed(-1234.0), signed(-2.24, 1)
    ('+9', '0', '−1,234', '−2.2')
    """
    rounded = round(float(value), digits)
    if rounded == 0:
        return "0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):,.{digits}f}"


def between(low: float, high: float, digits: int = 0) -> str:
    """Return an interval of a difference in words.

    >>> between(-2.0, 20.0)
    '−2 to +20'
    """
    return f"{signed(low, digits)} to {signed(high, digits)}"


def table(both: Comparison) -> pd.DataFrame:
    """Return the numbers of the maps: two periods place by place, two districts quarter by quarter."""
    return _place_table(both) if of_periods(both) else _quarter_table(both)


def _place_table(both: Comparison) -> pd.DataFrame:
    held, (a, b) = listed(both), titles(both)
    days = [days_of(one.findings) for one in _both(both)]
    shown = pd.DataFrame({"No.": np.arange(1, len(held) + 1), "Place": held["name"], "District": held["csp_name"]})
    shown[_cap(a)], shown[_cap(b)] = held["first"].astype("Int64"), held["second"].astype("Int64")
    if not as_counts(both):
        shown[f"In {MONTH_DAYS} days: {a}"] = (held["first"] / days[0] * MONTH_DAYS).round(1)
        shown[f"In {MONTH_DAYS} days: {b}"] = (held["second"] / days[1] * MONTH_DAYS).round(1)
    shown[f"More or fewer over {days[0]} {_unit(both)}"] = [signed(one) for one in held["change"]]
    shown["95 % interval"] = [between(*ends) for ends in zip(held["low"], held["high"], strict=True)]
    shown["In words"] = held["verdict"].map(VERDICTS)
    return shown


def _quarter_table(both: Comparison) -> pd.DataFrame:
    held, (a, b) = both.together, titles(both)
    spans = [
        _cap(words.span(start, end).removeprefix("from "))
        for start, end in zip(held["start"], held["end"], strict=True)
    ]
    return pd.DataFrame(
        {
            "When": [*spans[:-1], f"All together, {spans[-1]}"],
            f"Records: {a}": held["first"].astype("Int64"),
            f"Records: {b}": held["second"].astype("Int64"),
            f"Per 1,000 residents a year: {a}": held["rate_first"].round(1),
            f"Per 1,000 residents a year: {b}": held["rate_second"].round(1),
            "Difference of the rates": [signed(one, 1) for one in held["change"]],
            "95 % interval": [between(*ends, 1) for ends in zip(held["low"], held["high"], strict=True)],
            "In words": held["verdict"].map(VERDICTS),
        }
    )


def district_places(both: Comparison) -> pd.DataFrame:
    """Return the places of two districts in one list, most recorded first: the table of both maps."""
    parts = [
        pd.DataFrame(
            {
                "District": side.title,
                "Place": side.locations["name"],
                "Records": side.locations["count"].astype("Int64"),
                "95 % interval": [
                    f"{low:.0f} to {high:.0f}"
                    for low, high in zip(side.locations["lower"], side.locations["upper"], strict=True)
                ],
            }
        )
        for side in sides(both)
    ]
    return pd.concat(parts).sort_values("Records", ascending=False, kind="stable")


def csv(both: Comparison) -> bytes:
    """Return the comparison as CSV bytes, in figures: a row a place, or a row a quarter and the whole last."""
    if of_periods(both):
        held = pd.DataFrame(listed(both).drop(columns="geometry")).reset_index(names="location")
        held.insert(1, "days_second", days_of(both.second.findings))
        held.insert(1, "days_first", days_of(both.first.findings))
    else:
        held = both.together.copy()
    a, b = titles(both)
    texts = [name for name in ("name", "csp_name") if name in held]
    safe = held.assign(**{name: held[name].map(files.guarded) for name in texts})
    safe["in_words"] = held["verdict"].map(VERDICTS)
    safe["compared"] = files.guarded(f"{a} against {b}")
    written = safe.drop(columns="verdict").to_csv(index=False, lineterminator="\n", float_format="%.6g")
    return b"\xef\xbb\xbf" + bytes(written.encode("utf-8"))


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def headline(both: Comparison) -> str:
    """Return the comparison in a sentence or two."""
    return _of_places(both) if of_periods(both) else _of_districts(both)


def _of_places(both: Comparison) -> str:
    held, (a, b) = listed(both), titles(both)
    if held.empty:
        return "Nothing is recorded in either period."
    more, fewer = int((held["verdict"] == 2).sum()), int((held["verdict"] == -2).sum())
    unit = "place" if len(held) == 1 else "places"
    clear = f"{more + fewer:,}" if more + fewer else "none"
    opening = f"In {clear} of {len(held):,} {unit} the two periods differ clearly"
    told = words.listed([f"{n:,} with {word}" for n, word in ((more, "more"), (fewer, "fewer")) if n] or [""])
    row = both.together.iloc[-1]
    change = f"{signed(row['change'])} day for day ({between(row['low'], row['high'])})"
    together = f"All together {int(row['first']):,} in {a}, {int(row['second']):,} in {b}: {change}"
    return f"{opening}{f': {told}' if told else ''}. {together}: {VERDICTS[int(row['verdict'])]}."


def _of_districts(both: Comparison) -> str:
    row, (a, b) = both.together.iloc[-1], titles(both)
    quarters = both.together.iloc[:-1]["verdict"]
    more, fewer = int((quarters == 2).sum()), int((quarters == -2).sum())
    said = (
        f"{a} records {row['rate_first']:.1f} per 1,000 residents a year, {b} {row['rate_second']:.1f}: "
        f"{signed(row['change'], 1)} ({between(row['low'], row['high'], 1)}), {VERDICTS[int(row['verdict'])]}."
    )
    if len(quarters) == 0:
        return said
    return f"{said} Of {len(quarters)} quarters {a} has clearly more in {more} and clearly fewer in {fewer}."


def notes(both: Comparison) -> list[str]:
    """Return what a reader must know beside the comparison."""
    if not of_periods(both):
        return [BOTH_CHANCE, RESIDENTS]
    one, other, same = _months(both)
    days = [days_of(each.findings) for each in _both(both)]
    said = [BOTH_CHANCE, PICKED_OUT]
    if one != other:
        said.insert(0, SEASON)
    if not same:
        said.insert(
            0, f"The periods are of {days[0]} and {days[1]} {_unit(both)}: the maps show records in {MONTH_DAYS} days."
        )
    return said
