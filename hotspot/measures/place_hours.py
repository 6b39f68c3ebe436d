"""When each place is busy, and how young those involved are: counts by window of the week, inside the gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from hotspot import nights
from hotspot.errors import ParameterError

TITLES = {
    "after_school": "weekday afternoons in term",
    "weekend_nights": "Friday and Saturday nights",
    "week_nights": "nights from Sunday to Thursday",
    "day_drinking": "Saturday daytime",
}
WEEK_NIGHTS = (6, 0, 1, 2, 3)
BOUNDS = {key: (nights.PRESETS[key].starts, nights.PRESETS[key].ends) for key in TITLES if key in nights.PRESETS} | {
    "week_nights": (18, 30)
}
HOURS = tuple(f"hour_{hour:02d}" for hour in range(24))
COUNTS = ("timed", *TITLES, *HOURS, "aged", "young")
UNDER_18 = "under 18"


def exposures(first: pd.Timestamp, last: pd.Timestamp, calendar: Mapping[str, Any], zone: str) -> dict[str, float]:
    """Return how much of the time between two days each window takes, as a share; without term dates no after school.

    >>> shares = exposures(pd.Timestamp("2025-06-01"), pd.Timestamp("2025-06-28"), {}, "Europe/London")
    >>> {name: round(share, 2) for name, share in shares.items()}
    {'weekend_nights': 0.14, 'week_nights': 0.36, 'day_drinking': 0.04}
    """
    whole = 24.0 * ((last - first).days + 1)
    shares = {}
    for key in TITLES:
        days, starts, ends = _days(key, first, last, calendar)
        if len(days):
            shares[key] = float(nights.window_hours(days, starts, ends, zone).sum()) / whole
    return shares


def clock(key: str) -> str:
    """Return from when to when a window is, as clocks show it.

    >>> clock("after_school"), clock("week_nights")
    ('15:00-18:59', '18:00-05:59')
    """
    starts, ends = BOUNDS[key]
    return f"{starts:02d}:00-{(ends - 1) % 24:02d}:59"


def _days(
    key: str, first: pd.Timestamp, last: pd.Timestamp, calendar: Mapping[str, Any]
) -> tuple[pd.DatetimeIndex, int, int]:
    """Return the days on which a window begins, and its hours; no day where the profile has no terms."""
    if key == "week_nights":
        days = pd.date_range(first, last)
        return days[days.day_of_week.isin(WEEK_NIGHTS)], *BOUNDS[key]
    try:
        return nights.days_of(key, first, last, calendar), *BOUNDS[key]
    except ParameterError:
        return pd.DatetimeIndex([]), *BOUNDS[key]


def middles(rows: pd.DataFrame, place: pd.Series, locations: pd.Index) -> pd.DataFrame:
    """Return the middle of each place's records (the median of longitudes and of latitudes, in degrees).

    Who is near is asked from there: a hexagon is a kilometre wide, and its middle may be a field.
    """
    mine = rows.loc[place.index, ["lon", "lat"]].groupby(place).median()
    return mine.reindex(locations).rename_axis("location")


def by_place(
    table: pd.DataFrame, place: pd.Series, ages: pd.Series, locations: pd.Index, calendar: Mapping[str, Any]
) -> pd.DataFrame:
    """Return how many incidents of each place fall into each window of the week and each hour of the day.

    Parameters
    ----------
    table : DataFrame
        ``row``, ``night``, ``hour``, ``weight`` as ``hours.spread`` gives them: an incident known as an interval is
        shared out over its hours.
    place : Series
        Location of each incident, by the index that ``row`` names.
    ages : Series
        Age band of each, missing where not known.
    locations : Index
        The places to tell of.
    calendar : mapping
        The profile's ``[calendar]``.

    Returns
    -------
    DataFrame, index location
        ``timed`` (incidents whose hour is known), one column for each window and for each of 24 hours, ``aged``
        (incidents whose age band is known) and ``young`` (of those, under 18).
    """
    where = table["row"].map(place)
    mine = table[where.isin(locations)].assign(place=where)
    found = {"timed": mine.groupby("place")["weight"].sum()}
    if len(mine):
        first, last = mine["night"].min(), mine["night"].max()
        for key in TITLES:
            days, starts, ends = _days(key, first, last, calendar)
            inside = mine["night"].isin(days) & mine["hour"].ge(starts) & mine["hour"].lt(ends)
            found[key] = mine[inside].groupby("place")["weight"].sum()
    clock = mine.groupby(["place", mine["hour"] % 24])["weight"].sum()
    found |= {name: clock[clock.index.get_level_values(1) == hour].droplevel(1) for hour, name in enumerate(HOURS)}
    said = ages[ages.notna() & place.reindex(ages.index).isin(locations)]
    found["aged"] = said.groupby(place.reindex(said.index)).size()
    found["young"] = (said == UNDER_18).groupby(place.reindex(said.index)).sum()
    return pd.DataFrame(found, index=locations).reindex(columns=list(COUNTS)).fillna(0.0).rename_axis("location")
