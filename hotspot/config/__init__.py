"""Three kinds of setting: this machine (Settings), this partnership (AreaProfile), this analysis (Parameters).

``Parameters`` holds everything that changes a result and nothing else. The same frozen object is the cache key, the
command-line options, the shareable address and the provenance line of every export.
"""

from hotspot.config.area_profile import AreaProfile, Measure, parse_profile
from hotspot.config.bounds import CHOICES, whole_number
from hotspot.config.first_profile import FirstProfile, begin_profile
from hotspot.config.parameters import HOURS, PLACES, SMALL_PARTS, Parameters, Rules, Window
from hotspot.config.profile_files import profile, profiles, unreadable
from hotspot.config.settings import Settings
from hotspot.config.tiles import TileServer, tile_server

__all__ = [
    "CHOICES",
    "HOURS",
    "PLACES",
    "SMALL_PARTS",
    "AreaProfile",
    "FirstProfile",
    "Measure",
    "Parameters",
    "Rules",
    "Settings",
    "TileServer",
    "Window",
    "begin_profile",
    "parse_profile",
    "profile",
    "profiles",
    "tile_server",
    "unreadable",
    "whole_number",
]
