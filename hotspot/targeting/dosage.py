"""Planned against done: what a visit log says of each place and night.

A log says where a unit was, not what it prevented. Read it for three things: places that got less than was planned,
visits outside the hours in which incidents come, and long stretches with nobody there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hotspot import nights
from hotspot.targeting.rounds import VISIT_MIN

BRIEF_MIN = 10  # a drive past is no visit
TABLE = (
    "nights visits minutes planned_minutes share_of_plan in_peak median_minutes brief longest_gap_nights last".split()
)


@dataclass(frozen=True)
class Dosage:
    """What became of a plan.

    Attributes
    ----------
    places : DataFrame, index place
        ``nights`` with a visit, ``visits``, ``minutes``, ``planned_minutes`` (NaN where none is known),
        ``share_of_plan``, ``in_peak`` (share of visits that began in the peak hours), ``median_minutes``, ``brief``
        (visits under ten minutes), ``longest_gap_nights`` (most nights in a row, of those looked at, without a visit),
        ``last`` (night).
    by_night : DataFrame
        ``place``, ``night``, ``visits``, ``minutes``, ``planned_minutes``: a row for every place and night looked at.
    elsewhere : DataFrame, index place
        ``visits`` and ``minutes`` at places that nobody planned.
    nights : tuple of Timestamp
        The nights looked at.
    peak : (int, int)
        The peak hours, after the midnight that begins a night's date.
    totals : dict
        ``visits``, ``minutes``, ``planned_minutes``, ``in_peak``, ``nights``.
    """

    places: pd.DataFrame
    by_night: pd.DataFrame
    elsewhere: pd.DataFrame
    nights: tuple[pd.Timestamp, ...]
    peak: tuple[int, int]
    totals: dict[str, float]


def dosage(done: pd.DataFrame, planned: Mapping[str, float] | pd.DataFrame, peak: tuple[int, int]) -> Dosage:
    """Return visits done against visits planned, by place and night.

    Parameters
    ----------
    done : DataFrame
        ``place``, ``start`` (wall time), ``minutes``, ``unit``. The small hours belong to the night before.
    planned : mapping or DataFrame
        Minutes a night of each place (NaN where none is known), on every night of the log; or planned visits with the
        columns of ``done``, which bring their own nights.
    peak : (int, int)
        Hours in which visits were wanted, after the midnight that begins the night's date (22, 28 is 22:00 to 04:00).

    Places are matched by name, whatever the letter case and spacing.
    """
    told = _with_nights(done)
    wanted = _wanted(planned, told)
    called = {_plain(place): place for place in wanted["place"].unique()}
    told = told.assign(place=told["place"].map(lambda said: called.get(_plain(said), said)))
    mine = told[told["place"].isin(called.values())]
    seen = tuple(sorted({*told["night"], *wanted["night"]}))
    by_night = _by_night(mine, wanted, seen)
    elsewhere = told[~told["place"].isin(called.values())].groupby("place")["minutes"].agg(["size", "sum"])
    places = _by_place(mine, by_night, peak)
    return Dosage(
        places, by_night, elsewhere.set_axis(["visits", "minutes"], axis=1), seen, peak, _totals(mine, by_night, peak)
    )


def _plain(name: object) -> str:
    return " ".join(str(name).casefold().split())


def _with_nights(visits: pd.DataFrame) -> pd.DataFrame:
    start = pd.to_datetime(visits["start"])
    night = nights.night_of(start).astype("datetime64[ns]")
    return visits.assign(start=start, night=night, hour=(start - night) / pd.Timedelta(hours=1))


def _wanted(planned: Mapping[str, float] | pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Return planned minutes: place, night, minutes."""
    if isinstance(planned, pd.DataFrame):
        dated = _with_nights(planned)
        return dated.groupby(["place", "night"], as_index=False)["minutes"].sum()
    every = pd.MultiIndex.from_product([list(planned), sorted(told["night"].unique())], names=["place", "night"])
    frame = every.to_frame(index=False)
    return frame.assign(minutes=frame["place"].map(dict(planned)).astype(float))


def _by_night(mine: pd.DataFrame, wanted: pd.DataFrame, seen: tuple[pd.Timestamp, ...]) -> pd.DataFrame:
    keys = pd.MultiIndex.from_product([list(wanted["place"].unique()), list(seen)], names=["place", "night"])
    counted = mine.groupby(["place", "night"])["minutes"].agg(["size", "sum"]).reindex(keys, fill_value=0)
    asked = wanted.set_index(["place", "night"])["minutes"].reindex(keys)
    known = asked.groupby(level="place").transform("count") > 0  # a place with a plan on some nights has 0 on others
    frame = pd.DataFrame({"visits": counted["size"].astype(int), "minutes": counted["sum"].astype(float)})
    return frame.assign(planned_minutes=asked.mask(known & asked.isna(), 0.0)).reset_index()


def _by_place(mine: pd.DataFrame, by_night: pd.DataFrame, peak: tuple[int, int]) -> pd.DataFrame:
    rows = {}
    for place, every in by_night.groupby("place", sort=False):
        own = mine[mine["place"] == place]
        planned = float(every["planned_minutes"].sum(min_count=1))
        spent = float(every["minutes"].sum())
        rows[place] = {
            "nights": int((every["visits"] > 0).sum()), "visits": len(own), "minutes": spent,
            "planned_minutes": planned, "share_of_plan": spent / planned if planned > 0 else np.nan,
            "in_peak": _in_peak(own, peak), "median_minutes": own["minutes"].median(),
            "brief": int((own["minutes"] < BRIEF_MIN).sum()), "longest_gap_nights": _longest(every["visits"] == 0),
            "last": own["night"].max(),
        }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index", columns=TABLE).rename_axis("place")


def _in_peak(visits: pd.DataFrame, peak: tuple[int, int]) -> float:
    inside = visits["hour"].ge(peak[0]) & visits["hour"].lt(peak[1])
    return float(inside.mean()) if len(visits) else float("nan")


def _longest(without: pd.Series) -> int:
    """Return the longest run of True.

    >>> _longest(pd.Series([True, True, False, True]))
    2
    """
    return int(without.groupby((~without).cumsum()).sum().max()) if len(without) else 0


def _totals(mine: pd.DataFrame, by_night: pd.DataFrame, peak: tuple[int, int]) -> dict[str, float]:
    return {
        "visits": len(mine), "minutes": float(mine["minutes"].sum()), "nights": by_night["night"].nunique(),
        "planned_minutes": float(by_night["planned_minutes"].sum(min_count=1)), "in_peak": _in_peak(mine, peak),
        "brief": int((mine["minutes"] < BRIEF_MIN).sum()), "usual_min": float(VISIT_MIN),
    }  # fmt: skip
