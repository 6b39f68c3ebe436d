"""One district for its officer: month by month, quarter by quarter, and a paragraph that can be cited."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from hotspot.findings import VERDICTS, Findings, by_span
from hotspot.findings.figures import ends, signed, span
from hotspot.language import in_english, phrase, to_phrase
from hotspot.views import words
from hotspot.views.brief import trends
from hotspot.views.brief.speech import Speech
from hotspot.views.given import Analysis

YEAR = 12
CLOSE = 3  # districts that a line names where none is clearly ahead
UNITS = {"h3": to_phrase("hexagons"), "lsoa": to_phrase("neighbourhoods")}
HEXAGONS = UNITS["h3"]
TRENDS = {"rising": to_phrase("Rising"), "falling": to_phrase("Falling")}
TREND_WORDS = (
    to_phrase("rising"), to_phrase("falling"), to_phrase("rising (may be season)"),
    to_phrase("falling (may be season)"), to_phrase("no clear trend"), to_phrase("too few steps to say"),
)  # fmt: skip
EVERY = {"quarter": "Quarter by quarter", "month": "Month by month"}


def kind(analysis: Analysis) -> str:
    """Return what a district is shown in: neighbourhoods, or the places in which a restricted source is registered."""
    return UNITS[analysis.parameters.geography] if analysis.findings.controlled else UNITS["lsoa"]


def told(found: Findings, row: pd.Series) -> list[str]:
    """Return what is recorded in a place of a district: how many, of how many residents, and moving which way."""
    lines = [words.recorded(row, found)]
    if pd.notna(row.get("rate")):
        rate, low, high = (f"{row[name]:,.1f}" for name in ("rate", "rate_lower", "rate_upper"))
        lines.append(f"{rate} per 1,000 residents a year (95 % interval {low}–{high}).")
    if bool(row.get("town_centre", False)):  # neighbourhoods alone are classed
        lines.append("A town centre: few residents, many visitors, so the rate misleads.")
    if row.get("trend_word"):
        lines.append(f"Trend: {row['trend_word']}.")
    return lines


def in_months(found: Findings) -> bool:
    """Return whether the steps are the months of the calendar, which quarters are made of."""
    return all(step.start.day == 1 and 28 <= (step.end - step.start).days + 1 <= 31 for step in found.steps)


def spans(found: Findings, csp: str, every: str) -> pd.DataFrame:
    """Return what a district recorded, a row a month or quarter, the oldest first, named as a chart's axis says it."""
    held = by_span(found, csp, every)
    named = [f"{start:%b %Y}" if every == "month" else _quarter(start) for start in held["start"]]
    return held.assign(step=named)


def _quarter(start: date) -> str:
    """Return a quarter of the calendar as it is said.

    >>> _quarter(date(2025, 10, 1))
    'Oct–Dec 2025'
    """
    last = date(start.year, start.month + 2, 1)
    return f"{start:%b}–{last:%b} {start.year}"


