"""Every column by name, once: what the store may hold and what each kind of file becomes.

A *kind* is what a file was recognised as (``police_uk_street``, ``boundary_lsoa21`` ...). It fixes the columns of the
stored table, so that everything downstream can rely on names and types instead of guessing. There is no column for a
person anywhere, and none may be added: this product scores places.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from hotspot.errors import DataError

TEXT, REAL, WHOLE, FLAG, BYTES = pa.string(), pa.float64(), pa.int32(), pa.bool_(), pa.binary()
MOMENT = pa.timestamp("ms")  # wall time of the area, no zone; Parquet knows no coarser unit


@dataclass(frozen=True)
class Kind:
    """One kind of file that the store may hold.

    Attributes
    ----------
    title : str
        What a reader calls it.
    family : str
        ``incidents``, ``boundary``, ``lookup``, ``deprivation``, ``population``, ``facilities``, ``severity`` or
        ``base``.
    columns : dict
        Required column name -> Arrow type.
    optional : dict
        Columns that some releases of the file have; absent ones are left out, never filled with zero.
    open_ended : bool
        True where further numeric columns may follow (deprivation domains and indicators, ages).
    """

    title: str
    family: str
    columns: dict[str, pa.DataType]
    optional: dict[str, pa.DataType]
    open_ended: bool = False


_AREA = {"code": TEXT, "name": TEXT, "geometry": BYTES}
_AREA_EXTRA = {
    "lad_code": TEXT,
    "lad_name": TEXT,
    "csp_code": TEXT,
    "csp_name": TEXT,
    "pfa_code": TEXT,
    "pfa_name": TEXT,
    "ward_code": TEXT,
    "ward_name": TEXT,
    "lad_codes": TEXT,
    "ambiguous": FLAG,
}
_RANKED = {"lsoa_code": TEXT, "IMD_decile": REAL, "IMD_rank": REAL}

KINDS: dict[str, Kind] = {
    "police_uk_street": Kind(
        "Police recorded crime, street level (data.police.uk)",
        "incidents",
        {
            "row": WHOLE,
            "record_id": TEXT,
            "force": TEXT,
            "month": TEXT,
            "lon": REAL,
            "lat": REAL,
            "location": TEXT,
            "lsoa_code": TEXT,
            "lsoa_name": TEXT,
            "category": TEXT,
            "outcome": TEXT,
            "context": TEXT,
        },
        {},
    ),
    "hour_records": Kind(
        "Records with hours (force extract, ambulance, emergency department)",
        "incidents",
        {
            "row": WHOLE,
            "record_id": TEXT,
            "source": TEXT,
            "from_local": MOMENT,
            "to_local": MOMENT,
            "precision": TEXT,
            "lon": REAL,
            "lat": REAL,
            "location": TEXT,
            "lsoa_code": TEXT,
            "category": TEXT,
            "context": TEXT,
            "age_band": TEXT,
            "knife": FLAG,
            "alcohol": FLAG,
            "police_found": FLAG,
        },
        {},
    ),
    "boundary_lsoa21": Kind("LSOA 2021 boundaries", "boundary", _AREA, _AREA_EXTRA),
    "boundary_lsoa11": Kind("LSOA 2011 boundaries", "boundary", _AREA, _AREA_EXTRA),
    "boundary_lad": Kind("Local authority boundaries", "boundary", _AREA, _AREA_EXTRA),
    "boundary_csp": Kind("Community Safety Partnership boundaries", "boundary", _AREA, _AREA_EXTRA),
    "boundary_pfa": Kind("Police force area boundaries", "boundary", _AREA, _AREA_EXTRA),
    "boundary_area": Kind(
        "Small areas of a profile of its own", "boundary", {"layer": TEXT, **_AREA}, {"year": WHOLE, "population": REAL}
    ),
    "lookup_lsoa11_lsoa21": Kind(
        "LSOA 2011 to LSOA 2021 lookup",
        "lookup",
        {"lsoa11_code": TEXT, "lsoa21_code": TEXT, "chgind": TEXT},
        {"lsoa11_name": TEXT, "lsoa21_name": TEXT, "lad_code": TEXT, "lad_name": TEXT},
    ),
    "lookup_lsoa21_ward_lad": Kind(
        "LSOA 2021 to ward and local authority lookup",
        "lookup",
        {"lsoa21_code": TEXT, "ward_code": TEXT, "ward_name": TEXT, "lad_code": TEXT, "lad_name": TEXT},
        {"lsoa21_name": TEXT},
    ),
    "lookup_lad_csp_pfa": Kind(
        "Local authority to CSP and police force lookup",
        "lookup",
        {"lad_code": TEXT, "lad_name": TEXT, "csp_code": TEXT, "csp_name": TEXT, "pfa_code": TEXT, "pfa_name": TEXT},
        {},
    ),
    "lsoa21_centroids": Kind(
        "LSOA 2021 population-weighted centroids",
        "lookup",
        {"lsoa21_code": TEXT, "x_m": REAL, "y_m": REAL},
        {},
    ),
    "lsoa21_rural_urban": Kind(
        "Rural-urban classification of LSOA 2021",
        "lookup",
        {"lsoa21_code": TEXT, "ruc_code": TEXT, "ruc_name": TEXT},
        {"ruc": TEXT},
    ),
    "imd2019_england": Kind("English deprivation 2019 (LSOA 2011)", "deprivation", _RANKED, {}, True),
    "imd2025_england": Kind("English deprivation 2025 (LSOA 2021)", "deprivation", _RANKED, {}, True),
    "imd2025_subdomains": Kind(
        "English deprivation 2025, subdomains (LSOA 2021)", "deprivation", {"lsoa_code": TEXT}, {}, True
    ),
    "imd2025_indicators": Kind(
        "English deprivation 2025, indicators (LSOA 2021)", "deprivation", {"lsoa_code": TEXT}, {}, True
    ),
    "wimd2019": Kind("Welsh deprivation 2019 (LSOA 2011)", "deprivation", _RANKED, {}, True),
    "cni2023": Kind(
        "Community Needs Index 2023 (LSOA 2021)",
        "deprivation",
        {"lsoa_code": TEXT, "cni_score": REAL, "cni_rank": REAL},
        {},
        True,
    ),
    "population_lsoa21": Kind(
        "Residents by LSOA 2021",
        "population",
        {"lsoa_code": TEXT, "year": WHOLE, "population": REAL},
        {"area_km2": REAL},
    ),
    "population_lsoa11_age": Kind(
        "Residents by age and LSOA 2011",
        "population",
        {"lsoa_code": TEXT, "total": REAL},
        {},
        True,
    ),
    "facilities": Kind(
        "Facilities (points with a type)",
        "facilities",
        {"name": TEXT, "type": TEXT, "lon": REAL, "lat": REAL},
        {"postcode": TEXT, "authority": TEXT, "status": TEXT, "hours": TEXT},
    ),
    "postcodes": Kind(
        "Postcode points", "lookup", {"postcode": TEXT, "easting": REAL, "northing": REAL}, {"csp_code": TEXT}
    ),
    "crime_harm_index": Kind(
        "Cambridge Crime Harm Index (days per offence title)", "severity", {"offence": TEXT, "days": REAL}, {}, True
    ),
    "base": Kind(
        "Base map layers: coast, water, roads, streets, railway, parks, stations, towns",
        "base",
        {"type": TEXT, "name": TEXT, "geometry": BYTES},
        {},
    ),
}


def arrow_schema(kind: str) -> pa.Schema:
    """Return the required columns of a kind as an Arrow schema.

    >>> arrow_schema("lsoa21_centroids").names
    ['lsoa21_code', 'x_m', 'y_m']
    """
    return pa.schema(list(KINDS[kind].columns.items()))


def check(table: pa.Table, kind: str) -> None:
    """Raise where a table is not what its kind promises.

    Parameters
    ----------
    table : pyarrow.Table
        The table about to be stored.
    kind : str
        A key of ``KINDS``.

    Raises
    ------
    DataError
        A required column is missing, or a known column has another type.

    >>> check(pa.table({"lsoa21_code": ["E01000001"], "x_m": [1.0], "y_m": [2.0]}), "lsoa21_centroids")
    """
    known = KINDS[kind]
    missing = [name for name in known.columns if name not in table.column_names]
    if missing:
        raise DataError(f"The {kind} table has no column {', '.join(missing)}.", "Read the file again from its source.")
    for name, wanted in {**known.columns, **known.optional}.items():
        if name in table.column_names and table.schema.field(name).type != wanted:
            raise DataError(
                f"Column {name} of {kind} is {table.schema.field(name).type}, not {wanted}.",
                "Cast it where the file is read.",
            )
