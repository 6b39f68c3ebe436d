"""What takes long is made by one thread beside the pages, once for all readers who wait for it.

Made in a reader's own run it would be begun anew by each who goes on before it is there, and whoever waits for what
another reader's run is making could not go on at all: fifty readers of a fresh server waited for seconds.
"""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock, Thread
from typing import Any

from hotspot.language import in_english
from hotspot.ui import sessions

Between = Callable[[], None]
DRAWN_S = 2.5  # within which a browser without a graphics card has drawn a county of 50,000 places
LOOK_S = 0.05
PATIENCE_S = 0.5  # on a server that is never idle, what is made here goes on after this, a step at a time
MOST_KEPT = 64


class Left(Exception):
    """Nobody waits for it any more."""


@dataclass
class _Waiting:
    part: str  # empty where none waits
    rested_since: float


@dataclass
class _Wanted:
    make: Callable[[Between], Any]
    rest_s: float
    readers: dict[str, _Waiting] = field(default_factory=dict)

    @property
    def ahead(self) -> bool:
        """Whether it is made for what may be asked next: no part of a page waits for it."""
        return not any(one.part for one in self.readers.values())


class Beside:
    """The thread, what it is asked for and by whose pages, and what it made lately.

    It begins when a reader who waits has stayed on the page and the browser has had time to draw, on this machine often
    with the same processors; it pauses while any page is drawn, and ends where everybody has gone on. What it could not
    make is kept as the error that says why.
    """

    def __init__(self) -> None:
        self._wanted: OrderedDict[Hashable, _Wanted] = OrderedDict()
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._thread: Thread | None = None
        self._lock = Lock()  # for looking and keeping alone, never held while something is made

    def has(self, what: Hashable) -> bool:
        """Return whether something was made lately, or ended with an error."""
        with self._lock:
            if what in self._made:
                self._made.move_to_end(what)
            return what in self._made

    def made(self, what: Hashable) -> Any:
        """Return what was made, or raise the error that it ended with."""
        with self._lock:
            answer = self._made[what]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def want(self, what: Hashable, make: Callable[[Between], Any], session: str, part: str, *, rest_s: float) -> None:
        """Have something made, and a part of a page drawn again when it is there; each page waits for one thing.

        Besides that one thing a page may have one made ready for what its reader may ask next. It is made when nobody
        waits for anything, and not where the page was closed.

        Parameters
        ----------
        what : hashable
            Names it, with who asks and which data.
        make : callable
            Makes it, in English. It calls its argument between two steps, which may raise ``Left``.
        session, part : str
            Whose page, and the name Streamlit gave the fragment; an empty name where nothing is to be drawn again.
        rest_s : float
            How long that page has been at rest before it is begun.
        """
        with self._lock:
            self._let_go(session, ahead=not part)
            wanted = self._wanted.setdefault(what, _Wanted(in_english(make), rest_s))
            wanted.rest_s = min(wanted.rest_s, rest_s)
            wanted.readers[session] = _Waiting(part, time.monotonic())
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, name="beside the pages", daemon=True)
                self._thread.start()

    def go_on(self, session: str) -> None:
        """Note that a page waits for nothing any more."""
        with self._lock:
            self._let_go(session)

    def keep(self, what: Hashable, make: Callable[[Between], Any]) -> None:
        """Make something here and now, where there is no server that could draw a page again."""
        answer = _outcome(in_english(make), lambda: None)
        with self._lock:
            self._kept(what, answer)

    def forget(self) -> None:
        """Let go of all that was made, and of what is being made: it may hold what was just deleted for good."""
        with self._lock:
            self._made.clear()
            self._wanted.clear()

    def _let_go(self, session: str, *, ahead: bool = False) -> None:
        for wanted in self._wanted.values():
            if session in wanted.readers and ahead is not bool(wanted.readers[session].part):
                wanted.readers.pop(session)

    def _work(self) -> None:
        while (ready := self._next()) is not None:
            with contextlib.suppress(Left):
                self._hand_out(*ready)

    def _hand_out(self, what: Hashable, wanted: _Wanted) -> None:
        answer = _outcome(wanted.make, partial(self._between, what, wanted))
        with self._lock:
            if self._wanted.get(what) is not wanted:  # what it was made from was deleted meanwhile
                raise Left
            self._wanted.pop(what)
            self._kept(what, answer)
        for session, waiting in wanted.readers.items():
            if waiting.part:
                sessions.draw_again(session, waiting.part)

    def _next(self) -> tuple[Hashable, _Wanted] | None:
        """Return what is to be made now, waiting for its readers to be at rest; None when nobody wants anything."""
        while True:
            with self._lock:
                self._look_round()
                if not self._wanted:
                    self._thread = None
                    return None
                somebody_waits = not all(wanted.ahead for wanted in self._wanted.values())
                for what, wanted in self._wanted.items():
                    if somebody_waits and wanted.ahead:
                        continue
                    since = min(one.rested_since for one in wanted.readers.values())
                    if time.monotonic() - since >= wanted.rest_s:
                        return what, wanted
            time.sleep(LOOK_S)

    def _look_round(self) -> None:
        """Forget who has gone and what nobody waits for; whose page is being drawn has not rested."""
        for what, wanted in list(self._wanted.items()):
            for session, waiting in list(wanted.readers.items()):
                there = sessions.has(session, waiting.part) if waiting.part else sessions.is_open(session)
                if not there:
                    wanted.readers.pop(session)
                elif sessions.is_drawing(session):
                    waiting.rested_since = time.monotonic()
            if not wanted.readers:
                self._wanted.pop(what)

    def _between(self, what: Hashable, wanted: _Wanted) -> None:
        with self._lock:
            self._look_round()
            if self._wanted.get(what) is not wanted:
                raise Left
        until = time.monotonic() + PATIENCE_S
        while sessions.anybody_is_drawing() and time.monotonic() < until:
            time.sleep(LOOK_S)

    def _kept(self, what: Hashable, answer: Any) -> None:
        self._made[what] = answer
        while len(self._made) > MOST_KEPT:
            self._made.popitem(last=False)


def _outcome(make: Callable[[Between], Any], between: Between) -> Any:
    """Return what was made, or the error that says why it was not: a page that waits for it is to say so."""
    try:
        return make(between)
    except Left:
        raise
    except Exception as error:
        return error


BESIDE = Beside()
