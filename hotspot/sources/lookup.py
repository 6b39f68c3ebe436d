"""Lookups from one area code to another, and what else is known of each small area or postcode."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from hotspot.errors import SourceError
from hotspot.schema import FLAG, KINDS, REAL, TEXT
from hotspot.sources import headings, vintage
from hotspot.sources.columns import AREA_CODE, LSOA_CODE, Mask, absent, flag, numbers, shaped, text, unlike
from hotspot.sources.headings import dated
from hotspot.sources.model import Raw, Shaped
from hotspot.sources.recogniser import Heading, Match, Recogniser

_FURTHER = {"left_behind": FLAG}
_FORMS = {
    "lsoa_code": LSOA_CODE,
    "lsoa11_code": LSOA_CODE,
    "lsoa21_code": LSOA_CODE,
    "lad_code": AREA_CODE,
    "csp_code": AREA_CODE,
    "pfa_code": AREA_CODE,
    "ward_code": AREA_CODE,
    "chgind": "^[USMX]$",
    "postcode": r"^[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}$",
}


def rows(raw: Raw, found: Match, more: Mapping[str, Callable[[pa.Table], Mask]] | None = None) -> list[Shaped]:
    """Return one row a row, every needed column present and of its form.

    Further columns that the recogniser kept are numbers; one of them that is no number makes its row unreadable, an
    absent one does not.

    Parameters
    ----------
    raw : Raw
        Rows as text or numbers.
    found : Match
        Which column is which.
    more : mapping, optional
        Further reason -> test of the table that returns the rows to reject.
    """
    known = KINDS[found.recogniser.kind]
    types = {**known.columns, **known.optional}
    columns: dict[str, pa.Array] = {}
    reasons: dict[str, Mask] = {}
    for name, column in found.columns.items():
        wanted = types.get(name, TEXT if name in found.recogniser.may else _FURTHER.get(name, REAL))
        if wanted == TEXT:
            columns[name] = text(raw.table[column])
        elif wanted == FLAG:
            columns[name] = flag(raw.table[column])
        else:
            columns[name], reasons[f"{column} that is not a number"] = numbers(raw.table[column])
    table = pa.table(columns)
    further = {reason: test(table) for reason, test in (more or {}).items()}
    return [shaped(raw, table, reasons | _unusable(table, found) | further)]


def _unusable(table: pa.Table, found: Match) -> dict[str, Mask]:
    reasons: dict[str, Mask] = {}
    for name in found.recogniser.need:
        reasons[f"no {found.columns[name]}"] = absent(table[name])
    for name, form in _FORMS.items():
        if name in table.column_names:
            reasons[f"{found.columns[name]} of another form"] = unlike(table[name], form)
    return reasons


def _dated_rows(raw: Raw, found: Match) -> list[Shaped]:
    (result,) = rows(raw, found)
    vintage.refuse_newer(result.table["lsoa11_code"].to_pylist())
    return [result]


def _points(raw: Raw, found: Match) -> list[Shaped]:
    (result,) = rows(raw, found)
    if max(abs(value) for value in result.table["x_m"].to_pylist()) <= 180:
        raise SourceError(
            "Its centroids are degrees, where metres of the British National Grid are needed.",
            "Download the population-weighted centroids as CSV, whose x and y are metres.",
        )
    return [result]


RECOGNISERS = (
    Recogniser(
        "lookup_lsoa11_lsoa21",
        "ons",
        {"lsoa11_code": headings.LSOA11, "lsoa21_code": headings.LSOA21, "chgind": headings.CHANGE},
        _dated_rows,
        {
            "lsoa11_name": headings.LSOA11_NAME,
            "lsoa21_name": headings.LSOA21_NAME,
            "lad_code": headings.LAD,
            "lad_name": headings.LAD_NAME,
        },
        whole=35_000,
    ),
    Recogniser(
        "lookup_lsoa21_ward_lad",
        "ons",
        {
            "lsoa21_code": headings.LSOA21,
            "ward_code": headings.WARD,
            "ward_name": headings.WARD_NAME,
            "lad_code": headings.LAD,
            "lad_name": headings.LAD_NAME,
        },
        rows,
        {"lsoa21_name": headings.LSOA21_NAME},
        whole=34_000,
    ),
    Recogniser(
        "lookup_lad_csp_pfa",
        "ons",
        {
            "lad_code": headings.LAD,
            "lad_name": headings.LAD_NAME,
            "csp_code": headings.CSP,
            "csp_name": headings.CSP_NAME,
            "pfa_code": headings.PFA,
            "pfa_name": headings.PFA_NAME,
        },
        rows,
        whole=300,
    ),
    Recogniser(
        "lsoa21_rural_urban",
        "ons",
        {
            "lsoa21_code": headings.LSOA21,
            "ruc_code": dated("ruc", "21", "RUC21CD"),
            "ruc_name": Heading("ruc_?(20)?21_?(nm|name)|classification", "RUC21NM"),
        },
        rows,
        {"ruc": Heading("ruc|urban_rural_flag", "Urban_rural_flag")},
        whole=34_000,
    ),
    Recogniser(
        "lsoa21_centroids",
        "ons",
        {
            "lsoa21_code": headings.LSOA21,
            "x_m": Heading("x(_m)?|easting|bng_e", "x"),
            "y_m": Heading("y(_m)?|northing|bng_n", "y"),
        },
        _points,
        whole=34_000,
    ),
    Recogniser(
        "postcodes",
        "os",
        {
            "postcode": Heading("postcode|pcds?|postcode_unit", "postcode"),
            "easting": Heading("easting|eastings|oseast1m", "easting"),
            "northing": Heading("northing|northings|osnrth1m", "northing"),
        },
        rows,
        {"csp_code": headings.CSP},
        whole=1_500_000,
    ),
)
