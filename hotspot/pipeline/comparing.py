"""Two periods or two districts side by side: two answers of the same flow, and what differs between them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from hotspot import findings, incidents
from hotspot.access import LOCAL, Scope
from hotspot.config import SMALL_PARTS, Parameters, Settings
from hotspot.errors import DataError, HiddenError, ParameterError
from hotspot.pipeline.analysis import Analysis, analyse
from hotspot.pipeline.preparing import prepare, refuse_elsewhere

PERIODS, DISTRICTS = "periods", "districts"
BETWEEN = ".."
_SPAN = re.compile(r"\d{4}-\d{2}\.\.\d{4}-\d{2}")
ALONE: dict[str, Any] = {"lads": (), "wards": (), "outline": "", "step": "month"}  # a district is all of it
HIDDEN = HiddenError(
    "These records leave in bands only, and two periods or districts side by side would tell what the bands hide.",
    "Choose a source that is shown exactly, such as published records.",
)


@dataclass(frozen=True)
class Pair:
    """What is set against what.

    Attributes
    ----------
    kind : str
        ``periods`` or ``districts``.
    first, second : str
        Months from and to, both included (``2025-01..2025-12``), or the code of a district.
    """

    kind: str
    first: str
    second: str

    @property
    def months(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """First and last month of both periods."""
        (a, b), (c, d) = (said.split(BETWEEN) for said in (self.first, self.second))
        return (a, b), (c, d)

    @classmethod
    def read(cls, first: str, second: str) -> Pair:
        """Return what a link says is to be compared.

        Raises
        ------
        ParameterError
            It is neither two periods nor two districts, a period ends before it begins, both overlap, or a district is
            set against itself.

        >>> Pair.read("2025-01..2025-12", "2024-01..2024-12").kind, Pair.read("E1", "E2").kind
        ('periods', 'districts')
        """
        spans = [BETWEEN in said for said in (first, second)]
        if spans == [True, True]:
            return _apart(cls(PERIODS, first, second))
        if any(spans) or not first or not second:
            raise ParameterError(
                f"'{first[:40]}' cannot be compared with '{second[:40]}'.",
                "Choose two periods (2025-01..2025-12) or two districts.",
            )
        if first == second:
            raise ParameterError("A district cannot be compared with itself.", "Choose another district.")
        return cls(DISTRICTS, first, second)

    @classmethod
    def last(cls, end: str, length: int, gap: int) -> Pair:
        """Return the last months up to one, and as many months that end so many months earlier.

        >>> Pair.last("2025-12", 3, 12)
        Pair(kind='periods', first='2025-10..2025-12', second='2024-10..2024-12')
        """
        first = f"{_shifted(end, 1 - length)}{BETWEEN}{end}"
        return cls(PERIODS, first, f"{_shifted(end, 1 - length - gap)}{BETWEEN}{_shifted(end, -gap)}")

    @classmethod
    def beside(cls, second: str, end: str) -> Pair:
        """Return a period beside as many months up to one: what a link that names one period alone means.

        >>> Pair.beside("2024-01..2024-06", "2025-12").first
        '2025-07..2025-12'
        """
        if not _SPAN.fullmatch(second):
            raise ParameterError(f"'{second[:40]}' is not a period.", "Write two months: 2025-01..2025-12.")
        start, last = second.split(BETWEEN)
        length = (int(last[:4]) - int(start[:4])) * 12 + int(last[5:]) - int(start[5:]) + 1
        return cls.read(cls.last(end, max(length, 1), 0).first, second)


def is_period(said: str) -> bool:
    """Return whether a text means a period, whatever may be wrong with it."""
    return BETWEEN in said or said == PERIODS


def _apart(asked: Pair) -> Pair:
    for said in (asked.first, asked.second):
        if not _SPAN.fullmatch(said):
            raise ParameterError(f"'{said[:40]}' is not a period.", "Write two months: 2025-01..2025-12.")
    for start, end in asked.months:
        Parameters(area="any", start=start, end=end)  # refuses what is no month
        if end < start:
            raise ParameterError(f"A period from {start} to {end} ends before it begins.", "Exchange the two months.")
    (a, b), (c, d) = asked.months
    if a <= d and c <= b:
        first, last = max(a, c), min(b, d)
        both = _said(first) if first == last else f"{_said(first)} to {_said(last)}"
        raise ParameterError(f"The two periods overlap: {both} is in both.", "Choose periods that share no month.")
    return asked


def _shifted(month: str, by: int) -> str:
    """Return the month so many months later.

    >>> _shifted("2025-01", -1), _shifted("2025-11", 3)
    ('2024-12', '2026-02')
    """
    year, rest = divmod(int(month[:4]) * 12 + int(month[5:7]) - 1 + by, 12)
    return f"{year:04d}-{rest + 1:02d}"


@dataclass(frozen=True)
class Comparison:
    """Two answers and what differs between them.

    Attributes
    ----------
    pair : Pair
        What was set against what.
    first, second : Analysis
        Both answers.
    places : GeoDataFrame
        Two periods: every place with both counts and the difference. Two districts: empty.
    together : DataFrame
        One row for all places together (two periods), or a row a quarter and all together last (two districts).
    """

    pair: Pair
    first: Analysis
    second: Analysis
    places: gpd.GeoDataFrame
    together: pd.DataFrame


def compare(parameters: Parameters, asked: Pair, *, settings: Settings, scope: Scope = LOCAL) -> Comparison:
    """Return two periods or two districts side by side.

    Parameters
    ----------
    parameters : Parameters
        What is counted and where; its dates, for two periods, or its districts, for two districts, give way.
    asked : Pair
        What is set against what.
    settings, scope
        Where the store is, and who asks.

    Raises
    ------
    HotspotError
        The records leave in bands only, a period reaches beyond what is held or over a gap, a district is not of the
        area, or its records cannot be told apart.
    """
    # One map of each period, for its counts alone: neither categories nor a density are asked for.
    plain = parameters.changed(method="gi_star", bandwidth_m=None, reference="area")
    return (_two_periods if asked.kind == PERIODS else _two_districts)(plain, asked, settings, scope)


def _two_periods(plain: Parameters, asked: Pair, settings: Settings, scope: Scope) -> Comparison:
    _refuse_beyond(plain, asked, settings, scope)
    first, second = (_open(plain.changed(start=start, end=end), settings, scope) for start, end in asked.months)
    places = findings.two_periods(first.findings, second.findings)
    days = findings.days_of(first.findings), findings.days_of(second.findings)
    sums = places[["first", "second"]].sum().to_frame().T
    return Comparison(asked, first, second, places, sums.join(findings.judged(sums["first"], sums["second"], days)))


def _two_districts(plain: Parameters, asked: Pair, settings: Settings, scope: Scope) -> Comparison:
    codes = (asked.first, asked.second)
    refuse_elsewhere(plain.changed(csps=codes), prepare(plain.area, settings, scope).profile)
    first, second = (
        _open(plain.without(*SMALL_PARTS).changed(csps=(code,), **ALONE), settings, scope) for code in codes
    )
    table = first.districts.loc[list(codes)]
    for _, row in table.iterrows():
        if row["ambiguous"] or not row["population"] > 0:
            why = row["why_none"] or "Its residents are not known."
            raise DataError(f"{row['name']} cannot be compared. {why}", "Choose another district.")
    residents = (float(table["population"].iloc[0]), float(table["population"].iloc[1]))
    together = findings.two_districts(first.by_lsoa(), *codes, residents)
    return Comparison(asked, first, second, first.findings.locations.iloc[:0], together)


def _open(asked: Parameters, settings: Settings, scope: Scope) -> Analysis:
    answer = analyse(asked, settings=settings, scope=scope)
    if answer.findings.controlled:
        raise HIDDEN
    return answer


def _refuse_beyond(plain: Parameters, asked: Pair, settings: Settings, scope: Scope) -> None:
    """Refuse a period before or after everything that is held, in words that say what is."""
    held: Any = prepare(plain.area, settings, scope)
    months = incidents.of_sources(held.seen, plain)["month"].dropna()
    first, last = f"{months.min():%Y-%m}", f"{months.max():%Y-%m}"
    for start, end in asked.months:
        if start < first or end > last:
            raise DataError(
                f"{_said(start)} to {_said(end)} reaches beyond what is held: {_said(first)} to {_said(last)}.",
                "Choose months within it.",
            )


def _said(month: str) -> str:
    when = date.fromisoformat(f"{month}-01")
    return f"{calendar.month_name[when.month]} {when.year}"
