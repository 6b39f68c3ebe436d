"""Counts step by step with the doubt of small numbers: the chart of the first page.

It is written as the browser reads it, in Vega-Lite, because the library that builds the other charts takes longer to
load than the rest of the page to be drawn.
Source: Vega-Lite, layered views (https://vega.github.io/vega-lite/docs/layer.html).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import stats
from hotspot.findings import Findings
from hotspot.views.palettes import ACCENT, INK

_LETTERS = {"labelColor": INK, "titleColor": INK, "labelFontSize": 14, "titleFontSize": 14, "gridColor": "#e6e6e6"}
_STEPS = {
    "field": "step", "type": "ordinal", "sort": None, "title": None, "scale": {"type": "band"},
    "axis": {"labelAngle": -40, "labelOverlap": True},
}  # fmt: skip
_TIPS = [
    {"field": "step", "type": "nominal", "title": "when"},
    {"field": "count", "type": "quantitative", "title": "records"},
]
_BAND = {
    "mark": {"type": "area", "opacity": 0.18, "color": ACCENT},
    "encoding": {
        "x": _STEPS,
        "y": {"field": "lower", "type": "quantitative", "title": "records"},
        "y2": {"field": "upper"},
    },
}
_LINE = {
    "mark": {"type": "line", "color": ACCENT, "strokeWidth": 2.5, "point": {"size": 55, "color": ACCENT}},
    "encoding": {
        "x": _STEPS,
        "y": {"field": "count", "type": "quantitative", "title": "records", "scale": {"zero": True}},
        "tooltip": _TIPS,
    },
}


def _rows(findings: Findings, keys: tuple[str, ...] | None) -> NDArray[Any]:
    if keys is None:
        return np.arange(len(findings.locations))
    return np.array([findings.locations.index.get_loc(key) for key in keys], dtype=np.intp)


def series(findings: Findings, keys: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Return the count of each step with its 95 % Poisson interval, over these locations or all.

    The interval says how far chance alone would move the count; two steps whose intervals overlap widely do not differ.
    In a controlled release a count is its band's value and has no interval.
    """
    count = findings.counts[_rows(findings, keys)].sum(axis=0)
    lower, upper = stats.poisson_interval(count)
    if findings.controlled:
        lower, upper = np.full(len(count), np.nan), np.full(len(count), np.nan)
    return pd.DataFrame(
        {
            "step": [step.label for step in findings.steps],
            "count": count,
            "lower": lower,
            "upper": upper,
        }
    )


def over_time(table: pd.DataFrame, *, height: int = 240) -> dict[str, Any]:
    """Return the counts of ``series`` as a line with its interval as a band, from zero, in Vega-Lite.

    >>> table = pd.DataFrame({"step": ["Jan 2025"], "count": [3], "lower": [float("nan")], "upper": [float("nan")]})
    >>> over_time(table)["data"]["values"]
    [{'step': 'Jan 2025', 'count': 3, 'lower': None, 'upper': None}]
    """
    names = ("step", "count", "lower", "upper")
    rows = zip(*(table[name].tolist() for name in names), strict=True)
    values = [{name: None if one != one else one for name, one in zip(names, row, strict=True)} for row in rows]
    return {
        "data": {"values": values},
        "layer": [_BAND, _LINE],
        "height": height,
        "config": {"axis": _LETTERS, "view": {"stroke": None}},
    }
