"""The same places in two periods, or two districts in the same months: how far they differ beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from hotspot import stats
from hotspot.disclosure import Step
from hotspot.errors import DataError
from hotspot.findings.places import Findings
from hotspot.findings.rates import calendar_years

LEVEL = 0.05
VERDICTS = {
    2: "clearly more",
    1: "perhaps more",
    0: "not clearly different",
    -1: "perhaps fewer",
    -2: "clearly fewer",
}
MONTHS_OF = {"month": 1, "quarter": 3}


def judged(first: ArrayLike, second: ArrayLike, exposure: tuple[ArrayLike, ArrayLike]) -> pd.DataFrame:
    """Return how many more incidents the first counts hold than the second would give over as long.

    Row by row: 29 against 20 is "+9 (-6 to +24): not clearly different". Where hundreds of places are compared, some
    intervals leave out 0 by chance alone; such a row is "perhaps" until it also passes the false discovery rate over
    all rows that hold anything.

    Parameters
    ----------
    first, second : arrays of shape (n,)
        Counts.
    exposure : (first, second)
        What each was collected over: days, or residents; of all rows, or of each (n,).

    Returns
    -------
    DataFrame
        ``change``, ``low``, ``high`` in incidents over the first exposure, ``p``, and ``verdict``: 2 or -2 clearly
        more or fewer, 1 or -1 perhaps, 0 not clearly different.

    Notes
    -----
    Interval: the exact Poisson limits of both counts, joined (Zou & Donner 2008). p: the e-test (Krishnamoorthy &
    Thomson 2004). Many at once: Benjamini & Hochberg (1995) at 5 %; rows that hold nothing are no test and do not
    count among them.

    Examples
    --------
    >>> judged([29, 90, 0], [20, 40, 0], (365, 365))[["change", "verdict"]].to_numpy().tolist()
    [[9.0, 0.0], [50.0, 2.0], [0.0, 0.0]]
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    over = [np.broadcast_to(np.asarray(one, dtype=float), a.shape) for one in exposure]

    @cache
    def one(now: float, then: float, now_over: float, then_over: float) -> tuple[float, float, float, float]:
        found = stats.count_difference(then, now, exposure=(then_over, now_over))
        p = stats.e_test(int(then), int(now), exposure=(then_over, now_over))
        return found.estimate, found.low, found.high, p

    rows = [one(*row) for row in zip(*(column.tolist() for column in (a, b, *over)), strict=True)]
    table = pd.DataFrame(rows, columns=["change", "low", "high", "p"], dtype=float)
    table["verdict"] = _verdicts(table, (a + b) > 0)
    return table


def _verdicts(table: pd.DataFrame, tested: NDArray[np.bool_]) -> NDArray[np.int64]:
    passed = np.zeros(len(table), dtype=bool)
    if tested.any():
        passed[tested] = stats.false_discovery(table["p"].to_numpy()[tested], LEVEL)
    alone = ((table["low"] > 0) | (table["high"] < 0)).to_numpy()
    sign = np.sign(table["change"].to_numpy()).astype(np.int64)
    return np.asarray(sign * alone * np.where(passed, 2, 1))


def days_of(found: Findings) -> int:
    """Return how many days (or nights, where the steps are made of nights) the findings were collected over."""
    return int(sum(step.days for step in found.steps))


def two_periods(now: Findings, then: Findings) -> gpd.GeoDataFrame:
    """Return every place of a map in two periods: both counts, the difference day for day, and whether it is clear.

    Parameters
    ----------
    now, then : Findings
        Of the same places; the first and the second period.

    Returns
    -------
    GeoDataFrame
        Index = location, in the order of ``now``; names and outline, ``first``, ``second`` and the columns of
        ``judged``, in incidents over the first period's days.

    Raises
    ------
    DataError
        The two are not of the same places: a place that one does not know would count as empty there.
    """
    if set(now.locations.index) != set(then.locations.index):
        raise DataError("The two periods are not of the same places.", "Choose the same places and districts for both.")
    named = now.locations[["name", "csp_code", "csp_name", "geometry"]]
    table = named.assign(first=now.locations["count"], second=then.locations["count"].reindex(now.locations.index))
    rows = judged(table["first"], table["second"], (days_of(now), days_of(then)))
    return cast(gpd.GeoDataFrame, table.join(rows.set_axis(table.index)))


