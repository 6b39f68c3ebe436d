"""Which hours of which nights, where, moving which way, against the same weekends last year?"""

import streamlit as st

from hotspot import ui

ui.open_page("Weekend nights", "Which hours of which nights, where, and moving which way?")
evening = ui.need_evening()

ui.weekend_headline(evening)
left, right = st.columns([3, 2], gap="medium")
with left:
    ui.hour_grid(evening)
with right:
    ui.shift(evening)
ui.band_maps(evening)
left, right = st.columns([1, 1], gap="medium")
with left:
    ui.matched_weekends(evening)
with right:
    ui.closing_places(evening)
ui.spots(evening)
ui.who_else(evening)
ui.left_out(evening)
ui.weekend_notes(evening)
