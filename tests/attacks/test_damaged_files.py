"""Of the ten thousand damaged files of ``python -m benchmarks.trust files``, thirty of each format."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.trust import files
from hotspot import pipeline
from hotspot.sources import Upload

DAMAGED = 30


@pytest.mark.parametrize("name", files.SOUND)
def test_what_is_damaged_is_taken_or_refused_with_the_mend_and_never_held_in_part(name: str, tmp_path: Path) -> None:
    sound = files.SOUND[name]()
    assert files.judged(name, sound, tmp_path) == "taken"  # else its damaged copies would prove nothing
    tries = [files.mutated(name, sound, random.Random(f"{name} {number}")) for number in range(DAMAGED)]
    assert sound not in tries
    outcomes = Counter(files.judged(name, content, tmp_path) for content in tries)
    assert outcomes["refused"] and not [said for said in outcomes if said.startswith("!")]


@pytest.mark.parametrize("name", ["street.csv", "layer.gpkg"])
def test_what_is_held_of_a_refused_file_would_be_seen(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a door that keeps another file before it refuses this one."""
    real, sound = pipeline.add, Upload(name, files.SOUND[name]())

    def careless(uploads, settings):
        list(real([sound], settings))
        return real(uploads, settings)

    monkeypatch.setattr(pipeline, "add", careless)
    assert files.judged(name, b"", tmp_path) == "!partial"
