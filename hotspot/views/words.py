"""Findings in sentences: what a chair can read aloud.

A source that knows only the month is never given a finer word: "in December 2025", not "the last four weeks".
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from hotspot.disclosure import controlled_count
from hotspot.findings import Findings
from hotspot.views import parts
from hotspot.views.given import Analysis

CONFIDENCE = ((0.8, "high"), (0.5, "medium"), (0.0, "low"))


def day(when: date) -> str:
    """Return a date as it is said.

    >>> day(date(2025, 12, 31))
    '31 December 2025'
    """
    return f"{when.day} {calendar.month_name[when.month]} {when.year}"


def month(when: date) -> str:
    """Return the month of a date as it is said.

    >>> month(date(2025, 12, 31))
    'December 2025'
    """
    return f"{calendar.month_name[when.month]} {when.year}"


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]


def span(start: date, end: date) -> str:
    """Return a stretch of days as it is said after a number.

    >>> span(date(2025, 12, 1), date(2025, 12, 31))
    'in December 2025'
    >>> span(date(2025, 1, 1), date(2025, 12, 31))
    'from January to December 2025'
    >>> span(date(2025, 12, 4), date(2025, 12, 31))
    'in the 28 days to 31 December 2025'
    """
    if not _whole_months(start, end):
        return f"in the {(end - start).days + 1} days to {day(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"in {month(end)}"
    first = calendar.month_name[start.month] if start.year == end.year else month(start)
    return f"from {first} to {month(end)}"


def last_step(findings: Findings) -> str:
    """Return the last step in words: "in December 2025"."""
    return span(findings.steps[-1].start, findings.steps[-1].end)


def period(findings: Findings) -> str:
    """Return the whole period in words: "from January to December 2025"."""
    return span(findings.steps[0].start, findings.steps[-1].end)


def number(value: Any, findings: Findings) -> str:
    """Return a count as this audience may see it; a dash where it is not known."""
    if pd.isna(value):
        return "–"
    return controlled_count(int(value)) if findings.controlled else f"{int(value):,}"


def usual(place: pd.Series) -> str:
    """Return the usual range of a place in words, or nothing where there is no earlier step.

    >>> usual(pd.Series({"usual": 4.2, "usual_low": 1.0, "usual_high": 8.0}))
    'usually 4 (1–8)'
    """
    if place.isna().get("usual_low", True):
        return ""
    return f"usually {place['usual']:.0f} ({place['usual_low']:.0f}–{place['usual_high']:.0f})"


def confidence(stability: Any) -> str:
    """Return how far the word holds when settings change: high, medium, low; nothing where it was not tried.

    >>> [confidence(s) for s in (0.9, 0.5, 0.1, None)]
    ['high', 'medium', 'low', '']
    """
    if stability is None or pd.isna(stability):
        return ""
    return next(word for least, word in CONFIDENCE if stability >= least)


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them.

    >>> listed(["police", "fire", "health"])
    'police, fire and health'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _told(place: pd.Series, findings: Findings) -> str:
    said = [f"{number(place['count_last'], findings)} {last_step(findings)}"]
    said += [] if findings.controlled else [text for text in (usual(place),) if text]
    sure = confidence(place.get("stability"))
    return f"{', '.join(said)}." + (f" Confidence: {sure}." if sure else "")


def _calm(places: pd.DataFrame) -> str:
    """Return the opening where nothing is new or worsening; one map of a period has only more than chance."""
    if (places["word"] != "").any():
        return "No place needs a decision now."
    hot = int((places["bin"] > 0).sum())
    said = "1 place has" if hot == 1 else f"{hot} places have"
    return f"{said} more than chance would give." if hot else "No place stands out."


def _urgent(places: pd.DataFrame) -> pd.DataFrame:
    return places[places["decide"]].sort_values("word", key=lambda said: said != "new", kind="stable")


def headline(findings: Findings) -> str:
    """Return the one sentence for the wall: how many places need a decision, and the first of them.

    A place needs a decision when it is new or worsening and its last step is above its usual range. Old hot spots are
    known; they stay on the list. Offences that police activity finds never ask for one: they follow patrols. New comes
    before worsening.
    """
    places = findings.places
    if places.empty:
        return f"Nothing recorded {period(findings)}."
    urgent = _urgent(places)
    if urgent.empty:
        top = places.iloc[0]
        opening = parts.opening(findings) or _calm(places)
        return f"{opening} Most recorded: {top['name']}. {_told(top, findings)}"
    first = urgent.iloc[0]
    many = "1 place needs a decision." if len(urgent) == 1 else f"{len(urgent)} places need a decision."
    return f"{many} {first['word'].capitalize()}: {first['name']}. {_told(first, findings)}"


NAMED = 3  # further places that are said by name


def further(findings: Findings) -> str:
    """Return the places that need a decision besides the one in the headline, or nothing.

    The headline has room for one; a place that is new with few records must not be lost behind a busier one.
    """
    rest = _urgent(findings.places).iloc[1:] if len(findings.places) else findings.places
    if rest.empty:
        return ""
    said = [f"{one['word']}, {one['name']}: {_told(one, findings)}" for _, one in rest.head(NAMED).iterrows()]
    more = f" And {len(rest) - NAMED} more in the list and the table." if len(rest) > NAMED else ""
    return f"Also to decide: {' Then '.join(said)}{more}"


def freshness(analysis: Analysis, as_of: date) -> str:
    """Return what is counted, to when, and how old that is.

    ``as_of`` is today, handed in by whoever may look at the clock.
    """
    end = analysis.findings.steps[-1].end
    return f"{analysis.measure.title}, to {day(end)} ({(as_of - end).days:,} days old)"


SOURCE_NAMES = {"police_uk": "data.police.uk", "demo": "made-up records", "open": "published records"}


def source(name: str) -> str:
    """Return a source as it is said.

    >>> source("police_uk/devon-and-cornwall")
    'data.police.uk (Devon and Cornwall)'
    """
    family, _, who = name.partition("/")
    who = " ".join(w if w == "and" else w.capitalize() for w in who.split("-"))
    return f"{SOURCE_NAMES.get(family, family)} ({who})" if who else SOURCE_NAMES.get(family, family)


PUBLISHED = "Records as their owners publish them, under their own licences."
ATTRIBUTION = (
    "Contains data from data.police.uk, the Office for National Statistics and the Ministry of Housing, Communities "
    "and Local Government, licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright and "
    "database right."
)
MADE_UP = "Records, places and names of the demonstration are made up: they are about nowhere and nobody."


def is_made_up(sources: Sequence[str]) -> bool:
    """Return whether every source is the demonstration's.

    >>> is_made_up(["demo/police"]), is_made_up(["police_uk/gwent"])
    (True, False)
    """
    return bool(sources) and all(name.startswith("demo/") for name in sources)


def attribution(sources: Sequence[str]) -> str:
    """Return what the licences of the sources ask to be said; records published elsewhere name their own owners."""
    published = bool(sources) and all(name.startswith("open/") for name in sources)
    return MADE_UP if is_made_up(sources) else PUBLISHED if published else ATTRIBUTION


def place_lines(analysis: Analysis, place: pd.Series, others: str = "") -> list[tuple[str, str]]:
    """Return the place panel: short lines, each a heading and what is known.

    What is not known is said: a line is never left out because nobody loaded the data for it. ``others`` is what
    further sources hold of the place, where any is held.
    """
    found = analysis.findings
    what = (
        f"{number(place['count'], found)} {period(found)}"
        + ("" if found.controlled else f" (95 % interval {place['lower']:.0f}–{place['upper']:.0f})")
        + f", {_told(place, found)}"
    )
    lines = [("How many", what), ("Why this word" if place["word"] else "Why no word", _why(place))]
    lines += [("Part of", text) for text in [_part_of(found, place)] if text]
    return [*lines, ("When", _when(analysis)), ("Who else knows", others or _who(analysis))]


def _mixture(words: pd.Series) -> str:
    counted = words.value_counts()
    return ", ".join(f"{n} {word}" for word, n in counted.items() if word)


def _part_of(findings: Findings, location: pd.Series) -> str:
    """Return the place that a location is part of, where there is more of it than this location."""
    same = findings.places[findings.places["place"] == location["place"]]
    if same.empty or same.iloc[0]["cells"] < 2:
        return ""
    place = same.iloc[0]
    words = findings.locations.loc[findings.locations["place"] == location["place"], "word"]
    together = number(place["count_together"], findings)
    mixture = _mixture(words)
    many = f"Place {place['rank']} on the list, {place['cells']} adjoining parts with {together} records together"
    return f"{many}: {mixture}." if mixture else f"{many}."


def within(findings: Findings) -> str:
    """Return a sentence on new and worsening parts of a place known for something else, or nothing.

    Adjoining cells are one place with the word of its busiest cell; what is new at its edge must not be lost.
    """
    hidden = parts.deciding(findings)
    if hidden.empty:
        return ""
    first = hidden.sort_values("count_last", ascending=False, kind="stable").iloc[0]
    counted = hidden["word"].value_counts()
    unit = "part" if len(hidden) == 1 else "parts"
    mixture = listed([f"{n} {word}" for word, n in counted.items()])
    return f"Also, inside larger places: {mixture} {unit}. Busiest of them: {first['name']}."


def _why(place: pd.Series) -> str:
    reason, flip = str(place.get("reason") or ""), str(place.get("flip") or "")
    said = " ".join(text for text in (reason, flip) if text and text != "nan")
    return said or "No pattern: not clearly busier than its surroundings in any step. It is listed for its count."


def _when(analysis: Analysis) -> str:
    if all(name.startswith("police_uk/") for name in analysis.sources):
        return "Only the month is known: this source publishes neither day nor hour."
    return "Hours are recorded: the page Weekend nights shows them. Here all hours are counted together."


def _who(analysis: Analysis) -> str:
    names = listed([source(name) for name in analysis.sources]) if analysis.sources else "no source"
    alone = (
        " Only this source is counted here, so nothing on this page confirms it." if len(analysis.sources) == 1 else ""
    )
    return f"Recorded in {names}.{alone}"


def paragraph(analysis: Analysis, district: pd.Series, as_of: date) -> str:
    """Return a cited paragraph on one district, to copy into a strategic assessment."""
    found = analysis.findings
    rate = (
        f", {district['rate']:.1f} per 1,000 residents and year (95 % interval {district['rate_lower']:.1f} to "
        f"{district['rate_upper']:.1f})"
        if pd.notna(district.get("rate"))
        else ""
    )
    return (
        f"{district['name']}: {number(district['count'], found)} records of {analysis.measure.title.lower()} "
        f"{period(found)}{rate}; {district['trend_word']}. {analysis.measure.caveat} "
        f"Source: {listed([source(s) for s in analysis.sources])}, read on {day(as_of)}; "
        f"analysis {analysis.parameters.digest}."
    )
