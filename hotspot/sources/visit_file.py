"""Visit logs: which unit was at which place from when to when. Units have call signs; a person's name is refused.

A log that names officers, or numbers them by collar, shoulder or warrant, is refused whole: a dosage table needs the
place and the time, never who it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from hotspot.errors import SourceError
from hotspot.sources import csv_file, limits
from hotspot.sources.columns import numbers, text
from hotspot.sources.model import Raw, bounded
from hotspot.sources.moments import Moments, guess_format, moments
from hotspot.sources.recogniser import Heading, plain
from hotspot.sources.screening import refuse_personal

LARGEST_BYTES = 4 * limits.MEGABYTE
MOST_VISITS = 5_000
LONGEST_MIN = 720.0
PERSONS = re.compile(
    r"(.*_)?(officers?|constables?|pcsos?|staff|employees?|crew|driver|sergeants?)(_?(name|names|no|number|id|ids))?(_.*)?"
    r"|(.*_)?(collar|shoulder|warrant|badge|payroll|epaulette)(_.*)?|surname|forename|first_name|last_name|full_name"
    r"|(pc|ps|dc|sgt)(_?(name|no|number))?"
)
_COUNTED = re.compile(r"(number|no|count)_of_(officers|staff)|officers|officer_count|staff_count")
_RANKED = re.compile(
    r"(?i)\b(?:PC|PCSO|PS|DC|DS|SGT|INSP|SC|Sergeant|Constable|Inspector)\b\.?\s*(?:\d{2,}|[A-Z][a-z]+)"
)
_WHEN = "(_?(time|date_?time|at|local))?"
_HEADINGS = {
    "place": Heading("(patrol_)?(place|zone|location|hotspot|hot_spot|area|beat|site)(_?(name|id))?|name", "place"),
    "unit": Heading("unit|call_?sign|patrol|team|resource|vehicle", "unit"),
    "start": Heading(f"(start|arrive|arrived|arrival|from|entry|entered|in){_WHEN}|date_?time", "start"),
    "end": Heading(f"(end|leave|left|departure|departed|to|exit|exited|until|out){_WHEN}", "end"),
    "minutes": Heading("minutes|mins|duration(_min(utes)?)?|minutes_(on_site|present)|dosage(_min(utes)?)?", "minutes"),
    "date": Heading("date|day|shift_date", "date"),
}  # fmt: skip
_COLUMNS = "Save it with the columns place, start, end (or minutes) and unit."


@dataclass(frozen=True)
class VisitLog:
    """Visits that were read.

    Attributes
    ----------
    visits : DataFrame
        ``place``, ``start`` (wall time), ``minutes``, ``unit``.
    rows_read : int
        Rows of the file; ``rejected`` says why the others are not there.
    rejected : dict of str -> int
        Reason -> rows.
    notes : tuple of str
        What a reader should know.
    """

    visits: pd.DataFrame
    rows_read: int
    rejected: dict[str, int]
    notes: tuple[str, ...]


def visit_log(data: bytes) -> VisitLog:
    """Return the visits of a CSV file, every row accounted for.

    Raises
    ------
    SourceError
        Names or numbers of officers, other personal data, no place or start, too many rows, or not one that can be
        read.
    """
    bounded(len(data), LARGEST_BYTES, "bytes", "Save fewer months at a time.")
    opened = csv_file.opened(data)[0]
    _refuse_officers(opened.names)
    raw = opened.load(list(opened.names))
    bounded(raw.table.num_rows, MOST_VISITS, "visits", "Save fewer months at a time.")
    found = {what: heading.find({plain(n): n for n in opened.names}) for what, heading in _HEADINGS.items()}
    if not found["place"] or not (found["start"] or found["date"]):
        raise SourceError("It does not say where or when each visit was.", _COLUMNS)
    refuse_personal(raw.table, raw.row, moments=[name for name in (found["start"], found["date"]) if name])
    _refuse_ranks(raw.table, found["unit"])
    return _read(raw, found)


def _refuse_officers(names: tuple[str, ...]) -> None:
    guilty = next((n for n in names if PERSONS.fullmatch(plain(n)) and not _COUNTED.fullmatch(plain(n))), None)
    if guilty is not None:
        raise SourceError(
            f'Column "{guilty}" is about officers: who it was is never taken in.',
            "Save the log without it; a unit or call sign is enough.",
        )


def _refuse_ranks(table: pa.Table, unit: str | None) -> None:
    said = text(table[unit]).to_pylist() if unit else []
    row = next((n for n, word in enumerate(said, 1) if word and _RANKED.search(word)), None)
    if row is not None:
        raise SourceError(
            f'Column "{unit}" names an officer in row {row:,}: who it was is never taken in.',
            "Write the unit or call sign instead, such as NT1.",
        )


def _read(raw: Raw, found: dict[str, str | None]) -> VisitLog:
    table = raw.table
    start = _moments(table, found["date"], found["start"])
    lasted = _minutes(table, found, start)
    place = pd.Series(text(table[found["place"]]).to_pandas(), dtype="object")
    unit = text(table[found["unit"]]).to_pandas() if found["unit"] else pd.Series([""] * table.num_rows)
    reasons = {
        "no place": place.isna().to_numpy(),
        "no date and time that can be read": ~start.timed | np.isnat(start.local),
        "no length, or an end before the start": ~(lasted > 0),
        f"longer than {LONGEST_MIN / 60:.0f} hours": lasted > LONGEST_MIN,
    }
    keep = np.ones(table.num_rows, dtype=bool)
    rejected = dict(raw.rejected)
    for reason, bad in reasons.items():
        rejected |= {reason: int((keep & bad).sum())} if (keep & bad).any() else {}
        keep &= ~bad
    if not keep.any():
        raise SourceError(f"None of its {raw.rows_read:,} rows can be read as a visit.", _COLUMNS)
    visits = pd.DataFrame(
        {"place": place.astype(str), "start": start.local, "minutes": lasted, "unit": unit.fillna("").astype(str)}
    )
    return VisitLog(visits[keep].reset_index(drop=True), raw.rows_read, rejected, raw.notes)


def _moments(table: pa.Table, date: str | None, clock: str | None) -> Moments:
    """Return wall times: one column that says date and time, or a date beside a clock time."""
    whole = [table[name] for name in (clock, date) if name]
    first = next((column for column in whole if guess_format(column)), None)
    if first is None:
        raise SourceError("None of its columns holds a date that can be read.", "Write dates like 2025-07-04 21:30.")
    written = guess_format(first) or "%Y-%m-%d"
    both = date is not None and clock is not None and first is not table[clock] and guess_format(table[clock]) is None
    return moments([table[date], table[clock]] if both else [first], written, "Europe/London")


def _minutes(table: pa.Table, found: dict[str, str | None], start: Moments) -> Any:
    """Return how long each visit lasted: as stated, else to its end; a clock time alone may be after midnight."""
    if found["minutes"]:
        return numbers(table[found["minutes"]])[0].to_numpy(zero_copy_only=False).astype(float)
    if not found["end"]:
        raise SourceError("It does not say how long each visit was.", _COLUMNS)
    end = table[found["end"]]
    if guess_format(end):
        until = moments([end], guess_format(end) or "", "Europe/London").local
        return (until - start.local) / np.timedelta64(1, "m")
    days = pa.chunked_array([pd.Series(start.local).dt.strftime("%Y-%m-%d").astype("object").to_list()])
    until = moments([days, end], "%Y-%m-%d", "Europe/London").local
    lasted = (until - start.local) / np.timedelta64(1, "m")
    return np.where(lasted <= 0, lasted + 24 * 60, lasted)
