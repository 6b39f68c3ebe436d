"""Where is violence concentrated this period, and what is new?"""

import streamlit as st

from hotspot import ui

ui.open_page("Hot now", "Where is violence concentrated this period, and what is new?")
analysis = ui.need_analysis()
ui.wall_view(analysis)

ui.headline(analysis)
ui.action_strip(analysis)
left, right = st.columns([2, 1], gap="medium")
ui.place_panel(analysis)  # sent before the map above it, on which a click asks for it: the map takes longer to come
with left:
    ui.hotspot_map(analysis, key="hot_now_map", since=True)
with right:
    ui.ranked_list(analysis)
    ui.scorecard_line(analysis)
ui.task_it(analysis)
ui.findings_table(analysis)
ui.compare_with(analysis)
ui.keep_meeting(analysis)
ui.institutions(analysis)
ui.notes(analysis)
ui.downloads()
ui.brief()
