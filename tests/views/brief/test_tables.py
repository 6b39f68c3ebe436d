"""The brief's figures as files: equal tables, guarded texts, the same bytes where a format allows it."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from hotspot.views.brief import BRIEF_FILES, brief_file, tables
from tests.views.brief import made_brief


@pytest.mark.parametrize("name", [name for name in BRIEF_FILES if not name.endswith((".xlsx", ".gpkg"))])
def test_same_run_same_bytes(name):
    assert brief_file(name, made_brief.brief()) == brief_file(name, made_brief.brief())


def test_csv_workbook_geojson_and_geopackage_hold_one_table():
    brief = made_brief.brief()
    shown = tables.places(brief)
    csv = pd.read_csv(io.BytesIO(brief_file("brief.csv", brief)), encoding="utf-8-sig")
    book = pd.read_excel(io.BytesIO(brief_file("brief.xlsx", brief)), sheet_name="places")
    json_ = gpd.GeoDataFrame.from_features(json.loads(brief_file("brief.geojson", brief))["features"])
    package = gpd.read_file(io.BytesIO(brief_file("brief.gpkg", brief)))
    for table in (csv, book, json_, package):
        assert table["count"].tolist() == shown["count"].tolist()
        assert table["location"].tolist() == shown["location"].tolist()
        assert table["name"].tolist() == shown["name"].tolist()
    assert json_.geometry.x.tolist() == pytest.approx(shown["lon"].tolist())
    assert csv["run"].unique().tolist() == [brief.analysis.parameters.digest]


def test_texts_cannot_run_and_numbers_stay_numbers():
    brief = made_brief.brief(actions=made_brief.actions(2, "=HYPERLINK(1)"))
    book = openpyxl.load_workbook(io.BytesIO(brief_file("brief.xlsx", brief)))
    assert book["actions"].cell(2, 1).value == "'=HYPERLINK(1) 0"
    assert book["actions"].cell(2, 1).data_type == "s"
    assert isinstance(book["places"].cell(2, 6).value, int)
    assert b"'=HYPERLINK(1) 0" in brief_file("brief-actions.csv", brief)


def test_a_controlled_brief_writes_bands():
    brief = made_brief.brief(controlled=True)
    csv = pd.read_csv(io.BytesIO(brief_file("brief.csv", brief)), encoding="utf-8-sig")
    told = csv[["count", "count_12m", "count_last"]].astype(str).to_numpy().ravel()
    assert all(text == "fewer than 8" or int(text) % 5 == 0 for text in told)
    assert csv[["usual_low", "usual_high"]].isna().all(axis=None)
