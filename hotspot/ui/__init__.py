"""Everything a page is composed of; the only room that knows Streamlit."""

from hotspot.ui.held import add_more, document, holdings
from hotspot.ui.mapping import mapping_assistant
from hotspot.ui.menu import menu
from hotspot.ui.opening import headline, need_analysis, notes, open_page
from hotspot.ui.pickers import pick_district, pick_layer
from hotspot.ui.places import area_map, findings_table, hotspot_map, place_panel, ranked_list
from hotspot.ui.reports import (
    district_report,
    district_rows,
    district_table,
    downloads,
    emerging_map,
    emerging_table,
    institutions,
    lsoa_table,
    quality,
    step_strip,
)
from hotspot.ui.weekend import (
    band_maps,
    closing_places,
    hour_grid,
    left_out,
    matched_weekends,
    need_evening,
    shift,
    spots,
    weekend_headline,
    weekend_notes,
    who_else,
)

__all__ = [
    "add_more",
    "area_map",
    "band_maps",
    "closing_places",
    "district_report",
    "district_rows",
    "district_table",
    "document",
    "downloads",
    "emerging_map",
    "emerging_table",
    "findings_table",
    "headline",
    "holdings",
    "hotspot_map",
    "hour_grid",
    "institutions",
    "left_out",
    "lsoa_table",
    "matched_weekends",
    "mapping_assistant",
    "menu",
    "need_analysis",
    "need_evening",
    "notes",
    "open_page",
    "pick_district",
    "pick_layer",
    "place_panel",
    "quality",
    "ranked_list",
    "shift",
    "spots",
    "step_strip",
    "weekend_headline",
    "weekend_notes",
    "who_else",
]
