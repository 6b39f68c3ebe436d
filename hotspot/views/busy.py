"""When a place is busy and what is near it, in the reader's language: both are worked out in English, for every reader.

What is not known here, as the name of a school, stays as it is.
"""

from __future__ import annotations

import re

from hotspot.language import phrase, to_phrase

WINDOWS = (
    to_phrase("weekday afternoons in term (15:00-18:59)"), to_phrase("Friday and Saturday nights (18:00-05:59)"),
    to_phrase("nights from Sunday to Thursday (18:00-05:59)"), to_phrase("Saturday daytime (14:00-20:59)"),
    to_phrase("spread over the week"),
)  # fmt: skip
KINDS = (to_phrase("school"), to_phrase("station"), to_phrase("bus interchange"))
_FEW = re.compile(r"hours not told: known of ([\d,]+) records only")
_YOUNG = re.compile(r"under-18s in ([\d,]+) % of the ([\d,]+) records with a known age")
_COUNTED = re.compile(r"([\d,]+) licensed premises")
_NAMED = re.compile(rf"(.+?)(?: and (\d+) more)? \(({'|'.join(KINDS)})\)")


def when(said: str) -> str:
    """Return the busy windows of a place.

    >>> when("Friday and Saturday nights (18:00-05:59): 48 %; spread over the week")
    'Friday and Saturday nights (18:00-05:59): 48 %; spread over the week'
    """
    return "; ".join(map(_window, said.split("; ")))


def _window(said: str) -> str:
    if few := _FEW.fullmatch(said):
        return phrase("hours not told: known of {n} records only").format(n=few[1])
    window, colon, share = said.rpartition(": ")
    return f"{phrase(window)}{colon}{share}" if window in WINDOWS else phrase(said)


def young(said: str) -> str:
    """Return how many were under 18.

    >>> young("under-18s in 2 % of the 517 records with a known age")
    'under-18s in 2 % of the 517 records with a known age'
    """
    if not (told := _YOUNG.fullmatch(said)):
        return said
    return phrase("under-18s in {share} % of the {n} records with a known age").format(share=told[1], n=told[2])


def near(said: str) -> str:
    """Return what is near, counted or by name.

    >>> near("23 licensed premises"), near("Park School, Hill School and 2 more (school)")
    ('23 licensed premises', 'Park School, Hill School and 2 more (school)')
    """
    if counted := _COUNTED.fullmatch(said):
        return phrase("{n} licensed premises").format(n=counted[1])
    if not (named := _NAMED.fullmatch(said)):
        return said
    names = phrase("{names} and {n} more").format(names=named[1], n=named[2]) if named[2] else named[1]
    return f"{names} ({phrase(named[3])})"
