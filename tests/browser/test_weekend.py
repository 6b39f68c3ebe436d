"""The page Weekend nights on the demonstration in a real browser: charts, maps, a change of band, nobody else asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

CHARTS = '[data-testid="stVegaLiteChart"] svg'
MAPS = '[data-testid="stDeckGlJsonChart"] canvas'


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty_home")


def test_hours_maps_and_charts_are_drawn_and_a_band_can_be_chosen(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes]
) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(serve(empty) + "/weekend")
    expect(page.get_by_role("heading", name=re.compile("Which hours of which nights"))).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Read with care")).to_be_visible(timeout=90_000)
    for which in range(4):
        map_drawn(page, which)
    boxes = [chart.bounding_box() for chart in page.locator(CHARTS).all()]
    assert len(boxes) == 4 and all(box and box["height"] > 100 and box["width"] > 300 for box in boxes)
    grid = page.locator(CHARTS).first
    assert grid.get_by_text("Premises closing").count() == 1 and grid.get_by_text("Saturday").count() == 1
    page.get_by_role("radio", name="00-03").or_(page.get_by_role("button", name="00-03")).first.click()
    expect(page.locator(MAPS)).to_have_count(2, timeout=30_000)
    assert "band=00-03" in page.url
    map_drawn(page)
    assert failures == []


def test_the_link_of_castle_hill_opens_its_hours(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes]
) -> None:
    page.goto(serve(empty) + "/weekend?area=demo&csp=D22000001&shift=24-28")
    expect(page.get_by_text("A shift 00:00-04:00 covers")).to_be_visible(timeout=90_000)
    expect(page.get_by_role("heading", name="Hour by hour, Safer Merrowgate")).to_be_visible()
    map_drawn(page)
