"""Two periods side by side in a real browser: chosen on the page, both maps drawn, kept in the link."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import MAP
from tests.browser.looking import rested

LOADED = 180_000


def test_two_periods_are_chosen_and_both_maps_are_drawn(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes]
) -> None:
    page.set_default_timeout(LOADED)
    page.goto(serve(empty) + "/hot_now")
    expect(page.get_by_text("Read with care")).to_be_visible(timeout=LOADED)
    rested(page)
    map_drawn(page)  # the page's own map is there before its maps are counted
    before = page.locator(MAP).count()
    choice = page.get_by_role("radio", name="Another period")
    choice.focus()
    page.keyboard.press("Space")  # by keyboard: a pointer waits until software WebGL holds still
    expect(page.get_by_text(re.compile(r"In 1 of \d+ places the two periods differ clearly"))).to_be_visible(
        timeout=LOADED
    )
    expect(page.locator(MAP)).to_have_count(before + 2, timeout=LOADED)
    rested(page)
    maps = [map_drawn(page, which) for which in (before, before + 1)]
    assert maps[0] != maps[1]
    boxes = [page.locator(MAP).nth(which).bounding_box() for which in (before, before + 1)]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"] and boxes[0]["width"] == boxes[1]["width"]
    expect(page.get_by_text("one scale for both")).to_be_visible()
    expect(page).to_have_url(re.compile("against=periods"))
    page.set_viewport_size({"width": 320, "height": 800})
    rested(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    stacked = [page.locator(MAP).nth(which).bounding_box() for which in (before, before + 1)]
    assert stacked[0] and stacked[1] and stacked[0]["y"] < stacked[1]["y"]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in stacked)


def test_the_paragraph_can_be_selected_where_the_copy_sign_does_nothing(
    page: Page, serve: Callable[..., str], empty: Path
) -> None:
    """Some browsers have no clipboard to write to (an address without https): three clicks select all of it."""
    page.goto(serve(empty) + "/district?area=demo&csp=D22000001")
    code = page.locator('[data-testid="stCode"] code').first
    expect(code).to_contain_text("read on", timeout=LOADED)
    rested(page)  # nothing above it grows any more
    said = code.inner_text()
    box = code.bounding_box()
    assert box
    page.mouse.click(box["x"] + 30, box["y"] + 8, click_count=3)
    assert page.evaluate("window.getSelection().toString()").strip() == said.strip()
    assert "Month by month: " in said and "The last 12 months against the 12 before: " in said
