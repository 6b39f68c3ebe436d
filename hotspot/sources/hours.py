"""Records with hours: a force extract or ambulance call-outs, read by a saved mapping.

One row is one record, with the earliest and, where it is only known as an interval, the latest time it can have
happened, and how exact that is. A reference becomes a salted hash, an age a band; nothing else of a person is kept.
A file of several months comes apart into months, so that a later delivery of one month takes the place of that month.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hotspot import nights
from hotspot.schema import arrow_schema
from hotspot.sources.columns import LSOA_CODE, Mask, absent, flag, numbers, shaped, text
from hotspot.sources.mapping import ColumnMapping
from hotspot.sources.model import Raw, Shaped
from hotspot.sources.moments import Moments, moments, precisions
from hotspot.sources.pseudonym import Salt, hashed
from hotspot.sources.recogniser import Heading, Match, Recogniser, plain
from hotspot.sources.screening import refuse_personal
from hotspot.sources.telling import Expected, pointed
from hotspot.sources.whereabouts import Whereabouts, whereabouts

KIND = "hour_records"
CONTEXTS = ("public", "night-time economy", "domestic", "school", "transport")
AGE_BANDS = ("under 18", "18-24", "25+")
PUBLISHED_FAMILY = "open/"
FIRST_YEAR = 1990
NO_DATE, UNREADABLE = "no date", "a date that cannot be read"
BEFORE, FUTURE = f"a date before {FIRST_YEAR}", "a date in the future"
NO_OFFENCE, NO_NUMBER = "no offence or type of call", "a coordinate that is not a number, or one of two"
_MARKS = ("knife", "alcohol", "police_found")


def recogniser(mapping: ColumnMapping, salt: Salt, as_of: date | None = None) -> Recogniser:
    """Return what recognises the files of a mapping: all of its headings and no other."""
    need = {f"heading {n}": Heading(re.escape(plain(name)), name) for n, name in enumerate(mapping.headings)}
    known = "|".join(heading.pattern for heading in need.values())
    read = partial(_mapped, mapping=mapping, salt=salt, as_of=as_of)
    return Recogniser(KIND, mapping.source, need, read, bar=f"(?!(?:{known})$).*")


def _mapped(raw: Raw, found: Match, *, mapping: ColumnMapping, salt: Salt, as_of: date | None = None) -> list[Shaped]:
    """Return the records of a recognised file, whose headings may differ from the mapping's in case or punctuation."""
    return records(under_headings(raw, mapping), mapping, salt, as_of)


def under_headings(raw: Raw, mapping: ColumnMapping) -> Raw:
    """Return the rows with their columns named as the mapping writes them."""
    by_plain = {plain(name): name for name in mapping.headings}
    names = [by_plain[plain(name)] for name in raw.table.column_names]
    return replace(raw, table=raw.table.rename_columns(names))


def records(raw: Raw, mapping: ColumnMapping, salt: Salt, as_of: date | None = None) -> list[Shaped]:
    """Return the records of a file, one table a month.

    Parameters
    ----------
    raw : Raw
        All rows and all columns, under the headings of the mapping.
    mapping : ColumnMapping
        Which column says what.
    salt : callable
        The secret for record references, asked for only where there are some.
    as_of : date, optional
        Today: a record of a later day is a slip, and one such would pass for the last month of all.

    Raises
    ------
    SourceError
        Personal data, too many rows elsewhere, or not one row that can be read.
    """
    refuse_personal(
        raw.table,
        raw.row,
        titles=mapping.columns.get("category", ()),
        moments=_moment_columns(mapping),
        where=raw.where,
    )
    start, until = (_moments(raw.table, mapping, what) for what in ("from", "to"))
    where = whereabouts(raw.table, mapping, strict=not mapping.source.startswith(PUBLISHED_FAMILY))
    table = _table(raw, mapping, (start, until), where, salt)
    reasons = {
        NO_DATE: absent(table["from_local"]) & ~start.unreadable,
        UNREADABLE: start.unreadable & absent(table["from_local"]),
        **_elsewhen(table, as_of),
        NO_OFFENCE: absent(table["category"]),
        NO_NUMBER: where.wrong,
    }
    whole = shaped(raw, table, reasons, told=pointed(raw, reasons, _expected(mapping)))
    return by_month(
        replace(whole, notes=(*whole.notes, *where.notes, *_notes(whole.table, start, mapping))), mapping.source
    )


