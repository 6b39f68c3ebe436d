"""What the terminal prints: an analysis in ten lines, and what is held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from hotspot.views import headlines, words
from hotspot.views.given import Analysis
from hotspot.views.shading import by_method

TOP = 3
NAMED = 3  # districts that are said by name


def area_said(analysis: Analysis) -> str:
    """Return the area in words; of chosen districts their names, so that their total is not read as the area's."""
    chosen = analysis.parameters
    if not chosen.is_narrow:
        return analysis.profile.name
    districts = [str(name) for name in analysis.base.csp["name"].reindex(list(chosen.csps)).fillna("a district")]
    names = list(getattr(analysis, "where", ())) or districts
    said = words.listed(names) if len(names) <= NAMED else f"{len(names)} parts"
    return f"{said} ({analysis.profile.name})"


def _ranked(place: pd.Series, analysis: Analysis) -> str:
    found = analysis.findings
    word = place["word"] or "no pattern"
    usual = words.usual(place)
    last = f"{words.number(place['count_last'], found)} {words.last_step(found)}" + (f", {usual}" if usual else "")
    return f"{place['rank']}. {place['name']}: {words.number(place['count'], found)} ({word}); {last}"


def _classes(analysis: Analysis) -> str:
    shading = by_method(analysis.findings, analysis.parameters.method)
    pairs = zip(shading.classes, shading.sizes, strict=True)
    return "; ".join(f"{group.label} {size:,}" for group, size in pairs if size)


def summary(analysis: Analysis, agreed: headlines.Agreed = headlines.NONE) -> list[str]:
    """Return ten lines: what was counted, the headline, the first places, the classes, the doubts, the name.

    Parameters
    ----------
    analysis : Analysis
        The answer.
    agreed : mapping
        Places where something is agreed, which the headline does not count among those to decide.
    """
    found, parameters = analysis.findings, analysis.parameters
    where = f"{parameters.geography}, resolution {parameters.resolution}" if parameters.geography == "h3" else "LSOAs"
    total = int(found.counts.sum())
    top = [_ranked(place, analysis) for _, place in found.places.head(TOP).iterrows()]
    lines = [
        f"{area_said(analysis)}: {analysis.measure.title}, {words.number(total, found)} {words.period(found)}",
        headlines.headline(found, agreed),
        *top,
        *["–"] * (TOP - len(top)),
        f"{_classes(analysis)}  ({len(found.locations):,} places on the map: {where})",
        f"Institutions set aside: {len(analysis.institutions):,}, with "
        f"{words.number(analysis.institutions['count'].sum() if len(analysis.institutions) else 0, found)} records",
        f"Caveat: {analysis.measure.caveat or 'none'}",
        f"Read with care: {' '.join(found.notes) or 'nothing further'}",
        f"Sources: {words.listed([words.source(s) for s in analysis.sources])}; analysis {parameters.digest}",
    ]
    return lines


def _counted(held: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {reason}" for reason, n in held.items() if n) or "none"


def file_line(file: Mapping[str, Any]) -> str:
    """Return one file of a status as the line that stays true: read, kept, rejected and flagged by reason."""
    name = f"{file['name']} › {file['member']}" if file.get("member") else str(file["name"])
    return (
        f"{name}: {file['kind']}, {file['rows_read']:,} read, {file['kept']:,} kept; "
        f"rejected: {_counted(file['rejected'])}; flagged: {_counted(file['flagged'])}"
    )


def status_text(status: Mapping[str, Any]) -> str:
    """Return what is held, for a terminal: one line a file, one a source with its gaps."""
    lines = [f"Version {status['version']}", *(file_line(file) for file in status["files"])]
    for source in status["sources"]:
        months = source["months"]
        gaps = "; ".join(f"{first} to {last} missing" for first, last in source["gaps"])
        reach = f"{months[0]} to {months[-1]}" if months else "no months"
        lines.append(f"{source['source']}: {len(months)} months, {reach}" + (f" ({gaps})" if gaps else ""))
    return "\n".join(lines) if status["files"] else "Nothing is held yet. Add files: python -m hotspot add PATH"
