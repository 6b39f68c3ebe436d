"""How a table is told from its column names: one recogniser a kind, as data.

A file's own name is never looked at, for analysts rename what they download. A recogniser lists the headings that a
kind needs and those it may have, each as a pattern wide enough for every release and style that its publisher uses,
with one example to show where a file falls short.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hotspot.schema import KINDS
from hotspot.sources.model import Opened, Raw, Shaped
from hotspot.sources.telling import headings

NEAR = 0.4  # of the headings that a kind needs may be missing where a file is likened to it
_NOT_WORD = re.compile(r"[^a-z0-9+]+")


@dataclass(frozen=True)
class Heading:
    """One column as publishers head it.

    Attributes
    ----------
    pattern : str
        A regular expression for the whole heading after `plain`.
    like : str
        An example, for messages.
    """

    pattern: str
    like: str

    def find(self, plain_names: Mapping[str, str]) -> str | None:
        """Return the file's own name of the first column that fits, or None."""
        whole = re.compile(self.pattern)
        return next((name for simple, name in plain_names.items() if whole.fullmatch(simple)), None)


@dataclass(frozen=True)
class Recogniser:
    """What makes a table one of a kind, and what to do with it then.

    Attributes
    ----------
    kind : str
        A key of ``schema.KINDS``.
    publisher : str
        Short name, which becomes the source.
    need, may : mapping
        Canonical column name -> heading.
    shape : callable
        Makes the kind's table from the rows.
    rest : callable or None
        Canonical name of any further column worth keeping, or None for that column.
    spatial : bool or None
        Whether rows must have a shape (True), must not (False), or may (None).
    whole : int
        From this number of rows on, the file covers the whole country.
    group : str
        Recognisers of one group that fit alike are told apart by whose first heading stands first in the file: a
        layer of authorities may name the partnership that each is in, and the other way round.
    bar : str
        Pattern of headings that this kind never has: an incident has a name, a type and a place too, but also a date.
    """

    kind: str
    publisher: str
    need: Mapping[str, Heading]
    shape: Callable[[Raw, Match], list[Shaped]]
    may: Mapping[str, Heading] = field(default_factory=dict)
    rest: Callable[[str], str | None] | None = None
    spatial: bool | None = False
    whole: int = 0
    group: str = ""
    bar: str = ""


@dataclass(frozen=True)
class Match:
    """A recognised table: which of its columns is which.

    Attributes
    ----------
    recogniser : Recogniser
        What it was taken for.
    columns : mapping
        Canonical name -> the file's own column name.
    names : tuple of str
        Every column of the file.
    """

    recogniser: Recogniser
    columns: Mapping[str, str]
    names: tuple[str, ...]


def plain(name: str) -> str:
    """Return a heading without case and punctuation.

    >>> plain("LSOA code (2021)"), plain("Mid-2022: Population"), plain("90+")
    ('lsoa_code_2021', 'mid_2022_population', '90+')
    """
    return _NOT_WORD.sub("_", name.lower()).strip("_")


def match(opened: Opened, recognisers: Sequence[Recogniser]) -> Match | None:
    """Return what a table is, or None where no recogniser fits; the first in the list, or its group, wins.

    Parameters
    ----------
    opened : Opened
        The table's column names.
    recognisers : sequence of Recogniser
        The more particular before the more general.
    """
    plain_names = _plain_names(opened.names)
    fitting = [found for candidate in recognisers if (found := _found(opened, candidate, plain_names)) is not None]
    if not fitting:
        return None
    first = fitting[0]
    rivals = [one for one in fitting if first.recogniser.group and one.recogniser.group == first.recogniser.group]
    return min(rivals, key=_key_position, default=first)


def _found(opened: Opened, candidate: Recogniser, plain_names: Mapping[str, str]) -> Match | None:
    found = {name: heading.find(plain_names) for name, heading in candidate.need.items()}
    if not _fits(candidate, opened) or not all(found.values()):
        return None
    found |= {name: heading.find(plain_names) for name, heading in candidate.may.items()}
    columns = {name: column for name, column in found.items() if column is not None}
    return Match(candidate, columns | _further(candidate, plain_names, columns), opened.names)


def _key_position(found: Match) -> int:
    return found.names.index(found.columns[next(iter(found.recogniser.need))])


def nearest(opened: Sequence[Opened], recognisers: Sequence[Recogniser]) -> tuple[Recogniser, tuple[str, ...]]:
    """Return the recogniser that the tables come closest to, and the headings they lack for it.

    Closest is the largest share of what is needed: each heading, and shapes or none; among equals, the one whose
    shapes fit, then the larger number of headings found, then the first in the list.
    """
    best = max(
        ((one, candidate) for one in opened for candidate in recognisers if not _barred(candidate, one)),
        key=lambda pair: _closeness(pair[0], pair[1]),
    )
    return best[1], _missing(best[0], best[1])


def describe_unknown(opened: Sequence[Opened], recognisers: Sequence[Recogniser]) -> str:
    """Return one sentence: the nearest known kind and what it lacks, or what the columns are where none is near.

    A table is likened to a kind only if it has most of what that kind needs: likened to one that it never was, it would
    send its reader to the wrong publisher.
    """
    candidate, missing = nearest(opened, recognisers)
    if not any(one.spatial for one in opened) and len(missing) > NEAR * len(candidate.need):
        return _strange(opened)
    title = KINDS[candidate.kind].title
    lacks = [f"columns such as {_and([_quoted(like) for like in missing])}"] if missing else []
    if candidate.spatial and not any(one.spatial for one in opened):
        lacks.append("the shapes of its areas")
    if candidate.spatial is False and any(one.spatial for one in opened):
        lacks.append("a plain table instead of a map layer")
    return f"It is no kind of file known here. The nearest is {title} ({candidate.kind}): missing {_and(lacks)}."


def _strange(opened: Sequence[Opened]) -> str:
    names = max((one.names for one in opened), key=len)
    said = headings(names)
    if not said:
        return (
            "It is no kind of file known here: its first line holds what looks like data, and no names of columns. "
            "Put a line with their names above it."
        )
    return f"It is no kind of file known here. Its columns are: {said}."


def _plain_names(names: Sequence[str]) -> dict[str, str]:
    result: dict[str, str] = {}
    for name in names:
        result.setdefault(plain(name), name)
    return result


def _fits(candidate: Recogniser, opened: Opened) -> bool:
    return candidate.spatial in (None, opened.spatial) and not _barred(candidate, opened)


def _barred(candidate: Recogniser, opened: Opened) -> bool:
    return bool(candidate.bar) and any(re.fullmatch(candidate.bar, plain(name)) for name in opened.names)


def _further(candidate: Recogniser, plain_names: Mapping[str, str], taken: Mapping[str, str]) -> dict[str, str]:
    if candidate.rest is None:
        return {}
    result: dict[str, str] = {}
    for simple, name in plain_names.items():
        canonical = None if name in taken.values() else candidate.rest(simple)
        if canonical is not None and canonical not in taken:
            result.setdefault(canonical, name)
    return result


def _missing(opened: Opened, candidate: Recogniser) -> tuple[str, ...]:
    plain_names = _plain_names(opened.names)
    return tuple(heading.like for heading in candidate.need.values() if heading.find(plain_names) is None)


def _closeness(opened: Opened, candidate: Recogniser) -> tuple[float, bool, int]:
    fits = _fits(candidate, opened)
    found = len(candidate.need) - len(_missing(opened, candidate))
    return (found + fits) / (len(candidate.need) + 1) if found else 0, fits, found


def _quoted(like: str) -> str:
    return f'"{like}"'


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
