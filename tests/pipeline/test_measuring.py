"""A question that changes only what is listed or drawn measures nothing anew, and says what it would say alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from hotspot import measures, pipeline
from hotspot.access import Feed, Scope, scope
from hotspot.config import Parameters, Settings
from hotspot.pipeline.measuring import measured_alike

SETTINGS = Settings(Path("none"))
WHOLE = Parameters("demo", resolution=7, end="2025-09", alpha=0.05)
CSP, LAD = "D22000001", "D07000003"
ALIKE = [
    {"csps": (CSP,)},
    {"lads": (LAD,), "method": "density"},
    {"method": "density", "edge": "corrected", "bandwidth_m": 900.0},
]
ANEW = [
    {"end": "2025-08"},
    {"method": "gi_star"},
    {"rings": 2},
    {"csps": (CSP,), "reference": "district"},
    {"lads": (LAD,), "reference": "district"},
]


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Parameters]]:
    """Every question that is really measured, from nothing kept on."""
    asked: list[Parameters] = []
    plain = measures.measure

    def watched(cube, areas, parameters, **how):  # type: ignore[no-untyped-def]
        asked.append(parameters)
        return plain(cube, areas, parameters, **how)

    monkeypatch.setattr(measures, "measure", watched)
    pipeline.prepare("demo", SETTINGS).kept.pop("measured", None)
    yield asked
    pipeline.prepare("demo", SETTINGS).kept.pop("measured", None)


@pytest.mark.parametrize("change", ALIKE, ids=str)
def test_what_is_listed_or_drawn_measures_nothing_anew(measured: list[Parameters], change: dict[str, object]) -> None:
    asked = WHOLE.changed(**change)
    alone = pipeline.analyse(asked, settings=SETTINGS)
    pipeline.prepare("demo", SETTINGS).kept.pop("measured")
    pipeline.analyse(WHOLE, settings=SETTINGS)
    after = pipeline.analyse(asked, settings=SETTINGS)
    assert len(measured) == 2
    assert after.parameters == alone.parameters
    assert after.notes == alone.notes
    for name in ("locations", "places", "peaks"):
        pd.testing.assert_frame_equal(getattr(after.findings, name), getattr(alone.findings, name))


@pytest.mark.parametrize("change", ANEW, ids=str)
def test_what_is_scored_is_measured_anew(measured: list[Parameters], change: dict[str, object]) -> None:
    pipeline.analyse(WHOLE, settings=SETTINGS)
    pipeline.analyse(WHOLE.changed(**change), settings=SETTINGS)
    assert len(measured) == 2


def test_only_what_is_scored_names_a_measure() -> None:
    assert {measured_alike(WHOLE.changed(**change)) for change in ALIKE} == {WHOLE}
    assert len({WHOLE, *(measured_alike(WHOLE.changed(**change)) for change in ANEW[:4])}) == 5


def test_nobody_is_given_what_was_measured_of_records_they_may_not_see(
    measured: list[Parameters], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scope, "OPEN_FAMILIES", ("police_uk",))
    feed = Feed("demo/police", "police", "Force", "cda")
    own = Scope(audience="analyst", analyst_of=("demo/police",), feeds=(feed,))
    asked = Parameters("demo", sources=("demo/police",), offence="all_violence", method="gi_star")
    public = pipeline.analyse(asked, settings=Settings(tmp_path), scope=Scope(feeds=(feed,)))
    exact = asked.changed(**{one: getattr(public.parameters, one) for one in ("start", "end", "geography", "mask")})
    whole = pipeline.analyse(exact, settings=Settings(tmp_path), scope=own)
    assert public.findings.controlled and not whole.findings.controlled
    assert len(measured) == 2
