"""Districts and partnerships: through the lookups, by later parts, and never by guess."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from hotspot import geography
from hotspot.errors import DataError
from tests import made_area


def test_a_partnership_may_hold_several_districts():
    held = made_area.areas()
    assert held.lsoa["csp_code"].tolist()[:4] == ["P1"] * 4
    assert held.csp.loc["P1", "geometry"].area == pytest.approx(5 * made_area.SIDE**2)
    assert not held.csp.loc["P1", "ambiguous"]


def test_a_district_in_several_partnerships_makes_them_ambiguous():
    held = made_area.areas()
    assert held.lsoa.loc[["E01000005", "E01000006"], "csp_code"].isna().all()
    assert held.lsoa["ambiguous_csp"].tolist() == [False] * 4 + [True] * 2 + [False]
    assert held.csp["ambiguous"].to_dict() == {"P1": False, "P2": True, "P3": True}
    assert "Pipit" in held.csp.loc["P2", "why"]
    assert any(note.startswith("Plover: No figures") for note in held.notes)


def test_a_partnership_that_its_own_layer_calls_ambiguous_is_so():
    tables = made_area.tables()
    layer = {"code": ["P1"], "name": ["Peewit"], "geometry": [shapely.to_wkb(made_area.square(0))], "ambiguous": [True]}
    held = geography.areas({**tables, "boundary_csp": pa.table(layer)}, made_area.profile(("P1",)))
    assert held.csp.loc["P1", "ambiguous"]
    assert "boundary layer" in held.csp.loc["P1", "why"]


def test_only_the_places_of_the_profile_are_held():
    held = made_area.areas(("P1",))
    assert held.lsoa.index.tolist() == [code for code in made_area.CODES if made_area.DISTRICTS[code] != "D3"]
    assert held.lad.index.tolist() == ["D1", "D2"]
    assert held.outline.area == pytest.approx(5 * made_area.SIDE**2)


def test_the_later_part_counts_for_each_code():
    tables = made_area.tables()
    old = tables["lookup_lsoa21_ward_lad"].append_column("part", pa.array([1] * 7, pa.int32()))
    changed = pa.Table.from_pandas(old.to_pandas().head(1).assign(ward_name="Harbour", part=np.int32(2)))
    # The newer part stands first in the table: its number decides, not its place.
    held = geography.areas(
        {**tables, "lookup_lsoa21_ward_lad": pa.concat_tables([changed.cast(old.schema), old])}, made_area.profile()
    )
    assert held.lsoa["ward_name"].tolist() == ["Harbour"] + ["Castle"] * 6


def test_population_is_of_the_latest_year_and_missing_where_none_is_held():
    tables = made_area.tables()
    assert geography.areas(tables, made_area.profile()).lsoa["population"].eq(200).all()
    del tables["population_lsoa21"]
    held = geography.areas(tables, made_area.profile())
    assert held.lsoa["population"].isna().all()
    assert any("no population" in note for note in held.notes)


def test_area_is_in_square_kilometres_and_the_statistical_one_where_loaded():
    tables = made_area.tables()
    held = geography.areas(tables, made_area.profile())
    # 0.01 degrees of latitude are 1.11 km; of longitude at 52.9 N, 0.67 km.
    assert held.lsoa["area_km2"].to_numpy() == pytest.approx(np.full(7, 0.748), abs=0.005)
    said = pa.Table.from_pandas(tables["population_lsoa21"].to_pandas().assign(area_km2=0.5))
    assert geography.areas({**tables, "population_lsoa21": said}, made_area.profile()).lsoa["area_km2"].eq(0.5).all()


def test_the_middle_is_where_residents_live_where_that_is_loaded():
    tables = made_area.tables()
    inside = geography.areas(tables, made_area.profile()).lsoa
    centroid = pa.table({"lsoa21_code": ["E01000002"], "x_m": [434000.0], "y_m": [335000.0]})
    held = geography.areas({**tables, "lsoa21_centroids": centroid}, made_area.profile()).lsoa
    assert held.loc["E01000002", ["x_m", "y_m"]].tolist() == [434000.0, 335000.0]
    assert held.loc["E01000001", "x_m"] == inside.loc["E01000001", "x_m"]


def test_without_lookups_the_boundary_files_own_columns_serve():
    tables = made_area.tables()
    wards = tables.pop("lookup_lsoa21_ward_lad").to_pandas().set_index("lsoa21_code")
    del tables["lookup_lad_csp_pfa"]
    with pytest.raises(DataError, match="Nothing says which district"):
        geography.areas(tables, made_area.profile(("P1",)))
    own = tables["boundary_lsoa21"].to_pandas().join(wards[["lad_code", "lad_name", "ward_name"]], on="code")
    own = own.assign(csp_code=["P1"] * 4 + ["P2"] * 3, csp_name="Peewit")
    held = geography.areas({**tables, "boundary_lsoa21": pa.Table.from_pandas(own)}, made_area.profile(("P1",)))
    assert held.lsoa["csp_code"].tolist() == ["P1"] * 4
    assert held.lsoa["ward_name"].eq("Castle").all()


def test_refusals_name_what_is_missing():
    with pytest.raises(DataError, match="No LSOA 2021 boundaries"):
        geography.areas({}, made_area.profile())
    with pytest.raises(DataError, match="No loaded LSOA lies in P9 of Made"):
        geography.areas(made_area.tables(), made_area.profile(("P1", "P9")))


def test_an_invalid_outline_is_mended():
    tables = made_area.tables()
    bow = shapely.Polygon([(-1.5, 52.9), (-1.49, 52.91), (-1.49, 52.9), (-1.5, 52.91)])
    frame = tables["boundary_lsoa21"].to_pandas()
    frame.loc[0, "geometry"] = shapely.to_wkb(bow)
    held = geography.areas({**tables, "boundary_lsoa21": pa.Table.from_pandas(frame)}, made_area.profile())
    assert held.lsoa.geometry.is_valid.all()


def test_everything_is_sorted_by_code_whatever_the_order_of_the_files():
    tables = made_area.tables()
    shuffled = {kind: table.take(list(range(table.num_rows))[::-1]) for kind, table in tables.items()}
    held, turned = (geography.areas(one, made_area.profile()) for one in (tables, shuffled))
    pd.testing.assert_frame_equal(pd.DataFrame(held.lsoa), pd.DataFrame(turned.lsoa))
    assert held.lsoa.index.is_monotonic_increasing
