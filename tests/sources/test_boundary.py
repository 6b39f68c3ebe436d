from __future__ import annotations

import io
import json
import zipfile

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from hotspot import schema
from hotspot.sources import Refused, Taken

SQUARE = shapely.box(-1.5, 52.9, -1.4, 53.0)
NEXT = shapely.MultiPolygon([shapely.box(-1.4, 52.9, -1.3, 53.0), shapely.box(-1.2, 52.9, -1.1, 53.0)])


def layer(crs="EPSG:4326", **columns) -> gpd.GeoDataFrame:
    columns = columns or {"LSOA21CD": ["E01013453", "E01035000"], "LSOA21NM": ["Derby 013A", "Derby 013B"]}
    return gpd.GeoDataFrame(columns, geometry=[SQUARE, NEXT], crs="EPSG:4326").to_crs(crs)


def geojson(frame: gpd.GeoDataFrame) -> bytes:
    content = json.loads(frame.to_json())
    if frame.crs.to_epsg() != 4326:
        content["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{frame.crs.to_epsg()}"}}
    return json.dumps(content).encode()


def geoparquet(frame: gpd.GeoDataFrame) -> bytes:
    stream = io.BytesIO()
    frame.to_parquet(stream)
    return stream.getvalue()


def geopackage(frame: gpd.GeoDataFrame, folder) -> bytes:
    frame.to_file(folder / "made.gpkg", layer="areas", driver="GPKG")
    return (folder / "made.gpkg").read_bytes()


def shapefile(frame: gpd.GeoDataFrame, folder) -> bytes:
    (folder / "shape").mkdir()
    frame.to_file(folder / "shape" / "areas.shp")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in sorted((folder / "shape").iterdir()):
            archive.write(part, f"nested/{part.name}")
    return stream.getvalue()


@pytest.fixture(params=["geojson", "geoparquet", "geopackage", "shapefile"])
def write(request, tmp_path):
    """Return a writer of a layer in each format."""
    simple = {"geojson": geojson, "geoparquet": geoparquet}
    return simple.get(request.param) or (
        lambda frame: {"geopackage": geopackage, "shapefile": shapefile}[request.param](frame, tmp_path)
    )


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:27700"])
def test_every_format_and_system_gives_the_same_areas(take, write, crs):
    result = take(write(layer(crs)), "name says nothing")
    assert (result.kind, result.source, result.period) == ("boundary_lsoa21", "ons/E01013453+1", None)
    assert result.table.select(["code", "name"]).to_pylist() == [
        {"code": "E01013453", "name": "Derby 013A"},
        {"code": "E01035000", "name": "Derby 013B"},
    ]
    shapes = shapely.from_wkb(result.table["geometry"].to_pylist())
    # Within 2 m: without a grid-shift file the national grid is that exact.
    assert shapely.area(shapely.symmetric_difference(shapes, [SQUARE, NEXT])).max() < 2e-5
    assert shapely.area(shapes) == pytest.approx([0.01, 0.02], rel=1e-3)


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"lsoa21_code": ["E01013453", "E01013454"], "lsoa21_name": ["a", "b"]}, "boundary_lsoa21"),
        ({"LSOA11CD": ["E01013453", "E01013454"], "LSOA11NM": ["a", "b"]}, "boundary_lsoa11"),
        ({"lsoa11_code": ["E01013453", "W01001958"]}, "boundary_lsoa11"),
        ({"lsoa_code": ["E01013453", "E01033769"]}, "boundary_lsoa21"),
        ({"LAD24CD": ["E06000015", "E07000032"], "LAD24NM": ["Derby", "Amber Valley"]}, "boundary_lad"),
        ({"ltla22_code": ["E06000015", "E07000032"]}, "boundary_lad"),
        ({"CSP22CD": ["E22000040", "W14000018"], "CSP22NM": ["a", "b"]}, "boundary_csp"),
        ({"csp24_code": ["E22000040", "W14000018"], "ltla24_code": ["E06000015", "W06000018"]}, "boundary_csp"),
        ({"LAD24CD": ["E06000015", "W06000018"], "CSP24CD": ["E22000040", "W14000018"]}, "boundary_lad"),
        ({"PFA23CD": ["E23000018", "W15000002"], "PFA23NM": ["Derbyshire", "Gwent"]}, "boundary_pfa"),
        ({"pfa20_code": ["E23000018", "W15000002"]}, "boundary_pfa"),
    ],
)
def test_the_columns_say_which_areas(take, columns, kind):
    result = take(geojson(layer(**columns)))
    assert result.kind == kind
    schema.check(result.table, kind)


def test_what_else_is_known_of_an_area_is_kept_under_one_name(take):
    columns = {
        "lsoa21_code": ["E01013453", "E01035000"],
        "WD24CD": ["E05015507", "E05015508"],
        "WD24NM": ["Abbey", "Allestree"],
        "LAD24CD": ["E06000015"] * 2,
        "csp24_code": ["E22000040"] * 2,
        "BNG_E": [1, 2],
        "iod25_IMD_rank": [1, 2],
    }
    assert take(geojson(layer(**columns))).table.drop(["geometry"]).to_pylist()[1] == {
        "code": "E01035000",
        "name": "E01035000",
        "lad_code": "E06000015",
        "csp_code": "E22000040",
        "ward_code": "E05015508",
        "ward_name": "Allestree",
    }


def test_a_partnership_of_several_authorities_keeps_their_codes_and_its_flag(take):
    columns = {
        "csp24_code": ["E22000363", "E22000040"],
        "ltla24_code": ["E07000040,E07000045", "E06000015"],
        "ambiguous": [True, False],
    }
    assert take(geojson(layer(**columns))).table.select(["lad_codes", "ambiguous"]).to_pylist() == [
        {"lad_codes": "E07000040,E07000045", "ambiguous": True},
        {"lad_codes": "E06000015", "ambiguous": False},
    ]


