"""Which places are new, consecutive, intensifying, persistent or fading, and why?"""

import streamlit as st

from hotspot import ui

ui.open_page("Emerging", "Which places are new, worsening, long-standing or fading, and why?")
analysis = ui.need_analysis(settings=("rules", "alpha", "window"), method="emerging")

ui.emerging_line(analysis)
left, right = st.columns([3, 2], gap="medium")
with left:
    ui.emerging_map(analysis, key="emerging_map")
with right:
    ui.place_panel(analysis, beside=False)
    ui.step_strip(analysis)
ui.emerging_table(analysis)
ui.closer_look(analysis)
ui.notes(analysis)
ui.downloads()
