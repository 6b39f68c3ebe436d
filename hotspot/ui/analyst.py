"""For the analyst, folded away: concentration, places that stick out, near repeats, edges and residents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import HotspotError
from hotspot.language import phrase
from hotspot.ui import answers, tables
from hotspot.ui.access import part
from hotspot.ui.plain import escape
from hotspot.ui.refusals import refuse

MORAN = (
    "Local Moran's I: positive where a place is like its neighbours, negative where it stands out. It finds the single "
    "busy place that a neighbourhood score hides; it has no significance here."
)
RESIDENTS = (
    "Residents are who sleeps there, not who is there at night: a town centre's figure is high whatever happens. Left "
    "empty where fewer than 500 residents per km² live around. Context, never part of a ranking."
)


@st.cache_resource(max_entries=8, show_spinner="Looking closer…")
def _closer(who: Scope, home: str, held: str, parameters: Parameters, _analysis: Any) -> Any:
    return pipeline.look_closer(parameters, settings=Settings(Path(home)), scope=who, analysis=_analysis)


@part  # unfolding it draws this part alone
def closer_look(analysis: Any) -> None:
    """Show what an analyst asks besides, worked out when it is unfolded."""
    if not st.toggle(
        phrase("For the analyst: how concentrated, what sticks out, do incidents follow one another, edges")
    ):
        return
    parameters = analysis.parameters
    home, held = str(answers.settings().home), answers.version(parameters.area)
    try:
        closer = _closer(answers.scope(), home, held, parameters, analysis)
    except HotspotError as error:
        refuse(error)
        return
    left, right = st.columns([1, 1], gap="medium")
    with left:
        _concentration(closer)
        _repeats(closer)
    with right:
        _odd(closer)
        _edges(closer)


def _note(*texts: str) -> None:
    st.html("".join(f'<p class="hs-note">{escape(text)}</p>' for text in texts))


def _concentration(closer: Any) -> None:
    st.markdown(f"### {phrase('How concentrated')}")
    _note(views.analyst.concentration(closer.concentration.iloc[0]))
    st.altair_chart(views.analyst.curve(closer.curve), width="stretch", alt="Share of records by share of places")


def _odd(closer: Any) -> None:
    st.markdown(f"### {phrase('Places unlike their neighbours')}")
    tables.show(views.analyst.odd_places(closer.beside), "Places unlike their neighbours")
    _note(MORAN)


def _repeats(closer: Any) -> None:
    st.markdown(f"### {phrase('Do incidents follow one another')}")
    if closer.repeats.empty:
        _note(closer.repeats_said)
        return
    _note(views.analyst.repeats_sentence(closer.repeats), closer.repeats_said)
    tables.show(views.analyst.repeats(closer.repeats), "Pairs of records by distance and days between")


def _edges(closer: Any) -> None:
    st.markdown(f"### Edges and residents, within {closer.bandwidth_m:,.0f} m")
    _note(views.analyst.edge_sentence(closer.edges), RESIDENTS)
    tables.show(views.analyst.edges(closer.edges), "Listed places, their edges and residents")
