"""The only room that opens outside files: recognise them by content, read them within bounds, account for every row.

``read_paths`` is the door. Formats (how bytes become rows) live one a module; kinds (what rows mean) live one a family;
``registry`` ties them together as a table of recognisers.

A name's module is loaded when the name is first asked for: an answer reads the store, and opens no outside file.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotspot.sources.assistant import PLACEHOLDER, Draft, draft
    from hotspot.sources.drawn import drawn_area
    from hotspot.sources.guessing import Guess, guess_mapping
    from hotspot.sources.istv_cleaner import clean_istv
    from hotspot.sources.local import recognisers
    from hotspot.sources.mapping import FIELDS, MENDS, ColumnMapping, mappings, save
    from hotspot.sources.model import Known, Member, Refused, Taken
    from hotspot.sources.paths import Upload, read_paths
    from hotspot.sources.screening import personal_in
    from hotspot.sources.visit_file import VisitLog, visit_log
    from hotspot.sources.zone_file import ZoneSet, zone_set

_LOADED_WHEN_ASKED = {
    "assistant": ("PLACEHOLDER", "Draft", "draft"),
    "drawn": ("drawn_area",),
    "guessing": ("Guess", "guess_mapping"),
    "istv_cleaner": ("clean_istv",),
    "local": ("recognisers",),
    "mapping": ("FIELDS", "MENDS", "ColumnMapping", "mappings", "save"),
    "model": ("Known", "Member", "Refused", "Taken"),
    "paths": ("Upload", "read_paths"),
    "screening": ("personal_in",),
    "visit_file": ("VisitLog", "visit_log"),
    "zone_file": ("ZoneSet", "zone_set"),
}
_HOME = {name: module for module, names in _LOADED_WHEN_ASKED.items() for name in names}

__all__ = [
    "FIELDS",
    "MENDS",
    "PLACEHOLDER",
    "ColumnMapping",
    "Draft",
    "Guess",
    "Known",
    "Member",
    "Refused",
    "Taken",
    "Upload",
    "VisitLog",
    "ZoneSet",
    "clean_istv",
    "draft",
    "drawn_area",
    "guess_mapping",
    "mappings",
    "personal_in",
    "read_paths",
    "recognisers",
    "save",
    "visit_log",
    "zone_set",
]


def __getattr__(name: str) -> Any:
    """Load the module that holds ``name`` when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
