"""A browser that cannot draw live maps is noticed, and is sent pictures of them without being asked.

Where WebGL is forbidden (a policy, a remote desktop without a graphics card) a live map is an empty box that says
nothing. The few lines below run in the browser, look, and tell the page at most once; where all is well they keep
silent. They also name the part of a map that takes the keys, which else is read out as nothing.
"""

from __future__ import annotations

import streamlit as st
from streamlit.components import v2

from hotspot.language import phrase, to_phrase

SIMPLE = "simple_map"
NOTICED = "no_webgl"
KEYS = to_phrase("Map: the arrow keys move it, plus and minus change its size")
_LOOK = v2.component(
    "hotspot_webgl",
    js="""
export default function ({ data, setStateValue }) {
  if (!document.createElement("canvas").getContext("webgl2")) setStateValue("missing", true);
  const name = () => document.querySelectorAll(".deck-events-root:not([aria-label])").forEach(map => {
    map.setAttribute("role", "application");
    map.setAttribute("aria-label", data);
  });
  const watch = new MutationObserver(name);
  watch.observe(document.body, { childList: true, subtree: true });
  name();
  return () => watch.disconnect();
}
""",
)


def notice() -> None:
    """Send pictures from now on to a browser that has no WebGL, and say so; whoever wants live maps may ask again."""
    with st.container(key="webgl"):
        _LOOK(key="webgl_look", data=phrase(KEYS), on_missing_change=_missing)
        if st.session_state.get(NOTICED):
            said = phrase("This browser cannot draw live maps (WebGL is off), so maps are shown as pictures.")
            st.html(f'<p class="hs-note" role="status">{said}</p>')


def _missing() -> None:
    st.session_state[NOTICED] = True
    st.session_state[SIMPLE] = True