def test_newer_codes_under_an_older_heading_are_refused(refuse):
    result = refuse(geojson(layer(LSOA11CD=["E01013453", "E01033769"])))
    assert "E01033769" in result.what and "LSOA21CD" in result.fix


def test_undated_codes_of_both_censuses_are_not_guessed(refuse):
    assert "2011 or of 2021" in refuse(geojson(layer(lsoa_code=["E01013453", "E01013454"]))).what


def test_counties_are_not_districts(refuse):
    result = refuse(geojson(layer(CTYUA24CD=["E06000015", "E10000007"])))
    assert "boundary_lad" in result.what and "Local Authority Districts" in result.fix


def test_a_bow_tie_is_made_valid_and_a_line_is_no_area(take):
    bow_tie = shapely.Polygon([(-1.5, 52.9), (-1.4, 53.0), (-1.4, 52.9), (-1.5, 53.0)])
    frame = gpd.GeoDataFrame(
        {"LSOA21CD": ["E01013453", "E01013454", "E01013455"]},
        geometry=[bow_tie, shapely.LineString([(-1.5, 52.9), (-1.4, 53.0)]), None],
        crs="EPSG:4326",
    )
    result = take(geojson(frame))
    assert result.rejected == {"no shape that is an area": 2}
    assert result.notes == ("1 shapes crossed themselves and were made valid.",)
    (shape,) = shapely.from_wkb(result.table["geometry"].to_pylist())
    assert shape.is_valid and shape.area == pytest.approx(0.005)


def test_metres_without_a_name_are_taken_for_the_national_grid_and_said(take):
    content = json.loads(geojson(layer("EPSG:27700")))
    del content["crs"]
    result = take(json.dumps(content).encode())
    assert "British National Grid" in result.notes[0]
    (west, south, _, _) = shapely.total_bounds(shapely.from_wkb(result.table["geometry"].to_pylist()))
    assert (west, south) == pytest.approx((-1.5, 52.9), abs=1e-4)


def test_swapped_axes_are_named(refuse):
    frame = layer()
    frame["geometry"] = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    assert "swapped" in refuse(geojson(frame)).what


def test_a_code_twice_is_refused(refuse):
    assert "E01013453 stands in two rows" in refuse(geojson(layer(LSOA21CD=["E01013453"] * 2))).what


def test_codes_of_scotland_are_counted_out(take):
    result = take(geojson(layer(LAD24CD=["E06000015", "E10000007"])))
    assert result.rejected == {"a code of another form": 1}


def test_two_shapefiles_in_one_zip_are_refused(refuse, tmp_path, packed):
    source = zipfile.ZipFile(io.BytesIO(shapefile(layer(), tmp_path)))
    members = {name: source.read(name) for name in source.namelist()}
    assert "2 names" in refuse(packed({**members, "other.csv": b"a,b\n"})).what


def test_half_a_shapefile_is_refused(refuse, tmp_path, packed):
    source = zipfile.ZipFile(io.BytesIO(shapefile(layer(), tmp_path)))
    members = {name: source.read(name) for name in source.namelist() if not name.endswith(".dbf")}
    assert "lacks its .dbf" in refuse(packed(members)).what


def test_what_lies_beside_a_shapefile_is_not_opened(take, tmp_path, packed):
    source = zipfile.ZipFile(io.BytesIO(shapefile(layer(), tmp_path)))
    members = {name: source.read(name) for name in source.namelist()}
    result = take(packed({**members, "nested/areas.shp.xml": b"<x/>"}))
    assert result.notes == ("Not opened: nested/areas.shp.xml.",)


def test_a_zipped_shapefile_inside_a_zip_is_not_opened(read, tmp_path, packed):
    (result,) = read(packed({"inner.zip": shapefile(layer(), tmp_path)}))
    assert isinstance(result, Refused) and "inside a zip" in result.what


def test_two_layers_of_one_geopackage_are_two_tables(read, tmp_path):
    layer().to_file(tmp_path / "made.gpkg", layer="small", driver="GPKG")
    layer(LAD24CD=["E06000015", "E07000032"]).to_file(tmp_path / "made.gpkg", layer="large", driver="GPKG")
    results = read((tmp_path / "made.gpkg").read_bytes())
    assert {(one.kind, one.member) for one in results if isinstance(one, Taken)} == {
        ("boundary_lsoa21", "[small]"),
        ("boundary_lad", "[large]"),
    }
    assert len({one.sha256 for one in results}) == 2


def test_a_shape_mended_into_a_collection_keeps_its_area(take):
    collection = shapely.GeometryCollection([SQUARE, shapely.LineString([(-1.5, 52.9), (-1.6, 53.0)])])
    frame = gpd.GeoDataFrame({"LSOA11CD": ["E01013453"]}, geometry=[collection], crs="EPSG:4326")
    (shape,) = shapely.from_wkb(take(geojson(frame)).table["geometry"].to_pylist())
    assert shape.equals(SQUARE)


def test_parquet_of_shapes_without_a_description(take):
    stream = io.BytesIO()
    pq.write_table(pa.table({"LSOA21CD": ["E01013453"], "geometry": [SQUARE.wkb]}), stream)
    (shape,) = shapely.from_wkb(take(stream.getvalue()).table["geometry"].to_pylist())
    assert shape.equals(SQUARE)


def test_a_table_of_codes_is_no_boundary(refuse):
    assert "missing the shapes of its areas" in refuse(b"PFA23CD,PFA23NM\nE23000018,Derbyshire\n").what
