"""What surrounds the demonstration's places, and that none of it ever moves a score."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hotspot import context, demo, pipeline
from hotspot.config import Parameters, Settings
from hotspot.pipeline import preparing, reading

DEMO, NOWHERE = Parameters("demo"), Settings(Path("unused"))
TRUTH = tomllib.loads((Path(__file__).resolve().parents[2] / "data" / "TRUTH.toml").read_text(encoding="utf-8"))
CONTEXT_KINDS = ("imd2025_england", "population_lsoa21", "cni2023", "wimd2019", "imd2019_england")


@pytest.fixture(scope="module")
def answer():
    return pipeline.analyse(DEMO, settings=NOWHERE)


@pytest.fixture(scope="module")
def around(answer):
    return pipeline.around(DEMO, settings=NOWHERE, analysis=answer)


def test_every_place_of_the_answer_has_its_row_in_order(answer, around):
    assert around.locations.index.equals(answer.findings.locations.index)
    assert set(around.lsoas.index) == set(answer.lsoas.index)
    assert {layer.key for layer in around.layers} <= set(around.locations.columns) & set(around.lsoas.columns)


def test_eastgate_has_no_youth_session_near_and_the_funded_club_sits_elsewhere(around):
    told = TRUTH["effect"]["eastgate"]
    eastgate = next(place for place in TRUTH["place"] if place["key"] == "eastgate")
    for row in (around.locations.loc[eastgate["h3_8"]], around.lsoas.loc[eastgate["lsoa"]]):
        assert row["reach_youth_session_m"] > told["no_youth_session_within_m"]
        assert row["reach_youth_club"] == told["funded_club"]
        assert row["reach_youth_club_m"] > 5000
        listed = context.protection({str(k).removeprefix("reach_"): v for k, v in row.items()}).set_index("type")
        assert not listed.at["youth session", "present"] and not listed.at["youth club", "present"]
        assert pd.isna(listed.at["park", "present"])


def test_eastgate_is_the_exception_and_not_the_rule(around):
    # Many have a session near that is really held: else "none within 1.2 km" would say nothing of Eastgate.
    near = around.lsoas["reach_youth_session_m"] <= TRUTH["effect"]["eastgate"]["no_youth_session_within_m"]
    assert near.mean() > 0.2


def test_without_an_answer_at_hand_the_same_comes_out(around):
    again = pipeline.around(DEMO, settings=NOWHERE)
    pd.testing.assert_frame_equal(again.locations, around.locations)
    pd.testing.assert_frame_equal(again.correlations, around.correlations)


def test_by_neighbourhood_the_rows_are_the_neighbourhoods_own():
    asked = DEMO.changed(geography="lsoa")
    answer = pipeline.analyse(asked, settings=NOWHERE)
    found = pipeline.around(asked, settings=NOWHERE, analysis=answer)
    pd.testing.assert_frame_equal(found.locations, found.lsoas.loc[answer.findings.locations.index])


def test_scores_are_the_same_with_and_without_any_context_layer(answer, monkeypatch):
    assert any(demo.table(kind) is not None for kind in CONTEXT_KINDS)
    other = reading.Shipped("without-context", read=lambda kind: None if kind in CONTEXT_KINDS else demo.table(kind))
    monkeypatch.setattr(preparing, "opened", lambda *_: other)
    without = pipeline.analyse(DEMO, settings=NOWHERE)
    for name in ("counts", "z", "bins"):
        np.testing.assert_array_equal(getattr(without.findings, name), getattr(answer.findings, name))
    same = ["count", "z", "p", "bin", "category", "word", "place", "stability", "decide"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(without.findings.locations[same]), pd.DataFrame(answer.findings.locations[same])
    )
    assert without.findings.places["name"].tolist() == answer.findings.places["name"].tolist()
    found = pipeline.around(DEMO, settings=NOWHERE, analysis=without)
    assert not {"imd", "population"} & set(found.lsoas) and len(found.missing) >= 2
