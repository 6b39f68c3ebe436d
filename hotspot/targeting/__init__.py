"""Which places to act at, and what fits them: places are ranked, never people."""

from __future__ import annotations

from hotspot.targeting.expected import Expected, Spread, expected, pace_changed, spread
from hotspot.targeting.nearby import surrounded
from hotspot.targeting.ordering import Combined, Sensitivity, combined, parts_of, sensitivity
from hotspot.targeting.peaks import Peaks, no_peaks, peaks
from hotspot.targeting.shortlist import LONG_LIST, TOP, LastTime, Shortlist, folded, last_time, shortlist, shown
from hotspot.targeting.suiting import suiting

__all__ = [
    "LONG_LIST",
    "TOP",
    "Combined",
    "Expected",
    "LastTime",
    "Peaks",
    "Sensitivity",
    "Shortlist",
    "Spread",
    "combined",
    "expected",
    "folded",
    "last_time",
    "no_peaks",
    "pace_changed",
    "parts_of",
    "peaks",
    "sensitivity",
    "shortlist",
    "shown",
    "spread",
    "suiting",
    "surrounded",
]
