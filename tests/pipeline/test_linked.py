"""Parts that a link names and the area does not have: each kind with its reason, and with what is left of it."""

from __future__ import annotations

from pathlib import Path

from hotspot import pipeline
from hotspot.config import Parameters, Settings


def test_each_kind_says_what_is_strange_and_keeps_the_rest(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    wards = tuple(pipeline.offered(Parameters("demo"), settings=settings).parts["wards"])[:2]
    asked = Parameters("demo", wards=(*wards, "W99"), lads=("L99",), outline="0123456789ab")
    found = pipeline.strange_parts(asked, settings=settings)
    assert {name: left for name, (_, left) in found.items()} == {"lads": (), "wards": wards, "outline": ""}
    assert "no ward W99" in str(found["wards"][0]) and "L99" in str(found["lads"][0])
    assert pipeline.strange_parts(Parameters("demo", wards=wards), settings=settings) == {}
