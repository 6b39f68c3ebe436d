"""The share of residents under 25, carried from LSOAs of 2011 to those of 2021."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from hotspot.context.young import young_share

AGES = {f"age_{year}": 0.0 for year in range(91)}


def table(rows):
    return {"population_lsoa11_age": pa.Table.from_pylist([{"lsoa_code": code, **AGES, **said} for code, said in rows])}


def areas(fit, codes):
    lookup = pd.DataFrame(fit, columns=["lsoa11", "lsoa21", "chgind"])
    return SimpleNamespace(lsoa=pd.DataFrame(index=codes), lookup11=lookup)


def test_unchanged_split_merged_and_irregular():
    held = table([
        ("U1", {"age_0": 10.0, "age_24": 15.0, "age_25": 75.0, "total": 100.0}),
        ("S1", {"age_10": 40.0, "age_60": 40.0, "total": 80.0}),
        ("M1", {"age_10": 10.0, "age_60": 90.0, "total": 100.0}),
        ("M2", {"age_10": 90.0, "age_60": 210.0, "total": 300.0}),
        ("X1", {"age_10": 1.0, "age_60": 1.0, "total": 2.0}),
    ])  # fmt: skip
    fit = [("U1", "u", "U"), ("S1", "s1", "S"), ("S1", "s2", "S"), ("M1", "m", "M"), ("M2", "m", "M"), ("X1", "x", "X")]
    found = young_share(held, areas(fit, ["u", "s1", "s2", "m", "x", "gone"]))
    assert found.to_dict() == pytest.approx(
        {"u": 0.25, "s1": 0.5, "s2": 0.5, "m": 0.25, "x": np.nan, "gone": np.nan}, nan_ok=True
    )


def test_a_merged_one_with_an_unknown_parent_is_unknown():
    held = table([("M1", {"age_10": 10.0, "total": 100.0})])
    assert young_share(held, areas([("M1", "m", "M"), ("M2", "m", "M")], ["m"])).isna().all()


@pytest.mark.parametrize("held", [{}, {"population_lsoa11_age": pa.table({"lsoa_code": ["U1"], "total": [1.0]})}])
def test_without_ages_nothing_is_known(held):
    assert young_share(held, areas([("U1", "u", "U")], ["u"])).isna().all()
