"""Windows of the week that people act on: weekend nights, student nights, after school, Saturday day-drinking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import holidays
import pandas as pd

from hotspot.errors import ParameterError
from hotspot.nights.clock import night_of, window_hours

CALENDAR_OF_ZONE = {"Europe/London": "GB-ENG", "America/Toronto": "CA-ON"}  # where a call names only its zone


@dataclass(frozen=True)
class Preset:
    """A window of the week with a name.

    Attributes
    ----------
    key, title : str
        The name in links; the name on screen, with its hours.
    days : str
        Which days start it: ``weekdays`` (those numbered in ``weekdays``, Monday 0), ``eves`` (Sundays before a bank
        holiday) or ``term`` (school days).
    weekdays : tuple of int
        Used by ``weekdays`` only.
    starts, ends : int
        Hours after that day's midnight, the end left out; 24 and more are the morning after.
    """

    key: str
    title: str
    days: str
    weekdays: tuple[int, ...]
    starts: int
    ends: int


PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset("weekend_nights", "Weekend nights, Friday and Saturday 18:00-05:59", "weekdays", (4, 5), 18, 30),
        Preset("student_night", "Student night, Thursday 18:00-05:59", "weekdays", (3,), 18, 30),
        Preset("holiday_eves", "Sunday before a bank holiday 18:00-05:59", "eves", (), 18, 30),
        Preset("after_school", "After school, term weekdays 15:00-18:59", "term", (), 15, 19),
        Preset("day_drinking", "Saturday daytime 14:00-20:59", "weekdays", (5,), 14, 21),
    )
}


@dataclass(frozen=True)
class Exposure:
    """How often a window came round, and how long it lasted in all: what a rate divides by.

    Attributes
    ----------
    occasions : int
        Nights or days.
    hours : float
        Real hours, clock changes counted.
    """

    occasions: int
    hours: float


def _days(start: Any, end: Any) -> pd.DatetimeIndex:
    first, last = (pd.Timestamp(moment).tz_localize(None).normalize() for moment in (start, end))
    if first > last:
        raise ParameterError(f"The window starts on {first.date()} and ends before it.", "Swap the two dates.")
    return pd.date_range(first, last, freq="D")


def bank_holidays(start: Any, end: Any, calendar: str = "GB-ENG") -> pd.Series:
    """Return the bank holidays between two dates, both included: their names by date.

    Parameters
    ----------
    start, end : date
        First and last date.
    calendar : str
        Country and part of it as the ``holidays`` library writes them: ``GB-ENG``, ``GB-WLS``, ``CA-ON``.

    Returns
    -------
    Series of str
        Index: dates in order; substitute days included.

    Raises
    ------
    ParameterError
        The library does not know the calendar.

    >>> bank_holidays("2025-04-01", "2025-05-31").index.strftime("%d %b").tolist()
    ['18 Apr', '21 Apr', '05 May', '26 May']
    """
    days = _days(start, end)
    country, _, part = calendar.partition("-")
    try:
        known = holidays.country_holidays(country, subdiv=part or None, years=range(days[0].year, days[-1].year + 1))
    except NotImplementedError as error:
        raise ParameterError(f"'{calendar}' is not a calendar of holidays.", "Write it like GB-ENG.") from error
    found = {day: known[day.date()] for day in days if day.date() in known}
    return pd.Series(found, index=pd.DatetimeIndex(list(found), dtype=days.dtype), dtype="str")


def holiday_eves(start: Any, end: Any, calendar: str = "GB-ENG") -> pd.DatetimeIndex:
    """Return the Sundays between two dates whose Monday is a bank holiday.

    >>> holiday_eves("2025-05-01", "2025-05-31").day.tolist()
    [4, 25]
    """
    days = _days(start, end)
    off = bank_holidays(days[0], days[-1] + pd.Timedelta(days=1), calendar).index
    return days[(days.day_of_week == 6) & (days + pd.Timedelta(days=1)).isin(off)]


def weekend_nights(
    start: Any, end: Any, *, student: bool = False, eves: bool = False, zone: str = "Europe/London"
) -> pd.DatetimeIndex:
    """Return the weekend nights between two dates, both included: Fridays and Saturdays.

    Parameters
    ----------
    start, end : date
        First and last night.
    student : bool
        Count Thursday nights too.
    eves : bool
        Count Sundays before a bank holiday too; those are the busiest Sundays, so a comparison with a month that has
        none must leave them out or match them.
    zone : str
        Decides whose bank holidays are meant.

    Returns
    -------
    DatetimeIndex
        Nights in order, each at midnight of its date.

    Raises
    ------
    ParameterError
        The dates are the wrong way round, or ``eves`` is asked for a zone whose bank holidays are not known here.

    >>> weekend_nights("2025-05-01", "2025-05-04").day.tolist()
    [2, 3]
    >>> weekend_nights("2025-05-01", "2025-05-04", student=True, eves=True).day.tolist()
    [1, 2, 3, 4]
    """
    days = _days(start, end)
    chosen = days.day_of_week.isin([4, 5, 3] if student else [4, 5])
    if eves:
        chosen = chosen | days.isin(holiday_eves(days[0], days[-1], _calendar_of(zone)))
    return days[chosen]


def _calendar_of(zone: str) -> str:
    if zone not in CALENDAR_OF_ZONE:
        raise ParameterError(
            f"The bank holidays of {zone} are not known.", "Name them in the area profile under [calendar] holidays."
        )
    return CALENDAR_OF_ZONE[zone]


def term_weekdays(start: Any, end: Any, calendar: Mapping[str, Any]) -> pd.DatetimeIndex:
    """Return the school days between two dates: Monday to Friday inside a term, bank holidays left out.

    Parameters
    ----------
    start, end : date
        First and last date.
    calendar : mapping
        The profile's ``[calendar]``: ``holidays`` and ``terms``, pairs of first and last school day. Half-term breaks
        need two pairs.

    Raises
    ------
    ParameterError
        The profile has no term dates: without them "after school" would count the holidays too.

    >>> calendar = {"holidays": "GB-ENG", "terms": [["2025-04-22", "2025-05-23"]]}
    >>> len(term_weekdays("2025-05-01", "2025-05-31", calendar))
    16
    """
    if not calendar.get("terms"):
        raise ParameterError(
            "The area profile has no term dates.", "Add [calendar] terms to it, pairs of first and last school day."
        )
    days = _days(start, end)
    school = days.isin([])
    for first, last in calendar["terms"]:
        school |= (days >= pd.Timestamp(first)) & (days <= pd.Timestamp(last))
    off = bank_holidays(days[0], days[-1], str(calendar.get("holidays", "GB-ENG"))).index
    return days[school & (days.day_of_week < 5) & ~days.isin(off)]


def _preset(key: str) -> Preset:
    if key not in PRESETS:
        raise ParameterError(f"'{key}' is not a window of the week.", f"Choose one of: {', '.join(PRESETS)}.")
    return PRESETS[key]


def days_of(key: str, start: Any, end: Any, calendar: Mapping[str, Any]) -> pd.DatetimeIndex:
    """Return the days or nights between two dates, both included, on which a preset's window starts.

    Parameters
    ----------
    key : str
        A key of ``PRESETS``.
    start, end : date
        First and last day.
    calendar : mapping
        The profile's ``[calendar]``.

    >>> days_of("day_drinking", "2025-05-01", "2025-05-31", {}).day.tolist()
    [3, 10, 17, 24, 31]
    """
    preset = _preset(key)
    if preset.days == "term":
        return term_weekdays(start, end, calendar)
    if preset.days == "eves":
        return holiday_eves(start, end, str(calendar.get("holidays", "GB-ENG")))
    days = _days(start, end)
    return days[days.day_of_week.isin(preset.weekdays)]


def in_window(local: Any, key: str, calendar: Mapping[str, Any]) -> pd.Series:
    """Return which instants fall into a preset's window.

    Only rows whose time is known to the hour may be asked: see ``hour_rows``.

    Parameters
    ----------
    local : Series of shape (n,)
        Naive wall time; a missing time is in no window.
    key : str
        A key of ``PRESETS``.
    calendar : mapping
        The profile's ``[calendar]``.

    Returns
    -------
    Series of bool, shape (n,)
        The index of the input.

    >>> times = pd.Series(pd.to_datetime(["2025-06-07 13:59", "2025-06-07 14:00", "2025-06-07 21:00"]))
    >>> in_window(times, "day_drinking", {}).tolist()
    [False, True, False]
    """
    preset = _preset(key)
    wall = local if isinstance(local, pd.Series) else pd.Series(local)
    nights = night_of(wall)
    if nights.notna().sum() == 0:
        return pd.Series(False, index=wall.index)
    days = days_of(key, nights.min(), nights.max(), calendar)
    hour = (wall.dt.tz_localize(None) - nights) / pd.Timedelta(hours=1)
    return nights.isin(days) & hour.ge(preset.starts) & hour.lt(preset.ends)


def exposure(key: str, start: Any, end: Any, calendar: Mapping[str, Any], zone: str = "Europe/London") -> Exposure:
    """Return how many times a preset's window came round between two dates, and its real hours in all.

    >>> exposure("weekend_nights", "2025-10-24", "2025-10-25", {})
    Exposure(occasions=2, hours=25.0)
    """
    preset = _preset(key)
    days = days_of(key, start, end, calendar)
    return Exposure(len(days), float(window_hours(days, preset.starts, preset.ends, zone).sum()))
