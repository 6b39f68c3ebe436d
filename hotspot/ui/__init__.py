"""Everything a page is composed of; the only room that knows Streamlit.

A name's module is loaded when a page first asks for the name, so that a page waits only for what it shows.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hotspot.ui.menu import menu  # at once: it is also its module's name, which would take its place

if TYPE_CHECKING:
    from hotspot.ui.acting import (
        acting_downloads,
        acting_headline,
        acting_list,
        acting_map,
        acting_notes,
        acting_order,
        acting_place,
        acting_table,
        need_acting,
    )
    from hotspot.ui.admin import audit_log, need_administrator, role_table
    from hotspot.ui.admin_feeds import feed_table
    from hotspot.ui.analyst import closer_look
    from hotspot.ui.briefs import brief, packs
    from hotspot.ui.commissioned import project_points, projects
    from hotspot.ui.comparing import compare_with
    from hotspot.ui.context import context_downloads, context_links, context_maps, context_place
    from hotspot.ui.equality import equality_evidence
    from hotspot.ui.held import add_more, document, holdings
    from hotspot.ui.indicators import sharing, typed_in
    from hotspot.ui.kept import own_entries
    from hotspot.ui.mapping import mapping_assistant
    from hotspot.ui.opening import headline, need_analysis, notes, open_page
    from hotspot.ui.own_data import first_steps
    from hotspot.ui.own_outline import own_outlines
    from hotspot.ui.panel import place_panel
    from hotspot.ui.pickers import pick_district, pick_layer
    from hotspot.ui.places import area_map, findings_table, hotspot_map
    from hotspot.ui.ranking import ranked_list
    from hotspot.ui.register import (
        action_strip,
        actions,
        keep_meeting,
        partner_notes,
        task_it,
    )
    from hotspot.ui.reports import (
        district_line,
        district_months,
        district_report,
        district_rows,
        district_table,
        downloads,
        emerging_line,
        emerging_map,
        emerging_table,
        institutions,
        lsoa_table,
        quality,
        step_strip,
    )
    from hotspot.ui.scoring import scorecard, scorecard_line
    from hotspot.ui.sensitive import sensitive_offences
    from hotspot.ui.turns import in_turn
    from hotspot.ui.wall import wall_view
    from hotspot.ui.weekend import left_out, need_evening, weekend_headline, weekend_notes
    from hotspot.ui.weekend_hours import hour_grid
    from hotspot.ui.weekend_maps import band_maps, spots
    from hotspot.ui.weekend_places import matched_weekends, premises, who_else
    from hotspot.ui.weekend_sheet import licensing_sheet
    from hotspot.ui.worked import worked_answer
    from hotspot.ui.zones import patrol_zones

_LOADED_WHEN_ASKED = {
    "acting": (
        "acting_downloads",
        "acting_headline",
        "acting_list",
        "acting_map",
        "acting_notes",
        "acting_order",
        "acting_place",
        "acting_table",
        "need_acting",
    ),
    "admin": ("audit_log", "need_administrator", "role_table"),
    "admin_feeds": ("feed_table",),
    "analyst": ("closer_look",),
    "briefs": ("brief", "packs"),
    "comparing": ("compare_with",),
    "context": ("context_downloads", "context_links", "context_maps", "context_place"),
    "equality": ("equality_evidence",),
    "held": ("add_more", "document", "holdings"),
    "indicators": ("sharing", "typed_in"),
    "kept": ("own_entries",),
    "mapping": ("mapping_assistant",),
    "opening": ("headline", "need_analysis", "notes", "open_page"),
    "own_data": ("first_steps",),
    "own_outline": ("own_outlines",),
    "pickers": ("pick_district", "pick_layer"),
    "panel": ("place_panel",),
    "places": ("area_map", "findings_table", "hotspot_map"),
    "commissioned": ("project_points", "projects"),
    "ranking": ("ranked_list",),
    "register": (
        "action_strip",
        "actions",
        "keep_meeting",
        "partner_notes",
        "task_it",
    ),
    "reports": (
        "district_line",
        "district_months",
        "district_report",
        "district_rows",
        "district_table",
        "downloads",
        "emerging_line",
        "emerging_map",
        "emerging_table",
        "institutions",
        "lsoa_table",
        "quality",
        "step_strip",
    ),
    "scoring": ("scorecard", "scorecard_line"),
    "sensitive": ("sensitive_offences",),
    "turns": ("in_turn",),
    "wall": ("wall_view",),
    "weekend": ("left_out", "need_evening", "weekend_headline", "weekend_notes"),
    "weekend_hours": ("hour_grid",),
    "weekend_maps": ("band_maps", "spots"),
    "weekend_places": ("matched_weekends", "premises", "who_else"),
    "weekend_sheet": ("licensing_sheet",),
    "worked": ("worked_answer",),
    "zones": ("patrol_zones",),
}
_HOME = {name: module for module, names in _LOADED_WHEN_ASKED.items() for name in names}

__all__ = [
    "acting_downloads",
    "acting_headline",
    "acting_list",
    "acting_map",
    "acting_notes",
    "acting_order",
    "acting_place",
    "acting_table",
    "action_strip",
    "actions",
    "add_more",
    "area_map",
    "audit_log",
    "band_maps",
    "brief",
    "closer_look",
    "compare_with",
    "context_downloads",
    "context_links",
    "context_maps",
    "context_place",
    "district_line",
    "district_months",
    "district_report",
    "district_rows",
    "district_table",
    "document",
    "downloads",
    "emerging_line",
    "emerging_map",
    "emerging_table",
    "equality_evidence",
    "feed_table",
    "findings_table",
    "first_steps",
    "headline",
    "holdings",
    "hotspot_map",
    "hour_grid",
    "in_turn",
    "institutions",
    "keep_meeting",
    "left_out",
    "licensing_sheet",
    "lsoa_table",
    "mapping_assistant",
    "matched_weekends",
    "menu",
    "need_acting",
    "need_administrator",
    "need_analysis",
    "need_evening",
    "notes",
    "open_page",
    "packs",
    "own_entries",
    "own_outlines",
    "partner_notes",
    "patrol_zones",
    "pick_district",
    "pick_layer",
    "place_panel",
    "premises",
    "project_points",
    "projects",
    "quality",
    "ranked_list",
    "role_table",
    "scorecard",
    "scorecard_line",
    "sensitive_offences",
    "sharing",
    "spots",
    "step_strip",
    "task_it",
    "typed_in",
    "wall_view",
    "weekend_headline",
    "weekend_notes",
    "who_else",
    "worked_answer",
]


def __getattr__(name: str) -> Any:
    """Load the module that holds ``name`` when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
