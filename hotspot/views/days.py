"""Days, months and stretches of them, as they are said in the reader's language.

A source that knows only the month is never given a finer word: "in December 2025", not "the last four weeks".
"""

from __future__ import annotations

import calendar
from datetime import date

from hotspot.language import phrase, to_phrase

MONTHS = (
    to_phrase("January"), to_phrase("February"), to_phrase("March"), to_phrase("April"), to_phrase("May"),
    to_phrase("June"), to_phrase("July"), to_phrase("August"), to_phrase("September"), to_phrase("October"),
    to_phrase("November"), to_phrase("December"),
)  # fmt: skip


def _month_name(when: date) -> str:
    return phrase(MONTHS[when.month - 1])


def day(when: date) -> str:
    """Return a date as it is said.

    >>> day(date(2025, 12, 31))
    '31 December 2025'
    """
    return f"{when.day} {_month_name(when)} {when.year}"


def month(when: date) -> str:
    """Return the month of a date as it is said.

    >>> month(date(2025, 12, 31))
    'December 2025'
    """
    return f"{_month_name(when)} {when.year}"


def begun(start: date) -> str:
    """Return the first day of a stretch as it is said after "since".

    >>> begun(date(2023, 1, 1)), begun(date(2023, 1, 9))
    ('January 2023', '9 January 2023')
    """
    return month(start) if start.day == 1 else day(start)


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
        return phrase("in the {n} days to {day}").format(n=(end - start).days + 1, day=day(end))
    if (start.year, start.month) == (end.year, end.month):
        return phrase("in {month}").format(month=month(end))
    first = _month_name(start) if start.year == end.year else month(start)
    return phrase("from {first} to {last}").format(first=first, last=month(end))


def heading(start: date, end: date) -> str:
    """Return a stretch of days as the heading of a column.

    >>> heading(date(2025, 12, 1), date(2025, 12, 31))
    'December 2025'
    >>> heading(date(2025, 12, 4), date(2025, 12, 31))
    'The 28 days to 31 December 2025'
    """
    if _whole_months(start, end) and (start.year, start.month) == (end.year, end.month):
        return month(end)
    said = span(start, end).removeprefix("in ")
    return said[:1].upper() + said[1:]
