from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from hotspot.views import charts
from tests.views import made


@pytest.mark.parametrize(("wide", "size"), [(2000, 15), (310, 8.6), (100, 7)])
def test_a_letter_of_the_strip_is_no_wider_than_its_box(wide: int, size: float) -> None:
    table = pd.DataFrame({"step": range(36), "count": 1, "z": 0.1, "bin": 0, "class": "none", "letter": "H"})
    (text,) = [one["mark"] for one in charts.strip(table).to_dict()["layer"] if one["mark"]["type"] == "text"]
    found = eval(text["fontSize"]["expr"], {"max": max, "min": min, "width": wide})
    assert found == pytest.approx(size, abs=0.05)


def test_the_strip_says_hot_cold_or_neither_with_letters():
    found = made.findings()
    found.bins[0, :3] = [3, 0, -1]
    table = charts.strip_table(found, found.locations.index[0])
    assert table["letter"].tolist()[:3] == ["H", "–", "C"]
    assert table["count"].tolist() == found.counts[0].tolist()
    assert np.allclose(table["z"], found.z[0].round(2))


def test_charts_need_nothing_from_another_machine():
    found, districts = made.findings(), made.districts()
    made_charts = [
        charts.strip(charts.strip_table(found, found.locations.index[0])),
        charts.districts(districts, "Westborough"),
    ]
    for chart in made_charts:
        spec = json.loads(chart.to_json())
        spec.pop("$schema")
        assert "http" not in json.dumps(spec)


def test_a_district_without_figures_is_not_drawn():
    spec = charts.districts(made.districts()).to_dict()
    names = [row["name"] for rows in spec["datasets"].values() for row in rows]
    assert names == ["Westborough", "East Vale & Moor"]
