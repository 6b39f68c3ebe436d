"""The page Weekend nights on the demonstration in a real browser: charts, maps, a change of band, nobody else asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import MAP
from tests.browser.looking import rested

CHARTS = '[data-testid="stVegaLiteChart"] svg'


def test_hours_maps_and_charts_are_drawn_at_every_width_and_a_band_can_be_chosen(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes], failures: list[str]
) -> None:
    page.goto(serve(empty) + "/weekend?area=demo")
    expect(page.get_by_role("heading", name=re.compile("Which hours of which nights"))).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Read with care")).to_be_visible(timeout=90_000)
    rested(page)
    for which in range(4):
        map_drawn(page, which)
    boxes = [chart.bounding_box() for chart in page.locator(CHARTS).all()]
    assert len(boxes) == 2 and all(box and box["height"] > 100 and box["width"] > 300 for box in boxes)
    grid = page.locator(".hs-hours table")
    assert grid.get_by_text("Premises closing").count() == 1 and grid.get_by_text("Saturday").count() == 1
    for width, least in ((768, 13), (1280, 15), (1920, 22)):
        the_grid_is_readable(page, width, least)
    page.set_viewport_size({"width": 1440, "height": 900})
    rested(page)
    page.get_by_role("radio", name="00-03", exact=True).click()
    expect(page.locator(MAP)).to_have_count(2)
    page.wait_for_url("**band=00-03**")
    rested(page)
    map_drawn(page)
    assert failures == []


def test_a_telephone_says_that_the_grid_goes_on_and_keeps_the_names_of_its_rows(
    page: Page, serve: Callable[..., str], empty: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(serve(empty) + "/weekend?area=demo")
    more = page.get_by_text("The grid goes on to the right")
    expect(more).to_be_visible(timeout=90_000)
    rested(page)
    page.locator(".hs-hours").evaluate("grid => grid.scrollTo(400, 0)")
    name, last = (page.locator(f".hs-hours {one}").last.bounding_box() for one in ("tbody th", "td.n"))
    assert name and last and 0 <= name["x"] < 60 and last["x"] + last["width"] <= 390
    page.set_viewport_size({"width": 1280, "height": 844})
    expect(more).not_to_be_visible()


def the_grid_is_readable(page: Page, width: int, least: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    rested(page)
    boxes = page.locator(".hs-hours td.n")
    expect(boxes).to_have_count(24)
    page.locator(".hs-hours").scroll_into_view_if_needed()
    size = boxes.first.evaluate("box => parseFloat(getComputedStyle(box).fontSize)")
    shapes = [box.bounding_box() for box in boxes.all()]
    assert size >= least and all(
        shape and shape["width"] > 2 * size and shape["height"] > 1.5 * size for shape in shapes
    )
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    table = page.locator(".hs-hours table").bounding_box()
    assert table and table["x"] >= 0 and table["x"] + table["width"] <= width


def test_the_link_of_castle_hill_opens_its_hours(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes]
) -> None:
    page.goto(serve(empty) + "/weekend?area=demo&csp=D22000001&shift=24-28")
    expect(page.get_by_text("A shift 00:00-04:00 covers")).to_be_visible(timeout=90_000)
    expect(page.get_by_role("heading", name="Hour by hour, Safer Merrowgate")).to_be_visible()
    map_drawn(page)
