"""Where a record belongs: its code first, brought to 2021; its point only where it states none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotspot import geography
from tests import made_area
from tests.made_area import middle


@pytest.fixture(scope="module")
def held():
    return made_area.areas(("P1",))


def settled(held, code, point):
    lon, lat = point
    return geography.settle(pd.Series([code], dtype="str"), [lon], [lat], held).iloc[0]


def test_a_2021_code_counts_as_it_is_wherever_the_point_lies(held):
    row = settled(held, "E01000001", middle("E01000004"))
    assert (row.lsoa21, row.lad_code, row.csp_code, row.vintage) == ("E01000001", "D1", "P1", "2021")
    assert not (row.split_nearest or row.by_point or row.outside_area or row.irregular)


@pytest.mark.parametrize("code", ["E01000097", "E01000098"])
def test_a_merged_code_goes_to_its_one_successor(held, code):
    row = settled(held, code, middle("E01000001"))
    assert (row.lsoa21, row.vintage, row.split_nearest) == ("E01000004", "2011", False)


@pytest.mark.parametrize("child", ["E01000002", "E01000003"])
def test_a_split_code_goes_to_the_child_that_holds_the_point(held, child):
    row = settled(held, "E01000099", middle(child))
    assert (row.lsoa21, row.vintage, row.split_nearest) == (child, "2011", False)
    assert row.lad_code == made_area.DISTRICTS[child]


@pytest.mark.parametrize(("point", "child"), [("E01000001", "E01000002"), ("E01000004", "E01000003")])
def test_a_split_code_whose_point_no_child_holds_goes_to_the_nearest_flagged(held, point, child):
    row = settled(held, "E01000099", middle(point))
    assert (row.lsoa21, row.split_nearest) == (child, True)


def test_a_split_code_without_a_point_keeps_a_district_but_has_no_lsoa(held):
    row = settled(held, "E01000099", (np.nan, np.nan))
    assert pd.isna(row.lsoa21)
    assert (row.csp_code, row.outside_area) == ("P1", False)


def test_an_irregular_change_is_flagged():
    everywhere = made_area.areas()
    row = settled(everywhere, "E01000096", middle("E01000001"))
    assert (row.lsoa21, row.vintage, row.irregular) == ("E01000005", "2011", True)


def test_without_a_code_the_point_decides(held):
    row = settled(held, None, middle("E01000003"))
    assert (row.lsoa21, row.vintage, row.by_point) == ("E01000003", "none", True)
    row = settled(held, None, (2.0, 52.9))
    assert pd.isna(row.lsoa21)
    assert (row.by_point, row.outside_area) == (False, True)


def test_a_shared_edge_belongs_to_the_first_by_code(held):
    lon = made_area.WEST + made_area.SIDE
    assert settled(held, None, (lon, 52.905)).lsoa21 == "E01000001"


def test_outside_is_said_and_unknown_is_not_outside(held):
    assert settled(held, "E01000005", middle("E01000001")).outside_area  # a 2021 code of another partnership
    assert settled(held, "S01000001", middle("E01000001")).vintage == "none"
    assert settled(held, "S01000001", middle("E01000001")).outside_area
    nowhere = settled(held, None, (np.nan, np.nan))
    assert not nowhere.outside_area
    assert pd.isna(nowhere.csp_code)


def test_many_rows_give_what_each_gives_alone(held):
    rng = np.random.default_rng(4)
    pool = np.array(["E01000001", "E01000099", "E01000097", "E01000005", "S01000001", None], dtype=object)
    codes = pd.Series(rng.choice(pool, 60), index=rng.permutation(60), dtype="str")
    lon = rng.uniform(-1.51, -1.44, 60)
    lat = np.where(rng.random(60) < 0.2, np.nan, rng.uniform(52.895, 52.915, 60))
    together = geography.settle(codes, lon, lat, held)
    assert together.index.equals(codes.index)
    alone = [geography.settle(codes.iloc[[i]], lon[[i]], lat[[i]], held) for i in range(60)]
    pd.testing.assert_frame_equal(together, pd.concat(alone))


def test_nothing_in_nothing_out(held):
    assert len(geography.settle(pd.Series([], dtype="str"), [], [], held)) == 0


def test_with_no_place_held_every_located_row_lies_outside():
    found = geography.settle(
        pd.Series(["E01000001", None], dtype="str"), [-1.5, np.nan], [52.9, np.nan], geography.nowhere()
    )
    assert found["outside_area"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("codes", "vintage"),
    [
        (["E01000001", "E01000099"], "2011"),
        (["E01000001", "E01000004"], "2021"),
        (["E01000099", "E01000004"], "mixed"),
        (["E01000001", None], "either"),
    ],
)
def test_vintage_is_judged_by_all_the_codes_of_a_file(held, codes, vintage):
    assert geography.vintage_of(pd.Series(codes, dtype="str"), held) == vintage
