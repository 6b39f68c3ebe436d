"""The register, for the app, the command line and a notebook: what ships with the demonstration and what was entered.

Free text goes through the screen for personal data before it is kept; a drawn area is read within bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd

from hotspot import access, demo, register, sources
from hotspot.access import LOCAL, Scope
from hotspot.config import Settings
from hotspot.errors import ParameterError
from hotspot.pipeline.reading import DEMO
from hotspot.pipeline.whose import own_body, require_own
from hotspot.register import KINDS, Entry

SHIPPED = "shipped"  # the first part of the key of an entry that came with the demonstration
SHIPPED_AT = datetime(2025, 12, 31, 12, 0)
LONGEST_BY = 120
_AS_DATES = ("date",)
_AS_NUMBERS = ("number", "amount", "whole")


def save_entry(  # noqa: PLR0913 - what, of which area, where, when, by whom, instead of which: each is needed
    kind: str,
    body: Mapping[str, Any],
    area: str,
    settings: Settings,
    *,
    at: datetime,
    by: str,
    key: str = "",
    scope: Scope = LOCAL,
) -> Entry:
    """Keep a document as a new version, after its free text was screened, and return it.

    Parameters
    ----------
    kind : str
        ``action``, ``project``, ``note``, ``zone_set``, ``visit_log``, ``outline``, ``indicator``, ``sharing`` or
        ``meeting``.
    body : mapping
        The fields of the kind; a field left out is empty in this version.
    area : str
        Key of the area profile.
    settings : Settings
        Where the register is.
    at, by
        Now, and the role or team that saves it.
    key : str
        Of the document that this is the next version of; empty begins a new one.
    scope : Scope
        Who saves it: a role that only looks is refused, and so is an entry about districts of others.

    Raises
    ------
    HotspotError
        A field does not fit, free text could lead to a person, or the entry ships with the demonstration.
    """
    access.require(scope, access.ENTER)
    _refuse_shipped(key)
    kept = register.checked(kind, body)
    _refuse_personal(kind, kept)
    _refuse_person(by)
    require_own(kept, area, settings, scope)
    _refuse_others(key, settings, scope)
    return register.save(settings.home, kind, kept, area=area, at=at, by=by, key=key)


def register_table(kind: str, area: str, settings: Settings, scope: Scope = LOCAL) -> pd.DataFrame:
    """Return the documents of a kind, a row each: what ships for the demonstration first, then what was entered.

    A reader of certain districts gets those about places of theirs.

    Returns
    -------
    DataFrame
        ``key``, ``version``, ``at``, ``by``, ``made_up``, then the fields of the kind, always all of them: days are
        ``datetime.date`` or None, numbers floats, lists lists, texts text ("" where nothing was said).

    Raises
    ------
    ParameterError
        There is no such kind.
    """
    entries = _open_to(scope, _held(kind, area, settings), settings)
    asked = _Listed(kind, tuple((one.key, one.version) for one in entries), entries)
    return _table.__wrapped__(asked) if scope.csps else _table(asked)  # bodies cut to a district are the reader's own


@dataclass(frozen=True)
class _Listed:
    """A list of entries, told from any other by their keys and versions: a version never changes."""

    kind: str
    versions: tuple[tuple[str, int], ...]
    entries: tuple[Entry, ...] = field(compare=False)


@lru_cache(maxsize=64)  # each click asks for several lists, and almost none changes it
def _table(asked: _Listed) -> pd.DataFrame:
    kind = asked.kind
    heads = [
        {"key": one.key, "version": one.version, "at": one.at, "by": one.by, "made_up": _is_shipped(one.key)}
        for one in asked.entries
    ]
    columns = ["key", "version", "at", "by", "made_up", *KINDS[kind]]
    rows = [head | _row(kind, one.body) for head, one in zip(heads, asked.entries, strict=True)]
    table = pd.DataFrame(rows, columns=columns)
    numbers = [name for name, one in KINDS[kind].items() if one.holds in _AS_NUMBERS]
    return table.astype({**dict.fromkeys(numbers, float), "made_up": bool, "version": int})


def entry(kind: str, key: str, area: str, settings: Settings, scope: Scope = LOCAL) -> Entry:
    """Return the last version of one document.

    Raises
    ------
    ParameterError
        It is not on the list (any more).
    """
    for one in _open_to(scope, _held(kind, area, settings), settings):
        if one.key == key:
            return one
    raise ParameterError(f"The register has no such {kind}.", "Open the list again and choose from it.")


def history(key: str, settings: Settings, scope: Scope = LOCAL) -> pd.DataFrame:
    """Return every version of a document, oldest first: ``version``, ``at``, ``by``, ``withdrawn``, ``changed``."""
    _refuse_others(key, settings, scope)
    versions = _history(key, settings)
    rows = [
        (one.version, one.at, one.by, one.withdrawn, _changes(before, one))
        for before, one in zip((None, *versions), versions, strict=False)
    ]
    return pd.DataFrame(rows, columns=["version", "at", "by", "withdrawn", "changed"])


def withdraw(key: str, settings: Settings, *, at: datetime, by: str, scope: Scope = LOCAL) -> Entry:
    """Take a document off the lists; its history stays."""
    _refuse_change(key, settings, scope)
    _refuse_person(by)
    return register.withdraw(settings.home, key, at=at, by=by)


def erase(key: str, settings: Settings, *, at: datetime, by: str, scope: Scope = LOCAL) -> int:
    """Really delete a document with its history, for data protection; return how many versions there were."""
    _refuse_change(key, settings, scope)
    _refuse_person(by)
    return register.erase(settings.home, key, at=at, by=by)


def drawn_area(data: bytes, *, anywhere: bool = False) -> dict[str, Any]:
    """Return the polygons of an uploaded GeoJSON as one geometry in degrees, for the field ``shape``."""
    return sources.drawn_area(data, anywhere=anywhere)


@lru_cache(maxsize=8)
def _shipped(kind: str) -> tuple[Entry, ...]:
    bodies = demo.register().get(kind, [])
    return tuple(
        Entry(f"{SHIPPED}-{kind}-{n}", 1, kind, DEMO, SHIPPED_AT, "demonstration", False, register.checked(kind, body))
        for n, body in enumerate(bodies, 1)
    )


def _held(kind: str, area: str, settings: Settings) -> tuple[Entry, ...]:
    entered = register.latest(settings.home, kind, area)
    return (*(_shipped(kind) if area == DEMO else ()), *entered)


def _open_to(scope: Scope, entries: tuple[Entry, ...], settings: Settings) -> tuple[Entry, ...]:
    """Return the entries that a reader may see, each with the part of it that is theirs."""
    if not scope.csps:
        return entries
    bodies = [own_body(one.body, one.area, settings, scope) for one in entries]
    return tuple(replace(one, body=body) for one, body in zip(entries, bodies, strict=True) if body is not None)


def _refuse_change(key: str, settings: Settings, scope: Scope) -> None:
    access.require(scope, access.ENTER)
    _refuse_shipped(key)
    _refuse_others(key, settings, scope)


def _refuse_others(key: str, settings: Settings, scope: Scope) -> None:
    """Refuse to open or change a document that is, in any of its versions, not wholly the reader's own."""
    if not scope.csps or not key:
        return
    for one in _history(key, settings):
        if not one.withdrawn:
            require_own(one.body, one.area, settings, scope)


