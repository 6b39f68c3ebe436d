"""The words of Weekend nights in the reader's language: what a window comes round on, kinds of weekends, reasons.

What was found is kept in English for every reader; here its words are said again, from the figures beside them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd

from hotspot.findings.hours import Hours, number, told_change, told_move
from hotspot.incidents.hours import PLACEHOLDER
from hotspot.language import again, phrase, phrase_many, to_phrase
from hotspot.measures.weekends import late_from

ONE = {
    "weekend_nights": to_phrase("weekend night"),
    "student_night": to_phrase("Thursday night"),
    "holiday_eves": to_phrase("bank-holiday eve"),
    "after_school": to_phrase("school day"),
    "day_drinking": to_phrase("Saturday"),
}
UNITS = {
    "weekend_nights": to_phrase("weekend nights"),
    "student_night": to_phrase("Thursday nights"),
    "holiday_eves": to_phrase("bank-holiday eves"),
    "after_school": to_phrase("school days"),
    "day_drinking": to_phrase("Saturdays"),
}
SHORT_MONTHS = (
    to_phrase("Jan"), to_phrase("Feb"), to_phrase("Mar"), to_phrase("Apr"), to_phrase("May"), to_phrase("Jun"),
    to_phrase("Jul"), to_phrase("Aug"), to_phrase("Sep"), to_phrase("Oct"), to_phrase("Nov"), to_phrase("Dec"),
)  # fmt: skip
HEADINGS = (
    to_phrase("Night of"), to_phrase("Day"), to_phrase("From"), to_phrase("To"), to_phrase("Incidents"),
    to_phrase("Real hours"), to_phrase("95 % from"), to_phrase("to"), to_phrase("Per night"), to_phrase("Per day"),
    to_phrase("Against last year"), to_phrase("Busiest hours"), to_phrase("Premises"), to_phrase("Last to close"),
    to_phrase("Per 100 premises"), to_phrase("This year"), to_phrase("Last year"), to_phrase("Incidents now"),
    to_phrase("Incidents then"), to_phrase("Kind last year"), to_phrase("Pair"), to_phrase("Counted"),
    to_phrase("What became of them"),
)  # fmt: skip
KINDS = (
    to_phrase("term"), to_phrase("school holidays"), to_phrase("ordinary"), to_phrase("Easter"), to_phrase("May Day"),
    to_phrase("Spring Bank Holiday"), to_phrase("Late Summer Bank Holiday"), to_phrase("Christmas Day"),
    to_phrase("Boxing Day"), to_phrase("New Year's Day"), to_phrase("52 weeks"), to_phrase("not alike"),
    to_phrase("none"), to_phrase("not held, or no such night"),
)  # fmt: skip
REASONS = (
    to_phrase("in these hours"), to_phrase("at other hours or days"), to_phrase("without a time"),
    to_phrase("known only to the day"), to_phrase("known only to the month"),
)  # fmt: skip
_SAME_KIND = re.compile(r"same kind, (\d+) weeks")
_STANDS_IN = re.compile(re.escape(PLACEHOLDER).replace(r"\{\}", r"(\d\d:\d\d)"))


def occasions(hours: Hours) -> str:
    """Return what the window comes round on, in the plural: weekend nights, school days."""
    return phrase(UNITS[hours.preset.key])


def occasion(hours: Hours) -> str:
    """Return what the window comes round on, one of them: weekend night, school day."""
    return phrase(ONE[hours.preset.key])


def counted(hours: Hours, n: int) -> str:
    """Return so many of them: Welsh has another form of the noun after a number."""
    said = {
        "weekend_nights": phrase_many("1 weekend night", "{n} weekend nights", n),
        "student_night": phrase_many("1 Thursday night", "{n} Thursday nights", n),
        "holiday_eves": phrase_many("1 bank-holiday eve", "{n} bank-holiday eves", n),
        "after_school": phrase_many("1 school day", "{n} school days", n),
        "day_drinking": phrase_many("1 Saturday", "{n} Saturdays", n),
    }
    return said[hours.preset.key].format(n=n)


def incidents(value: float, *, controlled: bool) -> str:
    """Return a number of incidents as this audience may see it, with its noun.

    >>> incidents(1.2, controlled=False), incidents(0, controlled=False), incidents(4, controlled=True)
    ('1 incident', '0 incidents', 'fewer than 8 incidents')
    """
    if pd.isna(value):
        return phrase_many("{n} incident", "{n} incidents", 2).format(n="–")
    many = phrase_many("{n} incident", "{n} incidents", 2 if controlled else round(value))
    return many.format(n=number(value, controlled=controlled))


def where(hours: Hours) -> str:
    """Return the place whose hours are shown; a name stays as it is, its "and around" is said."""
    return again(hours.where)


def notes(hours: Hours) -> list[str]:
    """Return the sentences that belong beside the numbers."""
    return [again(text) for text in hours.notes]


def change(row: Any) -> str:
    """Return a difference against last year: of the place shown, or of a row of the busiest places."""
    return told_change(row)


def move(hours: Hours, row: Any) -> str:
    """Return whether the busy hours of a place moved."""
    return told_move(row, late_from(hours.preset))


def short_day(when: date) -> str:
    """Return a day as an axis has room for it.

    >>> short_day(date(2025, 10, 3))
    '3 Oct'
    """
    return f"{when.day} {phrase(SHORT_MONTHS[when.month - 1])}"


def pair(how: str) -> str:
    """Return why two weekends are a pair, or what kind one is; the name of an event stays as it is.

    >>> pair("same kind, 51 weeks"), pair("term"), pair("Aldersea Regatta")
    ('same kind, 51 weeks', 'term', 'Aldersea Regatta')
    """
    found = _SAME_KIND.fullmatch(how)
    return phrase("same kind, {n} weeks").format(n=found[1]) if found else phrase(how)


def reason(text: str) -> str:
    """Return what became of a record.

    >>> reason(PLACEHOLDER.format("00:00")) == PLACEHOLDER.format("00:00")
    True
    """
    found = _STANDS_IN.fullmatch(text)
    if not found:
        return phrase(text)
    return phrase("written as exactly {clock}, which here mostly means not known").format(clock=found[1])
