"""Which hours of which nights: incidents shared out over the hours of a window of the week, inside the gate.

Everything here rests on one table, ``spread``: a row for each incident and hour in which it may have happened, with its
share of the incident. An incident whose minute is known is one row of weight 1; one known as "between 23:10 and 01:30"
is four rows that sum to 1 (aoristic). Grid, bands, weekends and late shares are sums over that table, so that they
cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hotspot import nights, stats
from hotspot.incidents.hours import PLACEHOLDER, stands_in
from hotspot.nights import Preset

HOUR = pd.Timedelta(hours=1)


@dataclass(frozen=True)
class Spread:
    """Incidents over hours.

    Attributes
    ----------
    table : DataFrame
        ``row`` (index of the incident), ``night`` (midnight of the night's date), ``hour`` (whole hours after that
        midnight, 6 to 29), ``weight``. The weights of one incident sum to 1.
    reasons : Series
        Why the hour of an incident is not known, by the index of the incident. With those in ``table`` they make all.
    placeholders : DataFrame, index source
        Share of times at exactly 00:00 and 12:00 (``midnight``, ``noon``), and whether more stand there than people
        round to (``midnight_heaped``, ``noon_heaped``); ``exact`` where the source writes minutes.
    total : int
        Incidents asked about.
    """

    table: pd.DataFrame
    reasons: pd.Series
    placeholders: pd.DataFrame
    total: int

    @property
    def left_out(self) -> pd.DataFrame:
        """Return ``reason``, ``count``: how many incidents have no known hour, for each reason."""
        return self.reasons.value_counts(sort=False).rename_axis("reason").rename("count").reset_index()


def spread(rows: pd.DataFrame, known: pd.DataFrame) -> Spread:
    """Return incidents shared out over hours, and how many could not be.

    Parameters
    ----------
    rows : DataFrame
        Incidents as ``incidents.select`` returns them.
    known : DataFrame
        What ``placeholders`` says of their sources.
    """
    usable = rows["precision"].isin(nights.HOUR_PRECISIONS) & rows["local"].notna()
    timed = rows[usable]
    unknown = stands_in(timed, known)
    why = [rows.loc[~usable, "precision"].astype("str").map(_coarse)]
    why += [pd.Series(PLACEHOLDER.format(clock), index=timed.index[guilty]) for clock, guilty in unknown.items()]
    timed = timed[~np.logical_or.reduce(list(unknown.values()))]
    return Spread(_shared(timed), pd.concat(why).astype("str").rename("reason"), known, len(rows))


def began(rows: pd.DataFrame, found: Spread) -> pd.Series:
    """Return the night by which each incident is accounted for; without a known hour its day, else its month's first.

    A record of a day alone has no hour and so belongs to no night: read as midnight it would count the night before.

    Parameters
    ----------
    rows : DataFrame
        Incidents as ``spread`` was given them.
    found : Spread
        What it made of them.
    """
    local: pd.Series = rows["local"]
    return nights.night_of(local).mask(rows.index.isin(found.reasons.index), local.dt.normalize()).fillna(rows["month"])


def stands_outside(reason: str, preset: Preset) -> bool:
    """Return whether a reason is a clock time outside a window: a record that says noon is not missed at night.

    >>> [stands_outside(PLACEHOLDER.format(at), nights.PRESETS["weekend_nights"]) for at in ("00:00", "12:00")]
    [False, True]
    """
    for hour in (0, 12):
        if reason == PLACEHOLDER.format(f"{hour:02d}:00"):
            return not any(preset.starts <= at < preset.ends for at in (hour, hour + 24))
    return False


def _coarse(precision: str) -> str:
    return "without a time" if precision == "none" else f"known only to the {precision}"


def _shared(timed: pd.DataFrame) -> pd.DataFrame:
    """Return one row per incident and hour; intervals by their aoristic weights, everything else at its hour."""
    interval = (timed["to_local"] > timed["local"]).to_numpy(dtype=bool)
    exact = timed[~interval]
    points = pd.DataFrame({"row": exact.index, "moment": exact["local"].dt.floor("h").to_numpy(), "weight": 1.0})
    table = pd.concat([points, _aoristic(timed[interval])], ignore_index=True)
    night = nights.night_of(table["moment"]).astype("datetime64[ns]")
    hour = ((table["moment"] - night) / HOUR).round().astype("int64")
    return pd.DataFrame({"row": table["row"], "night": night, "hour": hour, "weight": table["weight"]})


def _aoristic(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the hours of each interval with their weights, put back from the week's clock onto the calendar."""
    monday = (rows["local"] - pd.to_timedelta(rows["local"].dt.day_of_week, unit="D")).dt.normalize()
    start, end = ((rows[name] - monday) / HOUR for name in ("local", "to_local"))
    weights = stats.aoristic_weights(start.to_numpy(), end.to_numpy())
    which, hour = np.nonzero(weights)
    # An hour of the week before the start can only be that of the week after.
    ahead = np.where(hour < np.floor(start.to_numpy())[which], hour + 168, hour)
    moment = monday.to_numpy()[which] + ahead * np.timedelta64(1, "h")
    return pd.DataFrame({"row": rows.index.to_numpy()[which], "moment": moment, "weight": weights[which, hour]}).astype(
        {"moment": "datetime64[ns]"}
    )


