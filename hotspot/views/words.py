"""Findings in sentences: what a chair can read aloud.

A source that knows only the month is never given a finer word: "in December 2025", not "the last four weeks".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from hotspot.disclosure import controlled_count
from hotspot.findings import Findings
from hotspot.language import phrase, to_phrase
from hotspot.views.days import day as day
from hotspot.views.days import month as month
from hotspot.views.days import span as span
from hotspot.views.firm import confidence as confidence
from hotspot.views.firm import how_sure
from hotspot.views.given import Analysis

SIX_WORDS = (
    to_phrase("new"), to_phrase("worsening"), to_phrase("long-standing"), to_phrase("easing"),
    to_phrase("on and off"), to_phrase("was hot"),
)  # fmt: skip


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
    said = controlled_count(int(value)) if findings.controlled else str(int(value))
    return f"{int(said):,}" if said.isdigit() else said


def usual(place: Mapping[str, Any] | pd.Series) -> str:
    """Return the usual range of a place in words, or nothing where there is no earlier step.

    >>> usual(pd.Series({"usual": 4.2, "usual_low": 1.0, "usual_high": 8.0}))
    'usually 4 (1–8)'
    """
    if pd.isna(place.get("usual_low")):
        return ""
    figures = {name: f"{place[name]:,.0f}" for name in ("usual", "usual_low", "usual_high")}
    return phrase("usually {usual} ({usual_low}–{usual_high})").format(**figures)


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them.

    >>> listed(["police", "fire", "health"])
    'police, fire and health'
    """
    several = ", ".join(names[:-1])
    return names[0] if len(names) == 1 else phrase("{several} and {last}").format(several=several, last=names[-1])


def counted(place: pd.Series, findings: Findings) -> str:
    """Return the last count of a place, with its usual range where one may be shown."""
    said = [f"{number(place['count_last'], findings)} {last_step(findings)}"]
    said += [] if findings.controlled else [text for text in (usual(place),) if text]
    return f"{', '.join(said)}."


def recorded(place: pd.Series, findings: Findings) -> str:
    """Return the records of a place in the period and in its last step, with what may be told of their doubt."""
    low, high = (f"{place[end]:,.0f}" for end in ("lower", "upper"))
    sure = "" if findings.controlled else phrase(" (95 % interval {low}–{high})").format(low=low, high=high)
    # Of a single step the last count would be the same again.
    last = f", {counted(place, findings)}" if len(findings.steps) > 1 else "."
    return f"{number(place['count'], findings)} {period(findings)}{sure}{last}"


def freshness(analysis: Analysis, as_of: date) -> str:
    """Return what is counted, to when, and how old that is.

    ``as_of`` is today, handed in by whoever may look at the clock.
    """
    end = analysis.findings.steps[-1].end
    gaps = {"what": phrase(analysis.measure.title), "day": day(end), "old": f"{(as_of - end).days:,}"}
    return phrase("{what}, to {day} ({old} days old)").format(**gaps)


SOURCE_NAMES = {
    "police_uk": "data.police.uk",
    "demo": to_phrase("made-up records"),
    "open": to_phrase("published records"),
}
WHOSE = {"ed": "emergency department"}


def source(name: str) -> str:
    """Return a source as it is said.

    >>> source("police_uk/devon-and-cornwall")
    'data.police.uk (Devon and Cornwall)'
    >>> source("demo/ed")
    'made-up records (emergency department)'
    """
    family, _, who = name.partition("/")
    who = WHOSE.get(who) or " ".join(w if w == "and" else w.capitalize() for w in who.split("-"))
    named = phrase(SOURCE_NAMES.get(family, family))
    return f"{named} ({phrase(who)})" if who else named


PUBLISHED = "Records as their owners publish them, under their own licences."
CREDIT = (
    "Contains data from {police}the Office for National Statistics and the Ministry of Housing, Communities and Local "
    "Government, licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright and database "
    "right."
)
ATTRIBUTION = CREDIT.format(police="data.police.uk, ")
SHARED = "Records shared with this partnership and not published: {sources}. "
MADE_UP = to_phrase("Records, places and names of the demonstration are made up: they are about nowhere and nobody.")


