"""What a field of a document may hold, and the check of one value."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from hotspot.errors import ParameterError

LONGEST_TEXT = 2_000
MOST_ITEMS = 5_000
LARGEST_SHAPE = 1_000_000  # letters of GeoJSON, some forty thousand points
LARGEST_NUMBER = 1e12
DEEPEST = 16  # lists in lists; the shapes of a collection need nine
FIRST_YEAR, LAST_YEAR = 1900, 2100  # other years would not fit the tables that days are compared in
# What no reader sees: control characters, halves of characters, and the marks that turn a text's direction round.
_UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
COLLECTIONS = ("Feature", "FeatureCollection", "GeometryCollection")


@dataclass(frozen=True)
class Field:
    """One field of a document.

    Attributes
    ----------
    title : str
        The name on screen and in exports.
    holds : str
        ``text``, ``date``, ``month``, ``number``, ``amount`` (0 or more), ``whole`` (0 or more), ``texts`` (a list),
        ``rows`` (a table) or ``shape`` (GeoJSON, degrees).
    needed : bool
        Whether a document without it is refused.
    choices : tuple of str
        The only texts allowed; empty allows any.
    said : bool
        True for words that somebody typed freely and that must be screened for personal data.
    """

    title: str
    holds: str = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()
    said: bool = False


def value_of(field: Field, value: object) -> Any:
    """Return a value as it is kept: plain JSON, dates as text; None where nothing was said.

    Raises
    ------
    ParameterError
        It is not what the field holds.

    >>> value_of(Field("Start", "date"), date(2025, 7, 1)), value_of(Field("Cost", "amount"), "1,200")
    ('2025-07-01', 1200.0)
    """
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if _too_deep(value):
        raise _wrong(field, type(value).__name__, f"Give at most {DEEPEST} lists or tables inside one another.")
    kept = _READERS[field.holds](field, value)
    if field.choices and kept not in field.choices:
        raise _wrong(field, kept, f"Choose one of: {', '.join(field.choices)}.")
    return kept


def _too_deep(value: object) -> bool:
    """Return whether lists lie in lists so deep that a program that follows them by calling itself would fall over."""
    level = [value]
    for _ in range(DEEPEST + 1):
        held = [one for one in level if isinstance(one, dict | list | tuple)]
        level = [inner for one in held for inner in (one.values() if isinstance(one, dict) else one)]
    return bool(level)


def _wrong(field: Field, value: object, fix: str) -> ParameterError:
    return ParameterError(f"'{str(value)[:60]}' cannot be kept as {field.title.lower()}.", fix)


def _text(field: Field, value: object) -> str:
    kept = _UNSEEN.sub("", " ".join(str(value).split(" "))).strip()
    if len(kept) > LONGEST_TEXT or not isinstance(value, str) or "\x00" in kept:
        raise _wrong(field, value, f"Write a text of at most {LONGEST_TEXT:,} letters.")
    return kept


def _date(field: Field, value: object) -> str:
    try:
        kept = value.isoformat() if isinstance(value, date) else str(value)
        return _in_reach(date.fromisoformat(kept[:10])).isoformat()
    except ValueError as error:
        raise _wrong(field, value, "Write a day such as 2025-07-01.") from error


def _in_reach(day: date) -> date:
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise ValueError(f"{day.year} is beyond reach")
    return day


def _month(field: Field, value: object) -> str:
    try:
        return _in_reach(date.fromisoformat(f"{str(value)[:7]}-01")).isoformat()[:7]
    except ValueError as error:
        raise _wrong(field, value, "Write a month such as 2025-07.") from error


def _number(field: Field, value: object) -> float:
    try:
        kept = float(str(value).replace(",", ""))
    except ValueError as error:
        raise _wrong(field, value, "Write a number in digits.") from error
    if not abs(kept) <= LARGEST_NUMBER:  # written so that it is true of NaN as well
        raise _wrong(field, value, "Write a number in digits, below a million million.")
    return kept


def _amount(field: Field, value: object) -> float:
    kept = _number(field, value)
    if kept < 0:
        raise _wrong(field, value, "Write a number of 0 or more.")
    return kept


def _whole(field: Field, value: object) -> int:
    kept = _amount(field, value)
    if kept != int(kept):
        raise _wrong(field, value, "Write a whole number.")
    return int(kept)


def _texts(field: Field, value: object) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > MOST_ITEMS:
        raise _wrong(field, value, f"Give a list of at most {MOST_ITEMS:,} texts.")
    return [_text(field, one) for one in value]


def _rows(field: Field, value: object) -> list[dict[str, Any]]:
    fits = isinstance(value, list | tuple) and len(value) <= MOST_ITEMS
    if not fits or not all(isinstance(row, dict) for row in value):  # type: ignore[attr-defined]  # fits says it
        raise _wrong(field, value, f"Give a table of at most {MOST_ITEMS:,} rows.")
    try:
        kept: list[dict[str, Any]] = json.loads(json.dumps(value, default=str, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise _wrong(field, value, "Use texts, numbers and days alone.") from error
    return kept


def _shape(field: Field, value: object) -> dict[str, Any]:
    """Return GeoJSON as given; whether it is a sound geometry is settled by the reader of the upload."""
    named = value.get("type") if isinstance(value, dict) else None
    if named not in (*SHAPES, *COLLECTIONS):
        raise _wrong(field, named or type(value).__name__, "Give GeoJSON: a polygon, or features.")
    try:
        said = json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise _wrong(field, named, "Give GeoJSON of numbers and texts alone.") from error
    if len(said) > LARGEST_SHAPE:
        raise _wrong(field, named, "Draw it with fewer corners.")
    kept: dict[str, Any] = json.loads(said)
    return kept


_READERS: dict[str, Callable[[Field, object], Any]] = {
    "text": _text,
    "date": _date,
    "month": _month,
    "number": _number,
    "amount": _amount,
    "whole": _whole,
    "texts": _texts,
    "rows": _rows,
    "shape": _shape,
}
