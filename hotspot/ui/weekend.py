"""The page Weekend nights: which window and where, the sentence for the wall, what to know beside the numbers."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn

import streamlit as st

from hotspot import pipeline, views
from hotspot.errors import HoursUnknownError
from hotspot.findings.figures import minus
from hotspot.language import phrase
from hotspot.nights import PRESETS
from hotspot.ui import address, answers, filter_words, opening, pickers, tables
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import spoken

DEFAULT = "weekend_nights"
# Side by side on a wall, one below the other where half the width is too narrow for a chart's labels.
WRAP = """
<style>
@media (max-width: 1100px) {
  .st-key-weekend_pair [data-testid="stHorizontalBlock"] {flex-wrap: wrap}
  .st-key-weekend_pair [data-testid="stColumn"] {min-width: 100%}
  .st-key-weekend_bands [data-testid="stHorizontalBlock"] {flex-wrap: wrap}
  .st-key-weekend_bands [data-testid="stColumn"] {min-width: 46%}
}
</style>
"""


def need_evening() -> Any:
    """Return the hours that the address asks for, after showing the filters, the window and the place to choose."""
    st.html(WRAP)
    asked = filter_words.applied(opening.need_question(), "Weekend nights")
    parameters = asked.changed(csps=(), step="month")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        preset = _pick_window()
    chosen = address.extra(address.PICKED) or pickers.district_said(parameters.area) or _only(asked.csps)
    evening = _answered(parameters, pipeline.WeekWindow(preset, chosen))
    with right:
        _pick_place(parameters, preset, chosen)
    last = evening.hours.last.date()
    unit, old = views.hour_grid.occasions(evening.hours), (date.today() - last).days
    said = f"{evening.measure.title}, {unit} to {views.words.day(last)} ({old:,} days old)"
    names = ", ".join(views.words.source(name) for name in evening.sources)
    where, caveat = escape(evening.hours.where), escape(evening.measure.caveat)
    opening.source_line(evening.sources, f"<b>{escape(said)}</b> · {where} · {escape(names)} · {caveat}")
    return evening


def _only(csps: tuple[str, ...]) -> str:
    """Return the one district that the filters chose; of several, this page can show each or the whole area."""
    if len(csps) > 1:
        st.info(phrase("This page shows one district at a time, or the whole area as now: choose under *Where*."))
    return csps[0] if len(csps) == 1 else ""


@spoken
def _answered(parameters: Any, window: pipeline.WeekWindow) -> Any:
    try:
        return answers.evening(parameters, window)
    except HoursUnknownError as error:
        _no_hours(parameters, error)


def _no_hours(parameters: Any, error: HoursUnknownError) -> NoReturn:
    """Say calmly that this page has nothing to go on: the records are sound, they only know no hours."""
    names = parameters.sources or answers.profile(parameters.area).sources
    said = views.words.listed([views.words.source(name) for name in names])
    st.info(f"**{plain(said)} says no hours.** {plain(error.what)}  \n{plain(error.fix)}")
    st.stop()


def _pick_window() -> str:
    value = pickers.one_of(address.WHEN, PRESETS, DEFAULT)
    st.session_state["choose_when"] = value
    st.selectbox(
        phrase("Which hours of the week"), list(PRESETS), key="choose_when", format_func=lambda key: PRESETS[key].title,
        on_change=lambda: address.note(when=st.session_state["choose_when"], shift="", band=""),
    )  # fmt: skip
    return value


def _pick_place(parameters: Any, preset: str, chosen: str) -> None:
    """Show the choice between the whole area, its districts and the busiest places with their surroundings."""
    whole = _answered(parameters, pipeline.WeekWindow(preset))
    districts = dict(zip(whole.base.csp.index, whole.base.csp["name"], strict=True))
    busy = dict(zip(whole.hours.places["location"], whole.hours.places["name"], strict=True))
    named = {"": whole.profile.name} | districts | {key: f"{name} and around" for key, name in busy.items()}
    if chosen and chosen not in named and chosen in whole.hours.bands.index:
        named[chosen] = f"{whole.hours.bands.at[chosen, 'name']} and around"
    st.session_state["choose_where"] = chosen if chosen in named else ""
    st.selectbox(
        phrase("Where"), list(named), key="choose_where", format_func=named.__getitem__,
        on_change=lambda: _go(st.session_state["choose_where"], districts),
    )  # fmt: skip


def _go(where: str, districts: dict[str, str]) -> None:
    address.change(csps=())  # a district that another page's filter chose must not come back by itself
    address.note(csp=where if where in districts else "", at="" if where in districts else where)


def weekend_headline(evening: Any) -> None:
    """Show the sentence that is read from across the room."""
    hours = evening.hours
    st.html(f'<p class="hs-headline" role="status">{escape(minus(views.hours.headline(hours)))}</p>')
    said = " ".join(text for text in (views.hours.moved_line(hours), views.hours.unpaired(hours)) if text)
    st.html(f'<p class="hs-second">{escape(minus(said))}</p>')


def left_out(evening: Any) -> None:
    """Show what became of every record, and how many times stand for "not known"."""
    with st.expander(phrase("What became of every record")):
        tables.show(views.hours.account_table(evening.hours), "Records counted and left out")


def weekend_notes(evening: Any) -> None:
    """Show what a reader must know beside these numbers."""
    st.markdown(f"### {phrase('Read with care')}")
    defined = evening.profile.definition
    lines = [escape(text) for text in (*views.hours.placeholder_notes(evening.hours), *evening.hours.notes)]
    lines += [f"<b>Serious violence, as defined here:</b> {escape(str(defined.get('words', 'not said')))}"]
    lines += [escape(views.words.attribution(evening.sources))]
    st.html("".join(f'<p class="hs-note">{line}</p>' for line in lines))
