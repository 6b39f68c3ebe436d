"""Rates per 1,000 residents and year, with the doubt that small numbers carry.

Residents are not the people who were there: in a town centre few live and many visit, so a rate there says how busy the
place is rather than how dangerous for those who live in it. Such areas are flagged, and their rate never ranks them.
"""

from __future__ import annotations

from datetime import date
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd

from hotspot import stats
from hotspot.findings.places import Findings

PER = 1000.0
TREND_WORDS = {1: "rising", 0: "no clear trend", -1: "falling"}
UNTOLD = "too few steps to say"


def calendar_years(first: date, last: date) -> float:
    """Return how many years two days span, both included: a whole year is 1, be it of 365 days or of 366.

    >>> calendar_years(date(2025, 1, 1), date(2025, 12, 31)), calendar_years(date(2022, 1, 1), date(2023, 12, 31))
    (1.0, 2.0)
    >>> round(calendar_years(date(2025, 1, 1), date(2025, 3, 31)) * 365, 9)
    90.0
    """
    begin, after = pd.Timestamp(first), pd.Timestamp(last) + pd.Timedelta(days=1)
    whole = after.year - begin.year
    whole -= begin + pd.DateOffset(years=whole) > after
    since, until = (begin + pd.DateOffset(years=whole + more) for more in (0, 1))
    return float(whole + (after - since) / (until - since))


def _years(found: Findings) -> float:
    # The calendar that the steps span: a year of weekend nights is a year, however few its nights.
    return calendar_years(found.steps[0].start, found.steps[-1].end)


def _rated(frame: pd.DataFrame, years: float) -> pd.DataFrame:
    """Return rate, interval and shrunk rate per 1,000 residents and year; NaN where residents are not known."""
    count = frame["count"].to_numpy(dtype=float)
    residents = frame["population"].to_numpy(dtype=float)
    known = residents > 0
    exposure = np.where(known, residents * years / PER, np.nan)
    lower, upper = stats.poisson_interval(count)
    shrunk = np.full(len(frame), np.nan)
    if known.any():
        shrunk[known] = stats.empirical_bayes_rate(count[known], exposure[known])
    return pd.DataFrame(
        {
            "rate": count / exposure,
            "rate_lower": lower / exposure,
            "rate_upper": upper / exposure,
            "rate_shrunk": shrunk,
        },
        index=frame.index,
    )


def trend_words(direction: pd.Series[int], found: Findings) -> pd.Series[str]:
    """Return each trend in words; below two years of data a rise or fall says that it may be the season."""
    short = _years(found) < 2
    words = {sign: f"{word} (may be season)" if sign and short else word for sign, word in TREND_WORDS.items()}
    return direction.map(words)


def _trends(counts: pd.DataFrame, found: Findings) -> pd.Series[str]:
    """Return the Mann-Kendall trend of counts, a row a place or district, in a word; none where counts are bands.

    Of the counts as they are recorded, for neighbourhoods and districts alike: only scores are of counts per day. A
    short February comes round every year, so it blurs a rise or fall over years and makes none.
    """
    if found.controlled or counts.shape[1] < stats.MIN_STEPS:
        return pd.Series(None if found.controlled else UNTOLD, index=counts.index, dtype=object)
    test = stats.mann_kendall(counts.to_numpy())
    return trend_words(pd.Series(stats.direction(test), index=counts.index), found)


def lsoa_rates(found: Findings) -> gpd.GeoDataFrame:
    """Return one row per LSOA: count, rates, trend of the counts in a word.

    ``rate_shrunk`` is the empirical-Bayes rate (Marshall 1991): each rate pulled towards the area's own, most where
    residents are few. Read the plain rate with its interval, rank by count.
    """
    frame = found.locations.join(_rated(found.locations, _years(found)))
    frame["trend_word"] = _trends(pd.DataFrame(found.counts, index=frame.index), found)
    return cast(gpd.GeoDataFrame, frame)


def district_rates(found: Findings, names: pd.DataFrame) -> pd.DataFrame:
    """Return one row per CSP: count, count of the last 12 months, rate with interval, and trend.

    Parameters
    ----------
    found : Findings
        By LSOA.
    names : DataFrame
        Index = CSP code; ``name`` and ``ambiguous``. An ambiguous CSP shares a local authority with another, so the
        lookups cannot say which records are its own: it gets no figures, never a guess.
    """
    by = found.locations.groupby("csp_code", sort=True)
    table = by[["count", "count_12m", "count_last", "population"]].sum(min_count=1)
    table = names.join(table)
    table.loc[table["ambiguous"], ["count", "count_12m", "count_last", "population"]] = np.nan
    table = table.join(_rated(table, _years(found)))
    by_district = pd.DataFrame(found.counts).groupby(found.locations["csp_code"].to_numpy()).sum()
    table["trend_word"] = _trends(by_district, found).reindex(table.index).mask(table["ambiguous"].astype(bool))
    table["why_none"] = np.where(
        table["ambiguous"], "Shares a local authority with another partnership; the lookups cannot tell them apart.", ""
    )
    return table.sort_values("count", ascending=False, kind="stable")
