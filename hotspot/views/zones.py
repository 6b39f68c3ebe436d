"""Patrol zones on screen: the sentence, the map of zones over hexagons, and what to drop and add."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely

from hotspot.findings.figures import ends, signed
from hotspot.views import maps, tooltips, words
from hotspot.views.layers import LETTERS
from hotspot.views.palettes import DENSITY, Colour, ColourClass, css, rgb
from hotspot.views.shading import Shading

MOST_CELLS = 2_500
LISTED = 3
# what is to become of a zone -> words, colour and width of its outline: black, violet and dark blue differ to every eye
MARKS: dict[str, tuple[str, Colour, float]] = {
    "keep": ("zones to keep", rgb("#1c1f24"), 3.0),
    "weak": ("zones below the line, not clearly", rgb("#1c1f24"), 1.5),
    "drop": ("zones to drop", rgb("#9b23fe"), 3.0),
    "outside": ("zones without a record", rgb("#9b23fe"), 1.5),
    "add": ("places to add", rgb("#0b3d6b"), 3.0),
    "free": ("further places as good, not clearly better", rgb("#0b3d6b"), 1.5),
}
VERBS = {"drop": "drop ", "outside": "drop ", "add": "add "}
VERDICTS = {
    "keep": "keep",
    "weak": "below the line, not clearly",
    "drop": "drop",
    "outside": "no record in or near it",
}


def short(name: str) -> str:
    """Return the street or place of a long place name.

    >>> short("Castle ward, Merrowgate (near Castle Hill)"), short("Station Yard")
    ('Castle Hill', 'Station Yard')
    """
    found = re.search(r"\(near (.+)\)$", str(name))
    return found[1] if found else str(name)


def per_cent(share: float) -> str:
    """Return a share as a reader says it: whole above ten per cent, one figure more below.

    >>> per_cent(0.142), per_cent(0.021), per_cent(0.0034), per_cent(0.00002), per_cent(0)
    ('14 %', '2.1 %', '0.34 %', 'under 0.1 %', '0 %')
    """
    value = 100 * share
    if value < 0.1:
        return "under 0.1 %" if value > 0 else "0 %"
    return f"{value:,.0f} %" if value >= 9.95 else f"{value:,.1f} %" if value >= 0.995 else f"{value:.2g} %"


def sentence(check: Any) -> str:
    """Return the answer in one sentence."""
    found, totals = check.checked, check.checked.totals
    many = f"{len(found.zones)} zones" if len(found.zones) > 1 else "1 zone"
    these = f"These {many} hold" if found.by == "share" else f"The hexagons of {many} hold"
    best = totals.loc["beforehand"]
    said = (
        f"{these} {per_cent(totals.at['zones', 'share'])} of {_measure(check)} in "
        f"{per_cent(found.built_up_share)} of the built-up area; the best as many places of their size, picked "
        f"beforehand, held {per_cent(best['share'])}"
    )
    if best["more_low"] <= 0:
        return f"{said}: not clearly more, so nothing here says that the zones should be redrawn."
    clear = found.swaps[found.swaps["clear"].astype(bool)]
    if clear.empty:
        return f"{said}. No single exchange is clearly better."
    drop, add = (words.listed([short(name) for name in clear[column]]) for column in ("drop", "add"))
    return f"{said}: drop {drop}, add {add}."


def _measure(check: Any) -> str:
    title = str(check.profile.measure(check.parameters.offence).title)
    return f"{title[0].lower()}{title[1:]}"


def explained(check: Any) -> list[str]:
    """Return what a reader must know beside the sentence: the doubt, what was compared, how coarse it is."""
    found, when = check.checked, check.checked.periods
    rows = {name: found.totals.loc[name] for name in ("zones", "beforehand", "hindsight")}
    ranges = {name: f"{per_cent(row['low'])} to {per_cent(row['high'])}" for name, row in rows.items()}
    more = rows["beforehand"]
    return [
        f"Of {found.total:,} records {words.span(when.parted, when.last)}: the zones {ranges['zones']} (95 % "
        f"interval), the places picked from what was known before {ranges['beforehand']}, the best in hindsight "
        f"{ranges['hindsight']}. The places picked beforehand held {100 * more['more']:,.1f} percentage points more "
        f"({100 * more['more_low']:,.1f} to {100 * more['more_high']:,.1f}).",
        f"What to drop and add rests on all records {words.span(when.first, when.last)}: a zone stays if it holds "
        f"as many per km² as the last of the {found.places:,.0f} best round places of {found.place_km2:,.2f} km². "
        "A place that rose lately tends to fall back on its own.",
        _coarse(check),
        check.built_up_said,
    ]


def _coarse(check: Any) -> str:
    found = check.checked
    size = float(check.locations["area_km2"].median())
    if found.by == "share":
        said = (
            f"A hexagon ({size:.3f} km²) counts for the part of it that lies in a zone, as if its records were spread "
            "evenly over it."
        )
    else:
        said = (
            f"A zone stands for the whole hexagons ({size:,.2f} km² each) whose middle it holds, or the one it lies "
            "in, because it is hardly larger than they are: the hexagon is judged, not the zone."
        )
    if check.exact:
        return said
    return f"{said} The published points stand for streets and only their month is known, so this is coarse."


def zones_table(check: Any) -> pd.DataFrame:
    """Return one row a zone, most records first."""
    held = check.checked.zones.sort_values("count", ascending=False, kind="stable")
    shares = zip(held["share"], held["low"], held["high"], strict=True)
    return pd.DataFrame(
        {
            "Zone": held.index.astype(str),
            "Verdict": held["verdict"].map(VERDICTS),
            "Records": held["count"].round().astype("Int64"),
            "Last 12 months": held["count_scored"].round().astype("Int64"),
            "Share of violence": [f"{per_cent(a)} ({per_cent(b)} to {per_cent(c)})" for a, b, c in shares],
            "km² as drawn": held["area_km2"].round(3),
            "Records per km²": held["per_km2"].round().astype("Int64"),
            "Among the best in": _years(held),
            "Overlaps": held["overlaps"],
        }
    ).rename(columns={"Last 12 months": _scored(check)})


def _scored(check: Any) -> str:
    return f"Since {words.day(check.checked.periods.parted)}"


def _years(held: pd.DataFrame) -> list[str]:
    unit = {1: "year"}
    pairs = zip(held["years_best"], held["years"], strict=True)
    return [f"{good} of {years} {unit.get(years, 'years')}" for good, years in pairs]


def best_table(check: Any) -> pd.DataFrame:
    """Return one row for each of the best places, best first."""
    held = check.checked.best
    return pd.DataFrame(
        {
            "Place": held["name"],
            "District": held["csp_name"],
            "Verdict": np.where(held["verdict"] == "add", "add", "in a zone already"),
            "Records": held["count"].round().astype("Int64"),
            _scored(check): held["count_scored"].round().astype("Int64"),
            "Among the best in": _years(held),
            "Already in zones": [per_cent(share) for share in held["inside"]],
        }
    ).reset_index(drop=True)


def swaps_table(check: Any) -> pd.DataFrame:
    """Return the exchanges: the emptiest zone beside the fullest place that no zone holds."""
    held = check.checked.swaps
    gains = zip(held["gain_a_year"], held["low"], held["high"], strict=True)
    return pd.DataFrame(
        {
            "Drop": held["drop"],
            "Add": [short(name) for name in held["add"]],
            "More a year": [f"{signed(gain)} ({ends(low, high)})" for gain, low, high in gains],
            "Clear?": ["clearly more" if clear else "not clearly" for clear in held["clear"]],
            "Records dropped": held["drop_count"].round().astype("Int64"),
            "Records added": held["add_count"].round().astype("Int64"),
        }
    )


def shaded(locations: Any) -> tuple[Any, Shading]:
    """Return the fullest hexagons and their classes, doubling from class to class."""
    busy = locations[locations["count"] > 0].sort_values("count", ascending=False, kind="stable").head(MOST_CELLS)
    busy = busy.sort_index()
    top = float(busy["count"].max()) if len(busy) else 1.0
    edges = sorted({1.0, *(float(max(1, round(top / part))) for part in (16, 8, 4, 2))})
    ends = [*(int(edge) - 1 for edge in edges[1:]), max(int(top), int(edges[-1]))]
    classes = tuple(
        ColourClass(f"{int(low):,} to {high:,}" if high > low else f"{int(low):,}", group.colour, group.opacity)
        for low, high, group in zip(edges, ends, DENSITY[1:], strict=False)
    )
    index = (np.digitize(busy["count"].to_numpy(dtype=float), edges) - 1).astype(np.int64)
    return busy, Shading("Records in a hexagon", classes, index)


def marked(check: Any) -> list[tuple[str, str, Any]]:
    """Return what is outlined: verdict, name, outline."""
    verdict = check.checked.zones["verdict"]
    zones = [(str(verdict[name]), str(name), shape) for name, shape in check.outlines.items()]
    new = check.checked.best[check.checked.best["verdict"] == "add"]
    shapes = check.locations.geometry
    held = [[key for key in keys if key in shapes.index] for keys in new["hexagons"]]
    clear = set(check.checked.swaps.loc[check.checked.swaps["clear"].astype(bool), "location"])
    places = [
        (
            "add" if key in clear else "free",
            short(name),
            shapely.convex_hull(shapely.union_all(shapes.loc[keys].to_numpy())),
        )
        for key, name, keys in zip(new.index, new["name"], held, strict=True)
    ]
    return [*zones, *places]


def deck(check: Any, under: maps.Ground) -> maps.OfflineDeck:
    """Return the map: hexagons by records, zones and places to add as outlines with their names."""
    busy, shading = shaded(check.locations)
    texts = [f"{int(count):,} records" for count in busy["count"]]
    outlines = marked(check)
    layers = [
        list(under.below),
        maps.cells(busy, shading, texts, hexagons=True),
        [*under.nameless().above, *(outline(kind, [shape for k, _, shape in outlines if k == kind]) for kind in MARKS)],
        [_names(outlines)],
    ]
    look = maps.view_of(shapely.union_all([shape for _, _, shape in outlines]).buffer(0.02))
    return maps.on_ground(under, layers, look)


def outline(kind: str, shapes: list[Any]) -> pdk.Layer:
    """Return the outlines of one kind of zone."""
    _, colour, width = MARKS[kind]
    lines = [
        {"type": "Feature", "geometry": json.loads(shapely.to_geojson(shape)), "properties": {}} for shape in shapes
    ]
    return pdk.Layer(
        "GeoJsonLayer", data={"type": "FeatureCollection", "features": lines}, id=f"zones_{kind}", stroked=True,
        filled=False, get_line_color=list(colour), get_line_width=width, line_width_units=pdk.types.String("pixels"),
        line_width_min_pixels=width, pickable=False,
    )  # fmt: skip


def called(kind: str, name: str) -> str:
    """Return the words beside an outline: what to do, and the name.

    >>> called("add", "Castle Hill"), called("keep", "High Bridge")
    ('add Castle Hill', 'High Bridge')
    """
    return f"{VERBS.get(kind, '')}{name}"


def _names(outlines: list[tuple[str, str, Any]]) -> pdk.Layer:
    rows = [
        {
            "p": [round(shape.centroid.x, 5), round(shape.bounds[3], 5)],
            "s": tooltips.plain(called(kind, name)),
            "c": list(MARKS[kind][1]),
        }
        for kind, name, shape in outlines
    ]
    return pdk.Layer(
        "TextLayer", data=rows, id="zone_names", get_position="p", get_text="s", get_color="c", get_size=14,
        font_family=maps.FONT, font_weight=600, character_set=pdk.types.String("auto"), pickable=False,
        get_alignment_baseline=pdk.types.String("bottom"), font_settings=LETTERS,
        outline_width=2, outline_color=[255, 255, 255],
    )  # fmt: skip


def legend(check: Any) -> str:
    """Return what the outlines mean, as HTML, with how many there are of each."""
    kinds = [kind for kind, _, _ in marked(check)]
    items = "".join(
        f'<span style="white-space:nowrap;margin-right:1.2em"><span style="display:inline-block;width:1.05em;'
        f'height:.8em;margin-right:.4em;border:{width:,.0f}px solid {css(colour)}"></span>{said}&nbsp;'
        f"<b>{kinds.count(kind)}</b></span>"
        for kind, (said, colour, width) in MARKS.items()
        if kind in kinds
    )
    return f'<div class="hs-legend" role="note">{items}</div>'
