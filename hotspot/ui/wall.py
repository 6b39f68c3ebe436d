"""What stands on the wall: headline, map, list, and nothing else."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hotspot.ui import opening, places, presenting, ranking
from hotspot.ui.access import PAGE


def wall_view(analysis: Any) -> None:
    """Draw the wall view and end the page, where the address asks for it; else do nothing.

    The same map and list as on the page: what is picked, the filters and the looks of the map stay when the wall view
    is entered or left.
    """
    if not presenting.asked(str(st.session_state.get(PAGE, ""))):
        return
    opening.headline(analysis, wall=True)
    with st.container(key="wall_body"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            places.hotspot_map(analysis, key="hot_now_map", since=True, wall=True)
        with right:
            ranking.ranked_list(analysis, wall=True)
    st.stop()
