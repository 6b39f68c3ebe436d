"""The fixed words of the paper in English and Welsh, and dates and counts as each language says them.

The Welsh was made by a machine and every page of it says that a Welsh speaker must check it. Names, the local
definition and sentences that an analysis wrote stay in the language they were written in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hotspot.findings import Findings
from hotspot.views import words
from hotspot.views.brief.phrases import MONTHS, PHRASES, WORDS

LOCALE = {"en": "en-GB", "cy": "cy"}


@dataclass(frozen=True)
class Speech:
    """One language.

    >>> Speech("en")("page", page=1, pages=2), Speech("cy")("page", page=1, pages=2)
    ('Page 1 of 2', 'Tudalen 1 o 2')
    """

    language: str = "en"

    def __call__(self, key: str, **fill: Any) -> str:
        """Return a fixed phrase with its gaps filled."""
        english, welsh = PHRASES[key]
        return (welsh if self.language == "cy" else english).format(**fill)

    def day(self, when: date) -> str:
        """Return a day: 31 December 2025."""
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}" if self.language == "cy" else words.day(when)

    def span(self, start: date, end: date) -> str:
        """Return a stretch of days as it is said after a number.

        >>> Speech("en").span(date(2025, 1, 1), date(2025, 12, 31))
        'from January to December 2025'
        >>> Speech("cy").span(date(2025, 1, 1), date(2025, 12, 31))
        '(Ionawr 2025 – Rhagfyr 2025)'
        """
        said = words.span(start, end)
        if self.language != "cy":
            return said
        if " days to " in said:
            return f"({self.day(start)} – {self.day(end)})"
        first, last = (f"{MONTHS[one.month - 1]} {one.year}" for one in (start, end))
        return f"({last})" if first == last else f"({first} – {last})"

    def period(self, found: Findings) -> str:
        """Return the whole period of findings, to stand after a number."""
        return self.span(found.steps[0].start, found.steps[-1].end)

    def last_step(self, found: Findings) -> str:
        """Return the last step of findings, to stand after a number."""
        return self.span(found.steps[-1].start, found.steps[-1].end)

    def number(self, value: Any, found: Findings) -> str:
        """Return a count as this audience may see it."""
        said = words.number(value, found)
        return self("band") if self.language == "cy" and said.startswith("fewer") else said

    def word(self, word: str) -> str:
        """Return one of the six words.

        >>> Speech("cy").word("new")
        'newydd'
        """
        said = word or "no pattern"
        return WORDS.get(said, said) if self.language == "cy" else said
