"""The address bar as the only memory: what is shown is what the link says, and the same link shows it again.

A link holds settings and the key of a place, never a count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from hotspot.config import Parameters
from hotspot.ui.once import in_this_run

PARAMETERS = "asked_parameters"
PICKED, LOOK, DISTRICT, WARD, LAYER = "at", "look", "csp", "ward", "show"
WHEN, SHIFT, BAND = "when", "shift", "band"
ORDER, FOLD = "order", "fold"
CONTEXT, WITH = "around", "with"
TRIED, LIKE = "tried", "like"
COMPARED, AGAINST, EVERY = "compared", "against", "every"
LANGUAGE, TOUR, WALL, GROUND, OWN = "lang", "tour", "wall", "map", "own"
LASTING = (LANGUAGE, TOUR, WALL, GROUND, OWN)  # of who reads and not of what is shown: another area does not end them
EXTRAS = (
    *(PICKED, LOOK, DISTRICT, WARD, LAYER, WHEN, SHIFT, BAND, ORDER, FOLD, CONTEXT, WITH, TRIED, LIKE),
    *(COMPARED, AGAINST, EVERY),
    *LASTING,
)


def before(areas: Mapping[str, str]) -> Parameters:
    """Return the parameters of the page before; else the first area's defaults."""
    held: Parameters | None = st.session_state.get(PARAMETERS)
    return held if held is not None and held.area in areas else Parameters(area=next(iter(areas)))


def remember(parameters: Parameters) -> None:
    """Keep the parameters for the next page and write them into the address, with what is picked."""
    st.session_state[PARAMETERS] = parameters
    said = st.query_params.to_dict()
    before = st.session_state.get("extras", {}) | said
    kept = {name: value for name in EXTRAS if (value := str(before.get(name, "")))}
    st.session_state["extras"] = kept
    wanted = parameters.to_query() | kept
    if said != wanted:
        _write(wanted)


def change(**changes: Any) -> None:
    """Change some of the parameters; another area starts from its own defaults."""
    before: Parameters = st.session_state[PARAMETERS]
    if changes.get("area", before.area) != before.area:
        forget()
        after = Parameters(area=changes["area"], geography=before.geography, resolution=before.resolution)
    else:
        after = before.changed(**changes)
    remember(after)


def extra(name: str) -> str:
    """Return something else that the address holds: the picked place, where the map looks, the district."""
    return str(_said().get(name, ""))


def _said() -> dict[str, Any]:
    """Return what the address says, over what it said before, read once in each drawing and after every change."""
    held: list[dict[str, Any]] = in_this_run("address", list)
    if not held:
        held.append(st.session_state.get("extras", {}) | st.query_params.to_dict())
    return held[0]


def _write(wanted: Mapping[str, str]) -> None:
    st.query_params.from_dict(dict(wanted))
    in_this_run("address", list).clear()


def note(**extras: str) -> None:
    """Write what is picked into the address; an empty text takes it out."""
    kept = {name: value for name in EXTRAS if (value := extras.get(name, extra(name)))}
    st.session_state["extras"] = kept
    settings = {name: value for name, value in st.query_params.to_dict().items() if name not in EXTRAS}
    _write(settings | kept)


def forget() -> None:
    """Take what is picked out of the address."""
    note(**{name: "" for name in EXTRAS if name not in LASTING})


def start_again() -> None:
    """Forget everything the link said, except in which language."""
    language = extra(LANGUAGE)
    _write({})
    for name in (PARAMETERS, "extras"):
        st.session_state.pop(name, None)
    note(lang=language)
