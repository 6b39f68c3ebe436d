"""Which places to act at, and what fits them: places are ranked, never people."""

from __future__ import annotations

from hotspot.targeting.expected import Expected, Spread, expected, pace_changed, spread
from hotspot.targeting.shortlist import LONG_LIST, TOP, LastTime, Shortlist, folded, last_time, shortlist

__all__ = [
    "LONG_LIST",
    "TOP",
    "Expected",
    "LastTime",
    "Shortlist",
    "Spread",
    "expected",
    "folded",
    "last_time",
    "pace_changed",
    "shortlist",
    "spread",
]
