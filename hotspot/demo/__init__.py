"""The demonstration partnership: a fictional island county whose whole truth is known.

It lets every page run before any real file is added, and lets a test ask whether the product finds what was planted and
nothing else. No record here is of a real event, place or person.
"""

from __future__ import annotations

from hotspot.demo.files import content_hash
from hotspot.demo.files import read as tables
from hotspot.demo.making import SEED, build
from hotspot.demo.writing import write

__all__ = ["SEED", "build", "content_hash", "tables", "write"]
