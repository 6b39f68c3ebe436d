"""Where in a file something is wrong, and what stands there, told without repeating what may lead to a person.

A reader mends a file by its line and its column. The value itself helps most where it is a slip (31/13/2025), and is
nobody's to repeat where it could be a name, a number of a person or a birthday: then only its form is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hotspot.sources.columns import Mask, text
from hotspot.sources.model import Raw
from hotspot.sources.moments import DATE_FORMATS
from hotspot.sources.zipped import printable

LONGEST = 24
MOST_HEADINGS = 12
_FIGURES = 8  # a phone number and any number of a person have more
_EMPTY_WORDS = {"unknown", "not known", "not stated", "n/k", "nk", "n/a", "na", "none", "null", "nil", "tbc", "?", "-"}
_FIGURED = re.compile(r"[0-9/.:, +-]+")
_HEADING = re.compile(r"[A-Za-z][A-Za-z0-9 _./()#?%&'-]{0,39}")
_DATA = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.*|\d{1,2}:\d{2}.*|[-+]?\d+\.\d+|\d{5,}|.*@.*")


@dataclass(frozen=True)
class Expected:
    """What a row should hold: in which columns, and written how, with an example."""

    columns: tuple[str, ...]
    like: str


def pointed(raw: Raw, reasons: Mapping[str, Mask], expected: Mapping[str, Expected]) -> tuple[str, ...]:
    """Return for each reason the first row that goes for it: its line, its column, what stands there and what should.

    Parameters
    ----------
    raw : Raw
        The rows, under the file's own headings.
    reasons : mapping
        Reason -> rows; a row goes for its first.
    expected : mapping
        Reason -> what should stand there; a reason that is not in it is only counted.
    """
    gone = np.zeros(raw.table.num_rows, dtype=bool)
    said: list[str] = []
    for reason, mask in reasons.items():
        first = np.flatnonzero(mask & ~gone)
        gone |= mask
        if len(first) and reason in expected:
            said.append(f"{reason[:1].upper()}{reason[1:]}: first in {_told(raw, int(first[0]), expected[reason])}")
    return tuple(said)


def _told(raw: Raw, place: int, expected: Expected) -> str:
    columns = [name for name in expected.columns if name in raw.table.column_names]
    held = [f"'{name}' holds {told(text(raw.table[name].slice(place, 1)).to_pylist()[0])}" for name in columns]
    return f"{raw.where(int(raw.row[place]))}, where {' and '.join(held)}. Expected: {expected.like}."


def told(value: str | None) -> str:
    """Return a value that should not stand where it does, or only its form where it may lead to a person.

    >>> told("31/13/2025"), told("unknown"), told(None)
    ("'31/13/2025'", "'unknown'", 'nothing')
    >>> told("Jo Bloggs"), told("07700 900123")
    ("something written like 'Aa Aaaaaa'", "something written like '99999 999999'")
    >>> told("12/03/1987")
    "something written like '99/99/9999'"
    """
    if value is None:
        return "nothing"
    if value.lower() in _EMPTY_WORDS:
        return f"'{value}'"
    figures = sum(letter.isdigit() for letter in value)
    if _FIGURED.fullmatch(value) and figures <= _FIGURES and len(value) <= LONGEST and not _is_date(value):
        return f"'{value}'"
    return f"something written like '{_form(value)}'"


def _form(value: str) -> str:
    signs = ("9" if letter.isdigit() else "A" if letter.isupper() else "a" if letter.isalpha() else letter
             for letter in printable(value))  # fmt: skip
    form = "".join(signs)
    return form if len(form) <= LONGEST else f"{form[:LONGEST]}…"


def _is_date(value: str) -> bool:
    """Return whether a value is a date in some writing: where it is not wanted it may be a birthday."""
    return any(pd.notna(pd.to_datetime(value, format=one, errors="coerce")) for one in DATE_FORMATS)


def heading(names: Sequence[str], place: int) -> str:
    """Return the heading of a column for a message, its number where it does not look like a heading.

    >>> heading(("Ref", "jo@example.org"), 0), heading(("Ref", "jo@example.org"), 1)
    ('Ref', 'column 2')
    """
    return names[place] if _HEADING.fullmatch(names[place]) else f"column {place + 1}"


def headings(names: Sequence[str]) -> str:
    """Return the headings of a file for a message; empty where its first line holds data, whose words are not repeated.

    >>> headings(("Ref", "When", "x" * 99)), headings(("Jo", "12/03/1987"))
    ('Ref, When, column 3', '')
    """
    if any(_DATA.fullmatch(name) for name in names):
        return ""
    said = [heading(names, place) for place in range(min(len(names), MOST_HEADINGS))]
    return ", ".join(said) + (f" and {len(names) - MOST_HEADINGS} more" if len(names) > MOST_HEADINGS else "")
