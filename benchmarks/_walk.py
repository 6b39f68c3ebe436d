"""A meeting's walk through the filters: one change after the other, drawn by lot from what the page offers.

Each time the kind of filter is drawn first, every kind alike, and then one of its options, every option alike. Nothing
favours what is near: the month before is as likely as any other, a ward as likely as a district. A meeting is kinder
than that: it comes back to what it has seen, and here what was asked before is never asked again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

from hotspot.config import Parameters
from hotspot.pipeline import Offered
from hotspot.ui.filter_words import METHODS, SIZES

Query = dict[str, str]
WHERE = ("csps", "wards")


def _to(asked: Query, offered: Offered) -> Iterator[Query]:
    return ({"end": month} for month in ("", *offered.months) if month == "" or month >= asked.get("start", ""))


def _from(asked: Query, offered: Offered) -> Iterator[Query]:
    last = asked.get("end") or offered.months[-1]
    return ({"start": month} for month in ("", *offered.months) if month <= last)


def _part(name: str) -> Callable[[Query, Offered], Iterator[Query]]:
    """Return the choices of one kind of part: none, or one more, as the box of several choices offers them."""
    other = {one: "" for one in WHERE if one != name}

    def choices(asked: Query, offered: Offered) -> Iterator[Query]:
        chosen = [code for code in asked.get(name, "").split(",") if code]
        yield {name: "", **other}
        yield from ({name: ",".join([*chosen, code]), **other} for code in offered.parts[name] if code not in chosen)

    return choices


FILTERS: Mapping[str, Callable[[Query, Offered], Iterator[Query]]] = {
    "period": lambda _asked, offered: ({"start": one.start, "end": one.end} for one in offered.windows),
    "to": _to,
    "from": _from,
    "district": _part("csps"),
    "ward": _part("wards"),
    "what": lambda _asked, offered: ({"offence": one} for one in next(iter(offered.sources.values()))),
    "size": lambda _asked, _offered: ({"geography": one, "resolution": str(n)} for one, n in SIZES),
    "method": lambda _asked, _offered: ({"method": one} for one in METHODS),
}


def walk(area: str, offered: Offered, changes: int, chance: random.Random) -> Iterator[str]:
    """Return the address's settings after each of so many changes.

    Parameters
    ----------
    area : str
        Key of the area.
    offered : Offered
        What its filters offer.
    changes : int
        How many.
    chance : Random
        Draws the kind of filter, the option, and nothing else.
    """
    asked: Query = {"area": area}
    seen = {Parameters.from_query(asked)}
    while len(seen) <= changes:
        options = list(FILTERS[chance.choice(list(FILTERS))](asked, offered))
        changed = {name: value for name, value in (asked | chance.choice(options)).items() if value}
        question = Parameters.from_query(changed)
        if question in seen:
            continue
        seen.add(question)
        asked = changed
        yield "&".join(f"{name}={value}" for name, value in asked.items())