def _elsewhen(table: pa.Table, as_of: date | None) -> dict[str, Mask]:
    """Return which records are of a day that cannot be meant: 1 January 1900 stands for no date in many systems."""
    local = table["from_local"].to_numpy()
    early = {BEFORE: local < np.datetime64(f"{FIRST_YEAR}-01-01")}
    return early if as_of is None else early | {FUTURE: local >= np.datetime64(as_of + timedelta(days=1))}


def _expected(mapping: ColumnMapping) -> dict[str, Expected]:
    """Return what each column should hold where a row goes, with an example in the file's own writing."""
    when, what = mapping.columns.get("from", ())[:1], mapping.columns.get("category", ())
    degrees = ("lon", "lat") if mapping.column("lon") else ("easting", "northing")
    where = tuple(name for one in degrees for name in mapping.columns.get(one, ()))
    like = f"a date written like {date(2025, 12, 31).strftime(mapping.formats.get('from', '%Y-%m-%d'))}"
    number = "a number in both, such as -1.48 and 52.92" if degrees[0] == "lon" else "metres in both, such as 435000"
    days = dict.fromkeys((NO_DATE, UNREADABLE), Expected(when, like))
    days |= dict.fromkeys((BEFORE, FUTURE), Expected(when, f"a day from {FIRST_YEAR} to today"))
    return days | {NO_OFFENCE: Expected(what, "the offence in words"), NO_NUMBER: Expected(where, number)}


def _moment_columns(mapping: ColumnMapping) -> tuple[str, ...]:
    return (*mapping.columns.get("from", ()), *mapping.columns.get("to", ()))


def _moments(table: pa.Table, mapping: ColumnMapping, what: str) -> Moments:
    columns = [table[name] for name in mapping.columns.get(what, ())] or [pa.chunked_array([pa.nulls(len(table))])]
    written = mapping.formats.get(what, mapping.formats.get("from", "%Y-%m-%d"))
    return moments(columns, written, mapping.zone)


def _table(
    raw: Raw, mapping: ColumnMapping, times: tuple[Moments, Moments], where: Whereabouts, salt: Salt
) -> pa.Table:
    start, until = times
    rows = raw.table.num_rows
    missing = np.isnat(start.local)  # known only by its end
    local = np.where(missing, until.local, start.local)
    exact = np.where(missing, precisions(until), precisions(start))
    columns: dict[str, Any] = {
        "row": pa.array(raw.row, pa.int32()),
        "source": pa.array([mapping.source] * rows, pa.string()),
        "from_local": _moment(local),
        "to_local": _moment(np.where(missing | (until.local <= start.local), np.datetime64("NaT"), until.local)),
        "precision": pa.array(exact, pa.string()),
        "lon": pa.array(where.lon, pa.float64(), from_pandas=True),
        "lat": pa.array(where.lat, pa.float64(), from_pandas=True),
        "record_id": _references(raw.table, mapping, salt),
        "category": _said(raw.table, mapping, "category"),
        "location": _said(raw.table, mapping, "location"),
        "lsoa_code": _codes(_said(raw.table, mapping, "lsoa_code")),
        "context": translated(_said(raw.table, mapping, "context"), mapping.values.get("context", {}), CONTEXTS),
        "age_band": age_bands(_said(raw.table, mapping, "age"), mapping.values.get("age", {})),
    }
    columns |= {name: _mark(raw.table, mapping, name) for name in _MARKS}
    schema = arrow_schema(KIND)
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _moment(local: NDArray[Any]) -> pa.Array:
    return pa.array(local.astype("datetime64[ms]"), pa.timestamp("ms"), from_pandas=True)


