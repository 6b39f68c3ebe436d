"""The evaluation for the eye: every number with its interval, the periods marked, the groups on the map."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from hotspot import evaluate
from hotspot.language import speaking
from hotspot.views import worked
from tests.evaluate.made import VIOLENCE, area, did
from tests.evaluate.test_worked import town


@pytest.fixture(scope="module")
def done() -> SimpleNamespace:
    found = area(town(8, other=18, ring_after=5))
    analysis = SimpleNamespace(findings=found, parameters=SimpleNamespace(geography="lsoa"))
    return SimpleNamespace(worked=evaluate.worked(found, did("p5"), VIOLENCE), analysis=analysis)


def test_no_per_cent_without_its_interval(done: SimpleNamespace) -> None:
    table = worked.counts_table(done.worked)
    assert table["Before"].tolist() == [120, 120, 48, 48] and table["After"].tolist() == [48, 108, 60, 48]
    assert all("(" in said and "to" in said for said in table["Change in per cent (95 % interval)"])


def test_both_series_and_both_periods_are_in_the_chart(done: SimpleNamespace) -> None:
    spec = worked.series_chart(done.worked).to_dict()
    values = [row for rows in spec["datasets"].values() for row in rows]
    assert {row["group"] for row in values if "group" in row} == {"Where it was done", "Compared with"}
    spans = {row["period"]: (row["from"][:7], row["to"][:7]) for row in values if "from" in row}
    assert spans == {"before": ("2024-07", "2024-12"), "after": ("2025-07", "2025-12")}


def test_the_difference_is_drawn_with_zero_in_sight(done: SimpleNamespace) -> None:
    spec = worked.difference_chart(done.worked).to_dict()
    values = [row for rows in spec["datasets"].values() for row in rows]
    assert {"zero": 0.0} in values
    low, high = done.worked.interval
    assert {"low": low, "high": high, "net": done.worked.wdd.estimate} in values


def test_the_map_shows_four_groups(done: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worked.tooltips, "located", lambda found: [""] * len(found.locations))
    picture = worked.picture(done)
    group = dict(zip(picture.locations.index, picture.shading.index, strict=True))
    assert group["p5"] == 1 and group["p4"] == group["p6"] == 2 and group["p20"] == 3 and group["p30"] == 0


def test_the_charts_speak_the_language_of_who_reads(done: SimpleNamespace) -> None:
    with speaking("cy"):
        values = [row for rows in worked.series_chart(done.worked).to_dict()["datasets"].values() for row in rows]
    assert {row["group"] for row in values if "group" in row} == {"Lle y'i gwnaed", "O'i gymharu â"}
    assert {row["said"] for row in values if "said" in row} == {"dechrau"}
