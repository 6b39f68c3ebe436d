"""A change that the log knows of before it is made: one that is cut short is known to have been begun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from hotspot import access


@contextmanager
def logged(home: Path, what: str, detail: str, *, at: datetime, who: str) -> Iterator[None]:
    """Log a change as begun, let it be made, then log it as done; refused or cut short, the second line is missing.

    Parameters
    ----------
    home : Path
        Where the log is.
    what, detail : str
        What is changed, and how; never a value of an incident.
    at, who
        When and by whom.

    Raises
    ------
    AccessError
        The log cannot be written: then nothing is changed.
    """
    access.note(home, access.CHANGE, what, f"begun: {detail}", at=at, who=who)
    yield
    access.note(home, access.CHANGE, what, f"done: {detail}", at=at, who=who)
