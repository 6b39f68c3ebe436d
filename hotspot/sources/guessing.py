"""A first guess of which column says what, from headings and content, for the reader to confirm.

A heading proposes, the content decides: a column called "Time" without a single time of day is not one. Whatever was
assumed is said in a sentence, because a guess that nobody sees is an error nobody finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hotspot.sources.clues import CLUES, Clue
from hotspot.sources.columns import numbers, text
from hotspot.sources.mapping import BRITISH_ISLES, FIELDS, LOOKS, MEND_WHERE, ColumnMapping
from hotspot.sources.moments import MONTH_FIRST, guess_format, has_times
from hotspot.sources.recogniser import plain
from hotspot.sources.whereabouts import mended, outside, suggested
from hotspot.sources.wording import age_band_of, context_of


@dataclass(frozen=True)
class Guess:
    """A mapping to confirm, and what was assumed in making it."""

    mapping: ColumnMapping
    said: tuple[str, ...]


def guess_mapping(table: pa.Table, *, name: str = "", source: str = "") -> Guess:
    """Return which column most probably says what.

    Parameters
    ----------
    table : pyarrow.Table
        The first rows of a file, or all of them, under its own headings.
    name, source : str
        For the mapping.

    Returns
    -------
    Guess
        Nothing in it is applied before the reader confirms it; a field without a fitting column is left out.

    >>> head = pa.table({"Offence date": ["31/01/2025"], "Time": ["22:15"], "Offence title": ["Robbery"]})
    >>> {field: names for field, names in guess_mapping(head).mapping.columns.items()}
    {'from': ('Offence date', 'Time'), 'category': ('Offence title',)}
    """
    found = _columns(table)
    columns = {what: found[what] for what in FIELDS if what in found}
    return fitted(table, ColumnMapping(name, source, tuple(table.column_names), columns))


def fitted(table: pa.Table, mapping: ColumnMapping) -> Guess:
    """Return a mapping with what only the content of its columns tells: how dates are written, what words mean, where.

    A reader who names another column has not said how its dates are written; a format kept from the guess, or none at
    all, would lose every row.

    Parameters
    ----------
    table : pyarrow.Table
        The rows, under the headings of the mapping.
    mapping : ColumnMapping
        Whose columns stand.

    >>> head = pa.table({"Day": ["31.01.2025"], "What": ["Robbery"]})
    >>> made = ColumnMapping("x", "force/x", ("Day", "What"), {"from": ("Day",), "category": ("What",)})
    >>> fitted(head, made).mapping.formats
    {'from': '%d.%m.%Y'}
    """
    columns = mapping.columns
    made = replace(mapping, crs="EPSG:4326" if "lon" in columns else "EPSG:27700", formats=_formats(table, columns))
    made = replace(made, values=_values(table, columns), bounds=_bounds(table, made))
    return Guess(made, _said(table, made))


def looks_like_records(names: Sequence[str]) -> bool:
    """Return whether headings alone suggest records with hours: a date, a type, and a place.

    >>> looks_like_records(["Offence date", "Offence title", "Easting", "Northing"]), looks_like_records(["LSOA21CD"])
    (True, False)
    """
    headings = [plain(name) for name in names]
    has = {what: any(re.fullmatch(one, h) for one in clue.headings for h in headings) for what, clue in CLUES.items()}
    return has["from"] and has["category"] and (has["lon"] or has["easting"] or has["lsoa_code"])


def _columns(table: pa.Table) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for what, clue in CLUES.items():
        used = {name for names in found.values() for name in names}
        if (name := _fitting(table, clue, used)) is not None:
            found[what] = (name,)
    if "from" not in found:
        found |= _dated(table, {name for names in found.values() for name in names})
    for what in ("from", "to"):
        second = found.pop(f"{what} time", ())
        if what in found and second and not has_times(table[found[what][0]], alone=False):
            found[what] = (*found[what], *second)
    return _pairs(found)


def _dated(table: pa.Table, used: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the first column of dates for the beginning, however it is headed: without one no record can be placed."""
    dates = (name for name in table.column_names if name not in used and guess_format(table[name]) is not None)
    first = next(dates, None)
    return {"from": (first,)} if first else {}


