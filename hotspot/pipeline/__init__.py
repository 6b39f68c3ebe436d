"""The whole flow: what the store holds (``holding``, ``accounts``) and the answers made from it (``analysis``).

The app, the command line, the tests and a notebook call the same functions, so that a number on a wall can be made
again from a terminal. Nothing here does arithmetic: each line calls one room.
"""

from hotspot.pipeline.accounts import status
from hotspot.pipeline.analysis import Analysis, Base, analyse
from hotspot.pipeline.checking import check_profile
from hotspot.pipeline.evening import Evening, WeekendSpots, WeekWindow, evening, weekend_spots
from hotspot.pipeline.holding import Line, add, areas_held, undo, verify
from hotspot.pipeline.mapping import FIELDS, MENDS, Preview, Upload, clean_istv, preview, save_mapping
from hotspot.pipeline.preparing import Prepared, prepare
from hotspot.pipeline.side_by_side import who_else

__all__ = [
    "Analysis",
    "Base",
    "FIELDS",
    "MENDS",
    "Evening",
    "Line",
    "Prepared",
    "Preview",
    "Upload",
    "WeekWindow",
    "WeekendSpots",
    "add",
    "analyse",
    "areas_held",
    "check_profile",
    "clean_istv",
    "evening",
    "prepare",
    "preview",
    "save_mapping",
    "status",
    "undo",
    "verify",
    "weekend_spots",
    "who_else",
]
