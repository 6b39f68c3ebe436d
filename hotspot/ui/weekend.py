"""The page Weekend nights: which window and where, then hours, bands, weekends, premises, and who else knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from hotspot import findings, pipeline, views
from hotspot.errors import HotspotError
from hotspot.nights import PRESETS
from hotspot.ui import address, answers, opening, places, tables
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refuse, spoken

ALL_BANDS = "all"
SHIFT_HOURS = 4
DEFAULT = "weekend_nights"


def need_evening() -> Any:
    """Return the hours that the address asks for, after showing the filters, the window and the place to choose."""
    parameters, _ = opening.need_question()
    parameters = parameters.changed(csps=(), step="month")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        preset = _pick_window()
    chosen = address.extra(address.PICKED) or address.extra(address.DISTRICT)
    evening = _answered(parameters, pipeline.WeekWindow(preset, chosen))
    with right:
        _pick_place(parameters, preset, chosen)
    opening.say_made_up(evening.sources)
    last = evening.hours.last.date()
    unit, old = views.hours.occasions(evening.hours), (date.today() - last).days
    said = f"{evening.measure.title}, {unit} to {views.words.day(last)} ({old:,} days old)"
    names = ", ".join(views.words.source(name) for name in evening.sources)
    line = (
        f"<b>{escape(said)}</b> · {escape(evening.hours.where)} · {escape(names)}<br/>{escape(evening.measure.caveat)}"
    )
    st.html(f'<p class="hs-source">{line}</p>')
    return evening


@spoken
def _answered(parameters: Any, window: pipeline.WeekWindow) -> Any:
    return answers.evening(parameters, window)


def _small(text: str) -> None:
    st.html(f'<p class="hs-row" style="margin:0">{escape(text)}</p>')


def _pick_window() -> str:
    value = address.extra(address.WHEN)
    value = value if value in PRESETS else DEFAULT
    st.session_state["choose_when"] = value
    st.selectbox(
        "Which hours of the week", list(PRESETS), key="choose_when", format_func=lambda key: PRESETS[key].title,
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
        "Where", list(named), key="choose_where", format_func=named.__getitem__,
        on_change=lambda: _go(st.session_state["choose_where"], districts),
    )  # fmt: skip


def _go(where: str, districts: dict[str, str]) -> None:
    address.note(csp=where if where in districts else "", at="" if where in districts else where)


def weekend_headline(evening: Any) -> None:
    """Show the sentence that is read from across the room."""
    hours = evening.hours
    st.html(f'<p class="hs-headline" role="status">{escape(views.hours.headline(hours))}</p>')
    st.html(f'<p class="hs-second">When, here: {escape(hours.change["moved_said"])}.</p>')


@spoken
def hour_grid(evening: Any) -> None:
    """Show hour by night as coloured boxes, with closing times above and the numbers as a table."""
    hours = evening.hours
    unit = "Hour by hour" if hours.by == "hour" else "Band by band"
    first, last = (views.words.day(day) for day in (hours.first, hours.last))
    st.markdown(f"### {unit}, {plain(hours.where)}")
    st.altair_chart(views.hours.heat_grid(hours), width="stretch", alt="Incidents by hour and night")
    _small(f"From {first} to {last}; the number is incidents, the colour their rate. {views.hours.account(hours)}")
    with st.expander("The numbers behind the grid"):
        tables.show(views.hours.hours_table(hours), "Incidents by hour and night")


@st.fragment  # a choice here draws this part again and nothing else
@spoken
def shift(evening: Any) -> None:
    """Show what a marshal shift covers, and the best hours of the same length."""
    hours = evening.hours
    st.markdown("### A marshal shift laid over it")
    first, last = hours.preset.starts, hours.preset.ends
    starts, ends = _asked_shift(address.extra(address.SHIFT), first, last)
    left, right = st.columns(2)
    with left:
        _pick_hour("Shift from", range(first, ends), starts, lambda hour: f"{hour}-{ends}")
    with right:
        _pick_hour("to", range(starts + 1, last + 1), ends, lambda hour: f"{starts}-{hour}")
    cover = hours.cover(starts, ends)
    st.html(f'<p class="hs-second">{escape(findings.hours.told_cover(cover))}</p>')
    st.altair_chart(views.hours.shift_bar(hours, cover), width="stretch", alt="Share of incidents by hour")
    _small(
        "Blue: in the shift. Red line: the best hours of the same length. It says when incidents happened, not whether "
        "a marshal would have prevented one."
    )


def _pick_hour(label: str, options: range, value: int, said: Callable[[int], str]) -> None:
    key = f"choose_shift_{label}"
    st.session_state[key] = value
    st.selectbox(
        label, list(options), key=key, format_func=findings.hours.clock,
        on_change=lambda: address.note(shift=said(int(st.session_state[key]))),
    )  # fmt: skip


def _asked_shift(said: str, first: int, last: int) -> tuple[int, int]:
    """Return the shift of the address if it lies in the window; else four hours in the middle of it.

    >>> _asked_shift("22-26", 18, 30), _asked_shift("nonsense", 18, 30), _asked_shift("", 15, 19)
    ((22, 26), (22, 26), (15, 19))
    """
    begin, _, end = said.partition("-")
    if begin.isdecimal() and end.isdecimal() and first <= int(begin) < int(end) <= last:
        return int(begin), int(end)
    middle = first + max(0, (last - first - SHIFT_HOURS) // 2)
    return middle, min(last, middle + SHIFT_HOURS)


@st.fragment  # a choice here draws this part again and nothing else
@spoken
def band_maps(evening: Any) -> None:
    """Show a map for each band, all on one colour scale; or one of them large."""
    hours = evening.hours
    st.markdown("### Where, band by band")
    value = address.extra(address.BAND)
    st.session_state["choose_band"] = value if value in hours.band_names else ALL_BANDS
    st.segmented_control(
        "Band", [ALL_BANDS, *hours.band_names], key="choose_band", required=True,
        format_func=lambda band: "All, side by side" if band == ALL_BANDS else band,
        on_change=lambda: address.note(band=st.session_state["choose_band"].replace(ALL_BANDS, "")),
    )  # fmt: skip
    chosen = str(st.session_state["choose_band"])
    shown = hours.band_names if chosen == ALL_BANDS else (chosen,)
    for column, band in zip(st.columns(len(shown), gap="small"), shown, strict=True):
        with column:
            _band_map(evening, band, len(shown))
    st.html(views.band_maps.band_legend(hours))


def _band_map(evening: Any, band: str, parts: int) -> None:
    hours, where = evening.hours, evening.window.where
    total = findings.hours.number(float(hours.bands[band].sum()), controlled=False) if not hours.controlled else ""
    st.markdown(f"**{band}**" + (f" · {total} incidents with a location" if total else ""))
    deck = views.band_maps.band_deck(
        hours, band, answers.ground(evening), look_at=_look(evening, where), picked=where, parts=parts
    )
    st.pydeck_chart(
        deck, key=f"band_{band}_{parts}_{where}",
        height=views.maps.MAP_HEIGHT if parts == 1 else views.band_maps.SMALL_HEIGHT,
        alt=f"Map of incidents from {band}. The same numbers stand in the table of places.",
    )  # fmt: skip


def _look(evening: Any, where: str) -> views.maps.View | None:
    if where in evening.base.csp.index:
        return views.maps.view_of(evening.base.csp.geometry[where])
    if where in evening.hours.bands.index:
        return views.maps.view_of(evening.hours.bands.geometry[where].buffer(0.03))
    return None


@spoken
def matched_weekends(evening: Any) -> None:
    """Show this quarter against the same weekends last year, with every pair."""
    hours = evening.hours
    st.markdown(f"### Against the same {views.hours.occasions(hours)} last year")
    st.html(f'<p class="hs-second">{escape(hours.where)}: {escape(hours.change["change_said"])}.</p>')
    st.altair_chart(views.hours.weekend_chart(hours), width="stretch", alt="Each weekend and its partner last year")
    _small(
        "Dot: now, with the range chance alone would give. Diamond: its partner last year. A difference whose 95 % "
        "range holds 0 is called not clearly different; the range joins the exact Poisson limits of both counts."
    )
    table = views.hours.pairs_table(hours)
    with st.expander(f"All {len(table)} pairs: why each is a pair, and which are not counted"):
        tables.show(table, "Pairs of weekends")


@spoken
def closing_places(evening: Any) -> None:
    """Show the busiest places against last year, and which of them moved."""
    st.markdown("### The busiest places, one by one")
    st.altair_chart(views.hours.change_chart(evening.hours), width="stretch", alt="Change of each place with interval")
    later = evening.hours.places.query("later != 0 and later == later")
    for _, place in later.iterrows():
        st.html(f'<p class="hs-note"><b>{escape(place["name"])}</b>: {escape(place["moved_said"])}.</p>')


@spoken
def spots(evening: Any) -> None:
    """Show the table of places with premises, and the emerging hot spots whose step is one weekend."""
    hours = evening.hours
    table = views.hours.places_table(hours)
    keys = tuple(table.index)
    st.markdown("### Places, with the licensed premises around them")
    tables.show(table, "Busiest places", key="weekend_places", act=lambda: places.show_row("weekend_places", keys))
    st.html(
        '<p class="hs-note">Incidents per 100 premises say how busy a place is for its premises. They are <b>not '
        "evidence against any one premises</b>: most incidents happen in the street outside, among guests of many.</p>"
    )
    st.markdown("### Emerging hot spots, weekend by weekend")
    if evening.window.preset != DEFAULT:
        st.markdown("Only weekend nights are looked at in steps of weekends.")
        return
    found = answers.weekend_spots(evening.parameters)
    if found.findings is None:
        st.html(f'<p class="hs-note">Refused: {escape(found.refused)}</p>')
        return
    places.hotspot_map(found, "weekend_spots")
    lines = [line for line in found.findings.notes if not line.startswith("Cold spots")]
    if found.parameters.resolution != evening.parameters.resolution:
        lines.insert(
            0, "The hexagons are larger than asked for: in smaller ones even thirteen weekends expect too little."
        )
    st.html("".join(f'<p class="hs-note">{escape(line)}</p>' for line in lines))


def who_else(evening: Any) -> None:
    """Show what police, ambulance and hospital each hold of the same places."""
    st.markdown("### Who else knows")
    try:
        who = answers.who_else(evening.parameters)
    except HotspotError as error:
        refuse(error)
        return
    counted = "; ".join(
        f"{findings.side_by_side.short(source)}: {title.lower()}" for source, title in who.sources.items()
    )
    _small(
        f"The {len(who.months)} months to {who.months[-1]} that all hold. {counted}. Different things are counted, so "
        "only the balance between places can be compared; records are never joined."
    )
    tables.show(views.side_by_side.who_table(who), "Sources side by side, places that differ first")
    for line in who.notes:
        st.html(f'<p class="hs-note">{escape(line)}</p>')


def left_out(evening: Any) -> None:
    """Show what became of every record, and how many times stand for "not known"."""
    with st.expander("What became of every record"):
        tables.show(views.hours.account_table(evening.hours), "Records counted and left out")


def weekend_notes(evening: Any) -> None:
    """Show what a reader must know beside these numbers."""
    st.markdown("### Read with care")
    defined = evening.profile.definition
    lines = [escape(text) for text in evening.hours.notes]
    lines += [f"<b>Serious violence, as defined here:</b> {escape(str(defined.get('words', 'not said')))}"]
    lines += [escape(views.words.attribution(evening.sources))]
    st.html("".join(f'<p class="hs-note">{line}</p>' for line in lines))
