"""The page Weekend nights: which window and where, the sentence for the wall, what to know beside the numbers."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn

import streamlit as st

from hotspot import pipeline, views
from hotspot.errors import HoursUnknownError
from hotspot.findings.figures import minus
from hotspot.language import again, listed, phrase, to_phrase
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
@media (max-width: 640px) {  /* on a telephone half the width shows a county as large as a coin */
  .st-key-weekend_bands [data-testid="stColumn"] {min-width: 100%}
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
    _said_of_what(evening)
    return evening


def _said_of_what(evening: Any) -> None:
    """Show what is counted, of which nights, how old that is, where, and from whom."""
    last = evening.hours.last.date()
    gaps = {
        "what": phrase(evening.measure.title),
        "unit": views.hour_grid.occasions(evening.hours),
        "day": views.words.day(last),
        "old": f"{(date.today() - last).days:,}",
    }
    said = phrase("{what}, {unit} to {day} ({old} days old)").format(**gaps)
    names = ", ".join(views.words.source(name) for name in evening.sources)
    where, caveat = views.weekend_words.where(evening.hours), phrase(evening.measure.caveat)
    rest = " · ".join(escape(text) for text in (where, names, caveat))
    opening.source_line(evening.sources, f"<b>{escape(said)}</b> · {rest}")


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
    said = listed([views.words.source(name) for name in names])
    told = phrase("**{source} says no hours.**").format(source=plain(said))
    st.info(f"{told} {plain(again(error.what))}  \n{plain(again(error.fix))}")
    st.stop()


def _pick_window() -> str:
    value = pickers.one_of(address.WHEN, PRESETS, DEFAULT)
    st.session_state["choose_when"] = value
    st.selectbox(
        phrase("Which hours of the week"), list(PRESETS), key="choose_when",
        format_func=lambda key: phrase(PRESETS[key].title),
        on_change=lambda: address.note(when=st.session_state["choose_when"], shift="", band=""),
    )  # fmt: skip
    return value


def _pick_place(parameters: Any, preset: str, chosen: str) -> None:
    """Show the choice between the whole area, its districts and the busiest places with their surroundings."""
    whole = _answered(parameters, pipeline.WeekWindow(preset))
    districts = dict(zip(whole.base.csp.index, whole.base.csp["name"], strict=True))
    busy = dict(zip(whole.hours.places["location"], whole.hours.places["name"], strict=True))
    around = phrase("{name} and around")
    named = {"": phrase(whole.profile.name)} | districts
    named |= {key: around.format(name=name) for key, name in busy.items()}
    if chosen and chosen not in named and chosen in whole.hours.bands.index:
        named[chosen] = around.format(name=whole.hours.bands.at[chosen, "name"])
    st.session_state["choose_where"] = chosen if chosen in named else ""
    st.selectbox(
        phrase("Where"), list(named), key="choose_where", format_func=named.__getitem__,
        on_change=lambda: _go(st.session_state["choose_where"], districts),
    )  # fmt: skip


def _go(where: str, districts: dict[str, str]) -> None:
    address.change(csps=())  # a district that another page's filter chose must not come back by itself
    address.note(csp=where if where in districts else "", at="" if where in districts else where)


def weekend_headline(evening: Any) -> None:
    """Show the sentence that is read from across the room, below it when in the night, then what stands behind both."""
    hours = evening.hours
    st.html(f'<p class="hs-headline" role="status">{escape(minus(views.hours.headline(hours)))}</p>')
    st.html(f'<p class="hs-second">{escape(minus(views.hours.moved_line(hours)))}</p>')
    behind = " ".join(text for text in (views.hours.moved_note(hours), views.hours.unpaired(hours)) if text)
    if behind:
        st.html(f'<p class="hs-row" style="margin:0">{escape(minus(behind))}</p>')


def left_out(evening: Any) -> None:
    """Show what became of every record, and how many times stand for "not known"."""
    with st.expander(phrase("What became of every record")):
        tables.show(views.hours.account_table(evening.hours), to_phrase("Records counted and left out"))


def weekend_notes(evening: Any) -> None:
    """Show what a reader must know beside these numbers."""
    st.markdown(f"### {phrase('Read with care')}")
    defined = evening.profile.definition
    told = (*views.hours.placeholder_notes(evening.hours), *views.weekend_words.notes(evening.hours))
    lines = [escape(text) for text in told]
    meant = str(defined.get("words", "")) or phrase("not said")
    lines += [f"<b>{escape(phrase('Serious violence, as defined here:'))}</b> {escape(phrase(meant))}"]
    lines += [escape(views.words.attribution(evening.sources))]
    st.html("".join(f'<p class="hs-note">{line}</p>' for line in lines))