def _fitting(table: pa.Table, clue: Clue, used: set[str]) -> str | None:
    for pattern in clue.headings:
        for name in table.column_names:
            if name not in used and re.fullmatch(pattern, plain(name)) and _fits(clue, table[name]):
                return str(name)
    return None


def _fits(clue: Clue, column: pa.ChunkedArray) -> bool:
    try:
        return clue.fits(column)
    except (pa.ArrowException, ValueError, OverflowError):
        return False


def _pairs(found: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Keep one pair of coordinates, degrees before metres, and no half of a pair."""
    degrees, metres = ("lon", "lat"), ("easting", "northing")
    keep = degrees if all(one in found for one in degrees) else metres if all(one in found for one in metres) else ()
    return {what: names for what, names in found.items() if what not in (*degrees, *metres) or what in keep}


def _formats(table: pa.Table, columns: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    # The columns are settled here: half of the dates tell how they are written, the other half is then found wanting.
    written = {what: guess_format(table[columns[what][0]], least=0.5) for what in ("from", "to") if what in columns}
    return {what: one for what, one in written.items() if one is not None}


def _values(table: pa.Table, columns: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, str]]:
    known: dict[str, Callable[[str], str | None]] = {"context": context_of, "age": age_band_of}
    result: dict[str, dict[str, str]] = {}
    for what, read in known.items():
        if what in columns:
            words = [word for word in pc.unique(text(table[columns[what][0]])).to_pylist() if word][:200]
            result[what] = {word: said for word in words if (said := read(word)) is not None}
    return {what: values for what, values in result.items() if values}


def _axes(table: pa.Table, made: ColumnMapping) -> tuple[np.ndarray, np.ndarray] | None:
    names = [made.column(one) for one in (("lon", "lat") if made.column("lon") else ("easting", "northing"))]
    if not all(names):
        return None
    x, y = (numbers(table[name])[0].to_numpy(zero_copy_only=False).astype(float) for name in names)
    return x, y


def _bounds(table: pa.Table, made: ColumnMapping) -> tuple[float, ...]:
    """Return the British Isles, or for records that lie elsewhere on the globe a box around nearly all of them."""
    axes = _axes(table, made)
    if axes is None or not np.isfinite(axes[0]).any():
        return BRITISH_ISLES
    lon, lat = mended(*axes, made)
    located = (
        np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & ~((lon == 0) & (lat == 0))
    )
    mostly_away = outside(lon, lat, BRITISH_ISLES)[located].mean() > 0.5 if located.any() else False
    if not mostly_away or suggested(*axes, made):
        return BRITISH_ISLES
    west, east = np.quantile(lon[located], (0.005, 0.995))
    south, north = np.quantile(lat[located], (0.005, 0.995))
    return tuple(round(float(degrees), 1) for degrees in (west - 0.2, south - 0.2, east + 0.2, north + 0.2))


def _said(table: pa.Table, made: ColumnMapping) -> tuple[str, ...]:
    said = [f"Dates of '{made.columns[what][0]}' are read as {written}." for what, written in made.formats.items()]
    if (name := made.column("from")) and made.formats.get("from") in ("%d/%m/%Y", MONTH_FIRST):
        both = all(_reads(table[name], one) for one in ("%d/%m/%Y", MONTH_FIRST))
        said += ["Day and month cannot be told apart; the day is taken to come first."] if both else []
    axes = _axes(table, made)
    mend = suggested(*axes, made) if axes is not None and _away(axes, made) else ""
    said += [f"{LOOKS[mend]}: confirm it before the file is taken ({MEND_WHERE.format(mend=mend)})."] if mend else []
    if made.bounds != BRITISH_ISLES:
        said.append(f"The records do not lie in the British Isles: taken to lie within {list(made.bounds)}.")
    lacking = [FIELDS[what].lower() for what in ("from", "category") if what not in made.columns]
    return (*said, *(f"No column was found for: {words}." for words in lacking))


def _reads(column: pa.ChunkedArray, written: str) -> bool:
    dates = text(column).to_pandas().astype("str").str.extract(r"^(\S+)")[0].dropna()
    return bool(pd.to_datetime(dates, format=written, errors="coerce").notna().all())


def _away(axes: tuple[np.ndarray, np.ndarray], made: ColumnMapping) -> bool:
    lon, lat = mended(*axes, made)
    return bool(outside(lon, lat, made.bounds).any())