def _is_shipped(key: str) -> bool:
    return key.startswith(f"{SHIPPED}-")


def _refuse_shipped(key: str) -> None:
    if _is_shipped(key):
        raise ParameterError(
            "This entry came with the demonstration and stays as it is.", "Enter one of your own beside it."
        )


def _refuse_personal(kind: str, body: Mapping[str, Any]) -> None:
    for name, one in KINDS[kind].items():
        if one.said and body[name]:
            _refuse_words(one.title, str(body[name]))


def _refuse_person(by: str) -> None:
    """Refuse somebody's address or number in place of a role; it would stand in every version and in the log."""
    if len(by) > LONGEST_BY or not by.isprintable():
        raise ParameterError(
            "Who saves this is longer than a role or a team is, or holds what cannot be printed.",
            f"Write at most {LONGEST_BY} letters, such as Tasking chair.",
        )
    _refuse_words("Saved by", by)


def _refuse_words(title: str, words: str) -> None:
    found = sources.personal_in(words)
    if found:
        raise ParameterError(
            f"'{title}' holds {found}: nothing about a person is kept here.",
            "Take it out; an owner is a role or a team, a note is about a place.",
        )


def _row(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _cell(field.holds, body.get(name)) for name, field in KINDS[kind].items()}


def _cell(holds: str, value: Any) -> Any:
    if value is None:
        return "" if holds in ("text", "month") else [] if holds in ("texts", "rows") else None
    return date.fromisoformat(value) if holds in _AS_DATES else value


def _history(key: str, settings: Settings) -> tuple[Entry, ...]:
    if not _is_shipped(key):
        return register.history(settings.home, key)
    kind = key.split("-")[1]
    return tuple(one for one in _shipped(kind) if one.key == key) if kind in KINDS else ()


def _changes(before: Entry | None, after: Entry) -> str:
    """Return which fields a version changed, in words."""
    if before is None:
        return "entered"
    if after.withdrawn:
        return "withdrawn"
    titles = KINDS[after.kind]
    names = [titles[name].title for name in titles if before.body.get(name) != after.body.get(name)]
    return ", ".join(names) or ("brought back" if before.withdrawn else "nothing")
