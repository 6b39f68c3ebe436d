"""How does my district compare, and which of its neighbourhoods stand out?"""

import streamlit as st

from hotspot import ui

ui.open_page("My district", "How does my district compare, and which of its neighbourhoods stand out?")
analysis = ui.need_analysis(csps=())

answer = st.container()  # it stands first, and is about what is chosen below it
choices = st.columns([1, 1, 2])
with choices[0]:
    district = ui.pick_district(analysis)
with answer:
    ui.district_line(analysis, district)
if ui.counted_by_place(analysis):
    with choices[1]:
        ward = ui.pick_ward(analysis, district)
    with choices[2]:
        layer = ui.pick_layer(analysis)
    rows = ui.district_rows(analysis, district, ward)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        ui.area_map(analysis, rows, layer, key="district_map")
    with right:
        ui.district_report(analysis, district)
    ui.district_months(analysis, district)
    ui.context_place(analysis, rows)
    ui.context_maps(analysis, rows)
    ui.context_links(analysis)
    ui.district_table(analysis)
    ui.lsoa_table(analysis, rows)
    ui.compare_with(analysis, district)
ui.sensitive_offences(analysis, district)
ui.notes(analysis, part=bool(district))
ui.downloads(district)
ui.packs(analysis, district)
ui.equality_evidence(analysis, district)
ui.context_downloads(analysis)