def is_made_up(sources: Sequence[str]) -> bool:
    """Return whether every source is the demonstration's.

    >>> is_made_up(["demo/police"]), is_made_up(["police_uk/gwent"])
    (True, False)
    """
    return bool(sources) and all(name.startswith("demo/") for name in sources)


def attribution(sources: Sequence[str]) -> str:
    """Return what the licences of the sources ask to be said; records published elsewhere name their own owners.

    Records that a partner shares are nobody's open data: of them only the ground and its numbers are.

    >>> attribution(["ambulance/towns"])[:76]
    'Records shared with this partnership and not published: ambulance (Towns). C'
    """
    if is_made_up(sources) or (sources and all(name.startswith("open/") for name in sources)):
        return phrase(MADE_UP) if is_made_up(sources) else PUBLISHED
    families = {name.partition("/")[0] for name in sources}
    shared = [source(name) for name in sources if name.partition("/")[0] not in SOURCE_NAMES]
    police = "data.police.uk, " if "police_uk" in families or not sources else ""
    return (SHARED.format(sources=listed(shared)) if shared else "") + CREDIT.format(police=police)


def place_lines(analysis: Analysis, place: pd.Series, others: str = "") -> list[tuple[str, str]]:
    """Return the place panel: short lines, each a heading and what is known.

    What is not known is said: a line is never left out because nobody loaded the data for it. ``others`` is what
    further sources hold of the place, where any is held.
    """
    found = analysis.findings
    why = phrase("Why this word") if place["word"] else phrase("Why no word")
    lines = [
        (phrase("How many"), recorded(place, found)),
        (why, f"{_why(place)} {how_sure(place)}".strip()),
    ]
    lines += [(phrase("Part of"), text) for text in [_part_of(found, place)] if text]
    return [*lines, (phrase("When"), _when(analysis)), (phrase("Who else knows"), others or _who(analysis))]


def _mixture(words: Sequence[Any]) -> str:
    """Return how many parts have each word, the most frequent first.

    >>> _mixture(["new", "", "was hot", "new", float("nan")])
    '2 new, 1 was hot'
    """
    held = Counter(word for word in words if isinstance(word, str) and word)
    return ", ".join(f"{n} {phrase(word)}" for word, n in held.most_common())


def _part_of(findings: Findings, location: pd.Series) -> str:
    """Return the place that a location is part of, where there is more of it than this location."""
    same = np.flatnonzero(findings.places["place"].to_numpy() == location["place"])
    if not len(same) or findings.places["cells"].iloc[same[0]] < 2:
        return ""
    place = {name: findings.places[name].iloc[same[0]] for name in ("rank", "cells", "count", "count_together")}
    frame = findings.locations
    held = frame["count"].to_numpy() > 0  # as the parts are counted: a hot hexagon may hold no record of its own
    rows = np.flatnonzero(held & (frame["place"].to_numpy() == location["place"]))
    together = number(place["count_together"], findings)
    mixture = _mixture(frame["word"].array.take(rows).tolist())
    many = phrase("Place {rank} on the list, {parts} adjoining parts with {together} records together")
    if findings.controlled and (findings.places["count"] == place["count"]).sum() > 1:  # one among its equals
        many = phrase("A place of {parts} adjoining parts with {together} records together")
    many = many.format(rank=place["rank"], parts=place["cells"], together=together)
    return f"{many}: {mixture}." if mixture else f"{many}."


def _why(place: pd.Series) -> str:
    reason, flip = str(place.get("reason") or ""), str(place.get("flip") or "")
    said = " ".join(text for text in (reason, flip) if text and text != "nan")
    return said or phrase(
        "No pattern: not clearly busier than its surroundings in any step. It is listed for its count."
    )


def _when(analysis: Analysis) -> str:
    if all(name.startswith("police_uk/") for name in analysis.sources):
        return phrase("Only the month is known: this source publishes neither day nor hour.")
    if analysis.findings.controlled:
        return phrase("Hours of single places are not shown for a restricted source.")
    return phrase("Hours are recorded: the page Weekend nights shows them. Here all hours are counted together.")


def _who(analysis: Analysis) -> str:
    names = listed([source(name) for name in analysis.sources]) if analysis.sources else phrase("no source")
    alone = phrase(" Only this source is counted here, so nothing on this page confirms it.")
    return phrase("Recorded in {names}.").format(names=names) + (alone if len(analysis.sources) == 1 else "")
