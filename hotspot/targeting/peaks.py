"""When a place is busy: facts from released counts by window of the week, which the views put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hotspot import stats
from hotspot.disclosure import TableRelease
from hotspot.measures.place_hours import HOURS

BUSIER = 2.0  # a window is busy where it holds at least twice the pace of the place's whole week,
SURELY = 1.5  # and surely half as much again, by the 95 % Poisson interval,
LEAST_SHARE = 0.2  # and a fifth of all: below that, most of what happens there happens at other times
RUN = 3  # hours of the busiest stretch of the clock
FEW_TIMED = 10  # below this no hours are told
FEW_AGED = 10
MOSTLY_YOUNG = 50.0  # percent


@dataclass(frozen=True)
class Peaks:
    """When places are busy.

    Attributes
    ----------
    table : DataFrame, index location
        ``when`` (keys of the busy windows, the one furthest above its pace first) and ``when_percent`` (how much of
        the records whose hour is known each holds); ``timed`` (how many those are: NaN where no hours are told at all,
        and below ``FEW_TIMED`` no window is); ``hours`` (busiest three hours of the clock, such as "15:00-18:00");
        ``aged`` (records whose age is known), ``young_percent`` (of those, under 18: NaN below ``FEW_AGED``), ``young``
        (True where most are).
    why_none : str
        Why no hours are told of any place; empty where they are.
    """

    table: pd.DataFrame
    why_none: str = ""


def no_peaks(locations: pd.Index, why: str) -> Peaks:
    """Return places without hours, and why."""
    empty = pd.DataFrame({"when": [()] * len(locations), "when_percent": [()] * len(locations)}, index=locations)
    unknown = {"timed": np.nan, "hours": "", "aged": np.nan, "young_percent": np.nan, "young": False}
    return Peaks(empty.assign(**unknown), why)


def peaks(released: TableRelease, exposures: Mapping[str, float]) -> Peaks:
    """Return when each place is busy.

    A window of the week is named where it holds a fifth of the incidents or more and they come at twice the pace of the
    place's whole week or more. It says when records are, of those whose hour is known; a place that is busy all week
    has no such window.

    Parameters
    ----------
    released : TableRelease
        ``measures.place_hours.by_place`` as it may leave.
    exposures : mapping
        The share of the week that each window takes.
    """
    if not isinstance(released, TableRelease):
        raise TypeError("Peaks are made from a disclosure.TableRelease only.")
    table = released.table
    if released.controlled:
        return no_peaks(table.index, "Hours of single places are not shown for a restricted source.")
    rows = [_told(row, exposures) for _, row in table.iterrows()]
    return Peaks(pd.DataFrame(rows, index=table.index))


def _told(row: pd.Series, exposures: Mapping[str, float]) -> dict[str, object]:
    few = row["timed"] < FEW_TIMED
    busy = [key for key, share in exposures.items() if not few and _is_busy(row[key], row["timed"], share)]
    busy.sort(key=lambda key: row[key] / exposures[key], reverse=True)
    young = 100 * (row["young"] / row["aged"]) if row["aged"] >= FEW_AGED else np.nan
    return {
        "when": tuple(busy), "when_percent": tuple(float(100 * row[key] / row["timed"]) for key in busy),
        "timed": float(row["timed"]), "hours": "" if few else _clock(row), "aged": float(row["aged"]),
        "young_percent": float(young), "young": bool(young >= MOSTLY_YOUNG),
    }  # fmt: skip


def _is_busy(count: float, timed: float, share: float) -> bool:
    usual = timed * share
    low = float(stats.poisson_interval(count).low)
    return bool(count >= max(BUSIER * usual, LEAST_SHARE * timed) and low >= SURELY * usual)


def _clock(row: pd.Series) -> str:
    """Return the busiest three hours of the clock, midnight crossed, with their share."""
    counts = row[list(HOURS)].to_numpy(dtype=float)
    runs = np.array([np.roll(counts, -start)[:RUN].sum() for start in range(24)])
    start = int(runs.argmax())
    return f"{start:02d}:00-{(start + RUN) % 24:02d}:00 ({100 * runs[start] / row['timed']:,.0f} %)"
