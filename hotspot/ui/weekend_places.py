"""Weekends against last year, the busiest places with the premises around them, and who else knows."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hotspot import views
from hotspot.errors import HotspotError
from hotspot.findings.figures import minus
from hotspot.language import again, phrase, to_phrase
from hotspot.ui import answers, places, tables
from hotspot.ui.plain import escape
from hotspot.ui.refusals import spoken
from hotspot.ui.weekend_hours import small


@spoken
def matched_weekends(evening: Any) -> None:
    """Show this quarter against the same weekends last year, with every pair, and each busy place against its own."""
    hours = evening.hours
    heading = phrase("Against the same {unit} last year").format(unit=views.hour_grid.occasions(hours))
    st.markdown(f"### {heading}")
    where, said = views.weekend_words.where(hours), minus(views.weekend_words.change(hours.change))
    st.html(f'<p class="hs-second">{escape(where)}: {escape(said)}.</p>')
    with st.container(key="weekend_pair"):
        left, right = st.columns([1, 1], gap="medium")
        with left:
            _pairs(hours)
        with right:
            _each_place(hours)
    table = views.hours.pairs_table(hours)
    said = phrase("All {n} pairs: why each is a pair, and which are not counted")
    with st.expander(said.format(n=f"{len(table):,}")):
        tables.show(table, to_phrase("Pairs of weekends"))


def _pairs(hours: Any) -> None:
    said = phrase("Each weekend and its partner last year")
    st.altair_chart(views.hours.weekend_chart(hours), width="stretch", alt=said)
    small(
        phrase(
            "Dot: now, with the range chance alone would give. Diamond: its partner last year. A difference whose 95 % "
            "range holds 0 is called not clearly different; the range joins the exact Poisson limits of both counts."
        )
    )


def _each_place(hours: Any) -> None:
    if hours.places["difference"].notna().any():
        said = phrase("Change of each place with interval")
        st.altair_chart(views.hours.change_chart(hours), width="stretch", alt=said)
        small(
            phrase(
                "The busiest places: more or fewer incidents than last year, with the 95 % range. A red square: "
                "clearly changed."
            )
        )
    moved = hours.places.query("later != 0 and later == later")
    if len(moved):
        small(phrase("When, {compared}:").format(compared=views.hours.compared_hours(hours)))
    for _, place in moved.iterrows():
        said = views.weekend_words.move(hours, place)
        st.html(f'<p class="hs-note"><b>{escape(place["name"])}</b>: {escape(said)}.</p>')


@spoken
def premises(evening: Any) -> None:
    """Show the table of places with the licensed premises around them."""
    table = views.hours.places_table(evening.hours)
    keys = tuple(table.index)
    st.markdown(f"### {phrase('Places, with the licensed premises around them')}")
    tables.show(
        table, to_phrase("Busiest places"), key="weekend_places", act=lambda: places.show_row("weekend_places", keys)
    )
    small(views.hours.premises_said(evening.hours))
    st.html(f'<p class="hs-note">{escape(phrase(views.hours.PREMISES))}</p>')


def who_else(evening: Any) -> None:
    """Show what police, ambulance and hospital each hold of the same places, and what is compared with what."""
    st.markdown(f"### {phrase('Who else knows')}")
    try:
        who = answers.who_else(evening.parameters)
    except HotspotError as error:
        st.html(f'<p class="hs-note">{escape(again(str(error)))}</p>')
        return
    small(views.side_by_side.compared(who))
    tables.show(views.side_by_side.who_table(who), to_phrase("Sources side by side, places that differ first"))
    for line in who.notes:
        st.html(f'<p class="hs-note">{escape(again(line))}</p>')
