"""A map that filters changed is the map that a fresh page of the same link shows: what is kept of it is never stale."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from hotspot.ui.filter_words import METHODS, SIZES
from hotspot.ui.scoring import WAITING
from hotspot.views.palettes import GROUND
from tests.browser.looking import LONG_MS, chosen, rested

LEAST_OF_A_NUMBER = 40  # points of a picture; edges of letters make up to ten
ANOTHER = 30  # of 255: the edge of a letter drawn again differs by less


def stood(page: Page) -> None:
    """Wait until the page stands, with what comes later."""
    rested(page)
    expect(page.get_by_text(WAITING)).to_have_count(0, timeout=LONG_MS)


def opened(page: Page) -> None:
    """Wait until the page stands, and open its filters if they are not open."""
    stood(page)
    if not page.get_by_text("Method", exact=True).is_visible():
        page.get_by_text("Change what is shown").first.click()
        page.get_by_text("Method", exact=True).wait_for()


def differing(one: bytes, other: bytes) -> np.ndarray:
    """Return which points two pictures show in another colour."""
    first, second = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int) for png in (one, other))
    return np.abs(first - second).max(axis=2) > ANOTHER


def on_marks(png: bytes) -> np.ndarray:
    """Return which points of a picture have the colour that numbers stand on."""
    shown = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return np.abs(shown - GROUND["mark"]).max(axis=2) < 12


def tips(page: Page, points: np.ndarray) -> list[str]:
    """Return what the map says of the places under some points of its picture, given as rows and columns."""
    box = page.get_by_test_id("stDeckGlJsonChart").first.bounding_box()
    assert box
    said = []
    for down, across in points:
        page.mouse.move(box["x"] + int(across), box["y"] + int(down), steps=3)
        page.wait_for_timeout(200)
        said.append(" ".join(page.locator(".deck-tooltip").filter(visible=True).all_inner_texts()))
    page.mouse.move(5, 5)
    return said


@pytest.mark.flaky(reruns=1)
def test_a_map_that_filters_changed_is_that_of_a_fresh_page(
    serve: Callable[..., str], empty: Path, page: Page, map_drawn: Callable[..., bytes]
) -> None:
    """Another method colours the same hexagons anew, another size makes others; names and tips are of the new ones."""
    page.goto(f"{serve(empty)}/?area=demo")
    for label, option in (("Method", METHODS["gi_star"]), ("Places", SIZES["h3", 7])):
        opened(page)
        before = map_drawn(page)
        chosen(page, label, option)
        stood(page)
        after = map_drawn(page)
        points = np.argwhere(differing(before, after))
        assert len(points) > 1_000, "the map did not change"
        points = points[:: len(points) // 8]
        said = tips(page, points)
        page.reload()
        opened(page)
        assert differing(map_drawn(page), after).mean() < 0.003  # the smallest place is more
        assert tips(page, points) == said and any(said)


@pytest.mark.flaky(reruns=1)
def test_a_map_that_flew_to_a_place_has_the_numbers_of_a_fresh_page(
    serve: Callable[..., str], empty: Path, page: Page, map_drawn: Callable[..., bytes]
) -> None:
    """Seen from near more places are numbered: the numbers of the view before stood on them, or none."""
    page.goto(f"{serve(empty)}/act?area=demo")
    stood(page)
    map_drawn(page)
    page.get_by_role("button", name=re.compile(r"^4\. ")).first.click()
    page.wait_for_url("**look=**")
    page.mouse.move(5, 5)  # the words at the pointer lie over the map
    stood(page)
    flown = map_drawn(page)
    page.reload()
    stood(page)
    fresh = map_drawn(page)
    changed = differing(fresh, flown) & (on_marks(fresh) | on_marks(flown))
    assert changed.sum() < LEAST_OF_A_NUMBER
