"""What a page asks of the browser and has it do, in one part of it that shows nothing: one costs half of what three do.

- A browser that cannot draw live maps is noticed, and is sent pictures of them without being asked. Where WebGL is
  forbidden (a policy, a remote desktop without a graphics card) a live map is an empty box that says nothing.
- A window as narrow as a telephone is told, and its end. What the browser calls itself says it first: a telephone's has
  nothing to tell, and its first map need not be drawn twice.
- Another page begins at its top: the server sends it into the same frame, which stays scrolled as it was.
- The part of a map that takes the keys is named: a screen reader else reads it out as nothing. The library that draws
  the maps has no door for it, so each map is named as it comes.
"""

from __future__ import annotations

import streamlit as st
from streamlit.components import v2

from hotspot.language import phrase, to_phrase

SIMPLE = "simple_map"
NOTICED = "no_webgl"
NARROW = "narrow_screen"
KEYS = to_phrase("Map: the arrow keys move it, plus and minus change its size")
KEY = "browser_told"
PHONE = "Mobi"  # stands in what the browser of every telephone calls itself
_BROWSER = v2.component(
    "hotspot_browser",
    js="""
export default function ({ data, setStateValue }) {
  if (!document.createElement("canvas").getContext("webgl2")) setStateValue("missing", true);
  const last = window.hotspotPage;
  window.hotspotPage = data.page;
  if (last && last !== data.page) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  let told = data.narrow;
  const tell = () => {
    const narrow = window.innerWidth < 640;
    if (narrow !== told) { told = narrow; setStateValue("narrow", narrow); }
  };
  const name = () => document.querySelectorAll(".deck-events-root:not([aria-label])").forEach(map => {
    map.setAttribute("role", "application");
    map.setAttribute("aria-label", data.keys);
  });
  const watch = new MutationObserver(name);
  watch.observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", tell);
  name();
  tell();
  return () => { watch.disconnect(); window.removeEventListener("resize", tell); };
}
""",
)


def look(page: str) -> None:
    """Notice what the browser can do, and name the maps of the page, those too that come later.

    To a browser that has no WebGL pictures are sent from now on, which is said; whoever wants live maps may ask again.
    """
    with st.container(key="browser"):
        held = {"keys": phrase(KEYS), "page": page, "narrow": is_narrow()}
        _BROWSER(key=KEY, data=held, on_missing_change=_missing, on_narrow_change=_narrow)
        if st.session_state.get(NOTICED):
            said = phrase("This browser cannot draw live maps (WebGL is off), so maps are shown as pictures.")
            st.html(f'<p class="hs-note" role="status">{said}</p>')


def is_narrow() -> bool:
    """Return whether the window is as narrow as a telephone: as told, or as the browser calls itself."""
    told: bool | None = st.session_state.get(NARROW)
    return PHONE in (st.context.headers.get("User-Agent") or "") if told is None else told


def _missing() -> None:
    st.session_state[NOTICED] = True
    st.session_state[SIMPLE] = True


def _narrow() -> None:
    st.session_state[NARROW] = st.session_state[KEY].get("narrow") is True
