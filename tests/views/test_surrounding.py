"""Context in words, tables and files: parts visible, nothing missing counted as none, no formula in a file."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from hotspot.views import bivariate, correlation, surrounding
from tests.views import made


@pytest.fixture(scope="module")
def around():
    return made.around()


def test_the_panel_says_what_is_there_what_is_thin_and_what_nobody_has_looked_at(around):
    row = around.lsoas.iloc[9].copy()
    row["reach_youth_session_m"], row["reach_library_m"], row["reach_community_centre_m"] = 3400.0, 300.0, 900.0
    said = dict(surrounding.panel(around, row))
    assert said["Thin"] == ["No youth session within 1.2 km: the nearest is =1+1 <b>Hall</b>, 3.4 km away."]
    assert len(said["Near"]) == 2 and all("within 1.2 km" in line for line in said["Near"])
    assert "park" in said["Not known, for no list is loaded"][0] and "library" not in said[
        "Not known, for no list is loaded"][0]  # fmt: skip
    assert said["Need"][0].startswith(f"Deprivation without Crime: tenth {row['imd_without_crime_decile']:.0f} of 10")
    assert "3 parts" in said["Thin protection, taken together"][0]


def test_a_place_without_layers_has_no_empty_headings(around):
    blank = pd.Series(np.nan, index=around.lsoas.columns, dtype=object)
    assert [what for what, _ in surrounding.panel(around, blank)] == ["Not known, for no list is loaded"]


def test_the_one_without_crime_and_the_index_come_first(around):
    assert list(surrounding.of_group(around, "need"))[0] == "imd_without_crime"
    assert list(surrounding.of_group(around, "protection")) == ["thin_protection"]


def test_layers_of_one_origin_share_a_line_and_none_is_left_out(around):
    told = surrounding.described(around.layers)
    assert told == [
        ("Deprivation without Crime, Income deprivation, Crime (as the index counts it), Thin protection",
         "Made, 2025; score. Relative. By residents."),
    ]  # fmt: skip


def test_a_line_of_the_table_has_the_decile_and_the_nearest_youth_session(around):
    codes = around.lsoas.index[[7, 3]]
    shown = surrounding.columns(around, codes)
    assert list(shown) == ["Decile without Crime (1 = most deprived)", "Nearest youth session, km"]
    assert shown["Nearest youth session, km"].tolist() == (
        around.lsoas.loc[codes, "reach_youth_session_m"] / 1000).round(1).tolist()  # fmt: skip


def test_the_file_has_every_number_and_no_formula(around):
    analysis = made.analysis()
    written = surrounding.written(around.lsoas, analysis.lsoas, "run1", key="lsoa")
    assert written == surrounding.written(around.lsoas, analysis.lsoas, "run1", key="lsoa")
    read = pd.read_csv(io.BytesIO(written)).set_index("lsoa")
    assert read.index.tolist() == analysis.lsoas.index.tolist()
    assert set(read["run"]) == {"run1"}
    assert read["reach_library"].str.startswith("'=").all()
    np.testing.assert_allclose(read["income"], around.lsoas["income"], rtol=1e-5)
    assert read["imd_without_crime"].isna().sum() == 5  # missing stays empty, never 0
    assert read["count"].tolist() == analysis.lsoas["count"].tolist()


def test_correlations_are_ordered_by_strength_and_worded_by_their_interval():
    rows = [
        ("population", "Residents", 0.9, 0.8, 0.95, 99),
        ("a", "A", 0.1, -0.1, 0.3, 99),
        ("b", "B", -0.4, -0.6, -0.1, 99),
    ]
    rows += [("c", "C", 0.6, 0.5, 0.7, 99), ("d", "D", np.nan, np.nan, np.nan, 4)]
    table = correlation.table(pd.DataFrame(rows, columns=["layer", "title", "rho", "low", "high", "n"]))
    assert table["Layer"].tolist() == ["C", "B", "A", "Residents"]
    assert table["In words"].tolist() == [
        "strong, more records", "moderate, fewer records", "no link shown", "strong, more records"]  # fmt: skip
    assert table["95 % interval"].tolist()[1] == "−0.60 to −0.10"


def test_the_scatter_has_the_maps_colours_and_picks_by_key(around):
    analysis = made.analysis()
    rows = analysis.lsoas
    shading = bivariate.crossed(rows["count"], around.lsoas["imd_without_crime"], bivariate.CROSSINGS["need"])
    table = correlation.scatter_table(rows, around.lsoas["imd_without_crime"], shading)
    assert len(table) == len(rows) - 5
    for row in table.itertuples():
        place = rows.index.get_loc(row.code)
        assert row.colour == bivariate.css(shading.classes[shading.index[place]].colour)
        assert row.records == rows["count"].iloc[place]
    chart = correlation.scatter(table, "Need", table["code"][3]).to_dict()
    assert correlation.PICK in str(chart["params"])
    assert table["code"][3] in str(chart["layer"][1]["transform"])


def test_a_click_is_looked_up_again():
    keys = ["E1", "E2"]
    assert correlation.clicked({"pick": [{"code": "E2"}]}, keys) == "E2"
    assert correlation.clicked({"pick": [{"code": "<script>"}]}, keys) == ""
    assert correlation.clicked({"pick": []}, keys) == correlation.clicked({}, keys) == ""
