"""When a place is busy, in words: from released counts by window of the week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hotspot import stats
from hotspot.disclosure import TableRelease
from hotspot.measures.place_hours import HOURS, TITLES

BUSIER = 2.0  # a window is busy where it holds at least twice the pace of the place's whole week,
SURELY = 1.5  # and surely half as much again, by the 95 % Poisson interval,
LEAST_SHARE = 0.2  # and a fifth of all: below that, most of what happens there happens at other times
RUN = 3  # hours of the busiest stretch of the clock
FEW_TIMED = 10  # below this no hours are told
FEW_AGED = 10
ALL_WEEK = "spread over the week"
MOSTLY_YOUNG = 0.5


@dataclass(frozen=True)
class Peaks:
    """When places are busy.

    Attributes
    ----------
    table : DataFrame, index location
        ``when`` (keys of windows), ``when_said`` (a sentence), ``hours`` (busiest three hours of the clock, such as
        "15:00-18:00"), ``young`` (True where most are under 18), ``young_said``.
    why_none : str
        Why no hours are told of any place; empty where they are.
    """

    table: pd.DataFrame
    why_none: str = ""


def no_peaks(locations: pd.Index, why: str) -> Peaks:
    """Return places without hours, and why."""
    empty = pd.DataFrame({"when": [()] * len(locations)}, index=locations)
    return Peaks(empty.assign(when_said="", hours="", young=False, young_said=""), why)


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
    young, young_said = _age(row)
    if row["timed"] < FEW_TIMED:
        few = f"hours not told: known of {row['timed']:,.0f} records only"
        return {"when": (), "when_said": few, "hours": "", "young": young, "young_said": young_said}
    keys = [key for key, share in exposures.items() if _is_busy(row[key], row["timed"], share)]
    keys.sort(key=lambda key: row[key] / exposures[key], reverse=True)
    said = [f"{TITLES[key]}: {100 * row[key] / row['timed']:,.0f} %" for key in keys]
    return {
        "when": tuple(keys), "when_said": "; ".join(said) or ALL_WEEK, "hours": _clock(row), "young": young,
        "young_said": young_said,
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


def _age(row: pd.Series) -> tuple[bool, str]:
    if row["aged"] < FEW_AGED:
        return False, ""
    share = row["young"] / row["aged"]
    said = f"under-18s in {100 * share:,.0f} % of the {row['aged']:,.0f} records with a known age"
    return bool(share >= MOSTLY_YOUNG), said
