"""What is said of an add, and to whom: what became of each file, what would give way, what taking it back would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotspot import disclosure
from hotspot.access import Scope
from hotspot.schema import KINDS

NOT_COMPARED = (
    "How it differs from what was held is not told, as you see these records in bands: a guess in a file would tell "
    "whether a record is held."
)


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


def differs(kind: str, source: str, said: str, scope: Scope) -> str:
    """Return how a file differs from what is held, in words, as far as this reader may be told.

    Whoever sees the records in bands could else put a guess into a file and read here whether such a record is held.

    >>> differs("hour_records", "ed/x", "It takes the place of a.csv (20 rows, now 1)", Scope())[:37]
    'How it differs from what was held is '
    >>> differs("police_uk_street", "police_uk/x", "It takes the place of a.csv", Scope()), differs("", "", "", Scope())
    ('It takes the place of a.csv', '')
    """
    mine = [source] if said and KINDS[kind].family == "incidents" else []
    banded = disclosure.controlled_of(mine, scope) or disclosure.by_partnership_only(mine, scope)
    return NOT_COMPARED if banded else said


def not_of_the_role(sources: Iterable[str], scope: Scope) -> str:
    """Return why a role of certain feeds may not change the records of others; empty where it may.

    >>> not_of_the_role(["ed/x"], Scope(sources=("ed/x",))), not_of_the_role(["ed/y"], Scope())
    ('', '')
    """
    if not scope.sources or set(sources) <= set(scope.sources):
        return ""
    return "These records are not among the feeds of your role. Ask whoever gave you the role, or an administrator."
