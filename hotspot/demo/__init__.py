"""The demonstration partnership: a fictional island county whose whole truth is known.

It lets every page run before any real file is added, and lets a test ask whether the product finds what was planted and
nothing else. No record here is of a real event, place or person. What builds it is loaded only when asked for: the app
reads what ships.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hotspot.demo.files import content_hash, register, shipped_hash, table
from hotspot.demo.files import read as tables
from hotspot.demo.patrol_files import VISITS, ZONES, patrol_file

if TYPE_CHECKING:
    from hotspot.demo.making import SEED, build
    from hotspot.demo.writing import write

__all__ = [
    "SEED",
    "VISITS",
    "ZONES",
    "build",
    "content_hash",
    "patrol_file",
    "register",
    "shipped_hash",
    "table",
    "tables",
    "write",
]

_HOME = {"SEED": "making", "build": "making", "write": "writing"}


def __getattr__(name: str) -> Any:
    """Load the builder when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"hotspot.demo.{_HOME[name]}"), name)
