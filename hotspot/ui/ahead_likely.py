"""What a reader will likely ask next: the questions that are one change of one filter away, the likelier first.

Every kind of filter is as likely to be changed as any other, but what this reader changed last is three times as
likely: who steps back by months steps on. Within a kind the chance is shared. A kind with two options is therefore
guessed before one with thirty. Where options have an order, as months have, the nearest takes most: the month before,
the month after, the same month a year ago. Where chances are equal the order is that of a meeting's questions: since
when, how, where, what, and only then the size of places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from hotspot import nights
from hotspot.config import Parameters
from hotspot.pipeline import Offered
from hotspot.ui import filter_where, filters
from hotspot.ui.filter_words import METHODS, SIZES, applied

Changes = Iterator[dict[str, Any]]
NEAR_MONTHS = (-1, 1, -12, -2, 12, 2, -3, 3)
BEFORE_THE_END = (11, 5, 2, 23)  # months between first and last: a year, half a year, a quarter, two years
HABIT = 3
FIRST_OF_MANY = 4  # of options in an order the first has a quarter of the chance, the next a sixth, an eighth, a tenth


def _ends(asked: Parameters, offered: Offered) -> Changes:
    yield from ({"end": month} for month in _near(asked.end, offered.months) if month >= asked.start[:7])
    yield {"end": ""}


def _near(said: str, months: Sequence[str]) -> Iterator[str]:
    here = months.index(said) if said in months else len(months) - 1
    return (months[here + away] for away in NEAR_MONTHS if 0 <= here + away < len(months))


def _starts(asked: Parameters, offered: Offered) -> Changes:
    months = offered.months
    last = months.index(asked.end) if asked.end in months else len(months) - 1
    if asked.start in months:
        yield from ({"start": month} for month in _near(asked.start, months) if month <= months[last])
    yield from ({"start": months[last - back]} for back in BEFORE_THE_END if last >= back)
    yield {"start": ""}


def _periods(_asked: Parameters, offered: Offered) -> Changes:
    return ({"start": one.start, "end": one.end, "step": one.step} for one in offered.windows)


def _methods(_asked: Parameters, _offered: Offered) -> Changes:
    return ({"method": one} for one in METHODS)


def _parts(asked: Parameters, offered: Offered) -> Changes:
    for name in ("wards", "lads"):
        if chosen := getattr(asked, name):
            yield from _several(name, chosen, offered)
            return
    if not asked.csps:
        yield from (filter_where.only("csps", codes) for codes in offered.groups.values())
    yield from _several("csps", asked.csps, offered)


def _several(name: str, chosen: Sequence[str], offered: Offered) -> Changes:
    """Return what a choice of several leads to: none of them, one less, one more."""
    yield filter_where.only(name, ())
    if len(chosen) > 1:
        yield from (filter_where.only(name, [one for one in chosen if one != gone]) for gone in chosen)
    yield from (filter_where.only(name, [*chosen, more]) for more in offered.parts[name] if more not in chosen)


def _offences(asked: Parameters, offered: Offered) -> Changes:
    counted = dict.fromkeys(offence for offences in offered.sources.values() for offence in offences)
    return (filters.measured(offence, asked, offered) for offence in counted)


def _sources(asked: Parameters, offered: Offered) -> Changes:
    if len(offered.sources) > 1:
        yield from (filters.told([name], asked, offered) for name in offered.sources)
        yield {"sources": ()}


def _hours(_asked: Parameters, offered: Offered) -> Changes:
    return ({"hours": key, "hour_band": ""} for key in (*nights.PRESETS, "") if offered.hours)


def _bands(asked: Parameters, offered: Offered) -> Changes:
    return ({"hour_band": key} for key in (*filters.bands(asked), "") if offered.hours)


def _sizes(_asked: Parameters, _offered: Offered) -> Changes:
    return ({"geography": geography, "resolution": resolution} for geography, resolution in SIZES)


def _settings(names: Sequence[str]) -> Callable[[Parameters, Offered], Changes]:
    return lambda _asked, _offered: ({name: value} for name in names for value in filters.SETTINGS[name][1])


# The names of what may change, with the options of each, the nearest first; the order is that of a meeting.
KINDS: dict[str, Callable[[Parameters, Offered], Changes]] = {
    "end": _ends, "period": _periods, "method": _methods, "part": _parts, "offence": _offences, "sources": _sources,
    "hours": _hours, "hour_band": _bands, "places": _sizes, "start": _starts,
}  # fmt: skip
IN_ORDER = ("end", "start")
OF_A_FIELD = {
    "step": "period", "csps": "part", "lads": "part", "wards": "part", "outline": "part", "geography": "places",
    "resolution": "places",
}  # fmt: skip


def kind_of(before: Parameters, after: Parameters) -> str:
    """Return what kind of filter was changed; nothing where it was none, or another area.

    >>> kind_of(Parameters("x"), Parameters("x", end="2025-11"))
    'end'
    >>> kind_of(Parameters("x"), Parameters("x", start="2025-10", end="2025-12"))
    'period'
    >>> kind_of(Parameters("x"), Parameters("y"))
    ''
    """
    changed = [one.name for one in fields(after) if getattr(before, one.name) != getattr(after, one.name)]
    if not changed or "area" in changed:
        return ""
    if {"start", "end"} <= set(changed):
        return "period"
    return OF_A_FIELD.get(changed[0], changed[0])


def likely(
    asked: Parameters, offered: Offered, page: str = "", habit: str = "", settings: Sequence[str] = ()
) -> Iterator[Parameters]:
    """Return the questions one change away from what is asked, the likelier first, each once.

    Parameters
    ----------
    asked : Parameters
        What the address says now.
    offered : Offered
        What the filters offer beside it.
    page : str
        Choices that this page leaves aside make no other question.
    habit : str
        The kind of filter that this reader changed last.
    settings : sequence of str
        Further settings that the page offers.
    """
    kinds = KINDS | ({"settings": _settings(settings)} if settings else {})
    habit = "settings" if habit in settings else habit
    found: dict[Parameters, tuple[float, Parameters]] = {applied(asked, page): (0.0, asked)}
    for kind, options in kinds.items():
        others = _others(asked, options(asked, offered), page)
        for n, (answered, question) in enumerate(others.items()):
            share = 1 / (FIRST_OF_MANY + 2 * n) if kind in IN_ORDER else 1 / len(others)
            found.setdefault(answered, (share * (HABIT if kind == habit else 1), question))
    ordered = sorted(found.values(), key=lambda one: one[0], reverse=True)  # equal chances stay in the kinds' order
    return (question for chance, question in ordered if chance)


def _others(asked: Parameters, options: Changes, page: str) -> dict[Parameters, Parameters]:
    """Return the questions that a page answers in another way than what is asked, by what it answers."""
    changed = (asked.changed(**changes) for changes in options)
    others = {applied(question, page): question for question in changed}
    return {answered: question for answered, question in others.items() if answered != applied(asked, page)}
