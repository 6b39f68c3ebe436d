"""Who lives there: residents, need by domain, and the lookups that tie areas to wards, districts and partnerships."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from hotspot.demo.county import FORCE, County, in_degrees
from hotspot.schema import KINDS

YEAR = 2024
DOMAINS = {  # domain -> weight of the index, how closely it follows general need
    "Income": (0.225, 0.92),
    "Employment": (0.225, 0.90),
    "Education": (0.135, 0.80),
    "Health": (0.135, 0.82),
    "Crime": (0.093, 0.65),
    "Housing_and_Services": (0.093, -0.10),
    "Environment": (0.093, 0.35),
}
RURAL_URBAN = {
    "city": ("UN1", "Urban: Nearer to a major town or city", "Urban"),
    "town": ("UF1", "Urban: Further from a major town or city", "Urban"),
    "": ("RSF1", "Smaller rural: Further from a major town or city", "Rural"),
}
KIND_OF_TOWN = {"Merrowgate": "city", "Aldersea": "city", "": ""}


def population(county: County, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return residents per area: statistical areas are drawn to hold about 1,600."""
    return np.asarray(np.clip(rng.normal(1600, 170, len(county.areas)), 1050, 2600).round())


def need(county: County, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return general need per area as a standard score: alike within a ward, higher in towns than in the country."""
    areas = county.areas
    wards, ward = np.unique(areas["ward_code"], return_inverse=True)
    raw = rng.normal(0, 0.75, wards.size)[ward] + rng.normal(0, 0.45, len(areas))
    raw += np.where(areas["settlement"] == "", -0.45, 0.25)
    return np.asarray((raw - raw.mean()) / raw.std())


def deprivation(county: County, need: NDArray[np.float64], rng: np.random.Generator) -> pa.Table:
    """Return ranks, deciles and scores in the columns of the English index of 2025, made within this county alone.

    The index is put together as the published one is: each domain's rank R (1 most deprived of N) becomes
    X = -23 ln(1 - r (1 - exp(-100/23))) with r = (N - R + 1) / N, and the domains are weighted.
    """
    n = len(county.areas)
    columns: dict[str, NDArray[np.float64]] = {}
    index = np.zeros(n)
    for domain, (weight, follows) in DOMAINS.items():
        score = follows * need + np.sqrt(1 - follows**2) * rng.normal(0, 1, n)
        rank = _rank(score)
        share = (n - rank + 1) / n
        index += weight * -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))
        columns |= {f"{domain}_decile": _decile(rank), f"{domain}_rank": rank, f"{domain}_score": score.round(3)}
    overall = _rank(index)
    columns |= {"IMD_decile": _decile(overall), "IMD_rank": overall, "IMD_score": index.round(3)}
    return pa.table({"lsoa_code": pa.array(county.areas.index, pa.string()), **columns})


def _rank(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank 1 is the most deprived, the highest score."""
    return np.asarray(pd.Series(-score).rank(method="first"), dtype=float)


def _decile(rank: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.ceil(rank * 10 / rank.size)


def _text(values: pd.Series) -> pa.Array:
    return pa.array(values.astype(str).to_numpy(dtype=object), pa.string())


def reference(county: County, residents: NDArray[np.float64]) -> dict[str, pa.Table]:
    """Return boundaries, lookups and residents by kind, in the columns of the store."""
    areas = county.areas
    code = pa.array(areas.index, pa.string())
    named = {name: _text(areas[name]) for name in ("ward_code", "ward_name", "lad_code", "csp_code", "csp_name")}
    named["lad_name"] = _text(areas["district"])
    force = {"pfa_code": pa.array([FORCE[0]] * len(areas)), "pfa_name": pa.array([FORCE[1]] * len(areas))}
    shape = pa.array(_wkb(areas.geometry.to_numpy()), pa.binary())
    town = areas["settlement"].map(lambda name: RURAL_URBAN[KIND_OF_TOWN.get(name, "town")])
    made = {
        "boundary_lsoa21": pa.table({"code": code, "name": _text(areas["name"]), "geometry": shape, **named, **force}),
        "boundary_lad": _dissolved(county, "lad_code", "district"),
        "boundary_csp": _dissolved(county, "csp_code", "csp_name"),
        "lookup_lsoa21_ward_lad": pa.table(
            {"lsoa21_code": code, "lsoa21_name": _text(areas["name"])}
            | {name: named[name] for name in ("ward_code", "ward_name", "lad_code", "lad_name")}
        ),
        "lookup_lad_csp_pfa": _unique(pa.table({**{k: v for k, v in named.items() if "ward" not in k}, **force})),
        "lsoa21_centroids": pa.table(
            {"lsoa21_code": code, "x_m": areas["x_m"].round(1).to_numpy(), "y_m": areas["y_m"].round(1).to_numpy()}
        ),
        "lsoa21_rural_urban": pa.table(
            {"lsoa21_code": code}
            | {name: pa.array([row[i] for row in town]) for i, name in enumerate(("ruc_code", "ruc_name", "ruc"))}
        ),
        "population_lsoa21": pa.table(
            {
                "lsoa_code": code,
                "year": pa.array([YEAR] * len(areas), pa.int32()),
                "population": residents,
                "area_km2": (areas.geometry.area / 1e6).round(4).to_numpy(),
            }
        ),
    }
    return {kind: _in_order(kind, table) for kind, table in made.items()}


def _wkb(shapes: NDArray[np.object_]) -> list[bytes]:
    return list(shapely.to_wkb(in_degrees(shapes)))


def _dissolved(county: County, code: str, name: str) -> pa.Table:
    joined = county.areas[[code, name, "geometry"]].dissolve(by=code).sort_index()
    return pa.table(
        {
            "code": pa.array(joined.index, pa.string()),
            "name": _text(joined[name]),
            "geometry": pa.array(_wkb(joined.geometry.to_numpy()), pa.binary()),
            "ambiguous": pa.array([False] * len(joined)),
        }
    )


def _unique(table: pa.Table) -> pa.Table:
    frame = table.to_pandas().drop_duplicates().sort_values("lad_code")
    return pa.table({name: _text(frame[name]) for name in frame})


def _in_order(kind: str, table: pa.Table) -> pa.Table:
    """Put the columns in the order of the schema, required ones first."""
    known = [*KINDS[kind].columns, *KINDS[kind].optional]
    return table.select([name for name in known if name in table.column_names])
