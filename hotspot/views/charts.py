"""Charts: a place's steps as a strip of letters, and districts compared. Counts over time are in ``over_time``."""

from __future__ import annotations

from typing import Any, cast

import altair as alt
import numpy as np
import pandas as pd
from altair.utils import schemapi

from hotspot.findings import Findings
from hotspot.views import fitting
from hotspot.views.palettes import ACCENT, INK, SIGNIFICANCE, css

schemapi.disable_debug_mode()  # each part of a chart is checked when it is drawn; twice costs a page its speed

RATE = ["records per 1,000", "residents and year"]  # in one line too long for a narrow chart
PER_CENT = "format(100 * datum.value, ',.0f') + ' %'"  # of an axis: "45 %" as in every sentence
LETTER_PX, LEAST_LETTER_PX = 15, 7  # of the letters of a strip
STRIP_LETTERS = {-1: "C", 0: "–", 1: "H"}


def _styled(chart: Any) -> alt.Chart:
    styled = chart.configure_axis(
        labelColor=INK, titleColor=INK, labelFontSize=14, titleFontSize=14, gridColor="#e6e6e6"
    )
    return cast(alt.Chart, styled.configure_view(stroke=None))


def strip_table(findings: Findings, key: str) -> pd.DataFrame:
    """Return a location's steps: count, z-score, bin and the letter H, C or a dash."""
    row = int(findings.locations.index.get_indexer([key])[0])
    bins = findings.bins[row].astype(int)
    return pd.DataFrame(
        {
            "step": [step.label for step in findings.steps],
            "count": findings.counts[row],
            "z": findings.z[row].round(2),
            "bin": bins,
            "class": [SIGNIFICANCE[b + 3].label for b in bins],
            "letter": [STRIP_LETTERS[int(np.sign(b))] for b in bins],
        }
    )


def strip(table: pd.DataFrame) -> alt.Chart:
    """Return the steps of ``strip_table`` as coloured boxes with their letters: hot, cold or neither, step by step."""
    scale = alt.Scale(domain=[c.label for c in SIGNIFICANCE], range=[css(c.colour) for c in SIGNIFICANCE])
    order = alt.X(
        "step:O", sort=None, title=None, scale=alt.Scale(type="band"), axis=alt.Axis(labelAngle=-40, labelOverlap=True)
    )
    tips = [alt.Tooltip(f"{name}") for name in ("step:N", "count:Q", "z:Q", "class:N")]
    base = alt.Chart(table).encode(x=order, tooltip=tips)
    boxes = base.mark_rect(stroke="white", strokeWidth=2).encode(color=alt.Color("class:N", scale=scale, legend=None))
    dark = alt.FieldOneOfPredicate(field="bin", oneOf=[-3, -2, 2, 3])
    # No wider than its box, else its white edges would stand on the white between the boxes of a narrow strip.
    size = alt.ExprRef(f"max({LEAST_LETTER_PX}, min({LETTER_PX}, width / {max(len(table), 1)}))")
    text = base.mark_text(fontSize=size, fontWeight="bold").encode(
        text="letter:N", color=alt.condition(dark, alt.value("white"), alt.value(INK))
    )
    return _styled((boxes + text).properties(height=150))


def districts(table: pd.DataFrame, mine: str | None = None) -> alt.Chart:
    """Return districts compared: rate per 1,000 residents and year as a dot with its interval, the reader's own marked.

    Districts without figures are left out here and explained in the table.
    """
    figures = pd.DataFrame({name: table[name] for name in ("name", "count", "rate", "rate_lower", "rate_upper")})
    known = figures.dropna(subset=["rate"]).reset_index(drop=True)
    known = known.assign(mine=known["name"] == mine)
    order = alt.Y(
        "name:N",
        scale=alt.Scale(type="point", padding=0.6),
        sort=alt.EncodingSortField("rate", order="descending"),
        title=None,
        axis=alt.Axis(**fitting.names(260)),
    )
    colour = alt.condition("datum.mine", alt.value("#7f0000"), alt.value(ACCENT))
    tips = [
        alt.Tooltip("name:N"),
        alt.Tooltip("rate:Q", format=".1f"),
        alt.Tooltip("count:Q", title="records", format=","),
    ]
    base = alt.Chart(known).encode(y=order, color=colour, tooltip=tips)
    span = base.mark_rule(strokeWidth=3).encode(
        x=alt.X("rate_lower:Q", title=RATE, axis=alt.Axis(titleAnchor="end"), scale=alt.Scale(zero=True)),
        x2="rate_upper:Q",
    )
    dots = base.mark_circle(size=130, opacity=1).encode(x="rate:Q")
    return _styled((span + dots).properties(height=90 + 36 * len(known)))
