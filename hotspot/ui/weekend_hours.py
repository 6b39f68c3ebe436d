"""Hour by night, with a marshal shift laid over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from hotspot import findings, views
from hotspot.language import phrase, to_phrase
from hotspot.ui import address, tables
from hotspot.ui.access import part
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import spoken

SHIFT_HOURS = 4


def small(text: str) -> None:
    """Show a line of explanation under a chart."""
    st.html(f'<p class="hs-row" style="margin:0">{escape(text)}</p>')


@part  # a choice here draws this part again and nothing else
@spoken
def hour_grid(evening: Any) -> None:
    """Show hour by night, closing times above and below it what a marshal shift would cover."""
    hours = evening.hours
    first, last = (views.words.day(day) for day in (hours.first, hours.last))
    by = phrase("Hour by hour, {place}, {first} to {last}")
    if hours.by != "hour":
        by = phrase("Band by band, {place}, {first} to {last}")
    st.markdown(f"### {by.format(place=plain(views.weekend_words.where(hours)), first=first, last=last)}")
    cover = _shift(hours)
    st.html(views.hour_grid.SHEET + views.hour_grid.table_html(hours, cover))
    caveat = phrase("A shift's share says when incidents happened, not whether anybody there would have prevented one.")
    small(f"{views.hour_grid.account(hours)} {caveat}")
    with st.expander(phrase("The numbers behind the grid")):
        tables.show(views.hours.hours_table(hours), to_phrase("Incidents by hour and night"))


def _shift(hours: Any) -> Any:
    """Let the reader lay a shift over the grid, and say what it covers."""
    edges = hours.edges
    starts, ends = asked_shift(address.extra(address.SHIFT), edges)
    left, middle, right = st.columns([1, 1, 5], vertical_alignment="bottom")
    with left:
        _pick_hour(
            to_phrase("Shift from"), [hour for hour in edges if hour < ends], starts, lambda hour: f"{hour}-{ends}"
        )
    with middle:
        _pick_hour(
            to_phrase("Shift to"), [hour for hour in edges if hour > starts], ends, lambda hour: f"{starts}-{hour}"
        )
    cover = hours.cover(starts, ends)
    right.html(f'<p class="hs-second">{escape(findings.hours.told_cover(cover))}</p>')
    return cover


def _pick_hour(label: str, options: list[int], value: int, said: Callable[[int], str]) -> None:
    key = f"choose_{label}"
    st.session_state[key] = value
    st.selectbox(
        phrase(label), options, key=key, format_func=findings.hours.clock,
        on_change=lambda: address.note(shift=said(int(st.session_state[key]))),
    )  # fmt: skip


def asked_shift(said: str, edges: tuple[int, ...]) -> tuple[int, int]:
    """Return the shift of the address if hours or bands begin and end there; else the middle of the window.

    >>> hourly = tuple(range(18, 31))
    >>> asked_shift("22-26", hourly), asked_shift("nonsense", hourly), asked_shift("", (15, 16, 17, 18, 19))
    ((22, 26), (22, 26), (16, 18))
    >>> asked_shift("22-26", (18, 21, 24, 27, 30))
    (21, 24)
    """
    begin, _, end = said.partition("-")
    if begin.isdecimal() and end.isdecimal() and int(begin) < int(end) and {int(begin), int(end)} <= set(edges):
        return int(begin), int(end)
    wide = edges[-1] - edges[0]
    long = min(SHIFT_HOURS, wide // 2)  # a shift as long as the window would cover all of it and say nothing
    middle = edges[0] + (wide - long) // 2
    starts = max(edge for edge in edges if edge <= middle)
    ends = max((edge for edge in edges if starts < edge <= middle + long), default=edges[-1])
    return starts, ends
