"""Lookups, deprivation, population, facilities and harm, in the styles of heading that their publishers use."""

from __future__ import annotations

import gzip
import io
import json

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotspot import schema

MOST = "(where 1 is most deprived)"
TENTH = "(where 1 is most deprived 10% of LSOAs)"
FILE_7 = {
    "Index of Multiple Deprivation (IMD)": "IMD",
    "Income": "Income",
    "Employment": "Employment",
    "Education, Skills and Training": "Education",
    "Health Deprivation and Disability": "Health",
    "Crime": "Crime",
    "Barriers to Housing and Services": "Housing_and_Services",
    "Living Environment": "Environment",
}


def csv(*lines: str) -> bytes:
    return "\n".join([*lines, ""]).encode()


def government(year: int, housing: str) -> tuple[bytes, bytes]:
    """Return the same two areas as the government's File 7 and as a compact copy."""
    long = [f"LSOA code ({year})", f"LSOA name ({year})", "Local Authority District code (2024)"]
    short = [f"lsoa{year % 100}_code"]
    for title, name in FILE_7.items():
        rate = " (rate)" if title in ("Income", "Employment") else ""
        long += [f'"{title} Score{rate}"', f'"{title} Rank {MOST}"', f'"{title} Decile {TENTH}"']
        name = housing if name.startswith("Housing") else name
        short += [f"{name}_score", f"{name}_rank", f"{name}_decile"]
    codes, scores = ("E01000001", "E01000002"), range(len(FILE_7))
    values = [[f"{n}.25,{n + 100},{n + 1}" for n in scores], [f"-{n}.5,{n + 200},10" for n in scores]]
    official = [f"{code},City 1,E09000001,{','.join(row)}" for code, row in zip(codes, values, strict=True)]
    compact = [f"{code},{','.join(row)}".replace("200,", "200.0,") for code, row in zip(codes, values, strict=True)]
    return "\ufeff".encode() + csv(",".join(long), *official), csv(",".join(short), *compact)


@pytest.mark.parametrize(
    ("year", "kind", "housing"),
    [(2021, "imd2025_england", "Housing_and_Services"), (2011, "imd2019_england", "Housing_and_Access")],
)
def test_the_governments_headings_and_the_compact_ones_give_equal_tables(take, year, kind, housing):
    official, compact = (take(content) for content in government(year, housing))
    assert official.kind == compact.kind == kind
    assert official.table.equals(compact.table)
    assert official.table.num_columns == 1 + 3 * len(FILE_7)
    assert official.table[f"{housing}_rank"].to_pylist() == [106.0, 206.0]
    assert official.table["Income_score"].to_pylist() == [1.25, -1.5]
    schema.check(official.table, kind)


def test_further_measures_of_file_7_are_named_too(take):
    head = (
        f"LSOA code (2021),Index of Multiple Deprivation (IMD) Rank {MOST},"
        f"Index of Multiple Deprivation (IMD) Decile {TENTH},"
        f"Income Deprivation Affecting Children Index (IDACI) Score (rate),Adult Skills Sub-domain Rank {MOST},"
        "Total population: mid 2022"
    )
    assert take(csv(head, "E01000001,5,1,0.1,7,1500")).table.to_pylist() == [
        {"lsoa_code": "E01000001", "IMD_decile": 1, "IMD_rank": 5, "adult_skills_rank": 7, "IDACI_score": 0.1}
    ]


def test_the_deprivation_of_another_census_is_refused(refuse):
    official, _ = government(2011, "Housing_and_Access")
    assert "E01033769" in refuse(official.replace(b"E01000002", b"E01033769")).what


def test_wales_is_wales(take):
    head = "lsoa11_code,IMD_decile,IMD_rank,Access_rank,Housing_rank"
    result = take(csv(head, "W01000001,1,3,4,5", "E01000001,1,3,4,5"))
    assert (result.kind, result.rejected) == ("wimd2019", {"lsoa11_code of another country": 1})
    assert result.source == "welsh_government/W01000001+0"


def test_a_rank_that_is_no_number_takes_its_row_out(take):
    result = take(csv("lsoa21_code,IMD_decile,IMD_rank", "E01000001,1,first", "E01000002,1,", "E01000003,1,9"))
    assert result.rejected == {"no IMD_rank": 1, "IMD_rank that is not a number": 1}
    assert result.table["lsoa_code"].to_pylist() == ["E01000003"]


