"""What is made ready before it is asked for is what the question itself would make, and changes no answer."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from hotspot import context, geography, grid, incidents, pipeline
from hotspot.access import Feed, Scope, scope
from hotspot.config import Parameters, Settings
from hotspot.pipeline import ahead

SETTINGS = Settings(Path("none"))
UNITS = [{"geography": "lsoa"}, {"resolution": 7}, {"offence": "possession"}, {"method": "density"}]


def made_ready(**who: object) -> int:
    steps: list[int] = []
    ahead.make_ready("demo", settings=SETTINGS, between=lambda: steps.append(1), **who)  # type: ignore[arg-type]
    return len(steps)


@pytest.mark.parametrize("unit", UNITS, ids=str)
def test_the_answer_is_the_same_and_asks_for_no_place_anew(unit, monkeypatch):
    pipeline.forget()
    alone = pipeline.analyse(Parameters("demo", **unit), settings=SETTINGS)
    pipeline.forget()
    assert made_ready() > len(ahead.SIZES)
    for room, name in ((geography, "contiguity"), (geography, "place_names"), (context, "town_centres")):
        monkeypatch.setattr(room, name, lambda *_, **__: pytest.fail("made anew"))
    monkeypatch.setattr(incidents, "countable", lambda *_: pytest.fail("made anew"))
    monkeypatch.setattr(grid, "outlines", lambda *_: pytest.fail("made anew"))
    ready = pipeline.analyse(Parameters("demo", **unit), settings=SETTINGS)
    pd.testing.assert_frame_equal(pd.DataFrame(ready.findings.locations), pd.DataFrame(alone.findings.locations))
    pd.testing.assert_frame_equal(ready.findings.places, alone.findings.places)
    assert ready.notes == alone.notes


def test_it_can_be_left_between_two_steps():
    class Gone(Exception):
        pass

    def leave() -> None:
        raise Gone

    with pytest.raises(Gone):
        ahead.make_ready("demo", settings=SETTINGS, between=leave)


def test_who_sees_one_cut_only_has_no_other_made_ready(monkeypatch):
    monkeypatch.setattr(scope, "OPEN_FAMILIES", ())
    feeds = tuple(
        Feed(source, "police", "Force", "cda") for source in pipeline.prepare("demo", SETTINGS).incidents.sources
    )
    assert made_ready(scope=Scope(audience="analyst", analyst_of=tuple(one.source for one in feeds), feeds=feeds)) > 0
    assert made_ready(scope=Scope(feeds=feeds)) == 0
