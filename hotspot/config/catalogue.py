"""The catalogue of actions: what can be done at a place, by tier of prevention, with its evidence and source.

One file ships; a partnership's own, ``catalogue.toml`` in its hotspot home, adds to it, replaces or removes. Ratings
are the source's, read on the day that is said; what nobody read off the source says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from hotspot.config.toml_text import read_toml
from hotspot.errors import ProfileError

OWN_FILE = "catalogue.toml"
LARGEST_BYTES = 256 * 1024
TIERS = ("primary", "secondary", "tertiary")
UNREAD = "not checked"
IMPACTS = ("high", "moderate", "low", "none", "unclear", UNREAD)
DEGREES = ("high", "moderate", "low", UNREAD)
WHEN = ("after_school", "weekend_nights", "week_nights", "day_drinking")
WORDS = ("new", "worsening", "long-standing", "easing", "on and off", "was hot")


@dataclass(frozen=True)
class Suits:
    """Where an action fits; an empty list asks for nothing.

    Attributes
    ----------
    when : tuple of str
        Busy times of the place.
    words : tuple of str
        Its word.
    thin, near : tuple of str
        Types of facilities that are missing nearby, or stand nearby.
    young : bool
        Meant for under-18s.
    """

    when: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    thin: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    young: bool = False


@dataclass(frozen=True)
class Source:
    """Where a rating was read, and when; where none was read, where to look."""

    title: str
    address: str
    read: date | None


@dataclass(frozen=True)
class Action:
    """One kind of action.

    Attributes
    ----------
    key, title, who : str
        Its name in files, on screen, and who usually does it.
    tier : str
        ``primary``, ``secondary`` or ``tertiary`` prevention.
    impact, confidence, cost : str
        What the source says; ``not checked`` where it was not read off it.
    says : str
        What was read, in a sentence.
    suits, source
        Where it fits, and where the rating stands.
    """

    key: str
    title: str
    who: str
    tier: str
    impact: str
    confidence: str
    cost: str
    says: str
    suits: Suits
    source: Source


_CHOSEN = {"tier": TIERS, "impact": IMPACTS, "confidence": DEGREES, "cost": DEGREES}
_TEXTS = ("title", "who", "says")
_KNOWN = {*_CHOSEN, *_TEXTS, "suits", "source"}
_SUITS = {"when": WHEN, "words": WORDS, "thin": None, "near": None}


def catalogue(home: Path | None = None) -> tuple[Action, ...]:
    """Return the actions that ship, with a partnership's own over them, in the order of the files.

    Raises
    ------
    ProfileError
        The partnership's file cannot be used: the message names the line and how to mend it.
    """
    shipped = resources.files("hotspot").joinpath("catalogue", "actions.toml").read_text(encoding="utf-8")
    held = parse_catalogue(shipped, "actions.toml")
    own = home / OWN_FILE if home else None
    if own is None or not own.exists():
        return tuple(action for action in held.values() if action)
    merged = held | parse_catalogue(_text(own), OWN_FILE)
    return tuple(action for action in merged.values() if action)


def _text(path: Path) -> str:
    fix = "Save it as a plain UTF-8 text of a sensible size, or move it away."
    if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
        raise ProfileError(f"{OWN_FILE} cannot be read: it is no file, or larger than 256 kB.", fix)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{OWN_FILE} cannot be read ({type(error).__name__}).", fix) from error


def parse_catalogue(text: str, name: str) -> dict[str, Action | None]:
    r"""Return the actions that a TOML text describes by key; None where it says ``leave_out = true``.

    Parameters
    ----------
    text : str
        The file.
    name : str
        Its name, for the message.

    Raises
    ------
    ProfileError
        It is not TOML, or an action lacks something or has a value that is not known.

    >>> parse_catalogue("[bins]\ntitle = 'Knife bins'\ntier = 'first'", "own.toml")
    Traceback (most recent call last):
    ...
    hotspot.errors.ProfileError: own.toml, line 3, action 'bins': 'first' is no tier. Choose one of: ...
    """
    try:
        read = read_toml(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is no TOMLDecodeError
        raise ProfileError(
            f"{name} is not valid TOML: {error}.", "Mend that line; text goes in quotes and lists in brackets."
        ) from error
    return {key: _action(_Place(name, text, key), table) for key, table in read.items()}


@dataclass(frozen=True)
class _Place:
    """Where in which file something is wrong."""

    name: str
    text: str
    key: str

    def line(self, field: str = "") -> int:
        """Return the line of a field of this action, else of its heading; 1 where neither is found."""
        inside, found = False, 1
        for number, line in enumerate(self.text.splitlines(), start=1):
            said = line.strip()
            if said.startswith("["):
                heading = [part.strip("\"' ") for part in said.strip("[] ").split(".")]
                inside = heading[0] == self.key
                found = number if inside and (found == 1 or heading[1:] == [field]) else found
            elif inside and field and said.split("=")[0].strip() == field:
                return number
        return found

    def wrong(self, field: str, what: str, fix: str) -> ProfileError:
        return ProfileError(f"{self.name}, line {self.line(field)}, action '{self.key}': {what}.", fix)


def _action(place: _Place, table: Any) -> Action | None:
    if not isinstance(table, dict):
        raise place.wrong("", "it is not a table", f"Begin it with [{place.key}] on a line of its own.")
    if table.get("leave_out") is True:
        return None
    unknown = sorted(set(table) - _KNOWN)
    if unknown:
        raise place.wrong(unknown[0], f"'{unknown[0]}' is not known", f"Known are: {', '.join(sorted(_KNOWN))}.")
    chosen = {field: _choice(place, table, field, allowed) for field, allowed in _CHOSEN.items()}
    texts = {field: _said(place, table, field) for field in _TEXTS}
    rated = any(chosen[field] != UNREAD for field in ("impact", "confidence", "cost"))
    source = _source(place, table, rated=rated)
    return Action(key=place.key, **texts, **chosen, suits=_suits(place, table), source=source)


def _choice(place: _Place, table: Mapping[str, Any], field: str, allowed: tuple[str, ...]) -> str:
    value = table.get(field, "" if field == "tier" else UNREAD)
    if value not in allowed:
        raise place.wrong(field, f"'{value}' is no {field}", f"Choose one of: {', '.join(allowed)}.")
    return str(value)


def _said(place: _Place, table: Mapping[str, Any], field: str) -> str:
    value = table.get(field)
    if not isinstance(value, str) or not value.strip():
        raise place.wrong(field, f"it has no {field}", f'Add a line such as: {field} = "In your own words".')
    return value


def _suits(place: _Place, table: Mapping[str, Any]) -> Suits:
    held = table.get("suits", {})
    unknown = sorted(set(held) - {*_SUITS, "young"}) if isinstance(held, dict) else ["suits"]
    if unknown:
        fix = f"Known are: {', '.join([*_SUITS, 'young'])}."
        raise place.wrong(unknown[0], f"'{unknown[0]}' says nothing of where it suits", fix)
    lists = {field: _list(place, held, field, allowed) for field, allowed in _SUITS.items()}
    if not any(lists.values()):
        fix = f"Say in [{place.key}.suits] when, words, thin or near: an action is offered only for a reason."
        raise place.wrong("suits", "it says nowhere where it suits", fix)
    return Suits(**lists, young=held.get("young") is True)


def _list(place: _Place, held: Mapping[str, Any], field: str, allowed: tuple[str, ...] | None) -> tuple[str, ...]:
    value = held.get(field, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise place.wrong(field, f"{field} is not a list of texts", f'Write it so: {field} = ["one", "another"].')
    strange = [one for one in value if allowed and one not in allowed]
    if strange:
        raise place.wrong(field, f"'{strange[0]}' is not known in {field}", f"Choose from: {', '.join(allowed or ())}.")
    return tuple(value)


def _source(place: _Place, table: Mapping[str, Any], *, rated: bool) -> Source:
    """Return the source; a rating without the day on which it was read is no rating."""
    held = table.get("source", {})
    held = held if isinstance(held, dict) else {}
    title, address, read = held.get("title"), held.get("address"), held.get("read")
    read = read if type(read) is date else None
    if not (isinstance(title, str) and isinstance(address, str)) or (rated and read is None):
        fix = f"Add [{place.key}.source] with title, address and the day it was read: read = 2026-01-31."
        raise place.wrong("source", "it does not say where its rating was read", fix)
    if not address.startswith(("https://", "http://")):
        raise place.wrong("address", f"'{address}' is no address", "Begin it with https://.")
    return Source(title, address, read)
