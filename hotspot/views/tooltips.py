"""What a pointer shows over a place: its name and what matters, as plain text.

The browser puts the fields into the template with markup escaped; angle brackets are replaced here as well, so that a
name from a file can never become markup, whichever version draws it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot.findings import Findings
from hotspot.language import phrase
from hotspot.views import words
from hotspot.views.alike import Alike

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


def located(findings: Findings) -> Alike:
    """Return the tooltip text of each location, in the order of ``findings.locations``: its pattern, then how many.

    The period stands last in every one of them, so that a map needs to say it only once.
    """
    when = words.period(findings)
    frame = findings.locations
    # Thousands of places share a few patterns and counts: each pair of them is worded once. Most have no pattern.
    count, *named = (frame[name].array for name in ("count", "word", "category_name", "letter"))
    has_one = np.asarray(named[0].fillna("") != "", dtype=bool)
    found = np.empty(len(frame), dtype=np.intp)
    said: list[str] = []
    for rows, told in ((~has_one, []), (has_one, named)):
        places = np.flatnonzero(rows)
        columns = [count.take(places), *(column.take(places).fillna("") for column in told)]
        which, first = _alike(columns)
        found[places] = len(said) + which
        said += [
            f"{_pattern(*pattern)}{words.number(count, findings)} {when}"
            for count, *pattern in zip(*(column.take(first).tolist() for column in columns), strict=True)
        ]
    return Alike(said, found)


def _alike(columns: Sequence[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return for each row which different row it is, and where each different row comes first.

    >>> which, first = _alike([pd.Series([3, 3, 1, 3]), pd.Series(["a", "b", "a", "a"])])
    >>> which.tolist(), first.tolist()
    ([0, 1, 2, 0], [0, 1, 2])
    """
    which = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        code, different = pd.factorize(column, use_na_sentinel=False)
        which = pd.factorize(which * len(different) + code)[0]
    first = np.zeros(which.max(initial=-1) + 1, dtype=np.intp)
    first[which[::-1]] = np.arange(len(which))[::-1]  # backwards, so that the first is written last
    return which, first


def each(values: Any, said: Callable[[Any], str]) -> list[str]:
    """Return what is said of each value, worked out once for each different one: a county has few of them.

    >>> each(pd.Series([1, 2, 1]), str)
    ['1', '2', '1']
    """
    place, different = pd.factorize(pd.Series(values), use_na_sentinel=False)
    texts = [said(value) for value in different.tolist()]
    return [texts[n] for n in place.tolist()]


def short(name: str) -> str:
    """Return a place's name without what the map says around it: its street, where one is near.

    >>> short("Langwith ward, Bolsover (near Dale Close)"), short("Castle Hill")
    ('near Dale Close', 'Castle Hill')
    """
    return name[name.rfind("(near ") + 1 : -1] if name.endswith(")") and "(near " in name else name


def _pattern(word: str = "", category: str = "", letter: str = "") -> str:
    return f"{phrase(word)} · {category} ({letter})\n" if word else ""


def ending(texts: Sequence[str]) -> str:
    r"""Return how every one of these texts ends; nothing where that would read as a field of the template.

    >>> ending(["3 from January to March", "new\\n12 from January to March"])
    ' from January to March'
    """
    shared = os.path.commonprefix([text[::-1] for text in Alike.of(texts).texts])[::-1]
    return "" if "{" in shared or "}" in shared else shared


def without(shared: str, texts: Sequence[str]) -> Alike:
    """Return texts without their common ending: the same few of them stand for thousands of places.

    >>> list(without(" in May", ["1 in May", "2 in May", "1 in May"]))
    ['1', '2', '1']
    """
    return Alike.of(texts).each(lambda text: text.removesuffix(shared))


def template(shared: str) -> dict[str, Any]:
    """Return the template for texts whose common ending is left to it."""
    return {**TEMPLATE, "html": f"<b>{{n}}</b><br/>{{t}}{escape(plain(shared))}"}


def valued(table: Any, findings: Findings) -> list[str]:
    """Return the tooltip text of each area: count, rate with its interval, deprivation, and what misleads."""
    return [_area(row, findings) for _, row in pd.DataFrame(table).iterrows()]


def _area(row: pd.Series, findings: Findings) -> str:
    said = [f"{words.number(row['count'], findings)} {words.period(findings)}"]
    if pd.notna(row.get("rate")):
        figures = {name: f"{row[name]:,.1f}" for name in ("rate", "rate_lower", "rate_upper")}
        said.append(phrase("{rate} per 1,000 residents and year ({rate_lower}–{rate_upper})").format(**figures))
    if pd.notna(row.get("imd_decile")):
        decile = f"{row['imd_decile']:,.0f}"
        said.append(phrase("deprivation decile {decile} (1 is most deprived)").format(decile=decile))
    if row.get("town_centre") is True:
        said.append(phrase("town centre: few residents, many visitors"))
    return "\n".join(said)
