"""The night and its clock: which night an instant belongs to, its band, its real hours, and weekends that compare.

A night belongs to the day it starts: half past two on Sunday morning is Saturday night. Everything here works on wall
time, the time people saw on the clock, because closing times, school bells and last buses follow the clock. UTC is kept
beside it, so that no instant is lost when the clocks change.
"""

from __future__ import annotations

from hotspot.nights.choice import HourChoice, band_said, hour_choice
from hotspot.nights.clock import (
    BANDS,
    NIGHT_BANDS,
    band_of,
    exposure_hours,
    night_of,
    settle,
    wall_time,
    window_hours,
)
from hotspot.nights.matching import matched_weekends, weekend_of
from hotspot.nights.placeholders import HOUR_PRECISIONS, PRECISIONS, heaping, hour_rows, precision_of
from hotspot.nights.windows import (
    PRESETS,
    Exposure,
    Preset,
    bank_holidays,
    days_of,
    exposure,
    holiday_eves,
    in_window,
    term_weekdays,
    weekend_nights,
)

__all__ = [
    "BANDS",
    "HOUR_PRECISIONS",
    "NIGHT_BANDS",
    "PRECISIONS",
    "PRESETS",
    "Exposure",
    "HourChoice",
    "Preset",
    "band_of",
    "band_said",
    "bank_holidays",
    "days_of",
    "exposure",
    "exposure_hours",
    "heaping",
    "holiday_eves",
    "hour_choice",
    "hour_rows",
    "in_window",
    "matched_weekends",
    "night_of",
    "precision_of",
    "settle",
    "term_weekdays",
    "wall_time",
    "weekend_nights",
    "weekend_of",
    "window_hours",
]
