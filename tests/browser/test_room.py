"""The tasking meeting in a real browser: the wall view, what is picked, and new data under an open page."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from hotspot.store import ParquetStore
from tests.store.conftest import Offer

WALL = "area=demo&wall=1"
SOON_MS = 60_000  # three looks of the server, and a busy machine


def box(found: Locator) -> dict[str, float]:
    seen = found.bounding_box()
    assert seen is not None
    return dict(seen)


def size(found: Locator) -> float:
    return float(found.evaluate("node => parseFloat(getComputedStyle(node).fontSize)"))


def add_something(home: Path, name: str) -> None:
    """Add a small file of reference data, as `python -m hotspot add` does beside a running app."""
    table = pa.table({"lsoa21_code": [name], "x_m": [0.5], "y_m": [0.5]})
    ParquetStore(home).accept(Offer(hashlib.sha256(name.encode()).hexdigest(), name, table), table, command=name)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder of this test's own: what is added to it must not reach another test's open page."""
    return tmp_path


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_the_wall_view_fills_the_screen_and_nothing_scrolls(
    width: int, height: int, serve: Callable[..., str], page: Page, map_drawn: Callable[..., bytes], empty: Path
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{serve(empty)}/?{WALL}")
    headline = page.locator(".hs-headline")
    expect(headline).to_contain_text("need a decision", timeout=90_000)
    map_drawn(page)
    assert size(headline) >= 40
    rows = page.locator('[class*="st-key-place_"] button')
    names = [name.split(".")[0] for name in rows.all_inner_texts()]
    assert len(names) == 8
    assert size(rows.first.locator("p")) >= height / 37
    for shown in (
        headline,
        page.get_by_test_id("stDeckGlJsonChart"),
        rows.first,
        rows.last,
        page.locator(".hs-legend"),
    ):
        seen = box(shown)
        assert seen["x"] >= 0 and seen["y"] >= 0
        assert seen["x"] + seen["width"] <= width
        assert seen["y"] + seen["height"] <= height
    assert box(page.get_by_test_id("stDeckGlJsonChart"))["height"] >= 0.5 * height
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollHeight <= node.clientHeight + 1")
    expect(page.get_by_role("link", name="Emerging", exact=True)).to_be_hidden()
    expect(page.get_by_text("Change what is shown")).to_have_count(0)
    expect(page.get_by_role("button", name="Demonstration: a fictional place")).to_be_visible()


def test_escape_leaves_the_wall_view_and_a_button_enters_it(serve: Callable[..., str], page: Page, empty: Path) -> None:
    page.goto(f"{serve(empty)}/?area=demo")
    enter = page.get_by_role("button", name="Wall view", exact=True)
    enter.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**wall=1**")
    expect(enter).to_have_count(0, timeout=SOON_MS)
    expect(page.locator(".hs-headline")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "wall" not in url)
    expect(enter).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_role("link", name="Emerging", exact=True)).to_be_visible()


def test_what_needs_a_decision_and_the_map_stand_on_the_first_screen(
    serve: Callable[..., str], page: Page, empty: Path
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{serve(empty)}/?area=demo")
    expect(page.locator(".hs-headline")).to_be_visible(timeout=90_000)
    first = page.locator('[class*="st-key-place_"] button').first
    expect(first).to_be_visible(timeout=SOON_MS)
    page.get_by_test_id("stDeckGlJsonChart").first.wait_for()
    assert box(page.get_by_test_id("stDeckGlJsonChart").first)["y"] < 768 * 0.45
    assert box(first)["y"] < 768 * 0.55
    expect(page.locator(".hs-list").first).to_have_text("To decide (3)")


def test_new_data_is_told_and_shown_without_losing_the_place_or_the_view(
    home: Path, serve: Callable[..., str], page: Page, map_drawn: Callable[..., bytes]
) -> None:
    page.goto(f"{serve(home)}/?area=demo")
    second = page.locator('[class*="st-key-place_"] button').nth(1)
    second.click()
    page.wait_for_url("**at=**")
    row = page.locator('[class*="st-key-row_"]').nth(1)
    expect(row).to_contain_text("Shown on the map", timeout=SOON_MS)
    map_drawn(page)
    dragged(page)
    before, link = map_drawn(page), page.url
    add_something(home, "first")
    show = page.get_by_role("button", name="Show it")
    expect(show).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("New data: records were added")).to_be_visible()
    show.click()
    expect(show).to_have_count(0, timeout=SOON_MS)
    assert page.url == link
    expect(row).to_contain_text("Shown on the map", timeout=SOON_MS)
    page.mouse.move(5, 5)
    assert alike(before, map_drawn(page)), "the map moved"


def test_the_wall_shows_new_data_by_itself_and_rests_while_there_is_none(
    home: Path, serve: Callable[..., str], page: Page, map_drawn: Callable[..., bytes]
) -> None:
    frames: list[Any] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    page.goto(f"{serve(home)}/?{WALL}")
    expect(page.locator(".hs-headline")).to_be_visible(timeout=90_000)
    map_drawn(page)
    page.wait_for_timeout(3_000)
    quiet = len(frames)
    page.wait_for_timeout(10_000)
    assert len(frames) == quiet, "the page was drawn although nothing had changed"
    add_something(home, "first")
    for _ in range(SOON_MS // 500):
        if len(frames) > quiet:
            break
        page.wait_for_timeout(500)
    assert len(frames) > quiet
    page.wait_for_timeout(2_000)
    expect(page.get_by_role("button", name="Show it")).to_have_count(0)
    expect(page.locator(".hs-headline")).to_contain_text("need a decision")
    assert re.search("wall=1", page.url)


def dragged(page: Page) -> None:
    """Pull the map aside, as somebody does who looks at its edge."""
    middle = box(page.get_by_test_id("stDeckGlJsonChart").first)
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + 100
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 150, y + 60, steps=8)
    page.mouse.up()
    page.mouse.move(5, 5)
    page.wait_for_timeout(1_500)


def alike(one: bytes, other: bytes) -> bool:
    """Tell whether two pictures of the map show the same, but for a few pixels of a line drawn anew."""
    first, second = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int) for png in (one, other))
    return first.shape == second.shape and float((np.abs(first - second).max(axis=2) > 30).mean()) < 0.02
