"""Everything a page is composed of; the only room that knows Streamlit."""

from hotspot.ui.held import add_more, document, holdings
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

__all__ = [
    "add_more",
    "area_map",
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
    "institutions",
    "lsoa_table",
    "menu",
    "need_analysis",
    "notes",
    "open_page",
    "pick_district",
    "pick_layer",
    "place_panel",
    "quality",
    "ranked_list",
    "step_strip",
]
