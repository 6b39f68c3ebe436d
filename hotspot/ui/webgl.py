"""A browser that cannot draw live maps is noticed, and is sent pictures of them without being asked.

Where WebGL is forbidden (a policy, a remote desktop without a graphics card) a live map is an empty box that says
nothing. The few lines below run in the browser, look, and tell the page at most once; where all is well they keep
silent.
"""

from __future__ import annotations

import streamlit as st
from streamlit.components import v2

from hotspot.language import phrase

SIMPLE = "simple_map"
NOTICED = "no_webgl"
_LOOK = v2.component(
    "hotspot_webgl",
    js="""
export default function ({ setStateValue }) {
  if (!document.createElement("canvas").getContext("webgl2")) setStateValue("missing", true);
}
""",
)


def notice() -> None:
    """Send pictures from now on to a browser that has no WebGL, and say so; whoever wants live maps may ask again."""
    with st.container(key="webgl"):
        _LOOK(key="webgl_look", on_missing_change=_missing)
        if st.session_state.get(NOTICED):
            said = phrase("This browser cannot draw live maps (WebGL is off), so maps are shown as pictures.")
            st.html(f'<p class="hs-note" role="status">{said}</p>')


def _missing() -> None:
    st.session_state[NOTICED] = True
    st.session_state[SIMPLE] = True
