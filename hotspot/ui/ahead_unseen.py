"""Whether what this thread draws is for nobody yet: then nothing that it does counts as seen, asked for or done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_UNSEEN: ContextVar[bool] = ContextVar("drawn for nobody yet", default=False)


def unseen() -> bool:
    """Return whether nobody sees what is drawn here: no log, no ledger and no habit may take notice of it."""
    return _UNSEEN.get()


@contextmanager
def for_nobody() -> Iterator[None]:
    """Draw for nobody inside this block, in this thread alone.

    >>> with for_nobody():
    ...     unseen()
    True
    >>> unseen()
    False
    """
    before = _UNSEEN.set(True)
    try:
        yield
    finally:
        _UNSEEN.reset(before)
