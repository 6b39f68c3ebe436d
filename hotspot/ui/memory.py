"""What stays in memory for long is kept out of every later search for rubbish.

Streamlit looks for rubbish after each run of a page, however small. Among the hundreds of thousands of objects behind
an answer there is none, yet looking at them takes longer than changing a map's colour.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import ParamSpec, TypeVar

import streamlit as st

from hotspot import pipeline
from hotspot.config import Settings
from hotspot.errors import HotspotError
from hotspot.language import in_english
from hotspot.ui.beside import BESIDE
from hotspot.ui.turns import out_of_turn

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_KNOWN: dict[Path, int] = {}  # the last deletion for good after which everything was let go, by the folder
_ONE = Lock()


def long_lived(make: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Decorate what makes an answer that is kept: once made, it is left alone by the search for rubbish.

    It is kept for readers of every language, so it is made in English, whoever asks first.

    An answer that is thrown out later still frees its memory, by its counts of references. While the search is off (at
    the start of the app) nothing is done here: whoever turned it off sets everything apart at once.

    Where something was deleted for good while it was made, it is made anew: what was deleted is to live on nowhere.

    >>> long_lived(len)([1, 2])
    2
    """

    @wraps(make)
    def made(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        before = _erasure()
        answer = out_of_turn(lambda: in_english(make)(*args, **named))
        if _erasure() != before:
            pipeline.forget()
            answer = out_of_turn(lambda: in_english(make)(*args, **named))
        if gc.isenabled():
            gc.collect()
            gc.freeze()
        return answer

    return made


def forget_everything() -> None:
    """Let go of every answer and table that is kept, for all readers: what was deleted for good lives on in none."""
    pipeline.forget()
    st.cache_data.clear()
    st.cache_resource.clear()
    BESIDE.forget()
    gc.unfreeze()  # what was left alone by the search for rubbish is looked at once
    gc.collect()
    gc.freeze()


def let_go() -> None:
    """Forget everything where something was deleted for good since this was last called, in a terminal too.

    Where nothing was, this costs one look at a file's date. The first call remembers what there is to compare with.
    """
    home, now = Settings.from_environment().home, _erasure()
    with _ONE:
        changed = _KNOWN.get(home, now) != now
        _KNOWN[home] = now
    if changed:
        forget_everything()


def _erasure() -> int:
    try:
        return pipeline.last_erasure(Settings.from_environment())
    except HotspotError:  # a store that cannot be read is told by the page
        return -1


class Room:
    """Room for so many places in all: a county's answers are a hundred times as large as a city's.

    Examples
    --------
    >>> gone, room = [], Room(10)
    >>> for name, places in [("town", 3), ("city", 4), ("town", 3), ("county", 7)]:
    ...     room.used(name, places, forget=gone.append)
    >>> gone  # the town was asked for after the city
    ['city']
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[Hashable, int] = {}
        self._lock = Lock()

    def used(self, answer: Hashable, places: int, forget: Callable[..., None]) -> None:
        """Note that an answer of so many places was just asked for; forget those asked for longest ago.

        The answer itself stays, however large it is.
        """
        with self._lock:
            self._held.pop(answer, None)
            self._held[answer] = places
            gone = []
            while sum(self._held.values()) > self._most and len(self._held) > 1:
                gone.append(next(iter(self._held)))
                self._held.pop(gone[-1])
        for one in gone:
            forget(one)
