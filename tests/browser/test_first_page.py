"""The demonstration as a newcomer meets it: ``run.py``, the first page, its map, a band. Figures are told, not judged.

How long anything may take is the benchmark's matter (``python -m benchmarks first_page``): a busy machine is no fault.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import run
from benchmarks import first_page

needs_environment = pytest.mark.skipif(
    Path(sys.prefix) != run.VENV or not run.INSTALLED.exists(),
    reason="needs the environment that run.py makes: python3 run.py test",
)


@needs_environment
def test_from_the_command_to_a_drawn_map_and_a_changed_band(
    page: Page, tmp_path: Path, map_drawn: Callable[..., bytes]
) -> None:
    messages = first_page.listened(page)
    with first_page.started(tmp_path) as app:
        computed, shown = first_page.first_page(page, messages, app.url)
        assert map_drawn(page)
        expect(page.get_by_role("button", name="Demonstration: a fictional place")).to_be_visible()
        expect(page.locator(".hs-headline")).to_contain_text("need a decision")
        bands = first_page.band_changes(page, messages, app.url)
        expect(page.get_by_test_id("stDeckGlJsonChart").first).to_be_visible()
        assert map_drawn(page)
    for stage, seconds in {"ready": app.ready_s, "computed": computed, "drawn": shown, "band": max(bands)}.items():
        print(f"{stage}: {seconds:.2f} s")
        assert math.isfinite(seconds) and seconds > 0
    assert computed < shown  # a map cannot be drawn before there is one
    assert len(bands) == 4  # the bands of a night
    assert not list(tmp_path.glob("**/*.parquet"))  # nothing of the demonstration gets into the data folder
