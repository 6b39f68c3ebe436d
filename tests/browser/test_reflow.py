"""At 320 pixels, a page enlarged four times on a usual screen: nothing has to be scrolled sideways to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.test_axe import PAGES, opened

NARROW = (320, 800)
WIDTHS = """() => [document.scrollingElement.scrollWidth,
                   document.querySelector('[data-testid="stMain"]').scrollWidth]"""


@pytest.fixture(scope="module")
def url(serve: Callable[..., str], empty: Path) -> str:
    return serve(empty)


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": NARROW[0], "height": NARROW[1]})
    context.set_default_timeout(90_000)
    yield context
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_scrolling_sideways(name: str, url: str, visit: BrowserContext) -> None:
    page = opened(visit, f"{url}/{name}", NARROW)
    assert max(page.evaluate(WIDTHS)) <= NARROW[0] + 1
    page.close()
