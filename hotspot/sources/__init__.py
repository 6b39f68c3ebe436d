"""The only room that opens outside files: recognise them by content, read them within bounds, account for every row.

``read_paths`` is the door. Formats (how bytes become rows) live one a module; kinds (what rows mean) live one a family;
``registry`` ties them together as a table of recognisers.
"""

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
