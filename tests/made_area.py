"""A made-up area of squares, small enough to be checked on paper.

Six LSOAs, squares of 0.01 degrees, in a row from lon -1.50 at lat 52.90, and one island a degree away:

    E01000001 E01000002 | E01000003 E01000004 | E01000005 E01000006 |   E01000007 (island)
        district D1     |     district D2     |     district D3     |    district D1
        CSP P1          |     CSP P1          |   CSPs P2 and P3    |    CSP P1

From 2011: E01000001 unchanged; E01000099 was split into 2 and 3; E01000097 and E01000098 were merged into 4; E01000096
changed irregularly into 5.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from hotspot import geography
from hotspot.config import AreaProfile, Measure

WEST, SOUTH, SIDE = -1.50, 52.90, 0.01
CODES = [f"E0100000{n}" for n in range(1, 8)]
DISTRICTS = dict(zip(CODES, ["D1", "D1", "D2", "D2", "D3", "D3", "D1"], strict=True))
FIT = [
    ("E01000001", "E01000001", "U"),
    ("E01000099", "E01000002", "S"),
    ("E01000099", "E01000003", "S"),
    ("E01000097", "E01000004", "M"),
    ("E01000098", "E01000004", "M"),
    ("E01000096", "E01000005", "X"),
]
SOURCE = "police_uk/made"
MEASURES = {
    "recorded_violence": Measure(
        "recorded_violence", "Recorded violence", {"police_uk": ("Violence and sexual offences", "Robbery")}
    ),
    "possession": Measure("possession", "Possession", {"police_uk": ("Possession of weapons",)}, True),
}


def profile(csps: tuple[str, ...] = ("P1", "P2", "P3"), country: str = "England") -> AreaProfile:
    return AreaProfile(
        "made", "Made", country, "EPSG:27700", "Europe/London", csps, (SOURCE,), {"words": "x"}, MEASURES
    )


def square(n: int) -> shapely.Polygon:
    west = WEST + n * SIDE + (1.0 if n == 6 else 0.0)
    return shapely.box(west, SOUTH, west + SIDE, SOUTH + SIDE)


def tables() -> dict[str, pa.Table]:
    boundary = {"code": CODES, "name": [f"Made {n:03}A" for n in range(1, 8)]}
    fit = pd.DataFrame(FIT, columns=["lsoa11_code", "lsoa21_code", "chgind"])
    pairs = pd.DataFrame(
        [("D1", "Dee", "P1", "Peewit"), ("D2", "Dale", "P1", "Peewit"), ("D3", "Don", "P2", "Plover")]
        + [("D3", "Don", "P3", "Pipit")],
        columns=["lad_code", "lad_name", "csp_code", "csp_name"],
    ).assign(pfa_code="F1", pfa_name="Force")
    names = {"D1": "Dee", "D2": "Dale", "D3": "Don"}
    wards = pd.DataFrame({"lsoa21_code": CODES, "ward_code": "W1", "ward_name": "Castle"})
    wards["lad_code"] = wards["lsoa21_code"].map(DISTRICTS)
    wards["lad_name"] = wards["lad_code"].map(names)
    people = pd.DataFrame(
        {"lsoa_code": CODES * 2, "year": [2021] * 7 + [2022] * 7, "population": [100.0] * 7 + [200.0] * 7}
    )
    return {
        "boundary_lsoa21": pa.table({**boundary, "geometry": [shapely.to_wkb(square(n)) for n in range(7)]}),
        "lookup_lsoa11_lsoa21": pa.Table.from_pandas(fit),
        "lookup_lsoa21_ward_lad": pa.Table.from_pandas(wards),
        "lookup_lad_csp_pfa": pa.Table.from_pandas(pairs),
        "population_lsoa21": pa.Table.from_pandas(people.astype({"year": "int32"})),
    }


def areas(csps: tuple[str, ...] = ("P1", "P2", "P3")) -> geography.Areas:
    return geography.areas(tables(), profile(csps))


def middle(code: str) -> tuple[float, float]:
    """Longitude and latitude of the middle of an LSOA."""
    point = square(CODES.index(code)).centroid
    return point.x, point.y


def records(rows: list[dict[str, object]]) -> pa.Table:
    """Street rows as stored: what a row does not say is a violent record of January 2025 in the first LSOA."""
    usual = {
        "month": "2025-01",
        "lon": middle("E01000001")[0],
        "lat": middle("E01000001")[1],
        "location": "On or near High Street",
        "lsoa_code": "E01000001",
        "lsoa_name": "Made 001A",
        "category": "Violence and sexual offences",
        "part": 0,
    }
    made = [{"row": place, "record_id": f"id{place}", **usual, **row} for place, row in enumerate(rows)]
    frame = pd.DataFrame(made).replace({np.nan: None}) if made else pd.DataFrame(columns=["row", "record_id", *usual])
    kinds = {"row": pa.int32(), "part": pa.int32(), "lon": pa.float64(), "lat": pa.float64()}
    return pa.table({name: pa.array(frame[name].tolist(), kinds.get(name, pa.string())) for name in frame})
