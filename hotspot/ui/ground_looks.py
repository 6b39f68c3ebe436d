"""How the ground under every map looks to this reader, light or dark, and how it gets to the browser once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hotspot import config, views
from hotspot.config import Settings
from hotspot.language import phrase, to_phrase
from hotspot.ui import address
from hotspot.ui.browser import is_narrow
from hotspot.ui.once import in_this_run
from hotspot.ui.plain import escape
from hotspot.views.ground import WORDS
from hotspot.views.looking import NARROW_WIDTH

DARK = "dark"
SMALLEST_APART = 1500  # bytes: less is sent with the map
LABEL = to_phrase("Dark map")


@dataclass(frozen=True)
class Looks:
    """What the reader chose, and the tiles that the partnership chose.

    Attributes
    ----------
    dark : bool
        Whether the ground is dark.
    style : str
        The style of the partnership's own tile server; empty where none is set.
    credit : str
        Whose tiles those are.
    """

    dark: bool = False
    style: str = ""
    credit: str = ""


def looks(settings: Settings) -> Looks:
    """Return how the ground looks: the address says whether it is dark, the settings whether tiles lie under it.

    Raises
    ------
    ParameterError
        The settings name tiles that cannot be.
    """
    dark = bool(get_script_run_ctx(suppress_warning=True)) and address.extra(address.GROUND) == DARK
    server = in_this_run(("tile server", settings.home), lambda: config.tile_server(settings.home))
    if server is None:
        return Looks(dark)
    credit = phrase("Map tiles: {whose}, from {host}.").format(whose=server.attribution, host=server.host)
    return Looks(dark, views.tiles.style(server, dark=dark), credit)


def choice(key: str) -> None:
    """Let the reader choose the dark map, for every map of every page; and say whose tiles are used, if any are."""
    st.session_state[key] = address.extra(address.GROUND) == DARK
    st.toggle(phrase(LABEL), key=key, on_change=lambda: address.note(map=DARK if st.session_state[key] else ""))
    if credit := looks(Settings.from_environment()).credit:
        st.html(f'<p class="hs-note">{escape(credit)}</p>')


def sent(ground: views.maps.Ground) -> views.maps.Ground:
    """Return the ground with addresses in place of its data, at which the browser fetches them once.

    What lies there is open geography and nothing else: whoever has the address may fetch it. Without a browser, as when
    the first answer is made before anybody asks, the data stay where they are.
    """
    if not (runtime.exists() and get_script_run_ctx(suppress_warning=True)):
        return ground
    files = runtime.get_instance().media_file_mgr
    root = str(st.get_option("server.baseUrlPath") or "").strip("/")

    def address_of(name: str, data: Any) -> Any:
        packed, called = ground.packed.get(name) or views.maps.packed(data)  # streets change with where one looks
        # Names always lie there: those that came with the map once and not the next time are set at the old lengths.
        if len(packed) < SMALLEST_APART and name not in WORDS:
            return data
        # One place for one content: another ground or view must not push this one out while a browser fetches it.
        found = files.add(packed, "application/json", f"ground.{name}.{called}")
        return f"/{root}{found}" if root else found

    sent_apart = ground.sent_apart(address_of)
    return sent_apart.narrow(NARROW_WIDTH) if is_narrow() else sent_apart
