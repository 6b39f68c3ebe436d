"""Patrols on the page Places to act: are the zones still right? The planner and the logs stand in ``patrol``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.access import CHANGE, Scope
from hotspot.config import Parameters, Settings
from hotspot.language import phrase
from hotspot.ui import access as door
from hotspot.ui import answers, patrol, places, tables
from hotspot.ui.access import part
from hotspot.ui.plain import escape, plain

ZONES, PLAN, DONE = "zones", "plan", "done"
PARTS = {ZONES: "Are our zones still right?", PLAN: "Plan visits", DONE: "Planned and done"}
HOW_ZONES = (
    "GeoJSON of polygons, each with a name (and, if you like, `minutes_a_night` planned), or a CSV with the columns "
    "`zone` and `cell` (H3). Nothing else in the file is kept."
)


@st.cache_resource(max_entries=8, show_spinner="Holding the zones against the best places…")
def _checked(who: Scope, home: str, held: str, parameters: Parameters, zones: str) -> Any:
    return pipeline.zones_checked(parameters, zones, settings=Settings(Path(home)), scope=who)


@part  # a choice here draws this part again and nothing else
def patrol_zones(acting: Any) -> None:
    """Show one of three parts: zones judged, visits planned, visits done."""
    st.markdown(f"### {phrase('Patrols')}")
    part = st.segmented_control(
        phrase("What to look at"),
        list(PARTS),
        default=ZONES,
        format_func=PARTS.__getitem__,
        key="patrol_part",
        required=True,
    )
    with patrol.told():
        {ZONES: _zones, PLAN: patrol.planner, DONE: patrol.done}[str(part)](acting.parameters, acting)


def _zones(parameters: Parameters, acting: Any) -> None:
    key = patrol.pick_zones(parameters.area, "patrol_zone_set")
    if key:
        home, held = str(answers.settings().home), patrol.held_now(parameters.area)
        with patrol.told():
            _shown(_checked(answers.scope(), home, held, parameters, key), acting, key)
    _upload(parameters.area, is_open=not key)


def _shown(check: Any, acting: Any, key: str) -> None:
    zones = views.zones
    st.html(f'<p class="hs-second" role="status">{escape(zones.sentence(check))}</p>')
    st.markdown(f"**{phrase('Drop and add')}**")
    swaps = zones.swaps_table(check)
    if swaps.empty:
        st.markdown(phrase("No zone is below the line while a better place is free."))
    else:
        tables.show(swaps, "Zones to drop, each beside a place to add")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        said = f"Map of patrol zones. {zones.sentence(check)} The same zones stand in the table."
        if places.is_simple():
            st.image(views.patrol_pictures.zones_png(check), width="stretch", alt=said)
        else:
            deck = zones.deck(check, answers.ground(acting))
            st.pydeck_chart(deck, key=f"zones_{key}", height=views.maps.MAP_HEIGHT, alt=said)
        patrol.under_map("zones")
        st.html(zones.legend(check))
    with right:
        st.html("".join(f'<p class="hs-note">{escape(line)}</p>' for line in zones.explained(check)))
    st.markdown(f"**{phrase('Zones, most records first')}**")
    tables.show(zones.zones_table(check), "Zones with what they hold")
    with st.expander(phrase("The best places of the same size")):
        tables.show(zones.best_table(check), "Best places of the zones' size, best first")


def _upload(area: str, *, is_open: bool) -> None:
    with st.expander(phrase("Bring your own zones"), expanded=is_open):
        st.markdown(HOW_ZONES)
        chosen = st.file_uploader(phrase("One file of zones"), key="patrol_zone_file")
        if chosen is not None:
            with patrol.told():
                _keep(chosen.name, chosen.getvalue(), area)


def _keep(file: str, data: bytes, area: str) -> None:
    read = pipeline.read_zones(data, area, answers.settings())
    names = [str(feature["properties"]["name"]) for feature in read.shape["features"]]
    st.markdown(plain(f"{len(names)} zones: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}."))
    for note in read.notes:
        st.markdown(f"- {plain(note)}")
    name = st.text_input(phrase("Name of this set"), value=Path(file).stem[:60], key=f"patrol_zone_name_{file}")
    by = st.text_input(phrase("Kept by (a role or a team, never a person's name)"), key="patrol_zone_by")
    if st.button(phrase("Keep these zones"), type="primary", key="patrol_zone_keep", disabled=not (name and by)):
        st.session_state[patrol.NEW] = pipeline.keep_zones(
            read, name, area, answers.settings(), at=datetime.now(), by=by, scope=answers.scope()
        )
        door.note(CHANGE, "register: zone_set", "a new entry")
        st.rerun()
