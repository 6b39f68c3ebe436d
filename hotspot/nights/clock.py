"""Wall time and UTC, the night an instant belongs to, its band, and how many real hours a night has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from hotspot.errors import ParameterError

NIGHT_STARTS = 6  # a "night" label runs from 06:00 to 05:59, so that the small hours stay with the evening before
WINDOW = (18, 30)  # 18:00 to 05:59, in hours after the midnight that begins the night's date


@dataclass(frozen=True)
class Band:
    """A part of the day between two clock times.

    Attributes
    ----------
    name : str
        As it stands on screen: ``21-00``.
    starts, ends : int
        Hours after the midnight that begins the night's date; 24 and more are the morning after. The end is left out.
    """

    name: str
    starts: int
    ends: int


BANDS: dict[str, Band] = {
    band.name: band
    for band in (
        Band("06-12", 6, 12),
        Band("12-18", 12, 18),
        Band("18-21", 18, 21),
        Band("21-00", 21, 24),
        Band("00-03", 24, 27),
        Band("03-06", 27, 30),
    )
}
NIGHT_BANDS = ("18-21", "21-00", "00-03", "03-06")
_CODE_OF_HOUR = np.array(  # by clock hour, the small hours first: they are hours 24 to 29 of the night before
    [
        next(code for code, band in enumerate(BANDS.values()) if band.starts <= hour < band.ends)
        for hour in (*range(24, 30), *range(6, 24))
    ]
)


def _series(times: Any) -> pd.Series:
    """Return times as a Series of wall time: aware ones keep their own clock and lose the zone."""
    series = times if isinstance(times, pd.Series) else pd.Series(times)
    moments = pd.to_datetime(series)
    return moments.dt.tz_localize(None) if moments.dt.tz is not None else moments


def _like(result: pd.Series, times: Any) -> Any:
    """Give an index back for an index and one value for one value; everything else stays a Series."""
    if isinstance(times, str | date):
        return result.iloc[0]
    return pd.Index(result) if isinstance(times, pd.Index) else result


def night_of(local: Any) -> Any:
    """Return the night each instant belongs to, as midnight of the date on which that night began.

    The night of Saturday 25 October holds what happened from 06:00 on Saturday to 05:59 on Sunday, so that the small
    hours are counted with the evening that led to them. It misleads where people think in calendar days: 02:30 on
    Sunday is Saturday night here.

    Parameters
    ----------
    local : Series or DatetimeIndex of shape (n,)
        Wall time. Zone-aware times keep the clock they show (give them in the area's zone, not in UTC), so 05:30 on the
        morning the clocks change keeps its night. Missing times stay missing.

    Returns
    -------
    Series or DatetimeIndex of shape (n,)
        Same length and, for a Series, the same index; datetime64, midnight.

    >>> night_of(
    ...     pd.Series(pd.to_datetime(["2025-10-25 23:59", "2025-10-26 02:30", "2025-10-26 06:00"]))
    ... ).dt.day.tolist()
    [25, 25, 26]
    """
    wall = _series(local)
    return _like((wall - pd.Timedelta(hours=NIGHT_STARTS)).dt.normalize(), local)


def band_of(local: Any) -> Any:
    """Return the band of each instant: 06-12, 12-18, 18-21, 21-00, 00-03 or 03-06.

    Bands suit small places, where single hours hold too little to be read. A band holds its first minute and not its
    last: 21:00 is in ``21-00`` and 00:00 in ``00-03``. A file that writes 00:00 for "not known" fills ``00-03`` with
    nothing: see ``heaping``.

    Parameters
    ----------
    local : Series or DatetimeIndex of shape (n,)
        Wall time; zone-aware times keep the clock they show.

    Returns
    -------
    Series or CategoricalIndex of shape (n,)
        Ordered categories in the order of the night; missing where the time is.

    >>> band_of(pd.Series(pd.to_datetime(["2025-06-01 20:59", "2025-06-01 21:00", "2025-06-02 00:00"]))).tolist()
    ['18-21', '21-00', '00-03']
    """
    wall = _series(local)
    hours = wall.dt.hour.fillna(-1).to_numpy(dtype=int)
    codes = np.where(hours < 0, -1, _CODE_OF_HOUR[hours])
    bands = pd.Categorical.from_codes(codes, categories=list(BANDS), ordered=True)
    return _like(pd.Series(bands, index=wall.index), local)


def known_zone(zone: str) -> str:
    """Return the zone, or raise where the time zone database does not have it.

    Raises
    ------
    ParameterError
        The name is not one of the database's.

    >>> known_zone("Europe/London")
    'Europe/London'
    """
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ParameterError(f"'{zone}' is not a time zone.", "Write it like Europe/London.") from error
    return zone


def settle(local: Any, zone: str) -> pd.DataFrame:
    """Return wall times with their UTC instants, settling by rule the hours that a clock change repeats or skips.

    In autumn one hour happens twice and a wall time cannot say which was meant: the first is taken. In spring one hour
    never happens: such a time is a clock that was not put forward, so an hour is added. Both are flagged and nothing is
    dropped; of a year's records about one in 9,000 is concerned.

    Parameters
    ----------
    local : Series of shape (n,)
        Naive wall time as the source wrote it.
    zone : str
        The zone of those clocks.

    Returns
    -------
    DataFrame of shape (n, 4)
        ``utc`` (aware), ``local`` (naive, settled), ``repeated``, ``skipped``; the index of the input.

    >>> settle(pd.Series(pd.to_datetime(["2025-10-26 01:30", "2026-03-29 01:30"])), "Europe/London")[
    ...     "utc"
    ... ].dt.hour.tolist()
    [0, 1]
    """
    wall = _series(local)
    name = known_zone(zone)
    first = np.ones(len(wall), dtype=bool)
    utc = wall.dt.tz_localize(name, ambiguous=first, nonexistent=pd.Timedelta(hours=1))
    unsure = wall.dt.tz_localize(name, ambiguous="NaT", nonexistent=pd.Timedelta(hours=1))
    never = wall.dt.tz_localize(name, ambiguous=first, nonexistent="NaT")
    return pd.DataFrame(
        {
            "utc": utc.dt.tz_convert("UTC"),
            "local": utc.dt.tz_localize(None),
            "repeated": wall.notna() & unsure.isna(),
            "skipped": wall.notna() & never.isna(),
        },
        index=wall.index,
    )


def wall_time(utc: Any, zone: str) -> pd.DataFrame:
    """Return UTC instants with the wall time that people saw; the reverse of ``settle`` and never in doubt.

    Parameters
    ----------
    utc : Series of shape (n,)
        Instants in UTC, aware or naive.
    zone : str
        The zone of the clocks on the wall.

    Returns
    -------
    DataFrame of shape (n, 4)
        The columns of ``settle``. ``repeated`` says that this wall time was shown twice; ``skipped`` is never true.

    >>> wall_time(pd.Series(pd.to_datetime(["2025-10-26 01:30"])), "Europe/London")["local"].dt.hour.tolist()
    [1]
    """
    instants = pd.to_datetime(utc if isinstance(utc, pd.Series) else pd.Series(utc), utc=True)
    wall = instants.dt.tz_convert(known_zone(zone)).dt.tz_localize(None)
    flags = settle(wall, zone)
    return flags.assign(utc=instants, local=wall)


def window_hours(days: Any, starts: int, ends: int, zone: str) -> pd.Series:
    """Return the real hours between two clock times of each day, clock changes counted.

    Parameters
    ----------
    days : dates of shape (n,)
        The days on which the window starts.
    starts, ends : int
        Hours after the midnight that begins the day; 24 and more are the day after.
    zone : str
        The zone of the clocks.

    Returns
    -------
    Series of float, shape (n,)
        Hours; the index of the input where that is a Series.

    >>> window_hours(["2025-10-25"], 18, 30, "Europe/London").tolist()
    [13.0]
    """
    midnight = _series(days).dt.normalize()
    first, last = (_instant(midnight, hours, known_zone(zone)) for hours in (starts, ends))
    return (last - first) / pd.Timedelta(hours=1)


def _instant(midnight: pd.Series, hours: int, zone: str) -> pd.Series:
    """Return the UTC instant of a clock time; one that is skipped is the moment the clock jumped."""
    wall = midnight + pd.Timedelta(hours=hours)
    first = np.ones(len(wall), dtype=bool)
    return wall.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward").dt.tz_convert("UTC")


def exposure_hours(nights: Any, *, band: str | None = None, zone: str = "Europe/London") -> Any:
    """Return how many real hours each night's 18:00-05:59 window, or one band of it, lasted.

    A rate per night divides by nights; a rate per hour must divide by these: the autumn night has 13 hours and the
    spring night 11, and forgetting it makes one look busier and the other calmer than it was.

    Parameters
    ----------
    nights : dates of shape (n,)
        Nights as ``night_of`` names them.
    band : str, optional
        One of ``BANDS``; without it the whole window.
    zone : str
        The zone of the clocks.

    Returns
    -------
    Series of float, shape (n,)
        Hours; the index of the input where that is a Series, else 0 to n - 1. One night gives one number.

    Raises
    ------
    ParameterError
        There is no such band or zone.

    >>> exposure_hours(["2025-10-25", "2026-03-28", "2025-06-06"]).tolist()
    [13.0, 11.0, 12.0]
    >>> exposure_hours(["2026-03-28"], band="00-03").tolist()
    [2.0]
    """
    if band is not None and band not in BANDS:
        raise ParameterError(f"'{band}' is not a band of hours.", f"Choose one of: {', '.join(BANDS)}.")
    starts, ends = (BANDS[band].starts, BANDS[band].ends) if band else WINDOW
    if isinstance(nights, str | date):
        return window_hours([nights], starts, ends, zone).iloc[0]
    dates = pd.Series(pd.DatetimeIndex(nights)) if not isinstance(nights, pd.Series) else nights
    return window_hours(dates, starts, ends, zone)
