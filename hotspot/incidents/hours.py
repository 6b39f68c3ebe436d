"""Which records happened in chosen hours of the week, and of which nobody can tell.

A map of places counts whole records, so that each is in these hours or is not. One whose minute or hour is known counts
by it. One known only as "from, to" counts where at least half of that time lies in these hours: over many records the
halves even out, for a single one it is a guess. Records of the month or the day alone are left out and counted, and so
are times that their source writes for "not known".
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import nights
from hotspot.config import AreaProfile, Parameters
from hotspot.errors import DataError, HoursUnknownError
from hotspot.incidents.months import period

HOUR = pd.Timedelta(hours=1)
PLACEHOLDER = "written as exactly {}, which here mostly means not known"
Truths = NDArray[np.bool_]


def placeholders(everything: pd.DataFrame) -> pd.DataFrame:
    """Return, source by source, how many times stand at 00:00 and 12:00 and whether those look like "not known".

    It is judged on all records of a source, not on the few that an analysis counts.

    Parameters
    ----------
    everything : DataFrame
        ``source``, ``precision``, ``local``.
    """
    timed = everything[everything["precision"].isin(nights.HOUR_PRECISIONS)]
    rows = {}
    for source, local in timed.groupby("source", observed=True)["local"]:
        heap = nights.heaping(local)
        rows[str(source)] = {
            "midnight": heap["share"].iloc[0],
            "noon": heap["share"].iloc[1],
            "midnight_heaped": bool(heap["heaped"].iloc[0]),
            "noon_heaped": bool(heap["heaped"].iloc[1]),
            "exact": nights.precision_of(local) == "minute",
        }
    columns = "midnight noon midnight_heaped noon_heaped exact".split()
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("source")


def stands_in(rows: pd.DataFrame, known: pd.DataFrame) -> dict[str, Truths]:
    """Return which rows stand exactly at a clock time that their source writes for "not known".

    Only where the source writes minutes: there a true 00:00 is one row in 1,440. A source that writes whole hours has
    its true midnights there too, and they cannot be told apart; its rows stay and its share is shown.
    """
    found = {}
    for hour, name in ((0, "midnight"), (12, "noon")):
        guilty = known.index[known[f"{name}_heaped"].astype(bool) & known["exact"].astype(bool)]
        at = rows["local"].dt.normalize() + hour * HOUR == rows["local"]
        found[f"{hour:02d}:00"] = (at & rows["source"].isin(guilty)).to_numpy(dtype=bool)
    return found


def hour_known(rows: pd.DataFrame, everything: pd.DataFrame) -> Truths:
    """Return of which records the hour is known: not those of a day or a month, nor placeholder times."""
    usable = rows["precision"].isin(nights.HOUR_PRECISIONS).to_numpy(dtype=bool) & rows["local"].notna().to_numpy()
    for guilty in stands_in(rows, placeholders(everything)).values():
        usable = usable & ~guilty
    return np.asarray(usable, dtype=bool)


def occasions(everything: pd.DataFrame, profile: AreaProfile, parameters: Parameters) -> pd.DatetimeIndex:
    """Return the days or nights on which the chosen hours came round in the months that count, and are held whole.

    Parameters
    ----------
    everything : DataFrame
        All records of the sources that count.
    profile, parameters
        The area's calendar; the months and the hours.

    Raises
    ------
    DataError
        The hours never came round in these months.
    """
    chosen, months = nights.hour_choice(parameters.hours, parameters.hour_band), period(everything, parameters)
    first, last = pd.Timestamp(months.first), pd.Period(months.last, "M").end_time.normalize()
    last = min(last, everything["local"].max().normalize())
    if chosen.ends > 24:
        last -= pd.Timedelta(days=1)  # the small hours of the last night must be held too
    days = chosen.days(first, last, profile.calendar) if first <= last else pd.DatetimeIndex([])
    if days.empty:
        raise DataError(f"'{chosen.title}' never came round in the months held.", "Choose a longer period.")
    return days


def in_hours(
    rows: pd.DataFrame, everything: pd.DataFrame, profile: AreaProfile, parameters: Parameters
) -> pd.DataFrame:
    """Return the records of the chosen hours, with ``night``: the date of the day or night that each belongs to.

    Half past two on Sunday is Saturday night, in whichever month that Saturday lies.

    Parameters
    ----------
    rows, everything : DataFrame
        Incidents that otherwise count, and all records of their sources.
    profile, parameters
        The calendar; the hours.

    Raises
    ------
    HoursUnknownError
        No record's hour is known.
    DataError
        The hours never came round in these months.
    """
    known = hour_known(rows, everything)
    if len(rows) and not known.any():
        raise _unknown(rows, profile)
    timed = rows[known]
    chosen = nights.hour_choice(parameters.hours, parameters.hour_band)
    night, share = _share(timed, chosen.starts, chosen.ends)
    mine = night.isin(occasions(everything, profile, parameters)) & (share >= 0.5)
    return timed.assign(night=night)[mine]


def _share(timed: pd.DataFrame, starts: int, ends: int) -> tuple[pd.Series, pd.Series]:
    """Return the night of each record and the share of it between two hours of that night.

    Where at least half of an interval lies in one stretch of hours, so does its middle: no other night can hold more.
    """
    first = timed["local"]
    last = timed["to_local"].where(timed["to_local"] > first, first)
    night = nights.night_of(first + (last - first) / 2)
    from_hour, to_hour = ((moment - night) / HOUR for moment in (first, last))
    overlap = to_hour.clip(upper=ends) - from_hour.clip(lower=starts)
    at_once = (from_hour >= starts) & (from_hour < ends)
    length = to_hour - from_hour
    return night, (overlap / length.where(length > 0)).fillna(at_once.astype(float))


def _unknown(rows: pd.DataFrame, profile: AreaProfile) -> HoursUnknownError:
    coarse = rows["precision"].mode()
    why = f"known only to the {coarse.iloc[0]}" if len(coarse) and coarse.iloc[0] != "none" else "without a time"
    return HoursUnknownError(
        f"No hour is known of the {len(rows):,} records of {profile.name} that are asked about ({why}), so all of them "
        "are left out here.",
        "Show all hours; or add records with a date and time, such as your force's own extract: the page Data takes "
        "them.",
    )
