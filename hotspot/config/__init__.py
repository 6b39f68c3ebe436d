"""Three kinds of setting: this machine (Settings), this partnership (AreaProfile), this analysis (Parameters).

``Parameters`` holds everything that changes a result and nothing else. The same frozen object is the cache key, the
command-line options, the shareable address and the provenance line of every export.
"""

from hotspot.config.area_profile import AreaProfile, Measure, parse_profile
from hotspot.config.bounds import CHOICES, whole_number
from hotspot.config.counted import ROLES, Counted, counted_in, drop_counted, keep_counted, with_counted
from hotspot.config.first_profile import FirstProfile, begin_profile
from hotspot.config.parameters import HOURS, PLACES, SMALL_PARTS, Parameters, Rules, Window
from hotspot.config.profile_files import profile, profiles, unreadable
from hotspot.config.settings import Settings
from hotspot.config.tiles import TileServer, tile_server

__all__ = [
    "CHOICES",
    "HOURS",
    "PLACES",
    "ROLES",
    "SMALL_PARTS",
    "AreaProfile",
    "Counted",
    "FirstProfile",
    "Measure",
    "Parameters",
    "Rules",
    "Settings",
    "TileServer",
    "Window",
    "begin_profile",
    "counted_in",
    "drop_counted",
    "keep_counted",
    "parse_profile",
    "profile",
    "profiles",
    "tile_server",
    "unreadable",
    "whole_number",
    "with_counted",
]