@dataclass(frozen=True)
class Span:
    """A month or a quarter: its first and last day, and the steps that make it up."""

    start: date
    end: date
    steps: tuple[int, ...]


def whole_spans(steps: Sequence[Step], every: str) -> tuple[Span, ...]:
    """Return the whole months or quarters of the calendar that the steps make up, the oldest first.

    A quarter of which a month is not held is left out: it would look like a fall.

    Parameters
    ----------
    steps : sequence of Step
        Months.
    every : str
        ``month`` or ``quarter``.
    """
    width = MONTHS_OF[every]
    held: dict[tuple[int, int], list[int]] = {}
    for k, step in enumerate(steps):
        held.setdefault((step.start.year, (step.start.month - 1) // width), []).append(k)
    return tuple(
        Span(steps[rows[0]].start, steps[rows[-1]].end, tuple(rows)) for rows in held.values() if len(rows) == width
    )


def by_span(found: Findings, csp: str, every: str) -> pd.DataFrame:
    """Return what one district recorded month by month or quarter by quarter, beside the same time a year before.

    Parameters
    ----------
    found : Findings
        By small area (LSOA), in months; each record counts under the district that it states.
    csp : str
        Code of the district.
    every : str
        ``month`` or ``quarter``.

    Returns
    -------
    DataFrame
        One row a span, the oldest first: ``start``, ``end``, ``count``, ``lower``, ``upper`` (95 %), ``before`` (the
        count of the same span a year before, NaN where it is not held) and the columns of ``judged`` (NaN there too),
        day for day: after 28 days of February the 29 of a leap year are no rise.
    """
    mine = found.counts[(found.locations["csp_code"] == csp).to_numpy()].sum(axis=0)
    spans = whole_spans(found.steps, every)
    count = np.array([mine[list(span.steps)].sum() for span in spans], dtype=float)
    table = pd.DataFrame({"start": [span.start for span in spans], "end": [span.end for span in spans], "count": count})
    table["lower"], table["upper"] = stats.poisson_interval(count)
    days = np.array([sum(found.steps[k].days for k in span.steps) for span in spans], dtype=float)
    earlier = {span.start: (n, of) for span, n, of in zip(spans, count, days, strict=True)}
    before = [earlier.get(start.replace(year=start.year - 1), (np.nan, np.nan)) for start in table["start"]]
    table["before"], days_before = np.array(before, dtype=float).reshape(-1, 2).T
    held = table["before"].notna().to_numpy()
    rows = judged(table.loc[held, "count"], table.loc[held, "before"], (days[held], days_before[held]))
    return table.join(rows.set_axis(table.index[held]))


def two_districts(found: Findings, first: str, second: str, residents: tuple[float, float]) -> pd.DataFrame:
    """Return two districts quarter by quarter, and all together in the last row, per 1,000 residents and year.

    Parameters
    ----------
    found : Findings
        By small area (LSOA), in months.
    first, second : str
        Codes of the districts.
    residents : (first, second)
        Who lives there; a town centre's visitors are not among them.

    Returns
    -------
    DataFrame
        ``start``, ``end``, ``first``, ``second`` (counts), ``rate_first``, ``rate_second``, ``change``, ``low``,
        ``high`` (of the rates), ``p`` and ``verdict``.
    """
    spans = whole_spans(found.steps, "quarter")
    every = Span(found.steps[0].start, found.steps[-1].end, tuple(range(len(found.steps))))
    a, b = (found.counts[(found.locations["csp_code"] == code).to_numpy()].sum(axis=0) for code in (first, second))
    table = pd.DataFrame(
        [
            {"start": one.start, "end": one.end, "first": a[list(one.steps)].sum(), "second": b[list(one.steps)].sum()}
            for one in (*spans, every)
        ]
    )
    quarters = judged(table["first"][:-1], table["second"][:-1], residents)
    rows = pd.concat([quarters, judged(table["first"][-1:], table["second"][-1:], residents)], ignore_index=True)
    thousands = np.array([calendar_years(*span) for span in zip(table["start"], table["end"], strict=True)])
    per = [thousands * one / 1000 for one in residents]
    rows[["change", "low", "high"]] = rows[["change", "low", "high"]].div(per[0], axis=0)
    return table.assign(rate_first=table["first"] / per[0], rate_second=table["second"] / per[1]).join(rows)
