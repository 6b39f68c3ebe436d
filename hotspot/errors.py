"""Every deliberate refusal: what is wrong, and how to mend it.

A refusal is two sentences for a reader who does not program. Each class also inherits from the builtin that a
programmer would expect to catch, so that ``except ValueError`` keeps working in a notebook.

>>> try:
...     raise ParameterError("Resolution 12 is finer than the source allows.", "Choose 8 or less.")
... except ValueError as error:
...     print(error)
Resolution 12 is finer than the source allows. Choose 8 or less.
"""

from __future__ import annotations

_SOURCE = "{source}"


class HotspotError(Exception):
    """A refusal that the product makes on purpose.

    Parameters
    ----------
    what : str
        One sentence: what is wrong, naming the file, place or value.
    fix : str
        One sentence: what the reader can do about it.
    """

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.what = what
        self.fix = fix

    def __str__(self) -> str:
        """Return both sentences, as the app and the command line show them."""
        return f"{self.what} {self.fix}"


class ParameterError(HotspotError, ValueError):
    """A setting of the analysis that cannot be used as it stands."""


class SourceError(HotspotError, ValueError):
    """A file that is refused: unreadable, not recognised, or not safe to open."""


class DataError(HotspotError, ValueError):
    """Accepted data that cannot answer the question: too few steps, a gap, nothing in the area."""


class HoursUnknownError(DataError):
    """What is held says no hours, so nothing on hours can be answered; nothing is wrong with the records."""


class ProfileError(HotspotError, ValueError):
    """An area profile that is missing or does not say what it must."""


class StoreError(HotspotError, RuntimeError):
    """The store cannot do what was asked: locked, damaged, on a network folder, nothing to undo."""


class AccessError(HotspotError, PermissionError):
    """The person or the audience may not see what was asked for."""


class HiddenError(AccessError):
    """A restricted source does not show what was asked for; nothing is wrong with it, nor with who asks.

    Parameters
    ----------
    what, fix : str
        As of every refusal; ``{source}`` stands for the source.
    source : str
        Its key, where one source hides it.

    >>> error = HiddenError("Hours of {source} are not shown.", "Choose another.", source="force/two-towns")
    >>> print(error, error.told("Two Towns"))
    Hours of force/two-towns are not shown. Choose another. Hours of Two Towns are not shown.
    """

    def __init__(self, what: str, fix: str, *, source: str = "") -> None:
        super().__init__(what.replace(_SOURCE, source), fix)
        self.source = source
        self._sentence = what

    def told(self, name: str) -> str:
        """Return what is wrong, with the source as a page calls it."""
        return self._sentence.replace(_SOURCE, name)
