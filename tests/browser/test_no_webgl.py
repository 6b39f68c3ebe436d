"""A browser in which WebGL is forbidden: pictures take the place of the maps by themselves, and the page says so."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.conftest import CHROMIUM, FLAGS, MAP, drawn
from tests.browser.looking import rested

FORBIDDEN = [flag for flag in FLAGS if "gl" not in flag and "swiftshader" not in flag]
FORBIDDEN += ["--disable-webgl", "--disable-webgl2", "--disable-3d-apis"]
PICTURE = '[data-testid="stImage"] img'


@pytest.fixture(scope="module")
def url(serve: Callable[..., str], empty: Path) -> str:
    return serve(empty)


@pytest.fixture(scope="module")
def without(browser: Browser) -> Iterator[Page]:
    """Open a page in a second browser, which has no WebGL."""
    kind: BrowserType = browser.browser_type
    other = kind.launch(executable_path=CHROMIUM, args=FORBIDDEN)
    page = other.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(90_000)
    yield page
    other.close()


def test_pictures_come_by_themselves_and_live_maps_can_be_asked_for(url: str, without: Page, artefacts: Path) -> None:
    without.goto(f"{url}/hot_now")
    expect(without.get_by_text("This browser cannot draw live maps")).to_be_visible(timeout=90_000)
    picture = without.locator(PICTURE).first
    expect(picture).to_be_visible(timeout=90_000)
    assert (picture.get_attribute("alt") or "").strip()
    without.wait_for_function("image => image.complete && image.naturalWidth > 600", arg=picture.element_handle())
    shown = picture.screenshot()
    assert drawn(shown) and Image.open(io.BytesIO(shown)).width > 300
    expect(without.locator(MAP)).to_have_count(0)
    without.screenshot(path=artefacts / "no-webgl.png")
    rested(without)
    without.get_by_text(re.compile("^Simple map")).click()
    expect(without.get_by_test_id("stDeckGlJsonChart").first).to_be_attached()
    expect(without.locator(PICTURE)).to_have_count(0)


def test_every_map_of_the_evening_is_a_picture_too(url: str, without: Page) -> None:
    without.goto(f"{url}/weekend")
    expect(without.get_by_text("This browser cannot draw live maps")).to_be_visible(timeout=90_000)
    expect(without.get_by_text("Read with care")).to_be_visible(timeout=90_000)
    expect(without.locator(PICTURE).first).to_be_visible(timeout=90_000)
    expect(without.get_by_test_id("stDeckGlJsonChart")).to_have_count(0)
