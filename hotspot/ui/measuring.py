"""How large the wall's map is, told by the browser: the server has to choose how far it looks."""

from __future__ import annotations

from typing import Any

import streamlit as st

FALLBACK = (780, 470)  # of a laptop's 1366 by 768 pixels, until the browser has told
# The size of what surrounds map and list, rounded, so that a scroll bar's few pixels do not move the map.
TELL = """
export default function ({ setStateValue }) {
  let told = "", wait = 0;
  const tell = () => {
    const body = document.querySelector(".st-key-wall_body");
    const chart = document.querySelector('.st-key-wall_body [data-testid="stDeckGlJsonChart"]');
    const box = chart && chart.getBoundingClientRect();
    if (!body || !box || box.height < 50) { wait = setTimeout(tell, 200); return; }
    const size = [box.width, box.height].map(one => Math.floor(one / 30) * 30);
    if (String(size) !== told) { told = String(size); setStateValue("box", size); }
  };
  const again = () => { clearTimeout(wait); wait = setTimeout(tell, 300); };
  window.addEventListener("resize", again);
  tell();
  return () => { clearTimeout(wait); window.removeEventListener("resize", again); };
}
"""
_asked: Any = st.components.v2.component("hotspot_wall_size", js=TELL)


def wall_box() -> tuple[int, int]:
    """Return width and height of the wall's map in pixels, as last told; a small laptop's before that."""
    told = _asked(key="wall_size", on_box_change=lambda: None, height=1).box
    if not isinstance(told, list) or len(told) != 2 or not all(isinstance(one, int) and one > 0 for one in told):
        return FALLBACK
    return int(told[0]), int(told[1])
