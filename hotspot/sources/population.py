"""Residents by small area: one number a year, or by single year of age.

Residents sleep there; they are not the people who are about on a Saturday night. A rate for a town centre divides many
visitors' incidents by few residents.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hotspot.errors import SourceError
from hotspot.schema import arrow_schema
from hotspot.sources import headings, vintage
from hotspot.sources.columns import LSOA_CODE, Mask, absent, numbers, shaped, text, unlike
from hotspot.sources.lookup import rows
from hotspot.sources.model import Raw, Shaped
from hotspot.sources.recogniser import Heading, Match, Recogniser, plain

_AREA = "area_km2"
_YEAR = re.compile(r"(?:mid_)?(20\d\d)_population|population_(?:mid_)?(20\d\d)|mid_(20\d\d)")
_AGE = re.compile(r"(?:ages?d?_?)?(\d\d?)(?:\+|_plus|_and_over|_over)?")
_A_YEAR = "(mid_)?20\\d\\d_population|population_(mid_)?20\\d\\d|mid_20\\d\\d"


def by_year(raw: Raw, found: Match) -> list[Shaped]:
    """Return one row an area and year from a file with a column a year.

    Parameters
    ----------
    raw : Raw
        One row an area.
    found : Match
        Columns ``lsoa_code``, ``year_2011`` and so on, and perhaps ``area_km2``.
    """
    years = {year: column for column in found.columns.values() if (year := _year(plain(column))) not in (None, _AREA)}
    codes = text(raw.table[found.columns["lsoa_code"]])
    reasons: dict[str, Mask] = {"no LSOA code": absent(codes), "an LSOA code of another form": unlike(codes, LSOA_CODE)}
    wide: dict[str, pa.Array] = {"lsoa_code": codes}
    area = {_AREA: found.columns[_AREA]} if _AREA in found.columns else {}
    for name, column in {**years, **area}.items():
        wide[name], reasons[f"{column} that is not a number"] = numbers(raw.table[column])
    result = shaped(raw, pa.table(wide), reasons)
    return [Shaped(_long(result.table, sorted(years)), result.rows_read, result.kept, result.rejected, result.notes)]


def _long(wide: pa.Table, years: list[str]) -> pa.Table:
    fixed = [name for name in ("lsoa_code", "area_km2") if name in wide.column_names]
    parts = [
        pa.table(
            {
                **{name: wide[name] for name in fixed},
                "year": pa.array(np.full(wide.num_rows, int(year.removeprefix("year_")), dtype=np.int32)),
                "population": wide[year],
            }
        )
        for year in years
    ]
    names = [*arrow_schema("population_lsoa21").names, *fixed[1:]]
    whole = pa.concat_tables(parts).select(names)
    return whole.filter(pc.is_valid(whole["population"]))


def one_row_a_year(raw: Raw, found: Match) -> list[Shaped]:
    """Return a file that already has one row an area and year."""
    (result,) = rows(raw, found)
    table = result.table.set_column(
        result.table.column_names.index("year"), "year", result.table["year"].cast(pa.int32())
    )
    return [Shaped(table, result.rows_read, result.kept, result.rejected, result.notes)]


def by_age(raw: Raw, found: Match) -> list[Shaped]:
    """Return one row an area with ``total`` and ``age_0`` to ``age_90`` (90 and over).

    Raises
    ------
    SourceError
        Where the ages do not add up to the total: then a column is missing or misread.
    """
    (result,) = rows(raw, found)
    vintage.refuse_newer(result.table["lsoa_code"].to_pylist())
    ages = [name for name in result.table.column_names if name.startswith("age_")]
    summed = np.sum([result.table[name].to_numpy() for name in ages], axis=0)
    total = result.table["total"].to_numpy()
    apart = np.flatnonzero(~(np.abs(summed - total) < 0.5))
    if apart.size:
        code = result.table["lsoa_code"][int(apart[0])].as_py()
        raise SourceError(
            f"The {len(ages)} ages of {code} add up to {summed[apart[0]]:g}, not to its total {total[apart[0]]:g}.",
            "Download the file with every single year of age, to 90 and over.",
        )
    return [result]


def _year(plain_name: str) -> str | None:
    if plain_name in ("area_sq_km", "area_km2"):
        return _AREA
    found = _YEAR.fullmatch(plain_name)
    return f"year_{next(filter(None, found.groups()))}" if found else None


def _age(plain_name: str) -> str | None:
    found = _AGE.fullmatch(plain_name)
    return f"age_{int(found[1])}" if found and int(found[1]) <= 90 else None


RECOGNISERS = (
    Recogniser(
        "population_lsoa21",
        "ons",
        {
            "lsoa_code": headings.LSOA21,
            "year": Heading("year", "year"),
            "population": Heading("population|residents|total", "population"),
        },
        one_row_a_year,
        {"area_km2": Heading("area_sq_km|area_km2", "area_km2")},
        whole=34_000,
    ),
    Recogniser(
        "population_lsoa21",
        "ons",
        {"lsoa_code": headings.LSOA21, "first": Heading(_A_YEAR, "Mid-2022: Population")},
        by_year,
        rest=_year,
        whole=34_000,
    ),
    Recogniser(
        "population_lsoa11_age",
        "ons",
        {
            "lsoa_code": headings.LSOA11,
            "total": Heading("total(_population)?|all_ages|population", "total_population"),
            "age_0": Heading("(ages?d?_?)?0", "0"),
        },
        by_age,
        rest=_age,
        whole=33_000,
    ),
)
