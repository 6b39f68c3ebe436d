"""The tasking meeting in a real browser: the wall view, what is picked, and new data under an open page."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from hotspot.store import ParquetStore
from tests.browser.looking import ROWS, rested
from tests.store.conftest import Offer

WALL = "area=demo&wall=1"
SOON_MS = 60_000  # three looks of the server, and a busy machine


def box(found: Locator) -> dict[str, float]:
    seen = found.bounding_box()
    assert seen is not None
    return dict(seen)


def size(found: Locator) -> float:
    return float(found.evaluate("node => parseFloat(getComputedStyle(node).fontSize)"))


def add_something(home: Path) -> None:
    """Add a small file of reference data, as `python -m hotspot add` does beside a running app; each is a new one."""
    name = uuid4().hex
    table = pa.table({"lsoa21_code": [name], "x_m": [0.5], "y_m": [0.5]})
    ParquetStore(home).accept(Offer(hashlib.sha256(name.encode()).hexdigest(), name, table), table, command=name)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of this module's own: what is added to it must not reach another test's open page."""
    return tmp_path_factory.mktemp("added_to")


def test_the_first_screen_and_the_wall_view_that_a_button_enters_and_escape_leaves(
    serve: Callable[..., str], page: Page, map_drawn: Callable[..., bytes], empty: Path
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{serve(empty)}/?area=demo")
    rested(page)
    map_drawn(page)
    what_needs_a_decision_and_the_map_stand_on_the_first_screen(page)
    no_picture_takes_the_place_of_the_map(page)
    enter = page.get_by_role("button", name="Wall view", exact=True)
    enter.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**wall=1**")
    expect(enter).to_have_count(0, timeout=SOON_MS)
    rested(page)
    map_drawn(page)
    fills_the_screen(page, 1366, 768)
    page.set_viewport_size({"width": 1920, "height": 1080})
    rested(page)
    map_drawn(page)
    fills_the_screen(page, 1920, 1080)
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "wall" not in url)
    expect(enter).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_role("link", name="Emerging", exact=True)).to_be_visible()


def what_needs_a_decision_and_the_map_stand_on_the_first_screen(page: Page) -> None:
    first = page.locator(ROWS).first
    assert box(page.get_by_test_id("stDeckGlJsonChart").first)["y"] < 768 * 0.45
    assert box(first)["y"] < 768 * 0.55
    expect(page.locator(".hs-list").first).to_have_text("To decide (3)")


def no_picture_takes_the_place_of_the_map(page: Page) -> None:
    """A browser with WebGL is left alone."""
    expect(page.get_by_text("This browser cannot draw live maps")).to_have_count(0)
    expect(page.locator('[data-testid="stImage"] img')).to_have_count(0)


def fills_the_screen(page: Page, width: int, height: int) -> None:
    """Hold that all of the wall view can be read from afar, and that nothing of it has to be scrolled to."""
    headline, rows = page.locator(".hs-headline"), page.locator(ROWS)
    expect(headline).to_contain_text("need a decision")
    assert size(headline) >= 40
    assert rows.count() == 8
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


def test_new_data_is_told_and_shown_without_losing_the_place_or_the_view(
    home: Path, serve: Callable[..., str], page: Page, map_drawn: Callable[..., bytes]
) -> None:
    page.goto(f"{serve(home)}/?area=demo")
    rested(page)
    page.locator(ROWS).nth(1).click()
    page.wait_for_url("**at=**")
    row = page.locator('[class*="st-key-place_"] + *').nth(1)  # the words below its button
    expect(row).to_contain_text("Shown on the map", timeout=SOON_MS)
    rested(page)
    map_drawn(page)
    dragged(page)
    before, link = still(page, map_drawn), page.url
    add_something(home)
    show = page.get_by_role("button", name="Show it")
    expect(show).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("New data: records were added")).to_be_visible()
    show.click()
    expect(show).to_have_count(0, timeout=SOON_MS)
    assert page.url == link
    expect(row).to_contain_text("Shown on the map", timeout=SOON_MS)
    rested(page)
    page.mouse.move(5, 5)
    assert alike(before, still(page, map_drawn)), "the map moved"


def test_the_wall_shows_new_data_by_itself_and_rests_while_there_is_none(
    home: Path, serve: Callable[..., str], page: Page, map_drawn: Callable[..., bytes]
) -> None:
    frames: list[Any] = []
    page.once("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    page.goto(f"{serve(home)}/?{WALL}")
    rested(page)
    map_drawn(page)
    for _ in range(6):  # what the page shows a moment later may still come; then nothing does
        quiet = len(frames)
        page.wait_for_timeout(10_000)  # several looks of the server
        if len(frames) == quiet:
            break
    assert len(frames) == quiet, "the page is drawn again and again although nothing has changed"
    add_something(home)
    for _ in range(SOON_MS // 500):
        if len(frames) > quiet:
            break
        page.wait_for_timeout(500)
    assert len(frames) > quiet
    rested(page)
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


def still(page: Page, map_drawn: Callable[..., bytes]) -> bytes:
    """Return the map once it rests: it glides on a little, and its ground comes piece by piece."""
    last, now = b"", map_drawn(page)
    for _ in range(60):
        if last == now:
            break
        page.wait_for_timeout(1_000)
        last, now = now, map_drawn(page)
    return now


def alike(one: bytes, other: bytes) -> bool:
    """Tell whether two pictures of the map show the same, but for a few pixels of a line drawn anew."""
    first, second = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int) for png in (one, other))
    return first.shape == second.shape and float((np.abs(first - second).max(axis=2) > 30).mean()) < 0.02
