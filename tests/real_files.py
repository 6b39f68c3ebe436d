"""The real files as plain tables, read with pandas alone: the other way to the numbers that the product must give."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from hotspot.config import AreaProfile, Measure

LOOKUPS = {
    "lookup_lsoa11_lsoa21": (
        "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv",
        {"LSOA11CD": "lsoa11_code", "LSOA21CD": "lsoa21_code", "CHGIND": "chgind"},
    ),
    "lookup_lsoa21_ward_lad": (
        "LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv",
        {
            "LSOA21CD": "lsoa21_code",
            "WD24CD": "ward_code",
            "WD24NM": "ward_name",
            "LAD24CD": "lad_code",
            "LAD24NM": "lad_name",
        },
    ),
    "lookup_lad_csp_pfa": (
        "lookup_ltla24_csp24_pfa24.csv",
        {
            "ltla24_code": "lad_code",
            "ltla24_name": "lad_name",
            "csp24_code": "csp_code",
            "csp24_name": "csp_name",
            "pfa24_code": "pfa_code",
            "pfa24_name": "pfa_name",
        },
    ),
    "lsoa21_centroids": (
        "LLSOA_Dec_2021_PWC_for_England_and_Wales_2022_1028145039677403461.csv",
        {"LSOA21CD": "lsoa21_code", "x": "x_m", "y": "y_m"},
    ),
}
DEPRIVATION = {
    "imd2019_england": ("imd2019_england_lsoa11.csv.gz", "lsoa11_code"),
    "imd2025_england": ("imd2025_england_lsoa21.csv.gz", "lsoa21_code"),
    "imd2025_subdomains": ("imd2025_england_lsoa21_subdomains.csv.gz", "lsoa21_code"),
    "wimd2019": ("imd2019_wales_lsoa11.csv", "lsoa11_code"),
}
STREET = {
    "Crime ID": "record_id",
    "Reported by": "force",
    "Month": "month",
    "Longitude": "lon",
    "Latitude": "lat",
    "Location": "location",
    "LSOA code": "lsoa_code",
    "LSOA name": "lsoa_name",
    "Crime type": "category",
    "Last outcome category": "outcome",
    "Context": "context",
}


def arrow(frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame.reset_index(drop=True), preserve_index=False)


def raw_csvs(shared: Path, force: str) -> pd.DataFrame:
    """Every row of a force's CSVs under their own headers, with the member's place and the row's place in it."""
    read = []
    with zipfile.ZipFile(shared / "data" / "police_uk" / f"{force}-street.zip") as held:
        for part, member in enumerate(sorted(name for name in held.namelist() if name.endswith(".csv"))):
            frame = pd.read_csv(held.open(member))
            read.append(frame.assign(part=part, row=range(len(frame))))
    return pd.concat(read, ignore_index=True)


def street_table(raw: pd.DataFrame) -> pa.Table:
    """The stored table of those rows."""
    table = raw.rename(columns=STREET).astype({"part": "int32", "row": "int32"})
    table["context"] = table["context"].astype("str")
    return arrow(table[["row", *STREET.values(), "part"]])


def reference_tables(shared: Path, force: str = "") -> dict[str, pa.Table]:
    """Boundaries, lookups, centroids, population and deprivation; outlines of one force area, or of all."""
    data = shared / "data"
    tables = {}
    for kind, (name, columns) in LOOKUPS.items():
        tables[kind] = arrow(
            pd.read_csv(data / "lookups" / name, encoding="utf-8-sig").rename(columns=columns)[[*columns.values()]]
        )
    outlines = _areas(data, force) if force else gpd.read_parquet(data / "boundaries" / "lsoa21_EW.parquet")
    tables["boundary_lsoa21"] = boundary(outlines, "lsoa21")
    tables["boundary_csp"] = boundary(gpd.read_parquet(data / "boundaries" / "csp24_EW_derived.parquet"), "csp24")
    tables["population_lsoa21"] = _population(data)
    for kind, (name, code) in DEPRIVATION.items():
        tables[kind] = arrow(pd.read_csv(data / "deprivation" / name).rename(columns={code: "lsoa_code"}))
    return tables


def boundary(frame: gpd.GeoDataFrame, stem: str) -> pa.Table:
    names = {
        f"{stem}_code": "code",
        f"{stem}_name": "name",
        "LAD24CD": "lad_code",
        "LAD24NM": "lad_name",
        "WD24CD": "ward_code",
        "WD24NM": "ward_name",
        "csp24_code": "csp_code",
        "csp24_name": "csp_name",
    }
    table = pd.DataFrame(frame.drop(columns="geometry")).rename(columns={**names, f"{stem}_code": "code"})
    if stem == "csp24":
        table = table.rename(columns={"csp_code": "code", "csp_name": "name"})
    wanted = ["code", "name", "lad_code", "lad_name", "ward_code", "ward_name", "csp_code", "csp_name", "ambiguous"]
    kept = table[[name for name in wanted if name in table]]
    return arrow(kept.assign(geometry=frame.geometry.to_wkb().to_numpy()))


def _areas(data: Path, force: str) -> gpd.GeoDataFrame:
    return gpd.read_file(data / "areas" / force / "lsoa21.geojson")


def _population(data: Path) -> pa.Table:
    wide = pd.read_parquet(data / "population" / "pop_density_2011_2022.parquet")
    years = [2021, 2022]
    long = [
        pd.DataFrame(
            {
                "lsoa_code": wide["LSOA 2021 Code"],
                "year": year,
                "population": wide[f"Mid-{year}: Population"].astype(float),
                "area_km2": wide["Area Sq Km"],
            }
        )
        for year in years
    ]
    return arrow(pd.concat(long).astype({"year": "int32"}))


def plain_profile(key: str, csps: tuple[str, ...], sources: tuple[str, ...], country: str = "England") -> AreaProfile:
    """An area profile with the published measures and nothing else."""
    families = {
        "recorded_violence": ("Violence and sexual offences", "Robbery"),
        "possession": ("Possession of weapons",),
    }
    measures = {name: Measure(name, name, {"police_uk": kinds}) for name, kinds in families.items()}
    return AreaProfile(key, key, country, "EPSG:27700", "Europe/London", csps, sources, {"words": "x"}, measures)


DERBYSHIRE = (
    "E22000037",
    "E22000038",
    "E22000039",
    "E22000040",
    "E22000041",
    "E22000042",
    "E22000043",
    "E22000044",
    "E22000045",
)
