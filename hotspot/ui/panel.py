"""The panel of one place: what is known of it, who else knows, and its counts over time."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import streamlit as st

from hotspot import views
from hotspot.errors import HotspotError
from hotspot.language import phrase, to_phrase
from hotspot.ui import answers
from hotspot.ui.later import later
from hotspot.ui.once import kept_with
from hotspot.ui.places import badge, let_go, picked
from hotspot.ui.plain import escape
from hotspot.ui.refusals import spoken
from hotspot.ui.since import first_place

BANDED = to_phrase("No chart over time: of a restricted source the whole period is told at once, in bands.")
ONE_STEP = to_phrase("No chart over time: the whole period is one step.")
ALL_HOURS = "These are counts at all hours, not at those chosen above: that is what all of these sources hold."


@spoken
def place_panel(analysis: Any, *, beside: bool = True) -> None:
    """Show what is known of the picked cell, or of the place in the headline, with its counts beside or below."""
    found = analysis.findings
    let_go(found.locations)
    key = picked(found.locations) or first_place(analysis)
    if not key:
        return
    parameters = analysis.parameters
    what = ("who else knows", answers.scope(), answers.version(parameters.area), parameters)
    asking = phrase("the other sources are being asked…") if len(analysis.profile.sources) > 1 else ""
    later(
        what,
        lambda: _panel(analysis, str(key), _others(analysis, str(key)), beside=beside),
        lambda: _panel(analysis, str(key), asking, beside=beside),
    )


def _panel(analysis: Any, key: str, others: str, *, beside: bool) -> None:
    found = analysis.findings
    place = kept_with(found, ("place", key), lambda: found.locations.loc[key])
    left, right = st.columns([1, 1], gap="medium") if beside else (st.container(), st.container())
    lines = kept_with(found, ("lines", key, others), lambda: _lines(analysis, place, others))
    head = f"<h3>{escape(place['name'])}</h3>{badge(place['word'])}"
    left.html(f'<div class="hs-panel" id="hs-place" tabindex="-1">{head}<dl>{lines}</dl></div>')
    with right:
        if len(found.steps) < 2:  # a chart of one dot tells nothing
            why = phrase(BANDED if found.controlled else ONE_STEP)
            st.html(f'<p class="hs-row" style="margin:0">{escape(why)}</p>')
            return
        counts, chart = kept_with(found, ("over time", key), lambda: _over_time(found, key))
        st.vega_lite_chart(counts, chart, width="stretch", alt="Records over time")
        st.html(
            '<p class="hs-row" style="margin:0">Records here, step by step. The band is the 95 % interval of each '
            "count by itself; it is not the usual range.</p>"
        )


def _lines(analysis: Any, place: Any, others: str) -> str:
    said = views.words.place_lines(analysis, place, others)
    return "".join(f"<dt>{escape(what)}</dt><dd>{escape(text)}</dd>" for what, text in said)


def _over_time(found: views.Findings, key: str) -> tuple[pa.Table, dict[str, Any]]:
    """Return the counts of a place over time, in the form in which they travel, and how they are drawn.

    Of counts within the drawing Streamlit makes the same table, each time it sends them.
    """
    counts = views.over_time.series(found, (key,))
    chart = views.over_time.over_time(counts)
    return pa.Table.from_pandas(counts), {name: said for name, said in chart.items() if name != "data"}


def _others(analysis: Any, key: str) -> str:
    """Return what further sources hold of a place; nothing where none is held beside the one that is counted."""

    def said() -> str:
        asked = analysis.parameters
        try:
            line = views.side_by_side.who_line(answers.who_else(asked), key)
        except HotspotError:
            return ""
        return f"{line} {ALL_HOURS}" if line and (asked.hours or asked.hour_band) else line

    return kept_with(analysis.findings, ("who else", key), said)
