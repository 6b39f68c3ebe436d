"""Deprivation on its own vintage, in its own country."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from hotspot import context
from hotspot.errors import DataError, ParameterError
from tests import made_area
from tests.made_area import CODES

OLD = ["E01000001", "E01000099", "E01000097", "E01000098", "E01000096"]


def index(codes, deciles):
    return pa.table({"lsoa_code": codes, "IMD_decile": deciles, "IMD_rank": [d * 100.0 for d in deciles]})


@pytest.fixture(scope="module")
def held():
    return made_area.areas()


@pytest.fixture(scope="module")
def tables():
    return {
        "imd2025_england": index(CODES, [1.0, 2, 3, 4, 5, 6, 7]),
        "imd2019_england": index(OLD, [10.0, 9, 8, 8, 7]),
    }


def welsh(values):
    return pd.Series(values).str.replace("E0", "W0").tolist()


def wales(held):
    """The made area under Welsh codes."""
    lsoa = held.lsoa.set_axis(welsh(held.lsoa.index.to_series()), axis=0)
    fit = held.lookup11.assign(lsoa11=welsh(held.lookup11.lsoa11), lsoa21=welsh(held.lookup11.lsoa21))
    return dataclasses.replace(held, lsoa=lsoa, lookup11=fit)


def test_england_has_2025_on_its_own_codes(held, tables):
    found = context.deprivation(tables, held, made_area.profile())
    assert found["imd_decile"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert set(found["index_name"]) == {"English index 2025"}


def test_the_index_of_2019_never_stands_in_for_2025(held, tables):
    found = context.deprivation({"imd2019_england": tables["imd2019_england"]}, held, made_area.profile())
    assert found["imd_decile"].isna().all()
    assert found["imd_note"].str.contains("No index").all()


def test_stated_codes_join_the_index_of_their_vintage_alone(tables):
    codes = pd.Series(["E01000001", "E01000099", "E01000004"])
    old, new = (context.by_code(codes, vintage, tables) for vintage in ("2011", "2021"))
    assert old["imd_decile"].fillna(0).tolist() == [10, 9, 0]
    assert new["imd_decile"].fillna(0).tolist() == [1, 0, 4]
    with pytest.raises(ParameterError, match="not a vintage"):
        context.by_code(codes, "mixed", tables)


def test_wales_gets_the_welsh_index_through_the_lookup_and_never_the_english(held, tables):
    area, profile = wales(held), made_area.profile(country="Wales")
    everything = {**tables, "wimd2019": index(welsh(OLD), [3.0, 4, 5, 5, 6])}
    found = context.deprivation(everything, area, profile)
    # 1 unchanged; 2 and 3 inherit from what they were split from; 4's two parents agree; 5 irregular; the rest unknown
    assert found["imd_decile"].fillna(0).tolist() == [3, 4, 4, 5, 0, 0, 0]
    assert found["imd_rank"].fillna(0).tolist() == [300, 400, 400, 0, 0, 0, 0]
    assert set(found["index_name"]) == {"Welsh index 2019", ""}
    assert "irregularly" in found["imd_note"].iloc[4]
    assert context.deprivation(tables, area, profile)["imd_decile"].isna().all()


def test_a_merged_lsoa_of_unlike_parents_has_no_decile(held):
    area, profile = wales(held), made_area.profile(country="Wales")
    found = context.deprivation({"wimd2019": index(welsh(OLD), [3.0, 4, 5, 6, 6])}, area, profile)
    assert np.isnan(found["imd_decile"].iloc[3])
    assert found["imd_note"].iloc[3] == "Merged from LSOAs of 2011 in different deciles."


def test_a_country_without_an_index_has_none(held, tables):
    found = context.deprivation(tables, held, made_area.profile(country="Elsewhere"))
    assert found["imd_decile"].isna().all()


def test_the_later_part_counts(held, tables):
    old = tables["imd2025_england"].append_column("part", pa.array([1] * 7, pa.int32()))
    new = index(CODES[:1], [10.0]).append_column("part", pa.array([2], pa.int32()))
    found = context.deprivation({"imd2025_england": pa.concat_tables([new, old])}, held, made_area.profile())
    assert found["imd_decile"].tolist() == [10, 2, 3, 4, 5, 6, 7]


def test_the_published_scores_come_out_and_crime_can_be_left_out(shared):
    published = pd.read_csv(shared / "data" / "deprivation" / "imd2025_england_lsoa21.csv.gz")
    made = context.without_crime(published.rename(columns={"lsoa21_code": "lsoa_code"}))
    assert (made["score"].to_numpy() - published["IMD_score"].to_numpy()).__abs__().max() < 0.001
    decile = made["decile_without_crime"]
    assert decile.value_counts().between(3375, 3376).all()
    # Centres with much crime and less need move away from the most deprived tenth, not everyone stays.
    moved = (decile.to_numpy() != published["IMD_decile"].to_numpy()).mean()
    assert 0.05 < moved < 0.5


def test_an_index_without_its_domains_is_refused():
    with pytest.raises(DataError, match="no ranks of income, employment"):
        context.without_crime(pd.DataFrame({"lsoa_code": ["E01000001"]}))
