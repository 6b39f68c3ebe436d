"""What a reader will likely ask next: the questions that are one change of one filter away, the likelier first.

The order of the kinds is that of a tasking meeting, which asks of a map, in this order: since when, is it new or old
(another last month, another stretch of time, another method), where (a district), what (another definition, another
source), and only then how it was counted (hours, the size of places, settings). Of each kind the nearest option comes
first: the month before, the month after, the same month a year ago.

One of each kind is taken in turn, so that no kind with many options keeps the others waiting. What this reader changed
last comes first, and twice in every turn: who steps back by months steps on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import islice
from typing import Any

from hotspot import nights
from hotspot.config import Parameters
from hotspot.pipeline import Offered
from hotspot.ui import filter_where, filters
from hotspot.ui.filter_words import METHODS, SIZES, applied

Changes = Iterator[dict[str, Any]]
NEAR_MONTHS = (-1, 1, -12, -2, 12, 2, -3, 3)
BEFORE_THE_END = (11, 5, 2, 23)  # months between first and last: a year, half a year, a quarter, two years
TURNS_OF_A_HABIT = 2


def _ends(asked: Parameters, offered: Offered) -> Changes:
    for month in _near(asked.end, offered.months):
        yield {"end": month}
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
    first = [habit] if habit in kinds else []
    order = [*first, *(kind for kind in kinds if kind not in first)]
    turns = [TURNS_OF_A_HABIT if kind in first else 1 for kind in order]
    seen = {applied(asked, page)}
    for changes in _in_turn([kinds[kind](asked, offered) for kind in order], turns):
        question = asked.changed(**changes)
        if (answered := applied(question, page)) not in seen:
            seen.add(answered)
            yield question


def _in_turn(options: Iterable[Changes], turns: Sequence[int]) -> Changes:
    waiting = list(zip(options, turns, strict=True))
    while waiting:
        taken = [(one, many, list(islice(one, many))) for one, many in waiting]
        yield from (change for _, _, some in taken for change in some)
        waiting = [(one, many) for one, many, some in taken if some]
