from .acting import (
    acting_downloads as acting_downloads,
    acting_headline as acting_headline,
    acting_list as acting_list,
    acting_map as acting_map,
    acting_notes as acting_notes,
    acting_order as acting_order,
    acting_place as acting_place,
    acting_table as acting_table,
    need_acting as need_acting,
)
from .admin import audit_log as audit_log, need_administrator as need_administrator, role_table as role_table
from .admin_feeds import feed_table as feed_table
from .all_places import findings_table as findings_table
from .analyst import closer_look as closer_look
from .briefs import brief as brief, packs as packs
from .commissioned import project_points as project_points, projects as projects
from .comparing import compare_with as compare_with
from .context import (
    context_downloads as context_downloads,
    context_links as context_links,
    context_maps as context_maps,
    context_place as context_place,
)
from .equality import equality_evidence as equality_evidence
from .held import add_more as add_more, document as document, holdings as holdings
from .indicators import sharing as sharing, typed_in as typed_in
from .kept import own_entries as own_entries
from .mapping import mapping_assistant as mapping_assistant
from .menu import menu as menu
from .opening import headline as headline, need_analysis as need_analysis, notes as notes, open_page as open_page
from .own_data import first_steps as first_steps
from .own_deleting import delete_for_good as delete_for_good
from .own_joining import counted_sources as counted_sources
from .own_outline import own_outlines as own_outlines
from .panel import place_panel as place_panel
from .pickers import pick_district as pick_district, pick_ward as pick_ward, pick_layer as pick_layer
from .places import area_map as area_map, hotspot_map as hotspot_map
from .ranking import ranked_list as ranked_list
from .register import (
    action_strip as action_strip,
    actions as actions,
    keep_meeting as keep_meeting,
    partner_notes as partner_notes,
)
from .reports import (
    counted_by_place as counted_by_place,
    district_line as district_line,
    district_months as district_months,
    district_report as district_report,
    district_rows as district_rows,
    district_table as district_table,
    downloads as downloads,
    emerging_line as emerging_line,
    emerging_map as emerging_map,
    emerging_table as emerging_table,
    institutions as institutions,
    lsoa_table as lsoa_table,
    quality as quality,
    step_strip as step_strip,
)
from .scoring import scorecard as scorecard, scorecard_line as scorecard_line
from .sending import in_batches as in_batches
from .sensitive import sensitive_offences as sensitive_offences
from .tasking import task_it as task_it
from .turns import in_turn as in_turn
from .wall import wall_view as wall_view
from .weekend import (
    left_out as left_out,
    need_evening as need_evening,
    weekend_headline as weekend_headline,
    weekend_notes as weekend_notes,
)
from .weekend_hours import hour_grid as hour_grid
from .weekend_maps import band_maps as band_maps, spots as spots
from .weekend_places import matched_weekends as matched_weekends, premises as premises, who_else as who_else
from .weekend_sheet import licensing_sheet as licensing_sheet
from .worked import worked_answer as worked_answer
from .zones import patrol_zones as patrol_zones
