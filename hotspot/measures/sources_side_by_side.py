"""The same places in the books of police, ambulance and hospital, side by side; never merged by nearness.

Two records of one fight are two records: nothing here tries to say which call-out belongs to which offence. What is
compared is the balance of the sources: where the hospital sees far more, for each police record, than it does elsewhere
in the area, something happens that the police books do not hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hotspot import stats

MONTHS = 12
LEAST = 10  # records of both sources together, below which nothing is said of a place
ALPHA = 0.05
CLEARLY = 1.5  # the near end of the interval: half as much again as elsewhere
BALANCE = "location source count other ratio low high p word".split()


@dataclass(frozen=True)
class SideBySide:
    """Counts of several sources at the same places over the same months.

    Attributes
    ----------
    months : tuple of str
        The months that every source holds; others are missing, never zero.
    missing : dict
        For each source the months between the first and the last of ``months`` that it does not hold.
    counts : DataFrame, index location
        One column a source: records with a location.
    without_place : dict
        For each source the records in these months that have no location and are in no count.
    balance : DataFrame
        One row for each place and further source: ``count`` of that source, ``other`` (of the first source), ``ratio``
        of the two against that of the rest of the area, its 95 % interval ``low`` and ``high``, ``p``, and ``word``:
        ``hidden`` (the first source low), ``ahead`` (the first source high) or nothing.
    """

    months: tuple[str, ...]
    missing: dict[str, tuple[str, ...]]
    counts: pd.DataFrame
    without_place: dict[str, int]
    balance: pd.DataFrame


def common_months(held: dict[str, set[str]], *, last: str = "") -> tuple[str, ...]:
    """Return the newest twelve months that every source holds, oldest first.

    >>> common_months({"a": {"2025-01", "2025-02", "2025-03"}, "b": {"2025-01", "2025-03"}})
    ('2025-01', '2025-03')
    """
    both = sorted(set.intersection(*held.values())) if held else []
    return tuple([month for month in both if not last or month <= last][-MONTHS:])


def side_by_side(
    rows: pd.DataFrame, held: dict[str, set[str]], locations: tuple[str, ...], *, last: str = ""
) -> SideBySide:
    """Return the counts of several sources at the same places and what their balance says.

    Parameters
    ----------
    rows : DataFrame
        ``source``, ``month`` (``2025-01``), ``location`` (missing where there is none).
    held : dict
        Source -> months it holds. The first source is the one the others are compared with.
    locations : tuple of str
        The mask.
    last : str
        Newest month that may count; empty for no limit.
    """
    months = common_months(held, last=last)
    mine = rows[rows["month"].isin(months)]
    placed = mine[mine["location"].isin(locations)]
    counted = placed.groupby(["location", "source"]).size().unstack(fill_value=0)
    counts = counted.reindex(index=pd.Index(locations, name="location"), columns=list(held), fill_value=0)
    lost = mine["source"].value_counts().sub(placed["source"].value_counts(), fill_value=0)
    span = pd.period_range(months[0], months[-1], freq="M").astype(str) if months else pd.Index([])
    return SideBySide(
        months,
        {source: tuple(month for month in span if month not in have) for source, have in held.items()},
        counts,
        {source: int(lost.get(source, 0)) for source in held},
        balance(counts),
    )


def balance(counts: pd.DataFrame) -> pd.DataFrame:
    """Return for each place how the other sources stand to the first, against the rest of the area.

    A word is given only where the whole interval of the place's own ratio lies half as much again above (or below) the
    ratio of the rest of the area, and the place also passes a false discovery rate of 5 % over all places judged: of a
    hundred ordinary places five intervals leave out 1 by chance.

    Parameters
    ----------
    counts : DataFrame, index location
        One column a source; the first is compared with each other one.

    Returns
    -------
    DataFrame
        See ``SideBySide.balance``; only places where the two sources hold ten records or more together.

    Examples
    --------
    >>> seen = pd.DataFrame({"police": [2, 300, 280], "hospital": [60, 150, 140]}, index=["wharf", "hill", "gate"])
    >>> balance(seen)[["location", "word"]].values.tolist()
    [['wharf', 'hidden'], ['hill', ''], ['gate', '']]
    """
    first, *others = list(counts.columns)
    tables = [_against(counts, first, other) for other in others]
    if not tables:
        return pd.DataFrame(columns=BALANCE)
    return pd.concat(tables, ignore_index=True)[BALANCE]


def _against(counts: pd.DataFrame, first: str, other: str) -> pd.DataFrame:
    a, b = counts[first].to_numpy(dtype=int), counts[other].to_numpy(dtype=int)
    rest_a, rest_b = a.sum() - a, b.sum() - b
    judged = np.flatnonzero((a + b >= LEAST) & (rest_a > 0) & (rest_b > 0))
    rows = [_ratio(int(a[k]), int(b[k]), int(rest_a[k]), int(rest_b[k])) for k in judged]
    table = pd.DataFrame(rows, columns=["ratio", "low", "high"], dtype=float)
    elsewhere = rest_b[judged] / (rest_a[judged] + rest_b[judged])
    table["p"] = stats.share_p(b[judged], a[judged] + b[judged], elsewhere)
    sure = stats.false_discovery(table["p"].to_numpy(), ALPHA) if len(table) else np.array([], dtype=bool)
    table["word"] = np.select(
        [sure & (table["low"] > CLEARLY), sure & (table["high"] < 1 / CLEARLY)], ["hidden", "ahead"], ""
    )
    return table.assign(location=counts.index[judged], source=other, count=b[judged], other=a[judged])


def _ratio(a: int, b: int, rest_a: int, rest_b: int) -> tuple[float, float, float]:
    """Return (b / a) / (rest_b / rest_a) with its exact interval given the total."""
    change = stats.percent_change(a, b, exposure=(rest_a, rest_b))
    low, high = (1 + end / 100 for end in change.interval)
    ratio = float("inf") if a == 0 else 1 + change.estimate / 100
    return ratio, low, high
