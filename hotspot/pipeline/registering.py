"""The register, for the app, the command line and a notebook: what ships with the demonstration and what was entered.

Free text goes through the screen for personal data before it is kept; a drawn area is read within bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd

from hotspot import demo, register, sources
from hotspot.config import Settings
from hotspot.errors import ParameterError
from hotspot.pipeline.reading import DEMO
from hotspot.register import KINDS, Entry

SHIPPED = "shipped"  # the first part of the key of an entry that came with the demonstration
SHIPPED_AT = datetime(2025, 12, 31, 12, 0)
_AS_DATES = ("date",)
_AS_NUMBERS = ("number", "amount", "whole")


def save_entry(  # noqa: PLR0913 - what, of which area, where, when, by whom, instead of which: each is needed
    kind: str, body: Mapping[str, Any], area: str, settings: Settings, *, at: datetime, by: str, key: str = ""
) -> Entry:
    """Keep a document as a new version, after its free text was screened, and return it.

    Parameters
    ----------
    kind : str
        ``action``, ``project``, ``note``, ``zone_set``, ``visit_log``, ``indicator``, ``sharing`` or ``meeting``.
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

    Raises
    ------
    HotspotError
        A field does not fit, free text could lead to a person, or the entry ships with the demonstration.
    """
    _refuse_shipped(key)
    kept = register.checked(kind, body)
    _refuse_personal(kind, kept)
    return register.save(settings.home, kind, kept, area=area, at=at, by=by, key=key)


def register_table(kind: str, area: str, settings: Settings) -> pd.DataFrame:
    """Return the documents of a kind, a row each: what ships for the demonstration first, then what was entered.

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
    entered = register.latest(settings.home, kind, area)
    entries = (*(_shipped(kind) if area == DEMO else ()), *entered)
    heads = [
        {"key": one.key, "version": one.version, "at": one.at, "by": one.by, "made_up": _is_shipped(one.key)}
        for one in entries
    ]
    columns = ["key", "version", "at", "by", "made_up", *KINDS[kind]]
    rows = [head | _row(kind, one.body) for head, one in zip(heads, entries, strict=True)]
    table = pd.DataFrame(rows, columns=columns)
    numbers = [name for name, field in KINDS[kind].items() if field.holds in _AS_NUMBERS]
    return table.astype({**dict.fromkeys(numbers, float), "made_up": bool, "version": int})


def entry(kind: str, key: str, area: str, settings: Settings) -> Entry:
    """Return the last version of one document.

    Raises
    ------
    ParameterError
        It is not on the list (any more).
    """
    held = (*(_shipped(kind) if area == DEMO else ()), *register.latest(settings.home, kind, area))
    for one in held:
        if one.key == key:
            return one
    raise ParameterError(f"The register has no such {kind}.", "Open the list again and choose from it.")


def history(key: str, settings: Settings) -> pd.DataFrame:
    """Return every version of a document, oldest first: ``version``, ``at``, ``by``, ``withdrawn``, ``changed``."""
    versions = _history(key, settings)
    rows = [
        (one.version, one.at, one.by, one.withdrawn, _changes(before, one))
        for before, one in zip((None, *versions), versions, strict=False)
    ]
    return pd.DataFrame(rows, columns=["version", "at", "by", "withdrawn", "changed"])


def withdraw(key: str, settings: Settings, *, at: datetime, by: str) -> Entry:
    """Take a document off the lists; its history stays."""
    _refuse_shipped(key)
    return register.withdraw(settings.home, key, at=at, by=by)


def erase(key: str, settings: Settings, *, at: datetime, by: str) -> int:
    """Really delete a document with its history, for data protection; return how many versions there were."""
    _refuse_shipped(key)
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


def _is_shipped(key: str) -> bool:
    return key.startswith(f"{SHIPPED}-")


def _refuse_shipped(key: str) -> None:
    if _is_shipped(key):
        raise ParameterError(
            "This entry came with the demonstration and stays as it is.", "Enter one of your own beside it."
        )


def _refuse_personal(kind: str, body: Mapping[str, Any]) -> None:
    for name, field in KINDS[kind].items():
        found = sources.personal_in(str(body[name])) if field.said and body[name] else ""
        if found:
            raise ParameterError(
                f"'{field.title}' holds {found}: nothing about a person is kept here.",
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
