"""Maps of the bands of the night, all on one colour scale."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import pandas as pd

from hotspot.findings.hours import Hours, number
from hotspot.language import phrase
from hotspot.views import legends, maps
from hotspot.views.palettes import DENSITY, ColourClass, css
from hotspot.views.shading import Shading

SMALL_HEIGHT = 300
SMALL_TIMES = {2: 1.7, 3: 2.0, 4: 2.2}  # how much a view must widen where so many maps share the width


def band_legend(hours: Hours) -> str:
    """Return the one legend of all bands as HTML: a box and a word a class, without sizes, which differ by band."""
    first = next(iter(shadings(hours).values()))
    boxes = "".join(
        f'<span style="white-space:nowrap;margin-right:1.2em">'
        f'<span style="{legends._BOX};background:{css(one.colour)}"></span>{one.label}</span>'
        for one in first.classes
    )
    said = phrase("{title}, in each band: one scale for all").format(title=f"<b>{escape(first.title)}</b>")
    return f'<div class="hs-legend" role="note">{said}<br/>{boxes}</div>'


def band_table(hours: Hours) -> pd.DataFrame:
    """Return the numbers of the maps: every place that holds something in any band, most first."""
    names = list(hours.band_names)
    counts = pd.DataFrame(hours.bands[names]).astype(float)
    total = counts.sum(axis="columns").sort_values(ascending=False, kind="stable")
    kept = counts.reindex(total.index[total > 0])
    said = {name: [number(n, controlled=hours.controlled) for n in kept[name]] for name in names}
    return pd.DataFrame({"Place": hours.bands["name"].reindex(kept.index), **said})


def shadings(hours: Hours) -> dict[str, Shading]:
    """Return one shading for each band, all on one scale: the same colour means the same count in every band."""
    counts = {name: hours.bands[name].to_numpy(dtype=float).round() for name in hours.band_names}
    top = max((float(values.max()) for values in counts.values() if values.size), default=0.0)
    edges = _edges(top, controlled=hours.controlled)
    classes = (ColourClass(phrase("none"), *_rest(DENSITY[0])), *_labelled(edges, top, controlled=hours.controlled))
    weeks = round(((hours.last - hours.first).days + 7) / 7)
    return {
        name: Shading(
            phrase("Incidents in {n} weeks").format(n=weeks), classes, np.digitize(values, edges).astype(np.int64)
        )
        for name, values in counts.items()
    }


def _edges(top: float, *, controlled: bool) -> list[float]:
    """Return where the classes begin: each holds twice as many as the one below, up to the highest count of any band.

    >>> _edges(40, controlled=False)
    [1.0, 2.0, 5.0, 10.0, 20.0]
    """
    if controlled:
        return [1.0, 8.0, 13.0, 23.0, 43.0]
    return sorted({1.0, *(float(max(1, round(top / part))) for part in (16, 8, 4, 2))})


def _rest(group: ColourClass) -> tuple[Any, int]:
    return group.colour, group.opacity


def _labelled(edges: list[float], top: float, *, controlled: bool) -> tuple[ColourClass, ...]:
    ends = [*(int(edge) - 1 for edge in edges[1:]), max(int(top), int(edges[-1]))]
    pairs = zip(edges, ends, strict=True)
    to = phrase("{low} to {high}")
    said = [to.format(low=f"{int(low):,}", high=f"{high:,}") if high > low else f"{int(low):,}" for low, high in pairs]
    if controlled:
        said[0] = phrase("fewer than 8")
    return tuple(ColourClass(text, *_rest(group)) for text, group in zip(said, DENSITY[1:], strict=False))


def _wide(view: maps.View, times: float) -> maps.View:
    """Return a view with more round it: a small map shows in a third of the width what a view allows for."""
    more_lon = (view.lon_max - view.lon_min) * (times - 1) / 2
    more_lat = (view.lat_max - view.lat_min) * (times - 1) / 2
    return maps.View(view.lon_min - more_lon, view.lat_min - more_lat, view.lon_max + more_lon, view.lat_max + more_lat)


def shown_of(hours: Hours, band: str) -> tuple[Any, Shading]:
    """Return the places that hold something in any band, so that all bands show the same, and their shading in one."""
    shading = shadings(hours)[band]
    busy = (hours.bands[list(hours.band_names)].to_numpy(dtype=float) > 0).any(axis=1)
    return hours.bands[busy], Shading(shading.title, shading.classes, shading.index[busy])


def band_deck(
    hours: Hours, band: str, under: maps.Ground, *, look_at: maps.View | None = None, picked: str = "", parts: int = 1
) -> Any:
    """Return the map of one band: every place that holds something in any band, so that all bands show the same."""
    shown, part = shown_of(hours, band)
    texts = [
        "\n".join(f"{name}: {number(row[name], controlled=hours.controlled)}" for name in hours.band_names)
        for _, row in shown.iterrows()
    ]
    hexagons = all(len(str(key)) == 15 for key in shown.index[:1])
    chosen = (picked,) if picked in shown.index else ()
    look = _wide(look_at or under.view, _times(parts, under.width_px))
    picture = maps.Picture(shown, part, texts, hexagons, picked=chosen, look_at=look)
    return maps.deck(picture, under.quiet())


def _times(parts: int, width_px: int) -> float:
    """Return how much the view of one of several maps must widen: on a telephone each has the whole width.

    >>> _times(1, 800), _times(2, 800), _times(4, 800), _times(4, 270)
    (1.0, 1.7, 2.2, 1.0)
    """
    return 1.0 if width_px < maps.MAP_WIDTH else SMALL_TIMES.get(parts, 1.0)
