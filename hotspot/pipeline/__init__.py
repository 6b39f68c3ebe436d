"""The whole flow: what the store holds (``holding``, ``accounts``) and the answers made from it (``analysis``).

The app, the command line, the tests and a notebook call the same functions, so that a number on a wall can be made
again from a terminal. Nothing here does arithmetic: each line calls one room.

A name's module is loaded when the name is first asked for, so that an answer waits only for the rooms it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hotspot.pipeline.evening import evening  # at once: it is also its module's name, which would take its place

if TYPE_CHECKING:
    from hotspot.errors import HoursUnknownError
    from hotspot.pipeline.accounts import status
    from hotspot.pipeline.acting import Acting, places_to_act
    from hotspot.pipeline.analysis import Analysis, analyse
    from hotspot.pipeline.analyst import Closer, look_closer
    from hotspot.pipeline.base_map import Base
    from hotspot.pipeline.beginning import Need, begin_profile, needs, partnerships_known, unclaimed
    from hotspot.pipeline.briefing import brief, pack
    from hotspot.pipeline.checking import check_profile
    from hotspot.pipeline.comparing import Comparison, Pair, compare, is_period
    from hotspot.pipeline.emerging_weekends import WeekendSpots, weekend_spots
    from hotspot.pipeline.equality import Equality, equality_sheet
    from hotspot.pipeline.evening import Evening, WeekWindow
    from hotspot.pipeline.holding import LastAdd, Line, Replaced, add, areas_held, last_add, undo, verify, would_replace
    from hotspot.pipeline.licensing import OtherBands, SheetParts, sheet_parts
    from hotspot.pipeline.mapping import FIELDS, MENDS, Preview, Upload, clean_istv, preview, save_mapping
    from hotspot.pipeline.noticing import version_held
    from hotspot.pipeline.offering import FixedWindow, Offered, offered
    from hotspot.pipeline.outlines import OwnOutline, keep_outline, own_outlines, read_outline, register_changed
    from hotspot.pipeline.patrol_sets import keep_visits, keep_zones, read_visits, read_zones, visit_logs, zone_sets
    from hotspot.pipeline.patrolling import Wanted, visit_plan, visits_compared, zones_checked
    from hotspot.pipeline.preparing import Prepared, prepare
    from hotspot.pipeline.registering import drawn_area, entry, erase, history, register_table, save_entry, withdraw
    from hotspot.pipeline.retaining import Chosen, erase_records, retention
    from hotspot.pipeline.scoring import Scored, scorecard
    from hotspot.pipeline.sensitive import sensitive_offences
    from hotspot.pipeline.shipping import ship_clean
    from hotspot.pipeline.side_by_side import who_else
    from hotspot.pipeline.surrounding import Around, around
    from hotspot.pipeline.working import DidItWork, Tried, actions_begun, as_tried, did_it_work

_LOADED_WHEN_ASKED = {
    "working": ("DidItWork", "Tried", "actions_begun", "as_tried", "did_it_work"),
    "accounts": ("status",),
    "acting": ("Acting", "places_to_act"),
    "analysis": ("Analysis", "analyse"),
    "base_map": ("Base",),
    "analyst": ("Closer", "look_closer"),
    "beginning": ("Need", "begin_profile", "needs", "partnerships_known", "unclaimed"),
    "briefing": ("brief", "pack"),
    "checking": ("check_profile",),
    "comparing": ("Comparison", "Pair", "compare", "is_period"),
    "emerging_weekends": ("WeekendSpots", "weekend_spots"),
    "equality": ("Equality", "equality_sheet"),
    "evening": ("Evening", "HoursUnknownError", "WeekWindow"),
    "holding": ("LastAdd", "Line", "Replaced", "add", "areas_held", "last_add", "undo", "verify", "would_replace"),
    "licensing": ("OtherBands", "SheetParts", "sheet_parts"),
    "mapping": ("FIELDS", "MENDS", "Preview", "Upload", "clean_istv", "preview", "save_mapping"),
    "noticing": ("version_held",),
    "offering": ("FixedWindow", "Offered", "offered"),
    "outlines": ("OwnOutline", "keep_outline", "own_outlines", "read_outline", "register_changed"),
    "patrol_sets": ("keep_visits", "keep_zones", "read_visits", "read_zones", "visit_logs", "zone_sets"),
    "patrolling": ("Wanted", "visit_plan", "visits_compared", "zones_checked"),
    "preparing": ("Prepared", "prepare"),
    "registering": ("drawn_area", "entry", "erase", "history", "register_table", "save_entry", "withdraw"),
    "retaining": ("Chosen", "erase_records", "retention"),
    "scoring": ("Scored", "scorecard"),
    "sensitive": ("sensitive_offences",),
    "shipping": ("ship_clean",),
    "side_by_side": ("who_else",),
    "surrounding": ("Around", "around"),
}
_HOME = {name: module for module, names in _LOADED_WHEN_ASKED.items() for name in names}

__all__ = [
    "FIELDS",
    "MENDS",
    "Acting",
    "Analysis",
    "Around",
    "Base",
    "Chosen",
    "Closer",
    "Comparison",
    "DidItWork",
    "Equality",
    "Evening",
    "FixedWindow",
    "HoursUnknownError",
    "LastAdd",
    "Need",
    "Offered",
    "OwnOutline",
    "Line",
    "OtherBands",
    "Pair",
    "Prepared",
    "Preview",
    "Replaced",
    "Scored",
    "SheetParts",
    "Tried",
    "Upload",
    "Wanted",
    "WeekWindow",
    "WeekendSpots",
    "actions_begun",
    "add",
    "analyse",
    "areas_held",
    "as_tried",
    "around",
    "begin_profile",
    "brief",
    "check_profile",
    "clean_istv",
    "compare",
    "did_it_work",
    "drawn_area",
    "entry",
    "equality_sheet",
    "erase",
    "erase_records",
    "evening",
    "history",
    "is_period",
    "keep_outline",
    "keep_visits",
    "keep_zones",
    "offered",
    "own_outlines",
    "needs",
    "pack",
    "partnerships_known",
    "places_to_act",
    "last_add",
    "look_closer",
    "prepare",
    "preview",
    "read_outline",
    "register_changed",
    "read_visits",
    "read_zones",
    "register_table",
    "retention",
    "save_entry",
    "save_mapping",
    "scorecard",
    "sensitive_offences",
    "sheet_parts",
    "ship_clean",
    "status",
    "unclaimed",
    "undo",
    "verify",
    "version_held",
    "visit_logs",
    "visit_plan",
    "visits_compared",
    "weekend_spots",
    "who_else",
    "withdraw",
    "would_replace",
    "zone_sets",
    "zones_checked",
]


def __getattr__(name: str) -> Any:
    """Load the module that holds ``name`` when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
