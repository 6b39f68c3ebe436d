"""The part of a map that takes the keys is named: a screen reader else reads it out as nothing.

The library that draws the maps has no door for it, so a few lines in the browser name each map as it comes.
"""

from __future__ import annotations

import streamlit as st
from streamlit.components import v2

from hotspot.language import phrase, to_phrase

KEYS = to_phrase("Map: the arrow keys move it, plus and minus change its size")
_NAME = v2.component(
    "hotspot_map_keys",
    js="""
export default function ({ data }) {
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


def name_maps() -> None:
    """Name every map of the page, those too that come later; shows nothing itself."""
    with st.container(key="map_keys"):
        _NAME(key="map_keys_name", data=phrase(KEYS))
