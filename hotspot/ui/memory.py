"""What stays in memory for long is kept out of every later search for rubbish.

Streamlit looks for rubbish after each run of a page, however small. Among the hundreds of thousands of objects behind
an answer there is none, yet looking at them takes longer than changing a map's colour.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

from hotspot.language import in_english
from hotspot.ui.turns import out_of_turn

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
RECENT_S = 60.0  # what a reader asked for so lately stays, whatever could be made ahead in its place


def long_lived(make: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Decorate what makes an answer that is kept: once made, it is left alone by the search for rubbish.

    It is kept for readers of every language, so it is made in English, whoever asks first.

    An answer that is thrown out later still frees its memory, by its counts of references. While the search is off (at
    the start of the app) nothing is done here: whoever turned it off sets everything apart at once.

    >>> long_lived(len)([1, 2])
    2
    """

    @wraps(make)
    def made(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        answer = out_of_turn(lambda: in_english(make)(*args, **named))
        if gc.isenabled():
            gc.collect()
            gc.freeze()
        return answer

    return made


@dataclass
class _Kept:
    places: int
    made: float
    asked: float | None = None  # when a reader asked for it last; None where none has yet


class Room:
    """Room for so many places in all: a county's answers are a hundred times as large as a city's.

    What was made ahead of any reader's question takes only what readers leave: it never pushes out an answer that one
    of them asked for a moment ago, nor one of the last two, and is itself the first to go.

    Parameters
    ----------
    most : int
        How many places fit, whoever asked for them.
    answers : int
        How many answers fit, however small.
    clock : callable
        Returns the time (seconds).

    Examples
    --------
    >>> gone, room = [], Room(10)
    >>> for name, places in [("town", 3), ("city", 4), ("town", 3), ("county", 7)]:
    ...     room.used(name, places, forget=gone.append)
    >>> gone  # the town was asked for after the city
    ['city']
    >>> room.made_ahead("next month", 3, forget=gone.append)
    >>> gone, "next month" in room  # there is no room but that of the two that readers look at
    (['city', 'next month'], False)
    """

    def __init__(self, most: int, answers: int = 1_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._answers, self._clock = most, answers, clock
        self._held: dict[Hashable, _Kept] = {}  # the one asked for longest ago first
        self._lock = Lock()

    def __contains__(self, answer: Hashable) -> bool:
        return answer in self._held

    def used(self, answer: Hashable, places: int, forget: Callable[..., None]) -> None:
        """Note that an answer of so many places was just asked for; forget those asked for longest ago.

        The answer itself stays, however large it is.
        """
        now = self._clock()
        with self._lock:
            before = self._held.pop(answer, None)
            self._held[answer] = _Kept(places, before.made if before else now, now)
            gone = self._too_many([*self._ahead(), *(one for one in self._held if one != answer)])
        for one in gone:
            forget(one)

    def made_ahead(self, answer: Hashable, places: int, forget: Callable[..., None]) -> None:
        """Note an answer that nobody asked for yet; where it does not fit beside the readers' own, it goes again."""
        now = self._clock()
        with self._lock:
            if answer in self._held:
                return
            free = [*self._ahead(), *self._old(now)]
            self._held[answer] = _Kept(places, now)
            gone = self._too_many([*free, answer])
        for one in gone:
            forget(one)

    def has_room(self, places: int, since: float) -> bool:
        """Return whether one more answer fits beside those readers look at and those made ahead since a moment."""
        with self._lock:
            free = [*self._old(self._clock()), *(one for one in self._ahead() if self._held[one].made < since)]
            stay = [kept.places for answer, kept in self._held.items() if answer not in free]
        return sum(stay) + places <= self._most and len(stay) < self._answers

    def _ahead(self) -> list[Hashable]:
        return [answer for answer, kept in self._held.items() if kept.asked is None]

    def _old(self, now: float) -> list[Hashable]:
        """Return what no reader asked for lately: what they look at and what they came from is always left."""
        asked = [(answer, kept.asked) for answer, kept in self._held.items() if kept.asked is not None]
        return [answer for answer, when in asked[:-2] if when < now - RECENT_S]

    def _too_many(self, free: Iterable[Hashable]) -> list[Hashable]:
        """Take out of what may go, the first first, as much as there is no room for."""
        gone = []
        for one in dict.fromkeys(free):
            if sum(kept.places for kept in self._held.values()) <= self._most and len(self._held) <= self._answers:
                break
            self._held.pop(one)
            gone.append(one)
        return gone
