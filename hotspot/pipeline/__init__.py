"""The whole flow: what the store holds (``holding``, ``accounts``) and the answers made from it (``analysis``).

The app, the command line, the tests and a notebook call the same functions, so that a number on a wall can be made
again from a terminal. Nothing here does arithmetic: each line calls one room.
"""

from hotspot.pipeline.accounts import status
from hotspot.pipeline.analysis import Analysis, Base, Prepared, analyse, prepare
from hotspot.pipeline.checking import check_profile
from hotspot.pipeline.holding import Line, add, areas_held, undo, verify

__all__ = [
    "Analysis",
    "Base",
    "Line",
    "Prepared",
    "add",
    "analyse",
    "areas_held",
    "check_profile",
    "prepare",
    "status",
    "undo",
    "verify",
]
