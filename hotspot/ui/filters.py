"""The filters: where, what, when and how, folded under one line that names every choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from html import escape
from typing import Any

import streamlit as st

from hotspot import nights, pipeline, views
from hotspot.config import CHOICES, Parameters
from hotspot.language import phrase, to_phrase
from hotspot.ui import address, answers, filter_words, own_outline
from hotspot.ui.access import PAGE
from hotspot.ui.choosing import choose, choose_some, row
from hotspot.ui.filter_where import CHOOSING, where
from hotspot.ui.filter_windows import window_of, window_said
from hotspot.ui.filter_words import METHODS, NOT_HERE, SIZES, month
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refusing

OWN_MONTHS = "choosing_own_period"
SETTINGS: dict[str, tuple[str, tuple[Any, ...], Mapping[Any, str]]] = {
    "rules": ("Rules of the categories", CHOICES["rules"], {"current": "Current", "legacy": "Legacy"}),
    "alpha": ("How sure a step must be", (0.10, 0.05, 0.01), {0.10: "90 %", 0.05: "95 %", 0.01: "99 %"}),
    "window": (
        "Compared with",
        CHOICES["window"],
        {"entire_cube": "the whole period", "neighbourhood_steps": "the steps near in time", "step": "the same step"},
    ),
    "edge": (
        "At the area's border",
        CHOICES["edge"],
        {"none": "density as it is", "corrected": "density mended, as if beyond it were alike"},
    ),
}
ONE_CUT = to_phrase(
    "{source} is shown in one cut only: whole registered periods, its own size of places, every hour, the whole area "
    "or whole districts. Two cuts of the same records could be subtracted from one another, so no other choice is "
    "offered."
)
MONTH_ONLY = to_phrase(
    "No hour is known of these records, so hours cannot be chosen: all of them would be left out. Records with a date "
    "and time, such as your force's own extract, bring the choice."
)


def fold(areas: Mapping[str, str], parameters: Parameters, settings: Sequence[str]) -> None:
    """Show the filters, folded under one line that says what is chosen.

    Parameters
    ----------
    areas : mapping
        Key and name of every area that may be chosen.
    parameters : Parameters
        What the address says.
    settings : sequence of str
        Further settings that this page lets an analyst change.
    """
    profile, page = answers.profile(parameters.area), str(st.session_state.get(PAGE, ""))
    # The wait has a thread of its own, begun and ended with every page: only where there may be something to wait for.
    waiting = nullcontext() if answers.was_read(parameters.area) else st.spinner(phrase("Reading the records…"))
    with refusing(), waiting:
        offered = answers.offered(parameters)
        outlines = own_outline.names(parameters.area, answers.version(parameters.area))
    titles = {key: one.title for key, one in profile.measures.items()}
    here = filter_words.applied(parameters, page)
    said = filter_words.line(here, areas[parameters.area], offered, titles, outlines)
    said += "" if here == parameters else " · other choices wait for their own pages"
    # The key keeps it open: without one, the new words in its line make a new, closed fold at each choice.
    with st.expander(phrase("Change what is shown: {said}").format(said=plain(said)), key="filters"):
        where(areas, parameters, offered, outlines, page)
        _what(parameters, offered, titles)
        _when(parameters, offered, page)
        _how(parameters, offered.place, [*settings, "edge"] if parameters.method == "density" else settings)
        _last_line(parameters, page)


def _what(parameters: Parameters, offered: pipeline.Offered, titles: Mapping[str, str]) -> None:
    with row("what", phrase("What")):
        choose(
            "offence", phrase("What is counted"), list(titles), parameters.offence,
            said=lambda key: titles.get(key, key),
            split=lambda key: _measured(key, parameters, offered),
        )  # fmt: skip
        choose_some(
            "sources", phrase("Source"), list(offered.sources), _held(parameters.sources, offered),
            said=views.words.source,
            split=lambda chosen: _told(chosen, parameters, offered), empty=to_phrase("All that count it"),
            help="Sources that count different things are shown one at a time.",
        )  # fmt: skip


def _held(sources: Sequence[str], offered: pipeline.Offered) -> list[str]:
    return [name for name in offered.sources if any(name.startswith(said) for said in sources)]


def _measured(offence: str, parameters: Parameters, offered: pipeline.Offered) -> dict[str, Any]:
    """Return another measure, with those of the chosen sources that count it."""
    fit = tuple(name for name in _held(parameters.sources, offered) if offence in offered.sources[name])
    return {"offence": offence, "sources": fit}


def _told(chosen: Sequence[str], parameters: Parameters, offered: pipeline.Offered) -> dict[str, Any]:
    """Return other sources, with a measure that the last one chosen counts, and the others that count it too."""
    if not chosen:
        return {"sources": ()}
    offers = offered.sources[chosen[-1]] or (parameters.offence,)
    offence = parameters.offence if parameters.offence in offers else offers[0]
    return {"offence": offence, "sources": tuple(name for name in chosen if offence in offered.sources[name])}


def _when(parameters: Parameters, offered: pipeline.Offered, page: str) -> None:
    st.session_state["choose_period"] = window_of(parameters, offered, own=bool(st.session_state.get(OWN_MONTHS)))
    with row("when", phrase("When")):
        st.selectbox(
            phrase("Period"),
            [*range(len(offered.windows)), None] if not offered.restricted else range(len(offered.windows)),
            key="choose_period", on_change=_window_changed, args=(offered,),
            format_func=lambda n: phrase("Months of my own choice") if n is None else window_said(offered.windows[n]),
        )  # fmt: skip
        if not offered.restricted:
            choose("start", phrase("From"), ["", *offered.months], parameters.start, said=_first)
            choose("end", phrase("To"), ["", *reversed(offered.months)], parameters.end, said=_last)
    if offered.restricted:
        said = phrase(ONE_CUT).format(source=views.words.source(offered.restricted))
        st.html(f'<p class="hs-note">{escape(said)}</p>')
    elif "hours" not in NOT_HERE.get(page, ()):
        _hours(parameters, offered)


def _first(said: str) -> str:
    return month(said, phrase("as far back as there is no gap"))


def _last(said: str) -> str:
    return month(said, phrase("the latest month held"))


def _window_changed(offered: pipeline.Offered) -> None:
    chosen = st.session_state["choose_period"]
    st.session_state[OWN_MONTHS] = chosen is None
    if chosen is not None:
        one = offered.windows[chosen]
        address.change(start=one.start, end=one.end, step=one.step)


def _hours(parameters: Parameters, offered: pipeline.Offered) -> None:
    if not (offered.hours or parameters.by_the_hour):
        st.html(f'<p class="hs-note">{phrase(MONTH_ONLY)}</p>')
        return
    with row("hours"):
        choose("hours", phrase("Days and nights"), ["", *nights.PRESETS], parameters.hours, said=_preset_said,
               split=lambda key: {"hours": key, "hour_band": ""})  # fmt: skip
        choose(
            "hour_band", phrase("Hours of the day"), ["", *_bands(parameters)], parameters.hour_band, said=_band_said
        )


def _preset_said(key: str) -> str:
    return nights.PRESETS[key].title if key else to_phrase("Every day and night")


def _band_said(key: str) -> str:
    return filter_words.band_said(key) if key else to_phrase("All of them")


def _bands(parameters: Parameters) -> list[str]:
    """Return the bands that have an hour in common with the chosen window of the week."""
    preset = nights.PRESETS.get(parameters.hours)
    starts, ends = (preset.starts, preset.ends) if preset else (0, 30)
    return [key for key, band in nights.BANDS.items() if band.starts < ends and band.ends > starts]


def _how(parameters: Parameters, only: filter_words.Place | None, settings: Sequence[str]) -> None:
    with row("how", phrase("How")):
        choose(
            "places", phrase("Places"), [only] if only else list(SIZES),
            only or (parameters.geography, parameters.resolution),
            said=filter_words.size,
            split=lambda place: {"geography": place[0], "resolution": place[1]},
        )  # fmt: skip
        choose("method", phrase("Method"), list(METHODS), parameters.method, said=METHODS.__getitem__)
    if not settings:
        return
    with row("further"):
        for name in settings:
            label, options, said = SETTINGS[name]
            choose(name, label, options, getattr(parameters, name), said=said.__getitem__)


def _last_line(parameters: Parameters, page: str) -> None:
    """Show what this page leaves aside, and the way back to the defaults."""
    if aside := filter_words.left_aside(parameters, page):
        st.html(f'<p class="hs-note">{aside}</p>')
    if parameters != Parameters(parameters.area):
        st.button(phrase("Clear filters"), key="clear_filters", on_click=clear)


def clear() -> None:
    """Take every filter back to its default; the area, the language and where the map looks stay."""
    before: Parameters = st.session_state[address.PARAMETERS]
    for name in (CHOOSING, OWN_MONTHS):
        st.session_state.pop(name, None)
    address.remember(Parameters(before.area))