def spans_table(held: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``spans`` for people, the newest first, each beside the same time a year before."""
    last = held.iloc[::-1]
    known = last["before"].notna()
    return pd.DataFrame(
        {
            "When": last["step"],
            "Records": last["count"].astype("Int64"),
            "95 % interval": [span(*pair) for pair in zip(last["lower"], last["upper"], strict=True)],
            "A year before": last["before"].astype("Int64"),
            "More or fewer, day for day": [
                signed(one) if held else "–" for one, held in zip(last["change"], known, strict=True)
            ],
            "Interval of the difference": [
                ends(low, high) if held else "–"
                for low, high, held in zip(last["low"], last["high"], known, strict=True)
            ],
            "In words": last["verdict"].map(VERDICTS).where(known, "the year before is not held"),
        }
    )


def line(analysis: Analysis, district: str) -> str:
    """Return with which rate a district stands among the others, in one line; without one, which have the highest.

    Ranks are by the rate per resident over the whole period, which is said. Where intervals overlap nobody is clearly
    ahead: the districts that could as well be first are named with the first, and a rank says which others it allows.
    """
    table = analysis.districts
    known = table.dropna(subset=["rate"]).sort_values("rate", ascending=False, kind="stable")
    if analysis.findings.controlled or known.empty:
        return ""
    if district in known.index:
        return _ranked(known, district, words.period(analysis.findings))
    return _most(known, words.period(analysis.findings))


def headline(analysis: Analysis, district: str) -> str:
    """Return the answer in large words: where a district stands, or without one which stand out and which move."""
    table = analysis.districts
    known = table.dropna(subset=["rate"]).sort_values("rate", ascending=False, kind="stable")
    if analysis.findings.controlled or known.empty:
        return ""
    if district in known.index:
        row, place = known.loc[district], list(known.index).index(district) + 1
        said = phrase("{name}: rank {rank} of {n} districts in records per resident, {trend}.")
        return said.format(name=row["name"], rank=place, n=len(known), trend=phrase(_trend(row)))
    close = _close(known)
    names = _some([str(name) for name in close["name"]])
    most = phrase("Most records per resident: {names}.") if len(close) == 1 else phrase(
        "Most records per resident: {names}, too close to call."
    )  # fmt: skip
    return " ".join([most.format(names=names), *_moving(known)])


def hidden_said(found: Findings) -> str:
    """Return of a restricted source's findings by district what they show, what not, and why: the last note says it."""
    return found.notes[-1] if found.notes else ""


def _moving(known: pd.DataFrame) -> list[str]:
    held = {word: [str(name) for name in known.loc[known["trend_word"] == word, "name"]] for word in TRENDS}
    return [f"{phrase(TRENDS[word])}: {_some(names)}." for word, names in held.items() if names]


def _some(names: list[str]) -> str:
    more = [phrase("{n} more").format(n=len(names) - CLOSE)] if len(names) > CLOSE else []
    return words.listed([*names[:CLOSE], *more])


def _close(known: pd.DataFrame) -> pd.DataFrame:
    """Return the district with the highest rate and those whose intervals overlap its own, the highest first."""
    return known[known["rate_upper"] >= known["rate_lower"].iloc[0]]


def _ranked(known: pd.DataFrame, district: str, period: str) -> str:
    row = known.loc[district]
    best = 1 + int((known["rate_lower"] > row["rate_upper"]).sum())
    worst = len(known) - int((known["rate_upper"] < row["rate_lower"]).sum())
    said = phrase("{rate} per 1,000 residents and year, {period}").format(rate=_rate_said(row), period=period)
    allowed = phrase("; the intervals allow rank {best} to {worst}").format(best=best, worst=worst)
    return f"{said}{allowed if best < worst else ''}."


def _most(known: pd.DataFrame, period: str) -> str:
    """Return which district has the highest rate, with those whose intervals overlap its own."""
    close = _close(known)
    names = [f"{row['name']}, {_rate_said(row)}" for _, row in close.iterrows()]
    if len(close) == 1:
        return phrase("Most per 1,000 residents and year, {period}: {first}.").format(period=period, first=names[0])
    said = phrase("Most per 1,000 residents and year, {period}: {names}; their intervals overlap.")
    return said.format(period=period, names=_some(names))


def _rate_said(row: pd.Series) -> str:
    return f"{row['rate']:,.1f} ({row['rate_lower']:,.1f}–{row['rate_upper']:,.1f})"


def _trend(row: pd.Series) -> str:
    return str(row["trend_word"]) if pd.notna(row["trend_word"]) and row["trend_word"] else "no clear trend"


def two_years(found: Findings, csp: str) -> tuple[float, float]:
    """Return the records of the 12 months before the last 12, and of the last 12; NaN where they are not held."""
    count = by_span(found, csp, "month")["count"] if in_months(found) else pd.Series(dtype=float)
    before = float(count.iloc[-2 * YEAR : -YEAR].sum()) if len(count) >= 2 * YEAR else float("nan")
    return before, float(count.iloc[-YEAR:].sum()) if len(count) >= YEAR else float("nan")


@in_english  # it is copied into papers
def paragraph(analysis: Analysis, district: pd.Series, by_lsoa: Findings, as_of: date) -> str:
    """Return a cited paragraph on one district, to copy into a strategic assessment.

    Every number is one of the tables on the same page.

    Parameters
    ----------
    analysis : Analysis
        Of the area.
    district : Series
        The district's row of ``analysis.districts``; its name is the code.
    by_lsoa : Findings
        The findings by small area, for the years.
    as_of : date
        The day on which the records were read.
    """
    found = analysis.findings
    said = (
        f"{district['name']}: {words.number(district['count'], found)} records of {analysis.measure.title.lower()} "
        f"{words.period(found)}{_rate(analysis, district)}."
    )
    parts = [said, *([] if found.controlled else _beyond_bands(analysis, district, by_lsoa)), analysis.measure.caveat]
    sources = words.listed([words.source(name) for name in analysis.sources])
    parts.append(f"Source: {sources}, {words.period(found)}, read on {words.day(as_of)} with Hotspot, analysis "
                 f"{analysis.parameters.digest}.")  # fmt: skip
    return " ".join([*(part for part in parts if part), words.attribution(analysis.sources)])


def _beyond_bands(analysis: Analysis, district: pd.Series, by_lsoa: Findings) -> list[str]:
    return [
        trends.said(district["trend_word"], *two_years(by_lsoa, str(district.name)), Speech("en")),
        _busiest(analysis, str(district.name)),
    ]


def _rate(analysis: Analysis, district: pd.Series) -> str:
    if analysis.findings.controlled or pd.isna(district.get("rate")):
        return ""
    known = analysis.districts["rate"].dropna()
    others = (
        f"; the {len(known)} districts of {analysis.profile.name} run from {known.min():,.1f} to {known.max():,.1f}"
        if len(known) > 1
        else ""
    )
    return (
        f", {district['rate']:,.1f} per 1,000 residents and year (95 % interval {district['rate_lower']:,.1f} to "
        f"{district['rate_upper']:,.1f}{others})"
    )


def _busiest(analysis: Analysis, csp: str) -> str:
    """Return the neighbourhood with most records, as the table of neighbourhoods has it."""
    held: Any = analysis.lsoas
    mine = held[(held["csp_code"] == csp) & (held["count"] > 0)].sort_values("count", ascending=False, kind="stable")
    if mine.empty:
        return ""
    first = mine.iloc[0]
    count = words.number(first["count"], analysis.findings)
    return f"Most of them in {first['name']}: {count} (95 % interval {span(first['lower'], first['upper'])})."
