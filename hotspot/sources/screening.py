"""The personal-data screen: an incident file that could lead to a person is refused whole, naming column and row.

It reads every column, those too that nobody asked for, because a file that holds a name or a number of a person should
not have been sent. It looks at what a value *is* (a health-service number that passes its own check) and, for what no
content can tell, at how the column is headed (surname, date of birth). It is a net, not a proof: a nickname in a column
called "Code" slips through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hotspot.sources.columns import Mask, text, truth
from hotspot.sources.model import PersonalError, row_of
from hotspot.sources.recogniser import plain
from hotspot.sources.telling import heading as shown

LONG_CHARACTERS, LONG_WORDS = 120, 15
TITLE_CHARACTERS = 250  # statutory offence titles are sentences too, but there are only some hundreds of them
YEARS_BEFORE = 10  # a full date this much older than every incident of the file is somebody's birthday
_CHANCE = 0.3  # of unrelated ten-digit numbers one in eleven passes the check of an NHS number
_BEFORE, _AFTER = r"(?:^|[^0-9A-Za-z.+])", r"(?:$|[^0-9A-Za-z.])"
_OUTWARD, _INWARD = r"[A-PR-UWYZ][A-HK-Y]?[0-9][A-Z0-9]?", r"[0-9][ABD-HJLNP-UW-Z]{2}"
_NI_LETTERS = "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_PATTERNS = {
    "an e-mail address": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}",
    "a full postcode": rf"{_BEFORE}{_OUTWARD} ?{_INWARD}{_AFTER}|^(?i:{_OUTWARD} ?{_INWARD})$",
    "a National Insurance number": rf"{_BEFORE}(?i:{_NI_LETTERS})(?: ?\d\d){{3}} ?(?i:[A-D]){_AFTER}",
    "a phone number": rf"{_BEFORE}(?:\+?44 ?(?:\(0\) ?)?|0044 ?|\(?0)[12378](?:[ ()-]{{0,2}}\d){{8,9}}{_AFTER}"
    r"|(?:^|[^0-9])\+44(?:[ ()-]{0,2}\d){9,11}",
}
_HEADINGS = {
    "a date of birth": r"(.*_)?(dob|date_of_birth|birth_?date|birthday)(_.*)?",
    "a name": r"(.*_)?(surname|forename|(victim|patient|suspect|offender|witness|first|last|full|given)_?name)(_.*)?",
    "an NHS number": r"(.*_)?nhs_?(no|num|number)(_.*)?",
    "an e-mail address": r"(.*_)?e_?mail(_.*)?",
    "a phone number": r"(.*_)?(telephone|phone|mobile)(_(no|number))?",
    "a home address": r"(.*_)?(home|victim|patient|suspect)_address(_.*)?",
    "a full postcode": r"(home|victim|patient)_postcode",
}
_NHS = re.compile(r"(?<![0-9A-Za-z.])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![0-9A-Za-z.])")
_NHS_ROUGHLY = r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}"
_DATE = r"^(?P<iso>\d{4})-\d\d-\d\d([T ]00:00.*)?$|^\d{1,2}[/.-]\d{1,2}[/.-](?P<uk>(?:19|20)\d\d)$"


@dataclass(frozen=True)
class _Column:
    """Distinct values of one column, and the first row that holds each."""

    heading: str
    values: pa.Array
    first_row: NDArray[np.int64]


def refuse_personal(
    table: pa.Table,
    rows: NDArray[np.int32],
    *,
    titles: Collection[str] = (),
    moments: Collection[str] = (),
    where: Callable[[int], str] = row_of,
) -> None:
    """Raise where a value of any column could lead to a person.

    Parameters
    ----------
    table : pyarrow.Table
        Every column of an incident file.
    rows : int array (n,)
        The place of each row in the file, from 0.
    titles : collection of str
        Columns of offence titles, which may be long.
    moments : collection of str
        Columns of the incident's own dates: the other dates are measured by them.
    where : callable
        A row's place as a reader finds it in the file.

    Raises
    ------
    PersonalError
        Naming the column, the first row and what was found; never the value itself.
    """
    earliest = _earliest(table, moments)
    for place, heading in enumerate(table.column_names):
        column = _distinct(heading, table[heading])
        for what, found in _findings(column, heading in titles, None if heading in moments else earliest):
            row = where(int(rows[column.first_row[int(np.argmax(found))]]))
            raise PersonalError(
                f'Column "{shown(table.column_names, place)}" holds {what} in {row}: personal data are never taken in.',
                "Ask the sender for the file without that column; nothing of this one was kept.",
            )


def _distinct(heading: str, column: pa.ChunkedArray) -> _Column:
    words = text(column).dictionary_encode()
    codes = words.indices.to_numpy(zero_copy_only=False)
    known = np.flatnonzero(~np.isnan(codes.astype(float)))
    seen, first = np.unique(codes[known].astype(np.int64), return_index=True)
    return _Column(heading, words.dictionary.take(pa.array(seen)), known[first])


def _findings(column: _Column, is_title: bool, earliest: int | None) -> Iterator[tuple[str, Mask]]:
    """Yield what was found and in which distinct values, only where there is one."""
    if not len(column.values):
        return
    everything = np.ones(len(column.values), dtype=bool)
    for what, pattern in _HEADINGS.items():
        if re.fullmatch(pattern, plain(column.heading)):
            yield what, everything
    for what, pattern in _PATTERNS.items():
        if (found := truth(pc.match_substring_regex(column.values, pattern))).any():
            yield what, found
    more: tuple[tuple[str, Callable[[], Mask]], ...] = (
        ("an NHS number", lambda: _nhs_numbers(column.values)),
        ("long free text", lambda: _long(column.values, is_title)),
        ("what looks like a date of birth", lambda: _birthdays(column.values, earliest)),
    )
    for what, look in more:
        if (found := look()).any():
            yield what, found


def personal_in(words: str) -> str:
    """Return what of a person a typed text holds, empty where nothing is found; names cannot be found.

    A note may be long, so its length is no sign here; everything else is looked for as in a file.

    >>> personal_in("Seen by the warden, phone 01632 960983"), personal_in("Lights out on the north side since May")
    ('a phone number', '')
    """
    one = pa.array([words])
    found = (what for what, pattern in _PATTERNS.items() if truth(pc.match_substring_regex(one, pattern)).any())
    numbers = ("".join(hit.group(1, 3, 4)) for hit in _NHS.finditer(words))
    return next(found, "") or ("an NHS number" if any(is_nhs_number(each) for each in numbers) else "")


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits pass the check of an NHS number (weights 10 to 2, modulo 11).

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return int(digits[9]) == (0 if check == 11 else check)


def _nhs_numbers(values: pa.Array) -> Mask:
    """Return which values hold an NHS number; a column of other ten-digit numbers passes by chance, and holds none."""
    found = np.zeros(len(values), dtype=bool)
    bare = np.zeros(len(values), dtype=bool)
    for place in np.flatnonzero(truth(pc.match_substring_regex(values, _NHS_ROUGHLY))):
        word = values[int(place)].as_py()
        digits = ["".join(hit.group(1, 3, 4)) for hit in _NHS.finditer(word)]
        bare[place] = len(word) == 10 and bool(digits)
        found[place] = any(is_nhs_number(one) for one in digits)
    by_chance = bare.any() and found[bare].mean() < _CHANCE
    return found & ~bare if by_chance else found


def _long(values: pa.Array, is_title: bool) -> Mask:
    length = pc.utf8_length(values).to_numpy(zero_copy_only=False)
    if is_title:
        return np.asarray(length > TITLE_CHARACTERS)
    words = pc.list_value_length(pc.utf8_split_whitespace(values)).to_numpy(zero_copy_only=False)
    return np.asarray((length > LONG_CHARACTERS) | (words >= LONG_WORDS))


def _years(values: pa.Array) -> pd.Series:
    found = pd.Series(values.to_pandas(), dtype="str").str.extract(_DATE)
    return pd.to_numeric(found["iso"].fillna(found["uk"]), errors="coerce")


def _birthdays(values: pa.Array, earliest: int | None) -> Mask:
    if earliest is None:
        return np.zeros(len(values), dtype=bool)
    return np.asarray(_years(values) < earliest - YEARS_BEFORE)


def _earliest(table: pa.Table, moments: Collection[str]) -> int | None:
    """Return the year by which most incidents had not happened yet: the fifth of a hundred."""
    years = [_year_of(table[name]) for name in moments if name in table.column_names]
    said = pd.concat(years).dropna() if years else pd.Series(dtype=float)
    return int(said.quantile(0.05)) if len(said) else None


def _year_of(column: pa.ChunkedArray) -> pd.Series:
    found = text(column).to_pandas().astype("str").str.extract(r"((?:19|20)\d\d)")[0]
    return pd.to_numeric(found, errors="coerce")