def _said(table: pa.Table, mapping: ColumnMapping, what: str) -> pa.Array:
    name = mapping.column(what)
    if name is not None:
        return text(table[name])
    return pa.array([mapping.fixed.get(what)] * table.num_rows, pa.string())


def _codes(codes: pa.Array) -> pa.Array:
    upper = pc.utf8_upper(codes)
    return pc.if_else(
        pc.fill_null(pc.match_substring_regex(upper, LSOA_CODE), False), upper, pa.scalar(None, pa.string())
    )


def _mark(table: pa.Table, mapping: ColumnMapping, what: str) -> pa.Array:
    name = mapping.column(what)
    return pa.nulls(table.num_rows, pa.bool_()) if name is None else flag(table[name])


def _references(table: pa.Table, mapping: ColumnMapping, salt: Salt) -> pa.Array:
    name = mapping.column("record_id")
    return pa.nulls(table.num_rows, pa.string()) if name is None else hashed(text(table[name]), mapping.source, salt())


def translated(words: pa.Array, values: Mapping[str, str], allowed: tuple[str, ...]) -> pa.Array:
    """Return words through a table of values, null where the table has none or gives one that is not allowed.

    >>> translated(pa.array(["Outside", "House"]), {"outside": "public"}, CONTEXTS).to_pylist()
    ['public', None]
    """
    known = {key.strip().lower(): said for key, said in values.items()} | {word: word for word in allowed}
    coded = pc.utf8_lower(words).dictionary_encode()
    said = [known.get(word) for word in coded.dictionary.to_pylist()]
    kept = pa.array([word if word in allowed else None for word in said], pa.string())
    return kept.take(coded.indices)


def age_bands(words: pa.Array, values: Mapping[str, str]) -> pa.Array:
    """Return ages, in years or in any writing that the table knows, as bands.

    >>> age_bands(pa.array(["17", "24", "40", "teens", None]), {"teens": "under 18"}).to_pylist()
    ['under 18', '18-24', '25+', 'under 18', None]
    """
    told = translated(words, values, AGE_BANDS)
    years, _ = numbers(pa.chunked_array([words]))
    age = years.to_numpy(zero_copy_only=False).astype(float)
    band = np.select([(age >= 0) & (age < 18), (age >= 18) & (age < 25), (age >= 25) & (age < 120)], AGE_BANDS, "")
    by_years = pa.array([word or None for word in band.tolist()], pa.string())
    return pc.coalesce(told, by_years)


def _notes(table: pa.Table, start: Moments, mapping: ColumnMapping) -> tuple[str, ...]:
    """Return what a reader should know of the times, and of words that no table of values knows."""
    exact = pd.Series(table["precision"].to_pandas())
    usable = exact.isin(nights.HOUR_PRECISIONS)
    said = [f"{int((~usable).sum()):,} rows have no time of day."] if not usable.all() else []
    unknown = int(start.unreadable_time.sum())
    said += [f"In {unknown:,} rows the time is no time of day; they count as known to the day."] if unknown else []
    local = pd.Series(table["from_local"].to_pandas())[usable.to_numpy()]
    heaped = nights.heaping(local)
    said += [
        f"{row['count']:,} rows ({100 * row['share']:.1f} %) say {clock}, {row['excess']:,.0f} more than the hours "
        "beside it: many such times stand for 'not known'."
        for clock, row in heaped[heaped["heaped"].astype(bool)].iterrows()
    ]
    return tuple(said)


def by_month(whole: Shaped, source: str) -> list[Shaped]:
    """Return the records of one feed, a table for each month; rows that cannot be read are counted with the first."""
    month = pc.strftime(whole.table["from_local"], format="%Y-%m")
    held = sorted(pc.unique(month).to_pylist())
    if len(held) == 1:
        return [replace(whole, source=source, period=held[0])]
    result: list[Shaped] = []
    for one in held:
        table = whole.table.filter(pc.equal(month, one))
        rejected = {} if result else dict(whole.rejected)
        read = table.num_rows + sum(rejected.values())
        notes = () if result else whole.notes
        result.append(Shaped(table, read, table.num_rows, rejected, notes, source, one, one))
    return result
