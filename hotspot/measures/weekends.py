"""The last quarter against the same weekends last year, and whether the busy hour moved; inside the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hotspot import nights, stats
from hotspot.nights import Preset

QUARTER = 13  # weekends
YEAR = pd.Timedelta(weeks=52)
LONG = {"holiday_eves": 52}  # a window that comes round a few times a year needs the whole year
LATE = {"after_school": 17, "day_drinking": 18}  # else 02:00
LATE_AT_NIGHT = 26
FEW = 8  # incidents on either side, below which hours are not compared
BUSY_HOURS = 3


@dataclass(frozen=True)
class Matched:
    """The weekends (or school days) of a quarter and their partners last year.

    Attributes
    ----------
    pairs : DataFrame
        ``now``, ``before`` (Fridays, or days), ``kind``, ``matched_kind``, ``how``, ``alike``. Only alike pairs count.
    now, before : DatetimeIndex
        The nights of the alike pairs.
    quarter : DatetimeIndex
        All nights of the quarter, matched or not: what "now" means for the hours.
    earlier : DatetimeIndex
        All nights held up to the same weekends last year: what the quarter's hours are compared with.
    """

    pairs: pd.DataFrame
    now: pd.DatetimeIndex
    before: pd.DatetimeIndex
    quarter: pd.DatetimeIndex
    earlier: pd.DatetimeIndex


def unit_of(days: Any, preset: Preset) -> Any:
    """Return what each night is compared as: its weekend (a Friday), or itself where school days are compared."""
    return days if preset.days == "term" else nights.weekend_of(days)


def matched(days: pd.DatetimeIndex, preset: Preset, calendar: Mapping[str, Any]) -> Matched:
    """Return the last quarter of a window with the weekends of last year that it may be compared with.

    Parameters
    ----------
    days : DatetimeIndex
        Every night of the window that is held whole, oldest first.
    preset : Preset
        The window of the week.
    calendar : mapping
        The profile's ``[calendar]``.

    Returns
    -------
    Matched
        A pair counts only if both are alike (bank holiday, Easter, term, named event), held, and of as many nights.
    """
    units = pd.Series(unit_of(days, preset), index=days)
    newest = units.max()
    span = LONG.get(preset.key, QUARTER)
    quarter = days[(units > newest - pd.Timedelta(weeks=span)).to_numpy()]
    now_units = pd.DatetimeIndex(units[quarter].unique())
    pairs = _school_days(now_units) if preset.days == "term" else _weekends(quarter, calendar)
    sizes = units.value_counts()
    counts = [sizes.reindex(pairs[name]).fillna(0).to_numpy(dtype=int) for name in ("now", "before")]
    held = (counts[0] > 0) & (counts[0] == counts[1])
    lost = pairs["alike"].to_numpy(dtype=bool) & ~held
    pairs["how"] = np.where(lost, "not held, or no such night", pairs["how"])
    pairs["alike"] = pairs["alike"].to_numpy(dtype=bool) & held
    alike = pairs[pairs["alike"]]
    now, before = (days[units.isin(alike[name]).to_numpy()] for name in ("now", "before"))
    return Matched(pairs, now, before, quarter, days[days <= days.max() - YEAR])


def _weekends(quarter: pd.DatetimeIndex, calendar: Mapping[str, Any]) -> pd.DataFrame:
    found = nights.matched_weekends(quarter, calendar)
    return found.rename(columns={"weekend": "now", "matched": "before"})


def _school_days(days: pd.DatetimeIndex) -> pd.DataFrame:
    """Pair each school day with the same weekday 52 weeks earlier; no pair where that was no school day."""
    return pd.DataFrame(
        {"now": days, "before": days - YEAR, "kind": "school day", "matched_kind": "school day", "how": "52 weeks"}
    ).assign(alike=True)


def by_unit(table: pd.DataFrame, pairs: pd.DataFrame, preset: Preset) -> pd.DataFrame:
    """Return the pairs with their counts: ``count`` now and ``count_before``, sums of weights."""
    unit = pd.Series(np.asarray(unit_of(pd.DatetimeIndex(table["night"]), preset)), index=table.index)
    summed = table["weight"].groupby(unit).sum()
    now, before = (summed.reindex(pairs[name]).fillna(0.0).to_numpy() for name in ("now", "before"))
    return pairs.assign(count=now, count_before=before)


def change(table: pd.DataFrame, found: Matched) -> dict[str, float]:
    """Return counts on the alike nights now and before, their difference and its interval, and the e-test's p.

    Returns
    -------
    dict
        ``now``, ``before``, ``nights`` (those of alike pairs), ``nights_held`` (all of the quarter, with a pair or
        without), ``direction`` (-1, 0, 1: where the interval leaves out 0), ``difference``, ``low``, ``high``, ``p``;
        NaN where no pair is alike.
    """
    nights_now, nights_before = len(found.now), len(found.before)
    now = float(table.loc[table["night"].isin(found.now), "weight"].sum())
    before = float(table.loc[table["night"].isin(found.before), "weight"].sum())
    told = {"now": now, "before": before, "nights": float(nights_now), "nights_held": float(len(found.quarter))}
    if not nights_now or not nights_before:
        return told | dict.fromkeys(("direction", "difference", "low", "high", "p"), float("nan"))
    exposure = (float(nights_before), float(nights_now))
    gap = stats.count_difference(before, now, exposure=exposure)
    p = stats.e_test(round(before), round(now), exposure=exposure)
    told["direction"] = float(np.sign(gap.estimate)) if gap.clear else 0.0
    return told | {"difference": gap.estimate, "low": gap.low, "high": gap.high, "p": p}


def late_from(preset: Preset) -> int:
    """Return the hour from which an incident of the window counts as late.

    >>> late_from(nights.PRESETS["weekend_nights"])
    26
    """
    return LATE.get(preset.key, LATE_AT_NIGHT)


def moved(table: pd.DataFrame, found: Matched, preset: Preset) -> dict[str, float]:
    """Return when incidents happened this quarter and on all nights up to a year ago, and whether it became later.

    One year's quarter is too few to say when, so everything held up to the same weekends last year stands against it.
    The word "later" rests on the share after a late hour (02:00 at night), not on the busiest hours: with twenty
    incidents the busiest hour jumps by itself.

    Returns
    -------
    dict
        ``n_now``, ``n_earlier``; ``busy_now``, ``busy_earlier`` (first of the busiest three hours); ``mean_now``,
        ``mean_earlier`` (mean time, hours after the midnight that begins the night's date); ``late_now``,
        ``late_earlier`` (share from the late hour on), ``late_gap``, ``late_low``, ``late_high``, ``later`` (-1, 0, 1:
        where that interval leaves out 0). NaN where fewer than
        eight incidents stand on either side.
    """
    late = late_from(preset)
    now, earlier = (table[table["night"].isin(days)] for days in (found.quarter, found.earlier))
    sums = {"n_now": float(now["weight"].sum()), "n_earlier": float(earlier["weight"].sum())}
    if min(sums.values()) < FEW:
        return sums | dict.fromkeys(_MOVED, float("nan"))
    shares = [(float(one.loc[one["hour"] >= late, "weight"].sum()), float(one["weight"].sum()))
              for one in (earlier, now)]  # fmt: skip
    gap = stats.share_difference(*shares)
    values = [
        *(busiest(one, preset) for one in (now, earlier)),
        *(float(np.average(one["hour"] + 0.5, weights=one["weight"])) for one in (now, earlier)),
        *(part / whole for part, whole in reversed(shares)),
        *(gap.estimate, gap.low, gap.high, float(np.sign(gap.estimate)) if gap.clear else 0.0),
    ]
    return sums | dict(zip(_MOVED, values, strict=True))


_MOVED = "busy_now busy_earlier mean_now mean_earlier late_now late_earlier late_gap late_low late_high later".split()


def busiest(table: pd.DataFrame, preset: Preset) -> float:
    """Return the first of the three hours running that hold most; the earliest where several hold as many.

    >>> table = pd.DataFrame({"hour": [22, 25, 26, 27], "weight": [1.0, 1.0, 2.0, 1.0]})
    >>> busiest(table, nights.PRESETS["weekend_nights"])
    25.0
    """
    hours = np.arange(preset.starts, preset.ends)
    by_hour = table.groupby("hour")["weight"].sum().reindex(hours, fill_value=0.0).to_numpy()
    width = min(BUSY_HOURS, len(hours))
    running = np.convolve(by_hour, np.ones(width), mode="valid")
    return float(hours[int(np.argmax(running.round(9)))])
