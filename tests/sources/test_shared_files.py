"""Every real file beside the checkout: what it is taken for, and how many of its rows."""

from __future__ import annotations

import csv
import io
import zipfile

import pyarrow.compute as pc
import pytest

from hotspot import schema
from hotspot.sources import Refused, Taken, read_paths

KEPT = {
    "areas/cambridgeshire/csp24.geojson": ("boundary_csp", 6),
    "areas/cambridgeshire/libraries.geojson": ("facilities", 62),
    "areas/cambridgeshire/lsoa11.geojson": ("boundary_lsoa11", 487),
    "areas/cambridgeshire/lsoa11_to_lsoa21.csv": ("lookup_lsoa11_lsoa21", 520),
    "areas/cambridgeshire/lsoa21.geojson": ("boundary_lsoa21", 516),
    "areas/cambridgeshire/postcodes_codepoint_open_2025-05.parquet": ("postcodes", 21_805),
    "areas/derbyshire/csp24.geojson": ("boundary_csp", 9),
    "areas/derbyshire/libraries.geojson": ("facilities", 66),
    "areas/derbyshire/lsoa11.geojson": ("boundary_lsoa11", 642),
    "areas/derbyshire/lsoa11_to_lsoa21.csv": ("lookup_lsoa11_lsoa21", 651),
    "areas/derbyshire/lsoa21.geojson": ("boundary_lsoa21", 651),
    "areas/derbyshire/postcodes_codepoint_open_2025-05.parquet": ("postcodes", 26_411),
    "areas/devon-and-cornwall/csp24.geojson": ("boundary_csp", 8),
    "areas/devon-and-cornwall/libraries.geojson": ("facilities", 125),
    "areas/devon-and-cornwall/lsoa11.geojson": ("boundary_lsoa11", 1_034),
    "areas/devon-and-cornwall/lsoa11_to_lsoa21.csv": ("lookup_lsoa11_lsoa21", 1_067),
    "areas/devon-and-cornwall/lsoa21.geojson": ("boundary_lsoa21", 1_066),
    "areas/devon-and-cornwall/postcodes_codepoint_open_2025-05.parquet": ("postcodes", 62_570),
    "areas/gwent/csp24.geojson": ("boundary_csp", 5),
    "areas/gwent/libraries.geojson": ("facilities", 42),
    "areas/gwent/lsoa11.geojson": ("boundary_lsoa11", 368),
    "areas/gwent/lsoa11_to_lsoa21.csv": ("lookup_lsoa11_lsoa21", 376),
    "areas/gwent/lsoa21.geojson": ("boundary_lsoa21", 374),
    "areas/gwent/postcodes_codepoint_open_2025-05.parquet": ("postcodes", 15_779),
    "boundaries/csp24_EW_derived.parquet": ("boundary_csp", 314),
    "boundaries/lsoa11_EW.parquet": ("boundary_lsoa11", 34_753),
    "boundaries/lsoa21_EW.parquet": ("boundary_lsoa21", 35_672),
    "boundaries/ltla24_UK.parquet": ("boundary_lad", 361),
    "boundaries/pfa20_EW.parquet": ("boundary_pfa", 43),
    "deprivation/cni2023_england_lsoa21.csv.gz": ("cni2023", 33_755),
    "deprivation/imd2019_england_lsoa11.csv.gz": ("imd2019_england", 32_844),
    "deprivation/imd2019_wales_lsoa11.csv": ("wimd2019", 1_909),
    "deprivation/imd2025_england_lsoa21.csv.gz": ("imd2025_england", 33_755),
    "deprivation/imd2025_england_lsoa21_indicators.csv.gz": ("imd2025_indicators", 33_755),
    "deprivation/imd2025_england_lsoa21_subdomains.csv.gz": ("imd2025_subdomains", 33_755),
    "facilities/libraries_england_2023.csv": ("facilities", 3_487),
    "facilities/manchester_licensed_premises_2014_redacted_geocoded.csv": ("facilities", 2_265),
    "lookups/LLSOA_Dec_2021_PWC_for_England_and_Wales_2022_1028145039677403461.csv": ("lsoa21_centroids", 35_672),
    "lookups/LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv": (
        "lookup_lsoa11_lsoa21",
        35_796,
    ),
    "lookups/LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv": (
        "lookup_lsoa21_ward_lad",
        35_672,
    ),
    "lookups/lookup_ltla24_csp24_pfa24.csv": ("lookup_lad_csp_pfa", 332),
    "lookups/ruc21_lsoa21.csv": ("lsoa21_rural_urban", 35_672),
    "population/pop_density_2011_2022.parquet": ("population_lsoa21", 35_672),
    "population/population_mid2020_lsoa11_single_year_of_age.parquet": ("population_lsoa11_age", 34_753),
    "severity/cchi2020dataxls.xlsx": ("crime_harm_index", 698),
}
POLICE = {
    "cambridgeshire": (17, 117_606),
    "derbyshire": (17, 142_237),
    "devon-and-cornwall": (17, 206_942),
    "gwent": (42, 237_798),
}


@pytest.mark.parametrize("name", KEPT)
def test_reference_files(shared, name):
    (result,) = read_paths([shared / "data" / name])
    assert isinstance(result, Taken), result
    assert (result.kind, result.kept) == KEPT[name]
    assert result.rejected == {} and result.rows_read == result.kept
    schema.check(result.table, result.kind)


def test_no_reference_file_is_forgotten(shared):
    folders = {name.split("/")[0] for name in KEPT}
    found = {path for folder in folders for path in (shared / "data" / folder).rglob("*") if path.is_file()}
    assert found == {shared / "data" / name for name in KEPT}


@pytest.mark.parametrize("force", POLICE)
def test_police_zips_row_by_row(shared, force):
    path = shared / "data" / "police_uk" / f"{force}-street.zip"
    results = list(read_paths([path]))
    assert (len(results), sum(one.rows_read for one in results)) == POLICE[force]
    with zipfile.ZipFile(path) as archive:
        for one in results:
            rows = list(csv.DictReader(io.StringIO(archive.read(one.member).decode())))
            assert one.kept == one.rows_read == len(rows)
            assert (one.source, one.period) == (f"police_uk/{force}", rows[0]["Month"])
            assert one.table["category"].to_pylist() == [row["Crime type"] for row in rows]
            assert pc.fill_null(one.table["lsoa_code"], "").to_pylist() == [row["LSOA code"] for row in rows]


def test_a_list_of_files_is_an_unknown_member_and_the_rest_goes_in(shared, packed, read):
    content = (shared / "data" / "police_uk" / "MANIFEST.csv").read_bytes()
    lookup = (shared / "data" / "areas" / "gwent" / "lsoa11_to_lsoa21.csv").read_bytes()
    first, second = read(packed({"a": content, "b": lookup}))
    assert isinstance(first, Refused) and not first.named and "Its columns are: force, name_in_zip" in first.what
    assert isinstance(second, Taken) and second.kept == 376


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("memphis_robberies_2019.csv", "looks like records with hours, and nobody has said"),
        ("toronto_assault_robbery_2014_2021.parquet", "looks like records with hours, and nobody has said"),
        ("toronto_neighbourhoods_140_crime_rates.geojson", "no kind of file known"),
    ],
)
def test_files_of_other_countries_are_unknown(shared, name, said):
    (result,) = read_paths([shared / "data" / "incidents_with_time" / name])
    assert isinstance(result, Refused) and said in result.what