def in_preset(table: pd.DataFrame, days: pd.DatetimeIndex, preset: Preset) -> pd.DataFrame:
    """Return the rows of a spread that fall on these days or nights, in the preset's hours."""
    return table[table["night"].isin(days) & table["hour"].ge(preset.starts) & table["hour"].lt(preset.ends)]


def grid(table: pd.DataFrame, days: pd.DatetimeIndex, preset: Preset, zone: str) -> pd.DataFrame:
    """Return incidents by hour and day of the week, with what a rate divides by.

    A peak in it is where records are, in hours when their time was known. Single hours of a small place hold too little
    to be read: show a town centre or a district, over a year.

    Parameters
    ----------
    table : DataFrame
        Rows of a spread inside the window: see ``in_preset``.
    days : DatetimeIndex
        The days or nights that were counted.
    preset : Preset
        The window of the week.
    zone : str
        The zone of the clocks.

    Returns
    -------
    DataFrame
        One row for each weekday that occurs and hour: ``weekday`` (Monday 0), ``hour``, ``count`` (sum of weights),
        ``nights``, ``hours`` (real hours: the autumn night has two of one and the spring night none), ``per_night``
        with ``lower`` and ``upper``.
    """
    hours = range(preset.starts, preset.ends)
    weekdays = sorted(days.day_of_week.unique())
    keys = pd.MultiIndex.from_product([weekdays, hours], names=["weekday", "hour"])
    counted = table.groupby([table["night"].dt.day_of_week, table["hour"]])["weight"].sum()
    frame = pd.DataFrame({"count": counted.reindex(keys, fill_value=0.0)}, index=keys)
    frame["nights"] = [int((days.day_of_week == weekday).sum()) for weekday, _ in keys]
    frame["hours"] = [
        float(nights.window_hours(days[days.day_of_week == weekday], hour, hour + 1, zone).sum())
        for weekday, hour in keys
    ]
    return rated(frame.reset_index())


def rated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of ``count`` and ``nights`` with the rate per night and its 95 % Poisson interval."""
    lower, upper = stats.poisson_interval(frame["count"], frame["nights"])
    return frame.assign(per_night=frame["count"] / frame["nights"], lower=lower, upper=upper)


def bands_of(preset: Preset) -> dict[str, tuple[int, int]]:
    """Return the bands that a window reaches into, cut to it: name to first hour and end.

    >>> list(bands_of(nights.PRESETS["weekend_nights"])), list(bands_of(nights.PRESETS["after_school"]))
    (['18-21', '21-00', '00-03', '03-06'], ['15-18', '18-19'])
    """
    cut = [(max(band.starts, preset.starts), min(band.ends, preset.ends)) for band in nights.BANDS.values()]
    return {f"{starts % 24:02d}-{ends % 24:02d}": (starts, ends) for starts, ends in cut if starts < ends}


def banded(table: pd.DataFrame, preset: Preset) -> pd.Series:
    """Return the band of each row of a spread that lies inside the window."""
    bands = bands_of(preset)
    edges = [starts for starts, _ in bands.values()]
    return pd.Series(np.array(list(bands))[np.digitize(table["hour"], edges) - 1], index=table.index, dtype="str")


def band_counts(table: pd.DataFrame, preset: Preset, place: pd.Series, locations: tuple[str, ...]) -> pd.DataFrame:
    """Return incidents by place and band over one mask: the same places in every band, empty ones as 0.

    Parameters
    ----------
    table : DataFrame
        Rows of a spread inside the window.
    preset : Preset
        The window.
    place : Series
        Location of each incident, by the index that ``row`` names; missing where it has none.
    locations : tuple of str
        The mask.

    Returns
    -------
    DataFrame, index location
        One column for each band, sums of weights.
    """
    where = table["row"].map(place)
    counted = table["weight"].groupby([where, banded(table, preset)]).sum().unstack(fill_value=0.0)
    return counted.reindex(index=pd.Index(locations, name="location"), columns=list(bands_of(preset)), fill_value=0.0)


def band_grid(frame: pd.DataFrame, preset: Preset) -> pd.DataFrame:
    """Return a grid of hours coarsened to bands: what may leave where single hours may not."""
    bands = bands_of(preset)
    starts = np.array([first for first, _ in bands.values()])
    first = pd.Series(starts[np.digitize(frame["hour"], starts) - 1], index=frame.index, name="hour")
    summed = frame.groupby(["weekday", first]).agg({"count": "sum", "nights": "first", "hours": "sum"})
    return rated(summed.reset_index())