def test_subdomains_and_indicators(take):
    head = "lsoa21_code,children_and_young_people_rank,wider_barriers_rank"
    assert take(csv(head, "E01000001,1,2")).kind == "imd2025_subdomains"
    head = "LSOA21CD,LSOA name (2021),acute_morbidity_indicator,patient_to_gp_ratio,connectivity_score"
    result = take(csv(head, "E01000001,City,1,2,", "E01000002,City,1,,3"))
    assert (result.kind, result.rejected) == ("imd2025_indicators", {"no patient_to_gp_ratio": 1})
    assert result.table["connectivity_score"].to_pylist() == [None]


def test_community_needs(take):
    head = (
        "lsoa21_code,lsoa21_name,Community Needs Index 2023 Score,Community Needs Index 2023 Rank,"
        "Civic Assets Domain Score,Left Behind Area?"
    )
    assert take(csv(head, "E01026129,Lincoln 007C,251.21,1.0,1.52,True")).table.to_pylist() == [
        {"lsoa_code": "E01026129", "cni_rank": 1, "civic_assets_score": 1.52, "cni_score": 251.21, "left_behind": True}
    ]


@pytest.mark.parametrize(
    ("head", "row", "kind"),
    [
        ("LSOA11CD,LSOA21CD,CHGIND", "E01013453,E01035000,S", "lookup_lsoa11_lsoa21"),
        (
            "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId",
            "E01013453,Derby 1,E01035000,Derby 2,S,E06000015,Derby,,1",
            "lookup_lsoa11_lsoa21",
        ),
        (
            "LSOA21CD,LSOA21NM,WD23CD,WD23NM,LAD23CD,LAD23NM",
            "E01013453,Derby 1,E05015507,Abbey,E06000015,Derby",
            "lookup_lsoa21_ward_lad",
        ),
        (
            "LAD23CD,LAD23NM,CSP23CD,CSP23NM,PFA23CD,PFA23NM",
            "E06000015,Derby,E22000040,Derby,E23000018,Derbyshire",
            "lookup_lad_csp_pfa",
        ),
        ("FID,LSOA21CD,GlobalID,x,y", "1,E01013453,38ad,435000.5,336000", "lsoa21_centroids"),
        ("LSOA21CD,LSOA21NM,RUC21CD,RUC21NM,Urban_rural_flag", "E01013453,a,UN1,Urban,Urban", "lsoa21_rural_urban"),
        ("lsoa21_code,ruc21_code,classification,ruc", "E01013453,UN1,Urban,Urban", "lsoa21_rural_urban"),
        ("Postcode,Eastings,Northings", "DE1 0FD,436031,335411", "postcodes"),
    ],
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_lookups(take, head, row, kind, mark):
    result = take(mark + csv(head, row))
    assert (result.kind, result.kept) == (kind, 1)
    schema.check(result.table, kind)


def test_a_lookup_keeps_its_account(take):
    result = take(
        csv("LSOA11CD,LSOA21CD,CHGIND", "E01013453,E01035000,S", "E01013453,E01035001,Z", ",,", "Derby,E01035000,U")
    )
    assert result.rejected == {"CHGIND of another form": 1, "no LSOA11CD": 1, "LSOA11CD of another form": 1}


def test_centroids_in_degrees_are_refused(refuse):
    assert "degrees" in refuse(csv("LSOA21CD,x,y", "E01013453,-1.5,52.9")).what


def test_population_becomes_one_row_a_year(take):
    head = (
        "LSOA 2021 Code,LSOA 2021 Name,Area Sq Km,Mid-2021: Population,Mid-2021: People per Sq Km,Mid-2022: Population"
    )
    result = take(csv(head, 'E01013453,Derby,0.5,"1,700",3400,1710', "E01013454,Derby,0.6,1500,2500,"))
    assert (result.kind, result.rows_read, result.kept) == ("population_lsoa21", 2, 2)
    assert result.table.to_pylist() == [
        {"lsoa_code": "E01013453", "year": 2021, "population": 1700, "area_km2": 0.5},
        {"lsoa_code": "E01013454", "year": 2021, "population": 1500, "area_km2": 0.6},
        {"lsoa_code": "E01013453", "year": 2022, "population": 1710, "area_km2": 0.5},
    ]
    schema.check(result.table, result.kind)


def test_population_that_is_long_already(take):
    result = take(csv("LSOA21CD,Year,Population", "E01013453,2022,1710"))
    assert result.table.to_pylist() == [{"lsoa_code": "E01013453", "year": 2022, "population": 1710}]
    schema.check(result.table, result.kind)


def test_ages_must_add_up(take, refuse):
    def ages(total):
        stream = io.BytesIO()
        columns = {"lsoa11_code": ["E01013453"], "total_population": [total]} | {str(n): [1.0] for n in range(90)}
        pq.write_table(pa.table({**columns, "90+": [5.0]}), stream)
        return stream.getvalue()

    result = take(ages(95.0))
    assert (result.kind, result.table["age_90"].to_pylist()) == ("population_lsoa11_age", [5.0])
    assert "add up to 95" in refuse(ages(96.0)).what


def test_a_library_list_without_coordinates(take):
    head = "reporting,name,address1,authority,postcode,type,closed,hours,email"
    result = take(
        csv(
            head, "Derby,Central,1 Street,Derby,DE1 1DE,Static Library,,40,a@b.uk", "Derby,Old,,Derby,DE2,Static,2013,,"
        )
    )
    assert result.kind == "facilities"
    assert result.table.to_pylist()[1] == {
        "name": "Old",
        "type": "Static",
        "lon": None,
        "lat": None,
        "postcode": "DE2",
        "authority": "Derby",
        "hours": None,
        "status": "closed 2013",
    }
    assert any("email" in note for note in result.notes) and any("no coordinates" in note for note in result.notes)


def test_licensed_premises_with_a_failed_geocode(take):
    head = "PREMISESNAME,SERVICETYPELABEL,POSTCODE,STATUSLABEL,easting,northing,longitude,latitude"
    result = take(
        csv(head, "The Bell,Premises Licence,M1 1AA,Current,1,2,-2.2,53.4", "The Fox,Club,M1,Current,inf,inf,inf,inf")
    )
    assert result.rejected == {}
    assert result.table["lon"].to_pylist() == [-2.2, None]


def test_a_library_layer(take):
    feature = {
        "type": "Feature",
        "properties": {"name": "Central", "type": "Static Library", "pc": "DE11DE", "closed": None},
        "geometry": {"type": "Point", "coordinates": [-1.47, 52.92]},
    }
    result = take(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode())
    assert result.kind == "facilities"
    assert result.table.select(["lon", "lat", "postcode", "status"]).to_pylist() == [
        {"lon": -1.47, "lat": 52.92, "postcode": "DE11DE", "status": None}
    ]


@pytest.mark.parametrize("row", ["Haven,Women's refuge,-1.5,52.9", "Oak Children's Home,Care,-1.5,52.9"])
def test_a_place_that_must_not_be_shown_stops_the_whole_list(refuse, row):
    result = refuse(csv("name,type,lon,lat", "The Refuge,Pub,-1.5,52.9", row))
    assert "Row 2" in result.what and "Haven" not in result.what and "Oak" not in result.what


def test_incidents_are_no_facilities(refuse):
    result = refuse(csv("name,type,lon,lat,date", "The Bell,Assault,-1.5,52.9,2025-06-01"))
    assert result.unnamed and "looks like records" in result.what


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Cover page"])
    sheet = book.create_sheet("values")
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_harm_workbook_under_a_title(take):
    head = ["ATHENA URN", "FULL_OFFENCE_TITLE", "SHORT_TITLE", "CCHI Score", "GROUP", "CJS Codes", "CJS Codes"]
    result = take(
        workbook(
            ["Harm index"], [], head, ["1", "Murder", "Murder", 5475, "VIOLENCE", "a", "b"], [], ["2", None, "x", 1]
        )
    )
    assert (result.kind, result.rows_read, result.rejected) == ("crime_harm_index", 2, {"no FULL_OFFENCE_TITLE": 1})
    assert result.table.to_pylist() == [
        {"offence": "Murder", "days": 5475, "short_title": "Murder", "group": "VIOLENCE"}
    ]


def test_a_packed_table_is_the_table_and_hashes_as_it_lies(take):
    content = csv("lsoa21_code,IMD_decile,IMD_rank", "E01000001,1,9")
    assert take(gzip.compress(content)).table.equals(take(content).table)


def test_semicolons_do_as_well(take):
    assert take(csv("LSOA11CD;LSOA21CD;CHGIND", "E01013453;E01035000;S")).kept == 1


@pytest.mark.parametrize(
    ("head", "near", "lacks"),
    [
        ("Crime ID,Month,Reported by,Longitude,Latitude,Location,LSOA code", "police_uk_street", '"Crime type"'),
        ("LSOA11CD,LSOA21CD,ObjectId", "lookup_lsoa11_lsoa21", '"CHGIND"'),
        ("LAD23CD,LAD23NM,CSP23CD,CSP23NM", "lookup_lad_csp_pfa", '"PFA23CD" and "PFA23NM"'),
        ("uid,type,longitude,latitude", "facilities", '"name"'),
    ],
)
def test_an_unknown_file_is_told_what_it_lacks(refuse, head, near, lacks):
    result = refuse(csv(head, ",".join("x" for _ in head.split(","))))
    assert f"({near})" in result.what and lacks in result.what and result.named
