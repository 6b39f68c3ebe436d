"""Which places are built up: by the classification where it is held, else by where anything was ever recorded."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from hotspot import grid, incidents, pipeline
from hotspot.config import Parameters, Settings
from hotspot.pipeline.built_up import built_up
from hotspot.pipeline.preparing import Prepared
from tests import made_area

TOWN, VILLAGE, FIELD = "E01000001", "E01000004", "E01000006"


def classified(rows: dict[str, str]) -> pa.Table:
    table = {"lsoa21_code": list(rows), "ruc_code": ["?"] * len(rows), "ruc_name": list(rows.values())}
    return pa.table({name: pa.array(values, pa.string()) for name, values in table.items()})


@pytest.fixture
def held() -> Prepared:
    tables = made_area.tables()
    rows = [{"lon": made_area.middle(code)[0], "lsoa_code": code} for code in (TOWN, VILLAGE)]
    clean = incidents.clean(made_area.records(rows), made_area.areas(), made_area.profile(), sources=[made_area.SOURCE])
    tables |= {
        "lsoa21_rural_urban": classified({TOWN: "Urban: Nearer to a major town or city", FIELD: "Smaller rural"})
    }
    return Prepared(made_area.profile(), made_area.areas(), clean, pd.DataFrame(), tables, "made", ())


def by_cell(*codes: str) -> SimpleNamespace:
    """Findings of which only the places are looked at: the cells in the middle of these LSOAs."""
    lon, lat = zip(*(made_area.middle(code) for code in codes), strict=True)
    cells = grid.names(grid.cells(lon, lat, 10))
    return SimpleNamespace(locations=pd.DataFrame({"area_km2": np.ones(len(cells))}, index=cells))


def test_a_cell_is_built_up_where_its_home_is_urban(held: Prepared) -> None:
    mask, words = built_up(by_cell(TOWN, VILLAGE, FIELD), held)
    assert mask.tolist() == [True, False, False]
    assert "1 of 3 places" in words and "rural-urban" in words and "33 %" in words


def test_of_a_part_its_own_places_are_counted(held: Prepared) -> None:
    found, inside = by_cell(TOWN, VILLAGE, FIELD), np.array([True, True, False])
    mask, words = built_up(found, held, inside=inside, part="Newtown")
    assert mask.tolist() == built_up(found, held)[0].tolist()
    assert words.startswith("Built-up area of Newtown: the 1 of 2 places")
    assert words.endswith("(50 % of the area of all places there).")


def test_the_home_is_what_the_records_state_not_where_the_cell_lies(held: Prepared) -> None:
    moved = held.incidents.frame.assign(lsoa=TOWN)
    stated = dataclasses.replace(held, incidents=dataclasses.replace(held.incidents, frame=moved))
    assert built_up(by_cell(VILLAGE), stated)[0].tolist() == [True]


def test_neighbourhoods_are_their_own_home(held: Prepared) -> None:
    found = SimpleNamespace(locations=pd.DataFrame({"area_km2": [1.0, 3.0]}, index=[TOWN, FIELD]))
    mask, words = built_up(found, held)
    assert mask.tolist() == [True, False] and "25 % of the area" in words


@pytest.mark.parametrize(
    ("table", "why"),
    [({}, "is not loaded"), ({TOWN: "Larger rural", "E09999999": "Urban: elsewhere"}, "names none of it urban")],
)
def test_without_a_classification_every_place_with_a_record_counts(held: Prepared, table, why) -> None:
    bare = dataclasses.replace(held, tables={**held.tables, "lsoa21_rural_urban": classified(table)})
    mask, words = built_up(by_cell(TOWN, VILLAGE, FIELD), bare)
    assert mask.tolist() == [True, True, False]
    assert why in words and "2 of 3 places" in words
    found = SimpleNamespace(locations=pd.DataFrame({"area_km2": np.ones(3)}, index=[TOWN, VILLAGE, FIELD]))
    assert built_up(found, bare)[0].tolist() == [True, True, False]


def test_the_demonstrations_towns_are_built_up(tmp_path) -> None:
    found = pipeline.analyse(
        Parameters("demo", geography="lsoa", method="gi_star"), settings=Settings(tmp_path)
    ).findings
    held = pipeline.prepare("demo", Settings(tmp_path))
    table = held.tables["lsoa21_rural_urban"].to_pandas().set_index("lsoa21_code")
    mask, _ = built_up(found, held)
    assert mask.tolist() == (table["ruc"].reindex(found.locations.index) == "Urban").tolist()
    assert 0 < mask.sum() < len(mask)
