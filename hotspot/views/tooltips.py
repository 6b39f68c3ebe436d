"""What a pointer shows over a place: its name and what matters, as plain text.

The browser puts the fields into the template with markup escaped; angle brackets are replaced here as well, so that a
name from a file can never become markup, whichever version draws it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from hotspot.findings import Findings
from hotspot.language import phrase
from hotspot.views import words

TEMPLATE: dict[str, Any] = {
    "html": "<b>{n}</b><br/>{t}",
    "style": {
        "backgroundColor": "#ffffff",
        "color": "#1c1f24",
        "border": "1px solid #5d6570",
        "fontSize": "16px",
        "lineHeight": "1.35",
        "maxWidth": "340px",
        "whiteSpace": "pre-line",
    },
}


def plain(text: object) -> str:
    """Return text that cannot become markup.

    >>> plain("<b>Rose & Crown</b>")
    '‹b›Rose & Crown‹/b›'
    """
    return str(text).replace("<", "‹").replace(">", "›")


def located(findings: Findings) -> list[str]:
    """Return the tooltip text of each location, in the order of ``findings.locations``."""
    when = words.period(findings)
    frame = findings.locations
    columns = [frame["count"], frame["word"].fillna(""), frame["category_name"].fillna(""), frame["letter"].fillna("")]
    return [_line(findings, when, *row) for row in zip(*columns, strict=True)]


def _line(findings: Findings, when: str, count: Any, word: str, category: str, letter: str) -> str:
    said = f"{words.number(count, findings)} {when}"
    return f"{said}\n{phrase(word)} · {category} ({letter})" if word else said


def valued(table: Any, findings: Findings) -> list[str]:
    """Return the tooltip text of each area: count, rate with its interval, deprivation, and what misleads."""
    return [_area(row, findings) for _, row in pd.DataFrame(table).iterrows()]


def _area(row: pd.Series, findings: Findings) -> str:
    said = [f"{words.number(row['count'], findings)} {words.period(findings)}"]
    if pd.notna(row.get("rate")):
        figures = {name: f"{row[name]:.1f}" for name in ("rate", "rate_lower", "rate_upper")}
        said.append(phrase("{rate} per 1,000 residents and year ({rate_lower}–{rate_upper})").format(**figures))
    if pd.notna(row.get("imd_decile")):
        decile = f"{row['imd_decile']:.0f}"
        said.append(phrase("deprivation decile {decile} (1 is most deprived)").format(decile=decile))
    if row.get("town_centre") is True:
        said.append(phrase("town centre: few residents, many visitors"))
    return "\n".join(said)
