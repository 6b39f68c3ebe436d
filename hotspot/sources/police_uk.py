"""The street-level files of data.police.uk.

One file holds one force and one month, each row a recorded crime or an incident of anti-social behaviour, at a map
point that stands for the street rather than at the place itself. A row without a location is a real record and is
kept; only what cannot be read as the column it stands in is rejected.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hotspot.errors import SourceError
from hotspot.schema import arrow_schema
from hotspot.sources import position
from hotspot.sources.columns import absent, numbers, shaped, text, unlike
from hotspot.sources.model import Raw, Shaped
from hotspot.sources.recogniser import Heading, Match, Recogniser
from hotspot.sources.screening import refuse_personal
from hotspot.sources.telling import Expected, pointed

KIND = "police_uk_street"
_MONTH = r"^(19|20)\d{2}-(0[1-9]|1[0-2])$"
_HASH = r"^[0-9a-f-]{14,64}$"  # longer than a phone number and any number of a person
_TITLE = re.compile(r"\b(constabulary|police|service|heddlu|force|of(?= northern))\b", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_KNOWN_SLUGS = {"british-transport": "btp"}
_TEXTS = ("record_id", "force", "month", "location", "lsoa_code", "lsoa_name", "category", "outcome", "context")
_OFF_GLOBE = "coordinates off the globe"
_FUTURE = "a month in the future"
_NO_MONTH, _NOT_MONTH, _NO_FORCE, _NO_TYPE = "no month", "a month not written YYYY-MM", "no force", "no crime type"
_NO_NUMBER, _ONE_OF_TWO = "a coordinate that is not a number", "one coordinate of two"


def slug(force: str) -> str:
    """Return the short name of a force, as data.police.uk writes it in addresses.

    >>> [slug(f) for f in ("Derbyshire Constabulary", "Devon & Cornwall Police", "Metropolitan Police Service")]
    ['derbyshire', 'devon-and-cornwall', 'metropolitan']
    >>> slug("Police Service of Northern Ireland")
    'northern-ireland'
    """
    bare = _TITLE.sub(" ", force.replace("&", " and ")).lower()
    short = _NOT_WORD.sub("-", bare).strip("-") or "unknown"
    return _KNOWN_SLUGS.get(short, short)


def street(raw: Raw, found: Match, as_of: date | None = None) -> list[Shaped]:
    """Return the rows of a street file, one table for each force and month in it.

    Parameters
    ----------
    raw : Raw
        Rows as text.
    found : Match
        Which column is which.
    as_of : date, optional
        Today: a row of a later month is left out.

    Returns
    -------
    list of Shaped
        Nearly always one. A file that someone has joined from several months comes apart again, so that each month
        can be replaced on its own later; rows that cannot be read are counted with the first.

    Raises
    ------
    SourceError
        A text could lead to a person: published files hold none, but anybody may have added to this one.
    """
    month = found.columns["month"]
    refuse_personal(raw.table.select(_screened(raw, found)), raw.row, moments=[month], where=raw.where)
    table, reasons = _columns(raw, found)
    if as_of is not None:  # one such row would be the latest month held, and every page would end with it
        reasons[_FUTURE] = _later(table["month"], f"{as_of:%Y-%m}") & ~reasons[_NOT_MONTH]
    result = shaped(raw, table, reasons, told=pointed(raw, reasons, _expected(found)))
    if result.rejected.get(_OFF_GLOBE, 0) * 2 > result.rows_read:
        raise _not_degrees(result)
    lon, lat = (result.table[name].to_numpy(zero_copy_only=False) for name in ("lon", "lat"))
    return _by_month(result, result.notes + position.oddities(lon, lat))


def _later(months: pa.ChunkedArray, last: str) -> np.ndarray:
    return np.asarray(pc.fill_null(pc.greater(months, last), False).to_numpy(zero_copy_only=False), dtype=bool)


def _screened(raw: Raw, found: Match) -> list[str]:
    """Return the columns that could hold a person: all but the two numbers, and the Crime ID where it is a hash."""
    columns = {name: column for name, column in found.columns.items() if name not in ("lon", "lat")}
    if "record_id" in columns and not unlike(text(raw.table[columns["record_id"]]), _HASH).any():
        del columns["record_id"]
    return list(columns.values())


def _columns(raw: Raw, found: Match) -> tuple[pa.Table, dict[str, np.ndarray]]:
    nothing = pa.nulls(raw.table.num_rows, pa.string())
    columns = {name: text(raw.table[found.columns[name]]) if name in found.columns else nothing for name in _TEXTS}
    lon, lon_wrong = numbers(raw.table[found.columns["lon"]])
    lat, lat_wrong = numbers(raw.table[found.columns["lat"]])
    columns |= {"row": pa.array(raw.row, pa.int32()), "lon": lon, "lat": lat}
    degrees = [axis.to_numpy(zero_copy_only=False) for axis in (lon, lat)]
    reasons = {
        _NO_MONTH: absent(columns["month"]),
        _NOT_MONTH: unlike(columns["month"], _MONTH),
        _NO_FORCE: absent(columns["force"]),
        _NO_TYPE: absent(columns["category"]),
        _NO_NUMBER: lon_wrong | lat_wrong,
        _ONE_OF_TWO: absent(lon) != absent(lat),
        _OFF_GLOBE: position.off_globe(*degrees),
    }
    schema = arrow_schema(KIND)
    return pa.table([columns[name] for name in schema.names], schema=schema), reasons


def _expected(found: Match) -> dict[str, Expected]:
    """Return what each column should hold where a row goes."""
    columns = found.columns
    month, both = Expected((columns["month"],), "a month such as 2025-06"), (columns["lon"], columns["lat"])
    degrees = Expected(both, "degrees in both, or nothing in both")
    return {
        _FUTURE: Expected((columns["month"],), "a month from 2010-12 to this one"),
        _NO_MONTH: month, _NOT_MONTH: month, _NO_NUMBER: degrees, _ONE_OF_TWO: degrees, _OFF_GLOBE: degrees,
        _NO_FORCE: Expected((columns["force"],), "the name of the force"),
        _NO_TYPE: Expected((columns["category"],), "a crime type such as Robbery"),
    }  # fmt: skip


def _not_degrees(result: Shaped) -> SourceError:
    return SourceError(
        f"{result.rejected[_OFF_GLOBE]:,} of {result.rows_read:,} rows have coordinates that are no degrees.",
        "They may be metres of the British National Grid: convert them to longitude and latitude (WGS 84) first.",
    )


def _by_month(whole: Shaped, notes: tuple[str, ...]) -> list[Shaped]:
    forces = whole.table["force"].combine_chunks().dictionary_encode()
    slugs = pa.DictionaryArray.from_arrays(forces.indices, [slug(name) for name in forces.dictionary.to_pylist()])
    keyed = pa.table({"slug": slugs.dictionary_decode(), "month": whole.table["month"]})
    keys = sorted((key["slug"], key["month"]) for key in keyed.group_by(keyed.column_names).aggregate([]).to_pylist())
    if len(keys) == 1:
        return [replace(whole, notes=notes, source=f"police_uk/{keys[0][0]}", period=keys[0][1])]
    result: list[Shaped] = []
    for short, month in keys:
        table = whole.table.filter(pc.and_(pc.equal(keyed["slug"], short), pc.equal(keyed["month"], month)))
        rejected = {} if result else dict(whole.rejected)
        read = table.num_rows + sum(rejected.values())
        result.append(
            Shaped(table, read, table.num_rows, rejected, notes, f"police_uk/{short}", month, f"{short} {month}")
        )
    return result


def recogniser(as_of: date | None = None) -> Recogniser:
    """Return what recognises street-level files; with today, a row of a later month is left out."""
    return Recogniser(
        KIND,
        "police_uk",
        {
            "month": Heading("month", "Month"),
            "force": Heading("reported_by", "Reported by"),
            "lon": Heading("longitude", "Longitude"),
            "lat": Heading("latitude", "Latitude"),
            "location": Heading("location", "Location"),
            "lsoa_code": Heading("lsoa_code", "LSOA code"),
            "category": Heading("crime_type", "Crime type"),
        },
        partial(street, as_of=as_of),
        {
            "record_id": Heading("crime_id", "Crime ID"),
            "lsoa_name": Heading("lsoa_name", "LSOA name"),
            "outcome": Heading("last_outcome_category", "Last outcome category"),
            "context": Heading("context", "Context"),
        },
        rest=lambda heading: heading,  # columns that somebody has added are read only to be screened
    )


RECOGNISERS = (recogniser(),)
