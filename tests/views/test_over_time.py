from __future__ import annotations

import json

import altair as alt

from hotspot.views import over_time
from tests.views import made


def test_the_series_of_a_place_is_the_sum_of_its_cells():
    found = made.findings()
    keys = tuple(found.locations.index[[3, 0]])
    table = over_time.series(found, keys)
    assert table["count"].tolist() == (found.counts[0] + found.counts[3]).tolist()
    assert over_time.series(found)["count"].sum() == found.counts.sum()
    assert (table["lower"] <= table["count"]).all() and (table["count"] <= table["upper"]).all()


def test_a_controlled_series_has_no_interval():
    table = over_time.series(made.findings(controlled=True))
    assert table[["lower", "upper"]].isna().all().all()


def test_the_chart_is_one_that_the_library_reads():
    spec = over_time.over_time(over_time.series(made.findings()))
    chart = alt.LayerChart.from_dict(spec)  # refuses what is no chart
    assert len(chart.layer) == 2 and "http" not in json.dumps(spec)


def test_every_step_is_drawn_and_a_step_without_an_interval_is_said_to_have_none():
    found = made.findings(controlled=True)
    rows = over_time.over_time(over_time.series(found))["data"]["values"]
    assert [row["step"] for row in rows] == [step.label for step in found.steps]
    assert all(row["lower"] is None and row["upper"] is None for row in rows)
    assert json.loads(json.dumps(rows)) == rows
