"""The one question that may be asked of a restricted feed: its registered geography and whole registered windows.

Every further choice of dates, geography or setting would be one more equation about the same few people: whoever may
ask often enough can solve them. So a feed has one cut of the ground and windows that never overlap, and each release
is made from the records of its own window alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hotspot import access
from hotspot.access.feeds import HEALTH_FAMILIES
from hotspot.config import Parameters
from hotspot.disclosure.policy import controlled_of
from hotspot.errors import AccessError

FREE = ("area", "offence", "method", "csps", "sources", "start", "end")  # what a reader of a controlled release chooses
NAMES = {
    "lads": "the choice of local authority districts",
    "wards": "the choice of wards",
    "outline": "the outline",
    "hours": "the choice of days and nights",
    "hour_band": "the choice of hours",
}
HEALTH_GEOGRAPHY, USUAL_GEOGRAPHY, USUAL_WINDOW = "h3-7", "h3-8", "year"
_MONTHS = {"year": 12, "quarter": 3}
_BEGINS = {"04": "April", "07": "July", "10": "October"}


@dataclass(frozen=True)
class Terms:
    """In which cut those beyond a feed see it.

    Attributes
    ----------
    source : str
    geography : str
        ``h3-8``, ``h3-7``, ``h3-6`` or ``lsoa``.
    window : str
        ``year`` or ``quarter``, of the calendar, or a year that begins with another month, such as ``year-04``.
    """

    source: str
    geography: str
    window: str

    @property
    def period(self) -> str:
        """The window in words.

        >>> Terms("ed/x", "h3-7", "quarter").period, Terms("ed/x", "h3-7", "year-04").period
        ('calendar quarter', 'year from April')
        """
        unit, _, begins = self.window.partition("-")
        return f"{unit} from {_BEGINS[begins]}" if begins else f"calendar {unit}"

    @property
    def place(self) -> tuple[str, int]:
        """Geography and H3 resolution of its places, as in ``Parameters``.

        >>> Terms("ed/x", "h3-7", "year").place, Terms("fire/x", "lsoa", "year").place
        (('h3', 7), ('lsoa', 8))
        """
        kind, _, resolution = self.geography.partition("-")
        return kind, int(resolution or Parameters("").resolution)

    def windows(self, first: str, last: str) -> list[tuple[str, str]]:
        """Return first and last month of each whole window between two months, oldest first.

        >>> Terms("ed/x", "h3-7", "year").windows("2023-07", "2025-12")
        [('2024-01', '2024-12'), ('2025-01', '2025-12')]
        >>> Terms("ed/x", "h3-7", "year-04").windows("2023-07", "2025-12")
        [('2024-04', '2025-03')]
        """
        unit, _, begins = self.window.partition("-")
        length, begun = _MONTHS[unit], int(begins or 1)
        starts = [month for month in pd.period_range(first, last, freq="M") if (month.month - begun) % length == 0]
        pairs = [(start, start + (length - 1)) for start in starts]
        return [(str(start), str(end)) for start, end in pairs if end <= pd.Period(last, "M")]


def terms(source: str, scope: access.Scope) -> Terms:
    """Return the registered terms of a feed, or the usual ones.

    >>> terms("ed/royal", access.LOCAL)
    Terms(source='ed/royal', geography='h3-7', window='year')
    """
    feed = {feed.source: feed for feed in scope.feeds}.get(source)
    health = feed.is_health if feed else access.family(source) in HEALTH_FAMILIES
    usual = HEALTH_GEOGRAPHY if health else USUAL_GEOGRAPHY
    said = (feed.geography, feed.window) if feed else ("", "")
    return Terms(source, said[0] or usual, said[1] or USUAL_WINDOW)


def alone(sources: Sequence[str], scope: access.Scope) -> str:
    """Return the one restricted source of a question.

    Raises
    ------
    AccessError
        It is counted together with another source: what is known of the other could be subtracted from the sum.
    """
    shut = controlled_of(sources, scope)
    if len(sources) > 1:
        raise AccessError(
            f"{shut[0]} is shown in bands, and never as part of a sum: the exact numbers of another source could be "
            "taken from it.",
            f"Choose {shut[0]} alone, and look at the other sources beside it.",
        )
    return shut[0]


def fitted(asked: Parameters, sources: Sequence[str], held: tuple[str, str], scope: access.Scope) -> Parameters:
    """Return the question that may be asked of a restricted source: the last whole window, in its registered cut.

    Parameters
    ----------
    asked : Parameters
        What the reader chose; what was left at its default is filled in.
    sources : sequence of str
        Every source that would be counted.
    held : (str, str)
        First and last month held without a gap.
    scope : Scope
        Who asks.

    Raises
    ------
    AccessError
        Several sources together, a free choice of dates or geography, or no whole window is held.
    """
    mine = terms(alone(sources, scope), scope)
    first, last = _window(asked, mine, held)
    geography, resolution = mine.place
    shape: dict[str, Any] = {"geography": geography} | ({"resolution": resolution} if geography == "h3" else {})
    # The whole ground: a mask of where anyone recorded anything would show where one record lies.
    shape |= {"mask": "whole", "step": "month"}
    usual = Parameters(asked.area)
    fit = dataclasses.replace(usual, **{name: getattr(asked, name) for name in FREE}, **shape)
    fit = fit.changed(sources=(mine.source,), start=first, end=last)
    fixed = [one.name for one in dataclasses.fields(fit) if one.name not in FREE]
    for name in fixed:
        if getattr(asked, name) not in (getattr(usual, name), getattr(fit, name)):
            raise AccessError(
                f"{mine.source} is shown in one cut only, so {_said(name)} cannot be changed to "
                f"{_value(getattr(asked, name))}: two cuts of the same records could be subtracted from one another.",
                f"Leave {_said(name)} at {_value(getattr(fit, name))}.",
            )
    return fit


def _said(name: str) -> str:
    return NAMES.get(name, f"'{name}'")


def _value(value: Any) -> str:
    """Return a value of a field in words; of a list that may be long, how long it is.

    >>> _value(()), _value(("W1", "W2")), _value(8)
    ('its default', '2 of them', '8')
    """
    if isinstance(value, tuple) and value:
        return f"{len(value)} of them"
    return "its default" if value in ("", (), None) else str(value)


def _window(asked: Parameters, mine: Terms, held: tuple[str, str]) -> tuple[str, str]:
    whole = mine.windows(*held)
    if not whole:
        raise AccessError(
            f"No whole {mine.period} of {mine.source} is held, and less is not shown of it.",
            f"Add the months that are missing; {held[0]} to {held[1]} are held.",
        )
    fits = [one for one in whole if asked.start in ("", one[0]) and asked.end in ("", one[1])]
    if not fits:
        offered = "; ".join(f"{first} to {last}" for first, last in whole[-4:])
        raise AccessError(
            f"{mine.source} is shown for one whole {mine.period} at a time: with a free choice of dates nearly every "
            "small number could be found by subtraction.",
            f"Choose one of: {offered}.",
        )
    return fits[-1]
