"""What is said of an add: what became of each file, what would give way to it, what taking it back would do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """What became of one file.

    Attributes
    ----------
    text : str
        The line to show: what the file was taken for, rows read, kept and rejected by reason; or why not and the mend.
    status : str
        ``added``, ``superseded``, ``known`` or ``refused``.
    named : bool
        True where the reader named this very file.
    unnamed : bool
        Refused only because nobody has said yet what its columns mean.
    of : str
        The file of which this is one part, such as a month; empty where it is not held.
    rows_read, kept : int
        Of a part that is held.
    notes : tuple of str
        What the reader should know of it.
    """

    text: str
    status: str
    named: bool
    unnamed: bool = False
    of: str = ""
    rows_read: int = 0
    kept: int = 0
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the content is held now."""
        return self.status != "refused"


@dataclass(frozen=True)
class Replaced:
    """Records that are held and would give way to a file.

    Attributes
    ----------
    file : str
        The file that would be added.
    what : str
        What it would take the place of, and how many rows would come and go.
    """

    file: str
    what: str


@dataclass(frozen=True)
class LastAdd:
    """The last add, as it can be taken back.

    Attributes
    ----------
    command : str
        Its own name.
    files : tuple of str
        What it brought and would leave.
    back : int
        How many earlier files would come back in their place.
    """

    command: str
    files: tuple[str, ...]
    back: int
