"""Where should what be done, and with what evidence?"""

import streamlit as st

from hotspot import ui

ui.open_page("Places to act", "Where should what be done, and with what evidence?")
acting = ui.need_acting()

ui.acting_headline(acting)
ui.acting_order(acting)
left, right = st.columns([2, 1], gap="medium")
with left:
    ui.acting_map(acting)
with right:
    ui.acting_list(acting)
    ui.scorecard_line(acting, method="count_36m")
ui.acting_place(acting)
ui.task_it(acting)
ui.acting_table(acting)
ui.patrol_zones(acting)
ui.acting_notes(acting)
ui.acting_downloads(acting)
ui.brief()
