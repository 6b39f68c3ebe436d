"""The decile to lay over violence: without the Crime domain, where the file holds every domain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hotspot import pipeline
from hotspot.config import Parameters, Settings


def test_the_demonstrations_areas_have_both_deciles() -> None:
    lsoas = pipeline.analyse(Parameters("demo"), settings=Settings(Path("unused"))).lsoas
    assert lsoas["imd_decile"].notna().all() and lsoas["decile_without_crime"].notna().all()
    moved = (lsoas["imd_decile"] != lsoas["decile_without_crime"]).mean()
    assert 0 < moved < 0.5


def test_welsh_areas_have_their_own_and_none_after_a_merge(shared: Path, real_home: Callable[[str], Settings]) -> None:
    lsoas = pipeline.analyse(Parameters("gwent"), settings=real_home("gwent")).lsoas
    assert lsoas["imd_decile"].notna().mean() > 0.95
    both = lsoas.dropna(subset=["imd_decile", "decile_without_crime"])
    assert len(both) / len(lsoas) > 0.95
    assert 0 < (both["imd_decile"] != both["decile_without_crime"]).mean() < 0.2
