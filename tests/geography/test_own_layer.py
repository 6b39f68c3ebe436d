"""Small areas of a profile's own in the place of LSOAs."""

from __future__ import annotations

import pyarrow as pa
import pytest
import shapely

from hotspot import geography, schema
from hotspot.config import AreaProfile
from hotspot.errors import DataError

BOUNDARY = {"code": "id", "name": "called", "population": "people", "population_year": 2020}


def profile(**changes: object) -> AreaProfile:
    said: dict[str, object] = {"csps": ("one",), "sources": ("open/x",), "boundary": BOUNDARY} | changes
    return AreaProfile("mine", "My town", "Canada", "EPSG:32617", "America/Toronto", definition={}, measures={}, **said)


def layer(name: str, codes: list[str], part: int = 0) -> pa.Table:
    squares = [shapely.to_wkb(shapely.box(-79.4 + n / 100, 43.6, -79.39 + n / 100, 43.61)) for n in range(len(codes))]
    whole = {"layer": [name] * len(codes), "code": codes, "name": [f"Area {code}" for code in codes]}
    return pa.table(
        {
            **whole,
            "geometry": squares,
            "year": pa.array([2020] * len(codes), pa.int32()),
            "population": [1000.0 * (n + 1) for n in range(len(codes))],
            "part": pa.array([part] * len(codes), pa.int32()),
        }
    )


def tables(*layers: pa.Table) -> dict[str, pa.Table]:
    empty = {kind: schema.arrow_schema(kind).empty_table() for kind in schema.KINDS}
    return empty | ({"boundary_area": pa.concat_tables(layers)} if layers else {})


def test_they_are_the_small_areas_of_its_one_partnership() -> None:
    held = geography.areas(tables(layer("mine", ["a", "b"]), layer("theirs", ["a", "c"], 1)), profile())
    assert held.lsoa.index.tolist() == ["a", "b"] and held.lsoa["name"].tolist() == ["Area a", "Area b"]
    assert held.lsoa["population"].tolist() == [1000.0, 2000.0]
    assert held.csp.loc["one", "name"] == "My town" and not held.csp["ambiguous"].any()
    assert held.lsoa["area_km2"].tolist() == pytest.approx([0.895, 0.895], rel=0.01)


def test_a_point_belongs_to_the_area_that_holds_it() -> None:
    held = geography.areas(tables(layer("mine", ["a", "b"])), profile())
    lon, lat = [-79.395, -79.385, -79.0], [43.605, 43.605, 43.605]
    placed = geography.settle(pa.nulls(3, pa.string()).to_pandas(), lon, lat, held)
    assert placed["lsoa21"].tolist()[:2] == ["a", "b"] and placed["outside_area"].tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("held", "asked", "said"),
    [
        (tables(), profile(), "No outlines of the small areas of My town"),
        (tables(layer("theirs", ["a"])), profile(), "whose columns are called id and called"),
        (tables(layer("mine", ["a"])), profile(csps=("one", "two")), "2 partnerships"),
    ],
)
def test_what_is_missing_is_named(held: dict[str, pa.Table], asked: AreaProfile, said: str) -> None:
    with pytest.raises(DataError, match=said):
        geography.areas(held, asked)
