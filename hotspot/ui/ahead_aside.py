"""Whoever works ahead stands aside for readers, in the middle of an answer too, and never keeps one of them waiting.

Two that count at once each take twice as long, for Python runs one thread at a time. So whoever works ahead looks every
millisecond whether a page is being drawn, and then does next to nothing until it stands. It goes on, a step at a time,
for it may hold a lock; and at full speed where a reader asks for the very answer that it is making.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from hotspot.config import Parameters
from hotspot.ui import sessions

STEP_S = 0.01
MOST_S = 2.0  # so long in all is an answer left lying: some lock that it holds may be what the page is waiting for
_WANTED: Counter[Parameters] = Counter()
_LOCK = Lock()


@contextmanager
def wanted(question: Parameters) -> Iterator[None]:
    """Say that a reader waits for the answer to a question, as long as this block lasts."""
    with _LOCK:
        _WANTED[question] += 1
    try:
        yield
    finally:
        with _LOCK:
            _WANTED[question] -= 1
            if not _WANTED[question]:
                del _WANTED[question]


class Quiet:
    """Since when no page has been drawn.

    Attributes
    ----------
    since : float
        When a page was last seen being drawn, else when the watch began (seconds of the monotonic clock).
    """

    def __init__(self) -> None:
        self.since = time.monotonic()

    def is_over(self) -> bool:
        """Look whether a page is being drawn now."""
        if sessions.under_way():
            self.since = time.monotonic()
            return True
        return False

    def wait(self, idle_s: float, look_s: float) -> None:
        """Wait until no page has been drawn for so long, looking every so often."""
        while self.is_over() or time.monotonic() - self.since < idle_s:
            time.sleep(look_s)


class Aside:
    """Stands aside while a page is drawn; to be called again and again by whoever works ahead.

    Parameters
    ----------
    quiet : Quiet
        Is told of every page that is drawn.
    question : Parameters
        What is being answered: a reader who waits for it waits for this thread.
    """

    def __init__(self, quiet: Quiet, question: Parameters) -> None:
        self._quiet, self._question, self._left_s = quiet, question, MOST_S

    def __call__(self) -> None:
        """Do nothing for a moment if a page is being drawn by somebody who does not wait for this answer."""
        if self._left_s > 0 and self._quiet.is_over() and not _WANTED[self._question]:
            time.sleep(STEP_S)
            self._left_s -= STEP_S
