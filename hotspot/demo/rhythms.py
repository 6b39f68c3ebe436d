"""When things happen: shapes of the day, weights of the week, and days on which a source reported nothing.

Hours count from the midnight that begins the night's date, 6 to 29, so that the small hours stay with their evening.
The shapes follow what partnerships publish: half of serious violence on Friday to Sunday, Saturday highest; 56 %
between 18:00 and 06:00; peaks at 15-16, 21-22 and 23-24.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import nights

START, END = pd.Timestamp("2023-01-01"), pd.Timestamp("2025-12-31")
DAYS = pd.date_range(START, END, freq="D", unit="s")

# weight of each hour: 06 07 ... 23, then 00 ... 05 of the morning after
_SHAPES: dict[str, str] = {
    "general": "6 8 16 22 28 32 36 38 44 76 52 44 40 45 50 68 52 62 32 22 14 8 5 3",
    "night_out": "0 0 0 1 2 2 3 4 5 8 8 9 12 16 22 36 34 52 38 28 17 8 3 1",
    "closing_at_2": "0 0 0 0 0 0 1 1 2 2 2 3 5 8 14 24 34 46 56 66 18 4 1 0",
    "closing_at_4": "0 0 0 0 0 0 1 1 2 2 2 3 5 8 12 18 24 32 36 42 56 68 12 1",
    "after_school": "1 2 3 1 1 1 3 2 10 52 44 22 8 4 2 2 1 1 0 0 0 0 0 0",
    "evening": "2 3 4 6 8 10 12 12 16 28 34 38 42 44 52 44 32 24 16 10 6 3 2 1",
    "home": "6 8 10 12 14 16 18 18 20 24 28 32 38 42 46 46 44 40 32 22 14 8 5 4",
    "daytime": "2 6 12 18 22 26 28 28 28 26 24 20 14 10 8 6 4 3 2 1 1 1 1 1",
    "wards": "6 8 10 10 10 10 12 12 12 12 12 14 16 18 20 22 24 26 26 24 20 14 10 8",
}
_WEEKS: dict[str, str] = {  # Monday to Sunday, by the night's date
    "general": "13 13 13 14 17 20 12",
    "night_out": "6 6 8 12 26 34 8",
    "closing": "3 3 5 10 32 40 7",
    "flat": "14 14 14 14 14 14 14",
    "home": "13 13 13 13 15 17 17",
    "school": "20 20 20 20 20 0 0",
}


def shape(name: str) -> NDArray[np.float64]:
    """Return the chance of each hour 6 to 29.

    >>> len(shape("general")), round(float(shape("general").sum()), 6)
    (24, 1.0)
    """
    weights = np.array(_SHAPES[name].split(), dtype=float)
    return np.asarray(weights / weights.sum())


def day_weights(week: str, start: Any, end: Any, calendar: Mapping[str, Any]) -> NDArray[np.float64]:
    """Return the weight of every day of the three years: the week's rhythm between two dates, a little more in summer.

    The rhythm ``school`` leaves out all but term weekdays.
    """
    by_weekday = np.array(_WEEKS[week].split(), dtype=float)[DAYS.day_of_week]
    inside = (DAYS >= pd.Timestamp(start)) & (DAYS <= pd.Timestamp(end))
    if week == "school":
        inside &= DAYS.isin(nights.term_weekdays(START, END, calendar))
        return np.asarray(by_weekday * inside)
    summer = 1 + 0.05 * np.cos((DAYS.day_of_year.to_numpy() - 196) / 365.25 * 2 * np.pi)
    return np.asarray(by_weekday * summer * inside)


def silent(days: pd.DatetimeIndex, months: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which nights reach into a month for which the source delivered nothing.

    >>> silent(pd.DatetimeIndex(["2024-02-28", "2024-02-29", "2024-03-31", "2024-04-01"]), ("2024-03",)).tolist()
    [False, True, True, False]
    """
    named = [moment.strftime("%Y-%m").to_numpy(dtype=str) for moment in (days, days + pd.Timedelta(days=1))]
    return np.asarray(np.isin(named[0], months) | np.isin(named[1], months))
