"""The hours a reader chose: a window of the week, a part of the day or night, or of the one only the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hotspot.errors import ParameterError
from hotspot.nights.clock import BANDS, NIGHT_STARTS
from hotspot.nights.windows import PRESETS, days_of

DAY = (NIGHT_STARTS, NIGHT_STARTS + 24)  # a day with its night, in hours after midnight


@dataclass(frozen=True)
class HourChoice:
    """Some hours of some days or nights.

    Attributes
    ----------
    preset : str
        A key of ``PRESETS``; empty means every day.
    starts, ends : int
        Hours after the midnight that begins the day's date, the end left out; 24 and more are the morning after.
    title : str
        What a reader calls it.
    """

    preset: str
    starts: int
    ends: int
    title: str

    def days(self, first: Any, last: Any, calendar: Mapping[str, Any]) -> pd.DatetimeIndex:
        """Return the days or nights between two dates, both included, on which these hours come round.

        >>> hour_choice("weekend_nights", "21-00").days("2025-06-01", "2025-06-08", {}).day.tolist()
        [6, 7]
        """
        if self.preset:
            return days_of(self.preset, first, last, calendar)
        return pd.date_range(pd.Timestamp(first), pd.Timestamp(last), freq="D")


def hour_choice(preset: str, band: str) -> HourChoice:
    """Return the hours that a window of the week and a band have in common; of an empty one, those of the other.

    Parameters
    ----------
    preset, band : str
        Keys of ``PRESETS`` and ``BANDS``; empty means no choice.

    Raises
    ------
    ParameterError
        There is no such window or band, or the two have no hour in common.

    >>> chosen = hour_choice("weekend_nights", "21-00")
    >>> chosen.starts, chosen.ends, chosen.title
    (21, 24, 'Weekend nights, Friday and Saturday 18:00-05:59, of these 21:00 to 00:00')
    """
    if preset and preset not in PRESETS:
        raise ParameterError(f"'{preset}' is not a window of the week.", f"Choose one of: {', '.join(PRESETS)}.")
    if band and band not in BANDS:
        raise ParameterError(f"'{band}' is not a band of hours.", f"Choose one of: {', '.join(BANDS)}.")
    spans = [(one.starts, one.ends) for one in (PRESETS.get(preset), BANDS.get(band)) if one is not None] or [DAY]
    starts, ends = max(first for first, _ in spans), min(last for _, last in spans)
    title = PRESETS[preset].title if preset else ""
    if starts >= ends:
        raise ParameterError(
            f"'{title}' has no hour between {band_said(band)}.", "Choose another band, or the whole window."
        )
    clock = band_said(band) if band else ""
    said = f"{title}, of these {clock}" if title and clock else title or f"Every day, {clock}"
    return HourChoice(preset, starts, ends, said)


def band_said(band: str) -> str:
    """Return a band as it is read out.

    >>> band_said("21-00")
    '21:00 to 00:00'
    """
    first, _, last = band.partition("-")
    return f"{first}:00 to {last}:00"
