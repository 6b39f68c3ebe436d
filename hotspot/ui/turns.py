"""One page is drawn at a time: Python runs one thread at once, and fifty that share it all finish late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Semaphore, local
from typing import TypeVar

R = TypeVar("R")
PATIENCE_S = 1.0  # whoever waited so long begins anyway: somebody before may be waiting for an answer that takes long
_TURN = Semaphore(1)
_HERE = local()


@contextmanager
def in_turn() -> Iterator[None]:
    """Draw a page when those that were asked for before it are drawn.

    A page whose answer is known takes some hundredths of a second, so that this is no wait that anybody notices. Drawn
    all at once, each of fifty pages would be as late as the last.
    """
    _HERE.mine = _TURN.acquire(timeout=PATIENCE_S)
    try:
        yield
    finally:
        _give_back()


def out_of_turn(make: Callable[[], R]) -> R:
    """Make an answer that takes long while other pages are drawn, then wait for the turn again."""
    mine = _give_back()
    try:
        return make()
    finally:
        if mine:
            _HERE.mine = _TURN.acquire(timeout=PATIENCE_S)


def _give_back() -> bool:
    mine = bool(getattr(_HERE, "mine", False))
    _HERE.mine = False
    if mine:
        _TURN.release()
    return mine
