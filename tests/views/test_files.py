from __future__ import annotations

import csv
import io
import json

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image

from hotspot import views
from hotspot.views import files
from hotspot.views.brief.tables import xlsx
from tests.views import made


@pytest.fixture(scope="module")
def written():
    return views.exports(made.analysis())


@pytest.mark.parametrize("name", ["findings.csv", "findings.geojson", "map.png"])
def test_the_same_run_gives_the_same_bytes(written, name):
    assert views.exports(made.analysis())[name] == written[name]


def test_the_csv_holds_every_location_and_the_name_of_the_run(written):
    analysis = made.analysis()
    rows = list(csv.DictReader(io.StringIO(written["findings.csv"].decode("utf-8-sig"))))
    assert [row["location"] for row in rows] == list(analysis.findings.locations.index)
    assert [int(row["count"]) for row in rows] == analysis.findings.locations["count"].tolist()
    assert {row["run"] for row in rows} == {analysis.parameters.digest}


def test_ranks_are_joined_by_place_and_not_by_order(written):
    analysis = made.analysis()
    ranks = dict(zip(analysis.findings.places["peak"], analysis.findings.places["rank"], strict=True))
    rows = csv.DictReader(io.StringIO(written["findings.csv"].decode("utf-8-sig")))
    for row in rows:
        assert row["place_rank"] == (str(ranks[row["location"]]) if row["location"] in ranks else "")


@pytest.mark.parametrize("text", ["=1+1", "+44 1332", "-Lane", "@here", "\t=1+1", "\r=1+1", " =1+1"])
def test_a_spreadsheet_runs_nothing(text):
    analysis = made.analysis()
    column = analysis.findings.locations.columns.get_loc("name")
    analysis.findings.locations.iloc[0, column] = text
    rows = list(csv.reader(io.StringIO(files.findings_csv(analysis.findings, "x").decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + len(analysis.findings.locations)
    assert rows[1][2] == "'" + text.replace("\t", " ").replace("\r", " ")


@pytest.mark.parametrize("text", ["＝1+1", "＋1", "－1", "＠x"])
def test_wide_signs_start_formulas_too(text):
    assert files.guarded(text) == f"'{text}"


def test_what_a_workbook_cannot_hold_does_not_break_it():
    names = ["Castle\x0bHill", "a\x00b", "no letter \ufffe\uffff"]
    read = openpyxl.load_workbook(io.BytesIO(xlsx({"places": pd.DataFrame({"name": names})})))
    cells = [row[0].value for row in read["places"].iter_rows(min_row=2)]
    assert [" ".join(cell.split()) for cell in cells] == ["Castle Hill", "a b", "no letter"]


def test_numbers_below_zero_stay_numbers():
    assert files.guarded(-1.5) == -1.5


def test_geojson_is_read_back_whole(written):
    back = gpd.read_file(io.BytesIO(written["findings.geojson"]))
    found = made.findings()
    assert back["location"].tolist() == list(found.locations.index)
    assert back.geometry.geom_equals_exact(found.locations.geometry.reset_index(drop=True), 1e-9).all()
    assert json.loads(written["findings.geojson"])["run_card"]["area"] == "Madeshire"


def test_geopackage_is_read_back_whole(written):
    back = gpd.read_file(io.BytesIO(written["findings.gpkg"]), layer="findings")
    found = made.findings()
    assert back["location"].tolist() == list(found.locations.index)
    assert back["count"].tolist() == found.locations["count"].tolist()
    assert back.crs.to_epsg() == 4326


def test_the_picture_shows_the_colours_of_the_words(written):
    image = Image.open(io.BytesIO(written["map.png"])).convert("RGB")
    seen = {colour for _, colour in image.getcolors(maxcolors=image.width * image.height)}
    assert image.width >= 1000
    new = views.palettes.WORDS[1]
    land = views.palettes.GROUND["land"]
    mixed = tuple(
        round(c * new.opacity / 255 + g * (1 - new.opacity / 255)) for c, g in zip(new.colour, land, strict=True)
    )
    assert any(max(abs(a - b) for a, b in zip(mixed, colour, strict=True)) <= 3 for colour in seen)


@pytest.mark.parametrize("times", [1, 4])
def test_neither_title_nor_map_covers_the_key_of_the_picture(monkeypatch, times):
    """A headline as wide as the picture, and one of many lines, stood over the first rows of the key."""
    drawn, write = [], Figure.savefig
    monkeypatch.setattr(Figure, "savefig", lambda self, *a, **k: (drawn.append(self), write(self, *a, **k))[1])
    monkeypatch.setattr(files, "title", lambda *_: " ".join(["3 places need a decision: a long name, "] * 4 * times))
    files.picture(made.analysis())
    (figure,) = drawn
    key, title = figure.legends[0].get_window_extent(), figure._suptitle.get_window_extent()
    assert title.width > 0.5 * figure.bbox.width  # it reaches over the key
    assert not key.overlaps(title) and not key.overlaps(figure.axes[0].get_window_extent())
    assert figure.bbox.contains(key.x0, key.y0) and figure.bbox.contains(key.x1, key.y1)


def test_tables_keep_the_order_and_the_numbers_of_the_findings():
    found = made.findings()
    table = views.tables.places(found)
    assert list(table.index) == found.places["peak"].tolist()
    assert table["Records"].tolist() == found.places["count"].tolist()
    assert table["Place"].tolist() == found.places["name"].tolist()


def test_the_emerging_table_has_every_category_and_only_those():
    found = made.findings()
    table = views.tables.emerging(found)
    assert set(table.index) == set(found.locations.index[found.locations["category"] != 0])
    assert (table["Letter"] == found.locations.loc[table.index, "letter"]).all()


def test_a_district_without_figures_says_why():
    analysis = made.analysis()
    table = views.tables.districts(analysis.districts, analysis.findings)
    row = table.loc["E3"]
    assert pd.isna(row["Records"])
    assert row["Note"].startswith("Shares a local authority")


def test_a_controlled_table_shows_bands_and_no_small_count():
    found = made.findings(controlled=True)
    table = views.tables.places(found)
    small = found.places["count"].to_numpy() <= 7
    assert (table["Records"][small] == "fewer than 8").all()
    assert small.any()
    assert not any(str(value) in map(str, range(8)) for value in table["Records"])


def test_a_picture_has_the_headline_of_its_page_without_what_is_agreed():
    analysis = made.analysis()
    found = analysis.findings
    first = views.headlines.urgent(found).iloc[0]["place"]
    agreed = {first: "Sergeant"}
    title = files.title(analysis, agreed)
    assert title.endswith(views.headline(found, agreed)) and "Agreed already: " in title
    assert not title.endswith(views.headline(found))
    assert files.picture(analysis, agreed) != files.picture(analysis)


def test_the_page_hands_out_the_picture_with_its_own_headline(monkeypatch):
    from hotspot.ui import answers, reports

    analysis = made.analysis()
    agreed = {views.headlines.urgent(analysis.findings).iloc[0]["place"]: "Sergeant"}
    monkeypatch.setattr(answers, "analysis", lambda _: analysis)
    monkeypatch.setattr(answers, "files", lambda _: {"findings.csv": b"rows"})
    assert reports._file(analysis.parameters, "map.png", agreed) == files.picture(analysis, agreed)
    assert reports._file(analysis.parameters, "findings.csv", agreed) == b"rows"
